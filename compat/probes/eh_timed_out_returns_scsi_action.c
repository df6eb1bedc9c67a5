// SPDX-License-Identifier: GPL-2.0-only
/* Does eh_timed_out return enum scsi_timeout_action, or the block layer's enum? */
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_host.h>

static enum scsi_timeout_action probe_timed_out(struct scsi_cmnd *cmd)
{
	return SCSI_EH_RESET_TIMER;
}

struct scsi_host_template probe_template = {
	.eh_timed_out = probe_timed_out,
};
