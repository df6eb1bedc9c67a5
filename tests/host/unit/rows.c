// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands as the standards' tables give them: SPC-4, SBC-3, SPC-2 (RESERVE,
 * RELEASE), and the comparison of a row with them.
 */
#include <stdio.h>
#include "rows.h"

/*
 * Traits:
 *  u  passes a unit attention		r  passes a reservation of another
 *  m  needs the medium			w  changes the medium
 *  l  names blocks			i  may run in the submitter's context
 *  n  answered without a logical unit	0  length 0 means 256
 *  d  DPO				f  FUA
 *  b  BYTCHK				x  atomic against all others
 *  z  NDOB				t  only where blocks can be unmapped
 *  a  only where writes are atomic
 */
static const struct {
	char letter;
	u32 flag;
} traits[] = {
	{ 'u', 0x001 }, { 'r', 0x002 }, { 'm', 0x004 }, { 'w', 0x008 }, { 'l', 0x010 },
	{ 'i', 0x020 }, { 'n', 0x080 }, { '0', 0x100 }, { 'd', 0x200 }, { 'f', 0x400 },
	{ 'b', 0x800 }, { 'x', 0x040 }, { 'z', 0x100000 }, { 't', 0x200000 }, { 'a', 0x400000 },
};

/*
 * What persistent reservations of others let through, SPC-4 tables 65 to 67 and SBC-3
 * table 13, and in which access states of its target port group a command is served,
 * SPC-4 5.11.2: by the beginning of the name, the first that fits.  What is not here
 * is kept out by every type, and served in active states only.
 */
#define P	0x1000000	/* passes every type */
#define R	0x2000000	/* passes where only writing is exclusive */
#define ANY	0x4000000	/* served in every state */
#define STANDBY	0x8000000	/* served in standby, too */

static const struct {
	const char *begins;
	u32 flags;
} classes[] = {
	{ "TEST UNIT READY", P }, { "REQUEST SENSE", P | ANY }, { "INQUIRY", P | ANY },
	{ "REPORT LUNS", P | ANY }, { "REPORT TARGET PORT GROUPS", P | ANY },
	{ "SET TARGET PORT GROUPS", ANY },
	{ "RESERVE(", P }, { "RELEASE(", P }, { "PERSISTENT RESERVE", P | STANDBY },
	{ "MODE SENSE", R | STANDBY }, { "MODE SELECT", STANDBY },
	{ "LOG SENSE", P | STANDBY }, { "LOG SELECT", STANDBY },
	{ "RECEIVE DIAGNOSTIC", R | STANDBY }, { "SEND DIAGNOSTIC", STANDBY },
	{ "REPORT SUPPORTED", R }, { "REPORT TIMESTAMP", P }, { "REPORT IDENTIFYING", P },
	{ "READ BUFFER", R }, { "READ ATTRIBUTE", R }, { "READ DEFECT DATA", R },
	{ "READ CAPACITY", P }, { "READ(", R }, { "VERIFY(", R }, { "PRE-FETCH", R },
	{ "GET LBA STATUS", R },
};

const struct expected expected_rows[] = {
	{ "TEST UNIT READY", 0x00, -1, "00 00 00 00 00 00",
	  T10_TEST_UNIT_READY, '-', {}, {}, '-', 0, -1, "mi", false },
	{ "REQUEST SENSE", 0x03, -1, "03 01 00 00 ff 00",
	  T10_REQUEST_SENSE, 'i', {}, { 4, 1 }, 'a', 0, -1, "urin", false },
	{ "READ(6)", 0x08, -1, "08 1f ff ff ff 00",
	  T10_READ, 'i', { 1, 3 }, { 4, 1 }, 'b', 0, -1, "mli0", true },
	{ "WRITE(6)", 0x0a, -1, "0a 1f ff ff ff 00",
	  T10_WRITE, 'o', { 1, 3 }, { 4, 1 }, 'b', 0, -1, "mwli0", true },
	{ "INQUIRY", 0x12, -1, "12 01 ff ff ff 00",
	  T10_INQUIRY, 'i', {}, { 3, 2 }, 'a', 0, -1, "urin", false },
	{ "MODE SELECT(6)", 0x15, -1, "15 11 00 00 ff 00",
	  T10_MODE_SELECT, 'o', {}, { 4, 1 }, 'p', 0, -1, "", false },
	{ "RESERVE(6)", 0x16, -1, "16 00 00 00 00 00",
	  T10_RESERVE, '-', {}, {}, '-', 0, -1, "", false },
	{ "RELEASE(6)", 0x17, -1, "17 00 00 00 00 00",
	  T10_RELEASE, '-', {}, {}, '-', 0, -1, "r", false },
	{ "MODE SENSE(6)", 0x1a, -1, "1a 08 ff ff ff 00",
	  T10_MODE_SENSE, 'i', {}, { 4, 1 }, 'a', 0, -1, "i", false },
	{ "START STOP UNIT", 0x1b, -1, "1b 01 00 00 07 00",
	  T10_START_STOP, '-', {}, {}, '-', 0, 0, "", true },
	{ "PREVENT ALLOW MEDIUM REMOVAL", 0x1e, -1, "1e 00 00 00 03 00",
	  T10_PREVENT_ALLOW, '-', {}, {}, '-', 0, -1, "", true },
	{ "READ CAPACITY(10)", 0x25, -1, "25 00 00 00 00 00 00 00 00 00",
	  T10_READ_CAPACITY_10, 'i', {}, {}, '-', 8, -1, "mri", true },
	{ "READ(10)", 0x28, -1, "28 18 ff ff ff ff 1f ff ff 00",
	  T10_READ, 'i', { 2, 4 }, { 7, 2 }, 'b', 0, -1, "mlidf", true },
	{ "WRITE(10)", 0x2a, -1, "2a 18 ff ff ff ff 1f ff ff 00",
	  T10_WRITE, 'o', { 2, 4 }, { 7, 2 }, 'b', 0, -1, "mwlidf", true },
	{ "WRITE AND VERIFY(10)", 0x2e, -1, "2e 12 ff ff ff ff 1f ff ff 00",
	  T10_WRITE_VERIFY, 'o', { 2, 4 }, { 7, 2 }, 'b', 0, -1, "mwld", true },
	{ "VERIFY(10)", 0x2f, -1, "2f 16 ff ff ff ff 1f ff ff 00",
	  T10_VERIFY, 'o', { 2, 4 }, { 7, 2 }, 'b', 0, -1, "mldb", true },
	{ "SYNCHRONIZE CACHE(10)", 0x35, -1, "35 02 ff ff ff ff 1f ff ff 00",
	  T10_SYNC_CACHE, '-', { 2, 4 }, { 7, 2 }, 'r', 0, 1, "ml", true },
	{ "WRITE SAME(10)", 0x41, -1, "41 08 ff ff ff ff 1f ff ff 00",
	  T10_WRITE_SAME, 'o', { 2, 4 }, { 7, 2 }, 's', 0, -1, "mwl", true },
	{ "UNMAP", 0x42, -1, "42 00 00 00 00 00 1f ff ff 00",
	  T10_UNMAP, 'o', {}, { 7, 2 }, 'p', 0, -1, "mwt", true },
	{ "MODE SELECT(10)", 0x55, -1, "55 11 00 00 00 00 00 ff ff 00",
	  T10_MODE_SELECT, 'o', {}, { 7, 2 }, 'p', 0, -1, "", false },
	{ "RESERVE(10)", 0x56, -1, "56 00 00 00 00 00 00 00 00 00",
	  T10_RESERVE, '-', {}, {}, '-', 0, -1, "", false },
	{ "RELEASE(10)", 0x57, -1, "57 00 00 00 00 00 00 00 00 00",
	  T10_RELEASE, '-', {}, {}, '-', 0, -1, "r", false },
	{ "MODE SENSE(10)", 0x5a, -1, "5a 18 ff ff 00 00 00 ff ff 00",
	  T10_MODE_SENSE, 'i', {}, { 7, 2 }, 'a', 0, -1, "i", false },
	{ "PERSISTENT RESERVE IN, READ KEYS", 0x5e, 0, "5e 00 00 00 00 00 00 ff ff 00",
	  T10_PR_IN, 'i', {}, { 7, 2 }, 'a', 0, -1, "", false },
	{ "PERSISTENT RESERVE IN, READ RESERVATION", 0x5e, 1, "5e 01 00 00 00 00 00 ff ff 00",
	  T10_PR_IN, 'i', {}, { 7, 2 }, 'a', 0, -1, "", false },
	{ "PERSISTENT RESERVE IN, REPORT CAPABILITIES", 0x5e, 2, "5e 02 00 00 00 00 00 ff ff 00",
	  T10_PR_IN, 'i', {}, { 7, 2 }, 'a', 0, -1, "", false },
	{ "PERSISTENT RESERVE IN, READ FULL STATUS", 0x5e, 3, "5e 03 00 00 00 00 00 ff ff 00",
	  T10_PR_IN, 'i', {}, { 7, 2 }, 'a', 0, -1, "", false },
	{ "PERSISTENT RESERVE OUT, REGISTER", 0x5f, 0, "5f 00 ff 00 00 ff ff ff ff 00",
	  T10_PR_OUT, 'o', {}, { 5, 4 }, 'p', 0, -1, "", false },
	{ "PERSISTENT RESERVE OUT, RESERVE", 0x5f, 1, "5f 01 ff 00 00 ff ff ff ff 00",
	  T10_PR_OUT, 'o', {}, { 5, 4 }, 'p', 0, -1, "", false },
	{ "PERSISTENT RESERVE OUT, RELEASE", 0x5f, 2, "5f 02 ff 00 00 ff ff ff ff 00",
	  T10_PR_OUT, 'o', {}, { 5, 4 }, 'p', 0, -1, "", false },
	{ "PERSISTENT RESERVE OUT, CLEAR", 0x5f, 3, "5f 03 ff 00 00 ff ff ff ff 00",
	  T10_PR_OUT, 'o', {}, { 5, 4 }, 'p', 0, -1, "", false },
	{ "PERSISTENT RESERVE OUT, PREEMPT", 0x5f, 4, "5f 04 ff 00 00 ff ff ff ff 00",
	  T10_PR_OUT, 'o', {}, { 5, 4 }, 'p', 0, -1, "", false },
	{ "PERSISTENT RESERVE OUT, PREEMPT AND ABORT", 0x5f, 5, "5f 05 ff 00 00 ff ff ff ff 00",
	  T10_PR_OUT, 'o', {}, { 5, 4 }, 'p', 0, -1, "", false },
	{ "PERSISTENT RESERVE OUT, REGISTER AND IGNORE EXISTING KEY", 0x5f, 6, "5f 06 ff 00 00 ff ff ff ff 00",
	  T10_PR_OUT, 'o', {}, { 5, 4 }, 'p', 0, -1, "", false },
	{ "PERSISTENT RESERVE OUT, REGISTER AND MOVE", 0x5f, 7, "5f 07 ff 00 00 ff ff ff ff 00",
	  T10_PR_OUT, 'o', {}, { 5, 4 }, 'p', 0, -1, "", false },
	{ "READ(16)", 0x88, -1, "88 18 ff ff ff ff ff ff ff ff ff ff ff ff 1f 00",
	  T10_READ, 'i', { 2, 8 }, { 10, 4 }, 'b', 0, -1, "mlidf", true },
	{ "COMPARE AND WRITE", 0x89, -1, "89 18 ff ff ff ff ff ff ff ff 00 00 00 ff 1f 00",
	  T10_COMPARE_WRITE, 'o', { 2, 8 }, { 13, 1 }, '2', 0, -1, "mwlxdf", true },
	{ "WRITE(16)", 0x8a, -1, "8a 18 ff ff ff ff ff ff ff ff ff ff ff ff 1f 00",
	  T10_WRITE, 'o', { 2, 8 }, { 10, 4 }, 'b', 0, -1, "mwlidf", true },
	{ "ORWRITE(16)", 0x8b, -1, "8b 18 ff ff ff ff ff ff ff ff ff ff ff ff 1f 00",
	  T10_ORWRITE, 'o', { 2, 8 }, { 10, 4 }, 'b', 0, -1, "mwlxdf", true },
	{ "WRITE AND VERIFY(16)", 0x8e, -1, "8e 12 ff ff ff ff ff ff ff ff ff ff ff ff 1f 00",
	  T10_WRITE_VERIFY, 'o', { 2, 8 }, { 10, 4 }, 'b', 0, -1, "mwld", true },
	{ "VERIFY(16)", 0x8f, -1, "8f 16 ff ff ff ff ff ff ff ff ff ff ff ff 1f 00",
	  T10_VERIFY, 'o', { 2, 8 }, { 10, 4 }, 'b', 0, -1, "mldb", true },
	{ "SYNCHRONIZE CACHE(16)", 0x91, -1, "91 02 ff ff ff ff ff ff ff ff ff ff ff ff 1f 00",
	  T10_SYNC_CACHE, '-', { 2, 8 }, { 10, 4 }, 'r', 0, 1, "ml", true },
	{ "WRITE SAME(16)", 0x93, -1, "93 09 ff ff ff ff ff ff ff ff ff ff ff ff 1f 00",
	  T10_WRITE_SAME, 'o', { 2, 8 }, { 10, 4 }, 's', 0, -1, "mwlz", true },
	{ "WRITE ATOMIC(16)", 0x9c, -1, "9c 18 ff ff ff ff ff ff ff ff 00 00 ff ff 1f 00",
	  T10_WRITE_ATOMIC, 'o', { 2, 8 }, { 12, 2 }, 'b', 0, -1, "mwlxdfa", true },
	{ "READ CAPACITY(16)", 0x9e, 0x10, "9e 10 00 00 00 00 00 00 00 00 ff ff ff ff 00 00",
	  T10_READ_CAPACITY_16, 'i', {}, { 10, 4 }, 'a', 0, -1, "mri", true },
	{ "GET LBA STATUS(16)", 0x9e, 0x12, "9e 12 ff ff ff ff ff ff ff ff ff ff ff ff 00 00",
	  T10_GET_LBA_STATUS, 'i', { 2, 8 }, { 10, 4 }, 'a', 0, -1, "ml", true },
	{ "REPORT LUNS", 0xa0, -1, "a0 00 ff 00 00 00 ff ff ff ff 00 00",
	  T10_REPORT_LUNS, 'i', {}, { 6, 4 }, 'a', 0, -1, "urin", false },
	{ "REPORT TARGET PORT GROUPS", 0xa3, 0x0a, "a3 ea 00 00 00 00 ff ff ff ff 00 00",
	  T10_REPORT_TPG, 'i', {}, { 6, 4 }, 'a', 0, -1, "i", false },
	{ "REPORT SUPPORTED OPERATION CODES", 0xa3, 0x0c, "a3 0c 87 ff ff ff ff ff ff ff 00 00",
	  T10_REPORT_OPCODES, 'i', {}, { 6, 4 }, 'a', 0, -1, "i", false },
	{ "REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS", 0xa3, 0x0d,
	  "a3 0d 80 00 00 00 ff ff ff ff 00 00",
	  T10_REPORT_TMFS, 'i', {}, { 6, 4 }, 'a', 0, -1, "i", false },
	{ "SET TARGET PORT GROUPS", 0xa4, 0x0a, "a4 0a 00 00 00 00 ff ff ff ff 00 00",
	  T10_SET_TPG, 'o', {}, { 6, 4 }, 'p', 0, -1, "", false },
	{ "READ(12)", 0xa8, -1, "a8 18 ff ff ff ff ff ff ff ff 1f 00",
	  T10_READ, 'i', { 2, 4 }, { 6, 4 }, 'b', 0, -1, "mlidf", true },
	{ "WRITE(12)", 0xaa, -1, "aa 18 ff ff ff ff ff ff ff ff 1f 00",
	  T10_WRITE, 'o', { 2, 4 }, { 6, 4 }, 'b', 0, -1, "mwlidf", true },
	{ "WRITE AND VERIFY(12)", 0xae, -1, "ae 12 ff ff ff ff ff ff ff ff 1f 00",
	  T10_WRITE_VERIFY, 'o', { 2, 4 }, { 6, 4 }, 'b', 0, -1, "mwld", true },
	{ "VERIFY(12)", 0xaf, -1, "af 16 ff ff ff ff ff ff ff ff 1f 00",
	  T10_VERIFY, 'o', { 2, 4 }, { 6, 4 }, 'b', 0, -1, "mldb", true },
};

const unsigned int expected_count = ARRAY_SIZE(expected_rows);

unsigned int expected_len(const struct expected *e)
{
	return (unsigned int)(strlen(e->usage) + 1) / 3;
}

static u8 hex_digit(char c)
{
	return (u8)(c <= '9' ? c - '0' : c - 'a' + 10);
}

u8 expected_usage(const struct expected *e, unsigned int byte)
{
	const char *p = e->usage + 3 * (size_t)byte;

	return byte < expected_len(e) ? (u8)(hex_digit(p[0]) << 4 | hex_digit(p[1])) : 0;
}

bool expected_has(const struct expected *e, char trait)
{
	return strchr(e->traits, trait);
}

const struct expected *expected_find(u8 type, const u8 *cdb, unsigned int len)
{
	const struct expected *e;

	for (e = expected_rows; e < expected_rows + expected_count; e++) {
		if (!len || e->opcode != cdb[0] || (e->disk_only && (type & 0x1f)))
			continue;
		if (type == 0x7f && !expected_has(e, 'n'))
			continue;
		if (e->sa < 0 || (len > 1 && e->sa == (cdb[1] & 0x1f)))
			return e;
	}
	return NULL;
}

u32 expected_class(const struct expected *e)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(classes); i++)
		if (!strncmp(e->name, classes[i].begins, strlen(classes[i].begins)))
			return classes[i].flags;
	return 0;
}

static u32 expected_flags(const struct expected *e)
{
	u32 flags = expected_class(e);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(traits); i++)
		if (expected_has(e, traits[i].letter))
			flags |= traits[i].flag;
	return flags;
}

static int expected_dir(const struct expected *e)
{
	return e->dir == 'i' ? T10_DIR_READ : e->dir == 'o' ? T10_DIR_WRITE : T10_DIR_NONE;
}

static int expected_unit(const struct expected *e)
{
	switch (e->counts) {
	case 'a':
		return T10_LEN_ALLOC;
	case 'p':
		return T10_LEN_PARAM;
	case 'b':
		return T10_LEN_BLOCKS;
	case 'r':
		return T10_LEN_RANGE;
	case 's':
		return T10_LEN_SAME;
	case '2':
		return T10_LEN_PAIR;
	default:
		return T10_LEN_NONE;
	}
}

#define DIFFERS_IF(cond)	do { if (cond) return #cond; } while (0)

const char *row_differs(const struct expected *e, const struct t10_op *op)
{
	unsigned int i;

	DIFFERS_IF(op->opcode != e->opcode);
	DIFFERS_IF(op->sa != (e->sa < 0 ? T10_NO_SA : e->sa));
	DIFFERS_IF(op->len != expected_len(e));
	DIFFERS_IF(op->id != e->id);
	DIFFERS_IF(op->dir != expected_dir(e));
	DIFFERS_IF(op->lba.at != e->lba[0] || op->lba.bytes != e->lba[1]);
	DIFFERS_IF(op->xfer.at != e->count[0] || op->xfer.bytes != e->count[1]);
	DIFFERS_IF(op->unit != expected_unit(e));
	DIFFERS_IF(op->fixed != e->fixed);
	DIFFERS_IF(op->immed != (e->immed < 0 ? 0 : 1 << e->immed));
	DIFFERS_IF(op->flags != expected_flags(e));
	DIFFERS_IF(op->types != (e->disk_only ? 1 : 0xffffffff));
	for (i = 0; i < T10_MAX_CDB; i++)
		DIFFERS_IF(op->mask[i] != expected_usage(e, i));
	DIFFERS_IF(strcmp(op->name, e->name));
	return NULL;
}
