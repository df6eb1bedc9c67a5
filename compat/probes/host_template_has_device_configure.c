// SPDX-License-Identifier: GPL-2.0-only
/* Is there a device_configure hook that takes queue limits? */
#include <scsi/scsi_host.h>

static int probe_configure(struct scsi_device *sdev, struct queue_limits *lim)
{
	return 0;
}

struct scsi_host_template probe_template = {
	.device_configure = probe_configure,
};
