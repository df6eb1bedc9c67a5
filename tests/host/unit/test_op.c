// SPDX-License-Identifier: GPL-2.0-only
/* Rows, their index and the walk over them. */
#include "unit.h"
#include "rows.h"
#include "t10/lu_info.h"

#define TAPE	0x01

static const struct t10_op *find(u8 type, u8 opcode, u8 byte1)
{
	const struct t10_op *op = NULL;
	struct t10_sense_info info;

	t10_op_find(type, CDB(opcode, byte1), 16, &info, &op);
	return op;
}

static void every_row_is_as_the_standard_has_it(void **state)
{
	const struct t10_op *op;
	const char *off;
	unsigned int i;

	for (i = 0; i < expected_count; i++) {
		op = find(0, expected_rows[i].opcode, (u8)expected_rows[i].sa);
		assert_non_null(op);
		off = row_differs(&expected_rows[i], op);
		if (off)
			fail_msg("%s: %s", expected_rows[i].name, off);
	}
}

static void every_row_behaves_as_the_standard_says(void **state)
{
	const char *off;
	unsigned int i;

	for (i = 0; i < expected_count; i++) {
		off = row_misbehaves(&expected_rows[i]);
		if (off)
			fail_msg("%s: %s", expected_rows[i].name, off);
	}
}

static void no_row_is_unknown_to_the_tests(void **state)
{
	assert_int_equal(t10_ops_spc.count + t10_ops_sbc.count, expected_count);
	assert_in_range(expected_count, 1, T10_MAX_OPS);
}

static void walk_is_in_opcode_order_and_complete(void **state)
{
	const struct t10_op *op = NULL;
	unsigned int i = 0;

	while ((op = t10_op_next(T10_TYPE_DISK, op)))
		assert_string_equal(op->name, expected_rows[i++].name);
	assert_int_equal(i, expected_count);
}

static void walk_of_another_type_leaves_out_disk_commands(void **state)
{
	const struct t10_op *op = NULL;
	unsigned int i, n = 0, want = 0;

	while ((op = t10_op_next(TAPE, op))) {
		assert_int_equal(op->types, T10_T_ALL);
		n++;
	}
	for (i = 0; i < expected_count; i++)
		want += !expected_rows[i].disk_only;
	assert_int_equal(n, want);
}

static void walk_without_logical_unit_has_three_commands(void **state)
{
	const struct t10_op *op;

	op = t10_op_next(T10_TYPE_NONE, NULL);
	assert_int_equal(op->id, T10_REQUEST_SENSE);
	op = t10_op_next(T10_TYPE_NONE, op);
	assert_int_equal(op->id, T10_INQUIRY);
	op = t10_op_next(T10_TYPE_NONE, op);
	assert_int_equal(op->id, T10_REPORT_LUNS);
	assert_null(t10_op_next(T10_TYPE_NONE, op));
}

static void every_unknown_opcode_is_refused(void **state)
{
	struct t10_sense_info info = {};
	const struct t10_op *op = NULL;
	unsigned int oc, i;
	t10_sense_t ret;

	for (oc = 0; oc < 256; oc++) {
		for (i = 0; i < expected_count && expected_rows[i].opcode != oc; i++)
			;
		if (i < expected_count)
			continue;
		ret = t10_op_find(0, CDB((u8)oc), 16, &info, &op);
		assert_sense(ret, T10_SENSE(5, 0x20, 0));
		assert_null(op);
		assert_false(info.has_field);
	}
}

static void disk_opcode_is_unknown_to_a_tape(void **state)
{
	struct t10_sense_info info = {};
	const struct t10_op *op = NULL;

	assert_sense(t10_op_find(TAPE, CDB(0x28), 10, &info, &op), T10_SENSE(5, 0x20, 0));
	assert_sense(t10_op_find(TAPE, CDB(0x9e, 0x10), 16, &info, &op), T10_SENSE(5, 0x20, 0));
	assert_null(op);
}

static void unknown_service_action_points_at_it(void **state)
{
	struct t10_sense_info info = {};
	const struct t10_op *op = NULL;

	assert_bad_cdb(t10_op_find(0, CDB(0x9e, 0x11), 16, &info, &op), &info, 1, 4);
	assert_bad_cdb(t10_op_find(0, CDB(0xa3, 0x00), 12, &info, &op), &info, 1, 4);
	assert_null(op);
}

static void reserved_bits_beside_a_service_action_do_not_hide_it(void **state)
{
	assert_int_equal(find(0, 0x9e, 0xf0)->id, T10_READ_CAPACITY_16);
}

static void without_logical_unit_other_commands_say_so(void **state)
{
	struct t10_sense_info info = {};
	const struct t10_op *op = NULL;
	t10_sense_t want = T10_SENSE(5, 0x25, 0);

	assert_sense(t10_op_find(T10_TYPE_NONE, CDB(0x00), 6, &info, &op), want);
	assert_sense(t10_op_find(T10_TYPE_NONE, CDB(0xff), 6, &info, &op), want);
	assert_sense(t10_op_find(T10_TYPE_NONE, CDB(0xa3, 0x0c), 12, &info, &op), want);
	assert_sense(t10_op_find(T10_TYPE_NONE, CDB(0x12), 0, &info, &op), want);
	assert_null(op);
}

static void empty_cdb_has_no_row(void **state)
{
	struct t10_sense_info info = {};
	const struct t10_op *op = NULL;

	assert_sense(t10_op_find(0, CDB(0x12), 0, &info, &op), T10_SENSE(5, 0x20, 0));
	assert_null(op);
}

static void cdb_of_one_byte_has_no_service_action(void **state)
{
	struct t10_sense_info info = {};
	const struct t10_op *op = NULL;

	assert_bad_cdb(t10_op_find(0, CDB(0xa3, 0x0c), 1, &info, &op), &info, 1, 4);
	assert_null(op);
}

static void init_may_be_repeated(void **state)
{
	t10_op_init();
	t10_op_init();
	every_row_is_as_the_standard_has_it(state);
	walk_is_in_opcode_order_and_complete(state);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(every_row_is_as_the_standard_has_it),
	cmocka_unit_test(every_row_behaves_as_the_standard_says),
	cmocka_unit_test(no_row_is_unknown_to_the_tests),
	cmocka_unit_test(walk_is_in_opcode_order_and_complete),
	cmocka_unit_test(walk_of_another_type_leaves_out_disk_commands),
	cmocka_unit_test(walk_without_logical_unit_has_three_commands),
	cmocka_unit_test(every_unknown_opcode_is_refused),
	cmocka_unit_test(disk_opcode_is_unknown_to_a_tape),
	cmocka_unit_test(unknown_service_action_points_at_it),
	cmocka_unit_test(reserved_bits_beside_a_service_action_do_not_hide_it),
	cmocka_unit_test(without_logical_unit_other_commands_say_so),
	cmocka_unit_test(empty_cdb_has_no_row),
	cmocka_unit_test(cdb_of_one_byte_has_no_service_action),
	cmocka_unit_test(init_may_be_repeated),
};

RUN(tests)
