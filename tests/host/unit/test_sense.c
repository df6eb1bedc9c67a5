// SPDX-License-Identifier: GPL-2.0-only
/* Sense reasons and sense data: SPC-4 4.5. */
#include "unit.h"

static u8 buf[T10_SENSE_MAX + 8];

static unsigned int build(t10_sense_t reason, const struct t10_sense_info *info, bool descriptor)
{
	unsigned int len;

	memset(buf, 0xa5, sizeof(buf));
	len = t10_sense_build(buf, reason, info, descriptor);
	assert_in_range(len, 8, T10_SENSE_MAX);
	assert_int_equal(buf[len], 0xa5);
	return len;
}

static void reason_carries_key_asc_and_ascq(void **state)
{
	t10_sense_t s = T10_SENSE(0xb, 0x4b, 0x81);

	assert_int_equal(t10_sense_key(s), 0xb);
	assert_int_equal(t10_sense_asc(s), 0x4b);
	assert_int_equal(t10_sense_ascq(s), 0x81);
	assert_int_equal(t10_sense_status(s), 0x02);
	assert_false(t10_sense_is_status(s));
}

static void status_travels_as_a_reason(void **state)
{
	assert_int_equal(t10_sense_status(T10_OK), 0x00);
	assert_int_equal(t10_sense_status(T10_S_RESERVATION_CONFLICT), 0x18);
	assert_int_equal(t10_sense_status(T10_S_BUSY), 0x08);
	assert_true(t10_sense_is_status(T10_S_BUSY));
	assert_int_equal(t10_sense_status(T10_S_NO_SENSE), 0x02);
	assert_true(T10_S_NO_SENSE != T10_OK);
}

static void fixed_format_plain(void **state)
{
	assert_int_equal(build(T10_SENSE(2, 0x3a, 0x01), NULL, false), 18);
	assert_bytes(buf, 0x70, 0, 0x02, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x3a, 0x01, 0, 0, 0, 0);
}

static void fixed_format_information(void **state)
{
	struct t10_sense_info info = { .information = 0x12345678, .has_information = true };

	build(T10_SENSE(3, 0x11, 0), &info, false);
	assert_bytes(buf, 0xf0, 0, 0x03, 0x12, 0x34, 0x56, 0x78, 10, 0, 0, 0, 0, 0x11);
	info.information = 0xffffffff;
	build(T10_SENSE(3, 0x11, 0), &info, false);
	assert_bytes(buf, 0xf0, 0, 0x03, 0xff, 0xff, 0xff, 0xff, 10);
}

static void fixed_format_information_that_does_not_fit(void **state)
{
	struct t10_sense_info info = { .information = 0x100000000ull, .has_information = true };

	build(T10_SENSE(3, 0x11, 0), &info, false);
	assert_bytes(buf, 0x70, 0, 0x03, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x11);
}

static void fixed_format_field_pointer(void **state)
{
	struct t10_sense_info info;

	assert_sense(t10_bad_cdb(&info, 0x0102, 5), INVALID_FIELD_CDB);
	build(INVALID_FIELD_CDB, &info, false);
	assert_bytes(buf, 0x70, 0, 0x05, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x24, 0, 0, 0xcd, 0x01, 0x02);
	assert_sense(t10_bad_param(&info, 7, T10_NO_BIT), INVALID_FIELD_PARAM);
	build(INVALID_FIELD_PARAM, &info, false);
	assert_bytes(buf + 12, 0x26, 0, 0, 0x80, 0x00, 0x07);
}

static void deferred_error(void **state)
{
	struct t10_sense_info info = { .deferred = true };

	build(T10_SENSE(3, 0x0c, 0), &info, false);
	assert_int_equal(buf[0], 0x71);
	build(T10_SENSE(3, 0x0c, 0), &info, true);
	assert_int_equal(buf[0], 0x73);
}

static void descriptor_format_plain(void **state)
{
	assert_int_equal(build(T10_SENSE(6, 0x29, 0x01), NULL, true), 8);
	assert_bytes(buf, 0x72, 0x06, 0x29, 0x01, 0, 0, 0, 0);
}

static void descriptor_format_with_all_descriptors(void **state)
{
	struct t10_sense_info info;

	t10_bad_cdb(&info, 2, 7);
	info.has_information = true;
	info.information = 0x0102030405060708;
	assert_int_equal(build(INVALID_FIELD_CDB, &info, true), 28);
	assert_bytes(buf, 0x72, 0x05, 0x24, 0x00, 0, 0, 0, 20,
		     0x00, 0x0a, 0x80, 0x00, 1, 2, 3, 4, 5, 6, 7, 8,
		     0x02, 0x06, 0, 0, 0xcf, 0x00, 0x02, 0);
}

static void field_pointer_goes_with_illegal_request_only(void **state)
{
	struct t10_sense_info info;

	t10_bad_cdb(&info, 2, 7);
	build(T10_SENSE(6, 0x29, 0), &info, false);
	assert_zeroes(buf + 14, 4);
	assert_int_equal(build(T10_SENSE(6, 0x29, 0), &info, true), 8);
}

static void pointer_replaces_what_was_there(void **state)
{
	struct t10_sense_info info;

	memset(&info, 0xff, sizeof(info));
	t10_bad_param(&info, 3, 0);
	assert_pointer(&info, false, 3, 0);
	memset(&info, 0xff, sizeof(info));
	t10_bad_cdb(&info, 3, 8);
	assert_pointer(&info, true, 3, -1);
}

static void named_reasons_are_those_of_annex_d(void **state)
{
	assert_sense(T10_S_NOT_READY_STOPPED, 0x80020402);
	assert_sense(T10_S_MEDIUM_NOT_PRESENT, 0x80023a00);
	assert_sense(T10_S_PARAM_LIST_LENGTH, 0x80051a00);
	assert_sense(T10_S_INVALID_OPCODE, 0x80052000);
	assert_sense(T10_S_LBA_OUT_OF_RANGE, 0x80052100);
	assert_sense(T10_S_INVALID_FIELD_IN_CDB, 0x80052400);
	assert_sense(T10_S_LUN_NOT_SUPPORTED, 0x80052500);
	assert_sense(T10_S_INVALID_FIELD_IN_PARAM, 0x80052600);
	assert_sense(T10_S_SAVING_NOT_SUPPORTED, 0x80053900);
	assert_sense(T10_S_MEDIUM_REMOVAL_PREVENTED, 0x80055302);
	assert_sense(T10_S_WRITE_PROTECTED, 0x80072700);
	assert_sense(T10_S_SW_WRITE_PROTECTED, 0x80072702);
	assert_sense(T10_S_SPACE_ALLOCATION_FAILED, 0x80072707);
	assert_sense(T10_S_MISCOMPARE, 0x800e1d00);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(reason_carries_key_asc_and_ascq),
	cmocka_unit_test(status_travels_as_a_reason),
	cmocka_unit_test(fixed_format_plain),
	cmocka_unit_test(fixed_format_information),
	cmocka_unit_test(fixed_format_information_that_does_not_fit),
	cmocka_unit_test(fixed_format_field_pointer),
	cmocka_unit_test(deferred_error),
	cmocka_unit_test(descriptor_format_plain),
	cmocka_unit_test(descriptor_format_with_all_descriptors),
	cmocka_unit_test(field_pointer_goes_with_illegal_request_only),
	cmocka_unit_test(pointer_replaces_what_was_there),
	cmocka_unit_test(named_reasons_are_those_of_annex_d),
};

RUN(tests)
