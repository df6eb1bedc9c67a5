// SPDX-License-Identifier: GPL-2.0-only
/*
 * READ CAPACITY: SBC-3 5.16, 5.17.
 */
#include "t10/capacity.h"

#define LBPME	0x8000
#define LBPRZ	0x4000

static u64 last_lba(const struct t10_geometry *g)
{
	return g->nr_blocks ? g->nr_blocks - 1 : 0;
}

void t10_read_capacity_10(struct t10_out *o, const struct t10_geometry *g)
{
	u64 last = last_lba(g);

	t10_out_be32(o, last < 0xffffffffu ? (u32)last : 0xffffffffu);
	t10_out_be32(o, 1u << g->block_shift);
}

void t10_read_capacity_16(struct t10_out *o, const struct t10_geometry *g)
{
	u16 provisioning = g->align_lba & 0x3fff;

	if (g->thin)
		provisioning |= LBPME | (g->zero_unmapped ? LBPRZ : 0);
	t10_out_be64(o, last_lba(g));
	t10_out_be32(o, 1u << g->block_shift);
	t10_out_u8(o, 0);
	t10_out_u8(o, g->phys_exp & 0x0f);
	t10_out_be16(o, provisioning);
	t10_out_zero(o, 16);
}
