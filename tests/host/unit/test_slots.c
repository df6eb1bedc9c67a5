// SPDX-License-Identifier: GPL-2.0-only
/* Two slots that survive a loss of power: torn, old and garbage ones. */
#include "unit.h"
#include "t10/slots.h"

#define ROOM	(T10_SLOT_SIZE - 32)

static u8 slots[2 * T10_SLOT_SIZE];
static u8 *const first = slots, *const second = slots + T10_SLOT_SIZE;
static u8 filler[T10_SLOT_SIZE];

static int fresh(void **state)
{
	unsigned int i;

	for (i = 0; i < sizeof(filler); i++)
		filler[i] = (u8)(i * 7 + 1);
	t10_slot_init(first);
	t10_slot_init(second);
	return 0;
}

static void assert_section(const u8 *slot, u16 id, const void *want, u32 len)
{
	u32 got = 0;
	const u8 *p = t10_slot_get(slot, id, &got);

	assert_non_null(p);
	assert_int_equal(got, len);
	assert_memory_equal(p, want, len);
}

static void nothing_in_a_new_one(void **state)
{
	u32 len;

	assert_null(t10_slot_get(first, 1, &len));
	assert_false(t10_slot_valid(first));
	t10_slot_seal(first, 7);
	assert_true(t10_slot_valid(first));
	assert_int_equal(t10_slot_generation(first), 7);
}

static void bytes_are_as_documented(void **state)
{
	assert_true(t10_slot_put(first, 0x102, "abc", 3));
	t10_slot_seal(first, 0x0102030405060708ull);
	assert_bytes(first, 'S', 'C', 'S', 'T', 's', 'a', 'v', '1', 1, 2, 3, 4, 5, 6, 7, 8,
		     0, 0, 0, 16);
	assert_bytes(first + 32, 1, 2, 0, 0, 0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0, 0);
	assert_zeroes(first + 24, 8);
}

/* CRC-32C over header (its own field zero) and sections, computed over the bits of all its bytes. */
static void checksum_is_crc_32c(void **state)
{
	u8 copy[32 + 16];
	u32 crc = ~0u;
	unsigned int i, bit;

	assert_true(t10_slot_put(first, 1, "12345", 5));
	t10_slot_seal(first, 3);
	memcpy(copy, first, sizeof(copy));
	memset(copy + 20, 0, 4);
	for (i = 0; i < 8 * sizeof(copy); i++) {
		bit = (crc ^ copy[i / 8] >> (i % 8)) & 1;
		crc = crc >> 1 ^ (bit ? 0x82f63b78u : 0);
	}
	assert_int_equal(get_unaligned_be32(first + 20), (u32)~crc);
}

static void sections_take_each_others_place(void **state)
{
	u32 len;

	assert_true(t10_slot_put(first, 1, "one", 3));
	assert_true(t10_slot_put(first, 2, "twotwotwo", 9));
	assert_true(t10_slot_put(first, 3, "threethr", 8));
	assert_section(first, 1, "one", 3);
	assert_section(first, 2, "twotwotwo", 9);
	assert_section(first, 3, "threethr", 8);
	assert_true(t10_slot_put(first, 2, "2", 1));
	assert_section(first, 1, "one", 3);
	assert_section(first, 2, "2", 1);
	assert_section(first, 3, "threethr", 8);
	assert_true(t10_slot_put(first, 1, NULL, 0));
	assert_null(t10_slot_get(first, 1, &len));
	assert_section(first, 3, "threethr", 8);
	assert_true(t10_slot_put(first, 1, NULL, 0));
	t10_slot_seal(first, 1);
	assert_true(t10_slot_valid(first));
}

static void what_is_too_long_changes_nothing(void **state)
{
	assert_true(t10_slot_put(first, 1, "one", 3));
	assert_false(t10_slot_put(first, 2, filler, ROOM - 16 - 8 + 1));
	assert_false(t10_slot_put(first, 2, filler, ROOM + 1));
	assert_false(t10_slot_put(first, 2, filler, 0xfffffff9u));
	assert_section(first, 1, "one", 3);
	assert_true(t10_slot_put(first, 2, filler, ROOM - 16 - 8));
	assert_section(first, 2, filler, ROOM - 16 - 8);
	/* Its own place counts as room. */
	assert_false(t10_slot_put(first, 1, "123456789", 9));
	assert_true(t10_slot_put(first, 1, "12345678", 8));
	assert_section(first, 1, "12345678", 8);
	t10_slot_seal(first, 1);
	assert_true(t10_slot_valid(first));
}

static void a_flipped_bit_is_seen(void **state)
{
	unsigned int bit;

	assert_true(t10_slot_put(first, 1, "something", 9));
	t10_slot_seal(first, 1);
	for (bit = 0; bit < 8 * (32 + 24); bit++) {
		first[bit / 8] ^= (u8)(1 << bit % 8);
		assert_false(t10_slot_valid(first));
		first[bit / 8] ^= (u8)(1 << bit % 8);
	}
	assert_true(t10_slot_valid(first));
}

/* With a right checksum, yet sections that make no sense. */
static void sections_must_fit(void **state)
{
	put_unaligned_be32(4, first + 16);
	t10_slot_seal(first, 1);
	assert_false(t10_slot_valid(first));
	put_unaligned_be32(16, first + 16);
	put_unaligned_be32(9, first + 32 + 4);
	t10_slot_seal(first, 1);
	assert_false(t10_slot_valid(first));
	put_unaligned_be32(0xfffffff8u, first + 32 + 4);
	t10_slot_seal(first, 1);
	assert_false(t10_slot_valid(first));
	put_unaligned_be32(8, first + 32 + 4);
	t10_slot_seal(first, 1);
	assert_true(t10_slot_valid(first));
	put_unaligned_be32(ROOM + 1, first + 16);
	assert_false(t10_slot_valid(first));
}

static void the_later_one_counts(void **state)
{
	assert_int_equal(t10_slot_newest(slots), -1);
	t10_slot_seal(first, 5);
	assert_int_equal(t10_slot_newest(slots), 0);
	t10_slot_seal(second, 6);
	assert_int_equal(t10_slot_newest(slots), 1);
	t10_slot_seal(first, 7);
	assert_int_equal(t10_slot_newest(slots), 0);
	first[8]++;
	assert_int_equal(t10_slot_newest(slots), 1);
}

/* The newer one written only so far: the older counts, until the last byte that differs. */
static void a_torn_write_leaves_the_older_one(void **state)
{
	u8 whole[T10_SLOT_SIZE];
	unsigned int sectors;

	assert_true(t10_slot_put(first, 1, filler, 5000));
	t10_slot_seal(first, 8);
	memcpy(second, first, T10_SLOT_SIZE);
	assert_true(t10_slot_put(second, 1, filler + 1, 5000));
	t10_slot_seal(second, 7);
	memcpy(whole, second, T10_SLOT_SIZE);
	assert_true(t10_slot_put(whole, 1, filler + 3, 5000));
	t10_slot_seal(whole, 9);
	for (sectors = 0; sectors < 9; sectors++) {
		memcpy(second, whole, sectors * 512);
		assert_int_equal(t10_slot_newest(slots), 0);
	}
	memcpy(second, whole, 5120);
	assert_int_equal(t10_slot_newest(slots), 1);
	assert_section(second, 1, filler + 3, 5000);
}

#define T(test)	cmocka_unit_test_setup(test, fresh)

static const struct CMUnitTest tests[] = {
	T(nothing_in_a_new_one),
	T(bytes_are_as_documented),
	T(checksum_is_crc_32c),
	T(sections_take_each_others_place),
	T(what_is_too_long_changes_nothing),
	T(a_flipped_bit_is_seen),
	T(sections_must_fit),
	T(the_later_one_counts),
	T(a_torn_write_leaves_the_older_one),
};

RUN(tests)
