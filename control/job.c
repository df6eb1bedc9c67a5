// SPDX-License-Identifier: GPL-2.0-only
/*
 * Jobs: the part of a verb that takes time.
 */
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include "control.h"
#include "verbs.h"

static struct workqueue_struct *scst_job_wq;
static atomic_t scst_job_seq;

static void scst_job_release(struct kref *kref)
{
	kfree(container_of(kref, struct scst_job, kref));
}

void scst_job_put(struct scst_job *job)
{
	kref_put(&job->kref, scst_job_release);
}

static void scst_job_work(struct work_struct *work)
{
	struct scst_job *job = container_of(work, struct scst_job, work);

	job->result = job->run(job);
	scst_netlink_front.job_ended(job);
	complete_all(&job->done);
	scst_job_put(job);
}

struct scst_job *scst_job_alloc(enum scst_verb verb, const char *lu,
				int (*run)(struct scst_job *job))
{
	struct scst_job *job = kzalloc(sizeof(*job), GFP_KERNEL);

	if (!job)
		return NULL;
	kref_init(&job->kref);
	init_completion(&job->done);
	INIT_WORK(&job->work, scst_job_work);
	job->seq = atomic_inc_return(&scst_job_seq) & INT_MAX;
	if (!job->seq)
		job->seq = atomic_inc_return(&scst_job_seq) & INT_MAX;
	job->verb = verb;
	job->run = run;
	job->lun = -1;
	if (lu)
		strscpy(job->lu, lu, sizeof(job->lu));
	return job;
}

struct scst_job *scst_job_start(struct scst_job *job)
{
	/* The caller's reference beside the runner's. */
	kref_get(&job->kref);
	queue_work(scst_job_wq, &job->work);
	return job;
}

/*
 * A shell that writes to /proc gets SIGCHLD for its background children: only
 * a signal that asks to stop ends the wait.
 */
int scst_job_wait(struct scst_job *job, struct scst_msg *msg)
{
	sigset_t block, old;
	int err;

	sigfillset(&block);
	sigdelset(&block, SIGKILL);
	sigdelset(&block, SIGINT);
	sigdelset(&block, SIGTERM);
	sigdelset(&block, SIGHUP);
	sigdelset(&block, SIGQUIT);
	sigprocmask(SIG_BLOCK, &block, &old);
	err = wait_for_completion_interruptible(&job->done);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (err)
		return -EINTR;
	if (msg)
		*msg = job->msg;
	return job->result;
}

int scst_jobs_init(void)
{
	/* Not for freeing memory: jobs open files and scan devices, and may take long. */
	scst_job_wq = alloc_workqueue("scst_control", WQ_UNBOUND, WQ_MAX_ACTIVE);
	return scst_job_wq ? 0 : -ENOMEM;
}

void scst_jobs_exit(void)
{
	destroy_workqueue(scst_job_wq);
}
