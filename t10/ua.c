// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unit attention conditions: what they say, and which comes first: SAM-5 5.14.
 */
#include "t10/ua.h"

#define UA(asc, ascq)	T10_SENSE(T10_UNIT_ATTENTION, asc, ascq)

/* What an initiator that is told of a reset knows without being told. */
#define STALE_LOSS	BIT(T10_UA_COMMANDS_CLEARED)
#define STALE_RESET	(STALE_LOSS | BIT(T10_UA_MODE_CHANGED) | BIT(T10_UA_RES_RELEASED))

/* Resets, greatest first; they are the lowest bits. */
#define RESETS		(BIT(T10_UA_NEXUS_LOSS + 1) - 1)

static const struct ua_row {
	t10_sense_t sense;
	const char *name;
	unsigned long stale;
} rows[T10_UA_COUNT] = {
	[T10_UA_POWER_ON] = {
		.sense = UA(0x29, 0x01), .name = "POWER ON OCCURRED", .stale = STALE_RESET,
	},
	[T10_UA_BUS_RESET] = {
		.sense = UA(0x29, 0x02), .name = "SCSI BUS RESET OCCURRED", .stale = STALE_RESET,
	},
	[T10_UA_TARGET_RESET] = {
		.sense = UA(0x29, 0x03), .name = "BUS DEVICE RESET FUNCTION OCCURRED",
		.stale = STALE_RESET,
	},
	[T10_UA_NEXUS_LOSS] = {
		.sense = UA(0x29, 0x07), .name = "I_T NEXUS LOSS OCCURRED", .stale = STALE_LOSS,
	},
	[T10_UA_COMMANDS_CLEARED] = {
		.sense = UA(0x2f, 0x00), .name = "COMMANDS CLEARED BY ANOTHER INITIATOR",
	},
	[T10_UA_MEDIUM_CHANGED] = {
		.sense = UA(0x28, 0x00),
		.name = "NOT READY TO READY CHANGE, MEDIUM MAY HAVE CHANGED",
	},
	[T10_UA_MODE_CHANGED] = { .sense = UA(0x2a, 0x01), .name = "MODE PARAMETERS CHANGED" },
	[T10_UA_RES_PREEMPTED] = { .sense = UA(0x2a, 0x03), .name = "RESERVATIONS PREEMPTED" },
	[T10_UA_RES_RELEASED] = { .sense = UA(0x2a, 0x04), .name = "RESERVATIONS RELEASED" },
	[T10_UA_REG_PREEMPTED] = { .sense = UA(0x2a, 0x05), .name = "REGISTRATIONS PREEMPTED" },
	[T10_UA_ALUA_CHANGED] = {
		.sense = UA(0x2a, 0x06), .name = "ASYMMETRIC ACCESS STATE CHANGED",
	},
	[T10_UA_CAPACITY_CHANGED] = {
		.sense = UA(0x2a, 0x09), .name = "CAPACITY DATA HAS CHANGED",
	},
	[T10_UA_INQUIRY_CHANGED] = { .sense = UA(0x3f, 0x03), .name = "INQUIRY DATA HAS CHANGED" },
	[T10_UA_SOFT_THRESHOLD] = {
		.sense = UA(0x38, 0x07), .name = "THIN PROVISIONING SOFT THRESHOLD REACHED",
	},
	[T10_UA_LUNS_CHANGED] = {
		.sense = UA(0x3f, 0x0e), .name = "REPORTED LUNS DATA HAS CHANGED",
	},
};

t10_sense_t t10_ua_sense(enum t10_ua ua)
{
	return rows[ua].sense;
}

const char *t10_ua_name(enum t10_ua ua)
{
	return rows[ua].name;
}

unsigned long t10_ua_post(unsigned long pending, enum t10_ua ua)
{
	unsigned long bit = BIT(ua);

	if (bit & RESETS) {
		/* A greater reset, already pending, says it all. */
		if (pending & (bit - 1))
			return pending;
		pending &= ~RESETS;
	}
	return (pending & ~rows[ua].stale) | bit;
}

t10_sense_t t10_ua_take(unsigned long pending, unsigned long *left)
{
	*left = pending & (pending - 1);
	return pending ? rows[__ffs(pending)].sense : T10_OK;
}

t10_sense_t t10_ua_report(unsigned long pending, const struct t10_op *op,
			  unsigned long *left)
{
	if (!(op->flags & T10_F_UA_PASS))
		return t10_ua_take(pending, left);
	*left = pending;
	if (op->id == T10_REPORT_LUNS)
		*left &= ~BIT(T10_UA_LUNS_CHANGED);
	return T10_OK;
}
