// SPDX-License-Identifier: GPL-2.0-only
/* MODE SELECT(6) and (10): what is taken, and where the rest is wrong. */
#include "mode_fixture.h"

#define PF	0x10
#define SP	0x01

static struct t10_mode new;

static t10_sense_t select_cdb(const u8 *cdb, const u8 *list, u32 len)
{
	struct t10_cdb c;

	memset(&info, 0, sizeof(info));
	assert_sense(t10_cdb_decode(&c, ctx.type, cdb, T10_MAX_CDB, &info), T10_OK);
	return t10_mode_select(&new, &c, cdb, &ctx, list, len, &info);
}

static t10_sense_t select_6(const u8 *list, u32 len)
{
	return select_cdb(CDB(0x15, PF, 0, 0, (u8)len), list, len);
}

static t10_sense_t select_10(const u8 *list, u32 len)
{
	return select_cdb(CDB(0x55, PF, 0, 0, 0, 0, 0, (u8)(len >> 8), (u8)len), list, len);
}

#define SELECT_6(...) \
	select_6((const u8 []){ __VA_ARGS__ }, sizeof((const u8 []){ __VA_ARGS__ }))
#define SELECT_10(...) \
	select_10((const u8 []){ __VA_ARGS__ }, sizeof((const u8 []){ __VA_ARGS__ }))

#define HEADER_6	0, 0, 0, 0
#define HEADER_10	0, 0, 0, 0, 0, 0, 0, 0
#define CACHING(b)	0x08, 0x12, b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
#define CONTROL(b2, b3, b4, b5) \
	0x0a, 0x0a, b2, b3, b4, b5, 0, 0, 0, 0, 0, 0

static void nothing_sent_changes_nothing(void **state)
{
	assert_sense(select_6(NULL, 0), T10_OK);
	assert_false(t10_mode_differs(&new, &cur));
	assert_sense(select_cdb(CDB(0x15, 0, 0, 0, 0), NULL, 0), T10_OK);
	assert_sense(SELECT_6(HEADER_6), T10_OK);
	assert_sense(SELECT_10(HEADER_10), T10_OK);
	assert_false(t10_mode_differs(&new, &cur));
}

static void write_cache_is_switched(void **state)
{
	assert_sense(SELECT_6(HEADER_6, CACHING(0x00)), T10_OK);
	assert_false(new.wce);
	assert_true(t10_mode_differs(&new, &cur));
	cur = new;
	assert_sense(SELECT_10(HEADER_10, CACHING(0x04)), T10_OK);
	assert_true(new.wce);
}

static void write_cache_that_cannot_be_switched(void **state)
{
	ctx.wce_changeable = false;
	assert_bad_param(SELECT_6(HEADER_6, CACHING(0x00)), &info, 6, 2);
	assert_sense(SELECT_6(HEADER_6, CACHING(0x04)), T10_OK);
	assert_false(t10_mode_differs(&new, &cur));
}

static void control_bits_are_taken_one_by_one(void **state)
{
	assert_sense(SELECT_6(HEADER_6, CONTROL(0x06, 0x10, 0, 0)), T10_OK);
	assert_true(new.d_sense && !new.swp && !new.tas && new.wce);
	assert_sense(SELECT_6(HEADER_6, CONTROL(0x02, 0x10, 0x08, 0)), T10_OK);
	assert_true(!new.d_sense && new.swp && !new.tas && new.wce);
	assert_sense(SELECT_6(HEADER_6, CONTROL(0x02, 0x10, 0, 0x40)), T10_OK);
	assert_true(!new.d_sense && !new.swp && new.tas && new.wce);
	cur = (struct t10_mode){ .d_sense = true, .swp = true, .tas = true };
	assert_sense(SELECT_6(HEADER_6, CONTROL(0x02, 0x10, 0, 0)), T10_OK);
	assert_true(!new.d_sense && !new.swp && !new.tas);
}

static void what_nothing_obeys_is_refused(void **state)
{
	/* QERR, UA_INTLCK_CTRL, RCD, TST, GLTSD */
	assert_bad_param(SELECT_6(HEADER_6, CONTROL(0x02, 0x12, 0, 0)), &info, 7, 1);
	assert_bad_param(SELECT_6(HEADER_6, CONTROL(0x02, 0x16, 0, 0)), &info, 7, 2);
	assert_bad_param(SELECT_6(HEADER_6, CONTROL(0x02, 0x10, 0x30, 0)), &info, 8, 5);
	assert_bad_param(SELECT_6(HEADER_6, CACHING(0x05)), &info, 6, 0);
	assert_bad_param(SELECT_6(HEADER_6, CONTROL(0x22, 0x10, 0, 0)), &info, 6, 5);
	assert_bad_param(SELECT_6(HEADER_6, CONTROL(0x00, 0x10, 0, 0)), &info, 6, 1);
}

static void constant_pages_may_come_back_unchanged(void **state)
{
	assert_sense(SELECT_6(HEADER_6, 0x01, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			      0x1c, 0x0a, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0), T10_OK);
	assert_false(t10_mode_differs(&new, &cur));
	assert_bad_param(SELECT_6(HEADER_6, 0x1c, 0x0a, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0),
			 &info, 6, 3);
	assert_bad_param(SELECT_6(HEADER_6, 0x01, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80),
			 &info, 15, 7);
}

static void every_bit_of_every_page_is_held_against_the_mask(void **state)
{
	static const u8 codes[] = { 0x01, 0x02, 0x08, 0x0a, 0x1a, 0x1c };
	u8 list[4 + 40], mask[40];
	unsigned int i, byte, bit;
	t10_sense_t ret;
	u32 len;

	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		sense(CDB(0x1a, 0x08, codes[i] | 0x40, 0, 255), 255);
		memcpy(mask, s.buf + 4, sizeof(mask));
		sense(CDB(0x1a, 0x08, codes[i], 0, 255), 255);
		len = s.o.len;
		for (bit = 16; bit < 8 * (len - 4); bit++) {
			memcpy(list, s.buf, len);
			byte = bit / 8;
			list[4 + byte] ^= (u8)(1 << bit % 8);
			ret = select_6(list, len);
			if (mask[byte] >> bit % 8 & 1) {
				assert_sense(ret, T10_OK);
				assert_true(t10_mode_differs(&new, &cur));
			} else {
				assert_bad_param(ret, &info, (int)(4 + byte), (int)(bit % 8));
			}
		}
	}
}

static void later_error_refuses_the_whole_list(void **state)
{
	assert_bad_param(SELECT_6(HEADER_6, CACHING(0x00), CONTROL(0x02, 0x11, 0, 0)),
			 &info, 27, 0);
	assert_bad_param(SELECT_6(HEADER_6, CACHING(0x00), 0x3e, 0), &info, 24, 5);
}

static void what_mode_sense_gives_can_be_sent_back(void **state)
{
	static u8 list[T10_MODE_MAX];
	u32 len;

	cur = (struct t10_mode){ .wce = true, .rcd = true, .d_sense = true, .tas = true,
				 .qerr = 1, .ua_intlck = 2 };
	sense(CDB(0x1a, 0, 0x3f, 0, 255), 255);
	len = s.o.len;
	memcpy(list, s.buf, len);
	assert_sense(select_6(list, len), T10_OK);
	assert_false(t10_mode_differs(&new, &cur));
	sense(CDB(0x5a, 0x10, 0x3f, 0, 0, 0, 0, 2, 0), 512);
	len = s.o.len;
	memcpy(list, s.buf, len);
	assert_sense(select_10(list, len), T10_OK);
	assert_false(t10_mode_differs(&new, &cur));
}

static void sp_is_refused(void **state)
{
	assert_bad_cdb(select_cdb(CDB(0x15, PF | SP, 0, 0, 4), (const u8 [4]){}, 4), &info, 1, 0);
	assert_bad_cdb(select_cdb(CDB(0x15, PF | SP, 0, 0, 0), NULL, 0), &info, 1, 0);
}

static void list_without_page_format_is_refused(void **state)
{
	assert_bad_cdb(select_cdb(CDB(0x15, 0, 0, 0, 4), (const u8 [4]){}, 4), &info, 1, 4);
}

static void short_lists(void **state)
{
	static const u8 zeroes[600];
	static const u8 caching[] = { HEADER_6, CACHING(0) };
	u32 len;

	for (len = 1; len < 4; len++)
		assert_sense(select_6(zeroes, len), LIST_LENGTH);
	for (len = 1; len < 8; len++)
		assert_sense(select_10(zeroes, len), LIST_LENGTH);
	for (len = 5; len < sizeof(caching); len++)
		assert_sense(select_6(caching, len), LIST_LENGTH);
	assert_sense(select_6(caching, sizeof(caching)), T10_OK);
	/* fewer bytes came than the CDB promised */
	assert_sense(select_cdb(CDB(0x15, PF, 0, 0, 24), caching, 23), LIST_LENGTH);
	/* more came than it promised: the CDB counts */
	assert_sense(select_cdb(CDB(0x15, PF, 0, 0, 4), caching, 24), T10_OK);
	assert_false(t10_mode_differs(&new, &cur));
	/* longer than anything can be */
	assert_sense(select_10(zeroes, 513), LIST_LENGTH);
}

static void unknown_pages_are_refused(void **state)
{
	static const u8 known[] = { 0x01, 0x02, 0x08, 0x0a, 0x1a, 0x1c };
	unsigned int code;

	for (code = 0; code < 0x40; code++)
		if (!memchr(known, (int)code, sizeof(known)))
			assert_bad_param(SELECT_6(HEADER_6, (u8)code, 0), &info, 4, 5);
	ctx.type = T10_TYPE_TAPE;
	assert_bad_param(SELECT_6(HEADER_6, CACHING(0)), &info, 4, 5);
}

static void subpage_format_is_refused(void **state)
{
	assert_bad_param(SELECT_6(HEADER_6, 0x4a, 0x01, 0, 8, 0, 0, 0, 0), &info, 4, 6);
}

static void ps_is_reserved_and_ignored(void **state)
{
	assert_sense(SELECT_6(HEADER_6, 0x88, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			      0, 0), T10_OK);
	assert_false(new.wce);
}

static void wrong_page_length_is_pointed_at(void **state)
{
	assert_bad_param(SELECT_6(HEADER_6, 0x0a, 0x06, 0x02, 0x10, 0, 0, 0, 0), &info, 5, -1);
	assert_bad_param(SELECT_6(HEADER_6, 0x0a, 0xff), &info, 5, -1);
}

static void header_fields(void **state)
{
	/* medium type is pointed at, mode data length and device specific ignored */
	assert_bad_param(SELECT_6(0, 1, 0, 0), &info, 1, -1);
	assert_bad_param(SELECT_10(0, 0, 1, 0, 0, 0, 0, 0), &info, 2, -1);
	assert_sense(SELECT_6(77, 0, 0x90, 0), T10_OK);
	assert_sense(SELECT_10(1, 2, 0, 0x90, 0, 0, 0, 0), T10_OK);
}

static void block_descriptor_must_say_what_is(void **state)
{
	assert_sense(SELECT_6(0, 0, 0, 8, 1, 2, 3, 4, 0, 0, 2, 0), T10_OK);
	assert_sense(SELECT_6(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 2, 0), T10_OK);
	assert_sense(SELECT_6(0, 0, 0, 8, 0xff, 0xff, 0xff, 0xff, 0, 0, 2, 0), T10_OK);
	assert_bad_param(SELECT_6(0, 0, 0, 8, 1, 2, 3, 5, 0, 0, 2, 0), &info, 4, -1);
	assert_bad_param(SELECT_6(0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 2, 0), &info, 4, -1);
	assert_bad_param(SELECT_6(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0x10, 0), &info, 9, -1);
	assert_bad_param(SELECT_6(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0), &info, 9, -1);
	assert_sense(SELECT_10(0, 0, 0, 0, 0, 0, 0, 8, 1, 2, 3, 4, 0, 0, 2, 0), T10_OK);
	geo.nr_blocks = 0x100000000ull;
	assert_sense(SELECT_6(0, 0, 0, 8, 0xff, 0xff, 0xff, 0xff, 0, 0, 2, 0), T10_OK);
}

static void long_block_descriptor_must_say_what_is(void **state)
{
	geo.nr_blocks = 0x0102030405060708;
	assert_sense(SELECT_10(0, 0, 0, 0, 1, 0, 0, 16, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0,
			       0, 0, 2, 0), T10_OK);
	assert_sense(SELECT_10(0, 0, 0, 0, 1, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			       0, 0, 2, 0), T10_OK);
	assert_sense(SELECT_10(0, 0, 0, 0, 1, 0, 0, 16, 255, 255, 255, 255, 255, 255, 255, 255,
			       0, 0, 0, 0, 0, 0, 2, 0), T10_OK);
	assert_bad_param(SELECT_10(0, 0, 0, 0, 1, 0, 0, 16, 0, 0, 0, 0, 255, 255, 255, 255,
				   0, 0, 0, 0, 0, 0, 2, 0), &info, 8, -1);
	assert_bad_param(SELECT_10(0, 0, 0, 0, 1, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
				   1, 0, 2, 0), &info, 20, -1);
}

static void block_descriptor_length_fits_the_form(void **state)
{
	assert_bad_param(SELECT_6(0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0),
			 &info, 3, -1);
	assert_bad_param(SELECT_6(0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 2), &info, 3, -1);
	assert_bad_param(SELECT_10(0, 0, 0, 0, 1, 0, 0, 8, 0, 0, 0, 0, 0, 0, 2, 0), &info, 6, -1);
	assert_bad_param(SELECT_10(0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 2, 0), &info, 6, -1);
	assert_sense(SELECT_10(0, 0, 0, 0, 1, 0, 0, 0), T10_OK);
	/* right, but not there */
	assert_sense(SELECT_6(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 2), LIST_LENGTH);
	assert_sense(SELECT_10(0, 0, 0, 0, 0, 0, 0, 8), LIST_LENGTH);
}

static void block_descriptor_of_a_device_without_blocks(void **state)
{
	ctx.geo = NULL;
	assert_bad_param(SELECT_6(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 2, 0), &info, 3, -1);
	ctx.geo = &geo;
	ctx.type = T10_TYPE_TAPE;
	assert_bad_param(SELECT_6(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 2, 0), &info, 3, -1);
}

static void pages_follow_the_block_descriptor(void **state)
{
	assert_sense(SELECT_6(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 2, 0, CACHING(0)), T10_OK);
	assert_false(new.wce);
	assert_bad_param(SELECT_6(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 2, 0, CACHING(1)), &info, 14, 0);
}

static const struct CMUnitTest tests[] = {
	T(nothing_sent_changes_nothing),
	T(write_cache_is_switched),
	T(write_cache_that_cannot_be_switched),
	T(control_bits_are_taken_one_by_one),
	T(what_nothing_obeys_is_refused),
	T(constant_pages_may_come_back_unchanged),
	T(every_bit_of_every_page_is_held_against_the_mask),
	T(later_error_refuses_the_whole_list),
	T(what_mode_sense_gives_can_be_sent_back),
	T(sp_is_refused),
	T(list_without_page_format_is_refused),
	T(short_lists),
	T(unknown_pages_are_refused),
	T(subpage_format_is_refused),
	T(ps_is_reserved_and_ignored),
	T(wrong_page_length_is_pointed_at),
	T(header_fields),
	T(block_descriptor_must_say_what_is),
	T(long_block_descriptor_must_say_what_is),
	T(block_descriptor_length_fits_the_form),
	T(block_descriptor_of_a_device_without_blocks),
	T(pages_follow_the_block_descriptor),
};

RUN(tests)
