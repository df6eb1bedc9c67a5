// SPDX-License-Identifier: GPL-2.0-only
/*
 * COMPARE AND WRITE: the first half of what was sent is compared, the second
 * written (SBC-3 5.2).  The unit's gate keeps all others out meanwhile.
 */
#include "vdisk.h"

#define BYTCHK_ALL	1

/* Worker context. */
void vdisk_compare_and_write(struct scst_cmd *cmd)
{
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	struct page *page = scst_lu_page(cmd->lu);
	u64 pos = vdisk_pos(cmd);
	int err = 0;

	vdisk_begin_write(cmd);
	cmd->c.bytchk = BYTCHK_ALL;
	if (vdisk_compare(cmd, &cur, page)) {
		/* The pages may have changed: begin where the second half does. */
		cur = vdisk_cursor(cmd);
		vdisk_cursor_skip(&cur, vdisk_bytes(cmd));
		err = vdisk_copy_in(cmd, &cur, page, &pos);
	}
	scst_lu_page_free(cmd->lu, page);
	vdisk_end_write(cmd, err, pos);
}
