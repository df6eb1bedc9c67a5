// SPDX-License-Identifier: GPL-2.0-only
/*
 * Executing commands: what is the same whatever lies behind the disk.
 */
#include <linux/sched/mm.h>
#include "vdisk.h"

static_assert(sizeof(struct vdisk_work) <= SCST_CMD_PRIV);

/*
 * The command failed with @err at byte @pos of the store: what lies before it
 * was moved, and INFORMATION says where it is if the medium is to blame.  A
 * flush fails nowhere in particular.
 */
void vdisk_fail(struct scst_cmd *cmd, int err, u64 pos)
{
	u8 id = cmd->c.op->id;
	u8 shift = cmd->lu->geo.block_shift;
	u64 lba = pos >> shift;
	t10_sense_t reason = scst_sense_of_errno(err, id == T10_WRITE || id == T10_SYNC_CACHE);

	if (id == T10_READ || id == T10_WRITE)
		cmd->moved = (lba - cmd->c.lba) << shift;
	if (id == T10_SYNC_CACHE || t10_sense_is_status(reason) ||
	    t10_sense_key(reason) != T10_MEDIUM_ERROR)
		scst_cmd_fail(cmd, reason);
	else
		scst_cmd_fail_at(cmd, reason, lba);
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
	struct vdisk_work *w = (void *)cmd->priv;

	w->fn = fn;
	INIT_WORK(&w->work, run_deferred);
	queue_work(cmd->lu->wq, &w->work);
}

/* Commands that no backend has an own way for. */
void vdisk_execute_rest(struct scst_cmd *cmd)
{
	if (cmd->c.op->id == T10_VERIFY) {
		/* The one worker of such a unit serves all that comes after. */
		if (cmd->lu->exec_flags & SCST_LU_SERIAL_WORKER)
			vdisk_defer(cmd, vdisk_verify);
		else
			vdisk_verify(cmd);
		return;
	}
	WARN_ON_ONCE(1);
	scst_cmd_fail(cmd, T10_S_INVALID_OPCODE);
	scst_cmd_done(cmd);
}
