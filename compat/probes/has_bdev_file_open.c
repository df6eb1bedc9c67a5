// SPDX-License-Identifier: GPL-2.0-only
/* Are block devices opened as files (6.9), or as bare struct block_device? */
#include <linux/blkdev.h>

struct file *probe(dev_t dev, void *holder);
struct file *probe(dev_t dev, void *holder)
{
	return bdev_file_open_by_dev(dev, BLK_OPEN_READ, holder, NULL);
}
