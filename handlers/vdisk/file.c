// SPDX-License-Identifier: GPL-2.0-only
/*
 * FILEIO: a regular file or a block device through the page cache, or past it
 * with O_DIRECT.
 *
 * Nothing here allocates: vectors come from the command or the unit's reserve.
 * What the file system below does is its own, which is why swapping on such a
 * disk is not safe.
 */
#include <linux/blkdev.h>
#include <linux/delay.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/pagemap.h>
#include <linux/sizes.h>
#include <linux/uio.h>
#include "vdisk.h"

/* Vectors inside a command, and in a page. */
#define VECS_INLINE	6
#define VECS_PAGE	(PAGE_SIZE / sizeof(struct bio_vec))

/* How often a lack of memory is waited for, longer each time: a second in all. */
#define RETRIES		10

/**
 * struct file_cmd - the private part of a command
 * @later: for what a direct command has to do after its end: a second try, a flush
 * @iocb: a direct command on its way
 * @page: the vectors, where @vecs is too small; the kernel reads them until the end
 * @vecs: the vectors otherwise
 */
struct file_cmd {
	struct vdisk_work later;
	struct kiocb iocb;
	struct page *page;
	struct bio_vec vecs[VECS_INLINE];
};

static_assert(sizeof(struct file_cmd) <= SCST_CMD_PRIV);
static_assert(offsetof(struct file_cmd, later) == 0);

static struct file_cmd *file_cmd(struct scst_cmd *cmd)
{
	return (void *)cmd->priv;
}

static bool file_writes(const struct scst_cmd *cmd)
{
	return cmd->c.op->id == T10_WRITE;
}

/* Room for the vectors of @nr segments, or for as many of them as a page takes. */
static struct bio_vec *file_vecs(struct scst_cmd *cmd, unsigned int nr, unsigned int *room)
{
	struct file_cmd *fc = file_cmd(cmd);

	if (nr <= VECS_INLINE) {
		fc->page = NULL;
		*room = VECS_INLINE;
		return fc->vecs;
	}
	fc->page = scst_lu_page(cmd->lu);
	*room = VECS_PAGE;
	return page_address(fc->page);
}

static void file_vecs_free(struct scst_cmd *cmd)
{
	struct file_cmd *fc = file_cmd(cmd);

	if (fc->page)
		scst_lu_page_free(cmd->lu, fc->page);
}

static ssize_t file_call_write(struct kiocb *iocb, struct iov_iter *iter)
{
	struct file *file = iocb->ki_filp;
	ssize_t ret;

	/* Held while a snapshot or fsfreeze of what is below wants silence. */
	file_start_write(file);
	ret = file->f_op->write_iter(iocb, iter);
	file_end_write(file);
	return ret;
}

static ssize_t file_call(struct file *file, struct iov_iter *iter, loff_t pos, int flags)
{
	struct kiocb iocb;

	init_sync_kiocb(&iocb, file);
	iocb.ki_pos = pos;
	iocb.ki_flags |= flags;
	if (iov_iter_rw(iter) == WRITE) {
		/* A stacked file system goes by it when it lets go of the lower one. */
		iocb.ki_flags |= IOCB_WRITE;
		return file_call_write(&iocb, iter);
	}
	return file->f_op->read_iter(&iocb, iter);
}

/*
 * Move all of @iter, advancing @pos by what was moved.  0 or negative errno;
 * the end of a file that was cut behind our back is an I/O error.
 */
static int file_move(struct file *file, struct iov_iter *iter, u64 *pos, int flags)
{
	unsigned int tries = 0;

	while (iov_iter_count(iter)) {
		struct iov_iter before = *iter;
		ssize_t n = file_call(file, iter, *pos, flags);

		if (!n)
			return -EIO;
		/* Whatever the file system did to the iterator, go by what it says. */
		*iter = before;
		if (n > 0) {
			iov_iter_advance(iter, n);
			*pos += n;
			continue;
		}
		if ((n != -ENOMEM && n != -EAGAIN) || tries == RETRIES)
			return n;
		msleep(1 << tries++);
	}
	return 0;
}

/* Move @len bytes of a vector array. */
static int file_move_vecs(struct file *file, bool write, struct bio_vec *vecs, unsigned int nr,
			  size_t len, u64 *pos, int flags)
{
	struct iov_iter iter;

	iov_iter_bvec(&iter, write ? ITER_SOURCE : ITER_DEST, vecs, nr, len);
	return file_move(file, &iter, pos, flags);
}

/* Make what the command wrote durable, if need be by itself. */
static int file_sync_cmd(struct scst_cmd *cmd)
{
	u64 start = vdisk_pos(cmd);

	return vfs_fsync_range(vdisk_of(cmd)->file, start, start + vdisk_bytes(cmd) - 1, 1);
}

/* A WRITE is in the store: what is left to be made durable, once for all its parts. */
static int file_settle(struct scst_cmd *cmd, bool parts)
{
	bool left = vdisk_work(cmd)->durable ? parts : vdisk_overtaken(cmd);

	return left ? file_sync_cmd(cmd) : 0;
}

/* Move the whole command, as many segments at once as there are vectors. */
static int file_move_cmd(struct scst_cmd *cmd, u64 *pos)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct vdisk *vd = vdisk_of(cmd);
	u32 left = vdisk_bytes(cmd);
	bool write = file_writes(cmd);
	unsigned int room;
	struct bio_vec *vecs = file_vecs(cmd, cmd->sg_cnt, &room);
	bool parts = cmd->sg_cnt > room;
	bool durable = write && vdisk_begin_write(cmd);
	int err = 0;

	while (left && !err) {
		u32 len = vdisk_cursor_span(&cur, left, room, vdisk_block_size(vd));
		unsigned int nr = vdisk_cursor_take(&cur, len, vecs);

		if (WARN_ON_ONCE(!len))
			err = -EINVAL;
		else
			err = file_move_vecs(vd->file, write, vecs, nr, len, pos,
					     durable && !parts ? IOCB_DSYNC : 0);
		left -= len;
	}
	file_vecs_free(cmd);
	if (err || !write)
		return err;
	err = file_settle(cmd, parts);
	if (err)
		*pos = vdisk_pos(cmd);
	return err;
}

/*
 * Write-back errors are also reported to FUA writes, which take them from the
 * struct file.  SYNCHRONIZE CACHE has a memory of its own, so that no such error
 * can be lost for the command that is there to report it.  Context: any.
 */
static int file_writeback_error(struct vdisk *vd)
{
	struct address_space *mapping = vd->file->f_mapping;
	unsigned long flags;
	int err;

	if (likely(!errseq_check(&mapping->wb_err, READ_ONCE(vd->wb_err))))
		return 0;
	spin_lock_irqsave(&vd->lock, flags);
	err = errseq_check_and_advance(&mapping->wb_err, &vd->wb_err);
	spin_unlock_irqrestore(&vd->lock, flags);
	/* What is lost is lost, for whatever reason: nothing to try again. */
	return err == -ENOMEM || err == -EAGAIN ? -EIO : err;
}

/* A WRITE ends.  Context: any. */
static void file_written(struct scst_cmd *cmd)
{
	struct vdisk *vd = vdisk_of(cmd);

	/* Without a volatile cache nobody need ever send SYNCHRONIZE CACHE. */
	if (vd->nv_cache && file_writeback_error(vd))
		vdisk_fail_lost(cmd);
	vdisk_written(cmd);
}

/* READ and WRITE, to their end.  Worker context. */
static void file_rw_sync(struct scst_cmd *cmd)
{
	bool write = file_writes(cmd);
	u64 pos = vdisk_pos(cmd);
	int err = file_move_cmd(cmd, &pos);

	/* Past the page cache only the whole request is known to have failed. */
	if (unlikely(err) && vdisk_of(cmd)->direct && !write)
		err = vdisk_read_again(cmd, &pos);
	if (unlikely(err))
		vdisk_fail(cmd, err, pos);
	if (write && !err)
		file_written(cmd);
	else
		scst_cmd_done(cmd);
}

/* WCE was switched off while a direct WRITE was on its way.  Worker context. */
static void file_sync_overtaken(struct scst_cmd *cmd)
{
	int err = file_sync_cmd(cmd);

	if (err)
		vdisk_fail(cmd, err, vdisk_pos(cmd));
	vdisk_report_flush(cmd);
	scst_cmd_done(cmd);
}

static void file_direct_good(struct scst_cmd *cmd)
{
	if (!file_writes(cmd))
		scst_cmd_done(cmd);
	else if (unlikely(vdisk_overtaken(cmd)))
		vdisk_defer(cmd, file_sync_overtaken);
	else if (vdisk_work(cmd)->durable && vdisk_of(cmd)->bdev)
		/* The device's flush queue may be locked: see block_done_apart(). */
		vdisk_defer(cmd, file_written);
	else
		file_written(cmd);
}

static bool file_freezable(const struct vdisk *vd)
{
	return !vd->bdev;
}

/*
 * A direct command ends.  Anything but complete success is tried again in a
 * worker, which can wait for memory and finds out what went wrong, and where.
 * Context: any.
 */
static void file_direct_end(struct kiocb *iocb, long ret)
{
	struct file_cmd *fc = container_of(iocb, struct file_cmd, iocb);
	struct scst_cmd *cmd = container_of((void *)fc, struct scst_cmd, priv);

	if (file_writes(cmd) && file_freezable(vdisk_of(cmd)))
		kiocb_end_write(iocb);
	file_vecs_free(cmd);
	if (likely(ret == vdisk_bytes(cmd)))
		file_direct_good(cmd);
	else
		vdisk_defer(cmd, file_rw_sync);
}

/* O_DIRECT: hand it to the device below and go on with the next command. */
static void file_rw_direct(struct scst_cmd *cmd)
{
	struct kiocb *iocb = &file_cmd(cmd)->iocb;
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct vdisk *vd = vdisk_of(cmd);
	bool write = file_writes(cmd);
	struct iov_iter iter;
	unsigned int room;
	struct bio_vec *vecs = file_vecs(cmd, cmd->sg_cnt, &room);
	unsigned int nr = vdisk_cursor_take(&cur, vdisk_bytes(cmd), vecs);
	ssize_t ret;

	iov_iter_bvec(&iter, write ? ITER_SOURCE : ITER_DEST, vecs, nr, vdisk_bytes(cmd));
	init_sync_kiocb(iocb, vd->file);
	iocb->ki_complete = file_direct_end;
	iocb->ki_pos = vdisk_pos(cmd);
	if (write)
		iocb->ki_flags |= IOCB_WRITE | (vdisk_begin_write(cmd) ? IOCB_DSYNC : 0);
	if (write && file_freezable(vd))
		kiocb_start_write(iocb);
	if (write)
		ret = vd->file->f_op->write_iter(iocb, &iter);
	else
		ret = vd->file->f_op->read_iter(iocb, &iter);
	/* If it is under way, it may have ended: neither it nor the disk is ours any more. */
	if (ret != -EIOCBQUEUED)
		file_direct_end(iocb, ret);
}

static int file_flush_range(struct vdisk *vd, loff_t from, loff_t to)
{
	int err = 0;

	/* Written back it is in any case, some time, and that may have failed. */
	if (!vd->nv_cache)
		err = vfs_fsync_range(vd->file, from, to, 1);
	if (err == -ENOMEM || err == -EAGAIN)
		return err;
	return file_writeback_error(vd) ?: err;
}

/* For a change of WCE: leaves the errors to be reported by SYNCHRONIZE CACHE. */
static int file_flush(struct vdisk *vd)
{
	return vfs_fsync_range(vd->file, 0, LLONG_MAX, 1);
}

/* IMMED or not: the status says that it is done, and whether it went well. */
static void file_sync_cache(struct scst_cmd *cmd)
{
	struct vdisk *vd = vdisk_of(cmd);
	loff_t from = vdisk_pos(cmd);
	loff_t to = LLONG_MAX;
	int err = 0;

	/* No blocks means all that follow. */
	if (cmd->c.len)
		to = from + ((u64)cmd->c.len << cmd->lu->geo.block_shift) - 1;
	if (!vd->read_only)
		err = file_flush_range(vd, from, to);
	if (unlikely(err))
		vdisk_fail_flush(cmd, err);
	vdisk_report_flush(cmd);
	scst_cmd_done(cmd);
}

static void file_execute(struct scst_cmd *cmd)
{
	switch (cmd->c.op->id) {
	case T10_READ:
	case T10_WRITE:
		vdisk_check_room(vdisk_of(cmd));
		if (vdisk_of(cmd)->direct && cmd->sg_cnt <= VECS_PAGE)
			file_rw_direct(cmd);
		else
			file_rw_sync(cmd);
		break;
	case T10_SYNC_CACHE:
		file_sync_cache(cmd);
		break;
	default:
		vdisk_execute_rest(cmd);
	}
}

static bool file_try_execute(struct scst_cmd *cmd)
{
	if (cmd->c.op->id != T10_READ || !vdisk_of(cmd)->inline_reads || !vdisk_read_cached(cmd))
		return false;
	scst_cmd_done(cmd);
	return true;
}

static int file_read(struct vdisk *vd, struct page *page, u64 pos, unsigned int len)
{
	struct bio_vec vec = { .bv_page = page, .bv_len = len };

	return file_move_vecs(vd->file, false, &vec, 1, len, &pos, 0);
}

/* The same page for every vector. */
static int file_write(struct vdisk *vd, struct page *page, u64 pos, unsigned int len)
{
	struct bio_vec vecs[VDISK_FILL_PAGES];
	unsigned int nr, left = len;

	for (nr = 0; left; nr++) {
		vecs[nr] = (struct bio_vec){
			.bv_page = page, .bv_len = min_t(unsigned int, left, PAGE_SIZE),
		};
		left -= vecs[nr].bv_len;
	}
	return file_move_vecs(vd->file, true, vecs, nr, len, &pos, 0);
}

/* Extents that are allocated but not written read as zeroes. */
static int file_zero(struct vdisk *vd, u64 pos, u64 len)
{
	return vfs_fallocate(vd->file, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, pos, len);
}

static int file_unmap(struct vdisk *vd, u64 pos, u64 len)
{
	return vfs_fallocate(vd->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, pos, len);
}

/* Extents that were never written are holes to a file system, and so to us. */
static u64 file_extent(struct vdisk *vd, u64 pos, u64 end, bool *mapped)
{
	loff_t next;

	if (vd->bdev)
		return end;
	next = vfs_llseek(vd->file, pos, SEEK_DATA);
	*mapped = next == (loff_t)pos || (next < 0 && next != -ENXIO);
	if (next == (loff_t)pos)
		next = vfs_llseek(vd->file, pos, SEEK_HOLE);
	return next < 0 ? end : min_t(u64, next, end);
}

static int file_size(struct vdisk *vd, u64 *bytes, struct scst_msg *msg)
{
	*bytes = i_size_read(vd->file->f_mapping->host);
	return 0;
}

/* What the file system says direct I/O on this very file must be aligned to. */
static int file_direct_align(struct vdisk *vd, u32 *mem, u32 *offset, struct scst_msg *msg)
{
	const struct super_block *sb = file_inode(vd->file)->i_sb;
	struct kstat stat;

	if (vd->bdev) {
		*mem = bdev_dma_alignment(vd->bdev) + 1;
		*offset = bdev_logical_block_size(vd->bdev);
		return 0;
	}
	if (!vfs_getattr(&vd->file->f_path, &stat, STATX_DIOALIGN, AT_STATX_SYNC_AS_STAT) &&
	    stat.result_mask & STATX_DIOALIGN) {
		*mem = stat.dio_mem_align;
		*offset = stat.dio_offset_align;
		if (!*mem || !*offset)
			return scst_say(msg, -EINVAL, "%.80s does not allow O_DIRECT",
					vd->lu->path);
		return 0;
	}
	*mem = sb->s_bdev ? bdev_logical_block_size(sb->s_bdev) : SECTOR_SIZE;
	*offset = *mem;
	return 0;
}

/*
 * Must pages that are being written stay as they are?  Checksums and mirrors
 * below would not fit them otherwise.
 */
static bool file_stable_writes(const struct vdisk *vd)
{
	const struct super_block *sb = file_inode(vd->file)->i_sb;

	if (vd->bdev)
		return bdev_stable_writes(vd->bdev);
	return sb->s_iflags & SB_I_STABLE_WRITES || sb->s_magic == BTRFS_SUPER_MAGIC ||
		(sb->s_bdev && bdev_stable_writes(sb->s_bdev));
}

static int file_stack_direct(struct vdisk *vd, struct scst_msg *msg)
{
	u32 offset;
	u32 mem;
	int err;

	err = file_direct_align(vd, &mem, &offset, msg) ?:
		vdisk_check_block_size(vd, offset, msg);
	if (err)
		return err;
	vd->lu->dma_alignment = max(vd->lu->dma_alignment, mem - 1);
	vd->lu->stable_writes = file_stable_writes(vd);
	return 0;
}

/*
 * Is a page in the cache the truth?  With local file systems it is; those of a
 * network may have to ask somebody first.
 */
static bool file_cache_is_truth(const struct inode *inode)
{
	const struct super_block *sb = inode->i_sb;

	return S_ISREG(inode->i_mode) && !IS_DAX(inode) &&
		(sb->s_type->fs_flags & FS_REQUIRES_DEV || sb->s_magic == TMPFS_MAGIC);
}

static void file_stack_fs(struct vdisk *vd)
{
	const struct inode *inode = file_inode(vd->file);
	struct block_device *bdev = inode->i_sb->s_bdev;

	vdisk_stack_phys(vd, min_t(unsigned int, i_blocksize(inode), SZ_4K));
	if (bdev)
		vd->lu->geo.rotation = bdev_nonrot(bdev);
}

/*
 * Can holes be punched?  Asked by punching one where no file of that file system
 * has anything; a file that is open for reading only can't be asked like that.
 */
static bool file_punches(struct vdisk *vd)
{
	loff_t end = round_down(file_inode(vd->file)->i_sb->s_maxbytes, SZ_64K);

	if (!vd->file->f_op->fallocate)
		return false;
	return vd->read_only || !file_unmap(vd, end - SZ_64K, SZ_64K);
}

/*
 * Thin, where that can be: who keeps disks in files expects that space which is
 * given back inside is free outside.
 */
static void file_stack_thin(struct vdisk *vd)
{
	struct t10_geometry *geo = &vd->lu->geo;

	if (vd->bdev) {
		/* Only by writing zeroes does the page cache follow. */
		geo->thin = geo->thin && geo->zero_unmapped;
		return;
	}
	geo->thin = file_punches(vd);
	geo->zero_unmapped = true;
	geo->unmap_granularity = i_blocksize(file_inode(vd->file)) >> geo->block_shift;
}

static int file_open(struct vdisk *vd, const struct scst_lu_params *p, struct scst_msg *msg)
{
	int err;

	err = vdisk_backing_open(vd, p, vd->direct ? O_DIRECT : 0, msg);
	if (err)
		return err;
	if (vd->bdev)
		vdisk_stack_bdev(vd);
	else
		file_stack_fs(vd);
	if (vd->direct) {
		err = file_stack_direct(vd, msg);
		if (err) {
			vdisk_backing_close(vd);
			return err;
		}
	}
	file_stack_thin(vd);
	vd->inline_reads = !vd->direct && file_cache_is_truth(file_inode(vd->file));
	vd->wb_err = filemap_sample_wb_err(vd->file->f_mapping);
	return 0;
}

const struct vdisk_backend vdisk_file = {
	.ops = {
		VDISK_COMMON_OPS,
		.try_execute = file_try_execute,
		.execute = file_execute,
	},
	.variant = "vdisk",
	.vendor = "SCST_FIO",
	.no_swap = true,
	.open = file_open,
	.close = vdisk_backing_close,
	.size = file_size,
	.read = file_read,
	.write = file_write,
	.zero = file_zero,
	.unmap = file_unmap,
	.extent = file_extent,
	.written = file_written,
	.flush = file_flush,
};
