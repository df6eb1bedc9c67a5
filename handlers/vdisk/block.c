// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bios over the initiator's own pages, straight to a block device: what BLOCKIO
 * and PINNED share.
 *
 * Swap-safe: nothing is allocated but bios, and those from the unit's reserve.
 * A worker waiting for one waits for bios of this very unit, which were
 * submitted before and end without any help of ours.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>
#include "vdisk.h"

/* Bios, and arrays of BIO_MAX_VECS vectors, that are always there. */
#define BIOS_RESERVED	8

/**
 * struct block_bio - a bio of a command
 * @cmd: the command
 * @pos: where in the store it begins: the bio's own sector counts on the device,
 *	and the block layer moves it
 * @bio: the bio
 */
struct block_bio {
	struct scst_cmd *cmd;
	u64 pos;
	struct bio bio;
};

/**
 * struct block_cmd - the private part of a command
 * @later: to look for a bad block, or to flush
 * @left: bios on their way, and the submitter
 * @err: errno of the bio at @bad
 * @bad: lowest position of a failed bio
 */
struct block_cmd {
	struct vdisk_work later;
	atomic_t left;
	int err;
	u64 bad;
};

static_assert(sizeof(struct block_cmd) <= SCST_CMD_PRIV);
static_assert(offsetof(struct block_cmd, later) == 0);

static struct block_cmd *block_cmd(struct scst_cmd *cmd)
{
	return (void *)cmd->priv;
}

/* The bios below the first that failed put into the pages what they read.  Worker context. */
static void block_read_again(struct scst_cmd *cmd)
{
	u64 pos = block_cmd(cmd)->bad;
	int err = vdisk_read_again(cmd, &pos);

	if (err)
		vdisk_fail(cmd, err, pos);
	scst_cmd_done(cmd);
}

static void block_write_failed(struct scst_cmd *cmd)
{
	struct block_cmd *bc = block_cmd(cmd);

	vdisk_fail(cmd, bc->err, bc->bad);
	scst_cmd_done(cmd);
}

/* Every bio has ended, and the first that failed did so as ->err and ->bad say.  Context: any. */
static noinline void block_failed(struct scst_cmd *cmd)
{
	vdisk_defer(cmd, cmd->c.op->id == T10_READ ? block_read_again : block_write_failed);
}

/* A bio for @pos of the store, which is at @sector of the device. */
static struct bio *block_bio(struct scst_cmd *cmd, u64 pos, sector_t sector, unsigned int vecs,
			     blk_opf_t opf, gfp_t gfp)
{
	struct vdisk *vd = vdisk_of(cmd);
	struct block_bio *bb;
	struct bio *bio;

	bio = bio_alloc_bioset(vd->bdev, vecs, opf, gfp, &vd->bios);
	if (!bio)
		return NULL;
	bb = container_of(bio, struct block_bio, bio);
	bb->cmd = cmd;
	bb->pos = pos;
	bio->bi_iter.bi_sector = sector;
	return bio;
}

/* What can't be flushed has no volatile cache. */
static int block_flush_error(int err)
{
	return err == -EOPNOTSUPP ? 0 : err;
}

/*
 * The block layer ends flushes, and writes that it makes durable by one, with a
 * lock of the device's flush queue held.  Ending a flush of our own disk there
 * would take that of its queue inside, one of the same class.
 */
static void block_done_apart(struct scst_cmd *cmd, void (*fn)(struct scst_cmd *cmd))
{
	if (bdev_write_cache(vdisk_of(cmd)->bdev))
		vdisk_defer(cmd, fn);
	else
		fn(cmd);
}

static void block_flushed(struct scst_cmd *cmd)
{
	int err = block_cmd(cmd)->err;

	if (unlikely(err))
		vdisk_fail_flush(cmd, err);
	vdisk_report_flush(cmd);
	scst_cmd_done(cmd);
}

static void block_flush_end(struct bio *bio)
{
	struct block_bio *bb = container_of(bio, struct block_bio, bio);
	int err = block_flush_error(blk_status_to_errno(bio->bi_status));
	struct scst_cmd *cmd = bb->cmd;

	bio_put(bio);
	block_cmd(cmd)->err = err;
	block_done_apart(cmd, block_flushed);
}

/* Ends the command with a flush.  Worker context. */
static void block_flush_cmd(struct scst_cmd *cmd)
{
	struct bio *bio = block_bio(cmd, 0, 0, 0, REQ_OP_WRITE | REQ_PREFLUSH, GFP_NOIO);

	bio->bi_end_io = block_flush_end;
	submit_bio(bio);
}

/* Every bio has ended well.  Context: any. */
static void block_good(struct scst_cmd *cmd)
{
	if (cmd->c.op->id != T10_WRITE)
		scst_cmd_done(cmd);
	else if (unlikely(vdisk_overtaken(cmd)))
		vdisk_defer(cmd, block_flush_cmd);
	else if (vdisk_work(cmd)->durable)
		block_done_apart(cmd, vdisk_written);
	else
		vdisk_written(cmd);
}

/* The only bio of a command ended. */
static void block_end(struct bio *bio)
{
	struct block_bio *bb = container_of(bio, struct block_bio, bio);
	blk_status_t status = bio->bi_status;
	struct scst_cmd *cmd = bb->cmd;
	u64 pos = bb->pos;

	/* Before the command ends: the unit, and its bio_set, may go with it. */
	bio_put(bio);
	if (likely(!status)) {
		block_good(cmd);
		return;
	}
	block_cmd(cmd)->err = blk_status_to_errno(status);
	block_cmd(cmd)->bad = pos;
	block_failed(cmd);
}

static void block_put(struct scst_cmd *cmd)
{
	struct block_cmd *bc = block_cmd(cmd);

	if (!atomic_dec_and_test(&bc->left))
		return;
	if (unlikely(bc->err))
		block_failed(cmd);
	else
		block_good(cmd);
}

static void block_note(struct scst_cmd *cmd, u64 pos, int err)
{
	struct block_cmd *bc = block_cmd(cmd);
	struct vdisk *vd = vdisk_of(cmd);
	unsigned long flags;

	spin_lock_irqsave(&vd->lock, flags);
	if (!bc->err || pos < bc->bad) {
		bc->err = err;
		bc->bad = pos;
	}
	spin_unlock_irqrestore(&vd->lock, flags);
}

/* One of several bios of a command ended. */
static void block_end_part(struct bio *bio)
{
	struct block_bio *bb = container_of(bio, struct block_bio, bio);
	struct scst_cmd *cmd = bb->cmd;

	if (unlikely(bio->bi_status))
		block_note(cmd, bb->pos, blk_status_to_errno(bio->bi_status));
	bio_put(bio);
	block_put(cmd);
}

/*
 * Writes are marked as somebody waiting for them: whether anybody does is known
 * above, where the initiator's own queue has held background writes back
 * already, and held back again below they would stop the one worker on whom
 * this unit's reads depend as well.
 */
static blk_opf_t block_begin(struct scst_cmd *cmd)
{
	if (cmd->c.op->id == T10_READ)
		return REQ_OP_READ;
	return REQ_OP_WRITE | REQ_SYNC | REQ_IDLE | (vdisk_begin_write(cmd) ? REQ_FUA : 0);
}

/* The caller has made sure that there are vectors enough. */
static void block_add(struct bio *bio, struct vdisk_cursor *cur, u32 bytes)
{
	while (bytes) {
		u32 len = min(bytes, cur->sg->length - cur->off);
		unsigned int off;
		struct page *page = vdisk_cursor_page(cur, &off);

		__bio_add_page(bio, page, len, off);
		vdisk_cursor_advance(cur, len);
		bytes -= len;
	}
}

/* Is one bio enough, for what lies at @place? */
static bool block_is_one(const struct scst_cmd *cmd, const struct vdisk_place *place)
{
	return cmd->sg_cnt <= BIO_MAX_VECS && vdisk_bytes(cmd) <= place->bytes;
}

/* A command that is one bio.  False if there is no memory, never with GFP_NOIO. */
static bool block_rw_one(struct scst_cmd *cmd, sector_t sector, gfp_t gfp)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct bio *bio;

	bio = block_bio(cmd, vdisk_pos(cmd), sector, cmd->sg_cnt, block_begin(cmd), gfp);
	if (!bio)
		return false;
	bio->bi_end_io = block_end;
	block_add(bio, &cur, vdisk_bytes(cmd));
	submit_bio(bio);
	return true;
}

/*
 * A command that is several bios.  Only from a worker: under somebody's
 * current->bio_list the first ones would wait for us and we for them.
 */
static void block_rw_parts(struct scst_cmd *cmd)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct block_cmd *bc = block_cmd(cmd);
	struct vdisk *vd = vdisk_of(cmd);
	unsigned int align = vdisk_block_size(vd);
	blk_opf_t opf = block_begin(cmd);
	u32 left = vdisk_bytes(cmd);
	u64 pos = vdisk_pos(cmd);
	struct blk_plug plug;

	bc->err = 0;
	atomic_set(&bc->left, 1);
	blk_start_plug(&plug);
	while (left) {
		struct vdisk_place place = vdisk_place(vd, pos);
		u32 len = vdisk_cursor_span(&cur, min_t(u64, left, place.bytes), BIO_MAX_VECS,
					    align);
		struct bio *bio;

		if (WARN_ON_ONCE(!len)) {
			block_note(cmd, pos, -EINVAL);
			break;
		}
		bio = block_bio(cmd, pos, place.sector, BIO_MAX_VECS, opf, GFP_NOIO);
		bio->bi_end_io = block_end_part;
		block_add(bio, &cur, len);
		atomic_inc(&bc->left);
		submit_bio(bio);
		pos += len;
		left -= len;
	}
	blk_finish_plug(&plug);
	block_put(cmd);
}

/* IMMED or not: the status says that it is done, and whether it went well. */
static void block_sync_cache(struct scst_cmd *cmd)
{
	struct vdisk *vd = vdisk_of(cmd);

	if (vd->nv_cache || vd->read_only)
		scst_cmd_done(cmd);
	else
		block_flush_cmd(cmd);
}

static void block_rw(struct scst_cmd *cmd)
{
	struct vdisk_place place = vdisk_place(vdisk_of(cmd), vdisk_pos(cmd));

	if (likely(block_is_one(cmd, &place)))
		block_rw_one(cmd, place.sector, GFP_NOIO);
	else
		block_rw_parts(cmd);
}

void vdisk_block_execute(struct scst_cmd *cmd)
{
	switch (cmd->c.op->id) {
	case T10_READ:
	case T10_WRITE:
		block_rw(cmd);
		break;
	case T10_SYNC_CACHE:
		block_sync_cache(cmd);
		break;
	default:
		vdisk_execute_rest(cmd);
	}
}

/*
 * Where it was submitted, if the transport says that a bio may be submitted
 * there.  One only: a second would wait for vectors that the first has, which
 * may not go out before we have returned.
 */
bool vdisk_block_try_execute(struct scst_cmd *cmd)
{
	struct vdisk_place place;

	if (!cmd->may_block)
		return false;
	if (cmd->c.op->id != T10_READ && cmd->c.op->id != T10_WRITE)
		return false;
	place = vdisk_place(vdisk_of(cmd), vdisk_pos(cmd));
	return block_is_one(cmd, &place) &&
		block_rw_one(cmd, place.sector, GFP_NOWAIT | __GFP_NOWARN);
}

static int block_read_at(struct vdisk *vd, sector_t sector, struct page *page, unsigned int off,
			 unsigned int len)
{
	struct bio *bio = bio_alloc_bioset(vd->bdev, 1, REQ_OP_READ, GFP_NOIO, &vd->bios);
	int err;

	bio->bi_iter.bi_sector = sector;
	__bio_add_page(bio, page, len, off);
	err = submit_bio_wait(bio);
	bio_put(bio);
	return err;
}

int vdisk_block_read(struct vdisk *vd, struct page *page, u64 pos, unsigned int len)
{
	unsigned int done = 0;
	int err = 0;

	while (done < len && !err) {
		struct vdisk_place place = vdisk_place(vd, pos + done);
		unsigned int n = min_t(u64, len - done, place.bytes);

		err = block_read_at(vd, place.sector, page, done, n);
		done += n;
	}
	return err;
}

static int block_write_at(struct vdisk *vd, sector_t sector, struct page *page, unsigned int off,
			  unsigned int len)
{
	struct bio *bio = bio_alloc_bioset(vd->bdev, VDISK_FILL_PAGES + 1,
					   REQ_OP_WRITE | REQ_SYNC | REQ_IDLE, GFP_NOIO, &vd->bios);
	int err;

	bio->bi_iter.bi_sector = sector;
	while (len) {
		unsigned int n = min_t(unsigned int, len, PAGE_SIZE - off);

		__bio_add_page(bio, page, n, off);
		len -= n;
		off = 0;
	}
	err = submit_bio_wait(bio);
	bio_put(bio);
	return err;
}

/* The page again and again, also where a piece of the store ends inside it. */
int vdisk_block_write(struct vdisk *vd, struct page *page, u64 pos, unsigned int len)
{
	unsigned int done = 0;
	int err = 0;

	while (done < len && !err) {
		struct vdisk_place place = vdisk_place(vd, pos + done);
		unsigned int n = min_t(u64, len - done, place.bytes);

		err = block_write_at(vd, place.sector, page, offset_in_page(done), n);
		done += n;
	}
	return err;
}

/* Never gives anything back: the pieces of a pinned file belong to its file system. */
int vdisk_block_zero(struct vdisk *vd, u64 pos, u64 len)
{
	int err = 0;

	while (len && !err) {
		struct vdisk_place place = vdisk_place(vd, pos);
		u64 n = min(len, place.bytes);

		err = blkdev_issue_zeroout(vd->bdev, place.sector, n >> SECTOR_SHIFT, GFP_NOIO,
					   BLKDEV_ZERO_NOUNMAP);
		pos += n;
		len -= n;
	}
	return err;
}

int vdisk_block_flush(struct vdisk *vd)
{
	return block_flush_error(blkdev_issue_flush(vd->bdev));
}

/**
 * vdisk_block_start() - be ready for commands
 * @vd: the disk, whose ->bdev is known
 *
 * Return: 0 or negative errno.
 */
int vdisk_block_start(struct vdisk *vd)
{
	int err = bioset_init(&vd->bios, BIOS_RESERVED, offsetof(struct block_bio, bio),
			      BIOSET_NEED_BVECS);

	if (err)
		return err;
	vd->lu->dma_alignment = max_t(unsigned int, vd->lu->dma_alignment,
				      bdev_dma_alignment(vd->bdev));
	vd->lu->stable_writes = bdev_stable_writes(vd->bdev);
	return 0;
}

/* No command is left. */
void vdisk_block_stop(struct vdisk *vd)
{
	bioset_exit(&vd->bios);
}
