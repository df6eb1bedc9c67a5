// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sense data, descriptor and fixed format: SPC-4 4.5.
 */
#include "t10/sense.h"

#define FIXED_LEN	18
#define DESC_HEADER	8
#define DESC_INFO_LEN	12
#define DESC_SKS_LEN	8

#define RESPONSE_FIXED	0x70
#define RESPONSE_DESC	0x72

/* Field pointer sense key specific data, SPC-4 4.5.2.4.2: three bytes. */
static void put_field(u8 *p, const struct t10_sense_info *info)
{
	p[0] = 0x80;
	if (info->field_in_cdb)
		p[0] |= 0x40;
	if (info->has_bit)
		p[0] |= 0x08 | (info->bit & 7);
	put_unaligned_be16(info->field, p + 1);
}

static bool wants_field(t10_sense_t reason, const struct t10_sense_info *info)
{
	return info->has_field && t10_sense_key(reason) == T10_ILLEGAL_REQUEST;
}

static unsigned int build_fixed(u8 *p, t10_sense_t reason, const struct t10_sense_info *info)
{
	memset(p, 0, FIXED_LEN);
	p[0] = RESPONSE_FIXED | info->deferred;
	p[2] = t10_sense_key(reason);
	if (info->has_information && info->information <= 0xffffffffu) {
		p[0] |= 0x80;
		put_unaligned_be32((u32)info->information, p + 3);
	}
	p[7] = FIXED_LEN - 8;
	p[12] = t10_sense_asc(reason);
	p[13] = t10_sense_ascq(reason);
	if (wants_field(reason, info))
		put_field(p + 15, info);
	return FIXED_LEN;
}

static unsigned int put_desc_info(u8 *p, u64 information)
{
	memset(p, 0, DESC_INFO_LEN);
	p[1] = DESC_INFO_LEN - 2;
	p[2] = 0x80;
	put_unaligned_be64(information, p + 4);
	return DESC_INFO_LEN;
}

static unsigned int put_desc_field(u8 *p, const struct t10_sense_info *info)
{
	memset(p, 0, DESC_SKS_LEN);
	p[0] = 0x02;
	p[1] = DESC_SKS_LEN - 2;
	put_field(p + 4, info);
	return DESC_SKS_LEN;
}

static unsigned int build_desc(u8 *p, t10_sense_t reason, const struct t10_sense_info *info)
{
	unsigned int len = DESC_HEADER;

	memset(p, 0, DESC_HEADER);
	p[0] = RESPONSE_DESC | info->deferred;
	p[1] = t10_sense_key(reason);
	p[2] = t10_sense_asc(reason);
	p[3] = t10_sense_ascq(reason);
	if (info->has_information)
		len += put_desc_info(p + len, info->information);
	if (wants_field(reason, info))
		len += put_desc_field(p + len, info);
	p[7] = len - DESC_HEADER;
	return len;
}

unsigned int t10_sense_build(u8 *buf, t10_sense_t reason,
			     const struct t10_sense_info *info, bool descriptor)
{
	static const struct t10_sense_info none;

	if (!info)
		info = &none;
	return descriptor ? build_desc(buf, reason, info) : build_fixed(buf, reason, info);
}

static void point_at(struct t10_sense_info *info, u16 byte, u8 bit)
{
	memset(info, 0, sizeof(*info));
	info->field = byte;
	info->has_field = true;
	if (bit > 7)
		return;
	info->bit = bit;
	info->has_bit = true;
}

t10_sense_t t10_bad_cdb(struct t10_sense_info *info, u16 byte, u8 bit)
{
	point_at(info, byte, bit);
	info->field_in_cdb = true;
	return T10_S_INVALID_FIELD_IN_CDB;
}

t10_sense_t t10_bad_param(struct t10_sense_info *info, u16 byte, u8 bit)
{
	point_at(info, byte, bit);
	return T10_S_INVALID_FIELD_IN_PARAM;
}
