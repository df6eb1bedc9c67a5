// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands: from the SCSI midlayer to core and back.
 */
#include <linux/bio.h>
#include <linux/sched.h>
#include "local.h"

/*
 * The private area is set up once per request, not cleared for each command:
 * all that core reads is written by slocal_fill().  What matters before the
 * first of them is that slocal_walk_cmds() sees no command there.
 */
int slocal_init_cmd_priv(struct Scsi_Host *shost, struct scsi_cmnd *scmd)
{
	struct slocal_cmd *sc = scsi_cmd_priv(scmd);

	atomic_set(&sc->cmd.state, SCST_CMD_IDLE);
	return 0;
}

/*
 * May the backing's bio be submitted here?  Below somebody's submit_bio() it is
 * only put on that task's list, and goes out when we have returned, as a stacked
 * driver's does; but it must be the first there, for who stands before it could
 * wait for a tag that only it will free.
 *
 * Without such a list it would go out at once.  Not where blk-mq empties the plug
 * of this task: it would end up in what is being taken apart.  And not on a worker
 * of kblockd, which would wait for a tag of the lower device and hold up the
 * dispatch that might free one.
 */
static bool slocal_may_block(const struct Scsi_Host *shost)
{
	if (!compat_may_block(shost))
		return false;
	if (current->bio_list)
		return bio_list_empty(&current->bio_list[0]);
	return !current->plug && !(current->flags & PF_WQ_WORKER);
}

static void slocal_fill(struct slocal_host *host, struct scsi_cmnd *scmd, struct slocal_cmd *sc)
{
	struct scsi_device *sdev = scmd->device;
	struct scst_cmd *cmd = &sc->cmd;

	sc->recalled = false;
	cmd->itl = sdev->hostdata;
	cmd->nexus = host->ports[sdev->id].nexus;
	cmd->cdb = scmd->cmnd;
	cmd->cdb_len = scmd->cmd_len;
	cmd->data_dir = scmd->sc_data_direction;
	cmd->may_block = slocal_may_block(host->shost);
	cmd->sg = scsi_sglist(scmd);
	cmd->sg_cnt = scsi_sg_count(scmd);
	cmd->data_len = scsi_bufflen(scmd);
	cmd->sense = scmd->sense_buffer;
}

int slocal_queuecommand(struct Scsi_Host *shost, struct scsi_cmnd *scmd)
{
	struct slocal_cmd *sc = scsi_cmd_priv(scmd);

	BUILD_BUG_ON(SCSI_SENSE_BUFFERSIZE < T10_SENSE_MAX);
	/*
	 * The error handler sends commands of its own in the request it works
	 * on, and where it could not abort one it may come back with that
	 * request, or free it, before core is through: not until then.
	 */
	if (unlikely(scst_cmd_in_flight(&sc->cmd)))
		return SCSI_MLQUEUE_DEVICE_BUSY;
	slocal_fill(slocal_host_of(shost), scmd, sc);
	scst_cmd_submit(&sc->cmd);
	return 0;
}

static int slocal_result(const struct scst_cmd *cmd)
{
	switch (cmd->outcome) {
	case SCST_ENDED_RESET:
		return DID_RESET << 16;
	case SCST_ENDED_GONE:
		return DID_NO_CONNECT << 16;
	case SCST_ENDED_REQUEUE:
		/*
		 * No retry is counted, and the device pauses a few milliseconds;
		 * DID_IMM_RETRY would come back at once, again and again.
		 */
		return DID_REQUEUE << 16;
	default:
		return cmd->status;
	}
}

/*
 * What a reset or a replacement sends back is sent again, unless the midlayer
 * thinks that it has tried for long enough.  It counts from when the request was
 * made, and so as tries what the command spent at a slow backing device or in a
 * queue: those who took it back are not to fail it for that.
 */
static void slocal_begin_anew(struct scsi_cmnd *scmd)
{
	scmd->jiffies_at_alloc = jiffies;
}

void slocal_cmd_done(struct scst_cmd *cmd)
{
	struct slocal_cmd *sc = container_of(cmd, struct slocal_cmd, cmd);
	struct scsi_cmnd *scmd = (struct scsi_cmnd *)sc - 1;

	if (cmd->outcome == SCST_ENDED_RESET || cmd->outcome == SCST_ENDED_REQUEUE)
		slocal_begin_anew(scmd);
	scmd->result = slocal_result(cmd);
	/* An SG_IO buffer may be shorter than its CDB says. */
	scsi_set_resid(scmd, cmd->data_len - min(cmd->moved, cmd->data_len));
	scsi_done(scmd);
}

struct slocal_walk {
	struct scst_nexus *nexus;
	slocal_cmd_fn fn;
	void *arg;
};

/*
 * The block layer holds the request: it can't be freed under us.  It is counted
 * as started before slocal_fill(), so nothing of it but its state means
 * anything until that says it is in flight.
 */
static bool slocal_walk_one(struct scsi_cmnd *scmd, void *data)
{
	struct slocal_cmd *sc = scsi_cmd_priv(scmd);
	struct slocal_walk *walk = data;

	if (!scst_cmd_in_flight(&sc->cmd) || sc->cmd.nexus != walk->nexus)
		return true;
	return walk->fn(&sc->cmd, walk->arg);
}

void slocal_walk_cmds(struct scst_nexus *nexus, slocal_cmd_fn fn, void *arg)
{
	struct slocal_walk walk = { .nexus = nexus, .fn = fn, .arg = arg };
	struct slocal_port *port = nexus->priv;
	int idx;

	idx = srcu_read_lock(&slocal_srcu);
	/*
	 * Before the adapter is live it may have no tags yet, or lose them again;
	 * after it the nexus is cleared before they go.
	 */
	if (slocal_host_state(port->host) != SLOCAL_NEW && READ_ONCE(port->nexus))
		scsi_host_busy_iter(port->host->shost, slocal_walk_one, &walk);
	srcu_read_unlock(&slocal_srcu, idx);
}
