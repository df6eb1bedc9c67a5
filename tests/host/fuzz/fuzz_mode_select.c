// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as the parameter list of MODE SELECT.
 * Input: bits of the unit's state, device type, CDB byte 1, PARAMETER LIST
 * LENGTH less the length of the list (signed), the list.
 */
#include "fuzz.h"
#include "t10/mode.h"

#define TEN	0x80

static struct t10_mode mode_from(u8 bits)
{
	struct t10_mode m = {
		.wce = bits & 1, .rcd = bits & 2, .d_sense = bits & 4,
		.swp = bits & 8, .tas = bits & 16,
	};

	return m;
}

/* What was taken is within what may change. */
static void check_taken(const struct t10_mode *new, const struct t10_mode_ctx *ctx)
{
	const struct t10_mode *cur = ctx->cur;

	CHECK(new->rcd == cur->rcd);
	CHECK(new->qerr == cur->qerr);
	CHECK(new->ua_intlck == cur->ua_intlck);
	if (!ctx->wce_changeable || ctx->type)
		CHECK(new->wce == cur->wce);
}

/* MODE SENSE of the new state can be sent back, and changes nothing. */
static void check_round_trip(const struct t10_mode *new, struct t10_mode_ctx ctx)
{
	static const u8 ask[] = { 0x5a, 0x10, 0x3f, 0, 0, 0, 0, 0xff, 0xff, 0 };
	u8 back[] = { 0x55, 0x10, 0, 0, 0, 0, 0, 0, 0, 0 }, buf[T10_MODE_MAX];
	struct t10_sense_info info;
	struct t10_mode again;
	struct t10_out o;
	struct t10_cdb c;

	ctx.cur = new;
	t10_out_init(&o, buf, sizeof(buf));
	CHECK(t10_cdb_decode(&c, ctx.type, ask, sizeof(ask), &info) == T10_OK);
	CHECK(t10_mode_sense(&o, &c, ask, &ctx, &info) == T10_OK);
	CHECK(o.len <= T10_MODE_MAX);
	put_unaligned_be16((u16)o.len, back + 7);
	CHECK(t10_cdb_decode(&c, ctx.type, back, sizeof(back), &info) == T10_OK);
	CHECK(t10_mode_select(&again, &c, back, &ctx, buf, o.len, &info) == T10_OK);
	CHECK(!t10_mode_differs(new, &again));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	u8 state = take_u8(&in), type = take_u8(&in) & 0x1f, byte1 = take_u8(&in) & 0x11;
	int off = (s8)take_u8(&in);
	const struct t10_geometry geo = { .nr_blocks = 0x12345, .block_shift = 9 };
	const struct t10_mode cur = mode_from(state);
	struct t10_mode_ctx ctx = {
		.type = type, .cur = &cur, .def = &cur, .geo = state & 0x20 ? NULL : &geo,
		.wce_changeable = state & 0x40,
	};
	u8 cdb[10] = { state & TEN ? 0x55 : 0x15, byte1 };
	struct t10_sense_info info = {};
	struct t10_mode new;
	struct t10_cdb c;
	t10_sense_t ret;
	u8 *list;

	if (state & TEN)
		put_unaligned_be16((u16)((int)in.left + off), cdb + 7);
	else
		cdb[4] = (u8)((int)in.left + off);
	CHECK(t10_cdb_decode(&c, type, cdb, sizeof(cdb), &info) == T10_OK);
	list = exact(in.p, in.left);
	ret = t10_mode_select(&new, &c, cdb, &ctx, list, (u32)in.left, &info);
	free(list);
	if (ret != T10_OK) {
		check_refusal(ret, &info, c.op->len, c.len);
		return 0;
	}
	check_taken(&new, &ctx);
	check_round_trip(&new, ctx);
	return 0;
}
