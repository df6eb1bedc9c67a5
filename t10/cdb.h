/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Decoding of CDBs: bytes to struct t10_cdb, driven by the command's row.
 */
#ifndef T10_CDB_H
#define T10_CDB_H

#include "t10/op.h"

/**
 * struct t10_cdb - a decoded CDB
 * @op: its row
 * @lba: first logical block, 0 where the command names none
 * @len: value of the length field in the row's unit (blocks or bytes), or the
 *	row's fixed length
 * @fua: FORCE UNIT ACCESS
 * @dpo: DISABLE PAGE OUT
 * @immed: IMMED
 * @bytchk: BYTCHK of VERIFY (0, 1, 3)
 * @dir: direction of its data (enum t10_dir): the row's, but none for a VERIFY
 *	with BYTCHK 0 and a WRITE SAME with NDOB
 */
struct t10_cdb {
	const struct t10_op *op;
	u64 lba;
	u32 len;
	bool fua : 1;
	bool dpo : 1;
	bool immed : 1;
	u8 bytchk : 2;
	u8 dir;
};

/**
 * t10_cdb_decode() - find the row, check every bit, take the fields
 * @c: result
 * @type: peripheral device type
 * @cdb: the CDB
 * @cdb_len: its bytes
 * @info: gets the field pointer of a refused bit (highest bit of the first bad byte)
 *
 * The CONTROL byte's NACA and vendor bits are refused through the row's mask
 * like every other reserved bit.  Constant time, no allocation.  A CDB shorter
 * than its operation code says is an INVALID FIELD IN CDB without a pointer.
 *
 * On refusal @c->op alone counts: the row, since unit attentions and reservation
 * conflicts come before a bad field, or NULL where there is none.
 *
 * Return: as t10_op_find(); INVALID FIELD IN CDB.
 */
t10_sense_t t10_cdb_decode(struct t10_cdb *c, u8 type, const u8 *cdb,
			   unsigned int cdb_len, struct t10_sense_info *info);

/**
 * t10_cdb_check_range() - SBC-3 4.6: does the range lie in the medium
 * @c: decoded command whose row has T10_F_LBA
 * @nr_blocks: capacity in blocks
 * @max_blocks: MAXIMUM TRANSFER LENGTH of VPD B0, 0 for none
 * @info: gets a pointer to the LBA, or to the length where the LBA is good
 *
 * A zero-length command at LBA == capacity is refused as SBC-3 allows no such
 * LBA; overflow-safe.  @max_blocks bounds what transfers (T10_LEN_BLOCKS) only:
 * SYNCHRONIZE CACHE may name the whole medium.
 *
 * Return: T10_OK, LOGICAL BLOCK ADDRESS OUT OF RANGE, INVALID FIELD IN CDB.
 */
t10_sense_t t10_cdb_check_range(const struct t10_cdb *c, u64 nr_blocks,
				u32 max_blocks, struct t10_sense_info *info);

/**
 * t10_cdb_check_atomic() - SBC-4 4.29: can this range be written atomically
 * @c: decoded command whose row has T10_F_ATOMIC
 * @g: the medium
 * @info: gets a pointer to the LBA or the length
 *
 * Return: T10_OK or INVALID FIELD IN CDB.
 */
t10_sense_t t10_cdb_check_atomic(const struct t10_cdb *c, const struct t10_geometry *g,
				 struct t10_sense_info *info);

/**
 * t10_cdb_bytes() - bytes of data the command itself says it moves
 * @c: decoded command
 * @block_shift: log2 of the logical block size
 *
 * What residuals are counted against: transfer length in bytes, allocation
 * length, parameter list length, or 0.  VERIFY with BYTCHK 11b moves one block,
 * with BYTCHK 00b none (SBC-3 5.32); so does WRITE SAME, with NDOB (5.45).
 */
u64 t10_cdb_bytes(const struct t10_cdb *c, unsigned int block_shift);

#endif
