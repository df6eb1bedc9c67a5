// SPDX-License-Identifier: GPL-2.0-only
/*
 * The index over the rows of all standards: by operation code, in the order of
 * operation code and service action.
 */
#include "t10/op.h"

static const struct t10_op_table *const tables[] = { &t10_ops_spc, &t10_ops_sbc };

/* All rows in order; those of an operation code are sorted[first[oc]] to sorted[first[oc + 1]]. */
static const struct t10_op *sorted[T10_MAX_OPS];
static u16 first[256 + 1];

static u32 sort_key(const struct t10_op *op)
{
	return (u32)op->opcode << 16 | op->sa;
}

/* Rows with equal keys, of different device types, keep the order of the tables. */
static void insert(const struct t10_op *op, unsigned int count)
{
	while (count && sort_key(sorted[count - 1]) > sort_key(op)) {
		sorted[count] = sorted[count - 1];
		count--;
	}
	sorted[count] = op;
}

void t10_op_init(void)
{
	unsigned int t, i, oc, count = 0;

	for (t = 0; t < ARRAY_SIZE(tables); t++)
		for (i = 0; i < tables[t]->count && count < T10_MAX_OPS; i++)
			insert(&tables[t]->rows[i], count++);

	for (oc = 0, i = 0; oc <= 256; oc++) {
		while (i < count && sorted[i]->opcode < oc)
			i++;
		first[oc] = i;
	}
}

static bool has_type(const struct t10_op *op, u8 type)
{
	if (type == T10_TYPE_NONE)
		return op->flags & T10_F_ANY_LUN;
	return op->types & BIT(type & 0x1f);
}

/* In CDBs of fixed length a service action is the low five bits of byte 1: SPC-4 4.3.5.2. */
static bool has_sa(const struct t10_op *op, const u8 *cdb, unsigned int cdb_len)
{
	return op->sa == T10_NO_SA || (cdb_len > 1 && op->sa == (cdb[1] & 0x1f));
}

t10_sense_t t10_op_find(u8 type, const u8 *cdb, unsigned int cdb_len,
			struct t10_sense_info *info, const struct t10_op **op)
{
	unsigned int i, end = 0;
	bool known = false;

	if (cdb_len)
		end = first[cdb[0] + 1];
	for (i = cdb_len ? first[cdb[0]] : 0; i < end; i++) {
		if (!has_type(sorted[i], type))
			continue;
		if (has_sa(sorted[i], cdb, cdb_len)) {
			*op = sorted[i];
			return T10_OK;
		}
		known = true;
	}
	if (type == T10_TYPE_NONE)
		return T10_S_LUN_NOT_SUPPORTED;
	return known ? t10_bad_cdb(info, 1, 4) : T10_S_INVALID_OPCODE;
}

/* Where the walk goes on after @prev. */
static unsigned int after(const struct t10_op *prev)
{
	unsigned int i = first[prev->opcode];

	while (sorted[i] != prev)
		i++;
	return i + 1;
}

const struct t10_op *t10_op_next(u8 type, const struct t10_op *prev)
{
	unsigned int i;

	for (i = prev ? after(prev) : 0; i < first[256]; i++)
		if (has_type(sorted[i], type))
			return sorted[i];
	return NULL;
}

u32 t10_op_lacks(const struct t10_geometry *g)
{
	return (g && g->thin ? 0 : T10_F_THIN) | (g && g->max_atomic ? 0 : T10_F_ATOMIC);
}

t10_sense_t t10_op_lacking(const struct t10_op *op, struct t10_sense_info *info)
{
	return op->sa == T10_NO_SA ? T10_S_INVALID_OPCODE : t10_bad_cdb(info, 1, 4);
}
