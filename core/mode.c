// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mode parameters: t10/mode.c decides, this keeps them.
 */
#include "core.h"

/* A consistent copy of what MODE SENSE and MODE SELECT look at. */
struct scst_mode_copy {
	struct t10_mode cur;
	struct t10_geometry geo;
	struct t10_mode_ctx ctx;
};

static void scst_mode_copy(struct scst_cmd *cmd, struct scst_mode_copy *copy)
{
	struct scst_lu *lu = cmd->lu;
	unsigned long flags;

	spin_lock_irqsave(&lu->lock, flags);
	copy->cur = lu->mode;
	copy->geo = lu->geo;
	spin_unlock_irqrestore(&lu->lock, flags);
	copy->ctx = (struct t10_mode_ctx) {
		.type = lu->id.type,
		.cur = &copy->cur,
		.def = &lu->mode_def,
		.geo = copy->geo.block_shift ? &copy->geo : NULL,
		.write_protected = lu->read_only || cmd->itl->read_only,
		.wce_changeable = lu->wce_changeable,
	};
}

void scst_mode_sense(struct scst_cmd *cmd)
{
	struct page *page = scst_lu_page(cmd->lu);
	struct scst_mode_copy copy;
	struct t10_out out;

	scst_mode_copy(cmd, &copy);
	t10_out_init(&out, page_address(page), min_t(u32, cmd->c.len, PAGE_SIZE));
	scst_cmd_fail(cmd, t10_mode_sense(&out, &cmd->c, cmd->cdb, &copy.ctx, &cmd->info));
	if (cmd->reason == T10_OK)
		scst_cmd_put_data(cmd, 0, out.buf, t10_out_stored(&out));
	scst_lu_page_free(cmd->lu, page);
}

/* SPC-4 6.11: the nexuses other than @by are told if the parameters changed. */
static void scst_mode_store(struct scst_lu *lu, const struct t10_mode *new,
			    const struct scst_itl *by)
{
	bool changed = t10_mode_differs(&lu->mode, new);
	struct scst_itl *itl;

	lockdep_assert_held(&lu->lock);
	lu->mode = *new;
	scst_attn_update(lu);
	if (!changed || !by)
		return;
	list_for_each_entry(itl, &lu->itls, lu_entry)
		if (itl != by)
			scst_ua_post(itl, T10_UA_MODE_CHANGED);
}

/*
 * Stores @new if the parameters are still @old (NULL: in any case).  @switched:
 * WCE was, and the handler must hear of it.
 */
static bool scst_mode_set(struct scst_lu *lu, const struct t10_mode *old,
			  const struct t10_mode *new, const struct scst_itl *by, bool *switched)
{
	unsigned long flags;

	spin_lock_irqsave(&lu->lock, flags);
	if (old && t10_mode_differs(&lu->mode, old)) {
		spin_unlock_irqrestore(&lu->lock, flags);
		return false;
	}
	*switched = lu->mode.wce != new->wce && lu->ops->mode_changed;
	scst_mode_store(lu, new, by);
	spin_unlock_irqrestore(&lu->lock, flags);
	return true;
}

/* Decides on a copy; false where the parameters changed before the outcome was stored. */
static bool scst_mode_try_select(struct scst_cmd *cmd, const u8 *list, u32 len, bool *switched)
{
	struct scst_mode_copy copy;
	struct t10_mode new;
	t10_sense_t reason;

	*switched = false;
	scst_mode_copy(cmd, &copy);
	reason = t10_mode_select(&new, &cmd->c, cmd->cdb, &copy.ctx, list, len, &cmd->info);
	scst_cmd_fail(cmd, reason);
	return reason != T10_OK || scst_mode_set(cmd->lu, &copy.cur, &new, cmd->itl, switched);
}

/*
 * The handler acts on the new WCE once it is stored, so that no write which still
 * counts on the cache comes after its flush.  Where the flush fails, the cache
 * holds what only another flush can save: WCE is one again.
 */
static void scst_mode_switched(struct scst_cmd *cmd)
{
	struct scst_lu *lu = cmd->lu;
	struct t10_mode mode;
	unsigned long flags;
	int err;

	err = lu->ops->mode_changed(lu);
	if (!err)
		return;
	scst_cmd_fail(cmd, scst_sense_of_errno(err, true));
	spin_lock_irqsave(&lu->lock, flags);
	mode = lu->mode;
	mode.wce = true;
	scst_mode_store(lu, &mode, cmd->itl);
	spin_unlock_irqrestore(&lu->lock, flags);
}

void scst_mode_select(struct scst_cmd *cmd)
{
	struct page *page = scst_lu_page(cmd->lu);
	bool switched;
	u32 len;

	len = scst_cmd_get_data(cmd, page_address(page), min_t(u32, cmd->c.len, PAGE_SIZE));
	while (!scst_mode_try_select(cmd, page_address(page), len, &switched))
		;
	scst_lu_page_free(cmd->lu, page);
	if (switched)
		scst_mode_switched(cmd);
}

/* Nobody waits for the outcome: the handler remembers it. */
void scst_mode_work(struct work_struct *work)
{
	struct scst_lu *lu = container_of(work, struct scst_lu, mode_work);
	unsigned int flags = scst_worker_enter();

	lu->ops->mode_changed(lu);
	scst_worker_leave(flags);
}

/*
 * A logical unit reset: back to what it was made with.  The handler may flush
 * on that account, for which a reset does not wait.  The caller counts as a
 * command of the unit, so its workqueue is there.
 */
void scst_mode_reset(struct scst_lu *lu)
{
	bool switched;

	scst_mode_set(lu, NULL, &lu->mode_def, NULL, &switched);
	if (switched)
		queue_work(lu->wq, &lu->mode_work);
}
