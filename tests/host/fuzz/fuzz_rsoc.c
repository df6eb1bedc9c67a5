// SPDX-License-Identifier: GPL-2.0-only
/*
 * REPORT SUPPORTED OPERATION CODES and TASK MANAGEMENT FUNCTIONS.
 * Input: device type, room (2), CDB from byte 1.
 */
#include "fuzz.h"
#include "rows.h"
#include "t10/rsoc.h"

struct request {
	u8 cdb[12];
	u8 type;
};

static t10_sense_t opcodes(struct t10_out *o, struct t10_sense_info *info, void *arg)
{
	struct request *r = arg;

	return t10_report_opcodes(o, r->cdb, r->type, 0, info);
}

static t10_sense_t tmfs(struct t10_out *o, struct t10_sense_info *info, void *arg)
{
	struct request *r = arg;

	t10_report_tmfs(o, r->cdb);
	return T10_OK;
}

static void check_all(const struct t10_out *o, bool rctd)
{
	u32 size = rctd ? 20 : 8, at;
	u8 cdb[2];

	CHECK(get_unaligned_be32(o->buf) == o->len - 4);
	CHECK((o->len - 4) % size == 0);
	for (at = 4; at < o->len; at += size) {
		cdb[0] = o->buf[at];
		cdb[1] = o->buf[at + 3];
		CHECK(expected_find(0, cdb, 2));
		CHECK(!(o->buf[at + 5] & 2) == !rctd);
	}
}

static void check_one(const struct t10_out *o, const struct request *r, bool rctd)
{
	u32 len = get_unaligned_be16(o->buf + 2);

	if ((o->buf[1] & 7) == 1) {
		CHECK(o->len == 4 && !len);
		return;
	}
	CHECK((o->buf[1] & 7) == 3);
	CHECK(o->buf[4] == r->cdb[3]);
	CHECK(o->len == 4 + len + (rctd ? 12 : 0));
	CHECK(!(o->buf[1] & 0x80) == !rctd);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	struct request r = { .type = take_u8(&in) & 0x1f };
	u32 cap = take_be(&in, 2) % 1024;
	struct answer a;

	r.cdb[0] = 0xa3;
	take(&in, r.cdb + 1, 11);
	if (r.cdb[1] & 1) {
		a = check_answer(tmfs, &r, cap);
		CHECK(a.o.buf[3] == a.o.len - 4);
	} else {
		a = check_answer(opcodes, &r, cap);
		if (a.ret == T10_OK && r.cdb[2] & 7)
			check_one(&a.o, &r, r.cdb[2] & 0x80);
		else if (a.ret == T10_OK)
			check_all(&a.o, r.cdb[2] & 0x80);
	}
	free(a.o.buf);
	return 0;
}
