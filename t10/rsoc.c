// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this unit can do, read off the rows: SPC-4 6.34, 6.35.
 */
#include "t10/rsoc.h"
#include "t10/tmf.h"

#define RCTD		0x80
#define REPD		0x80

#define OPTION_ALL	0
#define OPTION_OPCODE	1	/* an operation code without service actions */
#define OPTION_SA	2	/* one with */
#define OPTION_EITHER	3

#define SUPPORT_NONE	0x01
#define SUPPORT_FULL	0x03

/* NOMINAL and RECOMMENDED COMMAND TIMEOUT 0: none is claimed. */
static void put_timeouts(struct t10_out *o)
{
	t10_out_be16(o, 10);
	t10_out_zero(o, 10);
}

static void put_descriptor(struct t10_out *o, const struct t10_op *op, bool rctd)
{
	bool servactv = op->sa != T10_NO_SA;

	t10_out_u8(o, op->opcode);
	t10_out_u8(o, 0);
	t10_out_be16(o, servactv ? op->sa : 0);
	t10_out_u8(o, 0);
	t10_out_u8(o, (rctd ? 0x02 : 0) | (servactv ? 0x01 : 0));
	t10_out_be16(o, op->len);
	if (rctd)
		put_timeouts(o);
}

static void put_all(struct t10_out *o, u8 type, u32 lacks, bool rctd)
{
	const struct t10_op *op = NULL;

	t10_out_be32(o, 0);
	while ((op = t10_op_next(type, op)))
		if (!(op->flags & lacks))
			put_descriptor(o, op, rctd);
	t10_out_patch32(o, 0, o->len - 4);
}

static void put_one(struct t10_out *o, const struct t10_op *op, bool rctd)
{
	t10_out_u8(o, 0);
	if (!op) {
		t10_out_u8(o, SUPPORT_NONE);
		t10_out_be16(o, 0);
		return;
	}
	t10_out_u8(o, (rctd ? 0x80 : 0) | SUPPORT_FULL);
	t10_out_be16(o, op->len);
	t10_out_mem(o, op->mask, op->len);
	if (rctd)
		put_timeouts(o);
}

/* The row asked for; @any gets one with that operation code, whatever its service action. */
static const struct t10_op *look_up(u8 type, u32 lacks, u8 opcode, u16 sa,
				    const struct t10_op **any)
{
	const struct t10_op *op = NULL;

	*any = NULL;
	while ((op = t10_op_next(type, op))) {
		if (op->opcode != opcode || op->flags & lacks)
			continue;
		*any = op;
		if (op->sa == sa)
			return op;
	}
	return NULL;
}

static t10_sense_t report_one(struct t10_out *o, const u8 *cdb, u8 type, u32 lacks,
			      struct t10_sense_info *info)
{
	u8 option = cdb[2] & 0x07;
	u16 sa = get_unaligned_be16(cdb + 4);
	const struct t10_op *op, *any;

	op = look_up(type, lacks, cdb[3], sa, &any);
	if (any && any->sa == T10_NO_SA) {
		if (option == OPTION_SA)
			return t10_bad_cdb(info, 2, 2);
		/* Only option 1 ignores the requested service action. */
		op = option == OPTION_OPCODE || !sa ? any : NULL;
	} else if (any && option == OPTION_OPCODE) {
		return t10_bad_cdb(info, 2, 2);
	}
	put_one(o, op, cdb[2] & RCTD);
	return T10_OK;
}

t10_sense_t t10_report_opcodes(struct t10_out *o, const u8 *cdb, u8 type, u32 lacks,
			       struct t10_sense_info *info)
{
	u8 option = cdb[2] & 0x07;

	if (option > OPTION_EITHER)
		return t10_bad_cdb(info, 2, 2);
	if (option != OPTION_ALL)
		return report_one(o, cdb, type, lacks, info);
	put_all(o, type, lacks, cdb[2] & RCTD);
	return T10_OK;
}

void t10_report_tmfs(struct t10_out *o, const u8 *cdb)
{
	bool repd = cdb[2] & REPD;
	u16 reported = 0;
	unsigned int i;

	for (i = 0; i < T10_TMF_COUNT; i++)
		reported |= t10_tmf_rules[i].reported;
	t10_out_be16(o, reported);
	t10_out_u8(o, 0);
	t10_out_u8(o, repd ? 12 : 0);
	/* TMFTMOV 0: no timeouts are claimed. */
	if (repd)
		t10_out_zero(o, 12);
}
