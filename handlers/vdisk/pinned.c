// SPDX-License-Identifier: GPL-2.0-only
/*
 * PINNED: a regular file as a block device would be: its blocks are looked up
 * once, held where they are as those of a swap file, and moved by bios (block.c).
 *
 * The file system has no part in a command, so what it needs of memory to write
 * does not matter, and such a disk can be swapped on.  Until the disk is closed
 * the kernel refuses to write, shorten, punch, clone, defragment, rename over
 * and unlink the file (S_SWAPFILE).  Reading it elsewhere shows what the page
 * cache, which is dropped before and after, happened to hold.
 */
#include <linux/blkdev.h>
#include <linux/fileattr.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/major.h>
#include <linux/pagemap.h>
#include <linux/stat.h>
#include "vdisk.h"

/* How often pages that somebody has at work are tried to be dropped. */
#define DROP_TRIES	3

/*
 * Only those that are known to leave the blocks of a swap file where they are,
 * to say truly where that is, and to have a device of their own for them.  Log
 * structured ones move blocks when they clean up, others have several devices.
 */
static int check_fs(const struct vdisk *vd, struct scst_msg *msg)
{
	const struct super_block *sb = file_inode(vd->file)->i_sb;
	const char *path = vd->lu->path;

	if (vd->bdev)
		return scst_say(msg, -EINVAL,
				"PINNED needs a file, %.80s is a block device: BLOCKIO is for that",
				path);
	if ((sb->s_magic != EXT4_SUPER_MAGIC && sb->s_magic != XFS_SUPER_MAGIC) || !sb->s_bdev)
		return scst_say(msg, -EINVAL,
				"%.60s is on %s, which may move a file or say wrongly where it is: PINNED needs ext4 or XFS",
				path, sb->s_type->name);
	/* Its data go through another file system. */
	if (sb->s_bdev->bd_disk->major == LOOP_MAJOR)
		return scst_say(msg, -EINVAL,
				"%.80s is on a loop device, which needs memory to write", path);
	return 0;
}

static int check_attributes(struct vdisk *vd, struct scst_msg *msg)
{
	struct fileattr fa = {};
	int err = vfs_fileattr_get(vd->file->f_path.dentry, &fa);

	if (err)
		return scst_say(msg, err, "%.80s: its attributes can't be read", vd->lu->path);
	if (fa.fsx_xflags & FS_XFLAG_REALTIME)
		return scst_say(msg, -EINVAL, "%.80s is a realtime file: it is on another device",
				vd->lu->path);
	return 0;
}

/*
 * A file that can't be opened for O_DIRECT has something between its bytes and its
 * blocks: encryption, a journal that would be replayed over them, an inode.
 */
static int check_plain(struct vdisk *vd, struct scst_msg *msg)
{
	const struct inode *inode = file_inode(vd->file);
	struct kstat stat;
	int err;

	if (IS_ENCRYPTED(inode) || IS_VERITY(inode) || IS_DAX(inode))
		return scst_say(msg, -EINVAL, "%.80s is encrypted, sealed by fs-verity, or DAX",
				vd->lu->path);
	err = vfs_getattr(&vd->file->f_path, &stat, STATX_DIOALIGN, AT_STATX_SYNC_AS_STAT);
	if (err)
		return scst_say(msg, err, "%.80s can't be asked about: %pe", vd->lu->path,
				ERR_PTR(err));
	if (!(stat.result_mask & STATX_DIOALIGN) || !stat.dio_offset_align)
		return scst_say(msg, -EINVAL,
				"%.60s: its data are not just blocks (data=journal, inline data, or a driver that can't tell)",
				vd->lu->path);
	return 0;
}

static int pin_locked(struct vdisk *vd, struct scst_msg *msg)
{
	struct inode *inode = file_inode(vd->file);

	if (IS_SWAPFILE(inode))
		return scst_say(msg, -ETXTBSY, "%.80s is swapped on, or pinned by another disk",
				vd->lu->path);
	/* Also keeps new ones away. */
	if (mapping_deny_writable(inode->i_mapping))
		return scst_say(msg, -EBUSY, "%.80s is mapped writable by a process",
				vd->lu->path);
	inode->i_flags |= S_SWAPFILE;
	/* Direct writes that began before. */
	inode_dio_wait(inode);
	return 0;
}

static int pin(struct vdisk *vd, struct scst_msg *msg)
{
	struct inode *inode = file_inode(vd->file);
	int err;

	inode_lock(inode);
	err = pin_locked(vd, msg);
	inode_unlock(inode);
	return err;
}

static void unpin(struct vdisk *vd)
{
	struct inode *inode = file_inode(vd->file);

	inode_lock(inode);
	inode->i_flags &= ~S_SWAPFILE;
	mapping_allow_writable(inode->i_mapping);
	inode_unlock(inode);
}

/* Everything written is on the device, and where it is, too; the cache has nothing. */
static int settle(struct vdisk *vd, struct scst_msg *msg)
{
	unsigned int tries = 0;
	int err;

	do {
		err = vfs_fsync(vd->file, 0) ?: invalidate_inode_pages2(vd->file->f_mapping);
	} while (err == -EBUSY && ++tries < DROP_TRIES);
	if (err)
		return scst_say(msg, err, "%.80s can't be written back and let go of: %pe",
				vd->lu->path, ERR_PTR(err));
	return 0;
}

/* With nothing in the cache, blocks that were never written count as a hole. */
static int check_written(struct vdisk *vd, u64 bytes, struct scst_msg *msg)
{
	loff_t hole;

	if (!bytes)
		return scst_say(msg, -EINVAL, "%.80s is empty", vd->lu->path);
	hole = vfs_llseek(vd->file, 0, SEEK_HOLE);
	if (hole < 0)
		return scst_say(msg, hole, "%.80s can't be asked for holes: %pe", vd->lu->path,
				ERR_PTR((long)hole));
	if (hole < bytes)
		return scst_say(msg, -EINVAL,
				"%.60s has a hole or unwritten blocks at byte %lld: write all of it, or use scstctl create --pinned",
				vd->lu->path, hole);
	return 0;
}

/* The file is pinned: it can't get shorter.  Where it gets longer, that is not ours. */
static int pinned_map(struct vdisk *vd, struct scst_msg *msg)
{
	int err;

	err = settle(vd, msg);
	if (err)
		return err;
	vd->pinned = i_size_read(file_inode(vd->file));
	return check_written(vd, vd->pinned, msg) ?: vdisk_map_extents(vd, vd->pinned, msg);
}

static void pinned_stack(struct vdisk *vd)
{
	unsigned int size = min_t(unsigned int, i_blocksize(file_inode(vd->file)), SZ_4K);

	vdisk_stack_phys(vd, max(size, bdev_physical_block_size(vd->bdev)));
	vd->lu->geo.rotation = bdev_nonrot(vd->bdev);
}

static int pinned_start(struct vdisk *vd, struct scst_msg *msg)
{
	int err;

	err = pin(vd, msg);
	if (err)
		return err;
	err = pinned_map(vd, msg);
	if (err)
		goto unpin;
	err = vdisk_block_start(vd);
	if (err)
		goto unmap;
	pinned_stack(vd);
	return 0;

unmap:
	vdisk_unmap_extents(vd);
unpin:
	unpin(vd);
	return err;
}

static int pinned_check(struct vdisk *vd, struct scst_msg *msg)
{
	int err;

	err = check_fs(vd, msg) ?: check_attributes(vd, msg) ?: check_plain(vd, msg);
	if (err)
		return err;
	vd->bdev = file_inode(vd->file)->i_sb->s_bdev;
	vd->lu->read_only = vd->read_only;
	err = vdisk_check_block_size(vd, bdev_logical_block_size(vd->bdev), msg);
	/* Before it is pinned: another disk that writes the file would get errors. */
	return err ?: scst_backing_check(vd->lu, msg);
}

static int pinned_open(struct vdisk *vd, const struct scst_lu_params *p, struct scst_msg *msg)
{
	int err;

	err = vdisk_backing_open(vd, p, 0, msg);
	if (err)
		return err;
	err = pinned_check(vd, msg) ?: pinned_start(vd, msg);
	if (err)
		vdisk_backing_close(vd);
	return err;
}

/* The file system saw none of the writes: backup programs go by the time of the last. */
static void touch(struct vdisk *vd)
{
	struct super_block *sb = file_inode(vd->file)->i_sb;

	if (vd->read_only || !sb_start_write_trylock(sb))
		return;
	file_update_time(vd->file);
	sb_end_write(sb);
}

static void pinned_close(struct vdisk *vd)
{
	vdisk_block_stop(vd);
	/* Who reads the file from here on reads what the disk wrote. */
	invalidate_inode_pages2(vd->file->f_mapping);
	unpin(vd);
	touch(vd);
	vdisk_unmap_extents(vd);
	vdisk_backing_close(vd);
}

static int pinned_size(struct vdisk *vd, u64 *bytes, struct scst_msg *msg)
{
	*bytes = vd->pinned;
	return 0;
}

const struct vdisk_backend vdisk_pinned = {
	.ops = {
		VDISK_COMMON_OPS,
		.try_execute = vdisk_block_try_execute,
		.execute = vdisk_block_execute,
	},
	.variant = "vdisk_pinned",
	.vendor = "SCST_FIO",
	.tag = "PIN",
	.exec_flags = SCST_LU_MEM_RECLAIM | SCST_LU_SERIAL_WORKER,
	.fixed_size = true,
	.open = pinned_open,
	.close = pinned_close,
	.size = pinned_size,
	.read = vdisk_block_read,
	.write = vdisk_block_write,
	.zero = vdisk_block_zero,
	.flush = vdisk_block_flush,
};
