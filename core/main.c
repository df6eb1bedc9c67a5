// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state that all of core shares, and the ways to report what happens to it.
 */
#include <linux/capability.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include "core.h"
#include "t10/op.h"

/* The control mutex: every list and every LUN map; see core.h. */
DEFINE_MUTEX(scst_mutex);
LIST_HEAD(scst_lus);
LIST_HEAD(scst_groups);
LIST_HEAD(scst_targets);
LIST_HEAD(scst_handlers);

/* Who may load modules may say how. */
static bool may_set(void)
{
	return capable(CAP_SYS_ADMIN) || capable(CAP_SYS_MODULE);
}

static int set_uint(const char *val, const struct kernel_param *kp)
{
	return may_set() ? param_set_uint(val, kp) : -EPERM;
}

static int set_charp(const char *val, const struct kernel_param *kp)
{
	return may_set() ? param_set_charp(val, kp) : -EPERM;
}

const struct kernel_param_ops scst_param_uint = {
	.set = set_uint,
	.get = param_get_uint,
};
EXPORT_SYMBOL_GPL(scst_param_uint);

const struct kernel_param_ops scst_param_charp = {
	.set = set_charp,
	.get = param_get_charp,
	.free = param_free_charp,
};

unsigned int scst_threads = 8;
module_param_cb(scst_threads, &scst_param_uint, &scst_threads, 0644);
__MODULE_PARM_TYPE(scst_threads, "uint");
MODULE_PARM_DESC(scst_threads,
		 "Commands a unit may execute at once on each CPU, for units made from now on (default 8)");

/*
 * Scripts of 2008 set these.  Data stays in the initiator's own memory, so
 * there is nothing of ours that they could limit.
 */
static unsigned int scst_max_cmd_mem;
module_param(scst_max_cmd_mem, uint, 0444);
MODULE_PARM_DESC(scst_max_cmd_mem, "Taken for old scripts (MB); commands need no memory of their own");
static unsigned int scst_max_dev_cmd_mem;
module_param(scst_max_dev_cmd_mem, uint, 0444);
MODULE_PARM_DESC(scst_max_dev_cmd_mem,
		 "Taken for old scripts (MB); commands need no memory of their own");

static const struct scst_core_events scst_no_events;
const struct scst_core_events *scst_events = &scst_no_events;

unsigned int scst_lock(void)
{
	mutex_lock(&scst_mutex);
	return memalloc_noio_save();
}

void scst_unlock(unsigned int noio)
{
	memalloc_noio_restore(noio);
	mutex_unlock(&scst_mutex);
}

int scst_say(struct scst_msg *msg, int err, const char *fmt, ...)
{
	va_list args;

	if (msg) {
		va_start(args, fmt);
		vscnprintf(msg->text, sizeof(msg->text), fmt, args);
		va_end(args);
	}
	return err;
}
EXPORT_SYMBOL_GPL(scst_say);

void scst_set_events(const struct scst_core_events *events)
{
	scst_events = events ?: &scst_no_events;
}

int scst_core_init(void)
{
	struct scst_group *group;
	unsigned int noio;

	t10_op_init();
	noio = scst_lock();
	group = scst_group_create(SCST_DEFAULT_GROUP, NULL);
	scst_unlock(noio);
	if (IS_ERR(group))
		return PTR_ERR(group);
	return scst_debugfs_init();
}

void scst_core_exit(void)
{
	struct scst_group *group, *next;
	unsigned int noio;

	scst_debugfs_exit();
	noio = scst_lock();
	list_for_each_entry_safe(group, next, &scst_groups, entry)
		scst_group_free(group);
	scst_unlock(noio);
	/* Logical units and I_T_L nexuses are freed by RCU callbacks in this module. */
	rcu_barrier();
}
