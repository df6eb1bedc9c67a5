// SPDX-License-Identifier: GPL-2.0-only
/* Decoding, range check and transfer length. */
#include "unit.h"

#define DISK	0

static struct t10_sense_info info;

static t10_sense_t decode(struct t10_cdb *c, const u8 *cdb, unsigned int len)
{
	memset(&info, 0, sizeof(info));
	return t10_cdb_decode(c, DISK, cdb, len, &info);
}

static struct t10_cdb good(const u8 *cdb, unsigned int len)
{
	struct t10_cdb c;

	assert_sense(decode(&c, cdb, len), T10_OK);
	assert_non_null(c.op);
	return c;
}

static void read_6_has_21_bits_and_256_blocks_for_0(void **state)
{
	struct t10_cdb c = good(CDB(0x08, 0x1f, 0x23, 0x45, 0x00, 0), 6);

	assert_int_equal(c.lba, 0x1f2345);
	assert_int_equal(c.len, 256);
	assert_int_equal(c.dir, T10_DIR_READ);
	assert_false(c.fua || c.dpo);
	c = good(CDB(0x0a, 0, 0, 0, 0xff, 0), 6);
	assert_int_equal(c.len, 255);
	assert_int_equal(c.dir, T10_DIR_WRITE);
}

static void fields_are_big_endian(void **state)
{
	struct t10_cdb c;

	c = good(CDB(0x28, 0, 0x12, 0x34, 0x56, 0x78, 0, 0x9a, 0xbc, 0), 10);
	assert_int_equal(c.lba, 0x12345678);
	assert_int_equal(c.len, 0x9abc);
	c = good(CDB(0xaa, 0, 0xff, 0xee, 0xdd, 0xcc, 0x80, 1, 2, 3, 0x1f, 0), 12);
	assert_int_equal(c.lba, 0xffeeddcc);
	assert_int_equal(c.len, 0x80010203);
	c = good(CDB(0x88, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0), 16);
	assert_int_equal(c.lba, 0x0102030405060708);
	assert_int_equal(c.len, 0x090a0b0c);
}

static void read_10_of_0_blocks_stays_0(void **state)
{
	struct t10_cdb c = good(CDB(0x28), 10);

	assert_int_equal(c.len, 0);
	assert_int_equal(t10_cdb_bytes(&c, 9), 0);
}

static void fua_and_dpo_are_taken(void **state)
{
	struct t10_cdb c = good(CDB(0x2a, 0x18), 10);

	assert_true(c.fua && c.dpo);
	c = good(CDB(0x88, 0x08), 16);
	assert_true(c.fua && !c.dpo);
	c = good(CDB(0xa8, 0x10), 12);
	assert_true(!c.fua && c.dpo);
	/* Those bits of READ(6) belong to its LBA. */
	c = good(CDB(0x08, 0x18), 6);
	assert_false(c.fua || c.dpo);
}

static void protect_and_fua_nv_are_refused(void **state)
{
	struct t10_cdb c;

	assert_bad_cdb(decode(&c, CDB(0x28, 0x20), 10), &info, 1, 5);
	assert_bad_cdb(decode(&c, CDB(0x2a, 0xe0), 10), &info, 1, 7);
	assert_bad_cdb(decode(&c, CDB(0x2f, 0x40), 10), &info, 1, 6);
	assert_bad_cdb(decode(&c, CDB(0x28, 0x02), 10), &info, 1, 1);
	assert_bad_cdb(decode(&c, CDB(0x88, 0x04), 16), &info, 1, 2);
}

static void naca_and_vendor_bits_are_refused(void **state)
{
	struct t10_cdb c;

	assert_bad_cdb(decode(&c, CDB(0, 0, 0, 0, 0, 0x04), 6), &info, 5, 2);
	assert_bad_cdb(decode(&c, CDB(0, 0, 0, 0, 0, 0x01), 6), &info, 5, 0);
	assert_bad_cdb(decode(&c, CDB(0x28, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0), 10), &info, 9, 7);
}

static void first_bad_byte_is_the_one_pointed_at(void **state)
{
	struct t10_cdb c;

	assert_bad_cdb(decode(&c, CDB(0x1b, 0x02, 0, 0x10, 0xf0, 0xff), 6), &info, 1, 1);
	assert_bad_cdb(decode(&c, CDB(0x1b, 0, 0, 0, 0x58), 6), &info, 4, 6);
}

static void refused_cdb_still_names_its_row(void **state)
{
	struct t10_cdb c;

	decode(&c, CDB(0x28, 0xff), 10);
	assert_string_equal(c.op->name, "READ(10)");
	decode(&c, CDB(0xff), 10);
	assert_null(c.op);
}

static void short_cdb_is_refused_without_pointer(void **state)
{
	struct t10_cdb c;

	assert_sense(decode(&c, CDB(0x28), 9), INVALID_FIELD_CDB);
	assert_false(info.has_field);
	assert_sense(decode(&c, CDB(0x28), 1), INVALID_FIELD_CDB);
	assert_sense(decode(&c, CDB(0x28), 0), T10_SENSE(5, 0x20, 0));
	/* What follows the CDB is nobody's business. */
	assert_sense(decode(&c, CDB(0, 0, 0, 0, 0, 0, 0xff, 0xff), 16), T10_OK);
}

static void immed_has_its_own_place_in_each_command(void **state)
{
	assert_true(good(CDB(0x35, 0x02), 10).immed);
	assert_true(good(CDB(0x91, 0x02), 16).immed);
	assert_true(good(CDB(0x1b, 0x01), 6).immed);
	assert_false(good(CDB(0x35), 10).immed);
	assert_false(good(CDB(0x2f, 0x02), 10).immed);
}

static void bytchk_decides_what_a_verify_moves(void **state)
{
	struct t10_cdb c;

	c = good(CDB(0x2f, 0x00, 0, 0, 0, 0, 0, 0, 5), 10);
	assert_int_equal(c.dir, T10_DIR_NONE);
	assert_int_equal(t10_cdb_bytes(&c, 9), 0);
	c = good(CDB(0x2f, 0x02, 0, 0, 0, 0, 0, 0, 5), 10);
	assert_int_equal(c.bytchk, 1);
	assert_int_equal(c.dir, T10_DIR_WRITE);
	assert_int_equal(t10_cdb_bytes(&c, 9), 5 * 512);
	c = good(CDB(0x8f, 0x06, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5), 16);
	assert_int_equal(c.bytchk, 3);
	assert_int_equal(c.dir, T10_DIR_WRITE);
	assert_int_equal(t10_cdb_bytes(&c, 12), 4096);
	c = good(CDB(0xaf, 0x06), 12);
	assert_int_equal(t10_cdb_bytes(&c, 12), 0);
	assert_bad_cdb(decode(&c, CDB(0x2f, 0x04), 10), &info, 1, 2);
	assert_bad_cdb(decode(&c, CDB(0x8f, 0x14), 16), &info, 1, 2);
}

static void bytes_follow_the_unit_of_the_length(void **state)
{
	struct t10_cdb c;

	c = good(CDB(0x12, 0, 0, 0x12, 0x34), 6);
	assert_int_equal(t10_cdb_bytes(&c, 12), 0x1234);
	c = good(CDB(0x55, 0x10, 0, 0, 0, 0, 0, 1, 2), 10);
	assert_int_equal(t10_cdb_bytes(&c, 12), 0x102);
	c = good(CDB(0x25), 10);
	assert_int_equal(t10_cdb_bytes(&c, 12), 8);
	c = good(CDB(0x35, 0, 0, 0, 0, 0, 0, 1, 0), 10);
	assert_int_equal(c.len, 256);
	assert_int_equal(t10_cdb_bytes(&c, 12), 0);
	c = good(CDB(0x00), 6);
	assert_int_equal(t10_cdb_bytes(&c, 12), 0);
	c = good(CDB(0x88, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff), 16);
	assert_int_equal(t10_cdb_bytes(&c, 12), 0xffffffffull << 12);
}

static void same_and_pair_count_otherwise(void **state)
{
	struct t10_cdb c;

	c = good(CDB(0x41, 0, 0, 0, 0, 0, 0, 1, 0), 10);
	assert_int_equal(t10_cdb_bytes(&c, 9), 512);
	c = good(CDB(0x93, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9), 16);
	assert_int_equal(t10_cdb_bytes(&c, 12), 4096);
	assert_sense(t10_cdb_check_range(&c, 9, 1, &info), T10_OK);
	assert_sense(t10_cdb_check_range(&c, 8, 1, &info), T10_SENSE(5, 0x21, 0));
	c = good(CDB(0x93, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9), 16);
	assert_int_equal(c.dir, T10_DIR_NONE);
	assert_int_equal(t10_cdb_bytes(&c, 12), 0);
	c = good(CDB(0x89, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255), 16);
	assert_int_equal(c.len, 255);
	assert_int_equal(t10_cdb_bytes(&c, 12), 255 * 8192);
}

static void length_of_an_answer_is_no_range(void **state)
{
	struct t10_cdb c = good(CDB(0x9e, 0x12, 0, 0, 0, 0, 0, 0, 0, 99, 1, 0, 0, 0), 16);

	assert_sense(t10_cdb_check_range(&c, 100, 0, &info), T10_OK);
	assert_sense(t10_cdb_check_range(&c, 99, 0, &info), T10_SENSE(5, 0x21, 0));
	assert_pointer(&info, true, 2, -1);
}

static void atomic_writes_have_limits(void **state)
{
	struct t10_cdb c = good(CDB(0x9c, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 8), 16);
	struct t10_geometry g = { .max_atomic = 8 };

	assert_sense(t10_cdb_check_atomic(&c, &g, &info), T10_OK);
	g.atomic_granularity = 4;
	assert_sense(t10_cdb_check_atomic(&c, &g, &info), T10_OK);
	c.len = 9;
	assert_bad_cdb(t10_cdb_check_atomic(&c, &g, &info), &info, 12, -1);
	c.len = 6;
	assert_bad_cdb(t10_cdb_check_atomic(&c, &g, &info), &info, 12, -1);
	c.len = 4;
	c.lba = 10;
	assert_bad_cdb(t10_cdb_check_atomic(&c, &g, &info), &info, 2, -1);
	assert_sense(t10_op_lacking(c.op, &info), T10_S_INVALID_OPCODE);
	c = good(CDB(0x9e, 0x12), 16);
	assert_bad_cdb(t10_op_lacking(c.op, &info), &info, 1, 4);
}

static void range_ends_at_the_capacity(void **state)
{
	struct t10_cdb c = good(CDB(0x28, 0, 0, 0, 0, 90, 0, 0, 10), 10);

	assert_sense(t10_cdb_check_range(&c, 100, 0, &info), T10_OK);
	assert_sense(t10_cdb_check_range(&c, 99, 0, &info), T10_SENSE(5, 0x21, 0));
	assert_pointer(&info, true, 7, -1);
	assert_sense(t10_cdb_check_range(&c, 90, 0, &info), T10_SENSE(5, 0x21, 0));
	assert_pointer(&info, true, 2, -1);
}

static void zero_blocks_at_the_capacity_are_out_of_range(void **state)
{
	const u8 *cdbs[] = {
		CDB(0x28, 0, 0, 0, 0, 100), CDB(0x2a, 0, 0, 0, 0, 100),
		CDB(0x2f, 0, 0, 0, 0, 100), CDB(0x35, 0, 0, 0, 0, 100),
	};
	struct t10_cdb c;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cdbs); i++) {
		c = good(cdbs[i], 10);
		assert_sense(t10_cdb_check_range(&c, 100, 0, &info), T10_SENSE(5, 0x21, 0));
		assert_sense(t10_cdb_check_range(&c, 101, 0, &info), T10_OK);
		assert_sense(t10_cdb_check_range(&c, 0, 0, &info), T10_SENSE(5, 0x21, 0));
	}
}

static void range_does_not_overflow(void **state)
{
	struct t10_cdb c = good(CDB(0x88, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
				    0xff, 0xff, 0xff, 0xff), 16);

	assert_sense(t10_cdb_check_range(&c, 1000, 0, &info), T10_SENSE(5, 0x21, 0));
	assert_sense(t10_cdb_check_range(&c, ~0ull, 0, &info), T10_SENSE(5, 0x21, 0));
	c.lba = ~0ull - 1;
	assert_sense(t10_cdb_check_range(&c, ~0ull, 0, &info), T10_SENSE(5, 0x21, 0));
	assert_pointer(&info, true, 10, -1);
	c.len = 1;
	assert_sense(t10_cdb_check_range(&c, ~0ull, 0, &info), T10_OK);
}

static void maximum_transfer_length_bounds_transfers_only(void **state)
{
	struct t10_cdb c = good(CDB(0x2a, 0, 0, 0, 0, 0, 0, 0, 9), 10);

	assert_sense(t10_cdb_check_range(&c, 100, 9, &info), T10_OK);
	assert_bad_cdb(t10_cdb_check_range(&c, 100, 8, &info), &info, 7, -1);
	c = good(CDB(0x35, 0, 0, 0, 0, 0, 0, 0, 9), 10);
	assert_sense(t10_cdb_check_range(&c, 100, 8, &info), T10_OK);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(read_6_has_21_bits_and_256_blocks_for_0),
	cmocka_unit_test(fields_are_big_endian),
	cmocka_unit_test(read_10_of_0_blocks_stays_0),
	cmocka_unit_test(fua_and_dpo_are_taken),
	cmocka_unit_test(protect_and_fua_nv_are_refused),
	cmocka_unit_test(naca_and_vendor_bits_are_refused),
	cmocka_unit_test(first_bad_byte_is_the_one_pointed_at),
	cmocka_unit_test(refused_cdb_still_names_its_row),
	cmocka_unit_test(short_cdb_is_refused_without_pointer),
	cmocka_unit_test(immed_has_its_own_place_in_each_command),
	cmocka_unit_test(bytchk_decides_what_a_verify_moves),
	cmocka_unit_test(bytes_follow_the_unit_of_the_length),
	cmocka_unit_test(same_and_pair_count_otherwise),
	cmocka_unit_test(length_of_an_answer_is_no_range),
	cmocka_unit_test(atomic_writes_have_limits),
	cmocka_unit_test(range_ends_at_the_capacity),
	cmocka_unit_test(zero_blocks_at_the_capacity_are_out_of_range),
	cmocka_unit_test(range_does_not_overflow),
	cmocka_unit_test(maximum_transfer_length_bounds_transfers_only),
};

RUN(tests)
