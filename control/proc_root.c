// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files at the top of /proc/scsi_tgt.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include <scst/version.h>
#include "control/proc.h"

/* What scripts of 2008 read; they want at least 0.9.6. */
#define INTERFACE_VERSION	"1.0.1"

/* Checks the form; later the device and the handler, which there can't be yet. */
static int assign(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	if (!scst_proc_is_real(cmd->argv[0]))
		return scst_say(msg, -EINVAL, "\"%.40s\" is no HOST:CHANNEL:ID:LUN", cmd->argv[0]);
	return scst_say(msg, -EINVAL, "%.40s: no handler for real devices \"%.40s\" is loaded",
			cmd->argv[0], cmd->argv[1]);
}

static int add_group(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_proc_wait(scst_ctl_group_add(cmd->argv[0], msg), msg);
}

static int del_group(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_proc_wait(scst_ctl_group_del(cmd->argv[0], msg), msg);
}

static int rename_group(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_proc_wait(scst_ctl_group_rename(cmd->argv[0], cmd->argv[1], msg), msg);
}

static int port_state(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_ctl_port_state(cmd->argv[0], cmd->argv[1], msg);
}

static int port_group(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	u64 group;
	int ret;

	ret = scst_proc_number(&group, cmd->argv[1], "target port group", msg);
	if (ret)
		return ret;
	return scst_ctl_port_group(cmd->argv[0], group, msg);
}

static const struct scst_proc_verb scsi_tgt_verbs[] = {
	{ "assign",		"assign H:C:I:L HANDLER",	2, 2, assign },
	{ "add_group",		"add_group NAME",		1, 1, add_group },
	{ "del_group",		"del_group NAME",		1, 1, del_group },
	{ "rename_group",	"rename_group OLD NEW",		2, 2, rename_group },
	{ "port_state",	"port_state TARGET optimized|nonoptimized|standby|unavailable", 2, 2,
	  port_state },
	{ "port_group",		"port_group TARGET NUMBER",	2, 2, port_group },
};

static int lu_row(const struct scst_lu *lu, void *arg)
{
	const struct scst_handler *h = lu->handler;

	seq_printf(arg, "%-60s%s\n", lu->name, h->variant ? h->variant(lu) : h->name);
	return 0;
}

static int scsi_tgt_show(struct seq_file *m, void *v)
{
	int ret;

	ret = scst_ctl_lock();
	if (ret)
		return ret;
	seq_printf(m, "%-60s%s\n", "Device (host:ch:id:lun or name)", "Device handler");
	ret = scst_ctl_each_lu(lu_row, m);
	scst_ctl_unlock();
	return ret;
}

static int session_row(const struct scst_session_view *v, void *arg)
{
	seq_printf(arg, "%-20s %-45s %-35s %u/%llu\n", v->template, v->initiator, v->group,
		   v->active, v->commands);
	return 0;
}

static int sessions_show(struct seq_file *m, void *v)
{
	int ret;

	ret = scst_ctl_lock();
	if (ret)
		return ret;
	seq_printf(m, "%-20s %-45s %-35s %-15s\n", "Target name", "Initiator name", "Group name",
		   "Active/All Commands Count");
	ret = scst_ctl_each_session(session_row, m);
	scst_ctl_unlock();
	return ret;
}

static int set_threads(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	u64 n;
	int ret;

	ret = scst_proc_number(&n, cmd->argv[0], "threads", msg);
	if (ret)
		return ret;
	return scst_ctl_set_threads(min_t(u64, n, S64_MAX), msg);
}

static const struct scst_proc_verb threads_verbs[] = {
	{ NULL, "N", 1, 1, set_threads },
};

static int threads_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%u\n", scst_ctl_threads());
	return 0;
}

static int version_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%s\nSCST Local %s\n", INTERFACE_VERSION, SCST_VERSION);
	return 0;
}

/* The data path borrows the initiator's pages: there is no pool to tell of. */
static int sgv_show(struct seq_file *m, void *v)
{
	static const char *const lines[] = {
		"Inactive/active pages", "Hi/lo watermarks [pages]",
		"Hi watermark releases/failures",
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		seq_printf(m, "%-42s 0/0\n", lines[i]);
	seq_printf(m, "\n%-30s %-11s %-11s %-11s %-11s\n", "Name", "Hit", "Total", "% merged",
		   "Cached");
	return 0;
}

static int help_show(struct seq_file *m, void *v)
{
	scst_proc_usage(m, "scsi_tgt", &scst_proc_scsi_tgt);
	scst_proc_usage(m, "groups/GROUP/devices", &scst_proc_devices);
	scst_proc_usage(m, "groups/GROUP/names", &scst_proc_names);
	scst_proc_usage(m, "HANDLER/HANDLER", &scst_proc_units);
	scst_proc_usage(m, "threads", &scst_proc_threads);
	scst_proc_usage(m, "[HANDLER/]trace_level", &scst_proc_trace_level);
	return 0;
}

const struct scst_proc_file scst_proc_scsi_tgt = {
	.name		= "scsi_tgt",
	.show		= scsi_tgt_show,
	.verbs		= scsi_tgt_verbs,
	.nr_verbs	= ARRAY_SIZE(scsi_tgt_verbs),
};

const struct scst_proc_file scst_proc_sessions = {
	.name		= "sessions",
	.show		= sessions_show,
};

const struct scst_proc_file scst_proc_help = {
	.name		= "help",
	.show		= help_show,
};

const struct scst_proc_file scst_proc_threads = {
	.name		= "threads",
	.show		= threads_show,
	.verbs		= threads_verbs,
	.nr_verbs	= ARRAY_SIZE(threads_verbs),
};

const struct scst_proc_file scst_proc_version = {
	.name		= "version",
	.show		= version_show,
};

const struct scst_proc_file scst_proc_sgv = {
	.name		= "sgv",
	.show		= sgv_show,
};
