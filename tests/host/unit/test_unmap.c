// SPDX-License-Identifier: GPL-2.0-only
/* UNMAP, WRITE SAME, GET LBA STATUS: what is decided. */
#include "unit.h"
#include "t10/unmap.h"

static struct t10_sense_info info;
static struct t10_cdb c;
static unsigned int nr;
static u8 list[4096 + 64];

/* A list that says it has @bytes of descriptors. */
static void fresh_list(unsigned int bytes)
{
	memset(list, 0, sizeof(list));
	memset(&info, 0, sizeof(info));
	put_unaligned_be16((u16)(bytes + 6), list);
	put_unaligned_be16((u16)bytes, list + 2);
}

static void put_range(unsigned int i, u64 lba, u32 blocks)
{
	put_unaligned_be64(lba, list + 8 + 16 * i);
	put_unaligned_be32(blocks, list + 16 + 16 * i);
}

static t10_sense_t check(u32 len, u64 nr_blocks)
{
	c.len = len;
	return t10_unmap_check(list, len, &c, nr_blocks, &nr, &info);
}

static void no_list_unmaps_nothing(void **state)
{
	fresh_list(16);
	nr = 7;
	assert_sense(check(0, 100), T10_OK);
	assert_int_equal(nr, 0);
	assert_sense(check(7, 100), LIST_LENGTH);
	fresh_list(0);
	assert_sense(check(8, 100), T10_OK);
	assert_int_equal(nr, 0);
}

static void ranges_are_read_in_order(void **state)
{
	u64 lba;
	u32 blocks;

	fresh_list(32);
	put_range(0, 0x0102030405060708ull, 0x090a0b0c);
	put_range(1, 5, 6);
	assert_sense(check(40, ~0ull), T10_OK);
	assert_int_equal(nr, 2);
	t10_unmap_get(list, 0, &lba, &blocks);
	assert_true(lba == 0x0102030405060708ull && blocks == 0x090a0b0c);
	t10_unmap_get(list, 1, &lba, &blocks);
	assert_true(lba == 5 && blocks == 6);
}

static void only_whole_descriptors_that_were_sent_count(void **state)
{
	fresh_list(48);
	assert_sense(check(8 + 47, 100), T10_OK);
	assert_int_equal(nr, 2);
	fresh_list(31);
	assert_sense(check(8 + 48, 100), T10_OK);
	assert_int_equal(nr, 1);
}

static void ranges_lie_in_the_medium(void **state)
{
	fresh_list(32);
	put_range(0, 0, 1);
	put_range(1, 99, 1);
	assert_sense(check(40, 100), T10_OK);
	put_range(1, 99, 2);
	assert_sense(check(40, 100), T10_S_LBA_OUT_OF_RANGE);
	put_range(1, 100, 1);
	assert_sense(check(40, 100), T10_S_LBA_OUT_OF_RANGE);
	put_range(1, 100, 0);
	assert_sense(check(40, 100), T10_OK);
	put_range(1, 101, 0);
	assert_sense(check(40, 100), T10_S_LBA_OUT_OF_RANGE);
	put_range(1, ~0ull, 0xffffffff);
	assert_sense(check(40, 100), T10_S_LBA_OUT_OF_RANGE);
	/* The first is looked at, too. */
	put_range(0, 100, 1);
	put_range(1, 0, 1);
	assert_sense(check(40, 100), T10_S_LBA_OUT_OF_RANGE);
}

static void descriptors_are_counted(void **state)
{
	fresh_list(255 * 16);
	assert_sense(check(8 + 255 * 16, 100), T10_OK);
	assert_int_equal(nr, 255);
	assert_int_equal(T10_UNMAP_MAX_LIST, 8 + 255 * 16);
	fresh_list(255 * 16 + 15);
	assert_sense(check(8 + 255 * 16 + 15, 100), T10_OK);
	fresh_list(256 * 16);
	assert_bad_param(check(4096, 100), &info, 2, -1);
}

static void same_unmaps_what_can_be(void **state)
{
	struct t10_geometry thick = {}, thin = { .thin = true }, zero = thin;
	const u8 *unmap = CDB(0x93, 0x08), *write = CDB(0x93);

	zero.zero_unmapped = true;
	memset(&info, 0, sizeof(info));
	assert_bad_cdb(t10_same_check(unmap, &thick, &info), &info, 1, 3);
	assert_sense(t10_same_check(write, &thick, &info), T10_OK);
	assert_sense(t10_same_check(unmap, &thin, &info), T10_OK);

	assert_int_equal(t10_same_how(unmap, &zero, true), T10_SAME_UNMAP);
	assert_int_equal(t10_same_how(unmap, &zero, false), T10_SAME_WRITE);
	assert_int_equal(t10_same_how(unmap, &thin, true), T10_SAME_ZERO);
	assert_int_equal(t10_same_how(write, &zero, true), T10_SAME_ZERO);
	assert_int_equal(t10_same_how(write, &zero, false), T10_SAME_WRITE);
}

static void same_of_no_blocks_goes_to_the_end(void **state)
{
	struct t10_cdb all = { .lba = 40 }, some = { .lba = 40, .len = 3 };

	assert_true(t10_same_blocks(&all, 0x100000028ull) == 0x100000000ull);
	assert_true(t10_same_blocks(&some, 100) == 3);
}

static struct sheet s;

static void status_lists_ranges(void **state)
{
	struct t10_out *o = sheet_new(&s, 2048);

	t10_lba_status_begin(o);
	assert_int_equal(t10_lba_status_add(o, 0x0102030405060708ull, 9, T10_LBA_MAPPED), 9);
	assert_int_equal(t10_lba_status_add(o, 20, 3, T10_LBA_DEALLOCATED), 3);
	t10_lba_status_end(o);
	assert_bytes(s.buf, 0, 0, 0, 36, 0, 0, 0, 0,
		     1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 9, 0, 0, 0, 0,
		     0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 3, 1, 0, 0, 0);
	assert_len(&s, 40);
}

static void status_ends_where_the_room_does(void **state)
{
	struct t10_out *o = sheet_new(&s, 39);

	t10_lba_status_begin(o);
	assert_int_equal(t10_lba_status_add(o, 0, 5, 0), 5);
	assert_int_equal(t10_lba_status_add(o, 5, 5, 0), 0);
	t10_lba_status_end(o);
	assert_bytes(s.buf, 0, 0, 0, 20);
	assert_len(&s, 24);
	/* The first is counted although it is cut. */
	o = sheet_new(&s, 10);
	t10_lba_status_begin(o);
	assert_int_equal(t10_lba_status_add(o, 0, 5, 0), 5);
	t10_lba_status_end(o);
	assert_bytes(s.buf, 0, 0, 0, 20);
	assert_len(&s, 24);
	o = sheet_new(&s, 40);
	t10_lba_status_begin(o);
	assert_int_equal(t10_lba_status_add(o, 0, 5, 0), 5);
	assert_int_equal(t10_lba_status_add(o, 5, 5, 0), 5);
}

static void status_of_more_blocks_than_a_range_has(void **state)
{
	struct t10_out *o = sheet_new(&s, 24);

	t10_lba_status_begin(o);
	assert_int_equal(t10_lba_status_add(o, 1, 0x100000000ull, 0), 0xffffffffu);
	assert_bytes(s.buf + 16, 0xff, 0xff, 0xff, 0xff);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(no_list_unmaps_nothing),
	cmocka_unit_test(ranges_are_read_in_order),
	cmocka_unit_test(only_whole_descriptors_that_were_sent_count),
	cmocka_unit_test(ranges_lie_in_the_medium),
	cmocka_unit_test(descriptors_are_counted),
	cmocka_unit_test(same_unmaps_what_can_be),
	cmocka_unit_test(same_of_no_blocks_goes_to_the_end),
	cmocka_unit_test(status_lists_ranges),
	cmocka_unit_test(status_ends_where_the_room_does),
	cmocka_unit_test(status_of_more_blocks_than_a_range_has),
};

RUN(tests)
