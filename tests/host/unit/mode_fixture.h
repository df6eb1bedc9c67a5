/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A unit with mode parameters, for the tests of MODE SENSE and MODE SELECT.
 */
#ifndef TESTS_HOST_MODE_FIXTURE_H
#define TESTS_HOST_MODE_FIXTURE_H

#include "unit.h"
#include "t10/mode.h"

static struct sheet s;
static struct t10_sense_info info;
static struct t10_mode cur, def;
static struct t10_geometry geo;
static struct t10_mode_ctx ctx;

static int fresh(void **state)
{
	cur = (struct t10_mode){ .wce = true };
	def = (struct t10_mode){ .wce = true };
	geo = (struct t10_geometry){ .nr_blocks = 0x01020304, .block_shift = 9 };
	ctx = (struct t10_mode_ctx){
		.type = T10_TYPE_DISK, .cur = &cur, .def = &def, .geo = &geo,
		.wce_changeable = true,
	};
	memset(&info, 0, sizeof(info));
	return 0;
}

#define T(test)	cmocka_unit_test_setup(test, fresh)

CHECKED t10_sense_t sense(const u8 *cdb, u32 cap)
{
	struct t10_cdb c;

	assert_sense(t10_cdb_decode(&c, ctx.type, cdb, T10_MAX_CDB, &info), T10_OK);
	return t10_mode_sense(sheet_new(&s, cap), &c, cdb, &ctx, &info);
}

#endif
