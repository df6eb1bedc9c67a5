// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether a command behaves as its table says, seen through the functions that
 * use its row: look-up, decoding, conflict, unit attention, REPORT SUPPORTED
 * OPERATION CODES.  Nothing here looks into a row.
 */
#include "rows.h"
#include "t10/cdb.h"
#include "t10/pr.h"
#include "t10/rsoc.h"
#include "t10/ua.h"

#define OFF_IF(cond)	do { if (cond) return #cond; } while (0)

/* Long enough for whatever a wrong row makes of it. */
struct cdb {
	u8 b[1024];
};

static struct cdb plain(const struct expected *e)
{
	struct cdb c = { .b = { e->opcode, e->sa < 0 ? 0 : (u8)e->sa } };

	return c;
}

static t10_sense_t decode(struct t10_cdb *c, const struct expected *e, const struct cdb *cdb,
			  struct t10_sense_info *info)
{
	memset(info, 0, sizeof(*info));
	return t10_cdb_decode(c, 0, cdb->b, expected_len(e), info);
}

static const char *check_find(const struct expected *e)
{
	struct cdb cdb = plain(e);
	struct t10_sense_info info;
	const struct t10_op *op;
	bool here;
	u8 type;

	for (type = 0; type < 0x20; type++) {
		op = NULL;
		here = t10_op_find(type, cdb.b, expected_len(e), &info, &op) == T10_OK;
		OFF_IF(here != (!e->disk_only || !type));
		OFF_IF(here && strcmp(op->name, e->name));
	}
	here = t10_op_find(0x7f, cdb.b, expected_len(e), &info, &op) == T10_OK;
	OFF_IF(here != expected_has(e, 'n'));
	return NULL;
}

static const char *check_plain(const struct expected *e)
{
	unsigned int len = expected_len(e);
	struct cdb cdb = plain(e);
	struct t10_sense_info info;
	struct t10_cdb c;

	OFF_IF(t10_cdb_decode(&c, 0, cdb.b, len - 1, &info) == T10_OK);
	OFF_IF(t10_cdb_decode(&c, 0, cdb.b, len, &info) != T10_OK);
	OFF_IF(c.op->id != e->id);
	OFF_IF(c.fua || c.dpo || c.immed || c.bytchk || c.lba);
	OFF_IF(c.len != (expected_has(e, '0') ? 256 : e->fixed));
	OFF_IF(c.dir != (e->dir == 'i' ? T10_DIR_READ : e->dir == 'o' && !expected_has(e, 'b') ?
			 T10_DIR_WRITE : T10_DIR_NONE));
	OFF_IF(t10_cdb_bytes(&c, 9) != (expected_has(e, '0') ? 131072 :
					e->counts == 's' ? 512 : e->fixed));
	return NULL;
}

/* What one bit alone, at @byte and @bit, makes of the decoded CDB. */
static const char *check_meaning(const struct expected *e, const struct t10_cdb *c,
				 unsigned int byte, unsigned int bit)
{
	unsigned int lba_end = e->lba[0] + e->lba[1], len_end = e->count[0] + e->count[1];
	u64 lba = 0, len = 0;
	int verify;

	if (byte >= e->lba[0] && byte < lba_end)
		lba = 1ull << (8 * (lba_end - 1 - byte) + bit);
	if (byte >= e->count[0] && byte < len_end)
		len = 1ull << (8 * (len_end - 1 - byte) + bit);
	verify = byte == 1 && expected_has(e, 'b') ? (1 << bit >> 1) & 3 : 0;
	OFF_IF(c->lba != lba);
	OFF_IF(c->len != (len ? len : expected_has(e, '0') ? 256 : e->fixed));
	OFF_IF(c->dpo != (byte == 1 && bit == 4 && expected_has(e, 'd')));
	OFF_IF(c->fua != (byte == 1 && bit == 3 && expected_has(e, 'f')));
	OFF_IF(c->immed != (byte == 1 && (int)bit == e->immed));
	OFF_IF(c->bytchk != verify);
	if (!expected_has(e, 'b') && e->counts == 'b')
		OFF_IF(t10_cdb_bytes(c, 12) != c->len * 4096ull);
	if (e->counts == 'a' || e->counts == 'p')
		OFF_IF(t10_cdb_bytes(c, 12) != len);
	if (e->counts == 'r')
		OFF_IF(t10_cdb_bytes(c, 12));
	if (e->counts == 's')
		OFF_IF(t10_cdb_bytes(c, 12) != (byte == 1 && !bit && expected_has(e, 'z') ?
						0 : 4096));
	if (e->counts == '2')
		OFF_IF(t10_cdb_bytes(c, 12) != c->len * 8192ull);
	return NULL;
}

static const char *check_bit(const struct expected *e, unsigned int byte, unsigned int bit)
{
	struct cdb cdb = plain(e);
	struct t10_sense_info info;
	struct t10_cdb c;
	t10_sense_t ret;
	bool allowed = expected_usage(e, byte) >> bit & 1;

	if (byte == 1 && e->sa >= 0 && bit < 5)
		return NULL;
	cdb.b[byte] |= (u8)(1 << bit);
	ret = decode(&c, e, &cdb, &info);
	/* BYTCHK 10b is reserved although both its bits are used. */
	if (byte == 1 && bit == 2 && expected_has(e, 'b'))
		allowed = false;
	if (allowed) {
		OFF_IF(ret != T10_OK);
		return check_meaning(e, &c, byte, bit);
	}
	OFF_IF(ret != T10_S_INVALID_FIELD_IN_CDB);
	OFF_IF(!info.has_field || !info.field_in_cdb || info.field != byte);
	OFF_IF(!info.has_bit || info.bit != bit);
	return NULL;
}

static const char *check_bits(const struct expected *e)
{
	unsigned int byte, bit;
	const char *off = NULL;

	for (byte = 1; byte < expected_len(e); byte++)
		for (bit = 0; bit < 8 && !off; bit++)
			off = check_bit(e, byte, bit);
	return off;
}

static const char *check_classes(const struct expected *e)
{
	static const struct t10_pr none;
	const struct t10_resv held = { .holder = 1, .pr = &none };
	const struct t10_nexus other = { .id = 2 };
	unsigned long left = 0;
	struct cdb cdb = plain(e);
	struct t10_sense_info info;
	struct t10_cdb c;
	bool passes;

	OFF_IF(decode(&c, e, &cdb, &info) != T10_OK);
	/* To allow removal is free to everyone. */
	passes = expected_has(e, 'r') || e->opcode == 0x1e;
	OFF_IF((t10_resv_conflict(&held, &other, c.op, cdb.b) == T10_OK) != passes);
	OFF_IF((t10_ua_report(1, c.op, &left) == T10_OK) != expected_has(e, 'u'));
	return NULL;
}

static const char *check_range(const struct expected *e)
{
	struct cdb cdb = plain(e);
	struct t10_sense_info info;
	struct t10_cdb c;

	if (!expected_has(e, 'l') || e->counts == 'a')
		return NULL;
	if (expected_has(e, 'b'))
		cdb.b[1] = 0x02;
	cdb.b[e->count[0] + e->count[1] - 1] = 2;
	OFF_IF(decode(&c, e, &cdb, &info) != T10_OK);
	OFF_IF(t10_cdb_bytes(&c, 9) != (e->counts == 'b' ? 1024 : e->counts == 's' ? 512 :
					e->counts == '2' ? 2048 : 0));
	OFF_IF(t10_cdb_check_range(&c, 2, 0, &info) != T10_OK);
	OFF_IF(t10_cdb_check_range(&c, 1, 0, &info) != T10_S_LBA_OUT_OF_RANGE);
	OFF_IF(info.field != e->count[0]);
	OFF_IF(t10_cdb_check_range(&c, 0, 0, &info) != T10_S_LBA_OUT_OF_RANGE);
	OFF_IF(info.field != e->lba[0]);
	OFF_IF((t10_cdb_check_range(&c, 9, 1, &info) == T10_OK) != (e->counts != 'b'));
	return NULL;
}

/* One that answers with a list: where it is too long is no matter of the medium. */
static const char *check_lba(const struct expected *e)
{
	struct cdb cdb = plain(e);
	struct t10_sense_info info;
	struct t10_cdb c;

	if (!expected_has(e, 'l') || e->counts != 'a')
		return NULL;
	cdb.b[e->count[0]] = 1;
	OFF_IF(decode(&c, e, &cdb, &info) != T10_OK);
	OFF_IF(t10_cdb_check_range(&c, 1, 0, &info) != T10_OK);
	OFF_IF(t10_cdb_check_range(&c, 0, 0, &info) != T10_S_LBA_OUT_OF_RANGE);
	OFF_IF(info.field != e->lba[0]);
	return NULL;
}

/* Rows that not every unit has: reported, and refused, as if they were not there. */
static const char *check_lacked(const struct expected *e)
{
	const struct t10_geometry plain_disk = {}, thin = { .thin = true },
		atomic = { .max_atomic = 1 };
	u8 ask[12] = { 0xa3, 0x0c, 3, e->opcode, 0, e->sa < 0 ? 0 : (u8)e->sa };
	struct cdb cdb = plain(e);
	struct t10_sense_info info;
	struct t10_out o;
	struct t10_cdb c;
	u8 got[64];

	OFF_IF(decode(&c, e, &cdb, &info) != T10_OK);
	OFF_IF(!(c.op->flags & t10_op_lacks(NULL)) !=
	       !(expected_has(e, 't') || expected_has(e, 'a')));
	OFF_IF(!(c.op->flags & t10_op_lacks(&thin)) != !expected_has(e, 'a'));
	OFF_IF(!(c.op->flags & t10_op_lacks(&atomic)) != !expected_has(e, 't'));
	t10_out_init(&o, got, sizeof(got));
	OFF_IF(t10_report_opcodes(&o, ask, 0, t10_op_lacks(&plain_disk), &info) != T10_OK);
	OFF_IF((got[1] == 1) != (expected_has(e, 't') || expected_has(e, 'a')));
	return NULL;
}

static const char *check_report(const struct expected *e)
{
	u8 ask[12] = { 0xa3, 0x0c, e->sa < 0 ? 1 : 2, e->opcode, 0, e->sa < 0 ? 0 : (u8)e->sa };
	unsigned int i, len = expected_len(e);
	struct t10_sense_info info;
	struct t10_out o;
	u8 got[1024];

	t10_out_init(&o, got, sizeof(got));
	OFF_IF(t10_report_opcodes(&o, ask, 0, 0, &info) != T10_OK);
	OFF_IF(o.len != 4 + len || got[1] != 3 || got[2] != 0 || got[3] != len);
	for (i = 0; i < len; i++)
		OFF_IF(got[4 + i] != expected_usage(e, i));
	return NULL;
}

const char *row_misbehaves(const struct expected *e)
{
	static const char *(*const checks[])(const struct expected *e) = {
		check_find, check_plain, check_report, check_bits, check_classes, check_range,
		check_lba, check_lacked,
	};
	const char *off = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(checks) && !off; i++)
		off = checks[i](e);
	return off;
}
