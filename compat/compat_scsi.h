/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What older kernels' SCSI and block layers say differently to a low-level
 * driver.
 */
#ifndef COMPAT_SCSI_H
#define COMPAT_SCSI_H

#include <linux/blkdev.h>
#include <scsi/scsi_host.h>

#ifndef COMPAT_EH_TIMED_OUT_RETURNS_SCSI_ACTION
/* The block layer's enum; "done" leaves the command to the midlayer's error handling. */
#define scsi_timeout_action	blk_eh_timer_return
#define SCSI_EH_RESET_TIMER	BLK_EH_RESET_TIMER
#define SCSI_EH_NOT_HANDLED	BLK_EH_DONE
#endif

/* Before scsi_add_host(): queuecommand() may sleep, where the kernel knows of such hosts. */
static inline void compat_allow_blocking(struct Scsi_Host *shost)
{
#ifdef COMPAT_HOST_TEMPLATE_HAS_QUEUECOMMAND_MAY_BLOCK
	shost->queuecommand_may_block = true;
#endif
}

static inline bool compat_may_block(const struct Scsi_Host *shost)
{
#ifdef COMPAT_HOST_TEMPLATE_HAS_QUEUECOMMAND_MAY_BLOCK
	return shost->queuecommand_may_block;
#else
	return false;
#endif
}

/*
 * What the unit asks of data pages: their alignment, and that they do not change
 * while they are written.  For a queue that has no I/O yet.  May sleep.
 */
static inline int compat_set_page_limits(struct request_queue *q, unsigned int mask,
					 bool stable_writes)
{
#ifdef COMPAT_HAS_QUEUE_LIMITS_COMMIT
	struct queue_limits lim = queue_limits_start_update(q);

	lim.dma_alignment = mask;
	if (stable_writes)
		lim.features |= BLK_FEAT_STABLE_WRITES;
	return queue_limits_commit_update(q, &lim);
#else
	blk_queue_dma_alignment(q, mask);
	if (stable_writes)
		blk_queue_flag_set(QUEUE_FLAG_STABLE_WRITES, q);
	return 0;
#endif
}

#endif
