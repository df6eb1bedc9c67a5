// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that every logical unit answers in the same way, from what it says
 * of itself.  All run on a worker and may sleep.
 */
#include "core.h"
#include "t10/capacity.h"
#include "t10/inquiry.h"
#include "t10/lun.h"
#include "t10/rsoc.h"

/* Runs @fill into a page of the unit's reserve and sends what it wrote. */
static void scst_respond(struct scst_cmd *cmd,
			 t10_sense_t (*fill)(struct scst_cmd *cmd, struct t10_out *out))
{
	struct page *page = scst_lu_page(cmd->lu);
	struct t10_out out;

	t10_out_init(&out, page_address(page), min_t(u32, cmd->c.len, PAGE_SIZE));
	scst_cmd_fail(cmd, fill(cmd, &out));
	if (cmd->reason == T10_OK)
		scst_cmd_put_data(cmd, 0, out.buf, t10_out_stored(&out));
	scst_lu_page_free(cmd->lu, page);
}

static t10_sense_t scst_fill_inquiry(struct scst_cmd *cmd, struct t10_out *out)
{
	struct scst_lu *lu = cmd->lu;
	struct t10_identity id;
	unsigned long flags;
	struct t10_inquiry_ctx ctx = {
		.id = &id,
		.geo = lu->geo.block_shift ? &lu->geo : NULL,
		.port = &cmd->nexus->target->port,
	};

	/* set_t10_dev_id may be changing it. */
	spin_lock_irqsave(&lu->lock, flags);
	id = lu->id;
	spin_unlock_irqrestore(&lu->lock, flags);
	return t10_inquiry(out, cmd->cdb, &ctx, &cmd->info);
}

/* SPC-4 6.39: pending unit attentions are the sense data that is asked for. */
static t10_sense_t scst_fill_request_sense(struct scst_cmd *cmd, struct t10_out *out)
{
	t10_sense_t sense = scst_ua_take(cmd->itl);
	u8 buf[T10_SENSE_MAX];
	unsigned int len;

	if (sense == T10_OK)
		sense = cmd->lu->stopped ? T10_S_NOT_READY_STOPPED : T10_S_NO_SENSE;
	len = t10_sense_build(buf, sense, NULL, cmd->cdb[1] & 1);
	t10_out_mem(out, buf, len);
	return T10_OK;
}

static t10_sense_t scst_fill_opcodes(struct scst_cmd *cmd, struct t10_out *out)
{
	const struct scst_lu *lu = cmd->lu;

	return t10_report_opcodes(out, cmd->cdb, lu->id.type, t10_op_lacks(&lu->geo), &cmd->info);
}

static t10_sense_t scst_fill_tmfs(struct scst_cmd *cmd, struct t10_out *out)
{
	t10_report_tmfs(out, cmd->cdb);
	return T10_OK;
}

static t10_sense_t scst_fill_capacity(struct scst_cmd *cmd, struct t10_out *out)
{
	if (cmd->c.op->id == T10_READ_CAPACITY_16) {
		t10_read_capacity_16(out, &cmd->lu->geo);
		return T10_OK;
	}
	/* READ CAPACITY (10) has no allocation length: it is always 8 bytes. */
	out->cap = cmd->c.op->fixed;
	t10_read_capacity_10(out, &cmd->lu->geo);
	return T10_OK;
}

/* START STOP UNIT, SBC-3 5.25: a disk that is not removable has nothing to load or eject. */
static void scst_start_stop(struct scst_cmd *cmd)
{
	struct scst_lu *lu = cmd->lu;
	unsigned long flags;

	if ((cmd->cdb[4] & 2) && !lu->id.removable) {
		scst_cmd_fail(cmd, t10_bad_cdb(&cmd->info, 4, 1));
		return;
	}
	spin_lock_irqsave(&lu->lock, flags);
	lu->stopped = !(cmd->cdb[4] & 1);
	scst_attn_update(lu);
	spin_unlock_irqrestore(&lu->lock, flags);
}

/* An entry of REPORT LUNS data, cut at the allocation length. */
static void scst_put_lun(struct scst_cmd *cmd, u32 *offset, u16 lun)
{
	struct t10_out out;
	u8 buf[8];

	if (*offset >= cmd->c.len)
		return;
	t10_out_init(&out, buf, min_t(u32, sizeof(buf), cmd->c.len - *offset));
	t10_report_luns_add(&out, lun);
	scst_cmd_put_data(cmd, *offset, buf, t10_out_stored(&out));
	*offset += sizeof(buf);
}

/* One LUN after the other, straight into the initiator's pages: the list can be 128 KiB long. */
void scst_report_luns(struct scst_cmd *cmd)
{
	struct xarray *luns = &cmd->nexus->luns;
	struct scst_itl *itl;
	unsigned long index;
	struct t10_out out;
	u32 offset, nr = 0;
	u8 buf[16];
	bool list;

	rcu_read_lock();
	xa_for_each(luns, index, itl)
		nr++;
	rcu_read_unlock();

	t10_out_init(&out, buf, min_t(u32, cmd->c.len, sizeof(buf)));
	scst_cmd_fail(cmd, t10_report_luns_begin(&out, cmd->cdb, nr, &list, &cmd->info));
	if (cmd->reason != T10_OK)
		return;
	scst_cmd_put_data(cmd, 0, buf, t10_out_stored(&out));

	offset = out.len;
	rcu_read_lock();
	xa_for_each(luns, index, itl) {
		/* What came since the count does not fit what the header says. */
		if (!list || !nr)
			break;
		scst_put_lun(cmd, &offset, index);
		nr--;
	}
	rcu_read_unlock();
	/* What went since is said as LUN 0 again, rather than left as it was. */
	for (; list && nr; nr--)
		scst_put_lun(cmd, &offset, 0);
}

/* True where the command was one of these; it is completed then. */
bool scst_spc_execute(struct scst_cmd *cmd)
{
	switch (cmd->c.op->id) {
	case T10_INQUIRY:
		scst_respond(cmd, scst_fill_inquiry);
		break;
	case T10_REQUEST_SENSE:
		scst_respond(cmd, scst_fill_request_sense);
		break;
	case T10_REPORT_LUNS:
		scst_report_luns(cmd);
		break;
	case T10_REPORT_OPCODES:
		scst_respond(cmd, scst_fill_opcodes);
		break;
	case T10_REPORT_TMFS:
		scst_respond(cmd, scst_fill_tmfs);
		break;
	case T10_READ_CAPACITY_10:
	case T10_READ_CAPACITY_16:
		scst_respond(cmd, scst_fill_capacity);
		break;
	case T10_MODE_SENSE:
		scst_mode_sense(cmd);
		break;
	case T10_MODE_SELECT:
		scst_mode_select(cmd);
		break;
	case T10_RESERVE:
		scst_reserve(cmd);
		break;
	case T10_RELEASE:
		scst_release(cmd);
		break;
	case T10_PR_IN:
		scst_pr_in(cmd);
		break;
	case T10_PR_OUT:
		scst_pr_out(cmd);
		break;
	case T10_REPORT_TPG:
		scst_report_tpg(cmd);
		break;
	case T10_SET_TPG:
		scst_set_tpg(cmd);
		break;
	case T10_START_STOP:
		scst_start_stop(cmd);
		break;
	case T10_PREVENT_ALLOW:
		/* Nothing can be taken out of a disk. */
		break;
	default:
		return false;
	}
	scst_cmd_done(cmd);
	return true;
}
