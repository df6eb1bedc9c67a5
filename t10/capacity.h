/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * READ CAPACITY: SBC-3 5.16, 5.17.
 */
#ifndef T10_CAPACITY_H
#define T10_CAPACITY_H

#include "t10/out.h"
#include "t10/lu_info.h"

/* READ CAPACITY (10): FFFFFFFFh where the last LBA does not fit. */
void t10_read_capacity_10(struct t10_out *o, const struct t10_geometry *g);
void t10_read_capacity_16(struct t10_out *o, const struct t10_geometry *g);

#endif
