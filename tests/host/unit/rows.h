/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands as the standards' own tables give them, to hold t10's rows against.
 */
#ifndef TESTS_HOST_ROWS_H
#define TESTS_HOST_ROWS_H

#include "t10/op.h"

/**
 * struct expected - a command, read off its CDB table
 * @name: as the standard writes it
 * @opcode: OPERATION CODE
 * @sa: SERVICE ACTION, -1: none
 * @usage: CDB usage data in hexadecimal, as long as the CDB
 * @id: what an executor switches on
 * @dir: 'i' data in, 'o' data out, '-' none
 * @lba: first byte and width of LOGICAL BLOCK ADDRESS, or none
 * @count: first byte and width of the length field, or none
 * @counts: 'a' allocation, 'p' parameter list, 'b' blocks moved, 'r' blocks named,
 *	's' one block moved for all named, '2' two blocks moved for each, '-'
 * @fixed: bytes moved without a length field
 * @immed: bit of byte 1 that is IMMED, -1: none
 * @traits: a letter for each thing true of it, see rows.c
 * @disk_only: a command of SBC; else of SPC
 */
struct expected {
	const char *name;
	u8 opcode;
	int sa;
	const char *usage;
	enum t10_id id;
	char dir;
	u8 lba[2];
	u8 count[2];
	char counts;
	u8 fixed;
	int immed;
	const char *traits;
	bool disk_only;
};

extern const struct expected expected_rows[];
extern const unsigned int expected_count;

unsigned int expected_len(const struct expected *e);
u8 expected_usage(const struct expected *e, unsigned int byte);
bool expected_has(const struct expected *e, char trait);
/* Flags of what reservations and access states let through. */
u32 expected_class(const struct expected *e);
/* The command of a CDB; NULL where there is none. */
const struct expected *expected_find(u8 type, const u8 *cdb, unsigned int len);

/*
 * Both answer NULL where all is well, else what is not.  They keep no state and
 * stop nothing, so that the mutation check can call them thousands of times.
 */
const char *row_differs(const struct expected *e, const struct t10_op *op);
const char *row_misbehaves(const struct expected *e);

#endif
