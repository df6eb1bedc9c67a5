// SPDX-License-Identifier: GPL-2.0-only
/*
 * VERIFY and WRITE AND VERIFY: reading blocks from the store for the sake of it,
 * and comparing them with what the initiator sent (SBC-3 5.32, 5.41).
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

/* Reads @len bytes at *@pos into the command's pages by way of @page, @step at a time. */
static int read_steps(struct vdisk *vd, struct page *page, struct vdisk_cursor *cur, u64 *pos,
		      unsigned int len, unsigned int step)
{
	for (; len; len -= step) {
		int err = vd->be->read(vd, page, *pos, step);

		if (err)
			return err;
		vdisk_copy_to(cur, page_address(page), step);
		*pos += step;
	}
	return 0;
}

/**
 * vdisk_read_again() - read what can be read of a READ that failed
 * @cmd: the READ
 * @pos: what lies before is in its pages; moved on to the first block that can't
 *	be read
 *
 * The block layer says that a read failed, not where, and not what of it came
 * into the pages.  The initiator takes what lies before the block that INFORMATION
 * names for good, so all of it is read again, a page and then a block at a time,
 * and put where it belongs.  Worker context.
 *
 * Return: 0 if everything could be read this time, else negative errno.
 */
int vdisk_read_again(struct scst_cmd *cmd, u64 *pos)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct vdisk *vd = vdisk_of(cmd);
	struct page *page = scst_lu_page(vd->lu);
	u64 end = vdisk_pos(cmd) + vdisk_bytes(cmd);
	int err = 0;

	*pos = round_down(*pos, vdisk_block_size(vd));
	vdisk_cursor_skip(&cur, *pos - vdisk_pos(cmd));
	while (*pos < end && !err && !vdisk_aborted(cmd)) {
		unsigned int len = vdisk_to_end_of_page(*pos, end);

		err = read_steps(vd, page, &cur, pos, len, len);
		if (err)
			err = read_steps(vd, page, &cur, pos, len, vdisk_block_size(vd));
		cond_resched();
	}
	scst_lu_page_free(vd->lu, page);
	return err;
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

/*
 * Read the command's blocks, by way of @page, and compare them as BYTCHK says with
 * what lies at @cur.  False where the command failed.
 */
bool vdisk_compare(struct scst_cmd *cmd, struct vdisk_cursor *cur, struct page *page)
{
	struct vdisk *vd = vdisk_of(cmd);
	u64 pos = vdisk_pos(cmd);
	u64 end = pos + vdisk_bytes(cmd);
	u64 offset = 0;

	while (pos < end && !vdisk_aborted(cmd)) {
		unsigned int len = vdisk_to_end_of_page(pos, end);
		int err = vd->be->read(vd, page, pos, len);

		if (err) {
			vdisk_fail_read(cmd, err, bad_block(vd, page, pos, len));
			return false;
		}
		if (!compare(cmd, cur, page_address(page), len, &offset)) {
			scst_cmd_fail_at(cmd, T10_S_MISCOMPARE, offset);
			return false;
		}
		pos += len;
		cond_resched();
	}
	return !vdisk_aborted(cmd);
}

/* Worker context. */
void vdisk_verify(struct scst_cmd *cmd)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct scst_lu *lu = cmd->lu;
	struct page *page = scst_lu_page(lu);

	vdisk_compare(cmd, &cur, page);
	scst_lu_page_free(lu, page);
	scst_cmd_done(cmd);
}

/*
 * What was written is made durable before it is read again, or nothing would be
 * verified but our own memory.  Worker context.
 */
void vdisk_write_and_verify(struct scst_cmd *cmd)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct vdisk *vd = vdisk_of(cmd);
	struct page *page = scst_lu_page(vd->lu);
	u64 pos = vdisk_pos(cmd);
	int err;

	vdisk_begin_write(cmd);
	err = vdisk_copy_in(cmd, &cur, page, &pos);
	if (!err && vd->be->flush && !vd->nv_cache)
		err = vd->be->flush(vd);
	cmd->c.bytchk = cmd->cdb[1] >> 1 & BYTCHK_ALL;
	cur = vdisk_cursor(cmd);
	if (!err)
		vdisk_compare(cmd, &cur, page);
	scst_lu_page_free(vd->lu, page);
	vdisk_end_write(cmd, err, pos);
}
