/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unmapping blocks, and which blocks are: UNMAP, WRITE SAME, GET LBA STATUS:
 * SBC-3 4.7, 5.28, 5.45, 5.4.
 */
#ifndef T10_UNMAP_H
#define T10_UNMAP_H

#include "t10/cdb.h"
#include "t10/lu_info.h"
#include "t10/out.h"

#define T10_UNMAP_HEADER	8
#define T10_UNMAP_DESC		16
/* MAXIMUM UNMAP BLOCK DESCRIPTOR COUNT: a list fits in a page. */
#define T10_UNMAP_MAX_DESCS	255
#define T10_UNMAP_MAX_LIST	(T10_UNMAP_HEADER + T10_UNMAP_MAX_DESCS * T10_UNMAP_DESC)

/**
 * t10_unmap_check() - may the parameter list of an UNMAP be carried out
 * @list: the list
 * @len: its bytes
 * @c: the command; PARAMETER LIST LENGTH may be more than @len
 * @nr_blocks: capacity
 * @nr: gets how many descriptors there are
 * @info: field pointer
 *
 * All of it is checked before any of it is done.
 *
 * Return: T10_OK, PARAMETER LIST LENGTH ERROR, LBA OUT OF RANGE, INVALID FIELD IN PARAMETER LIST.
 */
t10_sense_t t10_unmap_check(const u8 *list, u32 len, const struct t10_cdb *c, u64 nr_blocks,
			    unsigned int *nr, struct t10_sense_info *info);

/* The range that descriptor @i of a checked list names. */
void t10_unmap_get(const u8 *list, unsigned int i, u64 *lba, u32 *blocks);

/* How a WRITE SAME is carried out. */
enum t10_same {
	T10_SAME_WRITE,		/* the block, again and again */
	T10_SAME_ZERO,		/* zeroes, however they get there */
	T10_SAME_UNMAP,		/* unmapped blocks, which read as zeroes */
};

/**
 * t10_same_check() - may this WRITE SAME be carried out
 * @cdb: the CDB
 * @g: the medium
 * @info: field pointer
 *
 * Return: T10_OK, or INVALID FIELD IN CDB for UNMAP where nothing can be unmapped.
 */
t10_sense_t t10_same_check(const u8 *cdb, const struct t10_geometry *g,
			   struct t10_sense_info *info);

/* @zero: the block sent is all zeroes, or none was.  Unmapping must not change what is read. */
enum t10_same t10_same_how(const u8 *cdb, const struct t10_geometry *g, bool zero);

/* The blocks it names: none means all that follow (WSNZ 0). */
u64 t10_same_blocks(const struct t10_cdb *c, u64 nr_blocks);

/* PROVISIONING STATUS of GET LBA STATUS. */
#define T10_LBA_MAPPED		0
#define T10_LBA_DEALLOCATED	1

/*
 * Parameter data of GET LBA STATUS: begun, ranges in ascending order, each cut
 * at 2^32 - 1 blocks, ended.  t10_lba_status_add() returns how many blocks it took,
 * 0 where no descriptor has room in the allocation length any more.
 */
void t10_lba_status_begin(struct t10_out *o);
u32 t10_lba_status_add(struct t10_out *o, u64 lba, u64 blocks, u8 status);
void t10_lba_status_end(struct t10_out *o);

#endif
