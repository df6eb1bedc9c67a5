// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timeouts, aborts and resets.
 *
 * Who owns a command whose time has run out?
 * - One that waited, and whose sender would rather hear of it (SG_IO), is
 *   recalled: core forgets it, its pages are free, nobody completes it, and the
 *   midlayer aborts it and gives up.
 * - One that runs may have its pages at a backing device, which can't be told
 *   to let go of them.  It stays ours: its timer starts again.  Given to the
 *   midlayer it would be retried or failed, and its pages freed, under the
 *   backing device's hands.
 * - One that is just ending is ours until slocal_cmd_done() has ended.
 * The midlayer can reuse the request only after the first of the three.
 */
#include <linux/blk-mq.h>
#include "local.h"

static int slocal_eh_result(t10_tmf_rsp_t rsp)
{
	return rsp == T10_TMF_COMPLETE || rsp == T10_TMF_SUCCEEDED ? SUCCESS : FAILED;
}

/* Counts it for people to see.  The I_T_L nexus is pinned by sdev->hostdata. */
static void slocal_note_stuck(struct scst_cmd *cmd)
{
	struct scst_lu *lu;

	if (!cmd->itl || !scst_cmd_in_flight(cmd))
		return;
	lu = scst_itl_lu_get(cmd->itl);
	if (!lu)
		return;
	atomic_inc(&lu->stuck);
	scst_lu_put(lu);
}

/*
 * Whether the midlayer, given the command back, will give up rather than send it
 * again (as in scsi_noretry_cmd()).
 *
 * A command that would be sent again is not worth an abort: it would wait for
 * the same worker.  And when its time runs out a second time, the midlayer
 * aborts no more but starts its error handler thread, which stops the whole
 * adapter until all that runs there has ended, the commands of other LUNs and
 * those at a stuck backing device included.
 */
static bool slocal_is_final(struct scsi_cmnd *scmd)
{
	struct request *rq = scsi_cmd_to_rq(scmd);

	return blk_rq_is_passthrough(rq) || (rq->cmd_flags & REQ_FAILFAST_DEV);
}

enum scsi_timeout_action slocal_eh_timed_out(struct scsi_cmnd *scmd)
{
	struct slocal_cmd *sc = scsi_cmd_priv(scmd);

	if (slocal_is_final(scmd) && scst_cmd_recall(&sc->cmd)) {
		sc->recalled = true;
		return SCSI_EH_NOT_HANDLED;
	}
	slocal_note_stuck(&sc->cmd);
	return SCSI_EH_RESET_TIMER;
}

/*
 * One door to core.  The adapter may be on its way out while somebody still
 * has a file of a removed device open and asks for a reset through it.
 */
static t10_tmf_rsp_t slocal_tmf(struct slocal_port *port, enum t10_tmf fn, u16 lun,
				struct scst_cmd *cmd)
{
	t10_tmf_rsp_t rsp = T10_TMF_FAILED;
	struct scst_nexus *nexus;
	int idx;

	idx = srcu_read_lock(&slocal_srcu);
	nexus = READ_ONCE(port->nexus);
	if (nexus)
		rsp = scst_tmf_execute(nexus, fn, lun, cmd);
	srcu_read_unlock(&slocal_srcu, idx);
	return rsp;
}

/* @cmd is looked at only by functions that work on a command: a reset by ioctl has none. */
static int slocal_eh_lun(struct scsi_cmnd *scmd, enum t10_tmf fn, struct scst_cmd *cmd)
{
	struct scsi_device *sdev = scmd->device;
	struct slocal_host *host = slocal_host_of(sdev->host);
	u16 lun;

	if (!slocal_lun_from_linux(sdev->lun, &lun))
		return FAILED;
	return slocal_eh_result(slocal_tmf(&host->ports[sdev->id], fn, lun, cmd));
}

/*
 * Comes for commands that were recalled, and for those the error handler
 * itself has sent (TEST UNIT READY), which have a timer of their own.
 */
int slocal_eh_abort(struct scsi_cmnd *scmd)
{
	struct slocal_cmd *sc = scsi_cmd_priv(scmd);

	if (sc->recalled)
		return SUCCESS;
	return slocal_eh_lun(scmd, T10_TMF_ABORT_TASK, &sc->cmd);
}

/*
 * Commands that a reset hits come back through slocal_cmd_done() and are sent
 * again, all but those the midlayer has taken over: they were recalled, so core
 * does not know them any more.
 */
int slocal_eh_device_reset(struct scsi_cmnd *scmd)
{
	return slocal_eh_lun(scmd, T10_TMF_LUN_RESET, NULL);
}

int slocal_eh_target_reset(struct scsi_cmnd *scmd)
{
	struct slocal_host *host = slocal_host_of(scmd->device->host);

	return slocal_eh_result(slocal_tmf(&host->ports[scmd->device->id],
					   T10_TMF_TARGET_RESET, 0, NULL));
}

/* Of the bus or of the host: all targets of the adapter, whatever the first of them says. */
int slocal_eh_host_reset(struct scsi_cmnd *scmd)
{
	struct slocal_host *host = slocal_host_of(scmd->device->host);
	int result = SUCCESS;
	unsigned int id;
	t10_tmf_rsp_t rsp;

	for (id = 0; id < host->nr_ports; id++) {
		rsp = slocal_tmf(&host->ports[id], T10_TMF_TARGET_RESET, 0, NULL);
		if (slocal_eh_result(rsp) != SUCCESS)
			result = FAILED;
	}
	return result;
}
