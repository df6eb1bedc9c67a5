// SPDX-License-Identifier: GPL-2.0-only
/*
 * NULLIO: a disk that does nothing, to measure what everything around it costs.
 *
 * Reads leave the initiator's pages as they are, as null_blk does: zeroing them
 * would cost more than the rest of the command.  So a reader sees what its own
 * pages held before, and a page cache of this disk what the kernel kept there:
 * not a disk to hand to people who may not see that.
 */
#include "vdisk.h"

/* 1.5 TiB, as in 2008. */
#define NULL_SIZE	(3ULL << 39)

static int null_open(struct vdisk *vd, const struct scst_lu_params *p, struct scst_msg *msg)
{
	vd->lu->geo.rotation = 1;
	return 0;
}

static void null_close(struct vdisk *vd)
{
}

static int null_size(struct vdisk *vd, u64 *bytes, struct scst_msg *msg)
{
	*bytes = vd->size ?: NULL_SIZE;
	return 0;
}

static bool null_try_execute(struct scst_cmd *cmd)
{
	if (cmd->c.op->id != T10_READ && cmd->c.op->id != T10_WRITE)
		return false;
	scst_cmd_done(cmd);
	return true;
}

/* Whatever compares or writes succeeds, too: there is nothing to compare with. */
static void null_execute(struct scst_cmd *cmd)
{
	if (cmd->c.op->id == T10_GET_LBA_STATUS)
		vdisk_execute_rest(cmd);
	else
		scst_cmd_done(cmd);
}

const struct vdisk_backend vdisk_null = {
	.ops = {
		VDISK_COMMON_OPS,
		.try_execute = null_try_execute,
		.execute = null_execute,
	},
	.variant = "vdisk_null",
	.vendor = "SCST_FIO",
	.tag = "NIO",
	.fixed_wce = true,
	.exec_flags = SCST_LU_MEM_RECLAIM | SCST_LU_SERIAL_WORKER,
	.open = null_open,
	.close = null_close,
	.size = null_size,
};
