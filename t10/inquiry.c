// SPDX-License-Identifier: GPL-2.0-only
/*
 * INQUIRY and its standard data: SPC-4 6.6.
 */
#include "t10/inquiry.h"

#define STANDARD_LEN	96

#define VERSION_SPC4	0x06
#define RESPONSE_FORMAT	0x02	/* NORMACA and HISUP 0: no ACA, LUNs of one level only */
#define CMDQUE		0x02
#define TPGS		0x30	/* access states change by command and by themselves */

/* Version descriptors, SPC-4 annex E: "no version claimed". */
#define CLAIM_SAM5	0x00a0
#define CLAIM_SPC4	0x0460
#define CLAIM_SBC3	0x04c0

static void put_versions(struct t10_out *o, u8 type)
{
	t10_out_be16(o, CLAIM_SAM5);
	t10_out_be16(o, CLAIM_SPC4);
	if (type == T10_TYPE_DISK)
		t10_out_be16(o, CLAIM_SBC3);
}

static void standard(struct t10_out *o, const struct t10_identity *id)
{
	t10_out_u8(o, id->type);
	t10_out_u8(o, id->removable ? 0x80 : 0);
	t10_out_u8(o, VERSION_SPC4);
	t10_out_u8(o, RESPONSE_FORMAT);
	t10_out_u8(o, STANDARD_LEN - 5);
	t10_out_u8(o, id->type == T10_TYPE_NONE ? 0 : TPGS);
	t10_out_u8(o, 0);
	t10_out_u8(o, CMDQUE);
	t10_out_ascii(o, id->vendor, T10_VENDOR_LEN);
	t10_out_ascii(o, id->product, T10_PRODUCT_LEN);
	t10_out_ascii(o, id->revision, T10_REVISION_LEN);
	t10_out_zero(o, 22);
	put_versions(o, id->type);
	t10_out_zero(o, STANDARD_LEN - o->len);
}

t10_sense_t t10_inquiry(struct t10_out *o, const u8 *cdb,
			const struct t10_inquiry_ctx *ctx,
			struct t10_sense_info *info)
{
	static const struct t10_identity nobody = { .type = T10_TYPE_NONE };
	bool evpd = cdb[1] & 0x01;
	u8 page = cdb[2];

	if (evpd)
		return t10_vpd(o, page, ctx) ? T10_OK : t10_bad_cdb(info, 2, 7);
	if (page)
		return t10_bad_cdb(info, 2, 7);
	standard(o, ctx->id ? ctx->id : &nobody);
	return T10_OK;
}
