// SPDX-License-Identifier: GPL-2.0-only
/*
 * Task management functions that Linux has no way to ask for, for tests: one line
 * "INITIATOR LUN FUNCTION" written to debugfs, the service response read back from
 * the same open file.
 */
#include <linux/debugfs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "core.h"

#define SCST_TMF_LINE	128

/* What an open file remembers: the last response, negative before the first. */
struct scst_tmf_file {
	int rsp;
};

static const struct {
	const char *name;
	enum t10_tmf fn;
} scst_tmf_words[] = {
	{ "abort_task_set", T10_TMF_ABORT_TASK_SET },
	{ "clear_task_set", T10_TMF_CLEAR_TASK_SET },
	{ "lun_reset", T10_TMF_LUN_RESET },
	{ "target_reset", T10_TMF_TARGET_RESET },
	{ "nexus_reset", T10_TMF_NEXUS_RESET },
	{ "query_task_set", T10_TMF_QUERY_TASK_SET },
};

static const char *const scst_tmf_responses[] = {
	"complete", "succeeded", "rejected", "bad lun", "failed",
};

static int scst_tmf_word(const char *word, enum t10_tmf *fn)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(scst_tmf_words); i++)
		if (!strcmp(scst_tmf_words[i].name, word)) {
			*fn = scst_tmf_words[i].fn;
			return 0;
		}
	return -EINVAL;
}

/* The walk pins the nexus while the function runs. */
static int scst_tmf_by_name(const char *initiator, u16 lun, enum t10_tmf fn)
{
	struct scst_nexus *nexus = NULL;
	int rsp = -ENOENT;

	while ((nexus = scst_nexus_walk(NULL, nexus)))
		if (!strcmp(nexus->name, initiator))
			rsp = (__force u8)scst_tmf_execute(nexus, fn, lun, NULL);
	return rsp;
}

static int scst_tmf_open(struct inode *inode, struct file *file)
{
	struct scst_tmf_file *f = kzalloc(sizeof(*f), GFP_KERNEL);

	if (!f)
		return -ENOMEM;
	f->rsp = -1;
	file->private_data = f;
	return 0;
}

static int scst_tmf_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static ssize_t scst_tmf_write(struct file *file, const char __user *buf, size_t size, loff_t *pos)
{
	struct scst_tmf_file *f = file->private_data;
	char line[SCST_TMF_LINE], initiator[64], word[32];
	enum t10_tmf fn;
	int rsp;
	u16 lun;

	if (size >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, buf, size))
		return -EFAULT;
	line[size] = '\0';
	if (sscanf(line, "%63s %hu %31s", initiator, &lun, word) != 3 || scst_tmf_word(word, &fn))
		return -EINVAL;
	rsp = scst_tmf_by_name(initiator, lun, fn);
	if (rsp < 0)
		return rsp;
	f->rsp = rsp;
	return size;
}

static ssize_t scst_tmf_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	struct scst_tmf_file *f = file->private_data;
	char line[32];
	loff_t at = 0;
	int len;

	if (f->rsp < 0)
		return 0;
	len = scnprintf(line, sizeof(line), "%s\n", scst_tmf_responses[f->rsp]);
	f->rsp = -1;
	return simple_read_from_buffer(buf, size, &at, line, len);
}

const struct file_operations scst_tmf_fops = {
	.owner = THIS_MODULE,
	.open = scst_tmf_open,
	.release = scst_tmf_release,
	.read = scst_tmf_read,
	.write = scst_tmf_write,
};
