// SPDX-License-Identifier: GPL-2.0-only
/*
 * RAM: a disk in memory, all of it taken when it is opened, so that no command
 * ever needs any.  One range of addresses: a command is a copy and no look-up.
 */
#include <linux/kmemleak.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include "vdisk.h"

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
	vd->lu->geo.rotation = 1;
	return 0;
}

static void ram_close(struct vdisk *vd)
{
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

static bool ram_try_execute(struct scst_cmd *cmd)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	void *at = vdisk_of(cmd)->ram + vdisk_pos(cmd);

	switch (cmd->c.op->id) {
	case T10_READ:
		vdisk_copy_to(&cur, at, vdisk_bytes(cmd));
		break;
	case T10_WRITE:
		vdisk_copy_from(&cur, at, vdisk_bytes(cmd));
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
};
