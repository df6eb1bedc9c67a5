// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sense data, built and taken apart again by other means.
 * Input: format, flags, key, ASC, ASCQ, INFORMATION (8), field (2), bit.
 */
#include "fuzz.h"

struct told {
	u8 key, asc, ascq;
	bool has_information, has_field, deferred;
	u64 information;
	u8 sks[3];
};

static struct told read_fixed(const u8 *p, unsigned int len)
{
	struct told t = {
		.key = p[2], .asc = p[12], .ascq = p[13], .deferred = p[0] & 1,
		.has_information = p[0] & 0x80, .information = get_unaligned_be32(p + 3),
		.has_field = p[15] & 0x80,
	};

	CHECK(len == 18 && (p[0] & 0x7e) == 0x70 && p[7] == len - 8);
	memcpy(t.sks, p + 15, 3);
	return t;
}

static struct told read_desc(const u8 *p, unsigned int len)
{
	struct told t = { .key = p[1], .asc = p[2], .ascq = p[3], .deferred = p[0] & 1 };
	unsigned int at;

	CHECK((p[0] & 0xfe) == 0x72 && p[7] == len - 8);
	for (at = 8; at < len; at += 2u + p[at + 1]) {
		if (p[at] == 0x00) {
			CHECK(p[at + 1] == 10 && p[at + 2] == 0x80 && !t.has_information);
			t.has_information = true;
			t.information = get_unaligned_be64(p + at + 4);
		} else {
			CHECK(p[at] == 0x02 && p[at + 1] == 6 && !t.has_field);
			t.has_field = true;
			memcpy(t.sks, p + at + 4, 3);
		}
	}
	CHECK(at == len);
	return t;
}

static void check_field(const struct told *t, const struct t10_sense_info *info)
{
	CHECK(t->sks[0] & 0x80);
	CHECK(!(t->sks[0] & 0x40) == !info->field_in_cdb);
	CHECK(!(t->sks[0] & 0x08) == !info->has_bit);
	if (info->has_bit)
		CHECK((t->sks[0] & 7) == (info->bit & 7));
	CHECK(get_unaligned_be16(t->sks + 1) == info->field);
}

static void check_told(const struct told *t, t10_sense_t s, const struct t10_sense_info *info,
		       bool fixed)
{
	bool fits = !fixed || info->information <= 0xffffffff;

	CHECK(t->key == t10_sense_key(s) && t->asc == t10_sense_asc(s));
	CHECK(t->ascq == t10_sense_ascq(s) && t->deferred == info->deferred);
	CHECK(t->has_information == (info->has_information && fits));
	CHECK(t->information == (t->has_information ? info->information : 0));
	CHECK(t->has_field == (info->has_field && t->key == T10_ILLEGAL_REQUEST));
	if (t->has_field)
		check_field(t, info);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	bool fixed = take_u8(&in) & 1;
	u8 flags = take_u8(&in), key = take_u8(&in) & 0xf, asc = take_u8(&in), ascq = take_u8(&in);
	struct t10_sense_info info = {
		.information = take_be(&in, 8), .field = (u16)take_be(&in, 2),
		.bit = take_u8(&in), .has_information = flags & 1, .has_field = flags & 2,
		.field_in_cdb = flags & 4, .has_bit = flags & 8, .deferred = flags & 16,
	};
	t10_sense_t s = T10_SENSE(key, asc, ascq);
	u8 *buf = exact(NULL, T10_SENSE_MAX);
	unsigned int len = t10_sense_build(buf, s, &info, !fixed);
	struct told t;

	CHECK(len <= T10_SENSE_MAX);
	t = fixed ? read_fixed(buf, len) : read_desc(buf, len);
	check_told(&t, s, &info, fixed);
	free(buf);
	return 0;
}
