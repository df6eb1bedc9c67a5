// SPDX-License-Identifier: GPL-2.0-only
/* PERSISTENT RESERVE IN and OUT as bytes, and the state as it is saved. */
#include "pr_fixture.h"

static struct t10_pr_out got;
static u8 list[120];

static t10_sense_t parse(u8 action, u8 byte2, u32 len)
{
	memset(&info, 0, sizeof(info));
	return t10_pr_out_parse(&got, CDB(0x5f, action, byte2), list, len, &info);
}

static void basic_list(u8 flags)
{
	const u8 basic[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

	memset(list, 0, sizeof(list));
	memcpy(list, basic, sizeof(basic));
	list[20] = flags;
}

static void keys_scope_and_type(void **state)
{
	basic_list(0);
	assert_sense(parse(T10_PR_PREEMPT, 0x35, 24), T10_OK);
	assert_int_equal(got.action, T10_PR_PREEMPT);
	assert_int_equal(got.scope, 3);
	assert_int_equal(got.type, 5);
	assert_int_equal(got.key, 0x0102030405060708ll);
	assert_int_equal(got.sa_key, 0x090a0b0c0d0e0f10ll);
	assert_false(got.aptpl || got.all_tg_pt || got.spec_i_pt || got.unreg);
}

static void list_lengths(void **state)
{
	u8 action;

	basic_list(0);
	for (action = 0; action < 8; action++) {
		assert_sense(parse(action, 0, 0), LIST_LENGTH);
		assert_sense(parse(action, 0, 23), LIST_LENGTH);
		assert_sense(parse(action, 0, 25), LIST_LENGTH);
		if (action != T10_PR_REGISTER_MOVE)
			assert_sense(parse(action, 0, 24), T10_OK);
	}
}

static void flags_mean_something_where_keys_are_registered(void **state)
{
	u8 action;

	basic_list(0x05);
	for (action = 0; action < 7; action++) {
		bool registers = action == T10_PR_REGISTER || action == T10_PR_REGISTER_IGNORE;

		assert_sense(parse(action, 0, 24), T10_OK);
		assert_int_equal(got.aptpl, registers);
		assert_int_equal(got.all_tg_pt, registers);
	}
	basic_list(0x08);
	assert_sense(parse(T10_PR_CLEAR, 0, 24), T10_OK);
	assert_false(got.spec_i_pt);
}

static void named_initiators(void **state)
{
	basic_list(0x08);
	assert_sense(parse(T10_PR_REGISTER, 0, 24), LIST_LENGTH);
	assert_sense(parse(T10_PR_REGISTER, 0, 28), T10_OK);
	assert_int_equal(got.nr_ids, 0);
	assert_sense(parse(T10_PR_REGISTER, 0, 52), LIST_LENGTH);
	put_unaligned_be32(48, list + 24);
	list[28] = 6;
	list[52] = 6;
	put_unaligned_be64(0x3000000000000abcull, list + 56);
	assert_sense(parse(T10_PR_REGISTER, 0, 76), T10_OK);
	assert_true(got.spec_i_pt);
	assert_int_equal(got.nr_ids, 2);
	assert_int_equal(got.ids_at, 28);
	assert_int_equal(t10_pr_id(got.ids + 24), 0x3000000000000abcll);
	/* Another protocol, another format. */
	list[52] = 5;
	assert_bad_param(parse(T10_PR_REGISTER, 0, 76), &info, 52, -1);
	list[52] = 0x46;
	assert_bad_param(parse(T10_PR_REGISTER, 0, 76), &info, 52, -1);
	list[52] = 6;
	/* One that is not all there. */
	put_unaligned_be32(40, list + 24);
	assert_bad_param(parse(T10_PR_REGISTER_IGNORE, 0, 68), &info, 24, -1);
}

static void register_and_move(void **state)
{
	basic_list(0);
	list[17] = 0x03;
	list[18] = 0x12;
	list[19] = 0x34;
	list[23] = 24;
	list[24] = 6;
	list[35] = 0x77;
	assert_sense(parse(T10_PR_REGISTER_MOVE, 0, 48), T10_OK);
	assert_true(got.unreg && got.aptpl);
	assert_int_equal(got.port, 0x1234);
	assert_int_equal(got.nr_ids, 1);
	assert_int_equal(got.ids_at, 24);
	assert_int_equal(t10_pr_id(got.ids), 0x77);
	assert_sense(parse(T10_PR_REGISTER_MOVE, 0, 47), LIST_LENGTH);
	list[24] = 0;
	assert_bad_param(parse(T10_PR_REGISTER_MOVE, 0, 48), &info, 24, -1);
	list[23] = 0;
	assert_bad_param(parse(T10_PR_REGISTER_MOVE, 0, 24), &info, 20, -1);
	list[17] = 0;
	list[23] = 48;
	assert_bad_param(parse(T10_PR_REGISTER_MOVE, 0, 72), &info, 20, -1);
	assert_false(got.unreg || got.aptpl);
}

static void answer(struct t10_out *o, const void *arg)
{
	struct t10_pr_ctx ctx = ctx_of(&A);

	t10_pr_in(o, *(const u8 *)arg, &pr, &ctx);
}

static const u8 *ask(u8 action, u32 want)
{
	static struct sheet s;

	answer(sheet_new(&s, sizeof(s.buf)), &action);
	assert_len(&s, want);
	return s.buf;
}

static void answers_of_a_fresh_unit(void **state)
{
	assert_zeroes(ask(T10_PR_READ_KEYS, 8), 8);
	assert_zeroes(ask(T10_PR_READ_RESERVATION, 8), 8);
	assert_zeroes(ask(T10_PR_READ_FULL_STATUS, 8), 8);
	assert_bytes(ask(T10_PR_REPORT_CAPABILITIES, 8), 0, 8, 0x1d, 0x80, 0xea, 0x01, 0, 0);
	can_persist = false;
	assert_bytes(ask(T10_PR_REPORT_CAPABILITIES, 8), 0, 8, 0x1c, 0x80, 0xea, 0x01, 0, 0);
}

static void answers_with_registrations(void **state)
{
	static const u8 actions[] = { 0, 1, 2, 3 };
	unsigned int i;

	assert_sense(reg(&A, 0, 0x1122), T10_OK);
	assert_sense(OUT(D, .sa_key = 0x3344, .aptpl = true), T10_OK);
	assert_bytes(ask(T10_PR_READ_KEYS, 24), 0, 0, 0, 2, 0, 0, 0, 16,
		     0, 0, 0, 0, 0, 0, 0x11, 0x22, 0, 0, 0, 0, 0, 0, 0x33, 0x44);
	assert_bytes(ask(T10_PR_REPORT_CAPABILITIES, 8), 0, 8, 0x1d, 0x81);
	assert_sense(reserve(&D, 0x3344, T10_PR_EA_RO), T10_OK);
	assert_bytes(ask(T10_PR_READ_RESERVATION, 24), 0, 0, 0, 2, 0, 0, 0, 16,
		     0, 0, 0, 0, 0, 0, 0x33, 0x44, 0, 0, 0, 0, 0, 0x06, 0, 0);
	assert_bytes(ask(T10_PR_READ_FULL_STATUS, 104), 0, 0, 0, 2, 0, 0, 0, 96,
		     0, 0, 0, 0, 0, 0, 0x11, 0x22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
		     0, 0, 0, 24, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3a,
		     0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		     0, 0, 0, 0, 0, 0, 0x33, 0x44, 0, 0, 0, 0, 1, 0x06, 0, 0, 0, 0, 0, 2,
		     0, 0, 0, 24, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3a);
	for (i = 0; i < ARRAY_SIZE(actions); i++)
		assert_cuts_cleanly(answer, &actions[i]);
}

static void all_registrants_hold_and_have_no_key(void **state)
{
	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_sense(reg(&B, 0, 2), T10_OK);
	assert_sense(reserve(&A, 1, T10_PR_WE_AR), T10_OK);
	assert_bytes(ask(T10_PR_READ_RESERVATION, 24) + 8, 0, 0, 0, 0, 0, 0, 0, 0,
		     0, 0, 0, 0, 0, 0x07, 0, 0);
	assert_bytes(ask(T10_PR_READ_FULL_STATUS, 104) + 8 + 12, 1, 0x07);
	assert_bytes(ask(T10_PR_READ_FULL_STATUS, 104) + 8 + 48 + 12, 1, 0x07);
}

/* A port that has another number by now, and one that is not there. */
static void ports_are_numbered_as_now(void **state)
{
	struct t10_it moved = { 0x3a, 0x302, 9 }, gone = { 0x3b, 0x309, 7 };

	assert_sense(reg(&moved, 0, 1), T10_OK);
	assert_sense(reg(&gone, 0, 2), T10_OK);
	assert_bytes(ask(T10_PR_READ_FULL_STATUS, 104) + 8 + 18, 0, 2);
	assert_bytes(ask(T10_PR_READ_FULL_STATUS, 104) + 8 + 48 + 18, 0, 7);
}

static u8 saved[T10_PR_SAVE_MAX];

static void what_is_saved_comes_back(void **state)
{
	struct t10_pr back;
	u32 len;

	assert_int_equal(t10_pr_save(saved, &pr), 0);
	assert_sense(OUT(A, .sa_key = 1, .aptpl = true), T10_OK);
	assert_sense(OUT(D, .sa_key = 2, .aptpl = true), T10_OK);
	assert_sense(reserve(&D, 2, T10_PR_WE_RO), T10_OK);
	len = t10_pr_save(saved, &pr);
	assert_int_equal(len, 16 + 2 * 32);
	assert_bytes(saved, 0, 1, 0, 2, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
		     0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x3a,
		     0, 0, 0, 0, 0, 0, 3, 1, 0, 1, 0, 0, 0, 0, 0, 0);
	assert_true(t10_pr_load(&back, saved, len));
	assert_int_equal(back.generation, 0);
	back.generation = pr.generation;
	assert_int_equal(back.count, 2);
	assert_int_equal(back.type, T10_PR_WE_RO);
	assert_int_equal(back.holder, 1);
	assert_true(back.aptpl);
	assert_true(t10_it_equal(&back.regs[1].it, &D));
	assert_int_equal(back.regs[1].it.port, 2);
	assert_int_equal(back.regs[0].key, 1);
	/* No registration is left: nothing is saved. */
	assert_sense(OUT(A, .action = T10_PR_CLEAR, .key = 1), T10_OK);
	assert_true(fx.persist);
	assert_int_equal(t10_pr_save(saved, &pr), 0);
	fresh(state);
	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_int_equal(t10_pr_save(saved, &pr), 0);
}

static void assert_no_state(u32 len)
{
	struct t10_pr back;

	memset(&back, 0xff, sizeof(back));
	assert_false(t10_pr_load(&back, saved, len));
	assert_zeroes((const u8 *)&back, sizeof(back));
}

static void what_makes_no_sense_is_no_state(void **state)
{
	static const struct { u8 at, value; } wrong[] = {
		{ 1, 2 }, { 2, 1 }, { 3, 0 }, { 3, 1 }, { 3, 3 }, { 3, 129 }, { 4, 2 }, { 4, 9 },
		{ 7, 2 }, { 23, 0 }, { 47, 3 },
	};
	struct t10_pr back;
	unsigned int i;
	u32 len;
	u8 was;

	assert_sense(OUT(A, .sa_key = 1, .aptpl = true), T10_OK);
	assert_sense(OUT(D, .sa_key = 2, .aptpl = true), T10_OK);
	assert_sense(reserve(&D, 2, T10_PR_WE_RO), T10_OK);
	len = t10_pr_save(saved, &pr);
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		was = saved[wrong[i].at];
		saved[wrong[i].at] = wrong[i].value;
		/* The second is made the first: the same nexus twice. */
		if (wrong[i].at == 47)
			memcpy(saved + 48 + 8, saved + 16 + 8, 16);
		assert_no_state(len);
		saved[wrong[i].at] = was;
	}
	memset(saved + 48 + 8, 1, 16);
	assert_true(t10_pr_load(&back, saved, len));
	assert_no_state(len - 1);
	assert_no_state(15);
	/* Without a reservation the holder means nothing. */
	saved[4] = 0;
	saved[7] = 99;
	assert_true(t10_pr_load(&back, saved, len));
}

#define T(test)	cmocka_unit_test_setup(test, fresh)

static const struct CMUnitTest tests[] = {
	T(keys_scope_and_type),
	T(list_lengths),
	T(flags_mean_something_where_keys_are_registered),
	T(named_initiators),
	T(register_and_move),
	T(answers_of_a_fresh_unit),
	T(answers_with_registrations),
	T(all_registrants_hold_and_have_no_key),
	T(ports_are_numbered_as_now),
	T(what_is_saved_comes_back),
	T(what_makes_no_sense_is_no_state),
};

RUN(tests)
