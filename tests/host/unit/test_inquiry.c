// SPDX-License-Identifier: GPL-2.0-only
/* INQUIRY: standard data and what leads to VPD. */
#include "unit.h"
#include "t10/inquiry.h"

static struct sheet s;
static struct t10_sense_info info;

static const struct t10_identity disk = {
	.type = T10_TYPE_DISK, .vendor = "ACME", .product = "VIRTUAL DISK",
	.revision = "0001", .serial = "s1",
};

static const struct t10_identity drive = {
	.type = T10_TYPE_CDROM, .removable = true, .vendor = "EIGHTCHR",
	.product = "SIXTEENCHARACTER", .revision = "42",
};

static const struct t10_geometry geo = { .nr_blocks = 100, .block_shift = 9 };

static t10_sense_t ask(const struct t10_identity *id, const u8 *cdb, u32 cap)
{
	const struct t10_inquiry_ctx ctx = { .id = id, .geo = &geo };

	memset(&info, 0, sizeof(info));
	return t10_inquiry(sheet_new(&s, cap), cdb, &ctx, &info);
}

static void standard_data_of_a_disk(void **state)
{
	assert_sense(ask(&disk, CDB(0x12, 0, 0, 1, 0), 256), T10_OK);
	assert_len(&s, 96);
	assert_bytes(s.buf, 0x00, 0x00, 0x06, 0x02, 91, 0x30, 0x00, 0x02);
	assert_memory_equal(s.buf + 8, "ACME    VIRTUAL DISK    0001", 28);
	assert_zeroes(s.buf + 36, 22);
	assert_bytes(s.buf + 58, 0x00, 0xa0, 0x04, 0x60, 0x04, 0xc0);
	assert_zeroes(s.buf + 64, 32);
}

static void standard_data_of_a_removable_device(void **state)
{
	assert_sense(ask(&drive, CDB(0x12), 256), T10_OK);
	assert_len(&s, 96);
	assert_bytes(s.buf, 0x05, 0x80, 0x06, 0x02, 91, 0x30, 0x00, 0x02);
	assert_memory_equal(s.buf + 8, "EIGHTCHRSIXTEENCHARACTER42  ", 28);
	/* no block commands are claimed */
	assert_bytes(s.buf + 58, 0x00, 0xa0, 0x04, 0x60, 0x00, 0x00);
}

static void without_logical_unit_qualifier_is_3(void **state)
{
	assert_sense(ask(NULL, CDB(0x12), 256), T10_OK);
	assert_len(&s, 96);
	assert_bytes(s.buf, 0x7f, 0x00, 0x06, 0x02, 91);
	assert_memory_equal(s.buf + 8, "                            ", 28);
}

static void page_code_without_evpd_is_refused(void **state)
{
	unsigned int page;

	for (page = 1; page < 256; page++) {
		assert_bad_cdb(ask(&disk, CDB(0x12, 0, (u8)page), 256), &info, 2, 7);
		assert_len(&s, 0);
	}
}

static void every_page_but_the_listed_is_refused(void **state)
{
	static const u8 pages[] = { 0x00, 0x80, 0x83, 0xb0, 0xb1, 0xb2 };
	unsigned int page;

	for (page = 0; page < 256; page++) {
		if (memchr(pages, (int)page, sizeof(pages))) {
			assert_sense(ask(&disk, CDB(0x12, 1, (u8)page), 2048), T10_OK);
			assert_int_equal(s.buf[0], 0x00);
			assert_int_equal(s.buf[1], page);
			assert_int_equal(get_unaligned_be16(s.buf + 2) + 4, s.o.len);
			continue;
		}
		assert_bad_cdb(ask(&disk, CDB(0x12, 1, (u8)page), 2048), &info, 2, 7);
		assert_len(&s, 0);
	}
}

static void without_logical_unit_page_0_is_alone(void **state)
{
	unsigned int page;

	assert_sense(ask(NULL, CDB(0x12, 1, 0), 64), T10_OK);
	assert_len(&s, 5);
	assert_bytes(s.buf, 0x7f, 0x00, 0x00, 0x01, 0x00);
	for (page = 1; page < 256; page++)
		assert_bad_cdb(ask(NULL, CDB(0x12, 1, (u8)page), 64), &info, 2, 7);
}

static void answer(struct t10_out *o, const void *cdb)
{
	const struct t10_inquiry_ctx ctx = { .id = &disk, .geo = &geo };

	assert_sense(t10_inquiry(o, cdb, &ctx, &info), T10_OK);
}

static void allocation_length_cuts(void **state)
{
	assert_cuts_cleanly(answer, CDB(0x12));
	assert_cuts_cleanly(answer, CDB(0x12, 1, 0x00));
	assert_cuts_cleanly(answer, CDB(0x12, 1, 0x80));
	assert_cuts_cleanly(answer, CDB(0x12, 1, 0x83));
	assert_cuts_cleanly(answer, CDB(0x12, 1, 0xb0));
	assert_cuts_cleanly(answer, CDB(0x12, 1, 0xb1));
	assert_cuts_cleanly(answer, CDB(0x12, 1, 0xb2));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(standard_data_of_a_disk),
	cmocka_unit_test(standard_data_of_a_removable_device),
	cmocka_unit_test(without_logical_unit_qualifier_is_3),
	cmocka_unit_test(page_code_without_evpd_is_refused),
	cmocka_unit_test(every_page_but_the_listed_is_refused),
	cmocka_unit_test(without_logical_unit_page_0_is_alone),
	cmocka_unit_test(allocation_length_cuts),
};

RUN(tests)
