/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the unit tests share: cmocka, and comparisons in the terms of SCSI.
 */
#ifndef TESTS_HOST_UNIT_H
#define TESTS_HOST_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "t10/cdb.h"
#include "t10/out.h"

#define CHECKED		__attribute__((unused)) static

/* A CDB, padded so that no test depends on what lies behind it. */
#define CDB(...)	((const u8 [T10_MAX_CDB]){ __VA_ARGS__ })

#define assert_sense(got, want) \
	assert_int_equal((__force u32)(got), (__force u32)(want))

#define INVALID_FIELD_CDB	T10_SENSE(5, 0x24, 0)
#define INVALID_FIELD_PARAM	T10_SENSE(5, 0x26, 0)
#define LIST_LENGTH		T10_SENSE(5, 0x1a, 0)

/* Field pointers; @bit -1: the whole field is meant. */
CHECKED void assert_pointer(const struct t10_sense_info *info, bool in_cdb, int byte, int bit)
{
	assert_true(info->has_field);
	assert_int_equal(info->field_in_cdb, in_cdb);
	assert_int_equal(info->field, byte);
	assert_int_equal(info->has_bit, bit >= 0);
	if (bit >= 0)
		assert_int_equal(info->bit, bit);
	assert_false(info->has_information);
	assert_false(info->deferred);
}

#define assert_bad_cdb(got, info, byte, bit) do { \
	assert_sense(got, INVALID_FIELD_CDB); \
	assert_pointer(info, true, byte, bit); \
} while (0)

#define assert_bad_param(got, info, byte, bit) do { \
	assert_sense(got, INVALID_FIELD_PARAM); \
	assert_pointer(info, false, byte, bit); \
} while (0)

/* @p begins with just these bytes. */
#define assert_bytes(p, ...) do { \
	const u8 bytes_[] = { __VA_ARGS__ }; \
	assert_memory_equal(p, bytes_, sizeof(bytes_)); \
} while (0)

CHECKED void assert_zeroes(const u8 *p, size_t n)
{
	while (n--)
		assert_int_equal(*p++, 0);
}

/* A writer over a buffer that shows every byte written past the cap. */
struct sheet {
	struct t10_out o;
	u8 buf[2048];
};

CHECKED struct t10_out *sheet_new(struct sheet *s, u32 cap)
{
	memset(s->buf, 0xa5, sizeof(s->buf));
	t10_out_init(&s->o, s->buf, cap);
	return &s->o;
}

CHECKED void assert_untouched_past(const struct sheet *s, u32 cap)
{
	u32 i;

	for (i = cap; i < sizeof(s->buf); i++)
		assert_int_equal(s->buf[i], 0xa5);
}

#define assert_len(s, want) do { \
	assert_int_equal((s)->o.len, want); \
	assert_untouched_past(s, min((u32)(want), (s)->o.cap)); \
} while (0)

/*
 * What is cut at an allocation length is the beginning of the whole answer:
 * @answer for 0, 1, one less than all, all and one more.
 */
typedef void (*answer_fn)(struct t10_out *o, const void *arg);

CHECKED void assert_cuts_cleanly(answer_fn answer, const void *arg)
{
	static struct sheet whole, cut;
	u32 len, i;

	answer(sheet_new(&whole, sizeof(whole.buf)), arg);
	len = whole.o.len;
	assert_in_range(len, 2, sizeof(whole.buf) - 1);
	const u32 caps[] = { 0, 1, 2, 3, 4, 5, len / 2, len - 1, len, len + 1 };

	for (i = 0; i < ARRAY_SIZE(caps); i++) {
		answer(sheet_new(&cut, caps[i]), arg);
		assert_int_equal(cut.o.len, len);
		assert_int_equal(t10_out_stored(&cut.o), min(caps[i], len));
		assert_memory_equal(cut.buf, whole.buf, min(caps[i], len));
		assert_untouched_past(&cut, min(caps[i], len));
	}
}

#define RUN(tests) \
int main(void) \
{ \
	t10_op_init(); \
	return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL); \
}

#endif
