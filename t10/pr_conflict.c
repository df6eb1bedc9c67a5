// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which commands a reservation of another nexus lets through: SPC-2 table 9,
 * SPC-4 tables 65 to 67, the tables of SBC.  What kind a command is, its row says:
 * T10_F_RES_PASS for SPC-2; T10_F_PR_PASS, T10_F_PR_READ or neither for the
 * persistent ones.
 */
#include "t10/pr.h"

/* Commands whose CDB decides: to allow removal and to start take nothing from the holder. */
static bool cdb_passes(const struct t10_op *op, const u8 *cdb)
{
	switch (op->id) {
	case T10_PREVENT_ALLOW:
		return !(cdb[4] & 0x03);
	case T10_START_STOP:
		/* START=1, POWER CONDITION 0 */
		return (cdb[4] & 0xf1) == 0x01;
	default:
		return false;
	}
}

static bool registrants_may(u8 type)
{
	return type == T10_PR_WE_RO || type == T10_PR_EA_RO || t10_pr_all_registrants(type);
}

static bool writes_only(u8 type)
{
	return type == T10_PR_WE || type == T10_PR_WE_RO || type == T10_PR_WE_AR;
}

/* Holder, or as good as one. */
static bool pr_allows_all(const struct t10_pr *pr, const struct t10_it *it)
{
	int i;

	if (!pr->type)
		return true;
	i = t10_pr_find(pr, it);
	return i >= 0 && (registrants_may(pr->type) || i == pr->holder);
}

static bool held_by_another(const struct t10_resv *resv, const struct t10_nexus *nexus)
{
	return resv->holder && resv->holder != nexus->id;
}

bool t10_resv_attention(const struct t10_resv *resv, const struct t10_nexus *nexus)
{
	return held_by_another(resv, nexus) || !pr_allows_all(resv->pr, &nexus->it);
}

static bool pr_passes(u8 type, const struct t10_op *op)
{
	return op->flags & T10_F_PR_PASS || (op->flags & T10_F_PR_READ && writes_only(type));
}

t10_sense_t t10_resv_conflict(const struct t10_resv *resv, const struct t10_nexus *nexus,
			      const struct t10_op *op, const u8 *cdb)
{
	bool passes = cdb_passes(op, cdb);

	if (held_by_another(resv, nexus) && !(op->flags & T10_F_RES_PASS) && !passes)
		return T10_S_RESERVATION_CONFLICT;
	if (pr_allows_all(resv->pr, &nexus->it) || passes || pr_passes(resv->pr->type, op))
		return T10_OK;
	return T10_S_RESERVATION_CONFLICT;
}

t10_sense_t t10_resv_reserve(const struct t10_resv *resv, const struct t10_nexus *nexus,
			     u32 *holder)
{
	*holder = resv->holder;
	if (held_by_another(resv, nexus))
		return T10_S_RESERVATION_CONFLICT;
	if (resv->pr->count) {
		if (resv->pr->type && pr_allows_all(resv->pr, &nexus->it))
			return T10_OK;
		return T10_S_RESERVATION_CONFLICT;
	}
	*holder = nexus->id;
	return T10_OK;
}

t10_sense_t t10_resv_release(const struct t10_resv *resv, const struct t10_nexus *nexus,
			     u32 *holder)
{
	*holder = resv->holder == nexus->id ? 0 : resv->holder;
	if (!resv->pr->count || (resv->pr->type && pr_allows_all(resv->pr, &nexus->it)))
		return T10_OK;
	return T10_S_RESERVATION_CONFLICT;
}

u32 t10_resv_after_loss(u32 holder, u32 nexus)
{
	return nexus && holder != nexus ? holder : 0;
}
