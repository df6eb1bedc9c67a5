/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a front end (/proc, netlink) may call.  Both doors lead here; neither
 * knows anything of its own.
 *
 * A verb validates at once, under the control mutex and without waiting, and
 * refuses with an errno and a sentence.  What takes time (opening, adding and
 * removing Linux devices, draining) is a job on a workqueue: /proc waits for
 * it, netlink answers with its number and sends an event when it ended.
 */
#ifndef SCST_CONTROL_H
#define SCST_CONTROL_H

#include <scst/types.h>
#include <scst/lu.h>
#include <scst/target.h>

/* What a job does; also what its event says. */
enum scst_verb {
	SCST_V_CREATE, SCST_V_DESTROY, SCST_V_MAP, SCST_V_UNMAP, SCST_V_REPLACE,
	SCST_V_RESYNC, SCST_V_GROUP_ADD, SCST_V_GROUP_DEL, SCST_V_GROUP_RENAME,
};

#define SCST_LINUX_NAMES_MAX	96
/* The group that is always there. */
#define SCST_CTL_DEFAULT_GROUP	"Default"

/**
 * struct scst_job - a verb under way
 * @seq: its number, never 0
 * @verb: what it does
 * @result: 0 or negative errno, once @done
 * @msg: why it failed, once @done
 * @lu: unit's name, empty for verbs on groups
 * @group: group's name (before it is renamed), empty for create, destroy, resync
 * @lun: LUN, -1 where none
 * @names: Linux devices that came ("sdb sg3"), once @done
 * @size: bytes of the unit, once @done, for create and resync
 * @done: completed when it ended
 * @kref: the runner's and the caller's
 * @work: runs it
 * @run: does it; returns the result
 * @arg: the verb's own
 */
struct scst_job {
	u32 seq;
	enum scst_verb verb;
	int result;
	struct scst_msg msg;
	char lu[SCST_LU_NAME_MAX + 1];
	char group[SCST_NAME_MAX + 1];
	int lun;
	char names[SCST_LINUX_NAMES_MAX];
	u64 size;
	struct completion done;
	struct kref kref;
	struct work_struct work;
	int (*run)(struct scst_job *job);
	void *arg;
};

void scst_job_put(struct scst_job *job);
/*
 * Wait for the end of a job.  Returns its result, or -EINTR when a signal that
 * means "stop" came first; the job goes on then.
 */
int scst_job_wait(struct scst_job *job, struct scst_msg *msg);

/* Flags of verbs. */
#define SCST_CTL_READ_ONLY	BIT(0)	/* map: no writes through this entry */
#define SCST_CTL_FORCE		BIT(1)	/* destroy, unmap, replace: even if the disk is in use */
#define SCST_CTL_SURPRISE	BIT(2)	/* destroy, unmap: pull the plug first; implies FORCE */

/*
 * Verbs that are jobs.  Each returns a job to be waited for and put, or
 * ERR_PTR with @msg saying why.  Names are NUL-terminated; a NULL @group means
 * `Default`.  Context: may sleep, never waits for devices.
 */
/* @params: contents are moved into the job, whatever is returned.  -EINVAL -EEXIST -ENOENT… */
struct scst_job *scst_ctl_create(const char *handler, const char *name,
				 struct scst_lu_params *params, struct scst_msg *msg);
/* Unmaps it everywhere, then closes it.  @handler: only if it is of that handler (NULL: any). */
struct scst_job *scst_ctl_destroy(const char *handler, const char *name,
				  unsigned int flags, struct scst_msg *msg);
struct scst_job *scst_ctl_map(const char *group, u64 lun, const char *lu,
			      unsigned int flags, struct scst_msg *msg);
/* By LUN. */
struct scst_job *scst_ctl_unmap(const char *group, u64 lun, unsigned int flags,
				struct scst_msg *msg);
/* By unit: its first LUN in the group. */
struct scst_job *scst_ctl_unmap_lu(const char *group, const char *lu,
				   unsigned int flags, struct scst_msg *msg);
/* Another unit under the same LUN, then INQUIRY DATA HAS CHANGED. */
struct scst_job *scst_ctl_replace(const char *group, u64 lun, const char *lu,
				  unsigned int flags, struct scst_msg *msg);
/* Reads the size again, posts CAPACITY DATA HAS CHANGED, tells Linux. */
struct scst_job *scst_ctl_resync(const char *handler, const char *name, struct scst_msg *msg);
/* Groups come and go with their directories in /proc, which wait for who reads there. */
struct scst_job *scst_ctl_group_add(const char *group, struct scst_msg *msg);
struct scst_job *scst_ctl_group_del(const char *group, struct scst_msg *msg);
struct scst_job *scst_ctl_group_rename(const char *old, const char *group, struct scst_msg *msg);

/* Verbs that are done when they return: 0 or negative errno with @msg. */
/* Waits for each removal, interruptibly. */
int scst_ctl_clear(const char *group, unsigned int flags, struct scst_msg *msg);
int scst_ctl_set_id(const char *handler, const char *name, const char *id, struct scst_msg *msg);
/* Worker slots of units made from now on; set refuses 0 and less, or too many. */
unsigned int scst_ctl_threads(void);
int scst_ctl_set_threads(s64 n, struct scst_msg *msg);
int scst_ctl_name_add(const char *group, const char *name, struct scst_msg *msg);
int scst_ctl_name_del(const char *group, const char *name, struct scst_msg *msg);
int scst_ctl_name_move(const char *group, const char *name, const char *to, struct scst_msg *msg);
int scst_ctl_names_clear(const char *group, struct scst_msg *msg);

/*
 * Asymmetric access: the state of a target port and all others of its group (optimized,
 * nonoptimized, standby, unavailable), and the group, 1 to 65535.  @target: `scstlcltgt0`.
 */
int scst_ctl_port_state(const char *target, const char *state, struct scst_msg *msg);
int scst_ctl_port_group(const char *target, u64 group, struct scst_msg *msg);

/*
 * Lists.  scst_ctl_lock() takes the control mutex, killably: -EINTR.  Between
 * it and scst_ctl_unlock() the callbacks run; a non-zero return stops and is
 * returned.  No callback waits.
 */
int scst_ctl_lock(void);
void scst_ctl_unlock(void);

/* A line of a LUN map. */
struct scst_map_view {
	const char *group;
	u16 lun;
	const struct scst_lu *lu;
	bool read_only;
};

/* A session: an I_T nexus as people see it. */
struct scst_session_view {
	const char *template;
	const char *target;
	const char *initiator;
	const char *group;
	u64 commands;		/* all so far */
	u32 active;		/* in flight now */
};

/* One Linux device: a LUN of a session. */
struct scst_device_view {
	const char *initiator;
	const char *group;
	const char *lu;
	u16 lun;
	bool in_use;
	char names[SCST_LINUX_NAMES_MAX];
	struct scst_itl_stats stats;
};

int scst_ctl_each_lu(int (*fn)(const struct scst_lu *lu, void *arg), void *arg);
int scst_ctl_each_group(int (*fn)(const char *group, void *arg), void *arg);
/* @group NULL: of all groups.  -ENOENT for an unknown one. */
int scst_ctl_each_map(const char *group, int (*fn)(const struct scst_map_view *v, void *arg),
		      void *arg);
int scst_ctl_each_name(const char *group, int (*fn)(const char *name, void *arg), void *arg);
int scst_ctl_each_session(int (*fn)(const struct scst_session_view *v, void *arg), void *arg);
int scst_ctl_each_device(int (*fn)(const struct scst_device_view *v, void *arg), void *arg);
int scst_ctl_each_handler(int (*fn)(const struct scst_handler *h, void *arg), void *arg);

/*
 * What a front end wants to be told.  Called with no lock held, one at a time
 * per object; may sleep.
 */
struct scst_front_ops {
	int (*handler_added)(const struct scst_handler *handler);
	void (*handler_removed)(const struct scst_handler *handler);
	int (*group_added)(const char *group);
	void (*group_removed)(const char *group);
	int (*template_added)(const struct scst_target_ops *ops);
	void (*template_removed)(const struct scst_target_ops *ops);
	void (*job_ended)(const struct scst_job *job);
};

/*
 * Attributes: one table for both doors, lists and documentation (attrs.c).
 */
enum scst_attr_type {
	SCST_AT_FLAG, SCST_AT_U64, SCST_AT_U32, SCST_AT_SIZE, SCST_AT_STRING, SCST_AT_HEX,
};

/**
 * struct scst_attr_def - an attribute
 * @word: its word in /proc: `O_DIRECT`, `size` (of `size=1G`)
 * @help: a line for a person
 * @type: form of its value
 * @flag_2008: it is one of the flags of 2008: a bare word
 * @set: checks @value and puts it into @p; with a sentence if refused.  NULL for
 *	flags; only scst_attr_set() calls it, which keeps @p->set
 * @show: prints the value the unit has; NULL: nothing to show
 */
struct scst_attr_def {
	const char *word;
	const char *help;
	enum scst_attr_type type;
	bool flag_2008;
	int (*set)(struct scst_lu_params *p, const char *value, struct scst_msg *msg);
	int (*show)(const struct scst_lu *lu, char *buf, size_t size);
};

extern const struct scst_attr_def scst_attrs[SCST_A_COUNT];

/*
 * Set one attribute from text, whichever door it came through: `word` is
 * case-insensitive; @value NULL for a bare flag.  @allowed: mask of attributes
 * the handler takes.  -EINVAL with a sentence.
 */
int scst_attr_set(struct scst_lu_params *p, unsigned long allowed, const char *word,
		  const char *value, struct scst_msg *msg);
/* Start and end of a parameter set; init takes the caller's root and credentials. */
void scst_params_init(struct scst_lu_params *p);
void scst_params_release(struct scst_lu_params *p);
/* Do the attributes go together, for every door: -EINVAL with a sentence.  Waits for nothing. */
int scst_params_check(const struct scst_handler *h, const struct scst_lu_params *p,
		      struct scst_msg *msg);

/* Both doors: CAP_SYS_ADMIN in the initial user namespace.  -EPERM. */
int scst_ctl_may(struct scst_msg *msg);

/* Front ends and the rest of control, for control/module.c alone. */
int scst_jobs_init(void);
void scst_jobs_exit(void);
int scst_proc_init(void);
void scst_proc_exit(void);
int scst_netlink_init(void);
void scst_netlink_exit(void);
extern const struct scst_front_ops scst_proc_front;
extern const struct scst_front_ops scst_netlink_front;

#endif
