/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a logical unit keeps over a loss of power: core/store.c.
 *
 * One file per unit, opened and sized when the unit is made, in the folder that
 * the module parameter scst_store names.  It holds sections, one for each kind of
 * thing; what is saved takes the place of what was, whole or not at all.
 */
#ifndef SCST_STORE_H
#define SCST_STORE_H

#include <linux/types.h>

struct scst_lu;

/* Kinds of things that are saved.  On the disk: numbers never change their meaning. */
enum scst_saved {
	SCST_SAVED_PR = 1,	/* persistent reservations with APTPL=1 */
	SCST_SAVED_MODE = 2,	/* saved mode pages */
	SCST_SAVED_IDENT = 3,	/* identifying information */
};

/**
 * scst_store_usable() - can the unit save anything?
 *
 * Constant from before scst_lu_ops.open() to after scst_lu_ops.close().  Where it
 * is false, what needs it is to be reported as not supported: PTPL_C, PS.  Any context.
 */
bool scst_store_usable(const struct scst_lu *lu);

/**
 * scst_store_save() - keep this over a loss of power
 * @lu: the unit
 * @what: in the place of what was saved of this kind
 * @data: the bytes; mean something to who loads them only
 * @len: how many, at most some KiB for all kinds together; 0: nothing is kept
 *
 * When it returns 0 it is on stable storage; after an error, what was saved before is
 * what counts.  No path is looked up.  Worker context, may sleep; several at once wait
 * for each other.
 *
 * Return: 0, -ENODEV where the unit has no store, -ENOSPC (too long), or the
 * store's error.
 */
int scst_store_save(struct scst_lu *lu, enum scst_saved what, const void *data, u32 len);

/**
 * scst_store_load() - what was saved last
 * @lu: the unit
 * @what: of which kind
 * @buf: where to
 * @size: room there
 *
 * From scst_lu_ops.open() on.  May sleep.
 *
 * Return: bytes, -ENOENT where nothing is saved, -ENODEV where the unit has no store,
 * -EMSGSIZE where it is more than @size.
 */
int scst_store_load(struct scst_lu *lu, enum scst_saved what, void *buf, u32 size);

#endif
