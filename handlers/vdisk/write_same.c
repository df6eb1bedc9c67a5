// SPDX-License-Identifier: GPL-2.0-only
/*
 * WRITE SAME: one block written to many, or no blocks at all where unmapped ones
 * read the same (SBC-3 5.45).
 */
#include "t10/unmap.h"
#include "vdisk.h"

/* Fills the page with the block that was sent; true where that is all zeroes. */
static bool get_block(struct scst_cmd *cmd, u8 *data)
{
	unsigned int block = vdisk_block_size(vdisk_of(cmd));
	unsigned int off;

	memset(data, 0, PAGE_SIZE);
	if (cmd->c.dir != T10_DIR_NONE)
		scst_cmd_get_data(cmd, data, block);
	for (off = block; off < PAGE_SIZE; off += block)
		memcpy(data + off, data, block);
	return !memchr_inv(data, 0, block);
}

static int write_same(struct scst_cmd *cmd, struct page *page, u64 *pos)
{
	struct vdisk *vd = vdisk_of(cmd);
	const struct t10_geometry *geo = &vd->lu->geo;
	u64 blocks = t10_same_blocks(&cmd->c, READ_ONCE(geo->nr_blocks));
	u64 end = *pos + (blocks << geo->block_shift);
	bool zero = get_block(cmd, page_address(page));

	switch (t10_same_how(cmd->cdb, geo, zero)) {
	case T10_SAME_UNMAP:
		return vdisk_unmap(vd, page, pos, end, cmd);
	case T10_SAME_ZERO:
		return vdisk_zero(vd, page, pos, end, cmd);
	default:
		return vdisk_fill(vd, page, pos, end, cmd);
	}
}

/* Worker context. */
void vdisk_write_same(struct scst_cmd *cmd)
{
	struct scst_lu *lu = cmd->lu;
	struct page *page = scst_lu_page(lu);
	u64 pos = vdisk_pos(cmd);
	int err = 0;

	vdisk_begin_write(cmd);
	scst_cmd_fail(cmd, t10_same_check(cmd->cdb, &lu->geo, &cmd->info));
	if (cmd->reason == T10_OK)
		err = write_same(cmd, page, &pos);
	scst_lu_page_free(lu, page);
	vdisk_end_write(cmd, err, pos);
}
