/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the target core share among themselves and with control/.
 *
 * Locks, in the order they nest:
 *
 *   scst_lu.tmf_lock    who marks commands of the unit as aborted and who takes
 *                       such marks back; never held across a wait for them
 *   scst_pr.mutex       who changes the reservations of a unit; held while they are
 *                       saved.  Commands of the unit wait for it, nobody else
 *   scst_mutex          the control mutex: every list and every LUN map.  Never
 *                       held across a wait: objects are marked busy under it
 *                       and worked on outside
 *   scst_lu.lock        reservation, mode parameters, list of I_T_L nexuses
 *   scst_gate.lock      parked commands of a unit
 *   scst_runq.lock      commands of a unit waiting for a worker, per CPU
 *
 * The last three are spin locks taken with interrupts off.  The data path takes
 * none of them unless a command is parked, queued or has something pending.
 */
#ifndef SCST_CORE_H
#define SCST_CORE_H

#include <linux/mutex.h>
#include <scst/types.h>
#include <scst/cmd.h>
#include <scst/target.h>
#include <scst/lu.h>

extern struct mutex scst_mutex;

/*
 * Take and drop the control mutex.  Task management takes it while an adapter
 * stands still, so its holder must never wait for I/O, not even by allocating:
 * all allocations under it are GFP_NOIO by scope.  Per-CPU memory, which is not
 * to be had in such a scope, is allocated before.
 */
unsigned int scst_lock(void);
void scst_unlock(unsigned int noio);

extern struct list_head scst_lus;
extern struct list_head scst_groups;
extern struct list_head scst_targets;
extern struct list_head scst_handlers;

extern unsigned int scst_threads;

/* An entry of a LUN map. */
enum scst_map_state { SCST_MAP_ADDING, SCST_MAP_LIVE, SCST_MAP_CHANGING, SCST_MAP_REMOVING };

/**
 * struct scst_map - one LUN of a group
 * @group: the group
 * @lu: the unit; changes only by replacement
 * @lun: LUN
 * @read_only: mapped READ_ONLY
 * @state: anything but LIVE means a verb is at work on it
 * @entry: in scst_group.maps, by ascending LUN
 */
struct scst_map {
	struct scst_group *group;
	struct scst_lu *lu;
	u16 lun;
	bool read_only;
	enum scst_map_state state;
	struct list_head entry;
};

struct scst_group_name {
	struct list_head entry;
	char name[SCST_NAME_MAX + 1];
};

/**
 * struct scst_group - a LUN map and the initiators that see it; all under scst_mutex
 * @name: unique
 * @maps: its LUNs
 * @names: initiator names, may hold * and ?
 * @nexuses: live sessions
 * @busy: being made or removed, or just a name that is taken
 * @other: being renamed: has the new name until the group has it
 * @entry: in scst_groups
 */
struct scst_group {
	char name[SCST_NAME_MAX + 1];
	struct list_head maps;
	struct list_head names;
	struct list_head nexuses;
	bool busy;
	struct scst_group *other;
	struct list_head entry;
};

/* group.c: under scst_mutex unless said otherwise */
#define SCST_DEFAULT_GROUP	"Default"	/* as control.h says to front ends */
struct scst_group *scst_group_find(const char *name);
struct scst_group *scst_group_create(const char *name, struct scst_msg *msg);
void scst_group_free(struct scst_group *group);
void scst_group_swap_names(struct scst_group *a, struct scst_group *b);
struct scst_group *scst_group_for(const char *target, const char *initiator);
int scst_name_add(struct scst_group *group, const char *name, struct scst_msg *msg);
struct scst_group_name *scst_name_find(struct scst_group *group, const char *name);
void scst_names_clear(struct scst_group *group);

/* map.c */
struct scst_map *scst_map_find(struct scst_group *group, u64 lun);
struct scst_map *scst_map_find_lu(struct scst_group *group, const struct scst_lu *lu);
/*
 * Puts a unit into the map and publishes it; @blanks is a stock of I_T_L
 * nexuses.  -EAGAIN with *@need: stock that many and try again.
 */
struct scst_map *scst_map_create(struct scst_group *group, u64 lun, struct scst_lu *lu,
				 bool read_only, struct list_head *blanks,
				 unsigned int *need, struct scst_msg *msg);
/* An entry of a group that no session uses: nothing to wait for; under scst_mutex. */
void scst_map_drop(struct scst_map *map);
void scst_map_begin_removal(struct scst_map *map);
bool scst_map_in_use(struct scst_map *map);
/* These wait, without scst_mutex; the map's state keeps others off it. */
int scst_map_attach(struct scst_map *map, char *names, size_t size, struct scst_msg *msg);
void scst_map_remove(struct scst_map *map, bool surprise);
void scst_map_replace(struct scst_map *map, struct scst_lu *lu, bool read_only, char *names,
		      size_t size);

/* nexus.c */
/*
 * Walks live nexuses without holding the mutex between them:
 *	while ((nexus = scst_nexus_walk(group, nexus)))
 * beginning with NULL.  Each is pinned for callbacks of its transport until the
 * walk goes on.  @group NULL: those of all groups; else the caller keeps it alive.
 * A walk goes to its end.
 */
struct scst_nexus *scst_nexus_walk(const struct scst_group *group, struct scst_nexus *nexus);
/* Commands in flight; under scst_mutex. */
u32 scst_nexus_active(struct scst_nexus *nexus);
void scst_nexus_get(struct scst_nexus *nexus);
void scst_nexus_put(struct scst_nexus *nexus);

/* itl.c */
/* Sees to it that @blanks holds @need of them; without scst_mutex.  -ENOMEM. */
int scst_itl_stock(struct list_head *blanks, unsigned int need);
void scst_itl_unstock(struct list_head *blanks);
/*
 * Makes a blank one into that of @nexus at @lun, whose place is reserved, and
 * lets commands in; under scst_mutex.
 */
void scst_itl_publish(struct list_head *blanks, struct scst_nexus *nexus,
		      struct scst_lu *lu, u16 lun, bool read_only);
struct scst_itl *scst_itl_find(struct scst_nexus *nexus, u16 lun);
bool scst_itl_kill(struct scst_itl *itl);
void scst_itl_drain_all(struct list_head *killed);
void scst_itl_wait_none(struct scst_lu *lu);
void scst_itl_replace(struct scst_itl *itl, struct scst_lu *lu, bool read_only);

/* target.c */
void scst_target_put(struct scst_target *target);
u64 scst_port_name(const char *name);
/* All target ports there are, at most @max; takes scst_mutex.  How many. */
unsigned int scst_target_ports(struct t10_pr_port *ports, unsigned int max);
int scst_each_template(int (*fn)(const struct scst_target_ops *ops, void *arg), void *arg);

/* alua.c */
t10_sense_t scst_access_check(const struct scst_cmd *cmd);
void scst_report_tpg(struct scst_cmd *cmd);
void scst_set_tpg(struct scst_cmd *cmd);
/* State of the group a target port is in, for all units; under scst_mutex. */
void scst_access_set(struct scst_target *target, u8 state);
/* Puts a target port into a group, whose state it takes; under scst_mutex. */
void scst_access_join(struct scst_target *target, u16 group);

/* lu.c */
struct scst_lu *scst_lu_find(const char *name);
/* Reserves the name; the unit stays busy until the caller has opened it.  Without scst_mutex. */
struct scst_lu *scst_lu_create(const char *handler, const char *name, struct scst_msg *msg);
/* These wait, without scst_mutex: */
int scst_lu_open(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg);
void scst_lu_close(struct scst_lu *lu);
void scst_lu_forget(struct scst_lu *lu);
void scst_lu_resize(struct scst_lu *lu, u64 nr_blocks);
struct scst_handler *scst_handler_find(const char *name);

/* store.c: after the unit got its name, before its handler opens it; and the opposite */
void scst_store_open(struct scst_lu *lu);
void scst_store_close(struct scst_lu *lu);

/* backing.c: who else uses the store behind a unit; see scst_backing_check() */
void scst_backing_release(struct scst_lu *lu);

/* ua.c */
void scst_ua_post(struct scst_itl *itl, enum t10_ua ua);
/* To every I_T_L nexus of the unit but @except (may be NULL).  Takes lu->lock. */
void scst_ua_post_lu(struct scst_lu *lu, enum t10_ua ua, const struct scst_itl *except);
void scst_attn_set(struct scst_itl *itl, unsigned long bits, bool on);
t10_sense_t scst_ua_check(struct scst_itl *itl, const struct t10_op *op);
t10_sense_t scst_ua_take(struct scst_itl *itl);
/* Recomputes the attention bits that depend on the unit's state; lu->lock held. */
void scst_attn_update(struct scst_lu *lu);

/* admit.c, nolun.c, spc.c, mode.c, pr.c */
t10_sense_t scst_admit(struct scst_cmd *cmd);
void scst_nolun_execute(struct scst_cmd *cmd);
bool scst_spc_execute(struct scst_cmd *cmd);
void scst_report_luns(struct scst_cmd *cmd);
void scst_mode_sense(struct scst_cmd *cmd);
void scst_mode_select(struct scst_cmd *cmd);
void scst_mode_reset(struct scst_lu *lu);
void scst_mode_work(struct work_struct *work);
void scst_reserve(struct scst_cmd *cmd);
void scst_release(struct scst_cmd *cmd);
void scst_pr_in(struct scst_cmd *cmd);
void scst_pr_out(struct scst_cmd *cmd);
/* Ends the RESERVE(6/10) of a nexus that is lost; nexus 0: of whoever holds it. */
void scst_pr_clear(struct scst_lu *lu, u32 nexus);
/* All that reserves the unit just now; lu->lock held. */
struct t10_resv scst_pr_view(const struct scst_lu *lu);
int scst_pr_init(struct scst_lu *lu);
void scst_pr_exit(struct scst_lu *lu);
/* What was saved before a loss of power; the store is open, nobody uses the unit. */
void scst_pr_load(struct scst_lu *lu);

/* exec.c */
int scst_exec_init(struct scst_lu *lu);
void scst_exec_exit(struct scst_lu *lu);
void scst_exec_queue(struct scst_cmd *cmd);
bool scst_exec_recall(struct scst_cmd *cmd);

/* gate.c */
enum scst_gated { SCST_GATE_NONE, SCST_GATE_IN, SCST_GATE_ALONE };

int scst_gate_init(struct scst_lu *lu);
void scst_gate_exit(struct scst_lu *lu);
bool scst_gate_enter(struct scst_cmd *cmd);
void scst_gate_leave(struct scst_cmd *cmd);
bool scst_gate_recall(struct scst_cmd *cmd);

/* cmd.c: from the gate on; also for commands that were parked */
void scst_cmd_dispatch(struct scst_cmd *cmd);

/* complete.c */
void scst_cmd_finish(struct scst_cmd *cmd);

/* abort.c */
bool scst_cmd_abort(struct scst_cmd *cmd, int how);
void scst_cmd_unabort(struct scst_cmd *cmd);

/* tmf.c: who counted himself in lu->tmfs and marked commands is through */
void scst_tmf_unmark(struct scst_lu *lu);

/* tmf_debug.c */
extern const struct file_operations scst_tmf_fops;

/* stats.c */
int scst_debugfs_init(void);
void scst_debugfs_exit(void);

/* What core tells whoever shows it to people; registered by control/module.c. */
struct scst_core_events {
	int (*handler_added)(const struct scst_handler *handler);
	void (*handler_removed)(const struct scst_handler *handler);
	int (*template_added)(const struct scst_target_ops *ops);
	void (*template_removed)(const struct scst_target_ops *ops);
};

void scst_set_events(const struct scst_core_events *events);
extern const struct scst_core_events *scst_events;

int scst_core_init(void);
void scst_core_exit(void);

#endif
