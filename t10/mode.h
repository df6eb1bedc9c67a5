/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * MODE SENSE and MODE SELECT: SPC-4 6.13 to 6.16, 7.5, SBC-3 6.5.
 */
#ifndef T10_MODE_H
#define T10_MODE_H

#include "t10/out.h"
#include "t10/cdb.h"
#include "t10/lu_info.h"

/**
 * struct t10_mode - the mode parameters of a logical unit that can change or vary
 * @wce: caching page: WRITE CACHE ENABLE
 * @rcd: caching page: READ CACHE DISABLE
 * @d_sense: control page: descriptor format sense data
 * @swp: control page: SOFTWARE WRITE PROTECT
 * @tas: control page: TASK ABORTED STATUS
 * @ua_intlck: control page: UA_INTLCK_CTRL (0, 2, 3)
 * @qerr: control page: QERR (0, 1, 3)
 */
struct t10_mode {
	bool wce : 1;
	bool rcd : 1;
	bool d_sense : 1;
	bool swp : 1;
	bool tas : 1;
	u8 ua_intlck : 2;
	u8 qerr : 2;
};

/**
 * struct t10_mode_ctx - what MODE SENSE reads and MODE SELECT starts from
 * @type: peripheral device type
 * @cur: current values
 * @def: default values
 * @geo: medium, for the block descriptor; NULL for devices without blocks
 * @write_protected: WP of the device-specific parameter: the medium or this
 *	I_T_L nexus is read only (SWP is added from @cur)
 * @wce_changeable: WCE may be switched (not on read-only, WRITE_THROUGH-only
 *	or NV_CACHE units)
 */
struct t10_mode_ctx {
	u8 type;
	const struct t10_mode *cur;
	const struct t10_mode *def;
	const struct t10_geometry *geo;
	bool write_protected;
	bool wce_changeable;
};

/* Largest MODE SENSE response and the longest parameter list MODE SELECT takes. */
#define T10_MODE_MAX	512

/**
 * t10_mode_sense() - MODE SENSE (6) and (10)
 * @o: writer whose cap is the allocation length
 * @c: decoded CDB: form by its length
 * @cdb: the CDB: DBD, LLBAA, PC, PAGE CODE, SUBPAGE CODE
 * @ctx: the unit's state
 * @info: field pointer
 *
 * Pages: 01h (disk, CD), 02h, 08h (disk), 0Ah, 1Ah, 1Ch, 3Fh with
 * subpages 00h and FFh; all four page controls; saved values give SAVING
 * PARAMETERS NOT SUPPORTED as PS=0.
 *
 * Return: T10_OK; INVALID FIELD IN CDB; SAVING PARAMETERS NOT SUPPORTED.
 */
t10_sense_t t10_mode_sense(struct t10_out *o, const struct t10_cdb *c,
			   const u8 *cdb, const struct t10_mode_ctx *ctx,
			   struct t10_sense_info *info);

/**
 * t10_mode_select() - MODE SELECT (6) and (10): decide, all or nothing
 * @new: gets the mode parameters as they shall be; starts as a copy of ctx->cur
 * @c: decoded CDB
 * @cdb: the CDB: PF, SP
 * @ctx: the unit's state
 * @list: parameter list, our own copy of it
 * @len: its bytes, as many as arrived
 * @info: field pointer into CDB or list
 *
 * A list that would change what can't be changed is refused whole
 * (SPC-4 6.11): compared page by page with the changeable mask.  A block
 * descriptor must repeat the present geometry.  Length 0 is not an error.
 *
 * Return: T10_OK; INVALID FIELD IN CDB; INVALID FIELD IN PARAMETER LIST;
 * PARAMETER LIST LENGTH ERROR.  On anything but T10_OK @new is not to be used.
 */
t10_sense_t t10_mode_select(struct t10_mode *new, const struct t10_cdb *c,
			    const u8 *cdb, const struct t10_mode_ctx *ctx,
			    const u8 *list, u32 len,
			    struct t10_sense_info *info);

/* Whether two sets of mode parameters differ (then: MODE PARAMETERS CHANGED). */
bool t10_mode_differs(const struct t10_mode *a, const struct t10_mode *b);

#endif
