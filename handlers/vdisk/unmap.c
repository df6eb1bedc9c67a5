// SPDX-License-Identifier: GPL-2.0-only
/*
 * Thin provisioning: UNMAP, GET LBA STATUS, and the word to initiators that
 * what is below runs out of space (SBC-3 4.7).
 */
#include <linux/jiffies.h>
#include <linux/statfs.h>
#include "t10/unmap.h"
#include "vdisk.h"

static int unmap_all(struct scst_cmd *cmd, const u8 *list, unsigned int nr, u64 *pos)
{
	struct vdisk *vd = vdisk_of(cmd);
	u8 shift = vd->lu->geo.block_shift;
	unsigned int i;
	int err = 0;

	for (i = 0; i < nr && !err; i++) {
		u32 blocks;
		u64 lba;

		t10_unmap_get(list, i, &lba, &blocks);
		*pos = lba << shift;
		err = vdisk_unmap(vd, ZERO_PAGE(0), pos, (lba + blocks) << shift, cmd);
	}
	return err;
}

/* Worker context. */
void vdisk_unmap_cmd(struct scst_cmd *cmd)
{
	struct scst_lu *lu = cmd->lu;
	struct page *page = scst_lu_page(lu);
	u8 *list = page_address(page);
	unsigned int nr;
	u64 pos = 0;
	int err = 0;
	u32 len;

	vdisk_begin_write(cmd);
	BUILD_BUG_ON(T10_UNMAP_MAX_LIST > PAGE_SIZE);
	len = scst_cmd_get_data(cmd, list, min_t(u32, cmd->c.len, PAGE_SIZE));
	scst_cmd_fail(cmd, t10_unmap_check(list, len, &cmd->c, READ_ONCE(lu->geo.nr_blocks), &nr,
					   &cmd->info));
	if (cmd->reason == T10_OK)
		err = unmap_all(cmd, list, nr, &pos);
	scst_lu_page_free(lu, page);
	vdisk_end_write(cmd, err, pos);
}

/* Where the state of the block at @pos ends, in whole blocks. */
static u64 next_extent(struct vdisk *vd, u64 pos, u64 end, bool *mapped)
{
	unsigned int block = vdisk_block_size(vd);
	u64 next;

	*mapped = true;
	if (!vd->be->extent || !vd->lu->geo.thin)
		return end;
	next = vd->be->extent(vd, pos, end, mapped);
	if (*mapped)
		return min(round_up(next, block), end);
	next = round_down(next, block);
	if (next > pos)
		return next;
	/* Part of the block is there. */
	*mapped = true;
	return pos + block;
}

/* A list of ranges, as many as there is room for.  Worker context. */
void vdisk_lba_status(struct scst_cmd *cmd)
{
	struct vdisk *vd = vdisk_of(cmd);
	struct page *page = scst_lu_page(vd->lu);
	u8 shift = vd->lu->geo.block_shift;
	u64 end = READ_ONCE(vd->lu->geo.nr_blocks) << shift;
	u64 pos = vdisk_pos(cmd);
	struct t10_out out;

	t10_out_init(&out, page_address(page), min_t(u32, cmd->c.len, PAGE_SIZE));
	t10_lba_status_begin(&out);
	while (pos < end && !vdisk_aborted(cmd)) {
		bool mapped;
		u64 next = next_extent(vd, pos, end, &mapped);
		u64 blocks = (next - pos) >> shift;
		u32 n = t10_lba_status_add(&out, pos >> shift, blocks,
					   mapped ? T10_LBA_MAPPED : T10_LBA_DEALLOCATED);

		/* No room left, or more blocks than a range can have. */
		if (n < blocks)
			break;
		pos = next;
		cond_resched();
	}
	t10_lba_status_end(&out);
	scst_cmd_put_data(cmd, 0, out.buf, t10_out_stored(&out));
	scst_lu_page_free(vd->lu, page);
	scst_cmd_done(cmd);
}

/*
 * A thin file can be larger than the room that is left for it.  Looked at once a
 * second, while somebody writes; told again only after there was enough.  Worker
 * context.
 */
void vdisk_check_room(struct vdisk *vd)
{
	u64 threshold = vd->lu->threshold;
	struct kstatfs st;
	bool low;

	if (likely(!threshold) || time_before(jiffies, READ_ONCE(vd->room_next)))
		return;
	WRITE_ONCE(vd->room_next, jiffies + HZ);
	if (vfs_statfs(&vd->file->f_path, &st))
		return;
	low = (u64)st.f_bavail * st.f_bsize < threshold;
	if (low && !READ_ONCE(vd->room_low))
		scst_lu_soft_threshold(vd->lu);
	WRITE_ONCE(vd->room_low, low);
}
