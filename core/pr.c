// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reservations: t10/pr.c decides, this does.
 */
#include "core.h"

typedef t10_sense_t (*scst_pr_fn)(const struct t10_pr *pr, u32 nexus, const u8 *cdb,
				  struct t10_pr *new, struct t10_pr_effects *fx,
				  struct t10_sense_info *info);

static void scst_pr_apply(struct scst_lu *lu, const struct t10_pr *new,
			  const struct t10_pr_effects *fx)
{
	lockdep_assert_held(&lu->lock);
	if (!fx->changed)
		return;
	lu->pr = *new;
	scst_attn_update(lu);
}

static void scst_pr_execute(struct scst_cmd *cmd, scst_pr_fn decide)
{
	struct t10_pr_effects fx = {};
	struct scst_lu *lu = cmd->lu;
	unsigned long flags;
	struct t10_pr new;
	t10_sense_t reason;

	spin_lock_irqsave(&lu->lock, flags);
	reason = decide(&lu->pr, cmd->nexus->id, cmd->cdb, &new, &fx, &cmd->info);
	if (reason == T10_OK)
		scst_pr_apply(lu, &new, &fx);
	spin_unlock_irqrestore(&lu->lock, flags);
	scst_cmd_fail(cmd, reason);
}

void scst_reserve(struct scst_cmd *cmd)
{
	scst_pr_execute(cmd, t10_pr_reserve);
}

void scst_release(struct scst_cmd *cmd)
{
	scst_pr_execute(cmd, t10_pr_release);
}

void scst_pr_clear(struct scst_lu *lu, u32 nexus)
{
	struct t10_pr_effects fx = {};
	unsigned long flags;
	struct t10_pr new;

	spin_lock_irqsave(&lu->lock, flags);
	t10_pr_clear_nexus(&lu->pr, nexus, &new, &fx);
	scst_pr_apply(lu, &new, &fx);
	spin_unlock_irqrestore(&lu->lock, flags);
}
