// SPDX-License-Identifier: GPL-2.0-only
/*
 * groups/GROUP/devices, the LUN map of a group, and groups/GROUP/names, who
 * uses it.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "control/proc.h"

/* Removing a disk that is in use is what 2008 did. */
#define REMOVE_FLAGS	SCST_CTL_FORCE

/* The name of a real SCSI device begins with its host's number and a colon. */
bool scst_proc_is_real(const char *word)
{
	size_t digits = strspn(word, "0123456789");

	return digits && word[digits] == ':';
}

/* Refuses what is no name of a virtual device. */
int scst_proc_virtual(const char *word, struct scst_msg *msg)
{
	if (scst_proc_is_real(word))
		return scst_say(msg, -EINVAL,
				"no handler for real devices is loaded that could provide %.40s",
				word);
	return 0;
}

struct map_args {
	const char *lu;
	u64 lun;
	unsigned int flags;
};

/* DEV [LUN] [READ_ONLY] */
static int parse_map(const struct scst_proc_cmd *cmd, struct map_args *a, struct scst_msg *msg)
{
	unsigned int i = 1;
	int ret;

	a->lu = cmd->argv[0];
	a->lun = 0;
	a->flags = 0;
	ret = scst_proc_virtual(a->lu, msg);
	if (!ret && i < cmd->argc && isdigit(*cmd->argv[i]))
		ret = scst_proc_number(&a->lun, cmd->argv[i++], "LUN", msg);
	if (ret)
		return ret;
	if (i < cmd->argc && !strcasecmp(cmd->argv[i], "READ_ONLY")) {
		a->flags |= SCST_CTL_READ_ONLY;
		i++;
	}
	if (i < cmd->argc)
		return scst_say(msg, -EINVAL, "\"%.40s\" is neither a LUN nor READ_ONLY",
				cmd->argv[i]);
	return 0;
}

static int device_add(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	struct map_args a;
	int ret;

	ret = parse_map(cmd, &a, msg);
	if (ret)
		return ret;
	return scst_proc_wait(scst_ctl_map(cmd->dir->name, a.lun, a.lu, a.flags, msg), msg);
}

static int device_replace(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	struct map_args a;
	int ret;

	ret = parse_map(cmd, &a, msg);
	if (ret)
		return ret;
	return scst_proc_wait(scst_ctl_replace(cmd->dir->name, a.lun, a.lu,
					       a.flags | REMOVE_FLAGS, msg), msg);
}

static int is_mapped(const struct scst_map_view *v, void *arg)
{
	const struct map_args *a = arg;

	return v->lun == a->lun && !strcmp(v->lu->name, a->lu);
}

/* The LUN is needless, but the help of 2008 has it; one that is wrong is a mistake. */
static int check_mapped(const char *group, struct map_args *a, struct scst_msg *msg)
{
	int ret;

	ret = scst_ctl_lock();
	if (ret)
		return ret;
	ret = scst_ctl_each_map(group, is_mapped, a);
	scst_ctl_unlock();
	if (ret)
		return min(ret, 0);
	return scst_say(msg, -EINVAL, "LUN %llu of group %s is not %.40s", a->lun, group, a->lu);
}

/* DEV [LUN] */
static int device_del(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	const char *group = cmd->dir->name;
	struct map_args a;
	int ret;

	ret = parse_map(cmd, &a, msg);
	if (!ret && a.flags)
		ret = scst_say(msg, -EINVAL, "READ_ONLY means nothing to del");
	if (!ret && cmd->argc > 1)
		ret = check_mapped(group, &a, msg);
	if (ret)
		return ret;
	return scst_proc_wait(scst_ctl_unmap_lu(group, a.lu, REMOVE_FLAGS, msg), msg);
}

static int devices_clear(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_ctl_clear(cmd->dir->name, REMOVE_FLAGS, msg);
}

static const struct scst_proc_verb device_verbs[] = {
	{ "add",	"add DEV [LUN] [READ_ONLY]",		1, 3, device_add },
	{ "del",	"del DEV [LUN]",			1, 2, device_del },
	{ "replace",	"replace DEV [LUN] [READ_ONLY]",	1, 3, device_replace },
	{ "clear",	"clear",				0, 0, devices_clear },
};

static int device_row(const struct scst_map_view *v, void *arg)
{
	seq_printf(arg, "%-60s%-13lld%s\n", v->lu->name, (long long)v->lun,
		   v->read_only ? "RO" : "");
	return 0;
}

static int devices_show(struct seq_file *m, void *v)
{
	const struct scst_proc_dir *dir = m->private;
	int ret;

	ret = scst_ctl_lock();
	if (ret)
		return ret;
	seq_printf(m, "%-60s%-13s%s\n", "Device (host:ch:id:lun or name)", "LUN", "Options");
	ret = scst_ctl_each_map(dir->name, device_row, m);
	scst_ctl_unlock();
	return ret;
}

static int name_add(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_ctl_name_add(cmd->dir->name, cmd->argv[0], msg);
}

static int name_del(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_ctl_name_del(cmd->dir->name, cmd->argv[0], msg);
}

static int name_move(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_ctl_name_move(cmd->dir->name, cmd->argv[0], cmd->argv[1], msg);
}

static int names_clear(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_ctl_names_clear(cmd->dir->name, msg);
}

static const struct scst_proc_verb name_verbs[] = {
	{ "add",	"add NAME",		1, 1, name_add },
	{ "del",	"del NAME",		1, 1, name_del },
	{ "move",	"move NAME NEW_GROUP",	2, 2, name_move },
	{ "clear",	"clear",		0, 0, names_clear },
};

static int name_row(const char *name, void *arg)
{
	seq_printf(arg, "%s\n", name);
	return 0;
}

static int names_show(struct seq_file *m, void *v)
{
	const struct scst_proc_dir *dir = m->private;
	int ret;

	ret = scst_ctl_lock();
	if (ret)
		return ret;
	ret = scst_ctl_each_name(dir->name, name_row, m);
	scst_ctl_unlock();
	return ret;
}

const struct scst_proc_file scst_proc_devices = {
	.name		= "devices",
	.show		= devices_show,
	.verbs		= device_verbs,
	.nr_verbs	= ARRAY_SIZE(device_verbs),
};

const struct scst_proc_file scst_proc_names = {
	.name		= "names",
	.show		= names_show,
	.verbs		= name_verbs,
	.nr_verbs	= ARRAY_SIZE(name_verbs),
};
