// SPDX-License-Identifier: GPL-2.0-only
/*
 * LUNs as Linux devices: added, removed, changed, named.
 *
 * Adding and removing one LUN may race, also with scans and removals through
 * sysfs.  shost->scan_mutex orders them all; what it does not say is settled by
 * two facts: core refuses scst_nexus_itl() before it calls slocal_lun_removing(),
 * and a scan puts the scsi_device on the host's list before it calls slave_alloc.
 * So either slave_alloc fails, or the removal finds the device and waits for the
 * scan.
 */
#include <linux/ctype.h>
#include <linux/delay.h>
#include <linux/kmod.h>
#include <linux/module.h>
#include <scsi/scsi.h>
#include "local.h"

/* The DMA alignment Linux may count on unless the unit asks for more: a sector. */
#define SLOCAL_DMA_ALIGNMENT	511

/* REPORT LUNS is answered also where there is no logical unit: SPC-4 6.33. */
static bool slocal_answers_without_lu(u64 linux_lun)
{
	return linux_lun == 0 || linux_lun == SCSI_W_LUN_REPORT_LUNS;
}

static int slocal_set_limits(struct scsi_device *sdev, struct scst_itl *itl)
{
	unsigned int mask = SLOCAL_DMA_ALIGNMENT;
	struct scst_lu *lu = scst_itl_lu_get(itl);
	bool stable_writes = false;

	if (lu) {
		mask = max(mask, lu->dma_alignment);
		stable_writes = lu->stable_writes;
		scst_lu_put(lu);
	}
	return compat_set_page_limits(sdev->request_queue, mask, stable_writes);
}

/* -ENXIO is the midlayer's word for "nothing there, and no need to complain". */
int slocal_slave_alloc(struct scsi_device *sdev)
{
	struct slocal_host *host = slocal_host_of(sdev->host);
	struct scst_itl *itl = NULL;
	int err;
	u16 lun;

	WRITE_ONCE(host->allocs, host->allocs + 1);
	if (sdev->id >= host->nr_ports || slocal_host_state(host) != SLOCAL_LIVE)
		return -ENXIO;
	if (slocal_lun_from_linux(sdev->lun, &lun) && lun < slocal_max_luns)
		itl = scst_nexus_itl(host->ports[sdev->id].nexus, lun);
	if (!itl)
		return slocal_answers_without_lu(sdev->lun) ? 0 : -ENXIO;
	err = slocal_set_limits(sdev, itl);
	if (err)
		scst_itl_put(itl);
	else
		WRITE_ONCE(sdev->hostdata, itl);
	return err;
}

/* The queue is dead; also after slave_alloc failed. */
void slocal_slave_destroy(struct scsi_device *sdev)
{
	struct scst_itl *itl = sdev->hostdata;

	WRITE_ONCE(sdev->hostdata, NULL);
	if (itl)
		scst_itl_put(itl);
}

/*
 * Like scsi_device_lookup(), but also devices that are just being removed, and
 * also while this module is.  To be put by put_device().
 */
static struct scsi_device *slocal_find(struct slocal_port *port, u16 lun)
{
	struct Scsi_Host *shost = port->host->shost;
	struct scsi_device *sdev;
	unsigned long flags;

	spin_lock_irqsave(shost->host_lock, flags);
	sdev = __scsi_device_lookup(shost, 0, port->id, slocal_lun_to_linux(lun));
	if (sdev)
		get_device(&sdev->sdev_gendev);
	spin_unlock_irqrestore(shost->host_lock, flags);
	return sdev;
}

static void slocal_put(struct scsi_device *sdev)
{
	put_device(&sdev->sdev_gendev);
}

/* The module of the upper-level driver of a device type, NULL where there is none. */
static const char *slocal_upper_driver(const struct scsi_device *sdev)
{
	switch (sdev->type) {
	case TYPE_DISK:
	case TYPE_MOD:
	case TYPE_RBC:
	case TYPE_ZBC:
		return "sd_mod";
	case TYPE_ROM:
	case TYPE_WORM:
		return "sr_mod";
	case TYPE_TAPE:
		return "st";
	case TYPE_MEDIUM_CHANGER:
		return "ch";
	default:
		return NULL;
	}
}

/*
 * sd probes asynchronously: device_attach() does its work here and now, or waits
 * for him who is at it, for this one device.  request_module() ends when
 * modprobe does.
 */
static int slocal_wait_for_driver(struct scsi_device *sdev, struct scst_msg *msg)
{
	const char *driver = slocal_upper_driver(sdev);

	if (!driver || device_attach(&sdev->sdev_gendev) > 0)
		return 0;
	request_module("%s", driver);
	if (device_attach(&sdev->sdev_gendev) > 0)
		return 0;
	return scst_say(msg, -ENODEV, "no driver took SCSI device %s: is %s loaded?",
			dev_name(&sdev->sdev_gendev), driver);
}

/* Why was it not added?  @allocs: host->allocs as it was before. */
static int slocal_add_failed(struct scst_nexus *nexus, u16 lun, int err, unsigned int allocs,
			     struct scst_msg *msg)
{
	struct slocal_port *port = nexus->priv;
	struct scst_itl *itl = scst_nexus_itl(nexus, lun);

	/* The LUN or its adapter went away meanwhile: then nothing is missing. */
	if (!itl)
		return 0;
	scst_itl_put(itl);
	if (slocal_host_state(port->host) != SLOCAL_LIVE)
		return 0;
	if (err == -ENODEV && READ_ONCE(port->host->allocs) == allocs)
		return scst_say(msg, err,
				"the SCSI layer does not scan (scsi_mod.scan=none), so LUN %u of %s gets no device",
				lun, nexus->name);
	return scst_say(msg, err, "the SCSI layer did not take LUN %u of %s (error %d)", lun,
			nexus->name, err);
}

int slocal_lun_added(struct scst_nexus *nexus, u16 lun, struct scst_msg *msg)
{
	struct slocal_port *port = nexus->priv;
	struct slocal_host *host = port->host;
	unsigned int allocs = READ_ONCE(host->allocs);
	struct scsi_device *sdev;
	int err;

	if (lun >= slocal_max_luns)
		return scst_say(msg, -ENXIO, "LUN %u is beyond max_luns=%u of " SLOCAL_NAME, lun,
				slocal_max_luns);
	/* Who creates the adapter will come by, see slocal_host_create(); or it is leaving. */
	if (slocal_host_state(host) != SLOCAL_LIVE)
		return 0;
	sdev = __scsi_add_device(host->shost, 0, port->id, slocal_lun_to_linux(lun), NULL);
	if (IS_ERR(sdev))
		return slocal_add_failed(nexus, lun, PTR_ERR(sdev), allocs, msg);
	err = slocal_wait_for_driver(sdev, msg);
	scsi_device_put(sdev);
	return err;
}

/* Wait for removals that others began: the device is off the list before it is gone. */
static void slocal_wait_for_removals(struct Scsi_Host *shost)
{
	mutex_lock(&shost->scan_mutex);
	mutex_unlock(&shost->scan_mutex);
}

/*
 * The driver goes first, and syncs the file system and the cache while all is
 * as it was: scsi_remove_device() would begin with SDEV_CANCEL, in which the
 * midlayer fails what del_gendisk() writes back.
 */
static void slocal_remove(struct scsi_device *sdev)
{
	device_release_driver(&sdev->sdev_gendev);
	scsi_remove_device(sdev);
}

/*
 * udev, and whoever else looked at the disk when it went, closes it soon after
 * its first error.  Waited for, because until then Linux says that this module is
 * in use, and nobody can see by what.  There is no event for it; a disk that is
 * mounted stays open, so the wait is short.
 */
static void slocal_wait_for_closers(struct scsi_device *sdev)
{
	unsigned int tries = 50;

	/* The disk leaves its queue when the last who has it open is gone. */
	while (READ_ONCE(sdev->request_queue->disk) && tries--)
		msleep(20);
}

void slocal_lun_removing(struct scst_nexus *nexus, u16 lun)
{
	struct slocal_port *port = nexus->priv;
	struct scsi_device *sdev = slocal_find(port, lun);

	if (!sdev) {
		slocal_wait_for_removals(port->host->shost);
		return;
	}
	slocal_remove(sdev);
	slocal_wait_for_closers(sdev);
	slocal_put(sdev);
}

static struct scsi_device *slocal_first_device(struct Scsi_Host *shost)
{
	struct scsi_device *sdev, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(shost->host_lock, flags);
	__shost_for_each_device(sdev, shost) {
		if (sdev->sdev_state != SDEV_DEL) {
			get_device(&sdev->sdev_gendev);
			found = sdev;
			break;
		}
	}
	spin_unlock_irqrestore(shost->host_lock, flags);
	return found;
}

/* All devices of an adapter that gets no new ones. */
void slocal_remove_devices(struct slocal_host *host)
{
	struct scsi_device *sdev;

	while ((sdev = slocal_first_device(host->shost))) {
		slocal_remove(sdev);
		slocal_put(sdev);
	}
	slocal_wait_for_removals(host->shost);
}

/*
 * Both are a rescan to Linux: it reads the VPD pages and the capacity again, and
 * the disk has its new size on return.  The vendor and product that sysfs shows
 * stay those of the first INQUIRY; only removing the device would change them.
 */
void slocal_lun_changed(struct scst_nexus *nexus, u16 lun, enum scst_lun_change what)
{
	struct scsi_device *sdev = slocal_find(nexus->priv, lun);

	if (!sdev)
		return;
	scsi_rescan_device(sdev);
	slocal_put(sdev);
}

struct slocal_names {
	const char *class;
	char *buf;
	size_t size;
	size_t len;
};

/* A tape drive has eight nodes, st0 st0l nst0 and so on: one says enough. */
static bool slocal_is_main_node(const char *class, const char *name)
{
	return strcmp(class, "scsi_tape") ||
	       (name[0] == 's' && isdigit(name[strlen(name) - 1]));
}

static int slocal_name_child(struct device *dev, void *data)
{
	struct slocal_names *names = data;
	const char *name = dev_name(dev);

	if (dev->class && !strcmp(dev->class->name, names->class) &&
	    slocal_is_main_node(names->class, name))
		names->len += scnprintf(names->buf + names->len, names->size - names->len,
					"%s%s", names->len ? " " : "", name);
	return 0;
}

/* Only spin locks are taken: core calls this under its control mutex. */
int slocal_lun_name(struct scst_nexus *nexus, u16 lun, char *buf, size_t size)
{
	static const char * const classes[] = {
		"block", "scsi_tape", "scsi_changer", "scsi_generic"
	};
	struct slocal_names names = { .buf = buf, .size = size };
	struct scsi_device *sdev = slocal_find(nexus->priv, lun);
	unsigned int i;

	if (size)
		buf[0] = '\0';
	if (!sdev)
		return 0;
	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		names.class = classes[i];
		device_for_each_child(&sdev->sdev_gendev, &names, slocal_name_child);
	}
	slocal_put(sdev);
	return names.len;
}

/*
 * Whoever mounts, swaps on, holds or partitions a disk has it open, partitions
 * count for the whole.  The gendisk leaves its queue before it is freed, by RCU.
 */
bool slocal_lun_in_use(struct scst_nexus *nexus, u16 lun)
{
	struct scsi_device *sdev = slocal_find(nexus->priv, lun);
	struct gendisk *disk;
	bool in_use;

	if (!sdev)
		return false;
	rcu_read_lock();
	disk = READ_ONCE(sdev->request_queue->disk);
	in_use = disk && disk_openers(disk);
	rcu_read_unlock();
	slocal_put(sdev);
	return in_use;
}

static struct scst_lu *slocal_device_lu(struct scsi_device *sdev)
{
	struct scst_lu *lu = NULL;
	struct scst_itl *itl;

	rcu_read_lock();
	itl = READ_ONCE(sdev->hostdata);
	if (itl)
		lu = scst_itl_lu_get(itl);
	rcu_read_unlock();
	return lu;
}

static struct scst_lu *slocal_queue_lu(struct slocal_host *host, struct request_queue *q)
{
	struct scsi_device *sdev;
	struct scst_lu *lu;

	shost_for_each_device(sdev, host->shost) {
		if (sdev->request_queue != q)
			continue;
		lu = slocal_device_lu(sdev);
		scsi_device_put(sdev);
		return lu;
	}
	return NULL;
}

/*
 * Asked from our side, by the queue: the disk's parent device would say it at
 * once, but where @bdev belongs to somebody else's disk, pulled while open, that
 * pointer may lead nowhere.
 */
struct scst_lu *slocal_bdev_lun(struct block_device *bdev)
{
	struct request_queue *q = bdev_get_queue(bdev);
	struct slocal_host *host;
	struct scst_lu *lu = NULL;

	mutex_lock(&slocal_hosts_lock);
	list_for_each_entry(host, &slocal_hosts, entry) {
		lu = slocal_queue_lu(host, q);
		if (lu)
			break;
	}
	mutex_unlock(&slocal_hosts_lock);
	return lu;
}
