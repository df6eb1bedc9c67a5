// SPDX-License-Identifier: GPL-2.0-only
/*
 * What survives a loss of power: t10/slots.c says how it looks, this keeps it in
 * a file per unit.
 *
 * The file is opened, sized and written once when the unit is made: a command
 * that saves something neither looks up a path nor needs new space.
 */
#include <linux/completion.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <scst/store.h>
#include "core.h"
#include "t10/slots.h"

#define SCST_STORE_SIZE	(T10_SLOT_COUNT * T10_SLOT_SIZE)

static char *scst_store = "/var/lib/scst";
module_param_cb(scst_store, &scst_param_charp, &scst_store, 0644);
__MODULE_PARM_TYPE(scst_store, "charp");
MODULE_PARM_DESC(scst_store,
		 "Folder for what units keep over a loss of power, for units made from now on (default /var/lib/scst)");

/**
 * struct scst_store - the store of a unit
 * @file: its file
 * @lock: one who saves at a time; the rest
 * @image: what counts, as it is in slot @slot
 * @next: what is being written into the other slot
 * @slot: index of the slot that counts
 * @work: writes @next
 * @done: when it has
 * @err: how it went
 */
struct scst_store {
	struct file *file;
	struct mutex lock;	/* image, next, slot */
	u8 *image;
	u8 *next;
	unsigned int slot;
	struct work_struct work;
	struct completion done;
	int err;
};

static int scst_store_write(struct scst_store *store, const u8 *slot, unsigned int index)
{
	loff_t pos = (loff_t)index * T10_SLOT_SIZE;
	ssize_t n = kernel_write(store->file, slot, T10_SLOT_SIZE, &pos);

	if (n != T10_SLOT_SIZE)
		return n < 0 ? n : -EIO;
	return vfs_fsync(store->file, 1);
}

static void scst_store_work(struct work_struct *work)
{
	struct scst_store *store = container_of(work, struct scst_store, work);
	unsigned int flags = scst_worker_enter();

	store->err = scst_store_write(store, store->next, !store->slot);
	scst_worker_leave(flags);
	complete(&store->done);
}

/*
 * Not on the worker of the unit, whose queue may have WQ_MEM_RECLAIM: file systems
 * warn when such a worker flushes a queue of theirs that has not.
 */
static int scst_store_commit(struct scst_store *store)
{
	t10_slot_seal(store->next, t10_slot_generation(store->image) + 1);
	reinit_completion(&store->done);
	queue_work(system_unbound_wq, &store->work);
	wait_for_completion(&store->done);
	if (store->err)
		return store->err;
	swap(store->image, store->next);
	store->slot = !store->slot;
	return 0;
}

bool scst_store_usable(const struct scst_lu *lu)
{
	return lu->store;
}
EXPORT_SYMBOL_GPL(scst_store_usable);

int scst_store_save(struct scst_lu *lu, enum scst_saved what, const void *data, u32 len)
{
	struct scst_store *store = lu->store;
	int err = -ENOSPC;

	if (!store)
		return -ENODEV;
	mutex_lock(&store->lock);
	memcpy(store->next, store->image, T10_SLOT_SIZE);
	if (t10_slot_put(store->next, what, data, len))
		err = scst_store_commit(store);
	mutex_unlock(&store->lock);
	return err;
}
EXPORT_SYMBOL_GPL(scst_store_save);

int scst_store_load(struct scst_lu *lu, enum scst_saved what, void *buf, u32 size)
{
	struct scst_store *store = lu->store;
	const u8 *data;
	u32 len;
	int ret;

	if (!store)
		return -ENODEV;
	mutex_lock(&store->lock);
	data = t10_slot_get(store->image, what, &len);
	if (!data) {
		ret = -ENOENT;
	} else if (len > size) {
		ret = -EMSGSIZE;
	} else {
		memcpy(buf, data, len);
		ret = len;
	}
	mutex_unlock(&store->lock);
	return ret;
}
EXPORT_SYMBOL_GPL(scst_store_load);

/* Its name as a file name: a slash can't be in one. */
static void scst_store_name(char *to, const char *name)
{
	for (; *name; name++) {
		if (*name == '/' || *name == '%')
			to += sprintf(to, "%%%02x", *name);
		else
			*to++ = *name;
	}
	*to = '\0';
}

/* So that the name of a new file is as durable as the file. */
static int scst_store_sync_folder(const char *folder)
{
	struct file *file = filp_open(folder, O_RDONLY | O_DIRECTORY, 0);
	int err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	err = vfs_fsync(file, 0);
	fput(file);
	return err;
}

/* A new file, or one that never became whole: two slots, the first of which counts. */
static int scst_store_format(struct scst_store *store, const char *folder)
{
	int err;

	t10_slot_init(store->image);
	t10_slot_init(store->next);
	t10_slot_seal(store->image, 1);
	err = scst_store_write(store, store->next, 1);
	if (!err)
		err = scst_store_write(store, store->image, 0);
	if (!err)
		err = vfs_fsync(store->file, 0);
	return err ?: scst_store_sync_folder(folder);
}

static int scst_store_read(struct scst_store *store, u8 *slots, const char *folder)
{
	loff_t pos = 0;
	ssize_t n;
	int slot;

	n = kernel_read(store->file, slots, SCST_STORE_SIZE, &pos);
	if (n < 0)
		return n;
	slot = n == SCST_STORE_SIZE ? t10_slot_newest(slots) : -1;
	if (slot < 0)
		return scst_store_format(store, folder);
	memcpy(store->image, slots + slot * T10_SLOT_SIZE, T10_SLOT_SIZE);
	store->slot = slot;
	return 0;
}

static struct file *scst_store_open_file(const char *path)
{
	struct file *file;

	/* NONBLOCK: not to wait for the other end of a FIFO. */
	file = filp_open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_LARGEFILE, 0600);
	if (!IS_ERR(file) && !S_ISREG(file_inode(file)->i_mode)) {
		fput(file);
		file = ERR_PTR(-EINVAL);
	}
	return file;
}

static int scst_store_attach(struct scst_store *store, const char *folder, const char *name)
{
	char file_name[3 * SCST_LU_NAME_MAX + 1];
	u8 *slots = NULL;
	char *path;
	int err = -ENOMEM;

	scst_store_name(file_name, name);
	path = kasprintf(GFP_KERNEL, "%s/%s.state", folder, file_name);
	if (path)
		slots = kmalloc(SCST_STORE_SIZE, GFP_KERNEL);
	if (slots) {
		store->file = scst_store_open_file(path);
		err = PTR_ERR_OR_ZERO(store->file);
	}
	if (!err) {
		err = scst_store_read(store, slots, folder);
		if (err)
			fput(store->file);
	}
	kfree(slots);
	kfree(path);
	return err;
}

static void scst_store_free(struct scst_store *store)
{
	if (!store)
		return;
	kfree(store->image);
	kfree(store->next);
	kfree(store);
}

static struct scst_store *scst_store_alloc(void)
{
	struct scst_store *store = kzalloc(sizeof(*store), GFP_KERNEL);

	if (!store)
		return NULL;
	mutex_init(&store->lock);
	INIT_WORK(&store->work, scst_store_work);
	init_completion(&store->done);
	store->image = kmalloc(T10_SLOT_SIZE, GFP_KERNEL);
	store->next = kmalloc(T10_SLOT_SIZE, GFP_KERNEL);
	if (store->image && store->next)
		return store;
	scst_store_free(store);
	return NULL;
}

/* As it was written to the parameter, perhaps with a newline. */
static char *scst_store_folder(void)
{
	char *folder;

	kernel_param_lock(THIS_MODULE);
	folder = kstrdup(scst_store, GFP_KERNEL);
	kernel_param_unlock(THIS_MODULE);
	if (folder)
		folder[strcspn(folder, "\n")] = '\0';
	return folder;
}

/* A unit does without one where there can be none: it then says that it keeps nothing. */
void scst_store_open(struct scst_lu *lu)
{
	struct scst_store *store = scst_store_alloc();
	char *folder = scst_store_folder();
	int err = -ENOMEM;

	if (store && folder)
		err = scst_store_attach(store, folder, lu->name);
	if (!err)
		lu->store = store;
	else
		scst_store_free(store);
	if (err == -ENOENT && folder)
		pr_info_once("%s: no folder %s: nothing is kept over a loss of power\n",
			     lu->name, folder);
	else if (err)
		pr_warn("%s: no store in %s (error %d): it keeps nothing over a loss of power\n",
			lu->name, folder ?: "-", err);
	kfree(folder);
}

void scst_store_close(struct scst_lu *lu)
{
	if (!lu->store)
		return;
	fput(lu->store->file);
	scst_store_free(lu->store);
	lu->store = NULL;
}
