// SPDX-License-Identifier: GPL-2.0-only
/*
 * ORWRITE: what was sent is ORed into the blocks (SBC-3 5.9).  The unit's gate
 * keeps all others out meanwhile.
 */
#include <linux/sched.h>
#include "vdisk.h"

static void orwrite(struct scst_cmd *cmd, struct page *page)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct vdisk *vd = vdisk_of(cmd);
	u64 pos = vdisk_pos(cmd);
	u64 end = pos + vdisk_bytes(cmd);

	while (pos < end && !vdisk_aborted(cmd)) {
		unsigned int len = vdisk_to_end_of_page(pos, end);
		int err = vd->be->read(vd, page, pos, len);

		if (err) {
			vdisk_fail_read(cmd, err, pos);
			return;
		}
		vdisk_or_from(&cur, page_address(page), len);
		err = vd->be->write(vd, page, pos, len);
		if (err) {
			vdisk_fail(cmd, err, pos);
			return;
		}
		pos += len;
		cond_resched();
	}
}

/* Worker context. */
void vdisk_orwrite(struct scst_cmd *cmd)
{
	struct page *page = scst_lu_page(cmd->lu);

	vdisk_begin_write(cmd);
	orwrite(cmd, page);
	scst_lu_page_free(cmd->lu, page);
	vdisk_end_write(cmd, 0, 0);
}
