// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each task management function does: SAM-5 clause 7, 6.3.
 *
 * The logical unit has one task set for all nexuses (TST=000b), so CLEAR TASK
 * SET reaches the commands of everyone.  A reset is told to the nexus that
 * asked, too (SAM-5 6.2: to every nexus); Linux waits for just that.  TARGET
 * RESET is not in SAM-5 any more; the BUS DEVICE RESET message of SPI is its
 * origin and gave 29/03 its name.
 */
#include "t10/tmf.h"

#define NO_UA	(-1)

#define RESET_OF_ALL \
	.aborts = T10_ABORTS_ALL, \
	.ua_self = T10_UA_TARGET_RESET, .ua_others = T10_UA_TARGET_RESET, .ua_always = true, \
	.clears_reservation = true, .resets_mode = true

const struct t10_tmf_rule t10_tmf_rules[T10_TMF_COUNT] = {
	[T10_TMF_ABORT_TASK] = {
		.name = "ABORT TASK", .aborts = T10_ABORTS_ONE,
		.ua_self = NO_UA, .ua_others = NO_UA, .reported = 0x8000,
	},
	[T10_TMF_ABORT_TASK_SET] = {
		.name = "ABORT TASK SET", .aborts = T10_ABORTS_NEXUS,
		.ua_self = NO_UA, .ua_others = NO_UA, .reported = 0x4000,
	},
	[T10_TMF_CLEAR_TASK_SET] = {
		.name = "CLEAR TASK SET", .aborts = T10_ABORTS_ALL,
		.ua_self = NO_UA, .ua_others = T10_UA_COMMANDS_CLEARED, .reported = 0x1000,
	},
	[T10_TMF_LUN_RESET] = {
		.name = "LOGICAL UNIT RESET", RESET_OF_ALL, .reported = 0x0800,
	},
	[T10_TMF_TARGET_RESET] = {
		.name = "TARGET RESET", RESET_OF_ALL, .all_luns = true, .reported = 0x0200,
	},
	[T10_TMF_NEXUS_RESET] = {
		.name = "I_T NEXUS RESET", .aborts = T10_ABORTS_NEXUS, .all_luns = true,
		.ua_self = T10_UA_NEXUS_LOSS, .ua_others = NO_UA, .ua_always = true,
		.nexus_loss = true, .reported = 0x0001,
	},
	[T10_TMF_QUERY_TASK] = {
		.name = "QUERY TASK", .ua_self = NO_UA, .ua_others = NO_UA, .reported = 0x0400,
	},
	[T10_TMF_QUERY_TASK_SET] = {
		.name = "QUERY TASK SET", .ua_self = NO_UA, .ua_others = NO_UA, .reported = 0x0002,
	},
};
