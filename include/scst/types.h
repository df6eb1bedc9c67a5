/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The objects of the target core as transports and handlers may know them.
 */
#ifndef SCST_TYPES_H
#define SCST_TYPES_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/kref.h>
#include <linux/percpu-refcount.h>
#include <linux/completion.h>
#include <linux/spinlock.h>
#include <linux/xarray.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "t10/cdb.h"
#include "t10/lu_info.h"
#include "t10/mode.h"
#include "t10/pr.h"
#include "t10/sense.h"
#include "t10/tmf.h"
#include "t10/ua.h"

/* Longest name of a logical unit: it is the INQUIRY product identification. */
#define SCST_LU_NAME_MAX	16
/* Longest name of a group, an initiator, a target or a handler. */
#define SCST_NAME_MAX		63

struct scst_cmd;
struct scst_lu;
struct scst_lu_ops;
struct scst_handler;
struct scst_target;
struct scst_target_ops;
struct scst_nexus;
struct scst_group;
struct scst_itl;
struct scst_lu_params;
struct seq_file;

/**
 * struct scst_msg - a sentence for a person: why something was refused
 * @text: NUL-terminated, no newline; empty where there is nothing to say
 *
 * Filled by scst_say() where the refusal is decided, shown by netlink's
 * extended ACK, by scstctl and by the kernel log.
 */
struct scst_msg {
	char text[160];
};

/* Writes the sentence, if @msg is not NULL; returns @err: `return scst_say(msg, -EEXIST, …);` */
__printf(3, 4) int scst_say(struct scst_msg *msg, int err, const char *fmt, ...);

/* Bits of struct scst_itl.attn above the unit attentions (enum t10_ua). */
#define SCST_ATTN_UA_MASK	(BIT(T10_UA_COUNT) - 1)
#define SCST_ATTN_RESERVED	BIT(24)	/* another nexus holds a reservation */
#define SCST_ATTN_READ_ONLY	BIT(25)	/* unit, map entry or SWP forbids writes */
#define SCST_ATTN_ACCESS	BIT(23)	/* the target port group is not active */
#define SCST_ATTN_NOT_READY	BIT(26)	/* stopped by START STOP UNIT, or no medium */

struct scst_itl_stats {
	u64 commands;		/* given to the unit by this nexus */
	u64 read_blocks_512;	/* moved to the initiator, in 512-byte units */
	u64 write_blocks_512;	/* moved to the unit, likewise */
};

/**
 * struct scst_itl - an I_T_L nexus: one nexus' view of one logical unit
 * @ref: held by every command from submission to completion; killed when the
 *	LUN goes, frozen and resurrected when another unit takes its place
 * @attn: the attention word: pending unit attentions and SCST_ATTN_*.  Zero
 *	means a command may run unexamined; changed by atomic operations only
 * @lu: the unit; changes only while @ref is frozen and drained
 * @nexus: the nexus; pinned by @kref
 * @stats: per-CPU counters
 * @lun: the LUN this nexus knows the unit by
 * @read_only: mapped READ_ONLY
 * @dead: @ref was killed for good: no command will be taken again
 * @removing: on its way out: no new Linux device may be made for it
 * @busy: a replacement is under way (control mutex)
 * @drained: completed when @ref reached zero
 * @kref: the memory: held by the nexus' table and by each scsi_device
 * @lu_entry: in scst_lu.itls, under scst_lu.lock
 * @drain_entry: for the one who killed it
 * @rcu: look-ups by LUN run under RCU
 */
struct scst_itl {
	struct percpu_ref ref;
	unsigned long attn;
	struct scst_lu *lu;
	struct scst_nexus *nexus;
	struct scst_itl_stats __percpu *stats;
	u16 lun;
	bool read_only;
	bool dead;
	bool removing;
	bool busy;
	struct completion drained;
	struct kref kref;
	struct list_head lu_entry;
	struct list_head drain_entry;
	struct rcu_head rcu;
};

void scst_itl_get(struct scst_itl *itl);
/* The unit of an I_T_L nexus with a reference, NULL where it is gone.  Context: any. */
struct scst_lu *scst_itl_lu_get(struct scst_itl *itl);
/* Context: any. */
void scst_itl_put(struct scst_itl *itl);

/*
 * For module parameters that can be written later: CAP_SYS_ADMIN in the initial
 * namespace, as for every other door.  File modes alone would let root of a
 * user namespace in whose uid is 0 outside, too.
 */
extern const struct kernel_param_ops scst_param_uint;
extern const struct kernel_param_ops scst_param_charp;

#endif
