// SPDX-License-Identifier: GPL-2.0-only
/* The VPD pages, byte by byte. */
#include "unit.h"
#include "t10/inquiry.h"

static struct sheet s;

static struct t10_identity id;
static struct t10_geometry geo;
static struct t10_port port;
static struct t10_inquiry_ctx ctx;

static int fresh(void **state)
{
	id = (struct t10_identity){
		.type = T10_TYPE_DISK, .vendor = "ACME", .product = "DISK", .revision = "1",
		.serial = "0123456789",
		.naa = { 0x60, 0x01, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
		.naa_len = 16,
	};
	geo = (struct t10_geometry){ .nr_blocks = 1000, .block_shift = 9 };
	port = (struct t10_port){ .relative_id = 0x0102, .group = 0x0304 };
	ctx = (struct t10_inquiry_ctx){ .id = &id, .geo = &geo, .port = &port };
	return 0;
}

static bool page(u8 code)
{
	return t10_vpd(sheet_new(&s, sizeof(s.buf)), code, &ctx);
}

static void page_00_lists_pages_in_order(void **state)
{
	assert_true(page(0x00));
	assert_bytes(s.buf, 0x00, 0x00, 0, 6, 0x00, 0x80, 0x83, 0xb0, 0xb1, 0xb2);
	assert_len(&s, 10);
}

static void page_00_of_another_type(void **state)
{
	id.type = T10_TYPE_CDROM;
	assert_true(page(0x00));
	assert_bytes(s.buf, 0x05, 0x00, 0, 3, 0x00, 0x80, 0x83);
	assert_len(&s, 7);
	assert_false(page(0xb0));
	assert_false(page(0xb1));
	assert_false(page(0xb2));
}

static void disk_without_medium_has_no_block_pages(void **state)
{
	ctx.geo = NULL;
	assert_true(page(0x00));
	assert_bytes(s.buf, 0x00, 0x00, 0, 3, 0x00, 0x80, 0x83);
	assert_false(page(0xb0));
}

static void page_80_is_the_serial_number_exactly(void **state)
{
	assert_true(page(0x80));
	assert_bytes(s.buf, 0x00, 0x80, 0, 10);
	assert_memory_equal(s.buf + 4, "0123456789", 10);
	assert_len(&s, 14);
	memset(id.serial, 'x', T10_SERIAL_MAX);
	assert_true(page(0x80));
	assert_len(&s, 4 + 36);
	id.serial[0] = '\0';
	assert_false(page(0x80));
	assert_true(page(0x00));
	assert_bytes(s.buf + 3, 5, 0x00, 0x83, 0xb0, 0xb1, 0xb2);
}

static void page_83_of_the_unit(void **state)
{
	ctx.port = NULL;
	assert_true(page(0x83));
	assert_bytes(s.buf, 0x00, 0x83, 0, 4 + 34 + 4 + 16);
	assert_bytes(s.buf + 4, 0x02, 0x01, 0, 34);
	assert_memory_equal(s.buf + 8, "ACME    DISK            0123456789", 34);
	assert_bytes(s.buf + 42, 0x01, 0x03, 0, 16, 0x60, 0x01, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
		     13, 14, 15);
	assert_len(&s, 62);
}

static void page_83_with_a_short_naa_or_none(void **state)
{
	ctx.port = NULL;
	id.naa_len = 8;
	assert_true(page(0x83));
	assert_bytes(s.buf + 42, 0x01, 0x03, 0, 8, 0x60, 0x01, 2, 3, 4, 5, 6, 7);
	assert_len(&s, 54);
	id.naa_len = 0;
	assert_true(page(0x83));
	assert_len(&s, 42);
	assert_int_equal(s.buf[3], 38);
}

static void page_83_of_the_port(void **state)
{
	id.naa_len = 0;
	memcpy(port.naa, (const u8 [8]){ 0x30, 1, 2, 3, 4, 5, 6, 7 }, 8);
	strcpy(port.name, "naa.3001");
	assert_true(page(0x83));
	assert_bytes(s.buf + 42,
		     0x01, 0x14, 0, 4, 0, 0, 0x01, 0x02,
		     0x01, 0x15, 0, 4, 0, 0, 0x03, 0x04,
		     0x01, 0x13, 0, 8, 0x30, 1, 2, 3, 4, 5, 6, 7,
		     0x03, 0x18, 0, 12, 'n', 'a', 'a', '.', '3', '0', '0', '1', 0, 0, 0, 0);
	assert_len(&s, 42 + 44);
	assert_int_equal(get_unaligned_be16(s.buf + 2), 38 + 44);
}

static void page_83_of_a_port_without_names(void **state)
{
	id.naa_len = 0;
	port.relative_id = 0;
	assert_true(page(0x83));
	assert_bytes(s.buf + 42, 0x01, 0x15, 0, 4, 0, 0, 0x03, 0x04);
	assert_len(&s, 50);
}

static void scsi_name_string_is_padded_to_four(void **state)
{
	static const struct {
		const char *name;
		u8 len;
	} names[] = { { "a", 4 }, { "abc", 4 }, { "abcd", 8 }, { "abcdefg", 8 } };
	unsigned int i;

	id.naa_len = 0;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		strcpy(port.name, names[i].name);
		assert_true(page(0x83));
		assert_bytes(s.buf + 58, 0x03, 0x18, 0, names[i].len);
		assert_string_equal((char *)s.buf + 62, names[i].name);
		assert_len(&s, 62u + names[i].len);
		assert_int_equal(s.buf[61 + names[i].len], 0);
	}
}

static void page_b0_of_a_thick_unit(void **state)
{
	geo.opt_granularity = 0x0102;
	geo.max_blocks = 0x03040506;
	geo.opt_blocks = 0x0708090a;
	assert_true(page(0xb0));
	assert_bytes(s.buf, 0x00, 0xb0, 0, 0x3c, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
	assert_zeroes(s.buf + 16, 48);
	assert_len(&s, 64);
}

static void page_b0_of_a_thin_unit(void **state)
{
	geo.thin = true;
	assert_true(page(0xb0));
	assert_bytes(s.buf, 0x00, 0xb0, 0, 0x3c);
	assert_zeroes(s.buf + 4, 16);
	assert_bytes(s.buf + 20, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 255);
	assert_zeroes(s.buf + 28, 36);
	assert_len(&s, 64);
	geo.unmap_granularity = 0x01020304;
	geo.unmap_alignment = 0x00050607;
	assert_true(page(0xb0));
	assert_bytes(s.buf + 28, 1, 2, 3, 4, 0x80, 5, 6, 7);
	geo.thin = false;
	assert_true(page(0xb0));
	assert_zeroes(s.buf + 20, 44);
}

static void page_b0_of_exclusive_commands(void **state)
{
	geo.max_caw = 0x12;
	geo.max_atomic = 0x01020304;
	geo.atomic_granularity = 0x05060708;
	assert_true(page(0xb0));
	assert_bytes(s.buf, 0x00, 0xb0, 0, 0x3c, 0, 0x12);
	assert_zeroes(s.buf + 6, 38);
	assert_bytes(s.buf + 44, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8);
	assert_zeroes(s.buf + 56, 8);
	assert_len(&s, 64);
	geo.max_atomic = 0;
	assert_true(page(0xb0));
	assert_zeroes(s.buf + 44, 20);
}

static void page_b1_says_the_rotation_rate(void **state)
{
	geo.rotation = 7200;
	assert_true(page(0xb1));
	assert_bytes(s.buf, 0x00, 0xb1, 0, 0x3c, 0x1c, 0x20);
	assert_zeroes(s.buf + 6, 58);
	assert_len(&s, 64);
}

static void page_b2_says_how_the_unit_is_provisioned(void **state)
{
	geo.zero_unmapped = true;
	geo.threshold_exp = 11;
	assert_true(page(0xb2));
	assert_bytes(s.buf, 0x00, 0xb2, 0, 4, 0, 0x00, 0x00, 0);
	assert_len(&s, 8);
	geo.thin = true;
	assert_true(page(0xb2));
	assert_bytes(s.buf, 0x00, 0xb2, 0, 4, 11, 0xe4, 0x02, 0);
	geo.zero_unmapped = false;
	assert_true(page(0xb2));
	assert_bytes(s.buf, 0x00, 0xb2, 0, 4, 11, 0xe0, 0x02, 0);
}

#define T(test)	cmocka_unit_test_setup(test, fresh)

static const struct CMUnitTest tests[] = {
	T(page_00_lists_pages_in_order),
	T(page_00_of_another_type),
	T(disk_without_medium_has_no_block_pages),
	T(page_80_is_the_serial_number_exactly),
	T(page_83_of_the_unit),
	T(page_83_with_a_short_naa_or_none),
	T(page_83_of_the_port),
	T(page_83_of_a_port_without_names),
	T(scsi_name_string_is_padded_to_four),
	T(page_b0_of_a_thick_unit),
	T(page_b0_of_a_thin_unit),
	T(page_b0_of_exclusive_commands),
	T(page_b1_says_the_rotation_rate),
	T(page_b2_says_how_the_unit_is_provisioned),
};

RUN(tests)
