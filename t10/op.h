/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One row per command: everything the target knows of a command before it runs
 * it.  The same row drives dispatch, the check of every CDB bit and REPORT
 * SUPPORTED OPERATION CODES.
 */
#ifndef T10_OP_H
#define T10_OP_H

#include "t10/env.h"
#include "t10/lu_info.h"
#include "t10/sense.h"

#define T10_MAX_CDB	32
#define T10_NO_SA	0xffff
/* Rows that the index has room for, all standards together. */
#define T10_MAX_OPS	256

/* Which command; what an executor switches on. */
enum t10_id {
	T10_TEST_UNIT_READY, T10_REQUEST_SENSE, T10_INQUIRY, T10_REPORT_LUNS,
	T10_MODE_SENSE, T10_MODE_SELECT, T10_RESERVE, T10_RELEASE,
	T10_REPORT_OPCODES, T10_REPORT_TMFS,
	T10_START_STOP, T10_PREVENT_ALLOW,
	T10_PR_IN, T10_PR_OUT, T10_REPORT_TPG, T10_SET_TPG,
	T10_READ_CAPACITY_10, T10_READ_CAPACITY_16,
	T10_READ, T10_WRITE, T10_VERIFY, T10_SYNC_CACHE,
	T10_WRITE_VERIFY, T10_COMPARE_WRITE, T10_ORWRITE, T10_WRITE_SAME, T10_UNMAP,
	T10_GET_LBA_STATUS, T10_WRITE_ATOMIC,
	T10_ID_COUNT
};

enum t10_dir { T10_DIR_NONE, T10_DIR_READ, T10_DIR_WRITE };

/* What the length field of the CDB counts. */
enum t10_len_unit {
	T10_LEN_NONE,		/* no length field; @fixed bytes are transferred */
	T10_LEN_ALLOC,		/* bytes the initiator has room for */
	T10_LEN_PARAM,		/* bytes of parameter list sent */
	T10_LEN_BLOCKS,		/* logical blocks transferred */
	T10_LEN_RANGE,		/* logical blocks named, none transferred */
	T10_LEN_SAME,		/* logical blocks named, one transferred for all of them */
	T10_LEN_PAIR,		/* logical blocks named, two transferred for each */
};

/* Flags of a row. */
#define T10_F_UA_PASS	BIT(0)	/* no unit attention is reported on it: SAM-5 5.14 */
#define T10_F_RES_PASS	BIT(1)	/* allowed to others under RESERVE(6/10): SPC-2 table 9 */
#define T10_F_MEDIUM	BIT(2)	/* touches the medium: needs it ready */
#define T10_F_WRITES	BIT(3)	/* changes the medium: refused when write protected */
#define T10_F_LBA	BIT(4)	/* names a range of blocks: checked against capacity */
#define T10_F_INLINE	BIT(5)	/* the executor may be tried in the submitter's context */
#define T10_F_EXCLUSIVE	BIT(6)	/* atomic against all others: through the unit's gate */
#define T10_F_ANY_LUN	BIT(7)	/* answered where no logical unit is: SPC-4 5.x, INQUIRY & co. */
#define T10_F_LEN0_256	BIT(8)	/* length 0 means 256 blocks: READ(6), WRITE(6) */
#define T10_F_DPO	BIT(9)	/* byte 1 bit 4 is DPO */
#define T10_F_FUA	BIT(10)	/* byte 1 bit 3 is FUA */
#define T10_F_BYTCHK	BIT(11)	/* byte 1 bits 2 and 1 are BYTCHK, and say what is transferred */
#define T10_F_NDOB	BIT(20)	/* byte 1 bit 0 is NDOB: no data are sent */
#define T10_F_THIN	BIT(21)	/* only of units that are thin provisioned */
#define T10_F_ATOMIC	BIT(22)	/* only of units that write atomically */

/*
 * What a persistent reservation of others does to the command: SPC-4 tables 65 to 67,
 * SBC-3 table 13.  With neither, none of its types lets it through.
 */
#define T10_F_PR_PASS	BIT(24)	/* allowed whatever the type */
#define T10_F_PR_READ	BIT(25)	/* allowed where only writing is exclusive */
/*
 * In which states of its target port group it is served, beside active ones: SPC-4
 * 5.11.2.  With neither, in none.
 */
#define T10_F_ALUA_ANY		BIT(26)	/* in all of them */
#define T10_F_ALUA_STANDBY	BIT(27)	/* in standby */

/* Device types a row belongs to, as a mask of peripheral device types. */
#define T10_T_DISK	BIT(0x00)
#define T10_T_TAPE	BIT(0x01)
#define T10_T_CDROM	BIT(0x05)
#define T10_T_CHANGER	BIT(0x08)
#define T10_T_ALL	0xffffffffu

/**
 * struct t10_field - where a big-endian field sits in a CDB
 * @at: byte offset
 * @bytes: width in bytes, 0 where there is no such field
 *
 * A field narrower than its bytes (the 21-bit LBA of READ(6)) is cut by the
 * row's mask: only allowed bits count.
 */
struct t10_field {
	u8 at;
	u8 bytes;
};

/**
 * struct t10_op - a command
 * @name: as the standard writes it
 * @opcode: operation code
 * @sa: service action, T10_NO_SA where there is none
 * @len: CDB length in bytes
 * @id: which command it is to an executor
 * @dir: direction of its data
 * @lba: its LOGICAL BLOCK ADDRESS
 * @xfer: its transfer, allocation or parameter list length
 * @unit: what @xfer counts
 * @fixed: bytes transferred by a command that has no length field (READ CAPACITY (10))
 * @immed: the IMMED bit of byte 1 as a mask, 0 where there is none
 * @flags: T10_F_*
 * @types: T10_T_*
 * @mask: the bits that may be set, byte by byte (CDB USAGE DATA, SPC-4 6.34.3),
 *	but the values themselves of @opcode and @sa where those sit
 */
struct t10_op {
	const char *name;
	u8 opcode;
	u16 sa;
	u8 len;
	u8 id;
	u8 dir;
	struct t10_field lba;
	struct t10_field xfer;
	u8 unit;
	u8 fixed;
	u8 immed;
	u32 flags;
	u32 types;
	u8 mask[T10_MAX_CDB];
};

/* The tables, one a standard: { rows, count }. */
struct t10_op_table {
	const struct t10_op *rows;
	unsigned int count;
};

extern const struct t10_op_table t10_ops_spc;
extern const struct t10_op_table t10_ops_sbc;

/**
 * t10_op_find() - the row of a CDB
 * @type: peripheral device type of the logical unit
 * @cdb: the CDB
 * @cdb_len: its bytes; never read past
 * @info: gets the field pointer where the service action is unknown
 * @op: gets the row
 *
 * A look-up through a table indexed by operation code, built by the compiler
 * or once at load: no search on the data path.
 *
 * With T10_TYPE_NONE only rows with T10_F_ANY_LUN exist.
 *
 * Return: T10_OK, INVALID COMMAND OPERATION CODE, INVALID FIELD IN CDB for
 * an unknown service action of a known operation code (SPC-4 4.3.4.1), or
 * LOGICAL UNIT NOT SUPPORTED (T10_TYPE_NONE, any other command).
 */
t10_sense_t t10_op_find(u8 type, const u8 *cdb, unsigned int cdb_len,
			struct t10_sense_info *info, const struct t10_op **op);

/**
 * t10_op_lacks() - what rows a unit has not, though its device type has them
 * @g: its medium, NULL where there is none
 *
 * Return: T10_F_THIN, T10_F_ATOMIC or both: a row with one of these is none of its.
 */
u32 t10_op_lacks(const struct t10_geometry *g);

/* As t10_op_find() would refuse it if @op, which the unit lacks, were no row. */
t10_sense_t t10_op_lacking(const struct t10_op *op, struct t10_sense_info *info);

/* Walks every row that a device of @type has, in opcode order; NULL at the end. */
const struct t10_op *t10_op_next(u8 type, const struct t10_op *prev);

/*
 * Builds the index that t10_op_find() and t10_op_next() use: before any look-up,
 * from module init.
 */
void t10_op_init(void);

#endif
