// SPDX-License-Identifier: GPL-2.0-only
/* READ CAPACITY(10) and (16). */
#include "unit.h"
#include "t10/capacity.h"

static struct sheet s;

static void ten(u64 nr_blocks)
{
	struct t10_geometry g = { .nr_blocks = nr_blocks, .block_shift = 9 };

	t10_read_capacity_10(sheet_new(&s, 64), &g);
	assert_len(&s, 8);
}

static void ten_gives_the_last_lba(void **state)
{
	struct t10_geometry g = { .nr_blocks = 0x12345679, .block_shift = 12 };

	t10_read_capacity_10(sheet_new(&s, 64), &g);
	assert_bytes(s.buf, 0x12, 0x34, 0x56, 0x78, 0, 0, 0x10, 0);
	assert_len(&s, 8);
	ten(1);
	assert_bytes(s.buf, 0, 0, 0, 0, 0, 0, 2, 0);
}

static void ten_saturates(void **state)
{
	ten(0xffffffffull);
	assert_bytes(s.buf, 0xff, 0xff, 0xff, 0xfe);
	ten(0x100000000ull);
	assert_bytes(s.buf, 0xff, 0xff, 0xff, 0xff);
	ten(0x100000001ull);
	assert_bytes(s.buf, 0xff, 0xff, 0xff, 0xff);
	ten(~0ull);
	assert_bytes(s.buf, 0xff, 0xff, 0xff, 0xff);
}

static void no_blocks_do_not_wrap(void **state)
{
	struct t10_geometry g = { .block_shift = 9 };

	ten(0);
	assert_bytes(s.buf, 0, 0, 0, 0, 0, 0, 2, 0);
	t10_read_capacity_16(sheet_new(&s, 64), &g);
	assert_zeroes(s.buf, 8);
}

static void sixteen_of_a_thick_unit(void **state)
{
	struct t10_geometry g = {
		.nr_blocks = 0x0102030405060709, .block_shift = 9,
		.phys_exp = 3, .align_lba = 0x1234, .zero_unmapped = true,
	};

	t10_read_capacity_16(sheet_new(&s, 64), &g);
	assert_bytes(s.buf, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 2, 0, 0x00, 0x03, 0x12, 0x34);
	assert_zeroes(s.buf + 16, 16);
	assert_len(&s, 32);
}

static void sixteen_of_a_thin_unit(void **state)
{
	struct t10_geometry g = { .nr_blocks = 8, .block_shift = 12, .thin = true };

	t10_read_capacity_16(sheet_new(&s, 64), &g);
	assert_bytes(s.buf, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0x10, 0, 0, 0, 0x80, 0);
	g.zero_unmapped = true;
	t10_read_capacity_16(sheet_new(&s, 64), &g);
	assert_bytes(s.buf + 13, 0, 0xc0, 0);
}

static void fields_do_not_spill_over(void **state)
{
	struct t10_geometry g = {
		.nr_blocks = 8, .block_shift = 9, .phys_exp = 0xff, .align_lba = 0xffff,
	};

	t10_read_capacity_16(sheet_new(&s, 64), &g);
	assert_bytes(s.buf + 12, 0x00, 0x0f, 0x3f, 0xff);
}

static void answer_10(struct t10_out *o, const void *g)
{
	t10_read_capacity_10(o, g);
}

static void answer_16(struct t10_out *o, const void *g)
{
	t10_read_capacity_16(o, g);
}

static void allocation_length_cuts(void **state)
{
	struct t10_geometry g = { .nr_blocks = 0x0203040506, .block_shift = 9, .thin = true };

	assert_cuts_cleanly(answer_10, &g);
	assert_cuts_cleanly(answer_16, &g);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(ten_gives_the_last_lba),
	cmocka_unit_test(ten_saturates),
	cmocka_unit_test(no_blocks_do_not_wrap),
	cmocka_unit_test(sixteen_of_a_thick_unit),
	cmocka_unit_test(sixteen_of_a_thin_unit),
	cmocka_unit_test(fields_do_not_spill_over),
	cmocka_unit_test(allocation_length_cuts),
};

RUN(tests)
