/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * LUNs and REPORT LUNS: SAM-5 4.7, SPC-4 6.33.
 */
#ifndef T10_LUN_H
#define T10_LUN_H

#include "t10/out.h"
#include "t10/cdb.h"

/* Largest LUN that flat space addressing can say. */
#define T10_MAX_LUN	16383

/* @lun as 8 bytes: peripheral device addressing up to 255, flat space above. */
void t10_lun_encode(u8 out[8], u16 lun);
/* The inverse; false for any form that t10_lun_encode() does not make. */
bool t10_lun_decode(const u8 in[8], u16 *lun);

/**
 * t10_report_luns_begin() - check the CDB, write the 8-byte header
 * @o: writer with the allocation length as its cap
 * @cdb: the CDB: SELECT REPORT is read from it
 * @nr: number of LUNs the nexus may reach
 * @list: whether the logical units are to be listed at all (SELECT REPORT 0, 2)
 * @info: field pointer
 *
 * Return: T10_OK or INVALID FIELD IN CDB (unknown SELECT REPORT, allocation
 * length below 16).
 */
t10_sense_t t10_report_luns_begin(struct t10_out *o, const u8 *cdb, u32 nr,
				  bool *list, struct t10_sense_info *info);
void t10_report_luns_add(struct t10_out *o, u16 lun);

#endif
