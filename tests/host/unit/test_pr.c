// SPDX-License-Identifier: GPL-2.0-only
/* RESERVE, RELEASE and what they keep out. */
#include "unit.h"
#include "t10/pr.h"

static const struct t10_pr nobody, held_by_1 = { .holder = 1 };

static struct t10_pr new;
static struct t10_pr_effects fx;
static struct t10_sense_info info;

static int fresh(void **state)
{
	new.holder = 99;
	fx.changed = true;
	return 0;
}

static t10_sense_t reserve(const struct t10_pr *pr, u32 nexus)
{
	return t10_pr_reserve(pr, nexus, CDB(0x16), &new, &fx, &info);
}

static t10_sense_t release(const struct t10_pr *pr, u32 nexus)
{
	return t10_pr_release(pr, nexus, CDB(0x17), &new, &fx, &info);
}

static void assert_state(u32 holder, bool changed)
{
	assert_int_equal(new.holder, holder);
	assert_int_equal(fx.changed, changed);
}

static void reserve_what_is_free(void **state)
{
	assert_sense(reserve(&nobody, 1), T10_OK);
	assert_state(1, true);
}

static void reserve_again(void **state)
{
	assert_sense(reserve(&held_by_1, 1), T10_OK);
	assert_state(1, false);
}

static void reserve_what_another_holds(void **state)
{
	assert_sense(reserve(&held_by_1, 2), T10_STATUS(0x18));
	assert_state(1, false);
}

static void release_by_the_holder(void **state)
{
	assert_sense(release(&held_by_1, 1), T10_OK);
	assert_state(0, true);
}

static void release_by_another_has_no_effect(void **state)
{
	assert_sense(release(&held_by_1, 2), T10_OK);
	assert_state(1, false);
	assert_sense(release(&nobody, 2), T10_OK);
	assert_state(0, false);
}

static void loss_of_a_nexus(void **state)
{
	t10_pr_clear_nexus(&held_by_1, 1, &new, &fx);
	assert_state(0, true);
	t10_pr_clear_nexus(&held_by_1, 2, &new, &fx);
	assert_state(1, false);
	t10_pr_clear_nexus(&nobody, 2, &new, &fx);
	assert_state(0, false);
}

static void reset_of_the_unit(void **state)
{
	t10_pr_clear_nexus(&held_by_1, 0, &new, &fx);
	assert_state(0, true);
	t10_pr_clear_nexus(&nobody, 0, &new, &fx);
	assert_state(0, false);
}

static void attention_is_for_others_only(void **state)
{
	assert_false(t10_pr_attention(&nobody, 1));
	assert_false(t10_pr_attention(&held_by_1, 1));
	assert_true(t10_pr_attention(&held_by_1, 2));
}

static t10_sense_t conflict(u32 nexus, const u8 *cdb)
{
	struct t10_cdb c;

	assert_sense(t10_cdb_decode(&c, 0, cdb, 16, &info), T10_OK);
	return t10_pr_conflict(&held_by_1, nexus, c.op, cdb);
}

static void conflicts_are_those_of_spc_2(void **state)
{
	static const struct {
		u8 opcode, byte1, byte4;
		bool passes;
	} cases[] = {
		{ 0x12, 0, 0, true }, { 0xa0, 0, 0, true }, { 0x03, 0, 0, true },
		{ 0x17, 0, 0, true }, { 0x57, 0, 0, true },
		{ 0x25, 0, 0, true }, { 0x9e, 0x10, 0, true },
		{ 0x00, 0, 0, false }, { 0x16, 0, 0, false }, { 0x56, 0, 0, false },
		{ 0x1a, 0, 0, false }, { 0x5a, 0, 0, false }, { 0x15, 0, 0, false },
		{ 0x55, 0, 0, false }, { 0x28, 0, 0, false }, { 0x2a, 0, 0, false },
		{ 0x08, 0, 0, false }, { 0x0a, 0, 0, false }, { 0x88, 0, 0, false },
		{ 0x8a, 0, 0, false }, { 0xa8, 0, 0, false }, { 0xaa, 0, 0, false },
		{ 0x2f, 0, 0, false }, { 0xaf, 0, 0, false }, { 0x8f, 0, 0, false },
		{ 0x35, 0, 0, false }, { 0x91, 0, 0, false },
		{ 0xa3, 0x0c, 0, false }, { 0xa3, 0x0d, 0, false },
		{ 0x1e, 0, 0, true }, { 0x1e, 0, 1, false }, { 0x1e, 0, 2, false },
		{ 0x1b, 0, 1, true }, { 0x1b, 0, 3, true }, { 0x1b, 0, 5, true },
		{ 0x1b, 0, 0, false }, { 0x1b, 0, 2, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const u8 *cdb = CDB(cases[i].opcode, cases[i].byte1, 0, 0, cases[i].byte4);

		assert_sense(conflict(2, cdb), cases[i].passes ? T10_OK : T10_STATUS(0x18));
		assert_sense(conflict(1, cdb), T10_OK);
	}
}

static void power_condition_other_than_0_conflicts(void **state)
{
	const u8 *cdb = CDB(0x1b, 0, 0, 0, 0x11);
	const struct t10_op *op = NULL;

	assert_sense(t10_op_find(0, cdb, 6, &info, &op), T10_OK);
	assert_sense(t10_pr_conflict(&held_by_1, 2, op, cdb), T10_STATUS(0x18));
}

#define T(test)	cmocka_unit_test_setup(test, fresh)

static const struct CMUnitTest tests[] = {
	T(reserve_what_is_free),
	T(reserve_again),
	T(reserve_what_another_holds),
	T(release_by_the_holder),
	T(release_by_another_has_no_effect),
	T(loss_of_a_nexus),
	T(reset_of_the_unit),
	T(attention_is_for_others_only),
	T(conflicts_are_those_of_spc_2),
	T(power_condition_other_than_0_conflicts),
};

RUN(tests)
