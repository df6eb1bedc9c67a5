// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that can't run where they were submitted: per-CPU lists drained by
 * the unit's workers.
 *
 * A worker is woken when a command comes to a list whose worker sleeps; what
 * is added until it runs is its batch.  Where execution may block, each worker
 * that takes a command and leaves others behind wakes the next one, up to the
 * number of slots.
 */
#include <linux/sched.h>
#include "core.h"

/* One worker of a list. */
struct scst_slot {
	struct work_struct work;
	struct scst_runq *q;
};

/**
 * struct scst_runq - the commands of a unit that were submitted on one CPU
 * @lock: protects @cmds and @idle
 * @cmds: waiting
 * @idle: slots that are not at work
 * @lu: the unit
 * @slots: its workers
 */
struct scst_runq {
	spinlock_t lock;	/* cmds, idle */
	struct list_head cmds;
	unsigned long idle;
	struct scst_lu *lu;
	struct scst_slot slots[];
};

/* Slots are bits of a long. */
#define SCST_SLOTS_MAX	BITS_PER_LONG

static void scst_runq_wake(struct scst_runq *q)
{
	unsigned int slot;

	lockdep_assert_held(&q->lock);
	if (!q->idle)
		return;
	slot = __ffs(q->idle);
	q->idle &= ~BIT(slot);
	queue_work(q->lu->wq, &q->slots[slot].work);
}

void scst_exec_queue(struct scst_cmd *cmd)
{
	struct scst_lu *lu = cmd->lu;
	struct scst_runq *q;
	unsigned long flags;

	q = raw_cpu_ptr(lu->runqs);
	spin_lock_irqsave(&q->lock, flags);
	list_add_tail(&cmd->entry, &q->cmds);
	WRITE_ONCE(cmd->runq, q);
	/* An abort may have marked it meanwhile: keep the flags. */
	atomic_xor(SCST_CMD_RUNNING ^ SCST_CMD_QUEUED, &cmd->state);
	if (list_is_singular(&q->cmds))
		scst_runq_wake(q);
	spin_unlock_irqrestore(&q->lock, flags);
}

static void scst_runq_take(struct scst_runq *q, struct scst_cmd *cmd)
{
	lockdep_assert_held(&q->lock);
	list_del_init(&cmd->entry);
	WRITE_ONCE(cmd->runq, NULL);
	atomic_xor(SCST_CMD_RUNNING ^ SCST_CMD_QUEUED, &cmd->state);
}

/* The next command of the list, or NULL: then the slot is idle. */
static struct scst_cmd *scst_runq_pop(struct scst_slot *slot)
{
	struct scst_runq *q = slot->q;
	struct scst_cmd *cmd;

	spin_lock_irq(&q->lock);
	cmd = list_first_entry_or_null(&q->cmds, struct scst_cmd, entry);
	if (cmd) {
		scst_runq_take(q, cmd);
		if (!list_empty(&q->cmds))
			scst_runq_wake(q);
	} else {
		q->idle |= BIT(slot - q->slots);
	}
	spin_unlock_irq(&q->lock);
	return cmd;
}

static void scst_exec_cmd(struct scst_cmd *cmd)
{
	if (unlikely(scst_cmd_aborted(cmd)))
		scst_cmd_done(cmd);
	else if (!scst_spc_execute(cmd))
		cmd->lu->ops->execute(cmd);
}

unsigned int scst_worker_enter(void)
{
	unsigned int flags = current->flags & (PF_LOCAL_THROTTLE | PF_MEMALLOC_NOIO);

	current->flags |= PF_LOCAL_THROTTLE | PF_MEMALLOC_NOIO;
	return flags;
}
EXPORT_SYMBOL_GPL(scst_worker_enter);

void scst_worker_leave(unsigned int flags)
{
	current->flags &= ~(PF_LOCAL_THROTTLE | PF_MEMALLOC_NOIO);
	current->flags |= flags;
}
EXPORT_SYMBOL_GPL(scst_worker_leave);

static void scst_slot_run(struct work_struct *work)
{
	struct scst_slot *slot = container_of(work, struct scst_slot, work);
	unsigned int flags = scst_worker_enter();
	struct scst_cmd *cmd;

	while ((cmd = scst_runq_pop(slot))) {
		scst_exec_cmd(cmd);
		cond_resched();
	}
	scst_worker_leave(flags);
}

/*
 * Back from a worker's list: true where @cmd waited there.  By the list that the
 * command itself names, checked under its lock: it may have ended meanwhile and
 * been sent again, from another CPU.
 */
bool scst_exec_recall(struct scst_cmd *cmd)
{
	struct scst_runq *q = READ_ONCE(cmd->runq);
	unsigned long flags;
	bool ours;

	if (!q)
		return false;
	spin_lock_irqsave(&q->lock, flags);
	ours = cmd->runq == q;
	if (ours)
		scst_runq_take(q, cmd);
	spin_unlock_irqrestore(&q->lock, flags);
	return ours;
}

static unsigned int scst_exec_slots(const struct scst_lu *lu)
{
	if (lu->exec_flags & SCST_LU_SERIAL_WORKER)
		return 1;
	return clamp_t(unsigned int, lu->workers ?: READ_ONCE(scst_threads), 1, SCST_SLOTS_MAX);
}

static void scst_runq_init(struct scst_runq *q, struct scst_lu *lu, unsigned int slots)
{
	unsigned int i;

	spin_lock_init(&q->lock);
	INIT_LIST_HEAD(&q->cmds);
	q->lu = lu;
	q->idle = GENMASK(slots - 1, 0);
	for (i = 0; i < slots; i++) {
		INIT_WORK(&q->slots[i].work, scst_slot_run);
		q->slots[i].q = q;
	}
}

int scst_exec_init(struct scst_lu *lu)
{
	unsigned int slots = scst_exec_slots(lu);
	unsigned int reclaim = lu->exec_flags & SCST_LU_MEM_RECLAIM ? WQ_MEM_RECLAIM : 0;
	int cpu;

	/*
	 * A queue of its own for each unit: its rescuer, where it has one,
	 * serves nobody who could be stuck on another unit's backing.  High
	 * priority, as kblockd is: those who wait for a disk should not also
	 * wait for whoever computes.
	 */
	lu->wq = alloc_workqueue("scst_%s", WQ_UNBOUND | WQ_HIGHPRI | reclaim, 0, lu->name);
	if (!lu->wq)
		return -ENOMEM;
	lu->runqs = __alloc_percpu(struct_size(lu->runqs, slots, slots),
				   __alignof__(struct scst_runq));
	if (!lu->runqs) {
		destroy_workqueue(lu->wq);
		lu->wq = NULL;
		return -ENOMEM;
	}
	for_each_possible_cpu(cpu)
		scst_runq_init(per_cpu_ptr(lu->runqs, cpu), lu, slots);
	return 0;
}

/* No command is left; the lists stay for late look-ups until the unit's memory goes. */
void scst_exec_exit(struct scst_lu *lu)
{
	if (lu->wq)
		destroy_workqueue(lu->wq);
	lu->wq = NULL;
}
