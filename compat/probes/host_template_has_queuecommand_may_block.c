// SPDX-License-Identifier: GPL-2.0-only
/* May queuecommand sleep if the host says so? */
#include <scsi/scsi_host.h>

bool probe(const struct scsi_host_template *t);
bool probe(const struct scsi_host_template *t)
{
	return t->queuecommand_may_block;
}
