/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Status codes and sense data: SAM-5 5.3, SPC-4 4.5.
 */
#ifndef T10_SENSE_H
#define T10_SENSE_H

#include "t10/env.h"

/* Status codes, SAM-5 table 38. */
#define T10_GOOD			0x00
#define T10_CHECK_CONDITION		0x02
#define T10_CONDITION_MET		0x04
#define T10_BUSY			0x08
#define T10_RESERVATION_CONFLICT	0x18
#define T10_TASK_SET_FULL		0x28
#define T10_TASK_ABORTED		0x40

/* Sense keys, SPC-4 table 48. */
#define T10_NO_SENSE			0x0
#define T10_RECOVERED_ERROR		0x1
#define T10_NOT_READY			0x2
#define T10_MEDIUM_ERROR		0x3
#define T10_HARDWARE_ERROR		0x4
#define T10_ILLEGAL_REQUEST		0x5
#define T10_UNIT_ATTENTION		0x6
#define T10_DATA_PROTECT		0x7
#define T10_ABORTED_COMMAND		0xb
#define T10_MISCOMPARE			0xe

/**
 * typedef t10_sense_t - why a command did not end GOOD
 *
 * Sense key, ASC and ASCQ in one word; zero means "no reason, go on".
 * __bitwise, so that sparse refuses an errno or a status in its place.
 */
typedef u32 __bitwise t10_sense_t;

#define T10_OK	((__force t10_sense_t)0u)
/* Bit 31 keeps NO SENSE 00/00 apart from T10_OK. */
#define T10_SENSE(key, asc, ascq) \
	((__force t10_sense_t)(0x80000000u | (u32)(key) << 16 | (u32)(asc) << 8 | (u32)(ascq)))

/* A status other than CHECK CONDITION, travelling where a sense reason does. */
#define T10_STATUS(status)	((__force t10_sense_t)(0x40000000u | (u32)(status)))

static inline u8 t10_sense_key(t10_sense_t s)
{
	return (__force u32)s >> 16 & 0xf;
}

static inline u8 t10_sense_asc(t10_sense_t s)
{
	return (__force u32)s >> 8 & 0xff;
}

static inline u8 t10_sense_ascq(t10_sense_t s)
{
	return (__force u32)s & 0xff;
}

/* True where @s is a bare status (T10_STATUS) rather than sense. */
static inline bool t10_sense_is_status(t10_sense_t s)
{
	return (__force u32)s & 0x40000000u;
}

/* The status byte that goes with @s: GOOD for T10_OK, CHECK CONDITION for sense. */
static inline u8 t10_sense_status(t10_sense_t s)
{
	if (s == T10_OK)
		return T10_GOOD;
	return t10_sense_is_status(s) ? (__force u32)s & 0xff : T10_CHECK_CONDITION;
}

/* The reasons this target gives; names are those of SPC-4 annex D. */
#define T10_S_NO_SENSE			T10_SENSE(0x0, 0x00, 0x00)
#define T10_S_NOT_READY_STOPPED		T10_SENSE(0x2, 0x04, 0x02)
#define T10_S_ALUA_TRANSITION		T10_SENSE(0x2, 0x04, 0x0a)
#define T10_S_ALUA_STANDBY		T10_SENSE(0x2, 0x04, 0x0b)
#define T10_S_ALUA_UNAVAILABLE		T10_SENSE(0x2, 0x04, 0x0c)
#define T10_S_NOT_READY_OFFLINE		T10_SENSE(0x2, 0x04, 0x12)
#define T10_S_MEDIUM_NOT_PRESENT	T10_SENSE(0x2, 0x3a, 0x00)
#define T10_S_WRITE_ERROR		T10_SENSE(0x3, 0x0c, 0x00)
#define T10_S_UNRECOVERED_READ_ERROR	T10_SENSE(0x3, 0x11, 0x00)
#define T10_S_INTERNAL_TARGET_FAILURE	T10_SENSE(0x4, 0x44, 0x00)
#define T10_S_PARAM_LIST_LENGTH		T10_SENSE(0x5, 0x1a, 0x00)
#define T10_S_INVALID_OPCODE		T10_SENSE(0x5, 0x20, 0x00)
#define T10_S_LBA_OUT_OF_RANGE		T10_SENSE(0x5, 0x21, 0x00)
#define T10_S_INVALID_FIELD_IN_CDB	T10_SENSE(0x5, 0x24, 0x00)
#define T10_S_LUN_NOT_SUPPORTED		T10_SENSE(0x5, 0x25, 0x00)
#define T10_S_INVALID_FIELD_IN_PARAM	T10_SENSE(0x5, 0x26, 0x00)
#define T10_S_PARAM_NOT_SUPPORTED	T10_SENSE(0x5, 0x26, 0x01)
#define T10_S_INVALID_RELEASE		T10_SENSE(0x5, 0x26, 0x04)
#define T10_S_INSUFFICIENT_REGISTRATION	T10_SENSE(0x5, 0x55, 0x04)
#define T10_S_SAVING_NOT_SUPPORTED	T10_SENSE(0x5, 0x39, 0x00)
#define T10_S_MEDIUM_REMOVAL_PREVENTED	T10_SENSE(0x5, 0x53, 0x02)
#define T10_S_WRITE_PROTECTED		T10_SENSE(0x7, 0x27, 0x00)
#define T10_S_SW_WRITE_PROTECTED	T10_SENSE(0x7, 0x27, 0x02)
#define T10_S_SPACE_ALLOCATION_FAILED	T10_SENSE(0x7, 0x27, 0x07)
#define T10_S_DATA_PHASE_ERROR		T10_SENSE(0xb, 0x4b, 0x00)
#define T10_S_MISCOMPARE		T10_SENSE(0xe, 0x1d, 0x00)
#define T10_S_RESERVATION_CONFLICT	T10_STATUS(T10_RESERVATION_CONFLICT)
#define T10_S_BUSY			T10_STATUS(T10_BUSY)

/* Largest sense data t10_sense_build() makes: descriptor format, all descriptors. */
#define T10_SENSE_MAX	64

/**
 * struct t10_sense_info - what goes with a sense reason
 * @information: first failing LBA, or offset of a miscompare (INFORMATION)
 * @field: byte of the CDB or parameter list at fault (SENSE KEY SPECIFIC)
 * @bit: its bit, 0 to 7
 * @has_information: @information is meant
 * @has_field: @field is meant
 * @field_in_cdb: @field counts in the CDB, not in the parameter list (C/D)
 * @has_bit: @bit is meant (BPV)
 * @deferred: the error belongs to an earlier command (response code 71h/73h)
 */
struct t10_sense_info {
	u64 information;
	u16 field;
	u8 bit;
	bool has_information : 1;
	bool has_field : 1;
	bool field_in_cdb : 1;
	bool has_bit : 1;
	bool deferred : 1;
};

/**
 * t10_sense_build() - sense data as bytes
 * @buf: at least T10_SENSE_MAX bytes
 * @reason: not a bare status; T10_OK makes NO SENSE
 * @info: what goes with it, or NULL
 * @descriptor: descriptor format (D_SENSE=1), else fixed; fixed format leaves
 *	VALID=0 where INFORMATION does not fit in four bytes (SPC-4 4.5.3)
 *
 * A field pointer is sent with ILLEGAL REQUEST only: with other sense keys those
 * bytes mean something else.
 *
 * Return: bytes written (fixed: 18).
 */
unsigned int t10_sense_build(u8 *buf, t10_sense_t reason,
			     const struct t10_sense_info *info, bool descriptor);

/* In place of a bit number: the whole field is meant (BPV=0). */
#define T10_NO_BIT	0xff

/*
 * INVALID FIELD IN CDB, or IN PARAMETER LIST: fills @info with the field pointer
 * alone and returns the reason: `return t10_bad_cdb(info, 4, 3);`
 */
t10_sense_t t10_bad_cdb(struct t10_sense_info *info, u16 byte, u8 bit);
t10_sense_t t10_bad_param(struct t10_sense_info *info, u16 byte, u8 bit);

#endif
