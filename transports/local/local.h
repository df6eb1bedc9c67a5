/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The loopback transport: SCSI hosts of this Linux that are initiators of our
 * own target.
 *
 * An adapter is a SCSI host and a target port; each of its SCSI target ids is
 * an I_T nexus.  A command is Linux' own: its struct scst_cmd lives in the
 * private area of the scsi_cmnd, its data are the initiator's own pages.
 *
 * Who keeps what alive:
 * - struct slocal_host lies in the Scsi_Host, which lives until the last
 *   scsi_device of it is gone, perhaps held by somebody's open file long after
 *   the adapter was removed.
 * - sdev->hostdata holds a reference of the I_T_L nexus from slave_alloc to
 *   slave_destroy, which comes when the queue of the device is dead: a command
 *   may use it freely, everybody else under RCU.
 * - The nexuses and the tag set end while such a file is still open, or while
 *   another nexus' task management walks our commands: those two sides look
 *   at slocal_port.nexus under slocal_srcu.
 */
#ifndef SLOCAL_LOCAL_H
#define SLOCAL_LOCAL_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>
#include <scst/lu.h>
#include <scst/target.h>
#include "compat/compat_scsi.h"

#define SLOCAL_NAME		"scst_local"
#define SLOCAL_MAX_HOSTS	127
#define SLOCAL_MAX_TGTS		16

struct slocal_host;

/**
 * struct slocal_cmd - private area of a scsi_cmnd
 * @cmd: the command as core knows it
 * @recalled: its time ran out before anybody touched its pages: core has let
 *	go of it, and eh_abort_handler will find it aborted
 */
struct slocal_cmd {
	struct scst_cmd cmd;
	bool recalled;
};

/**
 * struct slocal_port - a SCSI target id of an adapter: an I_T nexus
 * @host: the adapter
 * @id: SCSI target id
 * @nexus: NULL before and after its life; see above
 */
struct slocal_port {
	struct slocal_host *host;
	unsigned int id;
	struct scst_nexus *nexus;
};

enum slocal_state {
	SLOCAL_NEW,	/* Linux does not know it yet */
	SLOCAL_LIVE,
	SLOCAL_GONE,	/* gets no new devices */
};

/**
 * struct slocal_host - an adapter
 * @shost: the SCSI host this lies in
 * @index: its number, from 0
 * @target: its target port
 * @lock: protects @state
 * @state: enum slocal_state
 * @allocs: calls of slave_alloc, to tell whether Linux scans at all
 * @entry: in slocal_hosts
 * @nr_ports: SCSI target ids
 * @ports: by SCSI target id
 */
struct slocal_host {
	struct Scsi_Host *shost;
	unsigned int index;
	struct scst_target *target;
	spinlock_t lock;	/* @state */
	enum slocal_state state;
	unsigned int allocs;
	struct list_head entry;
	unsigned int nr_ports;
	struct slocal_port ports[SLOCAL_MAX_TGTS];
};

static inline struct slocal_host *slocal_host_of(struct Scsi_Host *shost)
{
	return shost_priv(shost);
}

/* Linux' number of a LUN: peripheral device addressing up to 255, flat space above (SAM-5 4.7). */
static inline u64 slocal_lun_to_linux(u16 lun)
{
	return lun < 0x100 ? lun : 0x4000 | lun;
}

/* The inverse; false for any other form, so that no LUN answers under two numbers. */
static inline bool slocal_lun_from_linux(u64 linux_lun, u16 *lun)
{
	*lun = linux_lun & 0x3fff;
	return linux_lun == slocal_lun_to_linux(*lun);
}

/* main.c */
extern unsigned int slocal_num_tgts;
extern unsigned int slocal_max_luns;
extern struct device *slocal_root;
extern const struct scst_target_ops slocal_ops;

/* host.c */
extern struct list_head slocal_hosts;	/* of adapters Linux knows */
extern struct mutex slocal_hosts_lock;	/* innermost; held for moments */
extern struct srcu_struct slocal_srcu;

struct slocal_host *slocal_host_create(unsigned int index);
void slocal_host_destroy(struct slocal_host *host);
enum slocal_state slocal_host_state(struct slocal_host *host);

/* queue.c */
/* What core looks for commands with; false to stop. */
typedef bool (*slocal_cmd_fn)(struct scst_cmd *cmd, void *arg);

int slocal_init_cmd_priv(struct Scsi_Host *shost, struct scsi_cmnd *scmd);
int slocal_queuecommand(struct Scsi_Host *shost, struct scsi_cmnd *scmd);
void slocal_cmd_done(struct scst_cmd *cmd);
void slocal_walk_cmds(struct scst_nexus *nexus, slocal_cmd_fn fn, void *arg);

/* eh.c */
enum scsi_timeout_action slocal_eh_timed_out(struct scsi_cmnd *scmd);
int slocal_eh_abort(struct scsi_cmnd *scmd);
int slocal_eh_device_reset(struct scsi_cmnd *scmd);
int slocal_eh_target_reset(struct scsi_cmnd *scmd);
int slocal_eh_host_reset(struct scsi_cmnd *scmd);

/* scan.c */
int slocal_slave_alloc(struct scsi_device *sdev);
void slocal_slave_destroy(struct scsi_device *sdev);
void slocal_remove_devices(struct slocal_host *host);
int slocal_lun_added(struct scst_nexus *nexus, u16 lun, struct scst_msg *msg);
void slocal_lun_removing(struct scst_nexus *nexus, u16 lun);
void slocal_lun_changed(struct scst_nexus *nexus, u16 lun, enum scst_lun_change what);
int slocal_lun_name(struct scst_nexus *nexus, u16 lun, char *buf, size_t size);
bool slocal_lun_in_use(struct scst_nexus *nexus, u16 lun);
struct scst_lu *slocal_bdev_lun(struct block_device *bdev);

#endif
