// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unmapping blocks, and which blocks are: SBC-3 4.7, 5.4, 5.28, 5.45.
 */
#include "t10/unmap.h"

#define UNMAP		0x08
#define STATUS_HEADER	8
#define STATUS_DESC	16

static t10_sense_t check_range(const u8 *list, unsigned int i, u64 nr_blocks,
			       struct t10_sense_info *info)
{
	u64 lba;
	u32 blocks;

	t10_unmap_get(list, i, &lba, &blocks);
	if (lba < nr_blocks && blocks <= nr_blocks - lba)
		return T10_OK;
	/* A descriptor of no blocks names no block. */
	if (!blocks && lba == nr_blocks)
		return T10_OK;
	return T10_S_LBA_OUT_OF_RANGE;
}

t10_sense_t t10_unmap_check(const u8 *list, u32 len, const struct t10_cdb *c, u64 nr_blocks,
			    unsigned int *nr, struct t10_sense_info *info)
{
	t10_sense_t reason = T10_OK;
	unsigned int i;
	u32 bytes;

	*nr = 0;
	if (!c->len)
		return T10_OK;
	if (len < T10_UNMAP_HEADER)
		return T10_S_PARAM_LIST_LENGTH;
	bytes = get_unaligned_be16(list + 2);
	if (bytes / T10_UNMAP_DESC > T10_UNMAP_MAX_DESCS)
		return t10_bad_param(info, 2, T10_NO_BIT);
	/* What is said to be there but was not sent, or is no whole descriptor, is left out. */
	*nr = min(bytes, len - T10_UNMAP_HEADER) / T10_UNMAP_DESC;
	for (i = 0; i < *nr && reason == T10_OK; i++)
		reason = check_range(list, i, nr_blocks, info);
	return reason;
}

void t10_unmap_get(const u8 *list, unsigned int i, u64 *lba, u32 *blocks)
{
	const u8 *desc = list + T10_UNMAP_HEADER + i * T10_UNMAP_DESC;

	*lba = get_unaligned_be64(desc);
	*blocks = get_unaligned_be32(desc + 8);
}

t10_sense_t t10_same_check(const u8 *cdb, const struct t10_geometry *g,
			   struct t10_sense_info *info)
{
	return cdb[1] & UNMAP && !g->thin ? t10_bad_cdb(info, 1, 3) : T10_OK;
}

enum t10_same t10_same_how(const u8 *cdb, const struct t10_geometry *g, bool zero)
{
	if (!zero)
		return T10_SAME_WRITE;
	return cdb[1] & UNMAP && g->zero_unmapped ? T10_SAME_UNMAP : T10_SAME_ZERO;
}

u64 t10_same_blocks(const struct t10_cdb *c, u64 nr_blocks)
{
	return c->len ? c->len : nr_blocks - c->lba;
}

void t10_lba_status_begin(struct t10_out *o)
{
	t10_out_zero(o, STATUS_HEADER);
}

u32 t10_lba_status_add(struct t10_out *o, u64 lba, u64 blocks, u8 status)
{
	u32 n = blocks < 0xffffffffu ? (u32)blocks : 0xffffffffu;

	/* The first is always counted: the length says that there is one. */
	if (o->len > STATUS_HEADER && o->len + STATUS_DESC > o->cap)
		return 0;
	t10_out_be64(o, lba);
	t10_out_be32(o, n);
	t10_out_u8(o, status);
	t10_out_zero(o, 3);
	return n;
}

void t10_lba_status_end(struct t10_out *o)
{
	t10_out_patch32(o, 0, o->len - 4);
}
