// SPDX-License-Identifier: GPL-2.0-only
/*
 * scst_local: the SCSI target of this machine for this machine.
 *
 * Module parameters, and how many adapters there are.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>
#include "t10/lun.h"
#include "local.h"

const struct scst_target_ops slocal_ops = {
	.name = "scst_local_tgt",
	.owner = THIS_MODULE,
	.cmd_done = slocal_cmd_done,
	.for_each_cmd = slocal_walk_cmds,
	.lun_added = slocal_lun_added,
	.lun_removing = slocal_lun_removing,
	.lun_changed = slocal_lun_changed,
	.lun_name = slocal_lun_name,
	.lun_in_use = slocal_lun_in_use,
	.bdev_lun = slocal_bdev_lun,
};

/* Parent of all adapters in sysfs. */
struct device *slocal_root;

unsigned int slocal_num_tgts = 1;
module_param_named(num_tgts, slocal_num_tgts, uint, 0444);
MODULE_PARM_DESC(num_tgts, "SCSI target ids of each host, 1 to 16 (default 1)");

unsigned int slocal_max_luns = 256;
module_param_named(max_luns, slocal_max_luns, uint, 0444);
MODULE_PARM_DESC(max_luns, "LUNs of each SCSI target id, 1 to 16384 (default 256)");

/*
 * Adapters by number; the last that came goes first.  slocal_resize_mutex
 * serialises writers of add_host and is held while disks come and go: nothing
 * that they wait for may take it.
 */
static struct slocal_host *slocal_adapters[SLOCAL_MAX_HOSTS];
static DEFINE_MUTEX(slocal_resize_mutex);
static unsigned int slocal_nr_hosts;
static unsigned int slocal_nr_wanted = 1;
static bool slocal_ready;

static int slocal_grow(void)
{
	struct slocal_host *host = slocal_host_create(slocal_nr_hosts);

	if (IS_ERR(host)) {
		pr_err("host %u can't be made: error %ld\n", slocal_nr_hosts, PTR_ERR(host));
		return PTR_ERR(host);
	}
	slocal_adapters[slocal_nr_hosts++] = host;
	return 0;
}

static void slocal_shrink(void)
{
	slocal_host_destroy(slocal_adapters[--slocal_nr_hosts]);
	slocal_adapters[slocal_nr_hosts] = NULL;
}

/* All or nothing, as long as it is about growing. */
static int slocal_resize(unsigned int wanted)
{
	unsigned int before = slocal_nr_hosts;
	int err = 0;

	lockdep_assert_held(&slocal_resize_mutex);
	while (slocal_nr_hosts > wanted)
		slocal_shrink();
	while (slocal_nr_hosts < wanted && !err)
		err = slocal_grow();
	while (err && slocal_nr_hosts > before)
		slocal_shrink();
	return err;
}

/* "N": so many; "+N", "-N": so many more or less. */
static int slocal_parse_hosts(const char *val, unsigned int now, unsigned int *wanted)
{
	int n;

	val = skip_spaces(val);
	if (kstrtoint(val, 0, &n))
		goto bad;
	if (*val == '+' || *val == '-') {
		if (n < -SLOCAL_MAX_HOSTS || n > SLOCAL_MAX_HOSTS)
			goto bad;
		n += now;
	}
	if (n < 0 || n > SLOCAL_MAX_HOSTS)
		goto bad;
	*wanted = n;
	return 0;

bad:
	pr_err("add_host takes N, +N or -N for 0 to %d hosts (there are %u)\n", SLOCAL_MAX_HOSTS,
	       now);
	return -EINVAL;
}

/*
 * Before slocal_init() has begun, and after slocal_exit(), it is only
 * remembered; there is no adapter then that could be taken away.
 */
static int slocal_add_host_set(const char *val, const struct kernel_param *kp)
{
	unsigned int wanted;
	int err;

	/* Like every other door; file modes alone would let a container's root in. */
	if (READ_ONCE(slocal_ready) && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (mutex_lock_killable(&slocal_resize_mutex))
		return -EINTR;
	err = slocal_parse_hosts(val, slocal_nr_hosts, &wanted);
	if (!err && slocal_ready)
		err = slocal_resize(wanted);
	else if (!err)
		slocal_nr_wanted = wanted;
	mutex_unlock(&slocal_resize_mutex);
	return err;
}

static int slocal_add_host_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(slocal_nr_hosts));
}

static const struct kernel_param_ops slocal_add_host_ops = {
	.set = slocal_add_host_set,
	.get = slocal_add_host_get,
};

module_param_cb(add_host, &slocal_add_host_ops, NULL, 0644);
MODULE_PARM_DESC(add_host,
		 "SCSI hosts, 0 to 127 (default 1); write N, +N or -N to change their number");

static int __init slocal_check_params(void)
{
	if (slocal_num_tgts < 1 || slocal_num_tgts > SLOCAL_MAX_TGTS) {
		pr_err("num_tgts=%u is not between 1 and %d\n", slocal_num_tgts, SLOCAL_MAX_TGTS);
		return -EINVAL;
	}
	if (slocal_max_luns < 1 || slocal_max_luns > T10_MAX_LUN + 1) {
		pr_err("max_luns=%u is not between 1 and %d\n", slocal_max_luns, T10_MAX_LUN + 1);
		return -EINVAL;
	}
	return 0;
}

static int slocal_start(void)
{
	int err;

	mutex_lock(&slocal_resize_mutex);
	err = slocal_resize(slocal_nr_wanted);
	slocal_ready = !err;
	mutex_unlock(&slocal_resize_mutex);
	return err;
}

static void slocal_stop(void)
{
	mutex_lock(&slocal_resize_mutex);
	slocal_ready = false;
	slocal_resize(0);
	mutex_unlock(&slocal_resize_mutex);
}

static int __init slocal_init(void)
{
	int err = slocal_check_params();

	if (err)
		return err;
	slocal_root = root_device_register(SLOCAL_NAME);
	if (IS_ERR(slocal_root))
		return PTR_ERR(slocal_root);
	err = scst_target_template_register(&slocal_ops);
	if (err)
		goto unregister_root;
	err = slocal_start();
	if (err)
		goto unregister_template;
	return 0;

unregister_template:
	scst_target_template_unregister(&slocal_ops);
unregister_root:
	root_device_unregister(slocal_root);
	return err;
}

static void __exit slocal_exit(void)
{
	slocal_stop();
	scst_target_template_unregister(&slocal_ops);
	root_device_unregister(slocal_root);
}

module_init(slocal_init);
module_exit(slocal_exit);

MODULE_DESCRIPTION("SCST: SCSI target of this machine for this machine");
MODULE_LICENSE("GPL");
