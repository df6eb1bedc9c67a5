// SPDX-License-Identifier: GPL-2.0-only
/*
 * MODE SENSE and MODE SELECT: SPC-4 6.11 to 6.16, 7.5, SBC-3 6.5.
 */
#include "t10/mode.h"

#define PAGE_CONTROL_CURRENT	0
#define PAGE_CONTROL_CHANGEABLE	1
#define PAGE_CONTROL_DEFAULT	2
#define PAGE_CONTROL_SAVED	3

#define ALL_PAGES	0x3f
#define ALL_SUBPAGES	0xff

#define CDB_DBD		0x08
#define CDB_LLBAA	0x10
#define CDB_PF		0x10
#define CDB_SP		0x01

#define DSP_WP		0x80
#define DSP_DPOFUA	0x10

#define BD_SHORT	8
#define BD_LONG		16

/* The longest page: power condition. */
#define PAGE_MAX	40

#define DISK_AND_CD	(T10_T_DISK | T10_T_CDROM)

/* Caching page, SBC-3 6.5.6. */
static void put_caching(u8 *p, const struct t10_mode *m)
{
	p[2] |= m->wce << 2 | m->rcd;
}

static void get_caching(struct t10_mode *m, const u8 *p)
{
	m->wce = p[2] & 0x04;
}

/*
 * Control page, SPC-4 7.5.8.  Besides the variable ones: GLTSD=1, no log
 * parameter is saved; QUEUE ALGORITHM MODIFIER 1, commands may overtake each
 * other; TST=000b, one task set for all nexuses.
 */
static void put_control(u8 *p, const struct t10_mode *m)
{
	p[2] |= m->d_sense << 2;
	p[3] |= m->qerr << 1;
	p[4] |= m->ua_intlck << 4 | m->swp << 3;
	p[5] |= m->tas << 6;
}

static void get_control(struct t10_mode *m, const u8 *p)
{
	m->d_sense = p[2] & 0x04;
	m->swp = p[4] & 0x08;
	m->tas = p[5] & 0x40;
}

/*
 * One row per page: its constant bytes, the bits MODE SELECT may change, and how
 * the variable bits come in and out.  RCD, QERR and UA_INTLCK_CTRL become
 * changeable when something obeys them.
 */
static const struct mode_page {
	u32 types;
	u8 len;			/* header included */
	u8 fixed[6];		/* the rest is 0 */
	u8 changeable[6];
	void (*put)(u8 *p, const struct t10_mode *m);
	void (*get)(struct t10_mode *m, const u8 *p);
} pages[] = {
	/* Read-write error recovery: nothing is retried or reallocated here. */
	{ .types = DISK_AND_CD, .len = 12, .fixed = { 0x01, 0x0a } },
	/* Disconnect-reconnect: no limits. */
	{ .types = T10_T_ALL, .len = 16, .fixed = { 0x02, 0x0e } },
	{
		.types = T10_T_DISK, .len = 20, .fixed = { 0x08, 0x12 },
		.changeable = { 0, 0, 0x04 }, .put = put_caching, .get = get_caching,
	}, {
		.types = T10_T_ALL, .len = 12, .fixed = { 0x0a, 0x0a, 0x02, 0x10 },
		.changeable = { 0, 0, 0x04, 0, 0x08, 0x40 },
		.put = put_control, .get = get_control,
	},
	/* Power condition: no timers. */
	{ .types = T10_T_ALL, .len = PAGE_MAX, .fixed = { 0x1a, 0x26 } },
	/* Informational exceptions control: DEXCPT=1. */
	{ .types = T10_T_ALL, .len = 12, .fixed = { 0x1c, 0x0a, 0x08 } },
};

static u8 page_code(const struct mode_page *pg)
{
	return pg->fixed[0];
}

static bool has_page(const struct mode_page *pg, const struct t10_mode_ctx *ctx)
{
	return pg->types & BIT(ctx->type & 0x1f);
}

static const struct mode_page *find_page(u8 code, const struct t10_mode_ctx *ctx)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++)
		if (page_code(&pages[i]) == code && has_page(&pages[i], ctx))
			return &pages[i];
	return NULL;
}

static void page_changeable(u8 *p, const struct mode_page *pg, const struct t10_mode_ctx *ctx)
{
	memset(p, 0, PAGE_MAX);
	memcpy(p, pg->changeable, sizeof(pg->changeable));
	memcpy(p, pg->fixed, 2);
	if (pg->put == put_caching && !ctx->wce_changeable)
		p[2] = 0;
}

static void page_values(u8 *p, const struct mode_page *pg, const struct t10_mode *m)
{
	memset(p, 0, PAGE_MAX);
	memcpy(p, pg->fixed, sizeof(pg->fixed));
	if (pg->put)
		pg->put(p, m);
}

static void put_page(struct t10_out *o, const struct mode_page *pg, u8 pc,
		     const struct t10_mode_ctx *ctx)
{
	u8 p[PAGE_MAX];

	if (pc == PAGE_CONTROL_CHANGEABLE)
		page_changeable(p, pg, ctx);
	else
		page_values(p, pg, pc == PAGE_CONTROL_DEFAULT ? ctx->def : ctx->cur);
	t10_out_mem(o, p, pg->len);
}

static void put_all_pages(struct t10_out *o, u8 pc, const struct t10_mode_ctx *ctx)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++)
		if (has_page(&pages[i], ctx))
			put_page(o, &pages[i], pc, ctx);
}

static u8 device_specific(const struct t10_mode_ctx *ctx)
{
	u8 v = ctx->type == T10_TYPE_DISK ? DSP_DPOFUA : 0;

	if (ctx->write_protected || ctx->cur->swp)
		v |= DSP_WP;
	return v;
}

static bool has_block_desc(const struct t10_mode_ctx *ctx)
{
	return ctx->type == T10_TYPE_DISK && ctx->geo;
}

static u32 short_blocks(const struct t10_geometry *g)
{
	return g->nr_blocks < 0xffffffffu ? (u32)g->nr_blocks : 0xffffffffu;
}

static void put_block_desc(struct t10_out *o, const struct t10_geometry *g, u8 bd_len)
{
	if (bd_len == BD_LONG) {
		t10_out_be64(o, g->nr_blocks);
		t10_out_be32(o, 0);
		t10_out_be32(o, 1u << g->block_shift);
	} else if (bd_len == BD_SHORT) {
		t10_out_be32(o, short_blocks(g));
		t10_out_u8(o, 0);
		t10_out_be24(o, 1u << g->block_shift);
	}
}

/* Mode parameter header, SPC-4 7.5.4; the mode data length follows at the end. */
static void put_header(struct t10_out *o, bool ten, u8 bd_len, const struct t10_mode_ctx *ctx)
{
	t10_out_zero(o, ten ? 3 : 2);
	t10_out_u8(o, device_specific(ctx));
	if (!ten) {
		t10_out_u8(o, bd_len);
		return;
	}
	t10_out_u8(o, bd_len == BD_LONG);
	t10_out_u8(o, 0);
	t10_out_be16(o, bd_len);
}

static u8 sense_bd_len(bool ten, const u8 *cdb, const struct t10_mode_ctx *ctx)
{
	if (cdb[1] & CDB_DBD || !has_block_desc(ctx))
		return 0;
	return ten && cdb[1] & CDB_LLBAA ? BD_LONG : BD_SHORT;
}

t10_sense_t t10_mode_sense(struct t10_out *o, const struct t10_cdb *c,
			   const u8 *cdb, const struct t10_mode_ctx *ctx,
			   struct t10_sense_info *info)
{
	bool ten = c->op->len == 10;
	u8 pc = cdb[2] >> 6, code = cdb[2] & 0x3f, subpage = cdb[3];
	const struct mode_page *pg = find_page(code, ctx);
	u8 bd_len = sense_bd_len(ten, cdb, ctx);

	if (!pg && code != ALL_PAGES)
		return t10_bad_cdb(info, 2, 5);
	if (subpage && subpage != ALL_SUBPAGES)
		return t10_bad_cdb(info, 3, 7);
	if (pc == PAGE_CONTROL_SAVED)
		return T10_S_SAVING_NOT_SUPPORTED;

	put_header(o, ten, bd_len, ctx);
	put_block_desc(o, ctx->geo, bd_len);
	if (pg)
		put_page(o, pg, pc, ctx);
	else
		put_all_pages(o, pc, ctx);

	if (ten)
		t10_out_patch16(o, 0, o->len - 2);
	else
		t10_out_patch8(o, 0, o->len - 1);
	return T10_OK;
}

/* The parameter list of a MODE SELECT, and how far it is understood. */
struct select {
	const struct t10_mode_ctx *ctx;
	const u8 *list;
	u32 len;
	u32 at;
	struct t10_sense_info *info;
};

/*
 * NUMBER OF LOGICAL BLOCKS may say the present capacity, or one of the two
 * values that mean it: 0 and all ones (SBC-3 6.5.2).
 */
static t10_sense_t select_block_desc(struct select *s, u32 bd_len)
{
	const struct t10_geometry *g = s->ctx->geo;
	const u8 *p = s->list + s->at;
	u64 blocks, max, present = g->nr_blocks;
	u32 size;

	if (bd_len == BD_LONG) {
		blocks = get_unaligned_be64(p);
		max = ~0ull;
		size = get_unaligned_be32(p + 12);
	} else {
		blocks = get_unaligned_be32(p);
		max = 0xffffffffu;
		size = get_unaligned_be24(p + 5);
		present = short_blocks(g);
	}
	if (blocks && blocks != max && blocks != present)
		return t10_bad_param(s->info, s->at, T10_NO_BIT);
	if (size != 1u << g->block_shift)
		return t10_bad_param(s->info, s->at + (bd_len == BD_LONG ? 12 : 5), T10_NO_BIT);
	s->at += bd_len;
	return T10_OK;
}

static bool bd_len_ok(const struct select *s, u32 bd_len, bool longlba)
{
	if (!bd_len)
		return true;
	return has_block_desc(s->ctx) && bd_len == (longlba ? BD_LONG : BD_SHORT);
}

/*
 * MODE DATA LENGTH is reserved here and the device-specific parameter has
 * nothing to set, so both may come back as MODE SENSE gave them.
 */
static t10_sense_t select_header(struct select *s, bool ten)
{
	u32 header = ten ? 8 : 4, type_at = ten ? 2 : 1, bd_len_at = ten ? 6 : 3;
	u32 bd_len;

	if (s->len < header)
		return T10_S_PARAM_LIST_LENGTH;
	if (s->list[type_at])
		return t10_bad_param(s->info, type_at, T10_NO_BIT);
	bd_len = ten ? get_unaligned_be16(s->list + bd_len_at) : s->list[bd_len_at];
	if (!bd_len_ok(s, bd_len, ten && s->list[4] & 0x01))
		return t10_bad_param(s->info, bd_len_at, T10_NO_BIT);
	if (s->len < header + bd_len)
		return T10_S_PARAM_LIST_LENGTH;
	s->at = header;
	return bd_len ? select_block_desc(s, bd_len) : T10_OK;
}

/* SPC-4 6.11: no bit may differ from the current value but those that are changeable. */
static t10_sense_t compare_page(const struct select *s, const struct mode_page *pg)
{
	u8 cur[PAGE_MAX], changeable[PAGE_MAX], bad;
	const u8 *p = s->list + s->at;
	u32 i;

	page_values(cur, pg, s->ctx->cur);
	page_changeable(changeable, pg, s->ctx);
	for (i = 2; i < pg->len; i++) {
		bad = (p[i] ^ cur[i]) & (u8)~changeable[i];
		if (bad)
			return t10_bad_param(s->info, s->at + i, fls(bad) - 1);
	}
	return T10_OK;
}

static t10_sense_t select_page(struct select *s, struct t10_mode *new)
{
	const u8 *p = s->list + s->at;
	const struct mode_page *pg;
	t10_sense_t ret;

	if (s->len - s->at < 2)
		return T10_S_PARAM_LIST_LENGTH;
	/* SPF=1: no page here has subpages. */
	if (p[0] & 0x40)
		return t10_bad_param(s->info, s->at, 6);
	pg = find_page(p[0] & 0x3f, s->ctx);
	if (!pg)
		return t10_bad_param(s->info, s->at, 5);
	if (p[1] != pg->len - 2)
		return t10_bad_param(s->info, s->at + 1, T10_NO_BIT);
	if (s->len - s->at < pg->len)
		return T10_S_PARAM_LIST_LENGTH;
	ret = compare_page(s, pg);
	if (ret != T10_OK)
		return ret;
	if (pg->get)
		pg->get(new, p);
	s->at += pg->len;
	return T10_OK;
}

static t10_sense_t select_list(struct select *s, bool ten, struct t10_mode *new)
{
	t10_sense_t ret = select_header(s, ten);

	while (ret == T10_OK && s->at < s->len)
		ret = select_page(s, new);
	return ret;
}

t10_sense_t t10_mode_select(struct t10_mode *new, const struct t10_cdb *c,
			    const u8 *cdb, const struct t10_mode_ctx *ctx,
			    const u8 *list, u32 len,
			    struct t10_sense_info *info)
{
	struct select s = { .ctx = ctx, .list = list, .len = c->len, .info = info };

	*new = *ctx->cur;
	if (cdb[1] & CDB_SP)
		return t10_bad_cdb(info, 1, 0);
	if (!c->len)
		return T10_OK;
	if (!(cdb[1] & CDB_PF))
		return t10_bad_cdb(info, 1, 4);
	if (len < c->len || c->len > T10_MODE_MAX)
		return T10_S_PARAM_LIST_LENGTH;
	return select_list(&s, c->op->len == 10, new);
}

bool t10_mode_differs(const struct t10_mode *a, const struct t10_mode *b)
{
	return a->wce != b->wce || a->rcd != b->rcd || a->d_sense != b->d_sense ||
	       a->swp != b->swp || a->tas != b->tas || a->ua_intlck != b->ua_intlck ||
	       a->qerr != b->qerr;
}
