// SPDX-License-Identifier: GPL-2.0-only
/* LUN forms and REPORT LUNS. */
#include "unit.h"
#include "t10/lun.h"

static struct sheet s;
static struct t10_sense_info info;

static void small_luns_use_peripheral_addressing(void **state)
{
	u8 b[8];

	t10_lun_encode(b, 0);
	assert_bytes(b, 0, 0, 0, 0, 0, 0, 0, 0);
	t10_lun_encode(b, 255);
	assert_bytes(b, 0, 255, 0, 0, 0, 0, 0, 0);
}

static void large_luns_use_flat_addressing(void **state)
{
	u8 b[8];

	t10_lun_encode(b, 256);
	assert_bytes(b, 0x41, 0x00, 0, 0, 0, 0, 0, 0);
	t10_lun_encode(b, 300);
	assert_bytes(b, 0x41, 0x2c, 0, 0, 0, 0, 0, 0);
	t10_lun_encode(b, T10_MAX_LUN);
	assert_bytes(b, 0x7f, 0xff, 0, 0, 0, 0, 0, 0);
}

static void every_lun_comes_back(void **state)
{
	unsigned int lun;
	u16 got;
	u8 b[8];

	for (lun = 0; lun <= T10_MAX_LUN; lun++) {
		t10_lun_encode(b, (u16)lun);
		assert_true(t10_lun_decode(b, &got));
		assert_int_equal(got, lun);
	}
}

static void other_forms_are_refused(void **state)
{
	u16 lun;
	u8 i;

	/* flat addressing of a small LUN; a bus; logical unit and extended addressing */
	assert_false(t10_lun_decode((const u8 [8]){ 0x40, 5 }, &lun));
	assert_false(t10_lun_decode((const u8 [8]){ 0x01, 5 }, &lun));
	assert_false(t10_lun_decode((const u8 [8]){ 0x81, 5 }, &lun));
	assert_false(t10_lun_decode((const u8 [8]){ 0xc1, 0x01 }, &lun));
	/* a second level */
	for (i = 2; i < 8; i++) {
		u8 b[8] = { 0, 1 };

		b[i] = 1;
		assert_false(t10_lun_decode(b, &lun));
	}
}

static const u8 *ask(u8 select, u32 alloc)
{
	static u8 cdb[12];

	memcpy(cdb, (const u8 [12]){ 0xa0, 0, select }, 12);
	put_unaligned_be32(alloc, cdb + 6);
	return cdb;
}

static void list_of_all_luns(void **state)
{
	struct t10_out *o = sheet_new(&s, 256);
	bool list = false;

	assert_sense(t10_report_luns_begin(o, ask(0, 256), 2, &list, &info), T10_OK);
	assert_true(list);
	t10_report_luns_add(o, 0);
	t10_report_luns_add(o, 256);
	assert_bytes(s.buf, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		     0x41, 0, 0, 0, 0, 0, 0, 0);
	assert_len(&s, 24);
	list = false;
	o = sheet_new(&s, 256);
	assert_sense(t10_report_luns_begin(o, ask(2, 256), 16384, &list, &info), T10_OK);
	assert_true(list);
	assert_bytes(s.buf, 0, 2, 0, 0, 0, 0, 0, 0);
}

static void list_of_well_known_luns_is_empty(void **state)
{
	struct t10_out *o = sheet_new(&s, 16);
	bool list = true;

	assert_sense(t10_report_luns_begin(o, ask(1, 16), 5, &list, &info), T10_OK);
	assert_false(list);
	assert_bytes(s.buf, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_len(&s, 8);
}

static void list_is_cut_at_the_allocation_length(void **state)
{
	struct t10_out *o = sheet_new(&s, 20);
	bool list;

	assert_sense(t10_report_luns_begin(o, ask(0, 20), 2, &list, &info), T10_OK);
	t10_report_luns_add(o, 1);
	t10_report_luns_add(o, 257);
	assert_len(&s, 24);
	assert_bytes(s.buf, 0, 0, 0, 16, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x41, 1, 0, 0);
}

static void unknown_select_report_is_refused(void **state)
{
	bool list;
	u8 i;

	for (i = 3; i; i++) {
		assert_bad_cdb(t10_report_luns_begin(sheet_new(&s, 64), ask(i, 64), 1, &list,
						     &info), &info, 2, 7);
		assert_len(&s, 0);
	}
}

static void allocation_length_below_16_is_refused(void **state)
{
	bool list;
	u32 i;

	for (i = 0; i < 16; i++)
		assert_bad_cdb(t10_report_luns_begin(sheet_new(&s, i), ask(0, i), 1, &list, &info),
			       &info, 6, -1);
	assert_sense(t10_report_luns_begin(sheet_new(&s, 16), ask(0, 16), 1, &list, &info), T10_OK);
	assert_sense(t10_report_luns_begin(sheet_new(&s, 16), ask(0, 0x01000000), 1, &list, &info),
		     T10_OK);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(small_luns_use_peripheral_addressing),
	cmocka_unit_test(large_luns_use_flat_addressing),
	cmocka_unit_test(every_lun_comes_back),
	cmocka_unit_test(other_forms_are_refused),
	cmocka_unit_test(list_of_all_luns),
	cmocka_unit_test(list_of_well_known_luns_is_empty),
	cmocka_unit_test(list_is_cut_at_the_allocation_length),
	cmocka_unit_test(unknown_select_report_is_refused),
	cmocka_unit_test(allocation_length_below_16_is_refused),
};

RUN(tests)
