// SPDX-License-Identifier: GPL-2.0-only
/*
 * VERIFY: reading blocks from the store for the sake of it, and comparing them
 * with what the initiator sent (SBC-3 5.32).
 */
#include <linux/sched.h>
#include "vdisk.h"

#define BYTCHK_ALL	1	/* a block sent for each block */
#define BYTCHK_ONE	3	/* one block sent for all of them */

/* The first block that can't be read among @len bytes at @pos, which can't be read as a whole. */
static u64 bad_block(struct vdisk *vd, struct page *page, u64 pos, unsigned int len)
{
	unsigned int step = vdisk_block_size(vd);
	unsigned int off;

	for (off = 0; off + step < len; off += step)
		if (vd->be->read(vd, page, pos + off, step))
			return pos + off;
	return pos + off;
}

static unsigned int to_end_of_page(u64 pos, u64 end)
{
	return min_t(u64, PAGE_SIZE - offset_in_page(pos), end - pos);
}

/**
 * vdisk_first_bad() - which block of a failed read is to blame
 * @vd: the disk
 * @pos: begin of the read
 * @end: its end
 *
 * The block layer says that a read failed, not where.  The initiator goes by
 * what INFORMATION says, so it is looked for, a page and then a block at a time.
 * Worker context.
 *
 * Return: its position; @pos if all can be read now.
 */
u64 vdisk_first_bad(struct vdisk *vd, u64 pos, u64 end)
{
	struct page *page = scst_lu_page(vd->lu);
	u64 bad = pos;
	u64 at;

	for (at = pos; at < end; at += to_end_of_page(at, end)) {
		unsigned int len = to_end_of_page(at, end);

		if (vd->be->read(vd, page, at, len)) {
			bad = bad_block(vd, page, at, len);
			break;
		}
		cond_resched();
	}
	scst_lu_page_free(vd->lu, page);
	return bad;
}

/* Compare block by block with the one block sent; the offset counts in that block. */
static bool compare_one(struct scst_cmd *cmd, const u8 *data, u32 len, u64 *offset)
{
	unsigned int step = 1u << cmd->lu->geo.block_shift;
	u32 at;

	for (at = 0; at < len; at += step) {
		struct vdisk_cursor cur = vdisk_cursor(cmd);
		u32 same = vdisk_same(&cur, data + at, step);

		if (same < step) {
			*offset = same;
			return false;
		}
	}
	return true;
}

/* Compare what was read with what was sent; @offset counts in the data sent. */
static bool compare(struct scst_cmd *cmd, struct vdisk_cursor *cur, const u8 *data, u32 len,
		    u64 *offset)
{
	u32 same;

	if (cmd->c.bytchk == BYTCHK_ONE)
		return compare_one(cmd, data, len, offset);
	if (cmd->c.bytchk != BYTCHK_ALL)
		return true;
	same = vdisk_same(cur, data, len);
	*offset += same;
	return same == len;
}

static void verify_blocks(struct scst_cmd *cmd, struct page *page)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct vdisk *vd = vdisk_of(cmd);
	u64 pos = vdisk_pos(cmd);
	u64 end = pos + vdisk_bytes(cmd);
	u64 offset = 0;

	while (pos < end && !(atomic_read(&cmd->state) & SCST_CMD_ABORTED)) {
		unsigned int len = to_end_of_page(pos, end);
		int err = vd->be->read(vd, page, pos, len);

		if (err) {
			vdisk_fail(cmd, err, bad_block(vd, page, pos, len));
			return;
		}
		if (!compare(cmd, &cur, page_address(page), len, &offset)) {
			scst_cmd_fail_at(cmd, T10_S_MISCOMPARE, offset);
			return;
		}
		pos += len;
		cond_resched();
	}
}

/* Worker context. */
void vdisk_verify(struct scst_cmd *cmd)
{
	struct scst_lu *lu = cmd->lu;
	struct page *page = scst_lu_page(lu);

	verify_blocks(cmd, page);
	scst_lu_page_free(lu, page);
	scst_cmd_done(cmd);
}
