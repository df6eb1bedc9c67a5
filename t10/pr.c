// SPDX-License-Identifier: GPL-2.0-only
/*
 * RESERVE(6/10) and RELEASE(6/10): SPC-2 5.5.1, 7.17 to 7.22.
 *
 * Third-party and extent reservations are refused bit by bit before this is
 * reached: the rows of these commands allow none of their fields.
 */
#include "t10/pr.h"

static void hold(const struct t10_pr *pr, u32 holder, struct t10_pr *new,
		 struct t10_pr_effects *fx)
{
	new->holder = holder;
	fx->changed = holder != pr->holder;
}

t10_sense_t t10_pr_reserve(const struct t10_pr *pr, u32 nexus, const u8 *cdb,
			   struct t10_pr *new, struct t10_pr_effects *fx,
			   struct t10_sense_info *info)
{
	bool taken = t10_pr_attention(pr, nexus);

	hold(pr, taken ? pr->holder : nexus, new, fx);
	return taken ? T10_S_RESERVATION_CONFLICT : T10_OK;
}

t10_sense_t t10_pr_release(const struct t10_pr *pr, u32 nexus, const u8 *cdb,
			   struct t10_pr *new, struct t10_pr_effects *fx,
			   struct t10_sense_info *info)
{
	hold(pr, pr->holder == nexus ? 0 : pr->holder, new, fx);
	return T10_OK;
}

void t10_pr_clear_nexus(const struct t10_pr *pr, u32 nexus,
			struct t10_pr *new, struct t10_pr_effects *fx)
{
	hold(pr, nexus && pr->holder != nexus ? pr->holder : 0, new, fx);
}

bool t10_pr_attention(const struct t10_pr *pr, u32 nexus)
{
	return pr->holder && pr->holder != nexus;
}
