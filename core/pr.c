// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reservations: t10/pr*.c decides, this does.
 *
 * One PERSISTENT RESERVE command, RESERVE or RELEASE of a unit at a time, on a worker
 * and under a mutex: the new state is built aside, saved where it has to survive a
 * loss of power, and only then takes the place of the old one, under the unit's lock.
 */
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <scst/store.h>
#include "core.h"

/* For parameter lists, answers and what is saved. */
#define SCST_PR_BUF	8192

/* As many as there can be adapters of the loopback transport, and one more. */
#define SCST_PR_PORTS	128

/**
 * struct scst_pr - reservations of a unit
 * @mutex: one who changes them at a time; all below but @holder and reading @cur
 * @holder: nexus that holds RESERVE(6/10), 0: none (lu->lock)
 * @cur: the persistent state; replaced under both locks
 * @next: where the next one is built
 * @state: these two
 * @ports: the target ports, for the one who holds the mutex
 * @fx: effects, likewise
 * @buf: likewise
 */
struct scst_pr {
	struct mutex mutex;	/* see above */
	u32 holder;
	struct t10_pr *cur;
	struct t10_pr *next;
	struct t10_pr state[2];
	struct t10_pr_port ports[SCST_PR_PORTS];
	struct t10_pr_effects fx;
	u8 buf[SCST_PR_BUF];
};

/* Whose commands a PREEMPT AND ABORT ends. */
struct scst_pr_doomed {
	struct scst_cmd *by;
	unsigned int in_flight;
	unsigned int count;
	struct t10_it its[T10_PR_MAX];
};

int scst_pr_init(struct scst_lu *lu)
{
	struct scst_pr *pr = kvzalloc(sizeof(*pr), GFP_KERNEL);

	BUILD_BUG_ON(T10_PR_FULL_MAX > SCST_PR_BUF || T10_PR_SAVE_MAX > SCST_PR_BUF);
	if (!pr)
		return -ENOMEM;
	mutex_init(&pr->mutex);
	pr->cur = &pr->state[0];
	pr->next = &pr->state[1];
	lu->pr = pr;
	return 0;
}

void scst_pr_exit(struct scst_lu *lu)
{
	kvfree(lu->pr);
}

void scst_pr_load(struct scst_lu *lu)
{
	struct scst_pr *pr = lu->pr;
	int len = scst_store_load(lu, SCST_SAVED_PR, pr->buf, sizeof(pr->buf));

	if (len >= 0 && !t10_pr_load(pr->cur, pr->buf, len))
		pr_warn("%s: what was saved of its reservations makes no sense; there are none\n",
			lu->name);
}

struct t10_resv scst_pr_view(const struct scst_lu *lu)
{
	lockdep_assert_held(&lu->lock);
	return (struct t10_resv){ .holder = lu->pr->holder, .pr = lu->pr->cur };
}

typedef t10_sense_t (*scst_resv_fn)(const struct t10_resv *resv, const struct t10_nexus *nexus,
				    u32 *holder);

/* Under the mutex, so that no registration comes between decision and outcome. */
static void scst_resv_execute(struct scst_cmd *cmd, scst_resv_fn decide)
{
	struct scst_lu *lu = cmd->lu;
	struct scst_pr *pr = lu->pr;
	struct t10_resv resv;
	unsigned long flags;
	u32 holder;

	mutex_lock(&pr->mutex);
	spin_lock_irqsave(&lu->lock, flags);
	resv = scst_pr_view(lu);
	scst_cmd_fail(cmd, decide(&resv, &cmd->nexus->id, &holder));
	if (cmd->reason == T10_OK && !scst_cmd_aborted(cmd)) {
		pr->holder = holder;
		scst_attn_update(lu);
	}
	spin_unlock_irqrestore(&lu->lock, flags);
	mutex_unlock(&pr->mutex);
}

void scst_reserve(struct scst_cmd *cmd)
{
	scst_resv_execute(cmd, t10_resv_reserve);
}

void scst_release(struct scst_cmd *cmd)
{
	scst_resv_execute(cmd, t10_resv_release);
}

void scst_pr_clear(struct scst_lu *lu, u32 nexus)
{
	struct scst_pr *pr = lu->pr;
	unsigned long flags;

	spin_lock_irqsave(&lu->lock, flags);
	pr->holder = t10_resv_after_loss(pr->holder, nexus);
	scst_attn_update(lu);
	spin_unlock_irqrestore(&lu->lock, flags);
}

static struct t10_pr_ctx scst_pr_ctx(const struct scst_cmd *cmd)
{
	struct scst_pr *pr = cmd->lu->pr;

	return (struct t10_pr_ctx){
		.self = cmd->nexus->id.it,
		.ports = pr->ports,
		.nr_ports = scst_target_ports(pr->ports, SCST_PR_PORTS),
		.can_persist = scst_store_usable(cmd->lu),
	};
}

/* SPC-2 5.5.1: while anybody holds RESERVE(6/10), the holder included. */
static bool scst_pr_barred(struct scst_cmd *cmd)
{
	if (!READ_ONCE(cmd->lu->pr->holder))
		return false;
	scst_cmd_fail(cmd, T10_S_RESERVATION_CONFLICT);
	return true;
}

void scst_pr_in(struct scst_cmd *cmd)
{
	struct scst_pr *pr = cmd->lu->pr;
	struct t10_pr_ctx ctx;
	struct t10_out out;

	mutex_lock(&pr->mutex);
	if (!scst_pr_barred(cmd)) {
		ctx = scst_pr_ctx(cmd);
		t10_out_init(&out, pr->buf, min_t(u32, cmd->c.len, sizeof(pr->buf)));
		t10_pr_in(&out, cmd->cdb[1] & 0x1f, pr->cur, &ctx);
		scst_cmd_put_data(cmd, 0, pr->buf, t10_out_stored(&out));
	}
	mutex_unlock(&pr->mutex);
}

/* Before the new state counts: what was saved never says more than what was answered. */
static t10_sense_t scst_pr_persist(struct scst_lu *lu)
{
	struct scst_pr *pr = lu->pr;
	u32 len;

	if (!pr->fx.persist)
		return T10_OK;
	len = t10_pr_save(pr->buf, pr->next);
	return scst_store_save(lu, SCST_SAVED_PR, pr->buf, len) ?
		T10_S_INTERNAL_TARGET_FAILURE : T10_OK;
}

/* The new state counts from here on; @pr->next is then the old one. */
static void scst_pr_swap(struct scst_lu *lu)
{
	struct scst_pr *pr = lu->pr;
	struct scst_itl *itl;
	unsigned long flags;
	int i;

	spin_lock_irqsave(&lu->lock, flags);
	swap(pr->cur, pr->next);
	list_for_each_entry(itl, &lu->itls, lu_entry) {
		i = t10_pr_find(pr->next, &itl->nexus->id.it);
		if (i >= 0 && pr->fx.ua[i] >= 0)
			scst_ua_post(itl, pr->fx.ua[i]);
	}
	scst_attn_update(lu);
	spin_unlock_irqrestore(&lu->lock, flags);
}

static void scst_pr_note_doomed(const struct scst_pr *pr, struct scst_pr_doomed *doomed)
{
	int i;

	for (i = 0; i < pr->next->count; i++)
		if (pr->fx.doomed[i])
			doomed->its[doomed->count++] = pr->next->regs[i].it;
}

static bool scst_pr_is_doomed(const struct scst_pr_doomed *doomed, const struct t10_it *it)
{
	unsigned int i;

	for (i = 0; i < doomed->count; i++)
		if (t10_it_equal(&doomed->its[i], it))
			return true;
	return false;
}

static bool scst_pr_concerns(const struct scst_pr_doomed *doomed, const struct scst_cmd *cmd)
{
	return cmd != doomed->by && scst_cmd_in_flight(cmd) && cmd->itl &&
	       cmd->lu == doomed->by->lu;
}

static bool scst_pr_abort_one(struct scst_cmd *cmd, void *arg)
{
	struct scst_pr_doomed *doomed = arg;
	int how = cmd->nexus == doomed->by->nexus ? 0 : SCST_CMD_BY_OTHER;

	if (scst_pr_concerns(doomed, cmd) && scst_cmd_abort(cmd, how))
		doomed->in_flight++;
	return true;
}

static bool scst_pr_count_one(struct scst_cmd *cmd, void *arg)
{
	struct scst_pr_doomed *doomed = arg;

	doomed->in_flight += scst_pr_concerns(doomed, cmd) &&
			     (atomic_read(&cmd->state) & SCST_CMD_ABORTED);
	return true;
}

static bool scst_pr_each_doomed(struct scst_pr_doomed *doomed,
				bool (*fn)(struct scst_cmd *cmd, void *arg))
{
	struct scst_nexus *nexus = NULL;

	doomed->in_flight = 0;
	while ((nexus = scst_nexus_walk(NULL, nexus)))
		if (scst_pr_is_doomed(doomed, &nexus->id.it))
			nexus->target->ops->for_each_cmd(nexus, fn, doomed);
	return doomed->in_flight;
}

/*
 * PREEMPT AND ABORT says GOOD only when nothing of the preempted can reach the medium
 * any more: there is no limit to the wait but the abort of the command itself.
 *
 * A command of theirs that was let in before the swap must be seen here: its state
 * was set before it looked at the attention word, and synchronize_rcu() has every CPU
 * pass a memory barrier in between.
 */
static void scst_pr_abort(struct scst_pr_doomed *doomed)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	struct scst_cmd *by = doomed->by;
	struct scst_lu *lu = by->lu;

	synchronize_rcu();
	/* As a task management function does, or another one could take the marks back. */
	mutex_lock(&lu->tmf_lock);
	lu->tmfs++;
	scst_pr_each_doomed(doomed, scst_pr_abort_one);
	mutex_unlock(&lu->tmf_lock);

	add_wait_queue(&lu->abort_wait, &wait);
	while (scst_pr_each_doomed(doomed, scst_pr_count_one) && !scst_cmd_aborted(by))
		wait_woken(&wait, TASK_UNINTERRUPTIBLE, HZ);
	remove_wait_queue(&lu->abort_wait, &wait);
	scst_tmf_unmark(lu);
}

/* Under the mutex; true where commands are to be aborted after it. */
static bool scst_pr_change(struct scst_cmd *cmd, struct scst_pr_doomed *doomed)
{
	struct scst_lu *lu = cmd->lu;
	struct scst_pr *pr = lu->pr;
	struct t10_pr_ctx ctx = scst_pr_ctx(cmd);
	struct t10_pr_out out;
	u32 len;

	len = scst_cmd_get_data(cmd, pr->buf, min_t(u32, cmd->c.len, sizeof(pr->buf)));
	scst_cmd_fail(cmd, t10_pr_out_parse(&out, cmd->cdb, pr->buf, len, &cmd->info));
	if (cmd->reason == T10_OK)
		scst_cmd_fail(cmd, t10_pr_out_decide(pr->cur, &ctx, &out, pr->next, &pr->fx,
						     &cmd->info));
	if (cmd->reason == T10_OK)
		scst_cmd_fail(cmd, scst_pr_persist(lu));
	if (cmd->reason != T10_OK)
		return false;
	scst_pr_swap(lu);
	if (!doomed)
		return false;
	scst_pr_note_doomed(pr, doomed);
	return doomed->count;
}

/* The aborts come after the mutex: those they hit may be waiting for it. */
static void scst_pr_out_doomed(struct scst_cmd *cmd, struct scst_pr_doomed *doomed)
{
	struct scst_pr *pr = cmd->lu->pr;
	bool abort = false;

	mutex_lock(&pr->mutex);
	if (!scst_cmd_aborted(cmd) && !scst_pr_barred(cmd))
		abort = scst_pr_change(cmd, doomed);
	mutex_unlock(&pr->mutex);
	if (abort)
		scst_pr_abort(doomed);
}

void scst_pr_out(struct scst_cmd *cmd)
{
	struct scst_pr_doomed *doomed;

	if ((cmd->cdb[1] & 0x1f) != T10_PR_PREEMPT_ABORT) {
		scst_pr_out_doomed(cmd, NULL);
		return;
	}
	/* Not a page of the unit's reserve, for which those it waits for may be waiting. */
	doomed = kmalloc(sizeof(*doomed), GFP_NOIO);
	if (!doomed) {
		scst_cmd_fail(cmd, T10_S_BUSY);
		return;
	}
	doomed->by = cmd;
	doomed->count = 0;
	scst_pr_out_doomed(cmd, doomed);
	kfree(doomed);
}
