// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of a handler's directory: HANDLER/HANDLER with its units,
 * HANDLER/help and HANDLER/type.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "control/proc.h"

static const char *attr_word(enum scst_attr a)
{
	return scst_attrs[a].word;
}

/*
 * The second word of `open` is the path, as it always was: with NULLIO even
 * one that looks like a flag.  What 2008 could not mean is free: KEY=VALUE and
 * RAM, and any relative word where there may be no path at all.
 */
static bool is_path(const struct scst_handler *h, const char *word)
{
	if (*word == '/')
		return true;
	return !h->path_optional && !strchr(word, '=') &&
		strcasecmp(word, attr_word(SCST_A_RAM));
}

static int parse_word(const struct scst_handler *h, char *word, struct scst_lu_params *p,
		      struct scst_msg *msg)
{
	char *key = strsep(&word, "=");

	return scst_attr_set(p, h->attrs, key, word, msg);
}

/* NAME PATH [BLOCK_SIZE] [FLAG ...] [KEY=VALUE ...] */
static int parse_open(const struct scst_proc_cmd *cmd, struct scst_lu_params *p,
		      struct scst_msg *msg)
{
	const struct scst_handler *h = cmd->dir->handler;
	unsigned int i = 1;
	int ret = 0;

	if (i < cmd->argc && is_path(h, cmd->argv[i]))
		ret = scst_attr_set(p, h->attrs, attr_word(SCST_A_PATH), cmd->argv[i++], msg);
	if (!ret && i < cmd->argc && isdigit(*cmd->argv[i]))
		ret = scst_attr_set(p, h->attrs, attr_word(SCST_A_BLOCK_SIZE), cmd->argv[i++],
				    msg);
	while (!ret && i < cmd->argc)
		ret = parse_word(h, cmd->argv[i++], p, msg);
	if (!ret && !h->path_optional && !p->path && !scst_param(p, SCST_A_RAM))
		ret = scst_say(msg, -EINVAL, "the path is missing");
	return ret;
}

static int unit_open(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	struct scst_lu_params p;
	struct scst_job *job;
	int ret;

	scst_params_init(&p);
	ret = parse_open(cmd, &p, msg);
	if (ret) {
		scst_params_release(&p);
		return ret;
	}
	/* Takes over what p holds, whatever comes back. */
	job = scst_ctl_create(cmd->dir->handler->name, cmd->argv[0], &p, msg);
	return scst_proc_wait(job, msg);
}

/* A disk in use goes too, as in 2008. */
static int unit_close(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_proc_wait(scst_ctl_destroy(cmd->dir->handler->name, cmd->argv[0],
					       SCST_CTL_FORCE, msg), msg);
}

static int unit_resync(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_proc_wait(scst_ctl_resync(cmd->dir->handler->name, cmd->argv[0], msg), msg);
}

static int unit_set_id(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	return scst_ctl_set_id(cmd->dir->handler->name, cmd->argv[0], cmd->argv[1], msg);
}

static const struct scst_proc_verb unit_verbs[] = {
	{ "open", "open NAME PATH [BLOCK_SIZE] [FLAG ...] [KEY=VALUE ...]",
	  1, SCST_PROC_WORDS_MAX - 1, unit_open },
	{ "close",		"close NAME",			1, 1, unit_close },
	{ "resync_size",	"resync_size NAME",		1, 1, unit_resync },
	{ "set_t10_dev_id",	"set_t10_dev_id NAME ID",	2, 2, unit_set_id },
};

static int unit_row(const struct scst_lu *lu, void *arg)
{
	struct seq_file *m = arg;
	const struct scst_proc_dir *dir = m->private;

	if (lu->handler == dir->handler)
		dir->handler->list_row(m, lu);
	return 0;
}

static int units_show(struct seq_file *m, void *v)
{
	const struct scst_proc_dir *dir = m->private;
	int ret;

	ret = scst_ctl_lock();
	if (ret)
		return ret;
	seq_puts(m, dir->handler->list_header);
	ret = scst_ctl_each_lu(unit_row, m);
	scst_ctl_unlock();
	return ret;
}

/* The handler's own words, then whatever the table of attributes knows. */
static int help_show(struct seq_file *m, void *v)
{
	const struct scst_proc_dir *dir = m->private;
	const struct scst_handler *h = dir->handler;
	char path[2 * SCST_NAME_MAX + 2];
	int a;

	snprintf(path, sizeof(path), "%s/%s", dir->name, dir->name);
	if (h->help)
		seq_printf(m, "%s\n", h->help);
	else
		scst_proc_usage(m, path, &scst_proc_units);
	for_each_set_bit(a, &h->attrs, SCST_A_COUNT)
		seq_printf(m, "   %s%-*s %s\n", scst_attrs[a].word,
			   16 - (int)strlen(scst_attrs[a].word),
			   scst_attrs[a].type == SCST_AT_FLAG ? "" : "=", scst_attrs[a].help);
	return 0;
}

static int type_show(struct seq_file *m, void *v)
{
	const struct scst_proc_dir *dir = m->private;

	seq_printf(m, "%d - %s\n", dir->handler->type, dir->handler->title);
	return 0;
}

const struct scst_proc_file scst_proc_units = {
	.show		= units_show,
	.verbs		= unit_verbs,
	.nr_verbs	= ARRAY_SIZE(unit_verbs),
};

const struct scst_proc_file scst_proc_handler_help = {
	.name		= "help",
	.show		= help_show,
};

const struct scst_proc_file scst_proc_type = {
	.name		= "type",
	.show		= type_show,
};
