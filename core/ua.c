// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unit attention conditions and the attention word of an I_T_L nexus.
 */
#include "core.h"
#include "t10/alua.h"

void scst_ua_post(struct scst_itl *itl, enum t10_ua ua)
{
	unsigned long old = READ_ONCE(itl->attn);
	unsigned long new;

	do {
		new = (old & ~SCST_ATTN_UA_MASK) | t10_ua_post(old & SCST_ATTN_UA_MASK, ua);
	} while (!try_cmpxchg(&itl->attn, &old, new));
}

void scst_ua_post_lu(struct scst_lu *lu, enum t10_ua ua, const struct scst_itl *except)
{
	struct scst_itl *itl;
	unsigned long flags;

	spin_lock_irqsave(&lu->lock, flags);
	list_for_each_entry(itl, &lu->itls, lu_entry)
		if (itl != except)
			scst_ua_post(itl, ua);
	spin_unlock_irqrestore(&lu->lock, flags);
}

void scst_attn_set(struct scst_itl *itl, unsigned long bits, bool on)
{
	unsigned long old = READ_ONCE(itl->attn);
	unsigned long new;

	do {
		new = on ? old | bits : old & ~bits;
	} while (!try_cmpxchg(&itl->attn, &old, new));
}

void scst_attn_update(struct scst_lu *lu)
{
	bool read_only = lu->read_only || lu->mode.swp;
	struct t10_resv resv = scst_pr_view(lu);
	struct scst_itl *itl;

	lockdep_assert_held(&lu->lock);
	list_for_each_entry(itl, &lu->itls, lu_entry) {
		scst_attn_set(itl, SCST_ATTN_READ_ONLY, read_only || itl->read_only);
		scst_attn_set(itl, SCST_ATTN_NOT_READY, lu->stopped);
		scst_attn_set(itl, SCST_ATTN_ACCESS,
			      READ_ONCE(itl->nexus->target->access) > T10_ALUA_NONOPTIMIZED);
		scst_attn_set(itl, SCST_ATTN_RESERVED,
			      t10_resv_attention(&resv, &itl->nexus->id));
	}
}

/* What @op ends with on account of pending conditions; takes out what is reported. */
t10_sense_t scst_ua_check(struct scst_itl *itl, const struct t10_op *op)
{
	unsigned long old = READ_ONCE(itl->attn);
	t10_sense_t reason;
	unsigned long left;

	do {
		if (!(old & SCST_ATTN_UA_MASK))
			return T10_OK;
		reason = t10_ua_report(old & SCST_ATTN_UA_MASK, op, &left);
	} while (!try_cmpxchg(&itl->attn, &old, (old & ~SCST_ATTN_UA_MASK) | left));
	return reason;
}

t10_sense_t scst_ua_take(struct scst_itl *itl)
{
	unsigned long old = READ_ONCE(itl->attn);
	t10_sense_t reason;
	unsigned long left;

	do {
		reason = t10_ua_take(old & SCST_ATTN_UA_MASK, &left);
	} while (!try_cmpxchg(&itl->attn, &old, (old & ~SCST_ATTN_UA_MASK) | left));
	return reason;
}
