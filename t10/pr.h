/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reservations.  So far those of SPC-2 (RESERVE, RELEASE): 5.5.1.
 */
#ifndef T10_PR_H
#define T10_PR_H

#include "t10/op.h"

/**
 * struct t10_pr - the reservation state of a logical unit
 * @holder: identifier of the I_T nexus that holds RESERVE(6/10), 0: none
 */
struct t10_pr {
	u32 holder;
};

/**
 * struct t10_pr_effects - what core shall do once the new state stands
 * @changed: the state is to be replaced and attention words recomputed
 */
struct t10_pr_effects {
	bool changed;
};

/* RESERVE(6/10): RESERVATION CONFLICT where another nexus holds it; again by the holder: GOOD. */
t10_sense_t t10_pr_reserve(const struct t10_pr *pr, u32 nexus, const u8 *cdb,
			   struct t10_pr *new, struct t10_pr_effects *fx,
			   struct t10_sense_info *info);
/* RELEASE(6/10): GOOD without effect from a nexus that holds nothing (SPC-2 7.18). */
t10_sense_t t10_pr_release(const struct t10_pr *pr, u32 nexus, const u8 *cdb,
			   struct t10_pr *new, struct t10_pr_effects *fx,
			   struct t10_sense_info *info);
/* Loss of @nexus or (nexus 0) a logical unit reset: what is left. */
void t10_pr_clear_nexus(const struct t10_pr *pr, u32 nexus,
			struct t10_pr *new, struct t10_pr_effects *fx);

/* Whether @nexus must be checked command by command: another nexus holds something. */
bool t10_pr_attention(const struct t10_pr *pr, u32 nexus);

/*
 * SPC-2 table 9: may @op from @nexus go on?  T10_OK or RESERVATION CONFLICT.
 * @cdb must be readable as far as @op->len says.  pr_conflict.c
 */
t10_sense_t t10_pr_conflict(const struct t10_pr *pr, u32 nexus,
			    const struct t10_op *op, const u8 *cdb);

#endif
