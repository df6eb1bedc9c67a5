// SPDX-License-Identifier: GPL-2.0-only
/*
 * For whoever asks why a command does not come back: what is in flight, in
 * debugfs.
 */
#include <linux/debugfs.h>
#include <linux/jiffies.h>
#include <linux/seq_file.h>
#include "core.h"

static struct dentry *scst_debugfs;

static const char *scst_state_name(int state)
{
	switch (state & SCST_CMD_STATE_MASK) {
	case SCST_CMD_QUEUED:
		return "queued";
	case SCST_CMD_PARKED:
		return "parked";
	default:
		return "running";
	}
}

static bool scst_show_cmd(struct scst_cmd *cmd, void *arg)
{
	struct seq_file *m = arg;

	if (!scst_cmd_in_flight(cmd) || !cmd->lu)
		return true;
	seq_printf(m, "%-17s %-24s %-8s %-7s %10u %20llu %10u %*phN\n", cmd->lu->name,
		   cmd->nexus->name, scst_state_name(atomic_read(&cmd->state)),
		   atomic_read(&cmd->state) & SCST_CMD_ABORTED ? "aborted" : "-",
		   jiffies_to_msecs(jiffies - cmd->started), cmd->c.op ? cmd->c.lba : 0,
		   cmd->c.op ? cmd->c.len : 0, min_t(int, cmd->cdb_len, 16), cmd->cdb);
	return true;
}

static void scst_show_group(struct seq_file *m, const char *name)
{
	struct scst_nexus_set *set = NULL;
	struct scst_group *group;
	unsigned int noio, i;

	noio = scst_lock();
	group = scst_group_find(name);
	if (group)
		set = scst_nexus_set_get(group);
	scst_unlock(noio);
	if (!set)
		return;
	for (i = 0; i < set->nr; i++)
		set->nexus[i]->target->ops->for_each_cmd(set->nexus[i], scst_show_cmd, m);
	scst_nexus_set_put(set);
}

/* The name of the @nr-th group; false past the last. */
static bool scst_group_name(unsigned int nr, char *name)
{
	struct scst_group *group;
	unsigned int noio = scst_lock();
	bool found = false;

	list_for_each_entry(group, &scst_groups, entry)
		if (!nr--) {
			strscpy(name, group->name, SCST_NAME_MAX + 1);
			found = true;
			break;
		}
	scst_unlock(noio);
	return found;
}

static int scst_commands_show(struct seq_file *m, void *v)
{
	char name[SCST_NAME_MAX + 1];
	unsigned int nr;

	seq_printf(m, "%-17s %-24s %-8s %-7s %10s %20s %10s %s\n", "Device", "Initiator",
		   "State", "Abort", "Age(ms)", "LBA", "Length", "CDB");
	for (nr = 0; scst_group_name(nr, name); nr++)
		scst_show_group(m, name);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(scst_commands);

static int scst_stuck_show(struct seq_file *m, void *v)
{
	unsigned int noio = scst_lock();
	struct scst_lu *lu;

	seq_printf(m, "%-17s %s\n", "Device", "Timeouts at the backing device");
	list_for_each_entry(lu, &scst_lus, entry)
		seq_printf(m, "%-17s %d\n", lu->name, atomic_read(&lu->stuck));
	scst_unlock(noio);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(scst_stuck);

int scst_debugfs_init(void)
{
	/* Nothing depends on debugfs being there. */
	scst_debugfs = debugfs_create_dir("scst", NULL);
	debugfs_create_file("commands", 0400, scst_debugfs, NULL, &scst_commands_fops);
	debugfs_create_file("stuck", 0400, scst_debugfs, NULL, &scst_stuck_fops);
	return 0;
}

void scst_debugfs_exit(void)
{
	debugfs_remove(scst_debugfs);
}
