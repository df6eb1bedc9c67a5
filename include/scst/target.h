/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a transport is to the target core.
 */
#ifndef SCST_TARGET_H
#define SCST_TARGET_H

#include <scst/types.h>
#include <scst/cmd.h>

struct block_device;
struct module;

/* What happened to a LUN that stays, for scst_target_ops.lun_changed(). */
enum scst_lun_change {
	SCST_LUN_CAPACITY,	/* another size */
	SCST_LUN_INQUIRY,	/* another unit or identity under the same LUN */
};

/**
 * struct scst_target_ops - a transport service
 * @name: name of the template: `scst_local_tgt`
 * @owner: its module
 * @cmd_done: a command ended; its memory is the transport's again.  Any context
 * @for_each_cmd: call @fn for every command of @nexus that the transport has
 *	started and not finished; @fn returns false to stop.  The request can't
 *	be freed while @fn looks at it, though it may end and be sent again.  May sleep
 * @lun_added: make the Linux device, return when its driver is bound.  Idempotent
 * @lun_removing: phase 0: remove the Linux device while the LUN still serves.
 *	Returns when it is gone.  Idempotent
 * @lun_changed: have Linux read capacity or identity again
 * @lun_name: names of the Linux devices ("sdb sg3"), empty where there are none.  Returns length
 * @lun_in_use: the Linux device is open, mounted, swapped on or held
 * @bdev_lun: the logical unit behind @bdev if it is one of this transport's
 *	disks or a partition of one; a reference of scst_lu_get(), or NULL
 *
 * All but @cmd_done may sleep.  @lun_name, @lun_in_use and @bdev_lun are called
 * under the control mutex and must not wait for anything; the others run without any lock
 * of core.  scst_nexus_close() returns only after the last of them has.
 */
struct scst_target_ops {
	const char *name;
	struct module *owner;
	void (*cmd_done)(struct scst_cmd *cmd);
	void (*for_each_cmd)(struct scst_nexus *nexus,
			     bool (*fn)(struct scst_cmd *cmd, void *arg), void *arg);
	int (*lun_added)(struct scst_nexus *nexus, u16 lun, struct scst_msg *msg);
	void (*lun_removing)(struct scst_nexus *nexus, u16 lun);
	void (*lun_changed)(struct scst_nexus *nexus, u16 lun, enum scst_lun_change what);
	int (*lun_name)(struct scst_nexus *nexus, u16 lun, char *buf, size_t size);
	bool (*lun_in_use)(struct scst_nexus *nexus, u16 lun);
	struct scst_lu *(*bdev_lun)(struct block_device *bdev);
};

/* A transport announces itself; its directory appears in /proc/scsi_tgt.  May sleep. */
int scst_target_template_register(const struct scst_target_ops *ops);
/* After all its targets are gone. */
void scst_target_template_unregister(const struct scst_target_ops *ops);

/**
 * struct scst_target - a target port
 * @ops: its transport
 * @name: unique name (`scstlcltgt0`)
 * @port: what VPD page 83 says of it
 * @access: asymmetric access state of its group (enum t10_alua), and
 * @access_by: how it came to it (T10_ALUA_EXPLICIT…); both under the control mutex
 * @entry: in core's list of targets, under the control mutex
 * @kref: held by each nexus
 */
struct scst_target {
	const struct scst_target_ops *ops;
	char name[SCST_NAME_MAX + 1];
	struct t10_port port;
	u8 access;
	u8 access_by;
	struct list_head entry;
	struct kref kref;
};

/* Make a target port of a registered transport.  Returns it or ERR_PTR.  May sleep. */
struct scst_target *scst_target_create(const struct scst_target_ops *ops, const char *name);
/* Give it up, after its nexuses. */
void scst_target_destroy(struct scst_target *target);

/**
 * struct scst_nexus - an I_T nexus
 * @target: target port
 * @group: whose LUN map it sees; chosen once, by initiator name
 * @name: initiator port name (`scstlclhst0:0`)
 * @id: by identifier, unique and never 0, and by the names of its ports, as t10/ knows it
 * @priv: the transport's
 * @luns: LUN -> struct scst_itl; changed under the control mutex, read under RCU
 * @group_entry: in scst_group.nexuses, under the control mutex
 * @closed: scst_nexus_close() has begun; no callback is begun any more
 * @callbacks: callbacks of the transport under way for it (control mutex)
 * @kref: memory
 */
struct scst_nexus {
	struct scst_target *target;
	struct scst_group *group;
	char name[SCST_NAME_MAX + 1];
	struct t10_nexus id;
	void *priv;
	struct xarray luns;
	struct list_head group_entry;
	bool closed;
	unsigned int callbacks;
	struct kref kref;
};

/**
 * scst_nexus_open() - an initiator port logs in
 * @target: target port
 * @name: initiator port name
 * @priv: for the transport
 *
 * Chooses the group, builds the I_T_L nexuses with POWER ON OCCURRED pending,
 * and counts from then on as a live session.  It adds no Linux devices:
 * the transport calls scst_nexus_add_luns() when it can answer commands.
 *
 * Return: the nexus or ERR_PTR(-ENOMEM, -ENODEV when going away).  May sleep.
 */
struct scst_nexus *scst_nexus_open(struct scst_target *target, const char *name, void *priv);

/* Calls scst_target_ops.lun_added() for every LUN the nexus has.  May sleep. */
void scst_nexus_add_luns(struct scst_nexus *nexus);

/**
 * scst_nexus_close() - the initiator port is gone
 *
 * The transport has removed its Linux devices (phase 0).  Marks every I_T_L
 * nexus dead, waits for their commands, ends reservations of this nexus and
 * drops the caller's reference.  May sleep.
 */
void scst_nexus_close(struct scst_nexus *nexus);

/**
 * scst_nexus_itl() - the I_T_L nexus at a LUN
 *
 * Return: with a reference (scst_itl_put()), or NULL where there is none or it
 * is on its way out.  Context: any; takes RCU only, safe under scan_mutex.
 */
struct scst_itl *scst_nexus_itl(struct scst_nexus *nexus, u16 lun);

/**
 * scst_tmf_execute() - do a task management function
 * @nexus: who asks
 * @fn: which
 * @lun: on which logical unit (ignored by TARGET RESET, I_T NEXUS RESET)
 * @cmd: the command, for ABORT TASK and QUERY TASK
 *
 * Waits at most the bounded time for commands that are with a backing device;
 * those stay ours after FAILED and end as aborted when the backing lets go.
 * ABORT TASK never completes @cmd itself: after COMPLETE its pages are free
 * and it belongs to the caller.
 *
 * Context: may sleep.  Return: SAM-5 service response.
 */
t10_tmf_rsp_t scst_tmf_execute(struct scst_nexus *nexus, enum t10_tmf fn, u16 lun,
			       struct scst_cmd *cmd);

#endif
