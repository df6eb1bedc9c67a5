/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Logical units and the handlers that provide them.
 */
#ifndef SCST_LU_H
#define SCST_LU_H

#include <linux/mempool.h>
#include <linux/mutex.h>
#include <linux/path.h>
#include <scst/types.h>
#include <scst/cmd.h>

struct module;
struct file;
struct inode;
struct cred;

/**
 * struct scst_opener - on whose behalf a backing is opened
 * @root: the caller's root directory
 * @cred: the caller's credentials
 */
struct scst_opener {
	struct path root;
	const struct cred *cred;
};

/*
 * Opens a regular file or block device at an absolute @path as the caller would.
 * Returns a file or ERR_PTR, with @msg where there is more to say than the errno.
 * May sleep.
 */
struct file *scst_open_file(const struct scst_opener *opener, const char *path, int flags,
			    struct scst_msg *msg);

/**
 * scst_backing_check() - may this unit have the store behind it?
 * @lu: the unit, with ->backing and ->read_only set
 * @msg: why not
 *
 * Core asks when scst_lu_ops.open() has ended; a handler whose open() would
 * disturb others that use the store asks before.  What it granted stays until
 * the unit is closed or its open() has failed.  May sleep.
 *
 * Return: 0, -ELOOP for a store on one of our own disks, -EBUSY for one that
 * another unit has.
 */
int scst_backing_check(struct scst_lu *lu, struct scst_msg *msg);

/* Attributes of a unit, each a word in /proc and a netlink attribute: control/attrs.c. */
enum scst_attr {
	SCST_A_PATH, SCST_A_SIZE, SCST_A_BLOCK_SIZE, SCST_A_PHYS_EXP, SCST_A_ALIGNMENT,
	SCST_A_VENDOR, SCST_A_PRODUCT, SCST_A_REVISION, SCST_A_SERIAL, SCST_A_NAA,
	SCST_A_ROTATION,
	SCST_A_WRITE_THROUGH, SCST_A_READ_ONLY, SCST_A_O_DIRECT, SCST_A_NULLIO,
	SCST_A_NV_CACHE, SCST_A_BLOCKIO, SCST_A_REMOVABLE, SCST_A_RAM, SCST_A_PINNED,
	SCST_A_THIN, SCST_A_THRESHOLD,
	SCST_A_COUNT
};

/**
 * struct scst_lu_params - how a unit shall be made
 * @set: which attributes were given, a mask of BIT(enum scst_attr); a flag that
 *	was given as "0" is not in it
 * @path: SCST_A_PATH, NULL if not given
 * @size: bytes
 * @block_size: bytes
 * @phys_exp: physical block exponent
 * @alignment: LOWEST ALIGNED LOGICAL BLOCK ADDRESS
 * @rotation: MEDIUM ROTATION RATE
 * @thin: SCST_A_THIN: blocks can be unmapped
 * @threshold: SCST_A_THRESHOLD: bytes; initiators are told when less is free
 * @vendor: and the rest of the identity, NUL-terminated
 * @product: see @vendor
 * @revision: see @vendor
 * @serial: see @vendor
 * @naa: binary designator
 * @naa_len: its bytes
 * @opener: on whose behalf @path is opened
 */
struct scst_lu_params {
	unsigned long set;
	char *path;
	u64 size;
	u32 block_size;
	u8 phys_exp;
	u16 alignment;
	u16 rotation;
	bool thin;
	u64 threshold;
	char vendor[T10_VENDOR_LEN + 1];
	char product[T10_PRODUCT_LEN + 1];
	char revision[T10_REVISION_LEN + 1];
	char serial[T10_SERIAL_MAX + 1];
	u8 naa[16];
	u8 naa_len;
	struct scst_opener opener;
};

static inline bool scst_param(const struct scst_lu_params *p, enum scst_attr a)
{
	return p->set & BIT(a);
}

/**
 * struct scst_lu_ops - what a kind of logical unit provides
 * @try_execute: run a command of a T10_F_INLINE row where it was submitted;
 *	must not sleep (unless cmd->may_block), must call no file-system code.
 *	Returns true if taken: scst_cmd_done() has come or will.  May be NULL
 * @execute: run a command on a worker.  May sleep; allocations there are
 *	GFP_NOIO by scope.  Finishes by scst_cmd_done(), now or later
 * @open: make the unit from @p: fill lu->geo, ->mode, ->read_only, ->backing…
 *	It may put another table into lu->ops.  No lock held, may sleep
 * @close: undo @open; every command is done.  May sleep
 * @resync: read the size again; returns the new number of blocks through @nr_blocks.
 *	May sleep
 * @mode_changed: WCE of lu->mode was switched.  Worker context, may sleep.  0 or
 *	negative errno: what had to be made durable is not.  A MODE SELECT fails then,
 *	and WCE is one again; after a reset nobody hears of it unless the handler
 *	lets a later command fail
 */
struct scst_lu_ops {
	bool (*try_execute)(struct scst_cmd *cmd);
	void (*execute)(struct scst_cmd *cmd);
	int (*open)(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg);
	void (*close)(struct scst_lu *lu);
	int (*resync)(struct scst_lu *lu, u64 *nr_blocks, struct scst_msg *msg);
	int (*mode_changed)(struct scst_lu *lu);
};

/**
 * struct scst_handler - a device handler: a kind of logical unit
 * @name: `vdisk`
 * @title: for <handler>/type: "Direct-access device (e.g., magnetic disk)"
 * @type: peripheral device type
 * @owner: module, pinned by each unit
 * @ops: what its units do
 * @attrs: attributes its units take, a mask of BIT(enum scst_attr)
 * @path_optional: `open NAME` without a path is allowed (vcdrom)
 * @default_vendor: INQUIRY vendor unless told
 * @variant: what /proc/scsi_tgt/scsi_tgt calls the unit's handler (`vdisk_blk`); NULL: @name
 * @list_header: first line of /proc/scsi_tgt/<name>/<name>, with newline
 * @list_row: prints the row of a unit, from what is constant in @lu (->attrs,
 *	->path, ->geo…): it may run while the unit is being closed
 * @help: text of <name>/help
 * @entry: core's
 */
struct scst_handler {
	const char *name;
	const char *title;
	u8 type;
	struct module *owner;
	const struct scst_lu_ops *ops;
	unsigned long attrs;
	bool path_optional;
	const char *default_vendor;
	const char *(*variant)(const struct scst_lu *lu);
	const char *list_header;
	void (*list_row)(struct seq_file *m, const struct scst_lu *lu);
	const char *help;
	struct list_head entry;
};

/* From module init and exit of the handler.  May sleep.  -EEXIST for a name taken. */
int scst_handler_register(struct scst_handler *handler);
void scst_handler_unregister(struct scst_handler *handler);

/* How a unit's commands are run. */
#define SCST_LU_MEM_RECLAIM	BIT(0)	/* workers needed to free memory: a rescuer of its own */
#define SCST_LU_SERIAL_WORKER	BIT(1)	/* execute() does not block: one worker per CPU */

struct scst_runq;
struct scst_store;
struct scst_pr;

/**
 * struct scst_gate - lets exclusive commands run alone
 * @in: counted by every ordinary command while it runs
 * @lock: protects the rest
 * @parked: commands that came while the gate was shut
 * @owner: the exclusive command that shut it
 * @reopen: work that opens it again
 * @shut: work that shuts it
 */
struct scst_gate {
	struct percpu_ref in;
	spinlock_t lock;	/* parked, owner */
	struct list_head parked;
	struct scst_cmd *owner;
	struct work_struct reopen;
	struct work_struct shut;
};

/**
 * struct scst_lu - a logical unit with its device server
 *
 * Filled by scst_lu_ops.open():
 * @priv: the handler's
 * @geo: medium; geo.nr_blocks changes on resize (READ_ONCE/WRITE_ONCE)
 * @mode: current mode parameters, under @lock
 * @mode_def: default mode parameters
 * @wce_changeable: MODE SELECT may switch WCE
 * @read_only: no nexus may write
 * @backing: the inode behind it (file or block device), NULL if none; who else
 *	uses it is checked by core
 * @dma_alignment: mask the data pages must be aligned to, at least 511
 * @stable_writes: data pages must not change while they are written: what is
 *	below computes checksums over them, or mirrors them
 * @threshold: SCST_A_THRESHOLD, 0 if not given
 * @exec_flags: SCST_LU_*
 * @workers: commands execute() may work on at once per CPU; 0: scst_threads
 *
 * Core's:
 * @name: unique
 * @ops: what it does
 * @handler: who provides it; its module is pinned
 * @id: who it says it is
 * @path: what it was made from, NULL if nothing; constant
 * @attrs: which attributes it was made with (scst_lu_params.set); constant
 * @opened: scst_lu_ops.open() succeeded; until then it has nothing to show (control mutex)
 * @gate: see struct scst_gate
 * @wq: its workers
 * @runqs: per-CPU lists of commands waiting for a worker
 * @pages: reserve of single pages: parameter data, vectors, scratch (GFP_NOIO)
 * @lock: reservation, mode, @itls; nests inside the control mutex
 * @pr: reservations (core/pr.c)
 * @store: what it keeps over a loss of power, NULL: nothing (scst/store.h)
 * @mode_work: tells the handler of a mode parameter that a reset put back
 * @stopped: by START STOP UNIT
 * @itls: I_T_L nexuses of it
 * @abort_wait: woken when an aborted command ends
 * @tmf_lock: see core.h
 * @tmfs: task management functions at work on it (@tmf_lock)
 * @stuck: timeouts answered with "still at the backing device"
 * @backing_claimed: @backing is this unit's (control mutex)
 * @busy: a verb works on it (control mutex)
 * @mapped: entries of LUN maps that name it (control mutex)
 * @entry: in core's list (control mutex)
 * @kref: memory
 * @rcu: frees it
 */
struct scst_lu {
	void *priv;
	struct t10_geometry geo;
	struct t10_mode mode;
	struct t10_mode mode_def;
	bool wce_changeable;
	bool read_only;
	struct inode *backing;
	unsigned int dma_alignment;
	bool stable_writes;
	u64 threshold;
	unsigned int exec_flags;
	unsigned int workers;

	char name[SCST_LU_NAME_MAX + 1];
	const struct scst_lu_ops *ops;
	struct scst_handler *handler;
	struct t10_identity id;
	char *path;
	unsigned long attrs;
	bool opened;
	struct scst_gate gate;
	struct workqueue_struct *wq;
	struct scst_runq __percpu *runqs;
	mempool_t *pages;
	spinlock_t lock;	/* what is reserved, mode, stopped, itls */
	struct scst_pr *pr;
	struct scst_store *store;
	struct work_struct mode_work;
	bool stopped;
	struct list_head itls;
	wait_queue_head_t abort_wait;
	struct mutex tmf_lock;	/* marks of commands, tmfs */
	unsigned int tmfs;
	atomic_t stuck;
	bool backing_claimed;
	bool busy;
	unsigned int mapped;
	struct list_head entry;
	struct kref kref;
	struct rcu_head rcu;
};

void scst_lu_get(struct scst_lu *lu);
void scst_lu_put(struct scst_lu *lu);

/*
 * The scope every worker of a unit runs in, for a handler that has works of its
 * own: what it needs of memory must not wait for I/O that waits for this worker
 * (NOIO), and it may dirty pages of the backing although the system is at its
 * dirty limit, or writing back our own disk would wait for itself (LOCAL_THROTTLE).
 */
unsigned int scst_worker_enter(void);
void scst_worker_leave(unsigned int flags);

/*
 * Tells every initiator that the unit's store runs out of space: THIN PROVISIONING
 * SOFT THRESHOLD REACHED.  Context: any.
 */
void scst_lu_soft_threshold(struct scst_lu *lu);

/* A page of the unit's reserve; waits for one, never fails.  Worker context. */
struct page *scst_lu_page(struct scst_lu *lu);
/* Context: any. */
void scst_lu_page_free(struct scst_lu *lu, struct page *page);

#endif
