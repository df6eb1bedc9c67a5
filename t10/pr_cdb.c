// SPDX-License-Identifier: GPL-2.0-only
/*
 * PERSISTENT RESERVE IN and OUT as bytes: SPC-4 6.15, 6.16; TransportIDs 7.6.4.
 */
#include "t10/pr.h"

/* The list of all service actions but REGISTER AND MOVE, and of that one without its ID. */
#define LIST_LEN	24
/* TRANSPORTID PARAMETER DATA LENGTH of SPEC_I_PT is where that list ends. */
#define NAMED_AT	(LIST_LEN + 4)

#define SPEC_I_PT	0x08
#define ALL_TG_PT	0x04
#define APTPL		0x01
#define MOVE_UNREG	0x02

/* TransportID: format code 00b, protocol identifier of SAS. */
#define ID_SAS		0x06
#define ID_FORMAT	0xcf
#define AT_SAS_ADDRESS	4

/* REPORT CAPABILITIES */
#define CRH		0x10
#define SIP_C		0x08
#define ATP_C		0x04
#define PTPL_C		0x01
#define TMV		0x80
#define PTPL_A		0x01
/* A bit for each type, least significant byte first: all six of them. */
#define TYPE_MASK	0xea01

#define R_HOLDER	0x01

u64 t10_pr_id(const u8 *id)
{
	return get_unaligned_be64(id + AT_SAS_ADDRESS);
}

/* @bytes of TransportIDs at @at, which are all there. */
static t10_sense_t parse_ids(struct t10_pr_out *out, const u8 *list, u32 at, u32 bytes,
			     struct t10_sense_info *info)
{
	u32 i;

	out->ids = list + at;
	out->ids_at = at;
	out->nr_ids = bytes / T10_PR_ID_LEN;
	for (i = 0; i < out->nr_ids; i++)
		if ((list[at + i * T10_PR_ID_LEN] & ID_FORMAT) != ID_SAS)
			return t10_bad_param(info, at + i * T10_PR_ID_LEN, T10_NO_BIT);
	if (bytes % T10_PR_ID_LEN)
		return t10_bad_param(info, at - 4, T10_NO_BIT);
	return T10_OK;
}

static t10_sense_t parse_move(struct t10_pr_out *out, const u8 *list, u32 len,
			      struct t10_sense_info *info)
{
	u32 bytes = get_unaligned_be32(list + 20);

	out->unreg = list[17] & MOVE_UNREG;
	out->aptpl = list[17] & APTPL;
	out->port = get_unaligned_be16(list + 18);
	if (bytes != len - LIST_LEN)
		return T10_S_PARAM_LIST_LENGTH;
	if (bytes != T10_PR_ID_LEN)
		return t10_bad_param(info, 20, T10_NO_BIT);
	return parse_ids(out, list, LIST_LEN, bytes, info);
}

t10_sense_t t10_pr_out_parse(struct t10_pr_out *out, const u8 *cdb, const u8 *list, u32 len,
			     struct t10_sense_info *info)
{
	*out = (struct t10_pr_out){
		.action = cdb[1] & 0x1f, .scope = cdb[2] >> 4, .type = cdb[2] & 0x0f,
	};
	if (len < LIST_LEN)
		return T10_S_PARAM_LIST_LENGTH;
	out->key = get_unaligned_be64(list);
	out->sa_key = get_unaligned_be64(list + 8);
	if (out->action == T10_PR_REGISTER_MOVE)
		return parse_move(out, list, len, info);
	if (out->action == T10_PR_REGISTER || out->action == T10_PR_REGISTER_IGNORE) {
		out->spec_i_pt = list[20] & SPEC_I_PT;
		out->all_tg_pt = list[20] & ALL_TG_PT;
		out->aptpl = list[20] & APTPL;
	}
	if (!out->spec_i_pt)
		return len == LIST_LEN ? T10_OK : T10_S_PARAM_LIST_LENGTH;
	if (len < NAMED_AT || get_unaligned_be32(list + LIST_LEN) != len - NAMED_AT)
		return T10_S_PARAM_LIST_LENGTH;
	return parse_ids(out, list, NAMED_AT, len - NAMED_AT, info);
}

static void read_keys(struct t10_out *o, const struct t10_pr *pr)
{
	unsigned int i;

	t10_out_be32(o, pr->generation);
	t10_out_be32(o, pr->count * 8u);
	for (i = 0; i < pr->count; i++)
		t10_out_be64(o, pr->regs[i].key);
}

/* SPC-4 6.15.3.2: a reservation of all registrants has no key. */
static void read_reservation(struct t10_out *o, const struct t10_pr *pr)
{
	t10_out_be32(o, pr->generation);
	t10_out_be32(o, pr->type ? 16 : 0);
	if (!pr->type)
		return;
	t10_out_be64(o, t10_pr_all_registrants(pr->type) ? 0 : pr->regs[pr->holder].key);
	t10_out_zero(o, 5);
	t10_out_u8(o, pr->type);
	t10_out_zero(o, 2);
}

static void report_capabilities(struct t10_out *o, const struct t10_pr *pr, bool can_persist)
{
	t10_out_be16(o, 8);
	t10_out_u8(o, CRH | SIP_C | ATP_C | (can_persist ? PTPL_C : 0));
	t10_out_u8(o, TMV | (pr->aptpl ? PTPL_A : 0));
	t10_out_be16(o, TYPE_MASK);
	t10_out_zero(o, 2);
}

static void put_id(struct t10_out *o, u64 initiator)
{
	t10_out_u8(o, ID_SAS);
	t10_out_zero(o, 3);
	t10_out_be64(o, initiator);
	t10_out_zero(o, 12);
}

/* As the port is numbered now, if it is there. */
static u16 port_now(const struct t10_pr_ctx *ctx, const struct t10_it *it)
{
	unsigned int p;

	for (p = 0; p < ctx->nr_ports; p++)
		if (ctx->ports[p].target == it->target)
			return ctx->ports[p].port;
	return it->port;
}

static void put_full_status(struct t10_out *o, const struct t10_pr *pr, unsigned int i,
			    const struct t10_pr_ctx *ctx)
{
	const struct t10_pr_reg *reg = &pr->regs[i];
	bool holds = pr->type && (t10_pr_all_registrants(pr->type) || pr->holder == i);

	t10_out_be64(o, reg->key);
	t10_out_zero(o, 4);
	t10_out_u8(o, holds ? R_HOLDER : 0);
	t10_out_u8(o, holds ? pr->type : 0);
	t10_out_zero(o, 4);
	t10_out_be16(o, port_now(ctx, &reg->it));
	t10_out_be32(o, T10_PR_ID_LEN);
	put_id(o, reg->it.initiator);
}

static void read_full_status(struct t10_out *o, const struct t10_pr *pr,
			     const struct t10_pr_ctx *ctx)
{
	unsigned int i;

	t10_out_be32(o, pr->generation);
	t10_out_be32(o, pr->count * (24u + T10_PR_ID_LEN));
	for (i = 0; i < pr->count; i++)
		put_full_status(o, pr, i, ctx);
}

void t10_pr_in(struct t10_out *o, u8 action, const struct t10_pr *pr,
	       const struct t10_pr_ctx *ctx)
{
	switch (action) {
	case T10_PR_READ_KEYS:
		read_keys(o, pr);
		break;
	case T10_PR_READ_RESERVATION:
		read_reservation(o, pr);
		break;
	case T10_PR_REPORT_CAPABILITIES:
		report_capabilities(o, pr, ctx->can_persist);
		break;
	default:
		read_full_status(o, pr, ctx);
		break;
	}
}
