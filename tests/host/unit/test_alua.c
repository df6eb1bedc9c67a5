// SPDX-License-Identifier: GPL-2.0-only
/* Target port groups: what is reported, what is set, and what a state lets through. */
#include "unit.h"
#include "rows.h"
#include "t10/alua.h"

static struct t10_tpg_port ports[3];
static struct t10_sense_info info;

static int fresh(void **state)
{
	static const struct t10_tpg_port begin[] = {
		{ 1, 0x101, T10_ALUA_OPTIMIZED, 0 }, { 2, 0x102, T10_ALUA_STANDBY, 2 },
		{ 3, 0x101, T10_ALUA_OPTIMIZED, 0 },
	};

	memcpy(ports, begin, sizeof(ports));
	return 0;
}

static void answer(struct t10_out *o, const void *arg)
{
	assert_sense(t10_report_tpg(o, CDB(0xa3, *(const u8 *)arg), ports, 3, &info), T10_OK);
}

static void groups_are_reported_in_both_formats(void **state)
{
	static const u8 plain = 0x0a, extended = 0x2a;
	struct sheet s;

	answer(sheet_new(&s, sizeof(s.buf)), &plain);
	assert_len(&s, 4 + 8 + 8 + 8 + 4);
	assert_bytes(s.buf, 0, 0, 0, 28,
		     0, 0x0f, 1, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3,
		     2, 0x0f, 1, 2, 0, 2, 0, 1, 0, 0, 0, 2);
	answer(sheet_new(&s, sizeof(s.buf)), &extended);
	assert_len(&s, 8 + 8 + 8 + 8 + 4);
	assert_bytes(s.buf, 0, 0, 0, 32, 0x10, 0, 0, 0, 0, 0x0f, 1, 1, 0, 0, 0, 2);
	assert_cuts_cleanly(answer, &plain);
	assert_cuts_cleanly(answer, &extended);
}

static void other_formats_are_refused(void **state)
{
	struct sheet s;
	u8 format;

	for (format = 2; format < 8; format++)
		assert_bad_cdb(t10_report_tpg(sheet_new(&s, 64), CDB(0xa3, format << 5 | 0x0a),
					      ports, 3, &info), &info, 1, 7);
}

static t10_sense_t set(const u8 *list, u32 len)
{
	return t10_set_tpg(ports, 3, list, len, &info);
}

static void all_ports_of_a_group_change(void **state)
{
	assert_sense(set((const u8 []){ 0, 0, 0, 0, 1, 0, 1, 1, 3, 0, 1, 2 }, 12), T10_OK);
	assert_int_equal(ports[0].state, T10_ALUA_NONOPTIMIZED);
	assert_int_equal(ports[2].state, T10_ALUA_NONOPTIMIZED);
	assert_int_equal(ports[1].state, T10_ALUA_UNAVAILABLE);
	assert_int_equal(ports[0].status, T10_ALUA_EXPLICIT);
	assert_int_equal(ports[1].status, T10_ALUA_EXPLICIT);
}

static void nothing_asked_for_changes_nothing(void **state)
{
	assert_sense(set(NULL, 0), T10_OK);
	assert_sense(set((const u8 [4]){ 0 }, 4), T10_OK);
	assert_int_equal(ports[1].status, T10_ALUA_IMPLICIT);
}

static void wrong_lists_change_nothing(void **state)
{
	static const u8 lists[][12] = {
		{ 0, 0, 0, 0, 2, 0, 1, 1, 0x0f, 0, 1, 2 }, { 0, 0, 0, 0, 2, 0, 1, 1, 4, 0, 1, 2 },
		{ 0, 0, 0, 0, 2, 0, 1, 1, 1, 0, 1, 3 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		assert_bad_param(set(lists[i], 12), &info, i == 2 ? 10 : 8, i == 2 ? -1 : 3);
		assert_int_equal(ports[0].state, T10_ALUA_OPTIMIZED);
	}
	assert_sense(set(lists[0], 3), LIST_LENGTH);
	assert_sense(set(lists[0], 10), LIST_LENGTH);
}

/* SPC-4 5.11.2.4 and 5.11.2.5, for every command there is. */
static void what_a_state_lets_through(void **state)
{
	const struct expected *e;
	const struct t10_op *op = NULL;
	bool any, standby;

	for (e = expected_rows; e < expected_rows + expected_count; e++) {
		const u8 *cdb = CDB(e->opcode, e->sa < 0 ? 0 : (u8)e->sa);

		assert_sense(t10_op_find(0, cdb, 16, &info, &op), T10_OK);
		any = expected_class(e) & 0x4000000;
		standby = any || expected_class(e) & 0x8000000;
		assert_sense(t10_alua_check(T10_ALUA_OPTIMIZED, op), T10_OK);
		assert_sense(t10_alua_check(T10_ALUA_NONOPTIMIZED, op), T10_OK);
		assert_sense(t10_alua_check(T10_ALUA_STANDBY, op),
			     standby ? T10_OK : T10_SENSE(2, 0x04, 0x0b));
		assert_sense(t10_alua_check(T10_ALUA_UNAVAILABLE, op),
			     any ? T10_OK : T10_SENSE(2, 0x04, 0x0c));
	}
}

#define T(test)	cmocka_unit_test_setup(test, fresh)

static const struct CMUnitTest tests[] = {
	T(groups_are_reported_in_both_formats),
	T(other_formats_are_refused),
	T(all_ports_of_a_group_change),
	T(nothing_asked_for_changes_nothing),
	T(wrong_lists_change_nothing),
	T(what_a_state_lets_through),
};

RUN(tests)
