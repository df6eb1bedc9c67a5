// SPDX-License-Identifier: GPL-2.0-only
/*
 * Executing commands: what is the same whatever lies behind the disk.
 */
#include <linux/blkdev.h>
#include <linux/fs.h>
#include "vdisk.h"

static_assert(sizeof(struct vdisk_work) <= SCST_CMD_PRIV);

/*
 * The device that what is below lies on was pulled out.  The block layer has no
 * errno of its own for that, and who writes through the page cache gets ENOSPC.
 * Context: any.
 */
static bool is_gone(const struct vdisk *vd)
{
	struct block_device *bdev = vd->bdev;

	if (!bdev && vd->file)
		bdev = file_inode(vd->file)->i_sb->s_bdev;
	return bdev && test_bit(GD_DEAD, &bdev->bd_disk->state);
}

/* What is refused as misaligned or malformed is our fault, not that of the medium. */
static t10_sense_t sense_of(const struct vdisk *vd, int err, bool write)
{
	if (is_gone(vd))
		return T10_S_NOT_READY_OFFLINE;
	if (err == -EINVAL)
		return T10_S_INTERNAL_TARGET_FAILURE;
	return scst_sense_of_errno(err, write);
}

/*
 * The command failed with @err at byte @pos of the store: what lies before it
 * was moved, and INFORMATION says where it is if the medium is to blame.  Of a
 * READ what lies before it must be in the command's pages: the initiator takes
 * that for good.
 */
static void fail(struct scst_cmd *cmd, int err, u64 pos, bool write)
{
	u8 id = cmd->c.op->id;
	u8 shift = cmd->lu->geo.block_shift;
	u64 lba = pos >> shift;
	t10_sense_t reason = sense_of(vdisk_of(cmd), err, write);

	if (id == T10_READ || id == T10_WRITE)
		cmd->moved = (lba - cmd->c.lba) << shift;
	if (t10_sense_is_status(reason) || t10_sense_key(reason) != T10_MEDIUM_ERROR)
		scst_cmd_fail(cmd, reason);
	else
		scst_cmd_fail_at(cmd, reason, lba);
}

void vdisk_fail(struct scst_cmd *cmd, int err, u64 pos)
{
	fail(cmd, err, pos, cmd->c.op->flags & T10_F_WRITES);
}

/* A command that writes failed when it read. */
void vdisk_fail_read(struct scst_cmd *cmd, int err, u64 pos)
{
	fail(cmd, err, pos, false);
}

/*
 * A flush fails nowhere in particular, and only once: the next one finds nothing
 * left to write.  So not with WRITE ERROR, on which Linux would try the flush again
 * and take the second answer for good.
 */
void vdisk_fail_flush(struct scst_cmd *cmd, int err)
{
	t10_sense_t reason = sense_of(vdisk_of(cmd), err, true);

	if (reason == T10_S_WRITE_ERROR)
		reason = T10_S_INTERNAL_TARGET_FAILURE;
	scst_cmd_fail(cmd, reason);
}

/*
 * Something written earlier is lost, and this command is the only one to say so:
 * not by WRITE ERROR, after which an initiator would try it again, and succeed.
 */
void vdisk_fail_lost(struct scst_cmd *cmd)
{
	scst_cmd_fail(cmd, T10_S_INTERNAL_TARGET_FAILURE);
}

/* A flush failed when there was nobody to be told: now there is.  Context: any. */
void vdisk_report_flush(struct scst_cmd *cmd)
{
	struct vdisk *vd = vdisk_of(cmd);

	if (unlikely(READ_ONCE(vd->flush_err)) && xchg(&vd->flush_err, 0))
		vdisk_fail_lost(cmd);
}

/* A WRITE ends; it is as durable as it has to be.  Context: any. */
void vdisk_written(struct scst_cmd *cmd)
{
	if (vdisk_work(cmd)->durable)
		vdisk_report_flush(cmd);
	scst_cmd_done(cmd);
}

/* The same surroundings as the core's workers have: see there. */
static void run_deferred(struct work_struct *work)
{
	struct vdisk_work *w = container_of(work, struct vdisk_work, work);
	struct scst_cmd *cmd = container_of((void *)w, struct scst_cmd, priv);
	unsigned int flags = scst_worker_enter();

	w->fn(cmd);
	scst_worker_leave(flags);
}

/*
 * Goes on with @fn in a worker that may block for as long as it likes.  Takes
 * the start of the command's private area.  Context: any.
 */
void vdisk_defer(struct scst_cmd *cmd, void (*fn)(struct scst_cmd *cmd))
{
	struct vdisk_work *w = vdisk_work(cmd);

	w->fn = fn;
	INIT_WORK(&w->work, run_deferred);
	queue_work(cmd->lu->wq, &w->work);
}

/* Commands that no backend has an own way for. */
static void (*executor_of(u8 id))(struct scst_cmd *cmd)
{
	switch (id) {
	case T10_VERIFY:
		return vdisk_verify;
	case T10_WRITE_VERIFY:
		return vdisk_write_and_verify;
	case T10_WRITE_SAME:
		return vdisk_write_same;
	case T10_UNMAP:
		return vdisk_unmap_cmd;
	case T10_GET_LBA_STATUS:
		return vdisk_lba_status;
	case T10_COMPARE_WRITE:
		return vdisk_compare_and_write;
	case T10_ORWRITE:
		return vdisk_orwrite;
	default:
		return NULL;
	}
}

void vdisk_execute_rest(struct scst_cmd *cmd)
{
	void (*execute)(struct scst_cmd *cmd) = executor_of(cmd->c.op->id);

	if (WARN_ON_ONCE(!execute)) {
		scst_cmd_fail(cmd, T10_S_INVALID_OPCODE);
		scst_cmd_done(cmd);
	} else if (cmd->lu->exec_flags & SCST_LU_SERIAL_WORKER) {
		/* The one worker of such a unit serves all that comes after. */
		vdisk_defer(cmd, execute);
	} else {
		execute(cmd);
	}
}
