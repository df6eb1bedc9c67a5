// SPDX-License-Identifier: GPL-2.0-only
/* REPORT SUPPORTED OPERATION CODES and TASK MANAGEMENT FUNCTIONS. */
#include "unit.h"
#include "rows.h"
#include "t10/lu_info.h"
#include "t10/rsoc.h"
#include "t10/tmf.h"

#define RCTD	0x80

static struct sheet s;
static struct t10_sense_info info;

static t10_sense_t ask(u8 byte2, u8 opcode, u16 sa)
{
	const u8 *cdb = CDB(0xa3, 0x0c, byte2, opcode, (u8)(sa >> 8), (u8)sa);

	return t10_report_opcodes(sheet_new(&s, 2048), cdb, T10_TYPE_DISK, 0, &info);
}

static void check_descriptor(const u8 *p, const struct expected *e, bool rctd)
{
	assert_bytes(p, e->opcode, 0, 0, e->sa < 0 ? 0 : (u8)e->sa, 0,
		     (u8)((e->sa < 0 ? 0 : 1) | (rctd ? 2 : 0)), 0, (u8)expected_len(e));
	if (rctd)
		assert_bytes(p + 8, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

static void all_commands_in_order(void **state)
{
	unsigned int i;

	assert_sense(ask(0, 0, 0), T10_OK);
	assert_len(&s, 4 + 8 * expected_count);
	assert_int_equal(get_unaligned_be32(s.buf), 8 * expected_count);
	for (i = 0; i < expected_count; i++)
		check_descriptor(s.buf + 4 + 8 * i, &expected_rows[i], false);
}

static void all_commands_with_timeouts(void **state)
{
	unsigned int i;

	assert_sense(ask(RCTD, 0, 0), T10_OK);
	assert_len(&s, 4 + 20 * expected_count);
	assert_int_equal(get_unaligned_be32(s.buf), 20 * expected_count);
	for (i = 0; i < expected_count; i++)
		check_descriptor(s.buf + 4 + 20 * i, &expected_rows[i], true);
}

static void one_command(void **state)
{
	assert_sense(ask(1, 0x28, 0), T10_OK);
	assert_bytes(s.buf, 0, 3, 0, 10, 0x28, 0x18, 0xff, 0xff, 0xff, 0xff, 0x1f, 0xff, 0xff, 0);
	assert_len(&s, 14);
	/* the service action asked for plays no part */
	assert_sense(ask(1, 0x28, 7), T10_OK);
	assert_int_equal(s.buf[1], 3);
}

static void one_command_with_timeouts(void **state)
{
	assert_sense(ask(RCTD | 1, 0x00, 0), T10_OK);
	assert_bytes(s.buf, 0, 0x83, 0, 6, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_len(&s, 22);
}

static void one_service_action(void **state)
{
	assert_sense(ask(2, 0xa3, 0x0d), T10_OK);
	assert_bytes(s.buf, 0, 3, 0, 12, 0xa3, 0x0d, 0x80, 0, 0, 0, 255, 255, 255, 255, 0, 0);
	assert_len(&s, 16);
}

static void not_supported(void)
{
	assert_bytes(s.buf, 0, 1, 0, 0);
	assert_len(&s, 4);
}

static void unsupported_commands_say_so(void **state)
{
	assert_sense(ask(1, 0xff, 0), T10_OK);
	not_supported();
	assert_sense(ask(RCTD | 1, 0x40, 0), T10_OK);
	not_supported();
	assert_sense(ask(2, 0xff, 0), T10_OK);
	not_supported();
	assert_sense(ask(2, 0x9e, 0x1f), T10_OK);
	not_supported();
	assert_sense(ask(2, 0x9e, 0xffff), T10_OK);
	not_supported();
	assert_sense(ask(3, 0xff, 0), T10_OK);
	not_supported();
}

static void option_that_does_not_fit_the_opcode_is_refused(void **state)
{
	assert_bad_cdb(ask(1, 0x9e, 0x10), &info, 2, 2);
	assert_bad_cdb(ask(1, 0xa3, 0), &info, 2, 2);
	assert_bad_cdb(ask(2, 0x28, 0), &info, 2, 2);
	assert_bad_cdb(ask(2, 0x28, 0xffff), &info, 2, 2);
	assert_len(&s, 0);
}

static void option_3_takes_either_kind(void **state)
{
	assert_sense(ask(3, 0x28, 0), T10_OK);
	assert_bytes(s.buf, 0, 3, 0, 10, 0x28);
	assert_sense(ask(3, 0x9e, 0x10), T10_OK);
	assert_bytes(s.buf, 0, 3, 0, 16, 0x9e, 0x10);
	assert_sense(ask(3, 0x28, 1), T10_OK);
	not_supported();
	assert_sense(ask(3, 0x28, 0xffff), T10_OK);
	not_supported();
	assert_sense(ask(3, 0x9e, 0x11), T10_OK);
	not_supported();
}

static void reserved_options_are_refused(void **state)
{
	u8 option;

	for (option = 4; option < 8; option++) {
		assert_bad_cdb(ask(option, 0x28, 0), &info, 2, 2);
		assert_bad_cdb(ask(RCTD | option, 0x28, 0), &info, 2, 2);
		assert_len(&s, 0);
	}
}

static void commands_of_other_types(void **state)
{
	unsigned int i, others = 0;

	for (i = 0; i < expected_count; i++)
		others += !expected_rows[i].disk_only;
	t10_report_opcodes(sheet_new(&s, 2048), CDB(0xa3, 0x0c, 1, 0x28), T10_TYPE_TAPE, 0,
			   &info);
	not_supported();
	t10_report_opcodes(sheet_new(&s, 2048), CDB(0xa3, 0x0c), T10_TYPE_TAPE, 0, &info);
	assert_int_equal(s.o.len, 4 + 8 * others);
}

static void answer(struct t10_out *o, const void *cdb)
{
	assert_sense(t10_report_opcodes(o, cdb, T10_TYPE_DISK, 0, &info), T10_OK);
}

static void allocation_length_cuts(void **state)
{
	assert_cuts_cleanly(answer, CDB(0xa3, 0x0c, 0));
	assert_cuts_cleanly(answer, CDB(0xa3, 0x0c, RCTD));
	assert_cuts_cleanly(answer, CDB(0xa3, 0x0c, RCTD | 1, 0x88));
	assert_cuts_cleanly(answer, CDB(0xa3, 0x0c, 1, 0xff));
}

static void task_management_functions(void **state)
{
	t10_report_tmfs(sheet_new(&s, 64), CDB(0xa3, 0x0d));
	/* ATS ATSS CTSS LURS QTS TRS; QTSS ITNRS */
	assert_bytes(s.buf, 0xde, 0x03, 0, 0);
	assert_len(&s, 4);
	t10_report_tmfs(sheet_new(&s, 64), CDB(0xa3, 0x0d, 0x80));
	assert_bytes(s.buf, 0xde, 0x03, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_len(&s, 16);
	t10_report_tmfs(sheet_new(&s, 3), CDB(0xa3, 0x0d, 0x80));
	assert_len(&s, 16);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(all_commands_in_order),
	cmocka_unit_test(all_commands_with_timeouts),
	cmocka_unit_test(one_command),
	cmocka_unit_test(one_command_with_timeouts),
	cmocka_unit_test(one_service_action),
	cmocka_unit_test(unsupported_commands_say_so),
	cmocka_unit_test(option_that_does_not_fit_the_opcode_is_refused),
	cmocka_unit_test(option_3_takes_either_kind),
	cmocka_unit_test(reserved_options_are_refused),
	cmocka_unit_test(commands_of_other_types),
	cmocka_unit_test(allocation_length_cuts),
	cmocka_unit_test(task_management_functions),
};

RUN(tests)
