// SPDX-License-Identifier: GPL-2.0-only
/*
 * What commands have in common that write otherwise than WRITE does: a page of
 * the unit's reserve at a time, to the end, by a worker.
 *
 * All of them look between two steps whether they were aborted.
 */
#include <linux/sizes.h>
#include "vdisk.h"

/* Bytes that are zeroed or unmapped before an abort is noticed. */
#define STEP	SZ_256M

/* @cmd may be NULL: then there is nothing that could be aborted. */
bool vdisk_aborted(struct scst_cmd *cmd)
{
	return cmd && scst_cmd_aborted(cmd);
}

/* Writes what is in @page from *@pos to @end; *@pos ends where it failed.  0 or negative errno. */
int vdisk_fill(struct vdisk *vd, struct page *page, u64 *pos, u64 end, struct scst_cmd *cmd)
{
	while (*pos < end && !vdisk_aborted(cmd)) {
		unsigned int len = min_t(u64, VDISK_FILL, end - *pos);
		int err = vd->be->write(vd, page, *pos, len);

		if (err)
			return err;
		*pos += len;
		cond_resched();
	}
	return 0;
}

/* In steps, by @fn; what that can't do is done by writing @page, which is all zeroes. */
static int in_steps(struct vdisk *vd, int (*fn)(struct vdisk *vd, u64 pos, u64 len),
		    struct page *page, u64 *pos, u64 end, struct scst_cmd *cmd)
{
	while (*pos < end && !vdisk_aborted(cmd)) {
		u64 to = min_t(u64, end, *pos + STEP);
		int err = fn ? fn(vd, *pos, to - *pos) : -EOPNOTSUPP;

		if (err == -EOPNOTSUPP)
			err = vdisk_fill(vd, page, pos, to, cmd);
		else if (!err)
			*pos = to;
		if (err)
			return err;
		cond_resched();
	}
	return 0;
}

/* Makes it read as zeroes, whatever becomes of the space; @page is all zeroes. */
int vdisk_zero(struct vdisk *vd, struct page *page, u64 *pos, u64 end,
	       struct scst_cmd *cmd)
{
	return in_steps(vd, vd->be->zero, page, pos, end, cmd);
}

/* Gives it back; @page is all zeroes. */
int vdisk_unmap(struct vdisk *vd, struct page *page, u64 *pos, u64 end,
		struct scst_cmd *cmd)
{
	return in_steps(vd, vd->be->unmap, page, pos, end, cmd);
}

/* Writes the command's blocks, beginning with what lies at @cur, by way of @page. */
int vdisk_copy_in(struct scst_cmd *cmd, struct vdisk_cursor *cur, struct page *page, u64 *pos)
{
	struct vdisk *vd = vdisk_of(cmd);
	u64 end = *pos + vdisk_bytes(cmd);

	while (*pos < end && !vdisk_aborted(cmd)) {
		unsigned int len = vdisk_to_end_of_page(*pos, end);
		int err;

		vdisk_copy_from(cur, page_address(page), len);
		err = vd->be->write(vd, page, *pos, len);
		if (err)
			return err;
		*pos += len;
		cond_resched();
	}
	return 0;
}

/*
 * Ends a command that wrote, after vdisk_begin_write(), with @err at @pos if it
 * failed, unless it has a reason already; sees to it that it is as durable as it
 * has to be.
 */
void vdisk_end_write(struct scst_cmd *cmd, int err, u64 pos)
{
	struct vdisk *vd = vdisk_of(cmd);

	if (err)
		vdisk_fail(cmd, err, pos);
	else if (cmd->reason == T10_OK && vd->be->flush &&
		 (vdisk_work(cmd)->durable || vdisk_overtaken(cmd)))
		err = vd->be->flush(vd);
	if (err)
		vdisk_fail_flush(cmd, err);
	if (cmd->reason != T10_OK)
		scst_cmd_done(cmd);
	else if (vd->be->written)
		vd->be->written(cmd);
	else
		vdisk_written(cmd);
}
