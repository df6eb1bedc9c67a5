// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of all device types: SPC-4 clause 6; RESERVE and RELEASE: SPC-2.
 *
 * The CONTROL byte is 0 in every mask: no ACA, no vendor specific bits.
 */
#include "t10/op.h"

/* Answered from what core knows, without sleeping. */
#define F_REPORT	T10_F_INLINE
/* Answered whatever is pending, whoever holds a reservation, and where no logical unit is. */
#define F_ALWAYS	(T10_F_INLINE | T10_F_UA_PASS | T10_F_RES_PASS | T10_F_ANY_LUN | \
			 T10_F_PR_PASS | T10_F_ALUA_ANY)

/*
 * Who may do what to persistent reservations is decided when they run, by who is
 * registered; RESERVE and RELEASE likewise.
 */
#define PR_IN \
	.opcode = 0x5e, .len = 10, .id = T10_PR_IN, \
	.dir = T10_DIR_READ, .xfer = { 7, 2 }, .unit = T10_LEN_ALLOC, \
	.flags = T10_F_PR_PASS | T10_F_ALUA_STANDBY, .types = T10_T_ALL
#define PR_OUT \
	.opcode = 0x5f, .len = 10, .id = T10_PR_OUT, \
	.dir = T10_DIR_WRITE, .xfer = { 5, 4 }, .unit = T10_LEN_PARAM, \
	.flags = T10_F_PR_PASS | T10_F_ALUA_STANDBY, .types = T10_T_ALL

static const struct t10_op rows[] = {
	{
		.name = "TEST UNIT READY",
		.opcode = 0x00, .sa = T10_NO_SA, .len = 6, .id = T10_TEST_UNIT_READY,
		.flags = F_REPORT | T10_F_MEDIUM | T10_F_PR_PASS, .types = T10_T_ALL,
		.mask = { 0x00 },
	}, {
		.name = "REQUEST SENSE",
		.opcode = 0x03, .sa = T10_NO_SA, .len = 6, .id = T10_REQUEST_SENSE,
		.dir = T10_DIR_READ, .xfer = { 4, 1 }, .unit = T10_LEN_ALLOC,
		.flags = F_ALWAYS, .types = T10_T_ALL,
		.mask = { 0x03, 0x01, 0, 0, 0xff },
	}, {
		.name = "INQUIRY",
		.opcode = 0x12, .sa = T10_NO_SA, .len = 6, .id = T10_INQUIRY,
		.dir = T10_DIR_READ, .xfer = { 3, 2 }, .unit = T10_LEN_ALLOC,
		.flags = F_ALWAYS, .types = T10_T_ALL,
		.mask = { 0x12, 0x01, 0xff, 0xff, 0xff },
	}, {
		.name = "MODE SELECT(6)",
		.opcode = 0x15, .sa = T10_NO_SA, .len = 6, .id = T10_MODE_SELECT,
		.dir = T10_DIR_WRITE, .xfer = { 4, 1 }, .unit = T10_LEN_PARAM,
		.flags = T10_F_ALUA_STANDBY, .types = T10_T_ALL,
		.mask = { 0x15, 0x11, 0, 0, 0xff },
	}, {
		/* Third-party and extent reservations are obsolete, and refused. */
		.name = "RESERVE(6)",
		.opcode = 0x16, .sa = T10_NO_SA, .len = 6, .id = T10_RESERVE,
		.flags = T10_F_PR_PASS, .types = T10_T_ALL,
		.mask = { 0x16 },
	}, {
		.name = "RELEASE(6)",
		.opcode = 0x17, .sa = T10_NO_SA, .len = 6, .id = T10_RELEASE,
		.flags = T10_F_RES_PASS | T10_F_PR_PASS, .types = T10_T_ALL,
		.mask = { 0x17 },
	}, {
		.name = "MODE SENSE(6)",
		.opcode = 0x1a, .sa = T10_NO_SA, .len = 6, .id = T10_MODE_SENSE,
		.dir = T10_DIR_READ, .xfer = { 4, 1 }, .unit = T10_LEN_ALLOC,
		.flags = F_REPORT | T10_F_PR_READ | T10_F_ALUA_STANDBY, .types = T10_T_ALL,
		.mask = { 0x1a, 0x08, 0xff, 0xff, 0xff },
	}, {
		.name = "MODE SELECT(10)",
		.opcode = 0x55, .sa = T10_NO_SA, .len = 10, .id = T10_MODE_SELECT,
		.dir = T10_DIR_WRITE, .xfer = { 7, 2 }, .unit = T10_LEN_PARAM,
		.flags = T10_F_ALUA_STANDBY, .types = T10_T_ALL,
		.mask = { 0x55, 0x11, 0, 0, 0, 0, 0, 0xff, 0xff },
	}, {
		.name = "RESERVE(10)",
		.opcode = 0x56, .sa = T10_NO_SA, .len = 10, .id = T10_RESERVE,
		.flags = T10_F_PR_PASS, .types = T10_T_ALL,
		.mask = { 0x56 },
	}, {
		.name = "RELEASE(10)",
		.opcode = 0x57, .sa = T10_NO_SA, .len = 10, .id = T10_RELEASE,
		.flags = T10_F_RES_PASS | T10_F_PR_PASS, .types = T10_T_ALL,
		.mask = { 0x57 },
	}, {
		.name = "MODE SENSE(10)",
		.opcode = 0x5a, .sa = T10_NO_SA, .len = 10, .id = T10_MODE_SENSE,
		.dir = T10_DIR_READ, .xfer = { 7, 2 }, .unit = T10_LEN_ALLOC,
		.flags = F_REPORT | T10_F_PR_READ | T10_F_ALUA_STANDBY, .types = T10_T_ALL,
		.mask = { 0x5a, 0x18, 0xff, 0xff, 0, 0, 0, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE IN, READ KEYS", .sa = 0x00, PR_IN,
		.mask = { 0x5e, 0x00, 0, 0, 0, 0, 0, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE IN, READ RESERVATION", .sa = 0x01, PR_IN,
		.mask = { 0x5e, 0x01, 0, 0, 0, 0, 0, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE IN, REPORT CAPABILITIES", .sa = 0x02, PR_IN,
		.mask = { 0x5e, 0x02, 0, 0, 0, 0, 0, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE IN, READ FULL STATUS", .sa = 0x03, PR_IN,
		.mask = { 0x5e, 0x03, 0, 0, 0, 0, 0, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE OUT, REGISTER", .sa = 0x00, PR_OUT,
		.mask = { 0x5f, 0x00, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE OUT, RESERVE", .sa = 0x01, PR_OUT,
		.mask = { 0x5f, 0x01, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE OUT, RELEASE", .sa = 0x02, PR_OUT,
		.mask = { 0x5f, 0x02, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE OUT, CLEAR", .sa = 0x03, PR_OUT,
		.mask = { 0x5f, 0x03, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE OUT, PREEMPT", .sa = 0x04, PR_OUT,
		.mask = { 0x5f, 0x04, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE OUT, PREEMPT AND ABORT", .sa = 0x05, PR_OUT,
		.mask = { 0x5f, 0x05, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE OUT, REGISTER AND IGNORE EXISTING KEY",
		.sa = 0x06, PR_OUT,
		.mask = { 0x5f, 0x06, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "PERSISTENT RESERVE OUT, REGISTER AND MOVE", .sa = 0x07, PR_OUT,
		.mask = { 0x5f, 0x07, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "REPORT LUNS",
		.opcode = 0xa0, .sa = T10_NO_SA, .len = 12, .id = T10_REPORT_LUNS,
		.dir = T10_DIR_READ, .xfer = { 6, 4 }, .unit = T10_LEN_ALLOC,
		.flags = F_ALWAYS, .types = T10_T_ALL,
		.mask = { 0xa0, 0, 0xff, 0, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "REPORT TARGET PORT GROUPS",
		.opcode = 0xa3, .sa = 0x0a, .len = 12, .id = T10_REPORT_TPG,
		.dir = T10_DIR_READ, .xfer = { 6, 4 }, .unit = T10_LEN_ALLOC,
		.flags = F_REPORT | T10_F_PR_PASS | T10_F_ALUA_ANY, .types = T10_T_ALL,
		.mask = { 0xa3, 0xea, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "SET TARGET PORT GROUPS",
		.opcode = 0xa4, .sa = 0x0a, .len = 12, .id = T10_SET_TPG,
		.dir = T10_DIR_WRITE, .xfer = { 6, 4 }, .unit = T10_LEN_PARAM,
		.flags = T10_F_ALUA_ANY, .types = T10_T_ALL,
		.mask = { 0xa4, 0x0a, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "REPORT SUPPORTED OPERATION CODES",
		.opcode = 0xa3, .sa = 0x0c, .len = 12, .id = T10_REPORT_OPCODES,
		.dir = T10_DIR_READ, .xfer = { 6, 4 }, .unit = T10_LEN_ALLOC,
		.flags = F_REPORT | T10_F_PR_READ, .types = T10_T_ALL,
		.mask = { 0xa3, 0x0c, 0x87, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS",
		.opcode = 0xa3, .sa = 0x0d, .len = 12, .id = T10_REPORT_TMFS,
		.dir = T10_DIR_READ, .xfer = { 6, 4 }, .unit = T10_LEN_ALLOC,
		.flags = F_REPORT | T10_F_PR_READ, .types = T10_T_ALL,
		.mask = { 0xa3, 0x0d, 0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff },
	},
};

const struct t10_op_table t10_ops_spc = { rows, ARRAY_SIZE(rows) };
