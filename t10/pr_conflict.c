// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which commands a reservation of another nexus lets through: SPC-2 table 9,
 * the tables of SBC.
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

t10_sense_t t10_pr_conflict(const struct t10_pr *pr, u32 nexus,
			    const struct t10_op *op, const u8 *cdb)
{
	if (!t10_pr_attention(pr, nexus))
		return T10_OK;
	if (op->flags & T10_F_RES_PASS || cdb_passes(op, cdb))
		return T10_OK;
	return T10_S_RESERVATION_CONFLICT;
}
