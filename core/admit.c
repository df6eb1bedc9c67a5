// SPDX-License-Identifier: GPL-2.0-only
/*
 * What SAM and SPC want to be asked before a command may run, in their order:
 * unit attention, reservation, then the command's own faults.
 */
#include "core.h"

static t10_sense_t scst_check_reservation(struct scst_cmd *cmd)
{
	struct scst_lu *lu = cmd->lu;
	struct t10_resv resv;
	unsigned long flags;
	t10_sense_t reason;

	spin_lock_irqsave(&lu->lock, flags);
	resv = scst_pr_view(lu);
	reason = t10_resv_conflict(&resv, &cmd->nexus->id, cmd->c.op, cmd->cdb);
	spin_unlock_irqrestore(&lu->lock, flags);
	return reason;
}

/* Why exactly writes are forbidden: SBC-3 4.12. */
static t10_sense_t scst_write_protected(const struct scst_cmd *cmd)
{
	if (cmd->itl->read_only || cmd->lu->read_only)
		return T10_S_WRITE_PROTECTED;
	return T10_S_SW_WRITE_PROTECTED;
}

/* The slow way: something is pending for this I_T_L nexus. */
static noinline t10_sense_t scst_admit_attention(struct scst_cmd *cmd, unsigned long attn)
{
	const struct t10_op *op = cmd->c.op;
	t10_sense_t reason = T10_OK;

	if (attn & SCST_ATTN_UA_MASK)
		reason = scst_ua_check(cmd->itl, op);
	if (reason == T10_OK && (attn & SCST_ATTN_ACCESS))
		reason = scst_access_check(cmd);
	if (reason == T10_OK && (attn & SCST_ATTN_RESERVED))
		reason = scst_check_reservation(cmd);
	if (reason == T10_OK && (attn & SCST_ATTN_NOT_READY) && (op->flags & T10_F_MEDIUM))
		reason = T10_S_NOT_READY_STOPPED;
	if (reason == T10_OK && (attn & SCST_ATTN_READ_ONLY) && (op->flags & T10_F_WRITES))
		reason = scst_write_protected(cmd);
	return reason;
}

/*
 * The CDB and the initiator's buffer must agree on what is moved: a command
 * that would need more than it was given is refused whole, rather than
 * half done.
 */
static t10_sense_t scst_check_data(struct scst_cmd *cmd)
{
	const struct t10_op *op = cmd->c.op;
	u64 need;

	if (op->unit == T10_LEN_ALLOC || op->unit == T10_LEN_NONE)
		return T10_OK;
	need = t10_cdb_bytes(&cmd->c, cmd->lu->geo.block_shift);
	/*
	 * Half of it is compared and half written: where the buffer is not just
	 * what the CDB says, nobody knows which.  256 blocks are none in byte 13.
	 */
	if (unlikely(op->unit == T10_LEN_PAIR && need != cmd->data_len))
		return t10_bad_cdb(&cmd->info, op->xfer.at, 7);
	if (!need)
		return T10_OK;
	if (unlikely(need > cmd->data_len ||
		     cmd->data_dir != (cmd->c.dir == T10_DIR_READ ? DMA_FROM_DEVICE :
							 DMA_TO_DEVICE)))
		return t10_bad_cdb(&cmd->info, op->xfer.at, 7);
	return T10_OK;
}

/* Rows that not every unit of their device type has. */
#define F_NOT_ALL	(T10_F_THIN | T10_F_ATOMIC)

static noinline t10_sense_t scst_check_able(struct scst_cmd *cmd)
{
	const struct t10_geometry *geo = &cmd->lu->geo;
	const struct t10_op *op = cmd->c.op;

	if (op->flags & t10_op_lacks(geo))
		return t10_op_lacking(op, &cmd->info);
	if (op->flags & T10_F_ATOMIC)
		return t10_cdb_check_atomic(&cmd->c, geo, &cmd->info);
	return T10_OK;
}

t10_sense_t scst_admit(struct scst_cmd *cmd)
{
	const struct scst_lu *lu = cmd->lu;
	unsigned long attn = READ_ONCE(cmd->itl->attn);
	t10_sense_t refused;
	t10_sense_t reason;

	reason = t10_cdb_decode(&cmd->c, lu->id.type, cmd->cdb, cmd->cdb_len, &cmd->info);
	if (unlikely(attn) && cmd->c.op) {
		refused = scst_admit_attention(cmd, attn);
		if (refused != T10_OK) {
			cmd->info = (struct t10_sense_info){};
			return refused;
		}
	}
	if (unlikely(reason != T10_OK))
		return reason;
	if (unlikely(cmd->c.op->flags & F_NOT_ALL)) {
		reason = scst_check_able(cmd);
		if (reason != T10_OK)
			return reason;
	}
	if (cmd->c.op->flags & T10_F_LBA) {
		reason = t10_cdb_check_range(&cmd->c, READ_ONCE(lu->geo.nr_blocks),
					     lu->geo.max_blocks, &cmd->info);
		if (unlikely(reason != T10_OK))
			return reason;
	}
	return scst_check_data(cmd);
}
