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

	/* In flight under RCU: so its unit is not freed before we are through. */
	rcu_read_lock();
	if (!scst_cmd_in_flight(cmd) || !cmd->lu)
		goto out;
	seq_printf(m, "%-17s %-24s %-8s %-7s %10u %20llu %10u %*phN\n", cmd->lu->name,
		   cmd->nexus->name, scst_state_name(atomic_read(&cmd->state)),
		   atomic_read(&cmd->state) & SCST_CMD_ABORTED ? "aborted" : "-",
		   jiffies_to_msecs(jiffies - cmd->started), cmd->c.op ? cmd->c.lba : 0,
		   cmd->c.op ? cmd->c.len : 0, min_t(int, cmd->cdb_len, 16), cmd->cdb);
out:
	rcu_read_unlock();
	return true;
}

static int scst_commands_show(struct seq_file *m, void *v)
{
	struct scst_nexus *nexus = NULL;

	seq_printf(m, "%-17s %-24s %-8s %-7s %10s %20s %10s %s\n", "Device", "Initiator",
		   "State", "Abort", "Age(ms)", "LBA", "Length", "CDB");
	while ((nexus = scst_nexus_walk(NULL, nexus)))
		nexus->target->ops->for_each_cmd(nexus, scst_show_cmd, m);
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
	debugfs_create_file("tmf", 0600, scst_debugfs, NULL, &scst_tmf_fops);
	return 0;
}

void scst_debugfs_exit(void)
{
	debugfs_remove(scst_debugfs);
}
