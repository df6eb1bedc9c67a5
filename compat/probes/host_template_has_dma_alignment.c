// SPDX-License-Identifier: GPL-2.0-only
/* Does the host template carry the DMA alignment, or is it set queue by queue? */
#include <scsi/scsi_host.h>

unsigned int probe(const struct scsi_host_template *t);
unsigned int probe(const struct scsi_host_template *t)
{
	return t->dma_alignment;
}
