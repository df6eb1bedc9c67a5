// SPDX-License-Identifier: GPL-2.0-only
/*
 * REPORT LUNS, and any eight bytes as a LUN.
 * Input: SELECT REPORT, allocation length (2), then LUNs (2 each), eight bytes last.
 */
#include "fuzz.h"
#include "t10/lun.h"

#define MAX_LUNS	64

struct request {
	u8 cdb[12];
	u16 luns[MAX_LUNS];
	u32 nr;
};

static t10_sense_t answer(struct t10_out *o, struct t10_sense_info *info, void *arg)
{
	struct request *r = arg;
	bool list = false;
	t10_sense_t ret = t10_report_luns_begin(o, r->cdb, r->nr, &list, info);
	u32 i;

	for (i = 0; ret == T10_OK && list && i < r->nr; i++)
		t10_report_luns_add(o, r->luns[i]);
	return ret;
}

static void check_list(const struct t10_out *o, const struct request *r)
{
	u32 i;
	u16 lun;

	CHECK(get_unaligned_be32(o->buf) == o->len - 8);
	for (i = 0; i * 8 + 8 < o->len; i++) {
		CHECK(t10_lun_decode(o->buf + 8 + 8 * i, &lun));
		CHECK(lun == r->luns[i]);
	}
	CHECK(i == (r->cdb[2] == 1 ? 0 : r->nr));
}

/* Bytes that are a LUN of ours are just the bytes we make of it. */
static void check_decode(const u8 *bytes)
{
	u8 *in = exact(bytes, 8), back[8];
	u16 lun;

	if (t10_lun_decode(in, &lun)) {
		CHECK(lun <= T10_MAX_LUN);
		t10_lun_encode(back, lun);
		CHECK(!memcmp(in, back, sizeof(back)));
	}
	free(in);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	struct request r = { .cdb = { 0xa0 } };
	struct answer a;
	u8 bytes[8] = {};
	u32 alloc;

	r.cdb[2] = take_u8(&in);
	alloc = (u32)take_be(&in, 2);
	put_unaligned_be32(alloc, r.cdb + 6);
	while (in.left >= 10 && r.nr < MAX_LUNS)
		r.luns[r.nr++] = take_be(&in, 2) & T10_MAX_LUN;
	take(&in, bytes, sizeof(bytes));
	check_decode(bytes);
	a = check_answer(answer, &r, alloc);
	CHECK((a.ret == T10_OK) == (r.cdb[2] <= 2 && alloc >= 16));
	if (a.ret == T10_OK)
		check_list(&a.o, &r);
	free(a.o.buf);
	return 0;
}
