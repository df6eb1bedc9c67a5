// SPDX-License-Identifier: GPL-2.0-only
/* MODE SENSE(6) and (10). */
#include "mode_fixture.h"

#define ALL	0x3f
#define CURRENT		0x00
#define CHANGEABLE	0x40
#define DEFAULT		0x80
#define SAVED		0xc0
#define DBD	0x08
#define LLBAA	0x10

/* One page without block descriptor, at the start of the buffer. */
static const u8 *page(u8 pc_and_code)
{
	assert_sense(sense(CDB(0x1a, DBD, pc_and_code, 0, 255), 255), T10_OK);
	assert_int_equal(s.buf[0], s.o.len - 1);
	return s.buf + 4;
}

static void header_6_with_block_descriptor(void **state)
{
	assert_sense(sense(CDB(0x1a, 0, 0x0a, 0, 255), 255), T10_OK);
	assert_bytes(s.buf, 23, 0, 0x10, 8, 1, 2, 3, 4, 0, 0x00, 0x02, 0x00, 0x0a, 0x0a);
	assert_len(&s, 24);
}

static void header_6_without_block_descriptor(void **state)
{
	assert_sense(sense(CDB(0x1a, DBD, 0x0a, 0, 255), 255), T10_OK);
	assert_bytes(s.buf, 15, 0, 0x10, 0, 0x0a, 0x0a);
	assert_len(&s, 16);
}

static void header_10(void **state)
{
	assert_sense(sense(CDB(0x5a, 0, 0x0a, 0, 0, 0, 0, 1, 0), 256), T10_OK);
	assert_bytes(s.buf, 0, 26, 0, 0x10, 0, 0, 0, 8, 1, 2, 3, 4, 0, 0x00, 0x02, 0x00, 0x0a);
	assert_len(&s, 28);
	assert_sense(sense(CDB(0x5a, DBD, 0x0a, 0, 0, 0, 0, 1, 0), 256), T10_OK);
	assert_bytes(s.buf, 0, 18, 0, 0x10, 0, 0, 0, 0, 0x0a);
	assert_len(&s, 20);
}

static void long_lba_descriptor(void **state)
{
	geo.nr_blocks = 0x0102030405060708;
	geo.block_shift = 12;
	assert_sense(sense(CDB(0x5a, LLBAA, 0x0a, 0, 0, 0, 0, 1, 0), 256), T10_OK);
	assert_bytes(s.buf, 0, 34, 0, 0x10, 0x01, 0, 0, 16,
		     1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0x10, 0, 0x0a);
	assert_len(&s, 36);
	assert_sense(sense(CDB(0x5a, LLBAA | DBD, 0x0a, 0, 0, 0, 0, 1, 0), 256), T10_OK);
	assert_bytes(s.buf, 0, 18, 0, 0x10, 0x00, 0, 0, 0, 0x0a);
}

static void short_lba_descriptor_saturates(void **state)
{
	geo.nr_blocks = 0xffffffff;
	sense(CDB(0x1a, 0, 0x0a, 0, 255), 255);
	assert_bytes(s.buf + 4, 0xff, 0xff, 0xff, 0xff, 0, 0, 2, 0);
	geo.nr_blocks = 0xfffffffe;
	sense(CDB(0x1a, 0, 0x0a, 0, 255), 255);
	assert_bytes(s.buf + 4, 0xff, 0xff, 0xff, 0xfe, 0, 0, 2, 0);
	geo.nr_blocks = 0x100000000ull;
	sense(CDB(0x1a, 0, 0x0a, 0, 255), 255);
	assert_bytes(s.buf + 4, 0xff, 0xff, 0xff, 0xff, 0, 0, 2, 0);
}

static void write_protection_shows_in_the_header(void **state)
{
	ctx.write_protected = true;
	assert_int_equal((page(0x0a), s.buf[2]), 0x90);
	ctx.write_protected = false;
	cur.swp = true;
	assert_int_equal((page(0x0a), s.buf[2]), 0x90);
	cur.swp = false;
	def.swp = true;
	assert_int_equal((page(0x0a), s.buf[2]), 0x10);
}

static void other_types_have_no_dpofua_and_no_descriptor(void **state)
{
	ctx.type = T10_TYPE_CDROM;
	assert_sense(sense(CDB(0x1a, 0, 0x0a, 0, 255), 255), T10_OK);
	assert_bytes(s.buf, 15, 0, 0x00, 0, 0x0a);
	ctx.type = T10_TYPE_DISK;
	ctx.geo = NULL;
	assert_sense(sense(CDB(0x1a, 0, 0x0a, 0, 255), 255), T10_OK);
	assert_bytes(s.buf, 15, 0, 0x10, 0, 0x0a);
}

static void caching_page(void **state)
{
	assert_bytes(page(0x08), 0x08, 0x12, 0x04, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		     0);
	assert_len(&s, 24);
	cur.wce = false;
	cur.rcd = true;
	assert_bytes(page(0x08), 0x08, 0x12, 0x01);
	assert_bytes(page(0x08 | DEFAULT), 0x08, 0x12, 0x04);
	assert_bytes(page(0x08 | CHANGEABLE), 0x08, 0x12, 0x04, 0, 0, 0);
	assert_zeroes(s.buf + 4 + 3, 17);
	ctx.wce_changeable = false;
	assert_bytes(page(0x08 | CHANGEABLE), 0x08, 0x12, 0x00);
}

static void control_page(void **state)
{
	assert_bytes(page(0x0a), 0x0a, 0x0a, 0x02, 0x10, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_len(&s, 16);
	cur = (struct t10_mode){ .d_sense = true };
	assert_bytes(page(0x0a), 0x0a, 0x0a, 0x06, 0x10, 0x00, 0x00);
	cur = (struct t10_mode){ .qerr = 3 };
	assert_bytes(page(0x0a), 0x0a, 0x0a, 0x02, 0x16, 0x00, 0x00);
	cur = (struct t10_mode){ .ua_intlck = 3 };
	assert_bytes(page(0x0a), 0x0a, 0x0a, 0x02, 0x10, 0x30, 0x00);
	cur = (struct t10_mode){ .swp = true };
	assert_bytes(page(0x0a), 0x0a, 0x0a, 0x02, 0x10, 0x08, 0x00);
	cur = (struct t10_mode){ .tas = true };
	assert_bytes(page(0x0a), 0x0a, 0x0a, 0x02, 0x10, 0x00, 0x40);
	assert_bytes(page(0x0a | DEFAULT), 0x0a, 0x0a, 0x02, 0x10, 0x00, 0x00);
	def.tas = true;
	assert_bytes(page(0x0a | DEFAULT), 0x0a, 0x0a, 0x02, 0x10, 0x00, 0x40);
	/* wce_changeable is about the caching page alone */
	ctx.wce_changeable = false;
	assert_bytes(page(0x0a | CHANGEABLE), 0x0a, 0x0a, 0x04, 0x00, 0x08, 0x40, 0, 0, 0, 0, 0, 0);
}

static void constant_pages(void **state)
{
	assert_bytes(page(0x01), 0x01, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_len(&s, 16);
	assert_bytes(page(0x02), 0x02, 0x0e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_len(&s, 20);
	assert_bytes(page(0x1a), 0x1a, 0x26);
	assert_zeroes(s.buf + 6, 38);
	assert_len(&s, 44);
	assert_bytes(page(0x1c), 0x1c, 0x0a, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_len(&s, 16);
}

static void constant_pages_have_nothing_changeable(void **state)
{
	static const u8 codes[] = { 0x01, 0x02, 0x1a, 0x1c };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		const u8 *p = page(codes[i] | CHANGEABLE);

		assert_int_equal(p[0], codes[i]);
		assert_int_equal(p[1], s.o.len - 6);
		assert_zeroes(p + 2, p[1]);
	}
}

static void all_pages_in_order(void **state)
{
	static const struct {
		u8 code, len;
	} want[] = { { 1, 12 }, { 2, 16 }, { 8, 20 }, { 0x0a, 12 }, { 0x1a, 40 }, { 0x1c, 12 } };
	const u8 *p = page(ALL);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		assert_int_equal(p[0], want[i].code);
		assert_int_equal(p[1], want[i].len - 2);
		p += want[i].len;
	}
	assert_ptr_equal(p, s.buf + s.o.len);
	assert_len(&s, 4 + 112);
	assert_in_range(s.o.len, 1, T10_MODE_MAX);
}

static void all_pages_with_all_subpages(void **state)
{
	static struct sheet first;

	sense(CDB(0x1a, 0, ALL, 0, 255), 255);
	first = s;
	assert_sense(sense(CDB(0x1a, 0, ALL, 0xff, 255), 255), T10_OK);
	assert_int_equal(s.o.len, first.o.len);
	assert_memory_equal(s.buf, first.buf, first.o.len);
	assert_sense(sense(CDB(0x1a, DBD, 0x0a, 0xff, 255), 255), T10_OK);
	assert_len(&s, 16);
}

static void all_pages_of_other_types(void **state)
{
	ctx.type = T10_TYPE_CDROM;
	page(ALL);
	assert_len(&s, 4 + 12 + 16 + 12 + 40 + 12);
	ctx.type = T10_TYPE_TAPE;
	page(ALL);
	assert_len(&s, 4 + 16 + 12 + 40 + 12);
	assert_bad_cdb(sense(CDB(0x1a, 0, 0x08, 0, 255), 255), &info, 2, 5);
}

static void unknown_pages_are_refused(void **state)
{
	static const u8 known[] = { 0x01, 0x02, 0x08, 0x0a, 0x1a, 0x1c, 0x3f };
	unsigned int code;

	for (code = 0; code < 0x40; code++) {
		if (memchr(known, (int)code, sizeof(known)))
			continue;
		assert_bad_cdb(sense(CDB(0x1a, 0, (u8)code, 0, 255), 255), &info, 2, 5);
		assert_len(&s, 0);
	}
}

static void unknown_subpages_are_refused(void **state)
{
	unsigned int sub;

	for (sub = 1; sub < 0xff; sub++) {
		assert_bad_cdb(sense(CDB(0x1a, 0, 0x0a, (u8)sub, 255), 255), &info, 3, 7);
		assert_bad_cdb(sense(CDB(0x1a, 0, ALL, (u8)sub, 255), 255), &info, 3, 7);
		assert_len(&s, 0);
	}
}

static void saved_values_are_not_there(void **state)
{
	assert_sense(sense(CDB(0x1a, 0, SAVED | ALL, 0, 255), 255), T10_SENSE(5, 0x39, 0));
	assert_sense(sense(CDB(0x5a, 0, SAVED | 0x08, 0, 0, 0, 0, 1), 255), T10_SENSE(5, 0x39, 0));
	assert_len(&s, 0);
}

static void answer(struct t10_out *o, const void *cdb)
{
	struct t10_cdb c;

	assert_sense(t10_cdb_decode(&c, 0, cdb, T10_MAX_CDB, &info), T10_OK);
	assert_sense(t10_mode_sense(o, &c, cdb, &ctx, &info), T10_OK);
}

static void allocation_length_cuts(void **state)
{
	assert_cuts_cleanly(answer, CDB(0x1a, 0, ALL, 0, 255));
	assert_cuts_cleanly(answer, CDB(0x1a, DBD, 0x08, 0, 255));
	assert_cuts_cleanly(answer, CDB(0x5a, 0, ALL, 0, 0, 0, 0, 255, 255));
	assert_cuts_cleanly(answer, CDB(0x5a, LLBAA, ALL | CHANGEABLE, 0, 0, 0, 0, 255, 255));
}

static void differences_are_seen_field_by_field(void **state)
{
	static const struct t10_mode others[] = {
		{ .wce = true }, { .rcd = true }, { .d_sense = true }, { .swp = true },
		{ .tas = true }, { .ua_intlck = 2 }, { .qerr = 1 },
	};
	const struct t10_mode none = {};
	unsigned int i;

	assert_false(t10_mode_differs(&none, &none));
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		assert_true(t10_mode_differs(&none, &others[i]));
		assert_true(t10_mode_differs(&others[i], &none));
		assert_false(t10_mode_differs(&others[i], &others[i]));
	}
}

static const struct CMUnitTest tests[] = {
	T(header_6_with_block_descriptor),
	T(header_6_without_block_descriptor),
	T(header_10),
	T(long_lba_descriptor),
	T(short_lba_descriptor_saturates),
	T(write_protection_shows_in_the_header),
	T(other_types_have_no_dpofua_and_no_descriptor),
	T(caching_page),
	T(control_page),
	T(constant_pages),
	T(constant_pages_have_nothing_changeable),
	T(all_pages_in_order),
	T(all_pages_with_all_subpages),
	T(all_pages_of_other_types),
	T(unknown_pages_are_refused),
	T(unknown_subpages_are_refused),
	T(saved_values_are_not_there),
	T(allocation_length_cuts),
	T(differences_are_seen_field_by_field),
};

RUN(tests)
