// SPDX-License-Identifier: GPL-2.0-only
/* What PERSISTENT RESERVE OUT comes to, action by action: SPC-4 5.12. */
#include "pr_fixture.h"

#define NONE		(-1)
#define RELEASED	T10_UA_RES_RELEASED
#define PREEMPTED	T10_UA_RES_PREEMPTED
#define REG_PREEMPTED	T10_UA_REG_PREEMPTED

static const u8 types[] = { 1, 3, 5, 6, 7, 8 };

static void a_key_is_registered_changed_and_taken_back(void **state)
{
	assert_sense(reg(&A, 9, 1), CONFLICT);
	assert_int_equal(pr.generation, 0);
	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_int_equal(key_of(&A), 1);
	assert_int_equal(pr.generation, 1);
	assert_sense(reg(&A, 0, 2), CONFLICT);
	assert_sense(reg(&A, 1, 2), T10_OK);
	assert_int_equal(key_of(&A), 2);
	assert_sense(reg(&A, 2, 0), T10_OK);
	assert_int_equal(pr.count, 0);
	assert_int_equal(pr.generation, 3);
	/* Nothing to take back: no registration, but counted. */
	assert_sense(reg(&A, 0, 0), T10_OK);
	assert_int_equal(pr.count, 0);
	assert_int_equal(pr.generation, 4);
}

static void register_and_ignore_looks_at_no_key(void **state)
{
	assert_sense(OUT(A, .action = T10_PR_REGISTER_IGNORE, .key = 9, .sa_key = 1), T10_OK);
	assert_int_equal(key_of(&A), 1);
	assert_sense(OUT(A, .action = T10_PR_REGISTER_IGNORE, .key = 9, .sa_key = 2), T10_OK);
	assert_int_equal(key_of(&A), 2);
	assert_sense(OUT(A, .action = T10_PR_REGISTER_IGNORE, .key = 9), T10_OK);
	assert_int_equal(pr.count, 0);
	assert_sense(OUT(A, .action = T10_PR_REGISTER_IGNORE), T10_OK);
}

static void there_is_room_for_so_many(void **state)
{
	struct t10_it it = A;
	unsigned int i;

	for (i = 0; i < T10_PR_MAX; i++) {
		it.initiator = 1000 + i;
		assert_sense(reg(&it, 0, i + 1), T10_OK);
	}
	it.initiator = 1;
	assert_sense(reg(&it, 0, 5), T10_SENSE(5, 0x55, 0x04));
	assert_int_equal(pr.count, T10_PR_MAX);
	it.initiator = 1000;
	assert_sense(reserve(&it, 1, T10_PR_WE), T10_OK);
	assert_sense(OUT(it, .action = T10_PR_REGISTER_MOVE, .key = 1, .sa_key = 7, .port = 2,
			 .ids = (const u8[24]){ 6, [11] = 1 }, .nr_ids = 1, .ids_at = 24),
		     T10_SENSE(5, 0x55, 0x04));
}

static void all_target_ports(void **state)
{
	assert_sense(OUT(A, .sa_key = 1, .all_tg_pt = true), T10_OK);
	assert_int_equal(key_of(&A), 1);
	assert_int_equal(key_of(&D), 1);
	assert_int_equal(pr.count, 2);
	assert_sense(OUT(A, .key = 1, .sa_key = 2, .all_tg_pt = true), T10_OK);
	assert_int_equal(key_of(&D), 2);
	/* One of them alone, then both: what is not there is not asked for. */
	assert_sense(reg(&D, 2, 0), T10_OK);
	assert_sense(OUT(A, .key = 2, .sa_key = 3, .all_tg_pt = true), T10_OK);
	assert_int_equal(key_of(&A), 3);
	assert_int_equal(key_of(&D), 0);
	assert_sense(reg(&D, 0, 4), T10_OK);
	assert_sense(OUT(A, .key = 3, .sa_key = 5, .all_tg_pt = true), CONFLICT);
	assert_sense(OUT(B, .sa_key = 5, .all_tg_pt = true), T10_OK);
	assert_sense(OUT(A, .action = T10_PR_REGISTER_IGNORE, .all_tg_pt = true), T10_OK);
	assert_int_equal(key_of(&D), 0);
	assert_int_equal(pr.count, 2);
}

static const u8 two_ids[48] = { 6, [11] = 0x3b, [24] = 6, [35] = 0x3c };

static void others_are_registered_by_name(void **state)
{
	const struct t10_pr_out two = {
		.sa_key = 7, .spec_i_pt = true, .ids = two_ids, .nr_ids = 2, .ids_at = 28,
	};
	struct t10_pr_out request = two;

	assert_sense(out(&A, &request), T10_OK);
	assert_int_equal(key_of(&A), 7);
	assert_int_equal(key_of(&B), 7);
	assert_int_equal(key_of(&C), 7);
	assert_bad_param(out(&A, &request), &info, 20, 3);
	request.action = T10_PR_REGISTER_IGNORE;
	assert_bad_param(out(&D, &request), &info, 20, 3);
	/* One of them is registered: nobody is. */
	fresh(state);
	assert_sense(reg(&C, 0, 3), T10_OK);
	assert_bad_param(out(&A, &two), &info, 28 + 24, -1);
	assert_int_equal(pr.count, 1);
	/* No key: nothing is done. */
	request = two;
	request.sa_key = 0;
	assert_sense(out(&A, &request), T10_OK);
	assert_int_equal(pr.count, 1);
	/* With all ports. */
	fresh(state);
	request = two;
	request.all_tg_pt = true;
	assert_sense(out(&A, &request), T10_OK);
	assert_int_equal(pr.count, 6);
}

static void aptpl_is_of_the_last_registration(void **state)
{
	assert_sense(OUT(A, .sa_key = 1, .aptpl = true), T10_OK);
	assert_true(pr.aptpl && fx.persist);
	assert_sense(reserve(&A, 1, T10_PR_WE), T10_OK);
	assert_true(fx.persist);
	/* Switched off: what was saved has to go. */
	assert_sense(reg(&B, 0, 2), T10_OK);
	assert_true(!pr.aptpl && fx.persist);
	assert_sense(reserve(&A, 1, T10_PR_WE), T10_OK);
	assert_false(fx.persist);
	can_persist = false;
	assert_bad_param(OUT(C, .sa_key = 1, .aptpl = true), &info, 20, 0);
	assert_false(fx.persist);
	assert_bad_param(OUT(A, .action = T10_PR_REGISTER_MOVE, .key = 1, .sa_key = 1,
			     .aptpl = true), &info, 17, 0);
	assert_sense(OUT(C, .aptpl = false), T10_OK);
}

static void only_registrants_reserve(void **state)
{
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		fresh(state);
		assert_sense(reserve(&A, 0, types[i]), CONFLICT);
		three_registered();
		assert_sense(reserve(&A, 2, types[i]), CONFLICT);
		assert_sense(reserve(&B, 2, types[i]), T10_OK);
		assert_held(B, types[i]);
		assert_int_equal(pr.generation, 3);
		assert_told(NONE, NONE, NONE);
		for (j = 0; j < ARRAY_SIZE(types); j++) {
			bool again = i == j;
			bool all = types[i] >= 7;

			assert_sense(reserve(&B, 2, types[j]), again ? T10_OK : CONFLICT);
			assert_sense(reserve(&A, 1, types[j]), again && all ? T10_OK : CONFLICT);
		}
		assert_held(B, types[i]);
	}
}

static void other_types_and_scopes_are_refused(void **state)
{
	u8 type;

	three_registered();
	for (type = 0; type < 16; type++) {
		fresh(state);
		three_registered();
		if (memchr(types, type, sizeof(types))) {
			assert_sense(reserve(&A, 1, type), T10_OK);
			continue;
		}
		assert_bad_cdb(reserve(&A, 1, type), &info, 2, 3);
	}
	fresh(state);
	three_registered();
	assert_bad_cdb(OUT(A, .action = T10_PR_RESERVE, .key = 1, .type = 1, .scope = 1),
		       &info, 2, 7);
}

static void release_by_the_holder_tells_registrants(void **state)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		bool all = types[i] >= 7, told = types[i] >= 5;
		const struct t10_pr_out release = {
			.action = T10_PR_RELEASE, .key = 2, .type = types[i],
		};
		struct t10_pr_out wrong = release;

		fresh(state);
		three_registered();
		assert_sense(out(&B, &release), T10_OK);
		assert_sense(reserve(&B, 2, types[i]), T10_OK);
		wrong.key = 9;
		assert_sense(out(&B, &wrong), CONFLICT);
		wrong = release;
		wrong.type = types[i] ^ 2;
		assert_sense(out(&B, &wrong), T10_SENSE(5, 0x26, 0x04));
		wrong = release;
		wrong.scope = 1;
		assert_sense(out(&B, &wrong), T10_SENSE(5, 0x26, 0x04));
		if (!all) {
			wrong = release;
			wrong.key = 1;
			assert_sense(out(&A, &wrong), T10_OK);
			assert_held(B, types[i]);
		}
		assert_sense(out(&B, &release), T10_OK);
		assert_int_equal(pr.type, 0);
		assert_told(told ? RELEASED : NONE, NONE, told ? RELEASED : NONE);
		assert_int_equal(pr.count, 3);
		assert_int_equal(pr.generation, 3);
	}
	assert_sense(OUT(D, .action = T10_PR_RELEASE), CONFLICT);
}

static void the_holder_unregisters(void **state)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		bool told = types[i] == 5 || types[i] == 6;

		fresh(state);
		three_registered();
		assert_sense(reserve(&B, 2, types[i]), T10_OK);
		assert_sense(reg(&A, 1, 0), T10_OK);
		assert_int_equal(pr.type, types[i]);
		assert_told(NONE, NONE, NONE);
		assert_true(types[i] >= 7 || t10_it_equal(&pr.regs[pr.holder].it, &B));
		assert_sense(reg(&B, 2, 0), T10_OK);
		/* Of types with all registrants, C holds it as well. */
		assert_int_equal(pr.type, types[i] >= 7 ? types[i] : 0);
		assert_told(NONE, told ? RELEASED : NONE, NONE);
		assert_sense(reg(&C, 3, 0), T10_OK);
		assert_int_equal(pr.type, 0);
	}
}

static void clear_takes_all(void **state)
{
	three_registered();
	assert_sense(reserve(&B, 2, T10_PR_EA), T10_OK);
	assert_sense(OUT(A, .action = T10_PR_CLEAR, .key = 3), CONFLICT);
	assert_sense(OUT(D, .action = T10_PR_CLEAR), CONFLICT);
	assert_sense(OUT(C, .action = T10_PR_CLEAR, .key = 3), T10_OK);
	assert_told(PREEMPTED, PREEMPTED, NONE);
	assert_int_equal(pr.count, 0);
	assert_int_equal(pr.type, 0);
	assert_int_equal(pr.generation, 4);
}

static t10_sense_t preempt(const struct t10_it *self, u64 key, u64 victim, u8 type)
{
	return OUT(*self, .action = T10_PR_PREEMPT_ABORT, .key = key, .sa_key = victim,
		   .type = type);
}

static void preempt_without_a_reservation(void **state)
{
	three_registered();
	assert_sense(preempt(&A, 2, 2, 1), CONFLICT);
	assert_sense(preempt(&A, 1, 9, 1), CONFLICT);
	assert_bad_param(preempt(&A, 1, 0, 1), &info, 8, -1);
	assert_int_equal(pr.generation, 3);
	assert_sense(preempt(&A, 1, 2, 0), T10_OK);
	assert_told(NONE, REG_PREEMPTED, NONE);
	assert_true(fx.doomed[1] && !fx.doomed[0] && !fx.doomed[2]);
	assert_int_equal(pr.count, 2);
	assert_int_equal(pr.type, 0);
	assert_int_equal(pr.generation, 4);
	/* Its own key: gone, and not told. */
	assert_sense(preempt(&A, 1, 1, 0), T10_OK);
	assert_int_equal(key_of(&A), 0);
	assert_told(NONE, NONE, NONE);
	assert_true(fx.doomed[0]);
}

static void preempt_takes_the_reservation_over(void **state)
{
	unsigned int i, j;

	for (i = 0; i < 4; i++) {
		for (j = 0; j < ARRAY_SIZE(types); j++) {
			fresh(state);
			three_registered();
			assert_sense(reserve(&B, 2, types[i]), T10_OK);
			assert_bad_param(preempt(&A, 1, 0, types[j]), &info, 8, -1);
			assert_bad_cdb(preempt(&A, 1, 2, 2), &info, 2, 3);
			assert_sense(preempt(&A, 1, 2, types[j]), T10_OK);
			assert_held(A, types[j]);
			assert_int_equal(key_of(&B), 0);
			assert_told(NONE, REG_PREEMPTED, i == j ? NONE : RELEASED);
			assert_true(fx.doomed[1] && !fx.doomed[0] && !fx.doomed[2]);
			/* A key that is not the holder's: the reservation stays. */
			assert_sense(preempt(&A, 1, 3, 0), T10_OK);
			assert_held(A, types[j]);
			assert_int_equal(pr.count, 1);
		}
	}
}

static void the_holder_preempts_itself(void **state)
{
	three_registered();
	assert_sense(reserve(&B, 2, T10_PR_WE), T10_OK);
	assert_sense(preempt(&B, 2, 2, T10_PR_EA), T10_OK);
	assert_held(B, T10_PR_EA);
	assert_int_equal(key_of(&B), 2);
	assert_told(RELEASED, NONE, RELEASED);
	assert_true(fx.doomed[1]);
}

static void preempt_among_all_registrants(void **state)
{
	three_registered();
	assert_sense(reserve(&B, 2, T10_PR_WE_AR), T10_OK);
	/* A key: that registration, and the reservation stays what it is. */
	assert_sense(preempt(&A, 1, 2, T10_PR_EA), T10_OK);
	assert_int_equal(pr.type, T10_PR_WE_AR);
	assert_told(NONE, REG_PREEMPTED, NONE);
	/* No key: all others, and a reservation of its own. */
	assert_sense(preempt(&A, 1, 0, T10_PR_EA), T10_OK);
	assert_held(A, T10_PR_EA);
	assert_int_equal(pr.count, 1);
	assert_int_equal(fx.ua[1], REG_PREEMPTED);
	/* The last registrant's own key ends it. */
	fresh(state);
	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_sense(reserve(&A, 1, T10_PR_EA_AR), T10_OK);
	assert_sense(preempt(&A, 1, 1, T10_PR_EA), T10_OK);
	assert_int_equal(pr.count, 0);
	assert_int_equal(pr.type, 0);
}

static const u8 id_b[24] = { 6, [11] = 0x3b }, id_a[24] = { 6, [11] = 0x3a };

static struct t10_pr_out move_request(const u8 *id, u16 port)
{
	return (struct t10_pr_out){
		.action = T10_PR_REGISTER_MOVE, .key = 1, .sa_key = 9, .port = port,
		.ids = id, .nr_ids = 1, .ids_at = 24,
	};
}

static void a_reservation_moves(void **state)
{
	struct t10_pr_out move = move_request(id_b, 1);

	assert_sense(out(&A, &move), CONFLICT);
	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_bad_cdb(out(&A, &move), &info, 1, 4);
	assert_sense(reserve(&A, 1, T10_PR_EA_RO), T10_OK);
	assert_sense(out(&A, &move), T10_OK);
	assert_held(B, T10_PR_EA_RO);
	assert_int_equal(key_of(&B), 9);
	assert_int_equal(key_of(&A), 1);
	assert_int_equal(pr.generation, 2);
	/* The holder only. */
	assert_sense(out(&A, &move), CONFLICT);
	/* Back, to who is registered already, and out of the table. */
	move = move_request(id_a, 1);
	move.key = 9;
	move.sa_key = 4;
	move.unreg = true;
	assert_sense(out(&B, &move), T10_OK);
	assert_held(A, T10_PR_EA_RO);
	assert_int_equal(key_of(&A), 4);
	assert_int_equal(pr.count, 1);
	/* The same initiator through another port, the mover before it in the table. */
	move = move_request(id_a, 2);
	move.key = 4;
	move.unreg = true;
	assert_sense(out(&A, &move), T10_OK);
	assert_held(D, T10_PR_EA_RO);
	assert_int_equal(pr.count, 1);
}

static void a_reservation_moves_only_where_it_can(void **state)
{
	struct t10_pr_out move = move_request(id_b, 1);

	three_registered();
	assert_sense(reserve(&A, 1, T10_PR_WE), T10_OK);
	move.sa_key = 0;
	assert_bad_param(out(&A, &move), &info, 8, -1);
	move = move_request(id_b, 3);
	assert_bad_param(out(&A, &move), &info, 18, -1);
	move = move_request(id_a, 1);
	assert_bad_param(out(&A, &move), &info, 24, -1);
	fresh(state);
	three_registered();
	assert_sense(reserve(&A, 1, T10_PR_WE_AR), T10_OK);
	move = move_request(id_b, 1);
	assert_sense(out(&A, &move), CONFLICT);
}

#define T(test)	cmocka_unit_test_setup(test, fresh)

static const struct CMUnitTest tests[] = {
	T(a_key_is_registered_changed_and_taken_back),
	T(register_and_ignore_looks_at_no_key),
	T(there_is_room_for_so_many),
	T(all_target_ports),
	T(others_are_registered_by_name),
	T(aptpl_is_of_the_last_registration),
	T(only_registrants_reserve),
	T(other_types_and_scopes_are_refused),
	T(release_by_the_holder_tells_registrants),
	T(the_holder_unregisters),
	T(clear_takes_all),
	T(preempt_without_a_reservation),
	T(preempt_takes_the_reservation_over),
	T(the_holder_preempts_itself),
	T(preempt_among_all_registrants),
	T(a_reservation_moves),
	T(a_reservation_moves_only_where_it_can),
};

RUN(tests)
