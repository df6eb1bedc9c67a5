// SPDX-License-Identifier: GPL-2.0-only
/*
 * Task management functions: SAM-5 clause 7.  What each of them does is in
 * t10/tmf.c; one helper serves them all.
 */
#include <linux/jiffies.h>
#include <linux/slab.h>
#include "core.h"
#include "trace.h"

/* Endless waits would stop every LUN of the adapter: SCSI error handling is per host. */
static unsigned int scst_tmf_timeout = 10;
module_param_cb(scst_tmf_timeout, &scst_param_uint, &scst_tmf_timeout, 0644);
__MODULE_PARM_TYPE(scst_tmf_timeout, "uint");
MODULE_PARM_DESC(scst_tmf_timeout,
		 "Seconds a task management function waits for the backing device (default 10)");

/**
 * struct scst_tmf - a task management function at work
 * @rule: what it does
 * @nexus: who asked
 * @lu: the unit it works on
 * @deadline: jiffies after which it fails
 * @in_flight: commands it hit that have not ended
 * @others: another nexus' command was hit
 */
struct scst_tmf {
	const struct t10_tmf_rule *rule;
	struct scst_nexus *nexus;
	struct scst_lu *lu;
	unsigned long deadline;
	unsigned int in_flight;
	bool others;
};

static bool scst_tmf_concerns(const struct scst_tmf *tmf, const struct scst_cmd *cmd)
{
	if (!scst_cmd_in_flight(cmd) || !cmd->itl || cmd->lu != tmf->lu)
		return false;
	return tmf->rule->aborts == T10_ABORTS_ALL || cmd->nexus == tmf->nexus;
}

static bool scst_tmf_abort_one(struct scst_cmd *cmd, void *arg)
{
	struct scst_tmf *tmf = arg;
	bool other = cmd->nexus != tmf->nexus;

	if (!scst_tmf_concerns(tmf, cmd))
		return true;
	tmf->others |= other;
	if (scst_cmd_abort(cmd, other ? SCST_CMD_BY_OTHER : 0))
		tmf->in_flight++;
	return true;
}

/* Only what was marked counts: commands that came later are none of its business. */
static bool scst_tmf_count_one(struct scst_cmd *cmd, void *arg)
{
	struct scst_tmf *tmf = arg;

	if (scst_tmf_concerns(tmf, cmd) && (atomic_read(&cmd->state) & SCST_CMD_ABORTED))
		tmf->in_flight++;
	return true;
}

/* On every adapter: whoever has no command on the unit has none to look at. */
static void scst_tmf_each_cmd(struct scst_tmf *tmf,
			      bool (*fn)(struct scst_cmd *cmd, void *arg))
{
	struct scst_nexus *nexus = NULL;

	tmf->in_flight = 0;
	while ((nexus = scst_nexus_walk(NULL, nexus)))
		nexus->target->ops->for_each_cmd(nexus, fn, tmf);
}

static bool scst_tmf_settled(struct scst_tmf *tmf)
{
	scst_tmf_each_cmd(tmf, scst_tmf_count_one);
	return !tmf->in_flight;
}

/* Waits until all it hit have ended, or its time is up. */
static bool scst_tmf_wait(struct scst_tmf *tmf)
{
	/* Looking again may sleep, so the wake-up is remembered, not the task state. */
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	long left = max_t(long, tmf->deadline - jiffies, 0);
	bool settled;

	add_wait_queue(&tmf->lu->abort_wait, &wait);
	while (!(settled = scst_tmf_settled(tmf)) && left > 0)
		left = wait_woken(&wait, TASK_UNINTERRUPTIBLE, left);
	remove_wait_queue(&tmf->lu->abort_wait, &wait);
	return settled;
}

static void scst_tmf_ua(struct scst_lu *lu, int ua, const struct scst_nexus *nexus, bool self)
{
	struct scst_itl *itl;
	unsigned long flags;

	if (ua < 0)
		return;
	spin_lock_irqsave(&lu->lock, flags);
	list_for_each_entry(itl, &lu->itls, lu_entry) {
		bool same = itl->nexus == nexus;

		if (same == self)
			scst_ua_post(itl, ua);
	}
	spin_unlock_irqrestore(&lu->lock, flags);
}

static void scst_tmf_effects(struct scst_tmf *tmf)
{
	const struct t10_tmf_rule *rule = tmf->rule;

	if (rule->clears_reservation)
		scst_pr_clear(tmf->lu, 0);
	else if (rule->nexus_loss)
		scst_pr_clear(tmf->lu, tmf->nexus->id.id);
	if (rule->resets_mode)
		scst_mode_reset(tmf->lu);
	scst_tmf_ua(tmf->lu, rule->ua_self, tmf->nexus, true);
	/* With TAS=1 the status of the commands has told them (SAM-5 5.7). */
	if (rule->ua_always || (tmf->others && !tmf->lu->mode.tas))
		scst_tmf_ua(tmf->lu, rule->ua_others, tmf->nexus, false);
}

static void scst_tmf_mark(struct scst_tmf *tmf)
{
	struct scst_lu *lu = tmf->lu;

	mutex_lock(&lu->tmf_lock);
	lu->tmfs++;
	scst_tmf_each_cmd(tmf, scst_tmf_abort_one);
	mutex_unlock(&lu->tmf_lock);
}

static bool scst_tmf_unmark_one(struct scst_cmd *cmd, void *arg)
{
	struct scst_tmf *tmf = arg;

	if (scst_cmd_in_flight(cmd) && cmd->itl && cmd->lu == tmf->lu)
		scst_cmd_unabort(cmd);
	return true;
}

/*
 * A function that failed has aborted nothing: what it marked and did not see
 * the end of was not given up by whoever sent it, and may be data that the
 * backing device has yet to take.  A mark does not tell who made it, so those
 * of several functions on a unit are taken back when the last of them is through.
 */
void scst_tmf_unmark(struct scst_lu *lu)
{
	struct scst_tmf tmf = { .lu = lu };

	mutex_lock(&lu->tmf_lock);
	if (!--lu->tmfs)
		scst_tmf_each_cmd(&tmf, scst_tmf_unmark_one);
	mutex_unlock(&lu->tmf_lock);
}

/* One unit: mark or recall, apply the effects, wait. */
static t10_tmf_rsp_t scst_tmf_unit(struct scst_tmf *tmf)
{
	bool settled;

	scst_tmf_mark(tmf);
	scst_tmf_effects(tmf);
	settled = scst_tmf_wait(tmf);
	scst_tmf_unmark(tmf->lu);
	return settled ? T10_TMF_COMPLETE : T10_TMF_FAILED;
}

/* A LUN that is being removed serves until its Linux device is gone. */
static struct scst_itl *scst_tmf_itl(struct scst_nexus *nexus, u16 lun)
{
	struct scst_itl *itl;

	rcu_read_lock();
	itl = xa_load(&nexus->luns, lun);
	if (itl && !kref_get_unless_zero(&itl->kref))
		itl = NULL;
	rcu_read_unlock();
	return itl;
}

static t10_tmf_rsp_t scst_tmf_lun(struct scst_tmf *tmf, u16 lun)
{
	struct scst_itl *itl = scst_tmf_itl(tmf->nexus, lun);
	t10_tmf_rsp_t rsp = T10_TMF_BAD_LUN;

	if (!itl)
		return rsp;
	/* Like a command: neither unit nor LUN goes while it is at work. */
	if (percpu_ref_tryget_live(&itl->ref)) {
		tmf->lu = itl->lu;
		rsp = scst_tmf_unit(tmf);
		percpu_ref_put(&itl->ref);
	}
	scst_itl_put(itl);
	return rsp;
}

/* Every unit the nexus can reach; one deadline for all of them. */
static t10_tmf_rsp_t scst_tmf_all_luns(struct scst_tmf *tmf)
{
	t10_tmf_rsp_t rsp = T10_TMF_COMPLETE;
	unsigned long lun = 0;

	while (xa_find(&tmf->nexus->luns, &lun, ULONG_MAX, XA_PRESENT)) {
		if (scst_tmf_lun(tmf, lun) == T10_TMF_FAILED)
			rsp = T10_TMF_FAILED;
		lun++;
	}
	return rsp;
}

/* ABORT TASK: the command is the caller's; it is never completed here. */
static t10_tmf_rsp_t scst_tmf_task(struct scst_tmf *tmf, struct scst_cmd *cmd)
{
	struct scst_lu *lu = cmd->itl ? scst_itl_lu_get(cmd->itl) : NULL;
	t10_tmf_rsp_t rsp = T10_TMF_COMPLETE;
	long left = max_t(long, tmf->deadline - jiffies, 0);

	if (!lu)
		return rsp;
	/* Not until it is IDLE has core let go of the command's memory. */
	if (scst_cmd_abort(cmd, SCST_CMD_OWNED) &&
	    !wait_event_timeout(lu->abort_wait,
				atomic_read_acquire(&cmd->state) == SCST_CMD_IDLE, left))
		rsp = T10_TMF_FAILED;
	scst_lu_put(lu);
	return rsp;
}

static bool scst_tmf_query_one(struct scst_cmd *cmd, void *arg)
{
	struct scst_tmf *tmf = arg;

	tmf->in_flight += scst_tmf_concerns(tmf, cmd);
	return !tmf->in_flight;
}

static t10_tmf_rsp_t scst_tmf_query_set(struct scst_tmf *tmf, u16 lun)
{
	struct scst_itl *itl = scst_tmf_itl(tmf->nexus, lun);

	if (!itl)
		return T10_TMF_BAD_LUN;
	tmf->lu = itl->lu;
	tmf->nexus->target->ops->for_each_cmd(tmf->nexus, scst_tmf_query_one, tmf);
	scst_itl_put(itl);
	return tmf->in_flight ? T10_TMF_SUCCEEDED : T10_TMF_COMPLETE;
}

static t10_tmf_rsp_t scst_tmf_run(struct scst_tmf *tmf, enum t10_tmf fn, u16 lun,
				  struct scst_cmd *cmd)
{
	switch (fn) {
	case T10_TMF_ABORT_TASK:
		return scst_tmf_task(tmf, cmd);
	case T10_TMF_QUERY_TASK:
		return scst_cmd_in_flight(cmd) ? T10_TMF_SUCCEEDED : T10_TMF_COMPLETE;
	case T10_TMF_QUERY_TASK_SET:
		return scst_tmf_query_set(tmf, lun);
	default:
		return tmf->rule->all_luns ? scst_tmf_all_luns(tmf) : scst_tmf_lun(tmf, lun);
	}
}

t10_tmf_rsp_t scst_tmf_execute(struct scst_nexus *nexus, enum t10_tmf fn, u16 lun,
			       struct scst_cmd *cmd)
{
	struct scst_tmf tmf = { .nexus = nexus };
	t10_tmf_rsp_t rsp;

	if (fn >= T10_TMF_COUNT)
		return T10_TMF_REJECTED;
	tmf.rule = &t10_tmf_rules[fn];
	tmf.deadline = jiffies + READ_ONCE(scst_tmf_timeout) * HZ;
	rsp = scst_tmf_run(&tmf, fn, lun, cmd);
	trace_scst_tmf(nexus, tmf.rule->name, lun, (__force u8)rsp);
	return rsp;
}
EXPORT_SYMBOL_GPL(scst_tmf_execute);
