// SPDX-License-Identifier: GPL-2.0-only
/* Unit attentions: codes, precedence, reporting. */
#include "unit.h"
#include "t10/ua.h"

static const struct {
	enum t10_ua ua;
	u8 asc, ascq;
	const char *name;
} codes[] = {
	{ T10_UA_POWER_ON, 0x29, 0x01, "POWER ON OCCURRED" },
	{ T10_UA_BUS_RESET, 0x29, 0x02, "SCSI BUS RESET OCCURRED" },
	{ T10_UA_TARGET_RESET, 0x29, 0x03, "BUS DEVICE RESET FUNCTION OCCURRED" },
	{ T10_UA_NEXUS_LOSS, 0x29, 0x07, "I_T NEXUS LOSS OCCURRED" },
	{ T10_UA_COMMANDS_CLEARED, 0x2f, 0x00, "COMMANDS CLEARED BY ANOTHER INITIATOR" },
	{ T10_UA_MEDIUM_CHANGED, 0x28, 0x00,
	  "NOT READY TO READY CHANGE, MEDIUM MAY HAVE CHANGED" },
	{ T10_UA_MODE_CHANGED, 0x2a, 0x01, "MODE PARAMETERS CHANGED" },
	{ T10_UA_RES_PREEMPTED, 0x2a, 0x03, "RESERVATIONS PREEMPTED" },
	{ T10_UA_RES_RELEASED, 0x2a, 0x04, "RESERVATIONS RELEASED" },
	{ T10_UA_REG_PREEMPTED, 0x2a, 0x05, "REGISTRATIONS PREEMPTED" },
	{ T10_UA_ALUA_CHANGED, 0x2a, 0x06, "ASYMMETRIC ACCESS STATE CHANGED" },
	{ T10_UA_CAPACITY_CHANGED, 0x2a, 0x09, "CAPACITY DATA HAS CHANGED" },
	{ T10_UA_INQUIRY_CHANGED, 0x3f, 0x03, "INQUIRY DATA HAS CHANGED" },
	{ T10_UA_SOFT_THRESHOLD, 0x38, 0x07, "THIN PROVISIONING SOFT THRESHOLD REACHED" },
	{ T10_UA_LUNS_CHANGED, 0x3f, 0x0e, "REPORTED LUNS DATA HAS CHANGED" },
};

#define B(ua)	(1ul << T10_UA_##ua)

static const struct t10_op *row(u8 opcode)
{
	const struct t10_op *op = NULL;
	struct t10_sense_info info;

	t10_op_find(0, CDB(opcode), 16, &info, &op);
	assert_non_null(op);
	return op;
}

static void codes_and_names(void **state)
{
	unsigned int i;

	assert_int_equal(ARRAY_SIZE(codes), T10_UA_COUNT);
	for (i = 0; i < T10_UA_COUNT; i++) {
		assert_int_equal(codes[i].ua, i);
		assert_sense(t10_ua_sense(codes[i].ua), T10_SENSE(6, codes[i].asc, codes[i].ascq));
		assert_string_equal(t10_ua_name(codes[i].ua), codes[i].name);
	}
}

static void conditions_queue_up_once_each(void **state)
{
	unsigned long pending = 0;

	pending = t10_ua_post(pending, T10_UA_MODE_CHANGED);
	pending = t10_ua_post(pending, T10_UA_LUNS_CHANGED);
	pending = t10_ua_post(pending, T10_UA_MODE_CHANGED);
	assert_int_equal(pending, B(MODE_CHANGED) | B(LUNS_CHANGED));
}

static void reset_makes_some_conditions_stale(void **state)
{
	const unsigned long all = (1ul << T10_UA_COUNT) - 1;
	const unsigned long stay = B(MEDIUM_CHANGED) | B(RES_PREEMPTED) | B(REG_PREEMPTED) |
		B(ALUA_CHANGED) | B(CAPACITY_CHANGED) | B(INQUIRY_CHANGED) |
		B(SOFT_THRESHOLD) |
		B(LUNS_CHANGED);
	const unsigned long lesser = all & ~(B(POWER_ON) | B(BUS_RESET));

	assert_int_equal(t10_ua_post(all & ~B(POWER_ON), T10_UA_POWER_ON), stay | B(POWER_ON));
	assert_int_equal(t10_ua_post(lesser, T10_UA_BUS_RESET), stay | B(BUS_RESET));
	assert_int_equal(t10_ua_post(lesser & ~B(TARGET_RESET), T10_UA_TARGET_RESET),
			 stay | B(TARGET_RESET));
}

static void nexus_loss_makes_cleared_commands_stale(void **state)
{
	assert_int_equal(t10_ua_post(B(COMMANDS_CLEARED) | B(MODE_CHANGED), T10_UA_NEXUS_LOSS),
			 B(NEXUS_LOSS) | B(MODE_CHANGED));
}

static void lesser_reset_adds_nothing_to_a_greater(void **state)
{
	assert_int_equal(t10_ua_post(B(POWER_ON) | B(MODE_CHANGED), T10_UA_TARGET_RESET),
			 B(POWER_ON) | B(MODE_CHANGED));
	assert_int_equal(t10_ua_post(B(TARGET_RESET), T10_UA_NEXUS_LOSS), B(TARGET_RESET));
	assert_int_equal(t10_ua_post(B(TARGET_RESET), T10_UA_TARGET_RESET), B(TARGET_RESET));
	assert_int_equal(t10_ua_post(B(NEXUS_LOSS), T10_UA_BUS_RESET), B(BUS_RESET));
}

static void news_after_a_reset_is_kept(void **state)
{
	assert_int_equal(t10_ua_post(B(POWER_ON), T10_UA_MODE_CHANGED),
			 B(POWER_ON) | B(MODE_CHANGED));
	assert_int_equal(t10_ua_post(B(POWER_ON), T10_UA_COMMANDS_CLEARED),
			 B(POWER_ON) | B(COMMANDS_CLEARED));
}

static void take_goes_by_precedence(void **state)
{
	unsigned long left = B(LUNS_CHANGED) | B(CAPACITY_CHANGED) | B(POWER_ON);

	assert_sense(t10_ua_take(left, &left), T10_SENSE(6, 0x29, 0x01));
	assert_sense(t10_ua_take(left, &left), T10_SENSE(6, 0x2a, 0x09));
	assert_sense(t10_ua_take(left, &left), T10_SENSE(6, 0x3f, 0x0e));
	assert_int_equal(left, 0);
	assert_sense(t10_ua_take(left, &left), T10_OK);
	assert_int_equal(left, 0);
}

static void report_stops_ordinary_commands(void **state)
{
	unsigned long left = 77;

	assert_sense(t10_ua_report(B(TARGET_RESET) | B(MODE_CHANGED), row(0x00), &left),
		     T10_SENSE(6, 0x29, 0x03));
	assert_int_equal(left, B(MODE_CHANGED));
	assert_sense(t10_ua_report(left, row(0x28), &left), T10_SENSE(6, 0x2a, 0x01));
	assert_int_equal(left, 0);
	assert_sense(t10_ua_report(0, row(0x28), &left), T10_OK);
}

static void inquiry_and_request_sense_pass_without_effect(void **state)
{
	const unsigned long pending = B(POWER_ON) | B(LUNS_CHANGED) | B(INQUIRY_CHANGED);
	unsigned long left = 0;

	assert_sense(t10_ua_report(pending, row(0x12), &left), T10_OK);
	assert_int_equal(left, pending);
	left = 0;
	assert_sense(t10_ua_report(pending, row(0x03), &left), T10_OK);
	assert_int_equal(left, pending);
}

static void report_luns_clears_luns_changed_alone(void **state)
{
	unsigned long left = 0;

	assert_sense(t10_ua_report(B(POWER_ON) | B(LUNS_CHANGED), row(0xa0), &left), T10_OK);
	assert_int_equal(left, B(POWER_ON));
	assert_sense(t10_ua_report(B(POWER_ON), row(0xa0), &left), T10_OK);
	assert_int_equal(left, B(POWER_ON));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(codes_and_names),
	cmocka_unit_test(conditions_queue_up_once_each),
	cmocka_unit_test(reset_makes_some_conditions_stale),
	cmocka_unit_test(nexus_loss_makes_cleared_commands_stale),
	cmocka_unit_test(lesser_reset_adds_nothing_to_a_greater),
	cmocka_unit_test(news_after_a_reset_is_kept),
	cmocka_unit_test(take_goes_by_precedence),
	cmocka_unit_test(report_stops_ordinary_commands),
	cmocka_unit_test(inquiry_and_request_sense_pass_without_effect),
	cmocka_unit_test(report_luns_clears_luns_changed_alone),
};

RUN(tests)
