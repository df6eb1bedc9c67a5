// SPDX-License-Identifier: GPL-2.0-only
/*
 * LUNs in their eight bytes, and REPORT LUNS: SAM-5 4.7, SPC-4 6.33.
 */
#include "t10/lun.h"

/* ADDRESS METHOD of the first level: SAM-5 table 13. */
#define METHOD_FLAT	0x40
#define LUN_HIGH	0x3f

#define SELECT_ADDRESSABLE	0x00	/* all but well-known logical units */
#define SELECT_WELL_KNOWN	0x01
#define SELECT_ALL		0x02

#define ALLOC_MIN	16

void t10_lun_encode(u8 out[8], u16 lun)
{
	memset(out, 0, 8);
	out[0] = lun >> 8 & LUN_HIGH;
	out[1] = lun & 0xff;
	if (out[0])
		out[0] |= METHOD_FLAT;
}

bool t10_lun_decode(const u8 in[8], u16 *lun)
{
	u8 canonical[8];

	*lun = (in[0] & LUN_HIGH) << 8 | in[1];
	t10_lun_encode(canonical, *lun);
	return !memcmp(in, canonical, sizeof(canonical));
}

t10_sense_t t10_report_luns_begin(struct t10_out *o, const u8 *cdb, u32 nr,
				  bool *list, struct t10_sense_info *info)
{
	if (cdb[2] > SELECT_ALL)
		return t10_bad_cdb(info, 2, 7);
	if (get_unaligned_be32(cdb + 6) < ALLOC_MIN)
		return t10_bad_cdb(info, 6, T10_NO_BIT);

	/* This target has no well-known logical units. */
	*list = cdb[2] != SELECT_WELL_KNOWN;
	t10_out_be32(o, *list ? nr * 8 : 0);
	t10_out_zero(o, 4);
	return T10_OK;
}

void t10_report_luns_add(struct t10_out *o, u16 lun)
{
	u8 b[8];

	t10_lun_encode(b, lun);
	t10_out_mem(o, b, sizeof(b));
}
