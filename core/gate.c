// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gate of a logical unit.  Ordinary commands pass it counting themselves
 * in on their own CPU; a command that must be atomic against all others shuts
 * it, waits for the count to reach zero, runs alone, and opens it again.
 * Commands that come meanwhile are parked, in order.
 */
#include "core.h"

static bool scst_gate_is_exclusive(const struct scst_cmd *cmd)
{
	return cmd->c.op->flags & T10_F_EXCLUSIVE;
}

/* Called with the last ordinary command gone: the owner's turn. */
static void scst_gate_empty(struct percpu_ref *ref)
{
	struct scst_gate *gate = container_of(ref, struct scst_gate, in);

	/* Not so when the unit itself goes: then nobody owns the gate. */
	if (gate->owner)
		scst_exec_queue(gate->owner);
}

static void scst_gate_shut(struct work_struct *work)
{
	struct scst_gate *gate = container_of(work, struct scst_gate, shut);

	percpu_ref_kill(&gate->in);
}

/*
 * Behind a shut gate, or as its owner.  A parked command looks again under the
 * lock: the gate opens and empties its list under it.
 */
static noinline bool scst_gate_wait(struct scst_cmd *cmd)
{
	struct scst_gate *gate = &cmd->lu->gate;
	bool exclusive = scst_gate_is_exclusive(cmd);
	unsigned long flags;
	bool pass = false;

	spin_lock_irqsave(&gate->lock, flags);
	if (gate->owner) {
		list_add_tail(&cmd->entry, &gate->parked);
		atomic_xor(SCST_CMD_RUNNING ^ SCST_CMD_PARKED, &cmd->state);
	} else if (exclusive) {
		gate->owner = cmd;
		cmd->gated = SCST_GATE_ALONE;
		queue_work(cmd->lu->wq, &gate->shut);
	} else {
		/* Nobody owns the gate, so it is open. */
		percpu_ref_get(&gate->in);
		cmd->gated = SCST_GATE_IN;
		pass = true;
	}
	spin_unlock_irqrestore(&gate->lock, flags);
	return pass;
}

/* True where the command may go on; false where the gate will send it on later. */
bool scst_gate_enter(struct scst_cmd *cmd)
{
	if (likely(!scst_gate_is_exclusive(cmd) &&
		   percpu_ref_tryget_live(&cmd->lu->gate.in))) {
		cmd->gated = SCST_GATE_IN;
		return true;
	}
	return scst_gate_wait(cmd);
}

void scst_gate_leave(struct scst_cmd *cmd)
{
	struct scst_gate *gate;

	if (cmd->gated == SCST_GATE_NONE)
		return;
	gate = &cmd->lu->gate;
	if (likely(cmd->gated == SCST_GATE_IN))
		percpu_ref_put(&gate->in);
	else
		queue_work(cmd->lu->wq, &gate->reopen);
	cmd->gated = SCST_GATE_NONE;
}

/* Opens the gate and lets everybody try again, in the order they came. */
static void scst_gate_reopen(struct work_struct *work)
{
	struct scst_gate *gate = container_of(work, struct scst_gate, reopen);
	struct scst_cmd *cmd;
	LIST_HEAD(waiting);

	percpu_ref_reinit(&gate->in);
	spin_lock_irq(&gate->lock);
	gate->owner = NULL;
	list_splice_init(&gate->parked, &waiting);
	list_for_each_entry(cmd, &waiting, entry)
		atomic_xor(SCST_CMD_RUNNING ^ SCST_CMD_PARKED, &cmd->state);
	spin_unlock_irq(&gate->lock);

	while ((cmd = list_first_entry_or_null(&waiting, struct scst_cmd, entry))) {
		list_del_init(&cmd->entry);
		/* Not inline: this worker is not the submitter and may hold a plug. */
		cmd->may_block = false;
		scst_cmd_dispatch(cmd);
	}
}

bool scst_gate_recall(struct scst_cmd *cmd)
{
	struct scst_gate *gate = &cmd->lu->gate;
	unsigned long flags;
	bool ours = false;

	if ((atomic_read_acquire(&cmd->state) & SCST_CMD_STATE_MASK) != SCST_CMD_PARKED)
		return false;
	spin_lock_irqsave(&gate->lock, flags);
	if ((atomic_read(&cmd->state) & SCST_CMD_STATE_MASK) == SCST_CMD_PARKED) {
		list_del_init(&cmd->entry);
		atomic_xor(SCST_CMD_RUNNING ^ SCST_CMD_PARKED, &cmd->state);
		ours = true;
	}
	spin_unlock_irqrestore(&gate->lock, flags);
	return ours;
}

int scst_gate_init(struct scst_lu *lu)
{
	struct scst_gate *gate = &lu->gate;

	spin_lock_init(&gate->lock);
	INIT_LIST_HEAD(&gate->parked);
	INIT_WORK(&gate->shut, scst_gate_shut);
	INIT_WORK(&gate->reopen, scst_gate_reopen);
	return percpu_ref_init(&gate->in, scst_gate_empty, PERCPU_REF_ALLOW_REINIT, GFP_KERNEL);
}

void scst_gate_exit(struct scst_lu *lu)
{
	percpu_ref_exit(&lu->gate.in);
}
