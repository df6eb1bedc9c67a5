// SPDX-License-Identifier: GPL-2.0-only
/* Are queue limits changed by taking a copy and committing it (6.9), or setter by setter? */
#include <linux/blkdev.h>

int probe(struct request_queue *q);
int probe(struct request_queue *q)
{
	struct queue_limits lim = queue_limits_start_update(q);

	lim.dma_alignment = 511;
	return queue_limits_commit_update(q, &lim);
}
