// SPDX-License-Identifier: GPL-2.0-only
/*
 * Adapters: how they come and go.
 */
#include <linux/sizes.h>
#include <scsi/scsi_tcq.h>
#include "local.h"

/* Commands per hardware queue, and so the most a LUN can have. */
#define SLOCAL_DEPTH	256

LIST_HEAD(slocal_hosts);
/* Protects slocal_hosts. */
DEFINE_MUTEX(slocal_hosts_lock);
DEFINE_SRCU(slocal_srcu);

/*
 * There is no hardware to have limits: those here are the SCSI layer's own, and
 * 32 MiB for a transfer, so that a command's length stays far from overflows.
 * No host-wide tags, and a hardware queue for each CPU (see below): only where
 * a queue serves just one CPU does blk-mq complete a request where it is, with
 * neither interrupt nor softirq.
 * Not const: older kernels count hosts in it.
 */
static struct scsi_host_template slocal_template = {
	.module = THIS_MODULE,
	.name = SLOCAL_NAME,
	.proc_name = SLOCAL_NAME,
	.cmd_size = sizeof(struct slocal_cmd),
	.init_cmd_priv = slocal_init_cmd_priv,
	.queuecommand = slocal_queuecommand,
	.eh_timed_out = slocal_eh_timed_out,
	.eh_abort_handler = slocal_eh_abort,
	.eh_device_reset_handler = slocal_eh_device_reset,
	.eh_target_reset_handler = slocal_eh_target_reset,
	.eh_bus_reset_handler = slocal_eh_host_reset,
	.eh_host_reset_handler = slocal_eh_host_reset,
	.slave_alloc = slocal_slave_alloc,
	.slave_destroy = slocal_slave_destroy,
	.change_queue_depth = scsi_change_queue_depth,
	.can_queue = SLOCAL_DEPTH,
	.cmd_per_lun = SLOCAL_DEPTH,
	.this_id = -1,
	.sg_tablesize = SG_MAX_SEGMENTS,
	.max_sectors = SZ_32M >> SECTOR_SHIFT,
	.max_segment_size = UINT_MAX,
	.supported_mode = MODE_INITIATOR,
	.skip_settle_delay = true,
};

enum slocal_state slocal_host_state(struct slocal_host *host)
{
	enum slocal_state state;

	spin_lock(&host->lock);
	state = host->state;
	spin_unlock(&host->lock);
	return state;
}

static void slocal_set_state(struct slocal_host *host, enum slocal_state state)
{
	spin_lock(&host->lock);
	host->state = state;
	spin_unlock(&host->lock);
}

static struct slocal_host *slocal_host_alloc(unsigned int index)
{
	struct slocal_host *host;
	struct Scsi_Host *shost;
	unsigned int id;

	shost = scsi_host_alloc(&slocal_template, sizeof(*host));
	if (!shost)
		return NULL;
	shost->nr_hw_queues = nr_cpu_ids;
	shost->max_id = slocal_num_tgts;
	shost->max_lun = slocal_lun_to_linux(slocal_max_luns - 1) + 1;
	shost->max_cmd_len = sizeof_field(struct scsi_cmnd, cmnd);
	/* Or the first INQUIRY of a target would have the LUN in byte 1, which is reserved. */
	shost->no_scsi2_lun_in_cdb = true;
	shost->unique_id = index;
	compat_allow_blocking(shost);

	host = slocal_host_of(shost);
	host->shost = shost;
	host->index = index;
	spin_lock_init(&host->lock);
	INIT_LIST_HEAD(&host->entry);
	host->nr_ports = slocal_num_tgts;
	for (id = 0; id < host->nr_ports; id++) {
		host->ports[id].host = host;
		host->ports[id].id = id;
	}
	return host;
}

static int slocal_open_target(struct slocal_host *host)
{
	struct scst_target *target;
	char name[32];

	snprintf(name, sizeof(name), "scstlcltgt%u", host->index);
	target = scst_target_create(&slocal_ops, name);
	if (IS_ERR(target))
		return PTR_ERR(target);
	host->target = target;
	return 0;
}

static int slocal_open_nexuses(struct slocal_host *host)
{
	struct scst_nexus *nexus;
	struct slocal_port *port;
	char name[32];

	for (port = host->ports; port < host->ports + host->nr_ports; port++) {
		snprintf(name, sizeof(name), "scstlclhst%u:%u", host->index, port->id);
		nexus = scst_nexus_open(host->target, name, port);
		if (IS_ERR(nexus))
			return PTR_ERR(nexus);
		port->nexus = nexus;
	}
	return 0;
}

/*
 * Nobody but us may look at the nexuses from here on: not a reset through an
 * old file, not the walks of other nexuses' task management.  Both end, in
 * bounded time, before this does.
 */
static void slocal_hide_nexuses(struct slocal_host *host, struct scst_nexus **nexuses)
{
	unsigned int id;

	for (id = 0; id < host->nr_ports; id++) {
		nexuses[id] = host->ports[id].nexus;
		WRITE_ONCE(host->ports[id].nexus, NULL);
	}
	synchronize_srcu(&slocal_srcu);
}

/*
 * A LUN mapped between scst_nexus_open() and SLOCAL_LIVE is known to its nexus
 * before slocal_lun_added() sees the state, so scst_nexus_add_luns() finds it.
 */
static int slocal_host_add(struct slocal_host *host)
{
	int err;

	err = slocal_open_target(host);
	if (!err)
		err = slocal_open_nexuses(host);
	if (!err)
		err = scsi_add_host(host->shost, slocal_root);
	if (err)
		return err;
	slocal_set_state(host, SLOCAL_LIVE);
	mutex_lock(&slocal_hosts_lock);
	list_add_tail(&host->entry, &slocal_hosts);
	mutex_unlock(&slocal_hosts_lock);
	return 0;
}

/* Returns when the disks of its LUNs are there.  ERR_PTR on failure. */
struct slocal_host *slocal_host_create(unsigned int index)
{
	struct slocal_host *host = slocal_host_alloc(index);
	unsigned int id;
	int err;

	if (!host)
		return ERR_PTR(-ENOMEM);
	err = slocal_host_add(host);
	if (err) {
		slocal_host_destroy(host);
		return ERR_PTR(err);
	}
	for (id = 0; id < host->nr_ports; id++)
		scst_nexus_add_luns(host->ports[id].nexus);
	return host;
}

/* Also for one that came only half into being. */
void slocal_host_destroy(struct slocal_host *host)
{
	struct scst_nexus *nexuses[SLOCAL_MAX_TGTS];
	bool was_live = slocal_host_state(host) == SLOCAL_LIVE;
	unsigned int id;

	/* No new devices: slave_alloc refuses them. */
	slocal_set_state(host, SLOCAL_GONE);
	/*
	 * Phase 0: Linux lets go of the devices while their LUNs serve, so file
	 * systems are synced and caches flushed; drains all commands.
	 */
	slocal_remove_devices(host);
	mutex_lock(&slocal_hosts_lock);
	list_del_init(&host->entry);
	mutex_unlock(&slocal_hosts_lock);
	/* Before the tags go, which others walk; drains those. */
	slocal_hide_nexuses(host, nexuses);
	if (was_live)
		scsi_remove_host(host->shost);
	/* Drains core's callbacks into us. */
	for (id = 0; id < host->nr_ports; id++)
		if (nexuses[id])
			scst_nexus_close(nexuses[id]);
	if (host->target)
		scst_target_destroy(host->target);
	scsi_host_put(host->shost);
}
