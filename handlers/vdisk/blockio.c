// SPDX-License-Identifier: GPL-2.0-only
/*
 * BLOCKIO: a block device by its bios (block.c).
 */
#include <linux/blkdev.h>
#include "vdisk.h"

static int block_bytes(struct vdisk *vd, u64 *bytes, struct scst_msg *msg)
{
	*bytes = bdev_nr_bytes(vd->bdev);
	return 0;
}

static int block_check(struct vdisk *vd, struct scst_msg *msg)
{
	if (!vd->bdev)
		return scst_say(msg, -EINVAL, "BLOCKIO needs a block device, %.80s is a file",
				vd->lu->path);
	return vdisk_check_block_size(vd, bdev_logical_block_size(vd->bdev), msg);
}

/* The bios go past the page cache of the device: nothing old may stay there. */
static int block_settle(struct vdisk *vd, struct scst_msg *msg)
{
	int err = sync_blockdev(vd->bdev);

	if (err)
		return scst_say(msg, err, "%.80s can't be written back: %pe", vd->lu->path,
				ERR_PTR(err));
	invalidate_bdev(vd->bdev);
	return 0;
}

static int block_open(struct vdisk *vd, const struct scst_lu_params *p, struct scst_msg *msg)
{
	int err;

	err = vdisk_backing_open(vd, p, 0, msg);
	if (err)
		return err;
	err = block_check(vd, msg) ?: block_settle(vd, msg) ?: vdisk_block_start(vd);
	if (err) {
		vdisk_backing_close(vd);
		return err;
	}
	vdisk_stack_bdev(vd);
	return 0;
}

static void block_close(struct vdisk *vd)
{
	vdisk_block_stop(vd);
	invalidate_bdev(vd->bdev);
	vdisk_backing_close(vd);
}

static int block_unmap(struct vdisk *vd, u64 pos, u64 len)
{
	if (vd->lu->geo.zero_unmapped)
		return blkdev_issue_zeroout(vd->bdev, pos >> SECTOR_SHIFT, len >> SECTOR_SHIFT,
					    GFP_NOIO, BLKDEV_ZERO_NOFALLBACK);
	return blkdev_issue_discard(vd->bdev, pos >> SECTOR_SHIFT, len >> SECTOR_SHIFT, GFP_NOIO);
}

const struct vdisk_backend vdisk_block = {
	.ops = {
		VDISK_COMMON_OPS,
		.try_execute = vdisk_block_try_execute,
		.execute = vdisk_block_execute,
	},
	.variant = "vdisk_blk",
	.vendor = "SCST_BIO",
	.tag = "BIO",
	.exec_flags = SCST_LU_MEM_RECLAIM | SCST_LU_SERIAL_WORKER,
	.open = block_open,
	.close = block_close,
	.size = block_bytes,
	.read = vdisk_block_read,
	.write = vdisk_block_write,
	.zero = vdisk_block_zero,
	.unmap = block_unmap,
	.flush = vdisk_block_flush,
};
