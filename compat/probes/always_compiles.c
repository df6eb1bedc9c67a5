// SPDX-License-Identifier: GPL-2.0-only
/* Does a probe compile at all?  If not, no other answer means anything. */
#include <linux/module.h>
#include <scsi/scsi_host.h>

int probe(void);
int probe(void)
{
	return sizeof(struct scsi_host_template);
}
