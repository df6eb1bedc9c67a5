/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * REPORT SUPPORTED OPERATION CODES and REPORT SUPPORTED TASK MANAGEMENT
 * FUNCTIONS: SPC-4 6.34, 6.35.
 */
#ifndef T10_RSOC_H
#define T10_RSOC_H

#include "t10/out.h"
#include "t10/op.h"

/* REPORT SUPPORTED OPERATION CODES, all four REPORTING OPTIONS, RCTD; @lacks: t10_op_lacks(). */
t10_sense_t t10_report_opcodes(struct t10_out *o, const u8 *cdb, u8 type, u32 lacks,
			       struct t10_sense_info *info);
/* REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS, REPD. */
void t10_report_tmfs(struct t10_out *o, const u8 *cdb);

#endif
