/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a logical unit says of itself: the input of INQUIRY, VPD pages and
 * READ CAPACITY.
 */
#ifndef T10_LU_INFO_H
#define T10_LU_INFO_H

#include "t10/env.h"

#define T10_VENDOR_LEN		8
#define T10_PRODUCT_LEN		16
#define T10_REVISION_LEN	4
#define T10_SERIAL_MAX		36

/* Peripheral device types, SPC-4 table 172. */
#define T10_TYPE_DISK		0x00
#define T10_TYPE_TAPE		0x01
#define T10_TYPE_PROCESSOR	0x03
#define T10_TYPE_CDROM		0x05
#define T10_TYPE_OPTICAL	0x07
#define T10_TYPE_CHANGER	0x08
#define T10_TYPE_RAID		0x0c
/* Qualifier 3, type 1Fh: no logical unit can be here. */
#define T10_TYPE_NONE		0x7f

/**
 * struct t10_identity - who a logical unit is; constant once it is enabled
 * @type: peripheral device type
 * @removable: RMB
 * @vendor: T10 VENDOR IDENTIFICATION, NUL-terminated, padded when sent
 * @product: PRODUCT IDENTIFICATION
 * @revision: PRODUCT REVISION LEVEL
 * @serial: unit serial number (VPD 80)
 * @naa: NAA designator (VPD 83), format 3 or 6 as its first nibble says
 * @naa_len: 8 or 16 bytes of @naa are meant
 */
struct t10_identity {
	u8 type;
	bool removable;
	char vendor[T10_VENDOR_LEN + 1];
	char product[T10_PRODUCT_LEN + 1];
	char revision[T10_REVISION_LEN + 1];
	char serial[T10_SERIAL_MAX + 1];
	u8 naa[16];
	u8 naa_len;
};

/**
 * struct t10_port - the target port a command came through, for VPD 83
 * @relative_id: relative target port identifier, from 1
 * @group: target port group
 * @naa: NAA designator of the port (8 bytes, all zero: none)
 * @name: SCSI name string, NUL-terminated
 */
struct t10_port {
	u16 relative_id;
	u16 group;
	u8 naa[8];
	char name[64];
};

/**
 * struct t10_geometry - the medium of a block device
 * @nr_blocks: capacity in logical blocks
 * @block_shift: log2 of the logical block size in bytes, 9 to 12
 * @phys_exp: LOGICAL BLOCKS PER PHYSICAL BLOCK EXPONENT
 * @align_lba: LOWEST ALIGNED LOGICAL BLOCK ADDRESS
 * @rotation: MEDIUM ROTATION RATE (0 unreported, 1 non-rotating, else rpm)
 * @max_blocks: MAXIMUM TRANSFER LENGTH in blocks, 0 for no limit
 * @opt_blocks: OPTIMAL TRANSFER LENGTH in blocks, 0 unreported
 * @opt_granularity: OPTIMAL TRANSFER LENGTH GRANULARITY in blocks, 0 unreported
 * @max_caw: MAXIMUM COMPARE AND WRITE LENGTH in blocks
 * @unmap_granularity: OPTIMAL UNMAP GRANULARITY in blocks, 0 unreported
 * @unmap_alignment: first block at which such a unit begins
 * @max_atomic: MAXIMUM ATOMIC TRANSFER LENGTH in blocks, 0: WRITE ATOMIC is not there
 * @atomic_granularity: ATOMIC TRANSFER LENGTH GRANULARITY and ATOMIC ALIGNMENT in
 *	blocks, 0 for any
 * @threshold_exp: THRESHOLD EXPONENT, 0: no thresholds
 * @thin: thin provisioned (LBPME)
 * @zero_unmapped: unmapped blocks read as zeroes (LBPRZ)
 */
struct t10_geometry {
	u64 nr_blocks;
	u8 block_shift;
	u8 phys_exp;
	u16 align_lba;
	u16 rotation;
	u32 max_blocks;
	u32 opt_blocks;
	u16 opt_granularity;
	u8 max_caw;
	u8 threshold_exp;
	u32 unmap_granularity;
	u32 unmap_alignment;
	u32 max_atomic;
	u32 atomic_granularity;
	bool thin;
	bool zero_unmapped;
};

#endif
