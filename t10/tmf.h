/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Task management: SAM-5 clause 7.
 */
#ifndef T10_TMF_H
#define T10_TMF_H

#include "t10/ua.h"

enum t10_tmf {
	T10_TMF_ABORT_TASK,
	T10_TMF_ABORT_TASK_SET,
	T10_TMF_CLEAR_TASK_SET,
	T10_TMF_LUN_RESET,
	T10_TMF_TARGET_RESET,
	T10_TMF_NEXUS_RESET,
	T10_TMF_QUERY_TASK,
	T10_TMF_QUERY_TASK_SET,
	T10_TMF_COUNT
};

/* Service responses, SAM-5 7.1; __bitwise, so that no errno passes for one. */
typedef u8 __bitwise t10_tmf_rsp_t;

#define T10_TMF_COMPLETE	((__force t10_tmf_rsp_t)0)
#define T10_TMF_SUCCEEDED	((__force t10_tmf_rsp_t)1)
#define T10_TMF_REJECTED	((__force t10_tmf_rsp_t)2)
#define T10_TMF_BAD_LUN		((__force t10_tmf_rsp_t)3)
#define T10_TMF_FAILED		((__force t10_tmf_rsp_t)4)

enum t10_tmf_scope { T10_ABORTS_NONE, T10_ABORTS_ONE, T10_ABORTS_NEXUS, T10_ABORTS_ALL };

/**
 * struct t10_tmf_rule - what a task management function does
 * @name: as SAM writes it
 * @aborts: whose commands it aborts: none, one, those of the nexus, all of the unit
 * @all_luns: works on every logical unit of the target port
 * @ua_self: unit attention for the nexus that asked (-1: none)
 * @ua_others: unit attention for the other nexuses whose commands it ended or,
 *	with @ua_always, for all of them (-1: none)
 * @ua_always: the unit attention comes whether or not commands were ended
 *	(where TAS=1 the commands end with TASK ABORTED instead, and there is
 *	no unit attention without @ua_always: SAM-5 5.7)
 * @clears_reservation: ends RESERVE(6/10) reservations (SPC-2 5.5.1) and PREVENT
 *	(SBC-3 5.15) of every nexus
 * @nexus_loss: an I_T nexus loss event: ends those of the nexus that asked
 * @resets_mode: mode parameters go back to default or saved (SAM-5 6.3.3)
 * @reported: its bit in the first two bytes of REPORT SUPPORTED TASK MANAGEMENT
 *	FUNCTIONS data (SPC-4 6.35)
 */
struct t10_tmf_rule {
	const char *name;
	enum t10_tmf_scope aborts;
	bool all_luns;
	s8 ua_self;
	s8 ua_others;
	bool ua_always;
	bool clears_reservation;
	bool nexus_loss;
	bool resets_mode;
	u16 reported;
};

extern const struct t10_tmf_rule t10_tmf_rules[T10_TMF_COUNT];

#endif
