// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as a CDB: decode, range, transfer length, against the table of the
 * standards.
 * Input: device type, capacity (8), maximum transfer (4), block shift, CDB.
 */
#include "fuzz.h"
#include "rows.h"
#include "t10/pr.h"
#include "t10/ua.h"

struct unit {
	u8 type;
	u64 nr_blocks;
	u32 max_blocks;
	u8 shift;
};

/* Whether the table of the standards allows every bit. */
static bool allowed(const struct expected *e, const u8 *cdb, size_t len)
{
	unsigned int i;

	if (!e || len < expected_len(e))
		return false;
	for (i = 1; i < expected_len(e); i++)
		if (cdb[i] & ~expected_usage(e, i))
			return false;
	return !expected_has(e, 'b') || (cdb[1] & 6) != 4;
}

static void check_refused(const struct expected *e, const struct t10_cdb *c, t10_sense_t ret,
			  const struct t10_sense_info *info, const u8 *cdb, size_t len)
{
	check_refusal(ret, info, len < 2 ? 2 : len, 0);
	CHECK(!c->op == !e);
	CHECK(!c->op || !strcmp(c->op->name, e->name));
	if (e && info->has_bit)
		CHECK(cdb[info->field] >> info->bit & 1);
}

static void check_range(const struct t10_cdb *c, const struct unit *u, size_t len)
{
	unsigned __int128 end = (unsigned __int128)c->lba + c->len;
	struct t10_sense_info info = {};
	bool in = c->lba < u->nr_blocks && end <= u->nr_blocks;
	t10_sense_t ret = t10_cdb_check_range(c, u->nr_blocks, u->max_blocks, &info);

	if (c->op->unit == T10_LEN_ALLOC)
		in = c->lba < u->nr_blocks;
	if (!in)
		CHECK(ret == T10_S_LBA_OUT_OF_RANGE);
	else if (u->max_blocks && c->len > u->max_blocks && c->op->unit == T10_LEN_BLOCKS)
		CHECK(ret == T10_S_INVALID_FIELD_IN_CDB);
	else
		CHECK(ret == T10_OK);
	if (ret != T10_OK)
		check_refusal(ret, &info, len, 0);
}

static void check_bytes(const struct expected *e, const struct t10_cdb *c, unsigned int shift)
{
	u64 bytes = t10_cdb_bytes(c, shift);

	CHECK(c->dir != T10_DIR_NONE || !bytes);
	CHECK(bytes <= 0xffffffffull << shift || e->counts == '2');
	if (e->counts == 'b' && c->bytchk == 3)
		CHECK(bytes == (c->len ? 1ull << shift : 0));
	else if (e->counts == 'b' && c->dir != T10_DIR_NONE)
		CHECK(bytes == (u64)c->len << shift);
	else if (e->counts == 's')
		CHECK(bytes == (c->dir == T10_DIR_NONE ? 0 : 1ull << shift));
	else if (e->counts == '2')
		CHECK(bytes == (u64)c->len << (shift + 1));
	else if (e->counts == 'r' || e->dir == '-')
		CHECK(!bytes);
}

static void check_classes(const struct expected *e, const struct t10_cdb *c, const u8 *cdb)
{
	static const struct t10_pr none;
	const struct t10_resv held = { .holder = 1, .pr = &none };
	const struct t10_nexus holder = { .id = 1 }, other = { .id = 2 };
	unsigned long left = 0;

	CHECK(t10_resv_conflict(&held, &holder, c->op, cdb) == T10_OK);
	if (expected_has(e, 'r'))
		CHECK(t10_resv_conflict(&held, &other, c->op, cdb) == T10_OK);
	CHECK((t10_ua_report(3, c->op, &left) == T10_OK) == expected_has(e, 'u'));
	CHECK(left == (expected_has(e, 'u') ? 3 : 2));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	struct unit u = {
		take_u8(&in), take_be(&in, 8), (u32)take_be(&in, 4), take_u8(&in) % 4 + 9,
	};
	size_t len = in.left < T10_MAX_CDB ? in.left : T10_MAX_CDB;
	u8 *cdb = exact(in.p, len);
	struct t10_sense_info info = {};
	const struct expected *e = expected_find(u.type, cdb, (unsigned int)len);
	struct t10_cdb c;
	t10_sense_t ret = t10_cdb_decode(&c, u.type, cdb, (unsigned int)len, &info);

	CHECK((ret == T10_OK) == allowed(e, cdb, len));
	if (ret == T10_OK) {
		CHECK(!strcmp(c.op->name, e->name));
		check_bytes(e, &c, u.shift);
		check_classes(e, &c, cdb);
		if (expected_has(e, 'l'))
			check_range(&c, &u, len);
	} else {
		check_refused(e, &c, ret, &info, cdb, len);
	}
	free(cdb);
	return 0;
}
