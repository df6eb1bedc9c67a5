// SPDX-License-Identifier: GPL-2.0-only
/*
 * The floor: a SCSI host that does nothing.  What a command costs here, every
 * SCSI host has to pay; what one costs more elsewhere is that host's own.
 */
#include <linux/module.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

#define FLOOR_DEPTH	256
#define FLOOR_BLOCKS	(4U << 20)

static struct Scsi_Host *floor_host;

static void floor_answer(struct scsi_cmnd *scmd)
{
	u8 inquiry[36] = { 0, 0, 6, 2, 31, [8] = 'S', 'C', 'S', 'T', ' ', ' ', ' ', ' ',
			   'f', 'l', 'o', 'o', 'r' };
	__be32 capacity[2] = { cpu_to_be32(FLOOR_BLOCKS - 1), cpu_to_be32(512) };

	if (scmd->cmnd[0] == INQUIRY)
		scsi_sg_copy_from_buffer(scmd, inquiry, sizeof(inquiry));
	else
		scsi_sg_copy_from_buffer(scmd, capacity, sizeof(capacity));
}

static int floor_queuecommand(struct Scsi_Host *host, struct scsi_cmnd *scmd)
{
	if (unlikely(scmd->cmnd[0] == READ_CAPACITY ||
		     (scmd->cmnd[0] == INQUIRY && !(scmd->cmnd[1] & 1))))
		floor_answer(scmd);
	scsi_done(scmd);
	return 0;
}

/*
 * As transports/local, so that only what happens below queuecommand differs.
 * Not const: older kernels count hosts in it.
 */
static struct scsi_host_template floor_template = {
	.module = THIS_MODULE,
	.name = "scst_floor",
	.proc_name = "scst_floor",
	.queuecommand = floor_queuecommand,
	.can_queue = FLOOR_DEPTH,
	.cmd_per_lun = FLOOR_DEPTH,
	.this_id = -1,
	.sg_tablesize = SG_MAX_SEGMENTS,
	.max_sectors = 65536,
	.max_segment_size = UINT_MAX,
	.supported_mode = MODE_INITIATOR,
	.skip_settle_delay = true,
};

static int __init floor_init(void)
{
	int err;

	floor_host = scsi_host_alloc(&floor_template, 0);
	if (!floor_host)
		return -ENOMEM;
	floor_host->nr_hw_queues = nr_cpu_ids;
	floor_host->max_lun = 1;
	floor_host->max_id = 1;
	err = scsi_add_host(floor_host, NULL);
	if (err) {
		scsi_host_put(floor_host);
		return err;
	}
	scsi_scan_host(floor_host);
	return 0;
}
module_init(floor_init);

static void __exit floor_exit(void)
{
	scsi_remove_host(floor_host);
	scsi_host_put(floor_host);
}
module_exit(floor_exit);

MODULE_DESCRIPTION("The least that any SCSI host can cost");
MODULE_LICENSE("GPL");
