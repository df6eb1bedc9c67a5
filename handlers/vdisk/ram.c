// SPDX-License-Identifier: GPL-2.0-only
/*
 * RAM: a disk in memory, all of it taken when it is opened, so that no command
 * ever needs any.  One range of addresses: a command is a copy and no look-up.
 */
#include <linux/bitmap.h>
#include <linux/kmemleak.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>
#include "vdisk.h"

/*
 * The memory of a thin RAM disk is taken like that of any other: no command may
 * need any.  It remembers which pages were written since they were given back.
 */
static int ram_open_thin(struct vdisk *vd)
{
	struct t10_geometry *geo = &vd->lu->geo;

	vd->ram_map = bitmap_zalloc(DIV_ROUND_UP_ULL(vd->size, PAGE_SIZE), GFP_KERNEL);
	if (!vd->ram_map)
		return -ENOMEM;
	geo->thin = true;
	geo->zero_unmapped = true;
	geo->unmap_granularity = PAGE_SIZE >> geo->block_shift;
	return 0;
}

static void ram_note_written(struct vdisk *vd, u64 pos, u64 len)
{
	unsigned long page;

	for (page = pos >> PAGE_SHIFT; page << PAGE_SHIFT < pos + len; page++)
		if (!test_bit(page, vd->ram_map))
			set_bit(page, vd->ram_map);
}

static int ram_open(struct vdisk *vd, const struct scst_lu_params *p, struct scst_msg *msg)
{
	unsigned long room = si_mem_available();

	if (!vd->size)
		return scst_say(msg, -EINVAL, "a RAM disk needs size=");
	/* Not even tried: everybody else would be swapped out before it failed. */
	if (vd->size >> PAGE_SHIFT >= room)
		return scst_say(msg, -ENOMEM, "%llu MiB are wanted, %lu MiB are available",
				vd->size >> 20, room >> (20 - PAGE_SHIFT));
	vd->ram = __vmalloc(vd->size, GFP_KERNEL | __GFP_ZERO | __GFP_NORETRY | __GFP_NOWARN);
	if (!vd->ram)
		return scst_say(msg, -ENOMEM, "no memory for %llu MiB", vd->size >> 20);
	/* Data of people, no pointers of ours. */
	kmemleak_no_scan(vd->ram);
	if (scst_param(p, SCST_A_THIN) && p->thin && ram_open_thin(vd)) {
		vfree(vd->ram);
		return -ENOMEM;
	}
	vd->lu->geo.rotation = 1;
	/* By the unit's gate; what its field can say. */
	vd->lu->geo.max_atomic = min_t(u32, U16_MAX, vd->lu->geo.max_blocks);
	return 0;
}

static void ram_close(struct vdisk *vd)
{
	bitmap_free(vd->ram_map);
	vfree(vd->ram);
}

static int ram_size(struct vdisk *vd, u64 *bytes, struct scst_msg *msg)
{
	*bytes = vd->size;
	return 0;
}

static int ram_read(struct vdisk *vd, struct page *page, u64 pos, unsigned int len)
{
	memcpy(page_address(page), vd->ram + pos, len);
	return 0;
}

static int ram_write(struct vdisk *vd, struct page *page, u64 pos, unsigned int len)
{
	unsigned int off;

	for (off = 0; off < len; off += PAGE_SIZE)
		memcpy(vd->ram + pos + off, page_address(page),
		       min_t(unsigned int, len - off, PAGE_SIZE));
	if (unlikely(vd->ram_map))
		ram_note_written(vd, pos, len);
	return 0;
}

static int ram_zero(struct vdisk *vd, u64 pos, u64 len)
{
	u64 end = pos + len;

	while (pos < end) {
		u64 n = min_t(u64, end - pos, SZ_1M);

		memset(vd->ram + pos, 0, n);
		pos += n;
		cond_resched();
	}
	return 0;
}

/* Pages that are not given back as a whole stay mapped. */
static int ram_unmap(struct vdisk *vd, u64 pos, u64 len)
{
	unsigned long page;

	for (page = DIV_ROUND_UP_ULL(pos, PAGE_SIZE); (page + 1) << PAGE_SHIFT <= pos + len; page++)
		clear_bit(page, vd->ram_map);
	return ram_zero(vd, pos, len);
}

static u64 ram_extent(struct vdisk *vd, u64 pos, u64 end, bool *mapped)
{
	unsigned long nr = DIV_ROUND_UP_ULL(end, PAGE_SIZE);
	unsigned long page = pos >> PAGE_SHIFT;

	*mapped = test_bit(page, vd->ram_map);
	if (*mapped)
		page = find_next_zero_bit(vd->ram_map, nr, page);
	else
		page = find_next_bit(vd->ram_map, nr, page);
	return min_t(u64, end, (u64)page << PAGE_SHIFT);
}

static bool ram_try_execute(struct scst_cmd *cmd)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	void *at = vdisk_of(cmd)->ram + vdisk_pos(cmd);

	switch (cmd->c.op->id) {
	case T10_READ:
		vdisk_copy_to(&cur, at, vdisk_bytes(cmd));
		break;
	case T10_WRITE:
	case T10_WRITE_ATOMIC:
		vdisk_copy_from(&cur, at, vdisk_bytes(cmd));
		if (unlikely(vdisk_of(cmd)->ram_map))
			ram_note_written(vdisk_of(cmd), vdisk_pos(cmd), vdisk_bytes(cmd));
		break;
	case T10_SYNC_CACHE:
		break;
	default:
		return false;
	}
	scst_cmd_done(cmd);
	return true;
}

static void ram_execute(struct scst_cmd *cmd)
{
	if (!ram_try_execute(cmd))
		vdisk_execute_rest(cmd);
}

const struct vdisk_backend vdisk_ram = {
	.ops = {
		VDISK_COMMON_OPS,
		.try_execute = ram_try_execute,
		.execute = ram_execute,
	},
	.variant = "vdisk_ram",
	.vendor = "SCST_FIO",
	.tag = "RAM",
	.exec_flags = SCST_LU_MEM_RECLAIM | SCST_LU_SERIAL_WORKER,
	.open = ram_open,
	.close = ram_close,
	.size = ram_size,
	.read = ram_read,
	.write = ram_write,
	.zero = ram_zero,
	.unmap = ram_unmap,
	.extent = ram_extent,
};
