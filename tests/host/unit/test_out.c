// SPDX-License-Identifier: GPL-2.0-only
/* The bounded writer. */
#include "unit.h"

static struct sheet s;

static void numbers_are_big_endian(void **state)
{
	struct t10_out *o = sheet_new(&s, 64);

	t10_out_u8(o, 0x01);
	t10_out_be16(o, 0x0203);
	t10_out_be24(o, 0xff040506);
	t10_out_be32(o, 0x0708090a);
	t10_out_be64(o, 0x0b0c0d0e0f101112);
	assert_bytes(s.buf, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
	assert_len(&s, 18);
}

static void memory_and_zeroes(void **state)
{
	struct t10_out *o = sheet_new(&s, 64);

	t10_out_mem(o, "abc", 3);
	t10_out_zero(o, 2);
	t10_out_mem(o, "d", 1);
	assert_bytes(s.buf, 'a', 'b', 'c', 0, 0, 'd');
	assert_len(&s, 6);
}

static void what_does_not_fit_is_counted_not_stored(void **state)
{
	struct t10_out *o = sheet_new(&s, 5);

	t10_out_be32(o, 0x01020304);
	t10_out_be32(o, 0x05060708);
	t10_out_zero(o, 7);
	t10_out_u8(o, 9);
	assert_bytes(s.buf, 1, 2, 3, 4, 5);
	assert_len(&s, 16);
	assert_int_equal(t10_out_stored(o), 5);
}

static void zeroes_are_cut_in_the_middle(void **state)
{
	struct t10_out *o = sheet_new(&s, 3);

	t10_out_zero(o, 5);
	assert_bytes(s.buf, 0, 0, 0);
	assert_len(&s, 5);
}

static void no_room_at_all(void **state)
{
	struct t10_out o;

	t10_out_init(&o, NULL, 0);
	t10_out_be64(&o, 1);
	t10_out_zero(&o, 3);
	t10_out_ascii(&o, "ab", 4);
	t10_out_patch32(&o, 0, 1);
	assert_int_equal(o.len, 15);
	assert_int_equal(t10_out_stored(&o), 0);
}

static void ascii_is_padded_and_cut(void **state)
{
	struct t10_out *o = sheet_new(&s, 64);

	t10_out_ascii(o, "ab", 4);
	t10_out_ascii(o, "abcdef", 3);
	t10_out_ascii(o, "", 2);
	assert_memory_equal(s.buf, "ab  abc  ", 9);
	assert_len(&s, 9);
}

static void patches_go_where_they_shall(void **state)
{
	struct t10_out *o = sheet_new(&s, 64);

	t10_out_zero(o, 9);
	t10_out_patch8(o, 1, 0xff);
	t10_out_patch16(o, 2, 0x1234);
	t10_out_patch32(o, 5, 0x56789abc);
	assert_bytes(s.buf, 0, 0xff, 0x12, 0x34, 0, 0x56, 0x78, 0x9a, 0xbc);
	assert_len(&s, 9);
}

static void patches_are_cut_too(void **state)
{
	struct t10_out *o = sheet_new(&s, 3);

	t10_out_zero(o, 8);
	t10_out_patch32(o, 1, 0x01020304);
	t10_out_patch16(o, 3, 0xffff);
	t10_out_patch8(o, 7, 0xff);
	assert_bytes(s.buf, 0, 1, 2);
	assert_len(&s, 8);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(numbers_are_big_endian),
	cmocka_unit_test(memory_and_zeroes),
	cmocka_unit_test(what_does_not_fit_is_counted_not_stored),
	cmocka_unit_test(zeroes_are_cut_in_the_middle),
	cmocka_unit_test(no_room_at_all),
	cmocka_unit_test(ascii_is_padded_and_cut),
	cmocka_unit_test(patches_go_where_they_shall),
	cmocka_unit_test(patches_are_cut_too),
};

RUN(tests)
