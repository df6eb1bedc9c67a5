// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a pinned file lies on its device: asked of the file system once, when the
 * disk is opened, and looked up for each command.
 */
#include <linux/blkdev.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include "vdisk.h"

/* Pieces that are put up with: 16 MiB of table. */
#define EXTENTS_MAX	SZ_1M

/* A table under construction; there is always room for the end of it. */
struct extents {
	struct vdisk_extent *list;
	unsigned int nr;
	unsigned int room;
};

static int extents_grow(struct extents *x)
{
	unsigned int room = x->room ? 2 * x->room : 64;
	struct vdisk_extent *list = kvmalloc_array(room, sizeof(*list), GFP_KERNEL);

	if (!list)
		return -ENOMEM;
	if (x->nr)
		memcpy(list, x->list, x->nr * sizeof(*list));
	kvfree(x->list);
	x->list = list;
	x->room = room;
	return 0;
}

/* Does the device go on there where the last piece ends? */
static bool goes_on(const struct extents *x, u64 pos, sector_t sector)
{
	const struct vdisk_extent *last;

	if (!x->nr)
		return false;
	last = &x->list[x->nr - 1];
	return sector == last->sector + ((pos - last->pos) >> SECTOR_SHIFT);
}

static int extents_add(struct extents *x, u64 pos, sector_t sector, const char *path,
		       struct scst_msg *msg)
{
	int err;

	if (goes_on(x, pos, sector))
		return 0;
	if (x->nr >= EXTENTS_MAX)
		return scst_say(msg, -EFBIG, "%.80s is in more than %u pieces", path,
				EXTENTS_MAX);
	if (x->nr + 1 >= x->room) {
		err = extents_grow(x);
		if (err)
			return err;
	}
	x->list[x->nr++] = (struct vdisk_extent){ .pos = pos, .sector = sector };
	return 0;
}

/* The sector of a block of the file.  @pos: of that block, for the sentence. */
static int find_block(struct vdisk *vd, sector_t block, u64 pos, sector_t *sector,
		      struct scst_msg *msg)
{
	struct inode *inode = file_inode(vd->file);
	unsigned int shift = inode->i_blkbits - SECTOR_SHIFT;
	sector_t at = block;
	int err = bmap(inode, &at);

	if (err)
		return scst_say(msg, err, "%.80s: the file system does not say where a file lies",
				vd->lu->path);
	if (!at)
		return scst_say(msg, -EINVAL,
				"%.60s: byte %llu is in no place of its own: a reflink shares it, or it is not yet written",
				vd->lu->path, pos);
	*sector = at << shift;
	if (*sector + (1u << shift) > bdev_nr_sectors(vd->bdev))
		return scst_say(msg, -EIO, "%.80s: byte %llu is beyond the end of the device",
				vd->lu->path, pos);
	return 0;
}

static int map_all(struct vdisk *vd, struct extents *x, u64 bytes, struct scst_msg *msg)
{
	unsigned int size = i_blocksize(file_inode(vd->file));
	sector_t sector;
	u64 pos;
	int err;

	for (pos = 0; pos < bytes; pos += size) {
		err = find_block(vd, pos / size, pos, &sector, msg) ?:
			extents_add(x, pos, sector, vd->lu->path, msg);
		if (err)
			return err;
		cond_resched();
	}
	x->list[x->nr] = (struct vdisk_extent){ .pos = pos };
	return 0;
}

/**
 * vdisk_map_extents() - ask where the file is, block by block
 * @vd: the disk; its file is pinned, its device known
 * @bytes: of the file, not 0
 * @msg: why not
 *
 * Return: 0 or negative errno; then there is nothing to free.
 */
int vdisk_map_extents(struct vdisk *vd, u64 bytes, struct scst_msg *msg)
{
	struct extents x = {};
	int err = map_all(vd, &x, bytes, msg);

	if (err) {
		kvfree(x.list);
		return err;
	}
	vd->extents = x.list;
	vd->nr_extents = x.nr;
	return 0;
}

void vdisk_unmap_extents(struct vdisk *vd)
{
	kvfree(vd->extents);
	vd->extents = NULL;
}

/* Of a pinned file, by bisection: the last extent that begins at or before @pos. */
struct vdisk_place vdisk_find_extent(const struct vdisk *vd, u64 pos)
{
	const struct vdisk_extent *e = vd->extents;
	unsigned int low = 0;
	unsigned int high = vd->nr_extents;

	while (high - low > 1) {
		unsigned int middle = low + (high - low) / 2;

		if (e[middle].pos <= pos)
			low = middle;
		else
			high = middle;
	}
	return (struct vdisk_place){
		.sector = e[low].sector + ((pos - e[low].pos) >> SECTOR_SHIFT),
		.bytes = e[low + 1].pos - pos,
	};
}
