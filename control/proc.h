/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files of /proc/scsi_tgt among themselves.  docs/proc-scsi_tgt.md says
 * what they look like from outside.
 */
#ifndef SCST_PROC_H
#define SCST_PROC_H

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include "control/control.h"

/* Longest command, as in 2008, and most words of one. */
#define SCST_PROC_CMD_MAX	(PAGE_SIZE - 512)
#define SCST_PROC_WORDS_MAX	32

struct proc_dir_entry;
struct scst_proc_dir;

/**
 * struct scst_proc_cmd - a command as a verb gets it
 * @dir: directory of the file it was written to
 * @argc: words after the verb
 * @argv: those words; a verb may cut them up
 */
struct scst_proc_cmd {
	struct scst_proc_dir *dir;
	unsigned int argc;
	char **argv;
};

/**
 * struct scst_proc_verb - a verb of a file
 * @word: the verb in any case; NULL: the file takes bare words without a verb
 * @usage: how it is used, for help and for refusals
 * @min: least words after it
 * @max: most words after it
 * @fn: does it: 0 or negative errno with a sentence.  May wait
 */
struct scst_proc_verb {
	const char *word;
	const char *usage;
	u8 min;
	u8 max;
	int (*fn)(const struct scst_proc_cmd *cmd, struct scst_msg *msg);
};

/**
 * struct scst_proc_file - a file, in as many directories as have one like it
 * @name: its name; NULL: that of its directory
 * @show: prints it; m->private is the struct scst_proc_dir
 * @verbs: what may be written; NULL: nothing
 * @nr_verbs: how many
 */
struct scst_proc_file {
	const char *name;
	int (*show)(struct seq_file *m, void *v);
	const struct scst_proc_verb *verbs;
	unsigned int nr_verbs;
};

/* What an entry of the tree carries. */
struct scst_proc_node {
	const struct scst_proc_file *file;
	struct scst_proc_dir *dir;
};

/**
 * struct scst_proc_dir - a directory
 * @entry: in the list of all (proc.c)
 * @parent: where it is
 * @pde: the directory itself
 * @handler: whose it is, if it is a handler's
 * @trace: trace level, SCST_TRACE_* bits
 * @name: name of the directory: the group, handler or template
 * @nodes: its files
 */
struct scst_proc_dir {
	struct list_head entry;
	struct proc_dir_entry *parent;
	struct proc_dir_entry *pde;
	const struct scst_handler *handler;
	u32 trace;
	char name[SCST_NAME_MAX + 1];
	struct scst_proc_node nodes[];
};

/* proc_cmd.c: from the text of a write() to a verb */
int scst_proc_run(const struct scst_proc_node *node, char *text, size_t len, struct scst_msg *msg);
void scst_proc_usage(struct seq_file *m, const char *path, const struct scst_proc_file *file);
int scst_proc_number(u64 *n, const char *word, const char *what, struct scst_msg *msg);
int scst_proc_wait(struct scst_job *job, struct scst_msg *msg);

/* proc_root.c */
extern const struct scst_proc_file scst_proc_scsi_tgt;
extern const struct scst_proc_file scst_proc_sessions;
extern const struct scst_proc_file scst_proc_help;
extern const struct scst_proc_file scst_proc_threads;
extern const struct scst_proc_file scst_proc_version;
extern const struct scst_proc_file scst_proc_sgv;

/* proc_groups.c */
extern const struct scst_proc_file scst_proc_devices;
extern const struct scst_proc_file scst_proc_names;
bool scst_proc_is_real(const char *word);
int scst_proc_virtual(const char *word, struct scst_msg *msg);

/* proc_handler.c */
extern const struct scst_proc_file scst_proc_units;
extern const struct scst_proc_file scst_proc_handler_help;
extern const struct scst_proc_file scst_proc_type;

/* proc_trace.c */
extern const u32 scst_proc_trace_default;
extern const struct scst_proc_file scst_proc_trace_level;

#endif
