// SPDX-License-Identifier: GPL-2.0-only
/*
 * What reservations keep out, cell by cell: SPC-2 table 9; SPC-4 tables 65 to 67 and SBC-3
 * table 13, for every command there is, every type, and every kind of nexus.
 */
#include "pr_fixture.h"
#include "rows.h"

static const struct t10_nexus n_a = { 1, { 0x3a, 0x301, 1 } };
static const struct t10_nexus n_b = { 2, { 0x3b, 0x301, 1 } };
static const struct t10_nexus n_c = { 3, { 0x3c, 0x301, 1 } };

static t10_sense_t reserve_6(u32 *holder, const struct t10_nexus *nexus)
{
	const struct t10_resv resv = { *holder, &pr };

	return t10_resv_reserve(&resv, nexus, holder);
}

static t10_sense_t release_6(u32 *holder, const struct t10_nexus *nexus)
{
	const struct t10_resv resv = { *holder, &pr };

	return t10_resv_release(&resv, nexus, holder);
}

static bool attention(u32 holder, const struct t10_nexus *nexus)
{
	const struct t10_resv resv = { holder, &pr };

	return t10_resv_attention(&resv, nexus);
}

static t10_sense_t conflict(u32 holder, const struct t10_nexus *nexus, const u8 *cdb)
{
	const struct t10_resv resv = { holder, &pr };
	struct t10_cdb c;

	assert_sense(t10_cdb_decode(&c, 0, cdb, 16, &info), T10_OK);
	return t10_resv_conflict(&resv, nexus, c.op, cdb);
}

static void reserve_and_release(void **state)
{
	u32 holder = 0;

	assert_sense(release_6(&holder, &n_a), T10_OK);
	assert_sense(reserve_6(&holder, &n_a), T10_OK);
	assert_int_equal(holder, 1);
	assert_sense(reserve_6(&holder, &n_a), T10_OK);
	assert_sense(reserve_6(&holder, &n_b), CONFLICT);
	assert_sense(release_6(&holder, &n_b), T10_OK);
	assert_int_equal(holder, 1);
	assert_false(attention(holder, &n_a));
	assert_true(attention(holder, &n_b));
	assert_sense(release_6(&holder, &n_a), T10_OK);
	assert_int_equal(holder, 0);
	assert_false(attention(holder, &n_b));
}

static void loss_of_a_nexus_and_reset(void **state)
{
	assert_int_equal(t10_resv_after_loss(1, 1), 0);
	assert_int_equal(t10_resv_after_loss(1, 2), 1);
	assert_int_equal(t10_resv_after_loss(1, 0), 0);
	assert_int_equal(t10_resv_after_loss(0, 2), 0);
}

/* CRH=1: SPC-4 5.12.3. */
static void reserve_where_keys_are_registered(void **state)
{
	u32 holder = 0;

	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_sense(reg(&B, 0, 2), T10_OK);
	assert_sense(reserve_6(&holder, &n_a), CONFLICT);
	assert_sense(release_6(&holder, &n_a), CONFLICT);
	assert_sense(reserve(&A, 1, T10_PR_WE), T10_OK);
	assert_sense(reserve_6(&holder, &n_a), T10_OK);
	assert_sense(release_6(&holder, &n_a), T10_OK);
	assert_sense(reserve_6(&holder, &n_b), CONFLICT);
	assert_sense(release_6(&holder, &n_b), CONFLICT);
	assert_int_equal(holder, 0);
	pr.type = T10_PR_WE_RO;
	assert_sense(reserve_6(&holder, &n_b), T10_OK);
	assert_sense(release_6(&holder, &n_b), T10_OK);
	assert_sense(reserve_6(&holder, &n_c), CONFLICT);
	assert_int_equal(holder, 0);
}

static void conflicts_are_those_of_spc_2(void **state)
{
	static const struct {
		u8 opcode, byte1, byte4;
		bool passes;
	} cases[] = {
		{ 0x12, 0, 0, true }, { 0xa0, 0, 0, true }, { 0x03, 0, 0, true },
		{ 0x17, 0, 0, true }, { 0x57, 0, 0, true },
		{ 0x25, 0, 0, true }, { 0x9e, 0x10, 0, true },
		{ 0x00, 0, 0, false }, { 0x16, 0, 0, false }, { 0x56, 0, 0, false },
		{ 0x1a, 0, 0, false }, { 0x5a, 0, 0, false }, { 0x15, 0, 0, false },
		{ 0x55, 0, 0, false }, { 0x28, 0, 0, false }, { 0x2a, 0, 0, false },
		{ 0x08, 0, 0, false }, { 0x0a, 0, 0, false }, { 0x88, 0, 0, false },
		{ 0x8a, 0, 0, false }, { 0xa8, 0, 0, false }, { 0xaa, 0, 0, false },
		{ 0x2f, 0, 0, false }, { 0xaf, 0, 0, false }, { 0x8f, 0, 0, false },
		{ 0x35, 0, 0, false }, { 0x91, 0, 0, false },
		{ 0xa3, 0x0c, 0, false }, { 0xa3, 0x0d, 0, false },
		{ 0x5e, 0, 0, false }, { 0x5f, 0, 0, false },
		{ 0x1e, 0, 0, true }, { 0x1e, 0, 1, false }, { 0x1e, 0, 2, false },
		{ 0x1b, 0, 1, true }, { 0x1b, 0, 3, true }, { 0x1b, 0, 5, true },
		{ 0x1b, 0, 0, false }, { 0x1b, 0, 2, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const u8 *cdb = CDB(cases[i].opcode, cases[i].byte1, 0, 0, cases[i].byte4);

		assert_sense(conflict(1, &n_b, cdb), cases[i].passes ? T10_OK : CONFLICT);
		assert_sense(conflict(1, &n_a, cdb), T10_OK);
	}
}

static void power_condition_other_than_0_conflicts(void **state)
{
	const struct t10_resv resv = { 1, &pr };
	const u8 *cdb = CDB(0x1b, 0, 0, 0, 0x11);
	const struct t10_op *op = NULL;

	assert_sense(t10_op_find(0, cdb, 6, &info, &op), T10_OK);
	assert_sense(t10_resv_conflict(&resv, &n_b, op, cdb), CONFLICT);
}

/*
 * The three kinds of commands in the columns of the tables: another nexus that is not
 * registered, and one that is, under each type.  'A' allowed, 'C' conflict.
 */
static const struct {
	u8 type;
	const char *unregistered, *registered;	/* reading, writing, neither */
} columns[] = {
	{ T10_PR_WE, "ACA", "ACA" }, { T10_PR_EA, "CCA", "CCA" },
	{ T10_PR_WE_RO, "ACA", "AAA" }, { T10_PR_EA_RO, "CCA", "AAA" },
	{ T10_PR_WE_AR, "ACA", "AAA" }, { T10_PR_EA_AR, "CCA", "AAA" },
};

/* Which of the three a command is, by the independent table. */
static unsigned int kind_of(const struct expected *e)
{
	u32 class = expected_class(e);

	/* To start and to allow removal, as these CDBs do. */
	if (e->opcode == 0x1b || e->opcode == 0x1e)
		return 2;
	return class & 0x1000000 ? 2 : class & 0x2000000 ? 0 : 1;
}

static void check_cell(const struct expected *e, const char *column, const struct t10_nexus *nexus)
{
	const u8 *cdb = CDB(e->opcode, e->sa < 0 ? 0 : (u8)e->sa, 0, 0, e->opcode == 0x1b);
	char want = column[kind_of(e)];

	/* A length that means the list must be there is no matter here. */
	assert_sense(conflict(0, nexus, cdb), want == 'A' ? T10_OK : CONFLICT);
}

static void every_cell_of_the_tables(void **state)
{
	unsigned int i, row;

	for (i = 0; i < ARRAY_SIZE(columns); i++) {
		fresh(state);
		assert_sense(reg(&A, 0, 1), T10_OK);
		assert_sense(reg(&B, 0, 2), T10_OK);
		assert_sense(reserve(&A, 1, columns[i].type), T10_OK);
		assert_false(attention(0, &n_a));
		assert_int_equal(attention(0, &n_b), i < 2);
		assert_true(attention(0, &n_c));
		for (row = 0; row < expected_count; row++) {
			check_cell(&expected_rows[row], "AAA", &n_a);
			check_cell(&expected_rows[row], columns[i].registered, &n_b);
			check_cell(&expected_rows[row], columns[i].unregistered, &n_c);
		}
	}
}

static void nothing_is_kept_out_by_registrations_alone(void **state)
{
	unsigned int row;

	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_false(attention(0, &n_b));
	for (row = 0; row < expected_count; row++)
		check_cell(&expected_rows[row], "AAA", &n_b);
}

static void stopping_and_preventing_count_as_writing(void **state)
{
	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_sense(reserve(&A, 1, T10_PR_WE), T10_OK);
	assert_sense(conflict(0, &n_b, CDB(0x1b, 0, 0, 0, 0)), CONFLICT);
	assert_sense(conflict(0, &n_b, CDB(0x1e, 0, 0, 0, 1)), CONFLICT);
}

#define T(test)	cmocka_unit_test_setup(test, fresh)

static const struct CMUnitTest tests[] = {
	T(reserve_and_release),
	T(loss_of_a_nexus_and_reset),
	T(reserve_where_keys_are_registered),
	T(conflicts_are_those_of_spc_2),
	T(power_condition_other_than_0_conflicts),
	T(every_cell_of_the_tables),
	T(nothing_is_kept_out_by_registrations_alone),
	T(stopping_and_preventing_count_as_writing),
};

RUN(tests)
