// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/scsi_tgt: the door of 2008.
 *
 * Directories come and go with groups, handlers and target templates, always
 * without a lock of core held: proc_remove() waits for whoever is inside a
 * file, and he may be waiting for the control mutex or for a job.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cred.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/user_namespace.h>
#include "control/proc.h"

/* Protects dirs, and is not held while one is removed. */
static DEFINE_MUTEX(dirs_lock);
static LIST_HEAD(dirs);

static struct scst_proc_dir *root;
static struct proc_dir_entry *groups;

static int file_open(struct inode *inode, struct file *file)
{
	const struct scst_proc_node *node = pde_data(inode);

	return single_open(file, node->file->show, node->dir);
}

/*
 * The writer must be allowed to, and so must whoever opened the file: else a
 * privileged program could be given it as its standard output.
 */
static int may_write(struct file *file, struct scst_msg *msg)
{
	if (!file_ns_capable(file, &init_user_ns, CAP_SYS_ADMIN))
		return -EPERM;
	return scst_ctl_may(msg);
}

static int run_write(struct file *file, const char __user *buf, size_t len, struct scst_msg *msg)
{
	char *text;
	int ret;

	if (len > SCST_PROC_CMD_MAX)
		return scst_say(msg, -EOVERFLOW, "a command of %zu bytes; %lu is the most", len,
				SCST_PROC_CMD_MAX);
	text = memdup_user_nul(buf, len);
	if (IS_ERR(text))
		return PTR_ERR(text);
	ret = scst_proc_run(pde_data(file_inode(file)), text, len, msg);
	kfree(text);
	return ret;
}

/* One write() is one command, wherever the file offset is. */
static ssize_t file_write(struct file *file, const char __user *buf, size_t len, loff_t *ppos)
{
	struct scst_msg msg = {};
	int ret;

	/* No line in the log for this one: anybody could fill it. */
	ret = may_write(file, &msg);
	if (ret)
		return ret;
	ret = run_write(file, buf, len, &msg);
	if (!ret)
		return len;
	/* The sentence quotes what was written, which may be anything: escape it. */
	if (ret != -EINTR)
		pr_notice_ratelimited("%pD2: %*pE (%d)\n", file, (int)strlen(msg.text), msg.text,
				      ret);
	return ret;
}

static const struct proc_ops read_ops = {
	.proc_open	= file_open,
	.proc_read	= seq_read,
	.proc_lseek	= seq_lseek,
	.proc_release	= single_release,
};

static const struct proc_ops write_ops = {
	.proc_open	= file_open,
	.proc_read	= seq_read,
	.proc_write	= file_write,
	.proc_lseek	= seq_lseek,
	.proc_release	= single_release,
};

static struct scst_proc_dir *dir_find(struct proc_dir_entry *parent, const char *name)
{
	struct scst_proc_dir *dir;

	list_for_each_entry(dir, &dirs, entry)
		if (dir->parent == parent && !strcmp(dir->name, name))
			return dir;
	return NULL;
}

static int file_add(struct scst_proc_dir *dir, struct scst_proc_node *node)
{
	const struct scst_proc_file *file = node->file;
	const char *name = file->name ?: dir->name;

	if (!proc_create_data(name, file->verbs ? 0644 : 0444, dir->pde,
			      file->verbs ? &write_ops : &read_ops, node))
		return -ENOMEM;
	return 0;
}

static int dir_fill(struct scst_proc_dir *dir, const struct scst_proc_file *const files[],
		    unsigned int nr)
{
	unsigned int i;
	int ret;

	for (i = 0; i < nr; i++) {
		dir->nodes[i].file = files[i];
		dir->nodes[i].dir = dir;
		ret = file_add(dir, &dir->nodes[i]);
		if (ret)
			return ret;
	}
	return 0;
}

/* Waits for whoever reads or writes one of the files; nobody comes in afterwards. */
static void dir_free(struct scst_proc_dir *dir)
{
	proc_remove(dir->pde);
	kfree(dir);
}

static struct scst_proc_dir *dir_new(struct proc_dir_entry *parent, const char *name,
				     const struct scst_handler *handler,
				     const struct scst_proc_file *const files[], unsigned int nr)
{
	struct scst_proc_dir *dir;

	dir = kzalloc(struct_size(dir, nodes, nr), GFP_KERNEL);
	if (!dir)
		return NULL;
	dir->parent = parent;
	dir->handler = handler;
	dir->trace = scst_proc_trace_default;
	strscpy(dir->name, name, sizeof(dir->name));
	dir->pde = proc_mkdir(name, parent);
	if (dir->pde && !dir_fill(dir, files, nr))
		return dir;
	dir_free(dir);
	return NULL;
}

/* proc_mkdir() would walk a name with a slash, and warn of an empty or a taken one. */
static bool name_ok(const char *name)
{
	return *name && !strchr(name, '/') && strcmp(name, ".") && strcmp(name, "..");
}

static int dir_add(struct proc_dir_entry *parent, const char *name,
		   const struct scst_handler *handler,
		   const struct scst_proc_file *const files[], unsigned int nr)
{
	struct scst_proc_dir *dir;
	int ret = 0;

	if (!name_ok(name))
		return -EINVAL;
	mutex_lock(&dirs_lock);
	if (dir_find(parent, name)) {
		ret = -EEXIST;
	} else {
		dir = dir_new(parent, name, handler, files, nr);
		if (dir)
			list_add_tail(&dir->entry, &dirs);
		else
			ret = -ENOMEM;
	}
	mutex_unlock(&dirs_lock);
	return ret;
}

static void dir_remove(struct proc_dir_entry *parent, const char *name)
{
	struct scst_proc_dir *dir;

	mutex_lock(&dirs_lock);
	dir = dir_find(parent, name);
	if (dir)
		list_del(&dir->entry);
	mutex_unlock(&dirs_lock);
	if (dir)
		dir_free(dir);
}

static const struct scst_proc_file *const group_files[] = {
	&scst_proc_devices, &scst_proc_names,
};

/* The first two are for handlers whose units are made here, the others for all. */
static const struct scst_proc_file *const handler_files[] = {
	&scst_proc_units, &scst_proc_handler_help, &scst_proc_type, &scst_proc_trace_level,
};

static const struct scst_proc_file *const root_files[] = {
	&scst_proc_scsi_tgt, &scst_proc_sessions, &scst_proc_help, &scst_proc_threads,
	&scst_proc_version, &scst_proc_sgv, &scst_proc_trace_level,
};

static int handler_added(const struct scst_handler *handler)
{
	unsigned int skip = handler->list_row ? 0 : 2;

	return dir_add(root->pde, handler->name, handler, handler_files + skip,
		       ARRAY_SIZE(handler_files) - skip);
}

static void handler_removed(const struct scst_handler *handler)
{
	dir_remove(root->pde, handler->name);
}

static int group_added(const char *group)
{
	return dir_add(groups, group, NULL, group_files, ARRAY_SIZE(group_files));
}

static void group_removed(const char *group)
{
	dir_remove(groups, group);
}

static int template_added(const struct scst_target_ops *ops)
{
	return dir_add(root->pde, ops->name, NULL, NULL, 0);
}

static void template_removed(const struct scst_target_ops *ops)
{
	dir_remove(root->pde, ops->name);
}

const struct scst_front_ops scst_proc_front = {
	.handler_added		= handler_added,
	.handler_removed	= handler_removed,
	.group_added		= group_added,
	.group_removed		= group_removed,
	.template_added		= template_added,
	.template_removed	= template_removed,
};

/*
 * Makes the tree with the one group that is there from the start.  All else
 * comes through scst_proc_front, which may be called from here on.
 */
int scst_proc_init(void)
{
	int ret = -ENOMEM;

	root = dir_new(NULL, "scsi_tgt", NULL, root_files, ARRAY_SIZE(root_files));
	if (!root)
		return ret;
	groups = proc_mkdir("groups", root->pde);
	if (groups)
		ret = group_added(SCST_CTL_DEFAULT_GROUP);
	if (ret)
		dir_free(root);
	return ret;
}

/* Takes away whatever is left, after the last call of scst_proc_front. */
void scst_proc_exit(void)
{
	struct scst_proc_dir *dir, *next;

	list_for_each_entry_safe(dir, next, &dirs, entry) {
		list_del(&dir->entry);
		dir_free(dir);
	}
	dir_free(root);
}
