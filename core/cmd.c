// SPDX-License-Identifier: GPL-2.0-only
/*
 * A command comes in: from the transport to the gate, to the executor.
 */
#include <linux/jiffies.h>
#include "core.h"
#include "trace.h"

/* The I_T_L nexus takes no command just now: gone for good, or being given another unit. */
static void scst_cmd_turn_away(struct scst_cmd *cmd)
{
	cmd->outcome = READ_ONCE(cmd->itl->dead) ? SCST_ENDED_GONE : SCST_ENDED_REQUEUE;
	cmd->nexus->target->ops->cmd_done(cmd);
}

static void scst_cmd_start(struct scst_cmd *cmd)
{
	cmd->reason = T10_OK;
	cmd->info = (struct t10_sense_info){};
	cmd->outcome = SCST_ENDED;
	cmd->gated = SCST_GATE_NONE;
	cmd->sense_len = 0;
	cmd->runq = NULL;
	cmd->moved = 0;
}

/* Nothing to move and nothing to check: the range was checked on admission. */
static bool scst_cmd_is_void(const struct scst_cmd *cmd)
{
	const struct t10_op *op = cmd->c.op;

	/* Where blocks are only named, none means all that follow. */
	return (op->unit == T10_LEN_BLOCKS || op->unit == T10_LEN_PAIR) && !cmd->c.len;
}

/* Commands of the medium; one that is exclusive has none of these beside it. */
#define F_GATED		(T10_F_LBA | T10_F_WRITES | T10_F_EXCLUSIVE)

void scst_cmd_dispatch(struct scst_cmd *cmd)
{
	const struct t10_op *op = cmd->c.op;
	struct scst_lu *lu = cmd->lu;

	if ((op->flags & F_GATED) && !scst_gate_enter(cmd))
		return;
	/* Commands of the medium only: the others are core's own (spc.c). */
	if ((op->flags & T10_F_INLINE) && (op->flags & T10_F_LBA) && lu->ops->try_execute &&
	    lu->ops->try_execute(cmd))
		return;
	scst_exec_queue(cmd);
}

void scst_cmd_submit(struct scst_cmd *cmd)
{
	struct scst_itl *itl = cmd->itl;

	scst_cmd_start(cmd);
	if (unlikely(!itl)) {
		scst_nolun_execute(cmd);
		return;
	}
	if (unlikely(!percpu_ref_tryget_live(&itl->ref))) {
		scst_cmd_turn_away(cmd);
		return;
	}
	cmd->lu = itl->lu;
	cmd->started = jiffies;
	this_cpu_inc(itl->stats->commands);
	/* Whoever sees the state sees all that was set before it (abort.c). */
	atomic_set_release(&cmd->state, SCST_CMD_RUNNING);
	trace_scst_cmd_submit(cmd);

	cmd->reason = scst_admit(cmd);
	if (unlikely(cmd->reason != T10_OK) || scst_cmd_is_void(cmd) ||
	    cmd->c.op->id == T10_TEST_UNIT_READY)
		scst_cmd_done(cmd);
	else
		scst_cmd_dispatch(cmd);
}
EXPORT_SYMBOL_GPL(scst_cmd_submit);
