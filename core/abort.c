// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking a command back, or marking one that can't be.
 *
 * A command that waits (for a worker, at the gate) is recalled: nobody has
 * touched its pages and nobody will.  One that runs is with its backing device,
 * which can't be told to let go of pages: it is marked, and ends as aborted
 * when the backing is through with it.  Who can't wait for that takes the mark
 * back, and the command ends as if nothing had happened.
 */
#include "core.h"

/* Off every list; counted out of the gate. */
static bool scst_cmd_unlist(struct scst_cmd *cmd)
{
	if (!scst_exec_recall(cmd) && !scst_gate_recall(cmd))
		return false;
	scst_gate_leave(cmd);
	return true;
}

bool scst_cmd_recall(struct scst_cmd *cmd)
{
	struct scst_itl *itl = cmd->itl;

	if (!itl || !scst_cmd_in_flight(cmd) || !scst_cmd_unlist(cmd))
		return false;
	atomic_set_release(&cmd->state, SCST_CMD_IDLE);
	wake_up_all(&itl->lu->abort_wait);
	percpu_ref_put(&itl->ref);
	return true;
}
EXPORT_SYMBOL_GPL(scst_cmd_recall);

bool scst_cmd_in_flight(const struct scst_cmd *cmd)
{
	switch (atomic_read_acquire(&cmd->state) & SCST_CMD_STATE_MASK) {
	case SCST_CMD_RUNNING:
	case SCST_CMD_QUEUED:
	case SCST_CMD_PARKED:
		return true;
	default:
		return false;
	}
}
EXPORT_SYMBOL_GPL(scst_cmd_in_flight);

/* False where the command ended before the mark was on it. */
static bool scst_cmd_mark(struct scst_cmd *cmd, int how)
{
	int old = atomic_read_acquire(&cmd->state);

	do {
		if ((old & SCST_CMD_STATE_MASK) == SCST_CMD_DONE ||
		    (old & SCST_CMD_STATE_MASK) == SCST_CMD_IDLE)
			return false;
	} while (!atomic_try_cmpxchg(&cmd->state, &old, old | SCST_CMD_ABORTED | how));
	return true;
}

/**
 * scst_cmd_abort() - end a command before its time
 * @cmd: a command whose request can't be freed meanwhile
 * @how: SCST_CMD_BY_OTHER or SCST_CMD_OWNED, or 0
 *
 * The request can't be freed meanwhile, but it can end and be sent again: what
 * is then taken off a list is another life of the command, which has no mark
 * yet.  Aborting that one is harmless, forgetting to mark it would end it GOOD.
 *
 * Return: true where it ends later, and wakes lu->abort_wait then; false where
 * it had ended or was ended here.
 */
bool scst_cmd_abort(struct scst_cmd *cmd, int how)
{
	if (!scst_cmd_mark(cmd, how))
		return false;
	if (!scst_cmd_unlist(cmd))
		return true;
	atomic_or(SCST_CMD_ABORTED | SCST_CMD_FOR_GOOD | how, &cmd->state);
	scst_cmd_done(cmd);
	return false;
}

bool scst_cmd_aborted(struct scst_cmd *cmd)
{
	int old = atomic_read(&cmd->state);

	do {
		if (likely(!(old & SCST_CMD_ABORTED)))
			return false;
	} while (!atomic_try_cmpxchg(&cmd->state, &old, old | SCST_CMD_FOR_GOOD));
	return true;
}
EXPORT_SYMBOL_GPL(scst_cmd_aborted);

/*
 * Take the mark back, where nobody has acted on it and the command has not
 * ended: it will end with its real result.  One that ABORT TASK owns is not
 * the midlayer's any more and stays marked.
 */
void scst_cmd_unabort(struct scst_cmd *cmd)
{
	int old = atomic_read(&cmd->state);

	do {
		if (!(old & SCST_CMD_ABORTED) || (old & (SCST_CMD_FOR_GOOD | SCST_CMD_OWNED)))
			return;
	} while (!atomic_try_cmpxchg(&cmd->state, &old,
				     old & ~(SCST_CMD_ABORTED | SCST_CMD_BY_OTHER)));
}
