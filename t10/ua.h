/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unit attention conditions: SAM-5 5.14, SPC-4 annex D.
 *
 * A unit attention is one of a fixed set, so the queue of an I_T_L nexus is a
 * mask: posting never allocates, the same condition is never queued twice, and
 * the order of the bits is the order of precedence.
 */
#ifndef T10_UA_H
#define T10_UA_H

#include "t10/op.h"

/* Bit numbers, highest precedence first (SAM-5 5.14: power on and resets before all). */
enum t10_ua {
	T10_UA_POWER_ON,		/* 29/01 POWER ON OCCURRED */
	T10_UA_BUS_RESET,		/* 29/02 SCSI BUS RESET OCCURRED */
	T10_UA_TARGET_RESET,		/* 29/03 BUS DEVICE RESET FUNCTION OCCURRED */
	T10_UA_NEXUS_LOSS,		/* 29/07 I_T NEXUS LOSS OCCURRED */
	T10_UA_COMMANDS_CLEARED,	/* 2F/00 COMMANDS CLEARED BY ANOTHER INITIATOR */
	T10_UA_MEDIUM_CHANGED,		/* 28/00 NOT READY TO READY CHANGE */
	T10_UA_MODE_CHANGED,		/* 2A/01 MODE PARAMETERS CHANGED */
	T10_UA_RES_PREEMPTED,		/* 2A/03 RESERVATIONS PREEMPTED */
	T10_UA_RES_RELEASED,		/* 2A/04 RESERVATIONS RELEASED */
	T10_UA_REG_PREEMPTED,		/* 2A/05 REGISTRATIONS PREEMPTED */
	T10_UA_ALUA_CHANGED,		/* 2A/06 ASYMMETRIC ACCESS STATE CHANGED */
	T10_UA_CAPACITY_CHANGED,	/* 2A/09 CAPACITY DATA HAS CHANGED */
	T10_UA_INQUIRY_CHANGED,		/* 3F/03 INQUIRY DATA HAS CHANGED */
	T10_UA_SOFT_THRESHOLD,		/* 38/07 THIN PROVISIONING SOFT THRESHOLD REACHED */
	T10_UA_LUNS_CHANGED,		/* 3F/0E REPORTED LUNS DATA HAS CHANGED */
	T10_UA_COUNT
};

/* The sense of one condition, and its name in SPC-4 annex D; @ua below T10_UA_COUNT. */
t10_sense_t t10_ua_sense(enum t10_ua ua);
const char *t10_ua_name(enum t10_ua ua);

/**
 * t10_ua_post() - a condition is established
 * @pending: mask of conditions already pending
 * @ua: the new one
 *
 * A reset or power on takes the place of the conditions it makes stale
 * (SAM-5 5.14: lesser resets, mode parameters, reservations released, commands
 * cleared), and adds nothing while a greater one is pending.
 *
 * Return: the new mask.
 */
unsigned long t10_ua_post(unsigned long pending, enum t10_ua ua);

/**
 * t10_ua_report() - what @op shall end with, given @pending
 * @pending: mask, not 0
 * @op: row of the command
 * @left: gets the mask with what is reported taken out
 *
 * INQUIRY, REPORT LUNS and REQUEST SENSE pass (T10_F_UA_PASS); REPORT LUNS
 * clears REPORTED LUNS DATA HAS CHANGED (SPC-4 6.33).  REQUEST SENSE takes
 * its condition through t10_ua_take().
 *
 * Return: T10_OK to go on, or the sense.
 */
t10_sense_t t10_ua_report(unsigned long pending, const struct t10_op *op,
			  unsigned long *left);

/* Takes the first pending condition out of @pending, for REQUEST SENSE; T10_OK if none. */
t10_sense_t t10_ua_take(unsigned long pending, unsigned long *left);

#endif
