// SPDX-License-Identifier: GPL-2.0-only
/*
 * scst.ko: core below, its two front ends above.  Here and not in core/,
 * because core must not know who shows it to people.
 */
#include <linux/module.h>
#include "control.h"
#include "core/core.h"
#include <scst/version.h>

static int scst_handler_added(const struct scst_handler *handler)
{
	return scst_proc_front.handler_added(handler);
}

static void scst_handler_removed(const struct scst_handler *handler)
{
	scst_proc_front.handler_removed(handler);
}

static int scst_template_added(const struct scst_target_ops *ops)
{
	return scst_proc_front.template_added(ops);
}

static void scst_template_removed(const struct scst_target_ops *ops)
{
	scst_proc_front.template_removed(ops);
}

static const struct scst_core_events scst_events_to_fronts = {
	.handler_added = scst_handler_added,
	.handler_removed = scst_handler_removed,
	.template_added = scst_template_added,
	.template_removed = scst_template_removed,
};

static int __init scst_init(void)
{
	int err;

	err = scst_core_init();
	if (err)
		return err;
	err = scst_jobs_init();
	if (err)
		goto core;
	err = scst_proc_init();
	if (err)
		goto jobs;
	err = scst_netlink_init();
	if (err)
		goto proc;
	scst_set_events(&scst_events_to_fronts);
	return 0;

proc:
	scst_proc_exit();
jobs:
	scst_jobs_exit();
core:
	scst_core_exit();
	return err;
}

static void __exit scst_exit(void)
{
	scst_set_events(NULL);
	scst_netlink_exit();
	scst_proc_exit();
	scst_jobs_exit();
	scst_core_exit();
}

module_init(scst_init);
module_exit(scst_exit);
/* As in 2008, loading scst brings the SCSI layer: a bare `insmod scst_local` finds it. */
MODULE_SOFTDEP("pre: scsi_mod");
MODULE_DESCRIPTION("SCSI target core");
MODULE_AUTHOR("The SCST Local authors");
MODULE_VERSION(SCST_VERSION);
MODULE_LICENSE("GPL");
