// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands behind a unit, and what must not: a store that is somebody
 * else's already, or a disk of our own.
 */
#include <linux/blkdev.h>
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>
#include "core.h"

/*
 * Opening a FIFO waits for its other end, and opening some device nodes does
 * things to the device: look before.  -EINVAL.
 */
static int scst_check_type(const struct scst_opener *opener, const char *path,
			   struct scst_msg *msg)
{
	struct file *file = file_open_root(&opener->root, path, O_PATH, 0);
	umode_t mode;

	if (IS_ERR(file))
		return PTR_ERR(file);
	mode = file_inode(file)->i_mode;
	fput(file);
	if (S_ISREG(mode) || S_ISBLK(mode))
		return 0;
	return scst_say(msg, -EINVAL, "%.80s is neither a regular file nor a block device",
			path);
}

/*
 * Runs on a worker of the control plane: neither root directory nor
 * credentials are those of the person who asked, so both come along.
 */
struct file *scst_open_file(const struct scst_opener *opener, const char *path, int flags,
			    struct scst_msg *msg)
{
	const struct cred *old;
	struct file *file;
	int err;

	if (path[0] != '/')
		return ERR_PTR(scst_say(msg, -EINVAL, "%.80s is no absolute path", path));
	old = override_creds(opener->cred);
	err = scst_check_type(opener, path, msg);
	file = err ? ERR_PTR(err) :
		     file_open_root(&opener->root, path, flags | O_LARGEFILE, 0);
	revert_creds(old);
	return file;
}
EXPORT_SYMBOL_GPL(scst_open_file);

/* The block device that holds @inode's data, as far as one can tell; NULL: none. */
static struct block_device *scst_backing_bdev(struct inode *inode)
{
	if (S_ISBLK(inode->i_mode))
		return I_BDEV(inode);
	return inode->i_sb->s_bdev;
}

struct scst_own_disk {
	struct block_device *bdev;
	struct scst_lu *lu;
};

static int scst_find_own_disk(const struct scst_target_ops *ops, void *arg)
{
	struct scst_own_disk *own = arg;

	own->lu = ops->bdev_lun(own->bdev);
	return !!own->lu;
}

/*
 * A unit on one of our own disks would wait for itself when memory is short,
 * and could lead back to itself.  Seen directly or through a partition or a
 * file system on one device; not through device-mapper and the like, which
 * tell nobody what they stand on.
 */
static int scst_backing_check_loop(struct scst_lu *lu, struct scst_msg *msg)
{
	struct scst_own_disk own = { .bdev = scst_backing_bdev(lu->backing) };
	int err;

	if (!own.bdev || !scst_each_template(scst_find_own_disk, &own))
		return 0;
	err = scst_say(msg, -ELOOP, "what is behind %s lies on %s, a device of ours", lu->name,
		       own.lu->name);
	scst_lu_put(own.lu);
	return err;
}

static int scst_backing_check_shared(struct scst_lu *lu, struct scst_msg *msg)
{
	struct scst_lu *other;

	list_for_each_entry(other, &scst_lus, entry) {
		if (!other->backing_claimed || other->backing != lu->backing)
			continue;
		if (!other->read_only || !lu->read_only)
			return scst_say(msg, -EBUSY,
					"device %s has it already, and one of the two writes",
					other->name);
	}
	return 0;
}

/* Of two units made at once on one store the first to come here gets it. */
int scst_backing_check(struct scst_lu *lu, struct scst_msg *msg)
{
	unsigned int noio;
	int err;

	if (!lu->backing || lu->backing_claimed)
		return 0;
	noio = scst_lock();
	err = scst_backing_check_loop(lu, msg);
	if (!err)
		err = scst_backing_check_shared(lu, msg);
	lu->backing_claimed = !err;
	scst_unlock(noio);
	return err;
}
EXPORT_SYMBOL_GPL(scst_backing_check);

/* After the handler has closed it, or could not open it. */
void scst_backing_release(struct scst_lu *lu)
{
	unsigned int noio = scst_lock();

	lu->backing_claimed = false;
	lu->backing = NULL;
	scst_unlock(noio);
}
