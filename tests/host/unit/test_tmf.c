// SPDX-License-Identifier: GPL-2.0-only
/* What each task management function does. */
#include "unit.h"
#include "t10/tmf.h"

#define NONE	(-1)
#define RESET	T10_UA_TARGET_RESET

static const struct expected_rule {
	const char *name;
	enum t10_tmf_scope aborts;
	bool all_luns;
	int ua_self, ua_others;
	bool ua_always, clears_reservation, nexus_loss, resets_mode;
	u16 reported;
} rules[] = {
	[T10_TMF_ABORT_TASK] = { "ABORT TASK", T10_ABORTS_ONE, false, NONE, NONE,
				 false, false, false, false, 0x8000 },
	[T10_TMF_ABORT_TASK_SET] = { "ABORT TASK SET", T10_ABORTS_NEXUS, false, NONE, NONE,
				     false, false, false, false, 0x4000 },
	[T10_TMF_CLEAR_TASK_SET] = { "CLEAR TASK SET", T10_ABORTS_ALL, false,
				     NONE, T10_UA_COMMANDS_CLEARED,
				     false, false, false, false, 0x1000 },
	[T10_TMF_LUN_RESET] = { "LOGICAL UNIT RESET", T10_ABORTS_ALL, false, RESET, RESET,
				true, true, false, true, 0x0800 },
	[T10_TMF_TARGET_RESET] = { "TARGET RESET", T10_ABORTS_ALL, true, RESET, RESET,
				   true, true, false, true, 0x0200 },
	[T10_TMF_NEXUS_RESET] = { "I_T NEXUS RESET", T10_ABORTS_NEXUS, true,
				  T10_UA_NEXUS_LOSS, NONE,
				  true, false, true, false, 0x0001 },
	[T10_TMF_QUERY_TASK] = { "QUERY TASK", T10_ABORTS_NONE, false, NONE, NONE,
				 false, false, false, false, 0x0400 },
	[T10_TMF_QUERY_TASK_SET] = { "QUERY TASK SET", T10_ABORTS_NONE, false, NONE, NONE,
				     false, false, false, false, 0x0002 },
};

static void check_rule(unsigned int tmf)
{
	const struct t10_tmf_rule *got = &t10_tmf_rules[tmf];
	const struct expected_rule *want = &rules[tmf];

	assert_string_equal(got->name, want->name);
	assert_int_equal(got->aborts, want->aborts);
	assert_int_equal(got->all_luns, want->all_luns);
	assert_int_equal(got->ua_self, want->ua_self);
	assert_int_equal(got->ua_others, want->ua_others);
	assert_int_equal(got->ua_always, want->ua_always);
	assert_int_equal(got->clears_reservation, want->clears_reservation);
	assert_int_equal(got->nexus_loss, want->nexus_loss);
	assert_int_equal(got->resets_mode, want->resets_mode);
	assert_int_equal(got->reported, want->reported);
}

static void rules_are_those_of_sam(void **state)
{
	unsigned int i;

	assert_int_equal(ARRAY_SIZE(rules), T10_TMF_COUNT);
	for (i = 0; i < T10_TMF_COUNT; i++)
		check_rule(i);
}

static void responses_differ(void **state)
{
	assert_int_equal((__force u8)T10_TMF_COMPLETE, 0);
	assert_int_equal((__force u8)T10_TMF_SUCCEEDED, 1);
	assert_int_equal((__force u8)T10_TMF_REJECTED, 2);
	assert_int_equal((__force u8)T10_TMF_BAD_LUN, 3);
	assert_int_equal((__force u8)T10_TMF_FAILED, 4);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(rules_are_those_of_sam),
	cmocka_unit_test(responses_differ),
};

RUN(tests)
