// SPDX-License-Identifier: GPL-2.0-only
/*
 * Decoding of CDBs, driven by the command's row: SPC-4 4.3.
 */
#include "t10/cdb.h"

#define BYTE1_DPO	0x10
#define BYTE1_FUA	0x08
#define BYTE1_NDOB	0x01
#define BYTCHK_RESERVED	2
#define BYTCHK_ONE	3

/*
 * Byte 0 led to the row, and so did the service action, which the mask repeats:
 * what is left are the bits of this CDB that the row does not allow.
 */
static t10_sense_t check_bits(const struct t10_op *op, const u8 *cdb,
			      struct t10_sense_info *info)
{
	unsigned int i;
	u8 bad;

	for (i = 1; i < op->len; i++) {
		bad = cdb[i] & (u8)~op->mask[i];
		if (bad)
			return t10_bad_cdb(info, i, fls(bad) - 1);
	}
	return T10_OK;
}

static u64 get_field(const struct t10_op *op, struct t10_field f, const u8 *cdb)
{
	unsigned int i;
	u64 v = 0;

	for (i = f.at; i < f.at + f.bytes; i++)
		v = v << 8 | (cdb[i] & op->mask[i]);
	return v;
}

static t10_sense_t get_bytchk(struct t10_cdb *c, const u8 *cdb, struct t10_sense_info *info)
{
	c->bytchk = cdb[1] >> 1 & 3;
	if (c->bytchk == BYTCHK_RESERVED)
		return t10_bad_cdb(info, 1, 2);
	if (!c->bytchk)
		c->dir = T10_DIR_NONE;
	return T10_OK;
}

t10_sense_t t10_cdb_decode(struct t10_cdb *c, u8 type, const u8 *cdb,
			   unsigned int cdb_len, struct t10_sense_info *info)
{
	const struct t10_op *op = NULL;
	t10_sense_t ret;

	ret = t10_op_find(type, cdb, cdb_len, info, &op);
	c->op = op;
	if (ret != T10_OK)
		return ret;
	if (cdb_len < op->len)
		return T10_S_INVALID_FIELD_IN_CDB;
	ret = check_bits(op, cdb, info);
	if (ret != T10_OK)
		return ret;

	*c = (struct t10_cdb){
		.op = op,
		.lba = get_field(op, op->lba, cdb),
		.len = op->fixed + (u32)get_field(op, op->xfer, cdb),
		.dpo = op->flags & T10_F_DPO && cdb[1] & BYTE1_DPO,
		.fua = op->flags & T10_F_FUA && cdb[1] & BYTE1_FUA,
		.immed = cdb[1] & op->immed,
		.dir = op->dir,
	};
	if (op->flags & T10_F_LEN0_256 && !c->len)
		c->len = 256;
	if (op->flags & T10_F_NDOB && cdb[1] & BYTE1_NDOB)
		c->dir = T10_DIR_NONE;
	return op->flags & T10_F_BYTCHK ? get_bytchk(c, cdb, info) : T10_OK;
}

t10_sense_t t10_cdb_check_range(const struct t10_cdb *c, u64 nr_blocks,
				u32 max_blocks, struct t10_sense_info *info)
{
	const struct t10_op *op = c->op;

	if (c->lba >= nr_blocks) {
		t10_bad_cdb(info, op->lba.at, T10_NO_BIT);
		return T10_S_LBA_OUT_OF_RANGE;
	}
	/* GET LBA STATUS: the length is that of its answer. */
	if (op->unit == T10_LEN_ALLOC)
		return T10_OK;
	if (c->len > nr_blocks - c->lba) {
		t10_bad_cdb(info, op->xfer.at, T10_NO_BIT);
		return T10_S_LBA_OUT_OF_RANGE;
	}
	if (max_blocks && c->len > max_blocks && op->unit == T10_LEN_BLOCKS)
		return t10_bad_cdb(info, op->xfer.at, T10_NO_BIT);
	return T10_OK;
}

t10_sense_t t10_cdb_check_atomic(const struct t10_cdb *c, const struct t10_geometry *g,
				 struct t10_sense_info *info)
{
	/* Powers of two, both. */
	u32 partial = g->atomic_granularity ? g->atomic_granularity - 1 : 0;

	if (c->len > g->max_atomic || c->len & partial)
		return t10_bad_cdb(info, c->op->xfer.at, T10_NO_BIT);
	return c->lba & partial ? t10_bad_cdb(info, c->op->lba.at, T10_NO_BIT) : T10_OK;
}

u64 t10_cdb_bytes(const struct t10_cdb *c, unsigned int block_shift)
{
	u64 blocks = c->len;

	if (c->dir == T10_DIR_NONE)
		return 0;
	switch (c->op->unit) {
	case T10_LEN_BLOCKS:
		if (c->bytchk == BYTCHK_ONE && blocks)
			blocks = 1;
		return blocks << block_shift;
	case T10_LEN_SAME:
		return 1ULL << block_shift;
	case T10_LEN_PAIR:
		return blocks << (block_shift + 1);
	default:
		return c->len;
	}
}
