// SPDX-License-Identifier: GPL-2.0-only
/*
 * trace_level, of core and of each handler: words for what shall be traced.
 */
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include "control/proc.h"

/* The bits are those of 2008, for `value N`. */
static const struct trace_token {
	const char *word;
	u32 bit;
} tokens[] = {
	{ "out_of_mem",		BIT(8) },
	{ "minor",		BIT(9) },
	{ "sg",			BIT(7) },
	{ "mem",		BIT(6) },
	{ "buff",		BIT(5) },
	{ "entryexit",		BIT(4) },
	{ "pid",		BIT(3) },
	{ "line",		BIT(2) },
	{ "function",		BIT(1) },
	{ "debug",		BIT(0) },
	{ "special",		BIT(14) },
	{ "scsi",		BIT(13) },
	{ "mgmt",		BIT(10) },
	{ "mgmt_minor",		BIT(11) },
	{ "mgmt_dbg",		BIT(12) },
	/* Core's alone. */
	{ "retry",		BIT(31) },
	{ "scsi_serializing",	BIT(30) },
	{ "recv_bot",		BIT(26) },
	{ "send_bot",		BIT(27) },
	{ "recv_top",		BIT(24) },
	{ "send_top",		BIT(29) },
};

#define NR_HANDLER_TOKENS	15

/* out_of_mem, mgmt, special: nothing that happens once per command. */
const u32 scst_proc_trace_default = BIT(8) | BIT(10) | BIT(14);

static DEFINE_MUTEX(trace_lock);

static unsigned int nr_tokens(const struct scst_proc_dir *dir)
{
	return dir->handler ? NR_HANDLER_TOKENS : ARRAY_SIZE(tokens);
}

static u32 known_bits(const struct scst_proc_dir *dir)
{
	unsigned int i;
	u32 bits = 0;

	for (i = 0; i < nr_tokens(dir); i++)
		bits |= tokens[i].bit;
	return bits;
}

/* The one place where a level changes: whatever a token switches is switched here. */
static void change_level(struct scst_proc_dir *dir, u32 clear, u32 set)
{
	mutex_lock(&trace_lock);
	WRITE_ONCE(dir->trace, ((dir->trace & ~clear) | set) & known_bits(dir));
	mutex_unlock(&trace_lock);
}

static int parse_tokens(const struct scst_proc_cmd *cmd, u32 *bits, struct scst_msg *msg)
{
	unsigned int i, t;

	*bits = 0;
	for (i = 0; i < cmd->argc; i++) {
		for (t = 0; t < nr_tokens(cmd->dir); t++)
			if (!strcasecmp(tokens[t].word, cmd->argv[i]))
				break;
		if (t == nr_tokens(cmd->dir))
			return scst_say(msg, -EINVAL, "unknown token \"%.40s\"", cmd->argv[i]);
		*bits |= tokens[t].bit;
	}
	return 0;
}

static int trace_all(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	change_level(cmd->dir, 0, U32_MAX);
	return 0;
}

static int trace_none(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	change_level(cmd->dir, U32_MAX, 0);
	return 0;
}

static int trace_default(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	change_level(cmd->dir, U32_MAX, scst_proc_trace_default);
	return 0;
}

static int trace_value(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	u64 n;
	int ret;

	ret = scst_proc_number(&n, cmd->argv[0], "value", msg);
	if (ret)
		return ret;
	if (n > U32_MAX)
		return scst_say(msg, -EINVAL, "value %llu has more than 32 bits", n);
	change_level(cmd->dir, U32_MAX, n);
	return 0;
}

static int trace_set(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	u32 bits;
	int ret;

	ret = parse_tokens(cmd, &bits, msg);
	if (!ret)
		change_level(cmd->dir, U32_MAX, bits);
	return ret;
}

static int trace_add(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	u32 bits;
	int ret;

	ret = parse_tokens(cmd, &bits, msg);
	if (!ret)
		change_level(cmd->dir, 0, bits);
	return ret;
}

static int trace_del(const struct scst_proc_cmd *cmd, struct scst_msg *msg)
{
	u32 bits;
	int ret;

	ret = parse_tokens(cmd, &bits, msg);
	if (!ret)
		change_level(cmd->dir, bits, 0);
	return ret;
}

static const struct scst_proc_verb verbs[] = {
	{ "all",	"all",			0, 0, trace_all },
	{ "none",	"none",			0, 0, trace_none },
	{ "null",	"null",			0, 0, trace_none },
	{ "default",	"default",		0, 0, trace_default },
	{ "value",	"value N",		1, 1, trace_value },
	{ "set",	"set TOKEN ...",	1, ARRAY_SIZE(tokens), trace_set },
	{ "add",	"add TOKEN ...",	1, ARRAY_SIZE(tokens), trace_add },
	{ "del",	"del TOKEN ...",	1, ARRAY_SIZE(tokens), trace_del },
};

static int trace_show(struct seq_file *m, void *v)
{
	const struct scst_proc_dir *dir = m->private;
	u32 level = READ_ONCE(dir->trace);
	const char *joint = "";
	unsigned int i;

	for (i = 0; i < nr_tokens(dir); i++) {
		if (!(level & tokens[i].bit))
			continue;
		seq_printf(m, "%s%s", joint, tokens[i].word);
		joint = " | ";
	}
	seq_puts(m, level ? "\n" : "none\n");
	return 0;
}

const struct scst_proc_file scst_proc_trace_level = {
	.name		= "trace_level",
	.show		= trace_show,
	.verbs		= verbs,
	.nr_verbs	= ARRAY_SIZE(verbs),
};
