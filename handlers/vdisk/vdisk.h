/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The virtual disk: what its files share.
 *
 * A backend is a const table; which one a unit has is chosen once, when it is
 * opened, and the core then calls the backend's own functions: nothing is
 * asked again on the data path.
 */
#ifndef VDISK_H
#define VDISK_H

#include <linux/bio.h>
#include <linux/errseq.h>
#include <linux/workqueue.h>
#include <scst/lu.h>

struct vdisk;

/* Pages that one call of vdisk_backend.write() fills at most, and their bytes. */
#define VDISK_FILL_PAGES	16
#define VDISK_FILL		(VDISK_FILL_PAGES * PAGE_SIZE)

/**
 * struct vdisk_backend - a kind of store behind a virtual disk
 * @ops: what the core calls; open, close, resync and mode_changed are the same for all
 * @variant: what /proc/scsi_tgt/scsi_tgt calls the handler of such a unit
 * @vendor: INQUIRY vendor unless told
 * @tag: its word in the list, NULL for none
 * @fixed_wce: MODE SELECT can't switch WCE
 * @fixed_size: the store can't change its size while it is open
 * @no_swap: what is below may need memory that only swapping to this disk would free
 * @exec_flags: SCST_LU_*
 * @open: get hold of the store; fills lu->backing, lu->dma_alignment and the
 *	defaults of lu->geo.  On failure nothing is left behind
 * @close: let go of it
 * @size: present size in bytes
 * @read: read @len bytes (whole blocks, at most a page) at @pos into @page and
 *	wait for them; NULL where nothing can be read.  Worker context
 * @write: write @len bytes (whole blocks) at @pos and wait for them: what is in
 *	@page, again and again up to VDISK_FILL bytes.  Worker context
 * @zero: make a range read as zeroes without writing them, keeping what is allocated;
 *	NULL or -EOPNOTSUPP where that can't be done.  Worker context
 * @unmap: give a range back; as geo.zero_unmapped says, it reads as zeroes then.
 *	NULL where geo.thin is never set.  Worker context
 * @extent: is what lies at @pos mapped, and up to where (at most @end); NULL: all
 *	is.  Worker context
 * @written: ends a WRITE that is in the store, NULL: vdisk_written()
 * @flush: make everything written durable, NULL where that means nothing.
 *	0 or negative errno.  Worker context
 */
struct vdisk_backend {
	struct scst_lu_ops ops;
	const char *variant;
	const char *vendor;
	const char *tag;
	bool fixed_wce;
	bool fixed_size;
	bool no_swap;
	unsigned int exec_flags;
	int (*open)(struct vdisk *vd, const struct scst_lu_params *p, struct scst_msg *msg);
	void (*close)(struct vdisk *vd);
	int (*size)(struct vdisk *vd, u64 *bytes, struct scst_msg *msg);
	int (*read)(struct vdisk *vd, struct page *page, u64 pos, unsigned int len);
	int (*write)(struct vdisk *vd, struct page *page, u64 pos, unsigned int len);
	int (*zero)(struct vdisk *vd, u64 pos, u64 len);
	int (*unmap)(struct vdisk *vd, u64 pos, u64 len);
	u64 (*extent)(struct vdisk *vd, u64 pos, u64 end, bool *mapped);
	void (*written)(struct scst_cmd *cmd);
	int (*flush)(struct vdisk *vd);
};

extern const struct vdisk_backend vdisk_file;
extern const struct vdisk_backend vdisk_block;
extern const struct vdisk_backend vdisk_pinned;
extern const struct vdisk_backend vdisk_null;
extern const struct vdisk_backend vdisk_ram;

/* The callbacks that all backends share: lu.c */
#define VDISK_COMMON_OPS \
	.open = vdisk_open, .close = vdisk_close, \
	.resync = vdisk_resync, .mode_changed = vdisk_mode_changed

/**
 * struct vdisk_extent - a piece of a pinned file
 * @pos: where in the file it begins; it ends where the next one begins
 * @sector: where on the device
 */
struct vdisk_extent {
	u64 pos;
	sector_t sector;
};

/**
 * struct vdisk_place - where something of the store is
 * @sector: on the device
 * @bytes: how far the store goes on there
 */
struct vdisk_place {
	sector_t sector;
	u64 bytes;
};

/**
 * struct vdisk - a virtual disk
 * @lu: the logical unit
 * @be: its backend
 * @file: backing file or block device, NULL if none
 * @bdev: the block device, if @file is one, or that on which a pinned @file lies
 * @extents: the pieces of a pinned file, and the end of the last; else NULL
 * @nr_extents: how many pieces
 * @pinned: bytes of the file when it was pinned
 * @ram: the medium of a RAM disk
 * @ram_map: which pages of a thin RAM disk are mapped, NULL if it is not thin
 * @room_next: when to look next how much room the file system has
 * @room_low: there was less than lu->threshold
 * @size: size= as given, 0 if not
 * @read_only: opened READ_ONLY
 * @nv_cache: flushes are ignored
 * @write_through: opened WRITE_THROUGH
 * @direct: opened O_DIRECT
 * @inline_reads: reads may be tried from the page cache where they are submitted
 * @wb_err: write-back errors that SYNCHRONIZE CACHE, or a WRITE of an @nv_cache
 *	disk, has reported
 * @flush_err: errno of a flush that a change of WCE asked for, until a command
 *	has reported it
 * @lock: protects @wb_err and the outcome of commands that are several bios
 * @bios: reserve of bios
 */
struct vdisk {
	struct scst_lu *lu;
	const struct vdisk_backend *be;
	struct file *file;
	struct block_device *bdev;
	struct vdisk_extent *extents;
	unsigned int nr_extents;
	u64 pinned;
	void *ram;
	unsigned long *ram_map;
	unsigned long room_next;
	bool room_low;
	u64 size;
	bool read_only;
	bool nv_cache;
	bool write_through;
	bool direct;
	bool inline_reads;
	errseq_t wb_err;
	int flush_err;
	spinlock_t lock; /* wb_err; block_cmd.err and .bad */
	struct bio_set bios;
};

static inline struct vdisk *vdisk_of(const struct scst_cmd *cmd)
{
	return cmd->lu->priv;
}

/* Where in the store the command begins, in bytes. */
static inline u64 vdisk_pos(const struct scst_cmd *cmd)
{
	return cmd->c.lba << cmd->lu->geo.block_shift;
}

/*
 * Bytes of the blocks the command names.  Admission has made sure that READ and
 * WRITE have as many in their pages, and max_blocks that they fit.
 */
static inline u32 vdisk_bytes(const struct scst_cmd *cmd)
{
	return cmd->c.len << cmd->lu->geo.block_shift;
}

static inline unsigned int vdisk_block_size(const struct vdisk *vd)
{
	return 1u << vd->lu->geo.block_shift;
}

/* From @pos to the end of its page, or to @end. */
static inline unsigned int vdisk_to_end_of_page(u64 pos, u64 end)
{
	return min_t(u64, PAGE_SIZE - offset_in_page(pos), end - pos);
}

/* Must this write be on the medium before its status goes out? */
static inline bool vdisk_durable(const struct scst_cmd *cmd)
{
	return (cmd->c.fua || !cmd->lu->mode.wce) && !vdisk_of(cmd)->nv_cache;
}

/**
 * struct vdisk_work - the start of scst_cmd.priv
 * @work: lets a command go on in a worker of its own
 * @fn: what it does there
 * @durable: a WRITE began as one that is on the medium when it has ended
 */
struct vdisk_work {
	struct work_struct work;
	void (*fn)(struct scst_cmd *cmd);
	bool durable;
};

static inline struct vdisk_work *vdisk_work(const struct scst_cmd *cmd)
{
	return (void *)cmd->priv;
}

/* A WRITE begins: durable or not is decided once for all of it. */
static inline bool vdisk_begin_write(struct scst_cmd *cmd)
{
	bool durable = vdisk_durable(cmd);

	vdisk_work(cmd)->durable = durable;
	return durable;
}

/*
 * A WRITE that counted on the cache has been done: is it still right to?  If WCE
 * was switched off meanwhile, the flush on that account may have come too early.
 */
static inline bool vdisk_overtaken(const struct scst_cmd *cmd)
{
	if (vdisk_work(cmd)->durable)
		return false;
	/* With vdisk_mode_changed(): we see WCE off, or its flush sees what we wrote. */
	smp_mb();
	return vdisk_durable(cmd);
}

/* lu.c */
const struct vdisk_backend *vdisk_choose(unsigned long attrs);
int vdisk_open(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg);
void vdisk_close(struct scst_lu *lu);
int vdisk_resync(struct scst_lu *lu, u64 *nr_blocks, struct scst_msg *msg);
int vdisk_mode_changed(struct scst_lu *lu);
extern unsigned int vdisk_id_salt;
extern unsigned int vdisk_threads;

/* backing.c */
int vdisk_backing_open(struct vdisk *vd, const struct scst_lu_params *p, int flags,
		       struct scst_msg *msg);
void vdisk_backing_close(struct vdisk *vd);
int vdisk_check_block_size(const struct vdisk *vd, unsigned int least, struct scst_msg *msg);
void vdisk_stack_phys(struct vdisk *vd, unsigned int bytes);
void vdisk_stack_bdev(struct vdisk *vd);

/* extents.c */
int vdisk_map_extents(struct vdisk *vd, u64 bytes, struct scst_msg *msg);
void vdisk_unmap_extents(struct vdisk *vd);
struct vdisk_place vdisk_find_extent(const struct vdisk *vd, u64 pos);

static inline struct vdisk_place vdisk_place(const struct vdisk *vd, u64 pos)
{
	if (unlikely(vd->extents))
		return vdisk_find_extent(vd, pos);
	return (struct vdisk_place){ .sector = pos >> SECTOR_SHIFT, .bytes = U64_MAX };
}

/* block.c: for backends whose vd->bdev, and vd->extents if they have some, are set */
void vdisk_block_execute(struct scst_cmd *cmd);
bool vdisk_block_try_execute(struct scst_cmd *cmd);
int vdisk_block_read(struct vdisk *vd, struct page *page, u64 pos, unsigned int len);
int vdisk_block_write(struct vdisk *vd, struct page *page, u64 pos, unsigned int len);
int vdisk_block_zero(struct vdisk *vd, u64 pos, u64 len);
int vdisk_block_flush(struct vdisk *vd);
int vdisk_block_start(struct vdisk *vd);
void vdisk_block_stop(struct vdisk *vd);

/* exec.c */
void vdisk_execute_rest(struct scst_cmd *cmd);
void vdisk_fail(struct scst_cmd *cmd, int err, u64 pos);
void vdisk_fail_read(struct scst_cmd *cmd, int err, u64 pos);
void vdisk_fail_flush(struct scst_cmd *cmd, int err);
void vdisk_fail_lost(struct scst_cmd *cmd);
void vdisk_report_flush(struct scst_cmd *cmd);
void vdisk_written(struct scst_cmd *cmd);
void vdisk_defer(struct scst_cmd *cmd, void (*fn)(struct scst_cmd *cmd));

struct vdisk_cursor;

/* verify.c */
void vdisk_verify(struct scst_cmd *cmd);
void vdisk_write_and_verify(struct scst_cmd *cmd);
bool vdisk_compare(struct scst_cmd *cmd, struct vdisk_cursor *cur, struct page *page);
int vdisk_read_again(struct scst_cmd *cmd, u64 *pos);

/* write.c */
bool vdisk_aborted(struct scst_cmd *cmd);
int vdisk_fill(struct vdisk *vd, struct page *page, u64 *pos, u64 end, struct scst_cmd *cmd);
int vdisk_zero(struct vdisk *vd, struct page *page, u64 *pos, u64 end,
	       struct scst_cmd *cmd);
int vdisk_unmap(struct vdisk *vd, struct page *page, u64 *pos, u64 end,
		struct scst_cmd *cmd);
int vdisk_copy_in(struct scst_cmd *cmd, struct vdisk_cursor *cur, struct page *page, u64 *pos);
void vdisk_end_write(struct scst_cmd *cmd, int err, u64 pos);

/* unmap.c, write_same.c, caw.c, orwrite.c */
void vdisk_unmap_cmd(struct scst_cmd *cmd);
void vdisk_lba_status(struct scst_cmd *cmd);
void vdisk_write_same(struct scst_cmd *cmd);
void vdisk_compare_and_write(struct scst_cmd *cmd);
void vdisk_orwrite(struct scst_cmd *cmd);
void vdisk_check_room(struct vdisk *vd);

/* cached.c */
bool vdisk_read_cached(struct scst_cmd *cmd);

/*
 * sg.c: a walk over the initiator's pages.
 */
struct vdisk_cursor {
	struct scatterlist *sg;
	u32 off;
};

static inline struct vdisk_cursor vdisk_cursor(const struct scst_cmd *cmd)
{
	return (struct vdisk_cursor){ .sg = cmd->sg };
}

/* The next bytes that lie in one page. */
static inline struct page *vdisk_cursor_page(const struct vdisk_cursor *cur, unsigned int *off)
{
	unsigned int at = cur->sg->offset + cur->off;

	*off = offset_in_page(at);
	return nth_page(sg_page(cur->sg), at >> PAGE_SHIFT);
}

static inline void vdisk_cursor_advance(struct vdisk_cursor *cur, u32 bytes)
{
	cur->off += bytes;
	if (cur->off == cur->sg->length) {
		cur->sg = sg_next(cur->sg);
		cur->off = 0;
	}
}

void vdisk_cursor_skip(struct vdisk_cursor *cur, u32 bytes);
u32 vdisk_cursor_span(const struct vdisk_cursor *cur, u32 left, unsigned int vecs, u32 align);
unsigned int vdisk_cursor_take(struct vdisk_cursor *cur, u32 bytes, struct bio_vec *vecs);
void vdisk_copy_to(struct vdisk_cursor *cur, const void *from, u32 bytes);
void vdisk_copy_from(struct vdisk_cursor *cur, void *to, u32 bytes);
void vdisk_or_from(struct vdisk_cursor *cur, u8 *to, u32 bytes);
u32 vdisk_same(struct vdisk_cursor *cur, const u8 *data, u32 bytes);

#endif
