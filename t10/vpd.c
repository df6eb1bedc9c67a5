// SPDX-License-Identifier: GPL-2.0-only
/*
 * Vital product data pages: SPC-4 7.8, SBC-3 6.6.
 */
#include "t10/inquiry.h"
#include "t10/unmap.h"

/* Designation descriptors: SPC-4 7.8.6. */
#define CODE_BINARY	0x01
#define CODE_ASCII	0x02
#define CODE_UTF8	0x03
#define ASSOC_LU	0x00
#define ASSOC_PORT	0x10
#define DESIG_T10	0x01
#define DESIG_NAA	0x03
#define DESIG_REL_PORT	0x04
#define DESIG_GROUP	0x05
#define DESIG_NAME	0x08

/* MAXIMUM UNMAP LBA COUNT: no limit of ours. */
#define UNMAP_MAX_LBAS	0xffffffffu
#define UGAVALID	0x80000000u

#define LBPU		0x80
#define LBPWS		0x40
#define LBPWS10		0x20
#define LBPRZ		0x04

#define PROVISIONING_FULL	0x00
#define PROVISIONING_THIN	0x02

static void put_header(struct t10_out *o, u8 page, const struct t10_inquiry_ctx *ctx)
{
	t10_out_u8(o, ctx->id ? ctx->id->type : T10_TYPE_NONE);
	t10_out_u8(o, page);
	t10_out_be16(o, 0);
}

/* Starts a descriptor; returns where its length goes. */
static u32 desig_begin(struct t10_out *o, u8 code_set, u8 assoc_type)
{
	t10_out_u8(o, code_set);
	t10_out_u8(o, assoc_type);
	t10_out_zero(o, 2);
	return o->len - 1;
}

static void desig_end(struct t10_out *o, u32 len_at)
{
	t10_out_patch8(o, len_at, o->len - len_at - 1);
}

static void desig_mem(struct t10_out *o, u8 code_set, u8 assoc_type, const void *p, u32 len)
{
	u32 at = desig_begin(o, code_set, assoc_type);

	t10_out_mem(o, p, len);
	desig_end(o, at);
}

/* Relative target port identifier or target port group: two reserved bytes, then the number. */
static void desig_number(struct t10_out *o, u8 type, u16 number)
{
	u32 at = desig_begin(o, CODE_BINARY, ASSOC_PORT | type);

	t10_out_zero(o, 2);
	t10_out_be16(o, number);
	desig_end(o, at);
}

/* SCSI name string: with its NUL, padded to a multiple of four (SPC-4 7.8.6.11). */
static void desig_name(struct t10_out *o, const char *name)
{
	u32 at = desig_begin(o, CODE_UTF8, ASSOC_PORT | DESIG_NAME);
	u32 len = strlen(name);

	t10_out_mem(o, name, len);
	t10_out_zero(o, 4 - len % 4);
	desig_end(o, at);
}

/* The form SPC-4 7.8.6.4 recommends: vendor, product, serial number. */
static void desig_t10(struct t10_out *o, const struct t10_identity *id)
{
	u32 at = desig_begin(o, CODE_ASCII, ASSOC_LU | DESIG_T10);

	t10_out_ascii(o, id->vendor, T10_VENDOR_LEN);
	t10_out_ascii(o, id->product, T10_PRODUCT_LEN);
	t10_out_mem(o, id->serial, strlen(id->serial));
	desig_end(o, at);
}

static void desig_port(struct t10_out *o, const struct t10_port *port)
{
	static const u8 none[sizeof(port->naa)];

	if (port->relative_id)
		desig_number(o, DESIG_REL_PORT, port->relative_id);
	desig_number(o, DESIG_GROUP, port->group);
	if (memcmp(port->naa, none, sizeof(none)))
		desig_mem(o, CODE_BINARY, ASSOC_PORT | DESIG_NAA, port->naa, sizeof(port->naa));
	if (port->name[0])
		desig_name(o, port->name);
}

static void vpd_serial(struct t10_out *o, const struct t10_inquiry_ctx *ctx)
{
	t10_out_mem(o, ctx->id->serial, strlen(ctx->id->serial));
}

static void vpd_identification(struct t10_out *o, const struct t10_inquiry_ctx *ctx)
{
	const struct t10_identity *id = ctx->id;

	desig_t10(o, id);
	if (id->naa_len)
		desig_mem(o, CODE_BINARY, ASSOC_LU | DESIG_NAA, id->naa, id->naa_len);
	if (ctx->port)
		desig_port(o, ctx->port);
}

/* What UNMAP is told of itself: all zero on a unit that has no UNMAP. */
static void put_unmap_limits(struct t10_out *o, const struct t10_geometry *g)
{
	t10_out_be32(o, g->thin ? UNMAP_MAX_LBAS : 0);
	t10_out_be32(o, g->thin ? T10_UNMAP_MAX_DESCS : 0);
	t10_out_be32(o, g->thin ? g->unmap_granularity : 0);
	t10_out_be32(o, g->thin && g->unmap_granularity ? UGAVALID | g->unmap_alignment : 0);
}

/* Atomic writes end where the atomic boundary is not asked for: no field of that but 0. */
static void put_atomic_limits(struct t10_out *o, const struct t10_geometry *g)
{
	t10_out_be32(o, g->max_atomic);
	t10_out_be32(o, g->max_atomic ? g->atomic_granularity : 0);
	t10_out_be32(o, g->max_atomic ? g->atomic_granularity : 0);
	t10_out_zero(o, 8);
}

/* WSNZ 0, and no limit for WRITE SAME: no blocks means all that follow. */
static void vpd_block_limits(struct t10_out *o, const struct t10_inquiry_ctx *ctx)
{
	const struct t10_geometry *g = ctx->geo;

	t10_out_u8(o, 0);
	t10_out_u8(o, g->max_caw);
	t10_out_be16(o, g->opt_granularity);
	t10_out_be32(o, g->max_blocks);
	t10_out_be32(o, g->opt_blocks);
	t10_out_be32(o, 0);
	put_unmap_limits(o, g);
	t10_out_be64(o, 0);
	put_atomic_limits(o, g);
}

static void vpd_characteristics(struct t10_out *o, const struct t10_inquiry_ctx *ctx)
{
	t10_out_be16(o, ctx->geo->rotation);
	t10_out_zero(o, 58);
}

/* ANC_SUP 0: what is below can't tell blocks that are anchored from those that are not. */
static void vpd_provisioning(struct t10_out *o, const struct t10_inquiry_ctx *ctx)
{
	const struct t10_geometry *g = ctx->geo;

	t10_out_u8(o, g->thin ? g->threshold_exp : 0);
	t10_out_u8(o, g->thin ? LBPU | LBPWS | LBPWS10 | (g->zero_unmapped ? LBPRZ : 0) : 0);
	t10_out_u8(o, g->thin ? PROVISIONING_THIN : PROVISIONING_FULL);
	t10_out_u8(o, 0);
}

static bool always(const struct t10_inquiry_ctx *ctx)
{
	return true;
}

static bool has_lu(const struct t10_inquiry_ctx *ctx)
{
	return ctx->id;
}

static bool has_serial(const struct t10_inquiry_ctx *ctx)
{
	return ctx->id && ctx->id->serial[0];
}

static bool is_disk(const struct t10_inquiry_ctx *ctx)
{
	return ctx->id && ctx->id->type == T10_TYPE_DISK && ctx->geo;
}

static void vpd_supported(struct t10_out *o, const struct t10_inquiry_ctx *ctx);

/* One row per page, in ascending order as page 00h lists them. */
static const struct vpd_page {
	u8 code;
	bool (*present)(const struct t10_inquiry_ctx *ctx);
	void (*put)(struct t10_out *o, const struct t10_inquiry_ctx *ctx);
} pages[] = {
	{ 0x00, always, vpd_supported },
	{ 0x80, has_serial, vpd_serial },
	{ 0x83, has_lu, vpd_identification },
	{ 0xb0, is_disk, vpd_block_limits },
	{ 0xb1, is_disk, vpd_characteristics },
	{ 0xb2, is_disk, vpd_provisioning },
};

static void vpd_supported(struct t10_out *o, const struct t10_inquiry_ctx *ctx)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++)
		if (pages[i].present(ctx))
			t10_out_u8(o, pages[i].code);
}

bool t10_vpd(struct t10_out *o, u8 page, const struct t10_inquiry_ctx *ctx)
{
	const struct vpd_page *p = pages;

	while (p < pages + ARRAY_SIZE(pages) && p->code != page)
		p++;
	if (p == pages + ARRAY_SIZE(pages) || !p->present(ctx))
		return false;
	put_header(o, page, ctx);
	p->put(o, ctx);
	t10_out_patch16(o, 2, o->len - 4);
	return true;
}
