// SPDX-License-Identifier: GPL-2.0-only
/*
 * A command ends: exactly once.
 */
#include <linux/blk_types.h>
#include "core.h"
#include "trace.h"

void scst_cmd_fail(struct scst_cmd *cmd, t10_sense_t reason)
{
	if (cmd->reason == T10_OK)
		cmd->reason = reason;
}
EXPORT_SYMBOL_GPL(scst_cmd_fail);

void scst_cmd_fail_at(struct scst_cmd *cmd, t10_sense_t reason, u64 information)
{
	if (cmd->reason != T10_OK)
		return;
	cmd->reason = reason;
	cmd->info.information = information;
	cmd->info.has_information = true;
}
EXPORT_SYMBOL_GPL(scst_cmd_fail_at);

t10_sense_t scst_sense_of_errno(int err, bool write)
{
	switch (err) {
	case 0:
		return T10_OK;
	case -ENOSPC:
	case -EDQUOT:
		return T10_S_SPACE_ALLOCATION_FAILED;
	case -EROFS:
	case -EPERM:
		return T10_S_WRITE_PROTECTED;
	case -ENOMEM:
	case -EAGAIN:
	case -EBUSY:
		return T10_S_BUSY;
	case -ENODEV:
	case -ENXIO:
		return T10_S_NOT_READY_OFFLINE;
	case -ENOLINK:
	case -EREMOTEIO:
	case -ETIMEDOUT:
	case -EOPNOTSUPP:
		return T10_S_INTERNAL_TARGET_FAILURE;
	case -EBADE:
		return T10_S_RESERVATION_CONFLICT;
	default:
		return write ? T10_S_WRITE_ERROR : T10_S_UNRECOVERED_READ_ERROR;
	}
}
EXPORT_SYMBOL_GPL(scst_sense_of_errno);

static void scst_build_status(struct scst_cmd *cmd)
{
	bool descriptor = cmd->lu && cmd->lu->mode.d_sense;

	cmd->status = t10_sense_status(cmd->reason);
	if (cmd->status != T10_CHECK_CONDITION)
		return;
	cmd->sense_len = t10_sense_build(cmd->sense, cmd->reason, &cmd->info, descriptor);
}

static void scst_count_data(struct scst_cmd *cmd)
{
	struct scst_itl_stats __percpu *stats = cmd->itl->stats;

	if (cmd->c.dir == T10_DIR_READ)
		this_cpu_add(stats->read_blocks_512, cmd->moved >> SECTOR_SHIFT);
	else if (cmd->c.dir == T10_DIR_WRITE)
		this_cpu_add(stats->write_blocks_512, cmd->moved >> SECTOR_SHIFT);
}

/*
 * What a GOOD command of the medium moved is what its CDB asked for; parameter
 * data counted itself while it was copied.
 */
static void scst_count_moved(struct scst_cmd *cmd)
{
	u8 unit = cmd->c.op->unit;

	if (unit != T10_LEN_ALLOC && unit != T10_LEN_PARAM && unit != T10_LEN_NONE)
		cmd->moved = t10_cdb_bytes(&cmd->c, cmd->lu->geo.block_shift);
	scst_count_data(cmd);
}

void scst_cmd_finish(struct scst_cmd *cmd)
{
	if (likely(cmd->reason == T10_OK)) {
		cmd->status = T10_GOOD;
		if (cmd->lu)
			scst_count_moved(cmd);
	} else {
		scst_build_status(cmd);
	}
}

/* Aborted: TASK ABORTED where another nexus did it and TAS says so, else no status. */
static void scst_finish_aborted(struct scst_cmd *cmd, int state)
{
	cmd->moved = 0;
	if ((state & SCST_CMD_BY_OTHER) && cmd->lu->mode.tas) {
		cmd->status = T10_TASK_ABORTED;
		return;
	}
	cmd->outcome = SCST_ENDED_RESET;
}

/*
 * Give an aborted command to whom it belongs and tell who waits.  The I_T_L
 * nexus keeps the unit alive until the wake-up is done; the command itself may
 * be reused as soon as it is IDLE or was handed back.
 */
static noinline void scst_cmd_done_aborted(struct scst_cmd *cmd, int state)
{
	const struct scst_target_ops *ops = cmd->nexus->target->ops;
	struct scst_itl *itl = cmd->itl;
	struct scst_lu *lu = cmd->lu;

	scst_gate_leave(cmd);
	if (state & SCST_CMD_OWNED) {
		atomic_set_release(&cmd->state, SCST_CMD_IDLE);
	} else {
		scst_finish_aborted(cmd, state);
		ops->cmd_done(cmd);
	}
	wake_up_all(&lu->abort_wait);
	percpu_ref_put(&itl->ref);
}

void scst_cmd_done(struct scst_cmd *cmd)
{
	const struct scst_target_ops *ops = cmd->nexus->target->ops;
	struct scst_itl *itl = cmd->itl;
	int state = atomic_xchg(&cmd->state, SCST_CMD_DONE);

	if (WARN_ON_ONCE((state & SCST_CMD_STATE_MASK) != SCST_CMD_RUNNING))
		return;
	trace_scst_cmd_done(cmd);
	if (unlikely(state & SCST_CMD_ABORTED)) {
		scst_cmd_done_aborted(cmd, state);
		return;
	}
	scst_cmd_finish(cmd);
	scst_gate_leave(cmd);
	percpu_ref_put(&itl->ref);
	ops->cmd_done(cmd);
}
EXPORT_SYMBOL_GPL(scst_cmd_done);
