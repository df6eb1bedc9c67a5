// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file or block device behind a virtual disk: opening it, refusing what
 * can't be one, taking over its limits.
 */
#include <linux/blkdev.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/log2.h>
#include <linux/sizes.h>
#include "vdisk.h"

/* Largest physical block that is believed and reported. */
#define PHYS_BLOCK_MAX	SZ_64K

static int check_type(const struct file *file, const char *path, struct scst_msg *msg)
{
	umode_t mode = file_inode(file)->i_mode;

	if (!S_ISREG(mode) && !S_ISBLK(mode))
		return scst_say(msg, -EINVAL, "%.80s is neither a regular file nor a block device",
				path);
	return 0;
}

static int check_use(const struct file *file, bool write, const char *path, struct scst_msg *msg)
{
	/* Of a block device this is its own inode, whatever node it was opened by. */
	const struct inode *inode = file->f_mapping->host;

	if (IS_SWAPFILE(inode))
		return scst_say(msg, -ETXTBSY, "%.80s is swapped on, or pinned by another disk",
				path);
	if (write && (IS_APPEND(file_inode(file)) || IS_IMMUTABLE(file_inode(file))))
		return scst_say(msg, -EPERM, "%.80s is append-only or immutable", path);
	if (!file->f_op->read_iter || (write && !file->f_op->write_iter))
		return scst_say(msg, -EINVAL, "%.80s can't be read and written at any place", path);
	return 0;
}

static int check_zones(const struct vdisk *vd, const char *path, struct scst_msg *msg)
{
	if (vd->bdev && !vd->read_only && bdev_is_zoned(vd->bdev))
		return scst_say(msg, -EINVAL, "%.80s is zoned: it can't be written at any place",
				path);
	return 0;
}

static int say_open_failed(const char *path, int err, int flags, struct scst_msg *msg)
{
	if (msg->text[0])
		return err;
	if (err == -EBUSY)
		return scst_say(msg, err, "%.80s is in use: mounted, or held by another", path);
	if (err == -EINVAL && (flags & O_DIRECT))
		return scst_say(msg, err, "%.80s can't be opened, perhaps for O_DIRECT", path);
	return scst_say(msg, err, "%.80s can't be opened: %pe", path, ERR_PTR(err));
}

/**
 * vdisk_backing_open() - open what is behind a disk, on behalf of who asked
 * @vd: the disk
 * @p: where, and on whose behalf
 * @flags: more flags for open
 * @msg: why not
 *
 * O_EXCL claims a block device for us alone, by the same open that checked the
 * opener's permission; on a regular file it means nothing.
 *
 * Return: 0 or negative errno; on failure nothing is open.
 */
int vdisk_backing_open(struct vdisk *vd, const struct scst_lu_params *p, int flags,
		       struct scst_msg *msg)
{
	struct file *file;
	int err;

	if (!p->path)
		return scst_say(msg, -EINVAL, "the path is missing");
	if (*p->path != '/')
		return scst_say(msg, -EINVAL, "the path \"%.80s\" is not absolute", p->path);
	flags |= O_LARGEFILE | O_EXCL | (vd->read_only ? O_RDONLY : O_RDWR);
	file = scst_open_file(&p->opener, p->path, flags, msg);
	if (IS_ERR(file))
		return say_open_failed(p->path, PTR_ERR(file), flags, msg);
	if (S_ISBLK(file_inode(file)->i_mode))
		vd->bdev = I_BDEV(file->f_mapping->host);
	err = check_type(file, p->path, msg) ?: check_use(file, !vd->read_only, p->path, msg) ?:
		check_zones(vd, p->path, msg);
	if (err) {
		__fput_sync(file);
		return err;
	}
	vd->file = file;
	/* The same inode whether the device is reached as a file or by bios. */
	vd->lu->backing = vd->bdev ? file->f_mapping->host : file_inode(file);
	return 0;
}

/*
 * It is closed when this returns: fput() on a worker would do it some time
 * later, and who removed a disk wants to unmount what was below.
 */
void vdisk_backing_close(struct vdisk *vd)
{
	__fput_sync(vd->file);
}

/* Blocks smaller than what is below can take would need read-modify-write. */
int vdisk_check_block_size(const struct vdisk *vd, unsigned int least, struct scst_msg *msg)
{
	if (vdisk_block_size(vd) < least)
		return scst_say(msg, -EINVAL,
				"a block size of %u is too small: what is below needs %u or more",
				vdisk_block_size(vd), least);
	return 0;
}

/* Below, writes of whole @bytes are cheap: say so unless told otherwise. */
void vdisk_stack_phys(struct vdisk *vd, unsigned int bytes)
{
	struct t10_geometry *geo = &vd->lu->geo;

	bytes = min_t(unsigned int, bytes, PHYS_BLOCK_MAX);
	if (is_power_of_2(bytes) && bytes > vdisk_block_size(vd))
		geo->phys_exp = ilog2(bytes) - geo->block_shift;
}

/* A whole number of blocks, or 0 where it is none or too large to be said. */
static u32 in_blocks(const struct vdisk *vd, unsigned int bytes, u32 max)
{
	u32 blocks = bytes >> vd->lu->geo.block_shift;

	return bytes & (vdisk_block_size(vd) - 1) || blocks > max ? 0 : blocks;
}

/*
 * Thin, where what is discarded is given back.  Only where zeroes can be written
 * without sending them is it certain what is read afterwards.
 */
static void stack_discard(struct vdisk *vd)
{
	struct t10_geometry *geo = &vd->lu->geo;

	if (vd->read_only || !bdev_max_discard_sectors(vd->bdev))
		return;
	geo->thin = true;
	geo->zero_unmapped = bdev_write_zeroes_sectors(vd->bdev);
	geo->unmap_granularity = in_blocks(vd, bdev_discard_granularity(vd->bdev), U32_MAX);
	if (geo->unmap_granularity)
		geo->unmap_alignment = in_blocks(vd, bdev_discard_alignment(vd->bdev), U32_MAX) %
			geo->unmap_granularity;
}

/* What a block device says of itself holds for the disk upon it. */
void vdisk_stack_bdev(struct vdisk *vd)
{
	struct t10_geometry *geo = &vd->lu->geo;
	int misaligned = bdev_alignment_offset(vd->bdev);

	vdisk_stack_phys(vd, bdev_physical_block_size(vd->bdev));
	geo->rotation = bdev_nonrot(vd->bdev);
	geo->opt_blocks = in_blocks(vd, bdev_io_opt(vd->bdev), U32_MAX);
	geo->opt_granularity = in_blocks(vd, bdev_io_min(vd->bdev), U16_MAX);
	if (misaligned > 0)
		geo->align_lba = in_blocks(vd, misaligned, BIT(geo->phys_exp) - 1);
	stack_discard(vd);
}
