// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of block devices: SBC-3 clause 5.
 *
 * RDPROTECT, WRPROTECT and VRPROTECT are 0 in every mask (no protection
 * information), and so are RARC and the obsolete FUA_NV and RelAdr.  GROUP
 * NUMBER is let through: it asks for nothing.
 */
#include "t10/op.h"

#define F_MOVE		(T10_F_MEDIUM | T10_F_LBA | T10_F_INLINE)
#define F_WRITE		(F_MOVE | T10_F_DPO | T10_F_FUA | T10_F_WRITES)
#define F_READ		(F_MOVE | T10_F_DPO | T10_F_FUA | T10_F_PR_READ)
#define F_VERIFY	(T10_F_MEDIUM | T10_F_LBA | T10_F_DPO | T10_F_BYTCHK | T10_F_PR_READ)
#define F_WRITE_SYNC	(T10_F_MEDIUM | T10_F_LBA | T10_F_WRITES | T10_F_DPO)
#define F_ATOMIC	(F_WRITE_SYNC | T10_F_FUA | T10_F_EXCLUSIVE)
#define F_WRITE_SAME	(T10_F_MEDIUM | T10_F_LBA | T10_F_WRITES)
#define F_SYNC		(T10_F_MEDIUM | T10_F_LBA)
#define F_CAPACITY	(T10_F_MEDIUM | T10_F_INLINE | T10_F_RES_PASS | T10_F_PR_PASS)

#define GROUP		0x1f

static const struct t10_op rows[] = {
	{
		.name = "READ(6)",
		.opcode = 0x08, .sa = T10_NO_SA, .len = 6, .id = T10_READ,
		.dir = T10_DIR_READ, .lba = { 1, 3 }, .xfer = { 4, 1 }, .unit = T10_LEN_BLOCKS,
		.flags = F_MOVE | T10_F_LEN0_256 | T10_F_PR_READ, .types = T10_T_DISK,
		.mask = { 0x08, 0x1f, 0xff, 0xff, 0xff },
	}, {
		.name = "WRITE(6)",
		.opcode = 0x0a, .sa = T10_NO_SA, .len = 6, .id = T10_WRITE,
		.dir = T10_DIR_WRITE, .lba = { 1, 3 }, .xfer = { 4, 1 }, .unit = T10_LEN_BLOCKS,
		.flags = F_MOVE | T10_F_WRITES | T10_F_LEN0_256, .types = T10_T_DISK,
		.mask = { 0x0a, 0x1f, 0xff, 0xff, 0xff },
	}, {
		/* POWER CONDITION 0 only: START and LOEJ are what there is. */
		.name = "START STOP UNIT",
		.opcode = 0x1b, .sa = T10_NO_SA, .len = 6, .id = T10_START_STOP,
		.immed = 0x01, .types = T10_T_DISK,
		.mask = { 0x1b, 0x01, 0, 0, 0x07 },
	}, {
		.name = "PREVENT ALLOW MEDIUM REMOVAL",
		.opcode = 0x1e, .sa = T10_NO_SA, .len = 6, .id = T10_PREVENT_ALLOW,
		.types = T10_T_DISK,
		.mask = { 0x1e, 0, 0, 0, 0x03 },
	}, {
		/* The LBA and PMI of SBC-2 are obsolete. */
		.name = "READ CAPACITY(10)",
		.opcode = 0x25, .sa = T10_NO_SA, .len = 10, .id = T10_READ_CAPACITY_10,
		.dir = T10_DIR_READ, .fixed = 8,
		.flags = F_CAPACITY, .types = T10_T_DISK,
		.mask = { 0x25 },
	}, {
		.name = "READ(10)",
		.opcode = 0x28, .sa = T10_NO_SA, .len = 10, .id = T10_READ,
		.dir = T10_DIR_READ, .lba = { 2, 4 }, .xfer = { 7, 2 }, .unit = T10_LEN_BLOCKS,
		.flags = F_READ, .types = T10_T_DISK,
		.mask = { 0x28, 0x18, 0xff, 0xff, 0xff, 0xff, GROUP, 0xff, 0xff },
	}, {
		.name = "WRITE(10)",
		.opcode = 0x2a, .sa = T10_NO_SA, .len = 10, .id = T10_WRITE,
		.dir = T10_DIR_WRITE, .lba = { 2, 4 }, .xfer = { 7, 2 }, .unit = T10_LEN_BLOCKS,
		.flags = F_WRITE, .types = T10_T_DISK,
		.mask = { 0x2a, 0x18, 0xff, 0xff, 0xff, 0xff, GROUP, 0xff, 0xff },
	}, {
		/* BYTCHK 10b and 11b are reserved here. */
		.name = "WRITE AND VERIFY(10)",
		.opcode = 0x2e, .sa = T10_NO_SA, .len = 10, .id = T10_WRITE_VERIFY,
		.dir = T10_DIR_WRITE, .lba = { 2, 4 }, .xfer = { 7, 2 }, .unit = T10_LEN_BLOCKS,
		.flags = F_WRITE_SYNC, .types = T10_T_DISK,
		.mask = { 0x2e, 0x12, 0xff, 0xff, 0xff, 0xff, GROUP, 0xff, 0xff },
	}, {
		.name = "VERIFY(10)",
		.opcode = 0x2f, .sa = T10_NO_SA, .len = 10, .id = T10_VERIFY,
		.dir = T10_DIR_WRITE, .lba = { 2, 4 }, .xfer = { 7, 2 }, .unit = T10_LEN_BLOCKS,
		.flags = F_VERIFY, .types = T10_T_DISK,
		.mask = { 0x2f, 0x16, 0xff, 0xff, 0xff, 0xff, GROUP, 0xff, 0xff },
	}, {
		.name = "SYNCHRONIZE CACHE(10)",
		.opcode = 0x35, .sa = T10_NO_SA, .len = 10, .id = T10_SYNC_CACHE,
		.lba = { 2, 4 }, .xfer = { 7, 2 }, .unit = T10_LEN_RANGE,
		.immed = 0x02, .flags = F_SYNC, .types = T10_T_DISK,
		.mask = { 0x35, 0x02, 0xff, 0xff, 0xff, 0xff, GROUP, 0xff, 0xff },
	}, {
		/* UNMAP, but not ANCHOR: no blocks are anchored (VPD B2). */
		.name = "WRITE SAME(10)",
		.opcode = 0x41, .sa = T10_NO_SA, .len = 10, .id = T10_WRITE_SAME,
		.dir = T10_DIR_WRITE, .lba = { 2, 4 }, .xfer = { 7, 2 }, .unit = T10_LEN_SAME,
		.flags = F_WRITE_SAME, .types = T10_T_DISK,
		.mask = { 0x41, 0x08, 0xff, 0xff, 0xff, 0xff, GROUP, 0xff, 0xff },
	}, {
		.name = "UNMAP",
		.opcode = 0x42, .sa = T10_NO_SA, .len = 10, .id = T10_UNMAP,
		.dir = T10_DIR_WRITE, .xfer = { 7, 2 }, .unit = T10_LEN_PARAM,
		.flags = T10_F_MEDIUM | T10_F_WRITES | T10_F_THIN, .types = T10_T_DISK,
		.mask = { 0x42, 0, 0, 0, 0, 0, GROUP, 0xff, 0xff },
	}, {
		.name = "READ(16)",
		.opcode = 0x88, .sa = T10_NO_SA, .len = 16, .id = T10_READ,
		.dir = T10_DIR_READ, .lba = { 2, 8 }, .xfer = { 10, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_READ, .types = T10_T_DISK,
		.mask = { 0x88, 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "COMPARE AND WRITE",
		.opcode = 0x89, .sa = T10_NO_SA, .len = 16, .id = T10_COMPARE_WRITE,
		.dir = T10_DIR_WRITE, .lba = { 2, 8 }, .xfer = { 13, 1 }, .unit = T10_LEN_PAIR,
		.flags = F_ATOMIC, .types = T10_T_DISK,
		.mask = { 0x89, 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0, 0, 0, 0xff, GROUP },
	}, {
		.name = "WRITE(16)",
		.opcode = 0x8a, .sa = T10_NO_SA, .len = 16, .id = T10_WRITE,
		.dir = T10_DIR_WRITE, .lba = { 2, 8 }, .xfer = { 10, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_WRITE, .types = T10_T_DISK,
		.mask = { 0x8a, 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "ORWRITE(16)",
		.opcode = 0x8b, .sa = T10_NO_SA, .len = 16, .id = T10_ORWRITE,
		.dir = T10_DIR_WRITE, .lba = { 2, 8 }, .xfer = { 10, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_ATOMIC, .types = T10_T_DISK,
		.mask = { 0x8b, 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "WRITE AND VERIFY(16)",
		.opcode = 0x8e, .sa = T10_NO_SA, .len = 16, .id = T10_WRITE_VERIFY,
		.dir = T10_DIR_WRITE, .lba = { 2, 8 }, .xfer = { 10, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_WRITE_SYNC, .types = T10_T_DISK,
		.mask = { 0x8e, 0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "VERIFY(16)",
		.opcode = 0x8f, .sa = T10_NO_SA, .len = 16, .id = T10_VERIFY,
		.dir = T10_DIR_WRITE, .lba = { 2, 8 }, .xfer = { 10, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_VERIFY, .types = T10_T_DISK,
		.mask = { 0x8f, 0x16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "SYNCHRONIZE CACHE(16)",
		.opcode = 0x91, .sa = T10_NO_SA, .len = 16, .id = T10_SYNC_CACHE,
		.lba = { 2, 8 }, .xfer = { 10, 4 }, .unit = T10_LEN_RANGE,
		.immed = 0x02, .flags = F_SYNC, .types = T10_T_DISK,
		.mask = { 0x91, 0x02, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "WRITE SAME(16)",
		.opcode = 0x93, .sa = T10_NO_SA, .len = 16, .id = T10_WRITE_SAME,
		.dir = T10_DIR_WRITE, .lba = { 2, 8 }, .xfer = { 10, 4 }, .unit = T10_LEN_SAME,
		.flags = F_WRITE_SAME | T10_F_NDOB, .types = T10_T_DISK,
		.mask = { 0x93, 0x09, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "WRITE ATOMIC(16)",
		.opcode = 0x9c, .sa = T10_NO_SA, .len = 16, .id = T10_WRITE_ATOMIC,
		.dir = T10_DIR_WRITE, .lba = { 2, 8 }, .xfer = { 12, 2 }, .unit = T10_LEN_BLOCKS,
		.flags = F_ATOMIC | T10_F_ATOMIC, .types = T10_T_DISK,
		.mask = { 0x9c, 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0, 0, 0xff, 0xff, GROUP },
	}, {
		.name = "READ CAPACITY(16)",
		.opcode = 0x9e, .sa = 0x10, .len = 16, .id = T10_READ_CAPACITY_16,
		.dir = T10_DIR_READ, .xfer = { 10, 4 }, .unit = T10_LEN_ALLOC,
		.flags = F_CAPACITY, .types = T10_T_DISK,
		.mask = { 0x9e, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "GET LBA STATUS(16)",
		.opcode = 0x9e, .sa = 0x12, .len = 16, .id = T10_GET_LBA_STATUS,
		.dir = T10_DIR_READ, .lba = { 2, 8 }, .xfer = { 10, 4 }, .unit = T10_LEN_ALLOC,
		.flags = T10_F_MEDIUM | T10_F_LBA | T10_F_PR_READ, .types = T10_T_DISK,
		.mask = { 0x9e, 0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
			  0xff, 0xff, 0xff, 0xff },
	}, {
		.name = "READ(12)",
		.opcode = 0xa8, .sa = T10_NO_SA, .len = 12, .id = T10_READ,
		.dir = T10_DIR_READ, .lba = { 2, 4 }, .xfer = { 6, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_READ, .types = T10_T_DISK,
		.mask = { 0xa8, 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "WRITE(12)",
		.opcode = 0xaa, .sa = T10_NO_SA, .len = 12, .id = T10_WRITE,
		.dir = T10_DIR_WRITE, .lba = { 2, 4 }, .xfer = { 6, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_WRITE, .types = T10_T_DISK,
		.mask = { 0xaa, 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "WRITE AND VERIFY(12)",
		.opcode = 0xae, .sa = T10_NO_SA, .len = 12, .id = T10_WRITE_VERIFY,
		.dir = T10_DIR_WRITE, .lba = { 2, 4 }, .xfer = { 6, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_WRITE_SYNC, .types = T10_T_DISK,
		.mask = { 0xae, 0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, GROUP },
	}, {
		.name = "VERIFY(12)",
		.opcode = 0xaf, .sa = T10_NO_SA, .len = 12, .id = T10_VERIFY,
		.dir = T10_DIR_WRITE, .lba = { 2, 4 }, .xfer = { 6, 4 }, .unit = T10_LEN_BLOCKS,
		.flags = F_VERIFY, .types = T10_T_DISK,
		.mask = { 0xaf, 0x16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, GROUP },
	},
};

const struct t10_op_table t10_ops_sbc = { rows, ARRAY_SIZE(rows) };
