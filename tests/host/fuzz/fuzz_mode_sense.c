// SPDX-License-Identifier: GPL-2.0-only
/*
 * MODE SENSE for any CDB, state and room.
 * Input: state (2), device type, capacity (8), room (2), CDB.
 */
#include "fuzz.h"
#include "t10/mode.h"

struct request {
	const u8 *cdb;
	struct t10_cdb c;
	struct t10_mode_ctx ctx;
};

static t10_sense_t answer(struct t10_out *o, struct t10_sense_info *info, void *arg)
{
	struct request *r = arg;

	return t10_mode_sense(o, &r->c, r->cdb, &r->ctx, info);
}

/* Lengths add up, from the header to the end of the last page. */
static void check_structure(const struct request *r, const struct t10_out *o)
{
	bool ten = r->c.op->len == 10;
	u32 at, header = ten ? 8 : 4;

	CHECK(o->len <= T10_MODE_MAX && o->len >= header);
	if (ten)
		CHECK(get_unaligned_be16(o->buf) == o->len - 2);
	else
		CHECK(o->buf[0] == o->len - 1);
	at = header + (ten ? get_unaligned_be16(o->buf + 6) : o->buf[3]);
	while (at < o->len)
		at += 2u + o->buf[at + 1];
	CHECK(at == o->len);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	u16 state = (u16)take_be(&in, 2);
	struct t10_mode cur = {
		.wce = state & 1, .rcd = state & 2, .d_sense = state & 4, .swp = state & 8,
		.tas = state & 16, .ua_intlck = state >> 5 & 3, .qerr = state >> 7 & 3,
	};
	struct t10_mode def = { .wce = state & 0x200 };
	struct t10_geometry geo = { .block_shift = 9 + (state >> 14) };
	struct request r = { .ctx = {
		.cur = &cur, .def = &def, .geo = state & 0x400 ? NULL : &geo,
		.write_protected = state & 0x800, .wce_changeable = state & 0x1000,
	} };
	struct t10_sense_info info;
	struct answer a;
	u8 cdb[T10_MAX_CDB];
	u32 cap;

	r.ctx.type = take_u8(&in) & 0x1f;
	geo.nr_blocks = take_be(&in, 8);
	cap = take_be(&in, 2) % 300;
	take(&in, cdb, sizeof(cdb));
	cdb[0] = state & 0x2000 ? 0x5a : 0x1a;
	r.cdb = cdb;
	if (t10_cdb_decode(&r.c, r.ctx.type, cdb, sizeof(cdb), &info) != T10_OK)
		return 0;
	a = check_answer(answer, &r, cap);
	if (a.ret == T10_OK)
		check_structure(&r, &a.o);
	free(a.o.buf);
	return 0;
}
