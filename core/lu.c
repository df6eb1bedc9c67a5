// SPDX-License-Identifier: GPL-2.0-only
/*
 * Logical units: made by a handler, kept here.
 */
#include <linux/blk_types.h>
#include <linux/module.h>
#include <linux/slab.h>
#include "core.h"

/*
 * Pages every unit has in reserve.  No command holds more than one, for
 * parameter data, vectors or scratch, so one command can always go on.
 */
#define SCST_LU_PAGES	1

struct scst_lu *scst_lu_find(const char *name)
{
	struct scst_lu *lu;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(lu, &scst_lus, entry)
		if (!strcmp(lu->name, name))
			return lu;
	return NULL;
}

void scst_lu_get(struct scst_lu *lu)
{
	kref_get(&lu->kref);
}
EXPORT_SYMBOL_GPL(scst_lu_get);

static void scst_lu_release(struct kref *kref)
{
	struct scst_lu *lu = container_of(kref, struct scst_lu, kref);

	kfree(lu->path);
	free_percpu(lu->runqs);
	scst_gate_exit(lu);
	scst_pr_exit(lu);
	mempool_destroy(lu->pages);
	kfree_rcu(lu, rcu);
}

void scst_lu_put(struct scst_lu *lu)
{
	kref_put(&lu->kref, scst_lu_release);
}
EXPORT_SYMBOL_GPL(scst_lu_put);

struct page *scst_lu_page(struct scst_lu *lu)
{
	return mempool_alloc(lu->pages, GFP_NOIO);
}
EXPORT_SYMBOL_GPL(scst_lu_page);

void scst_lu_page_free(struct scst_lu *lu, struct page *page)
{
	mempool_free(page, lu->pages);
}
EXPORT_SYMBOL_GPL(scst_lu_page_free);

void scst_lu_soft_threshold(struct scst_lu *lu)
{
	scst_ua_post_lu(lu, T10_UA_SOFT_THRESHOLD, NULL);
}
EXPORT_SYMBOL_GPL(scst_lu_soft_threshold);

static void scst_lu_init(struct scst_lu *lu, struct scst_handler *handler, const char *name)
{
	kref_init(&lu->kref);
	spin_lock_init(&lu->lock);
	INIT_LIST_HEAD(&lu->itls);
	INIT_LIST_HEAD(&lu->entry);
	init_waitqueue_head(&lu->abort_wait);
	mutex_init(&lu->tmf_lock);
	INIT_WORK(&lu->mode_work, scst_mode_work);
	strscpy(lu->name, name, sizeof(lu->name));
	lu->handler = handler;
	lu->ops = handler->ops;
	lu->id.type = handler->type;
	lu->busy = true;
}

static struct scst_lu *scst_lu_alloc(struct scst_handler *handler, const char *name)
{
	struct scst_lu *lu = kzalloc(sizeof(*lu), GFP_KERNEL);

	if (!lu)
		return NULL;
	scst_lu_init(lu, handler, name);
	lu->pages = mempool_create_page_pool(SCST_LU_PAGES, 0);
	if (!lu->pages)
		goto free;
	if (scst_pr_init(lu))
		goto free_pages;
	if (scst_gate_init(lu))
		goto free_pr;
	return lu;

free_pr:
	scst_pr_exit(lu);
free_pages:
	mempool_destroy(lu->pages);
free:
	kfree(lu);
	return NULL;
}

static int scst_lu_check_name(const char *name, struct scst_msg *msg)
{
	const char *c;

	if (!*name || strlen(name) > SCST_LU_NAME_MAX)
		return scst_say(msg, -EINVAL, "a device's name has 1 to %d characters",
				SCST_LU_NAME_MAX);
	/* It is the product identification too: graphic ASCII, SPC-4 4.4.1. */
	for (c = name; *c; c++)
		if (*c <= 0x20 || *c >= 0x7f)
			return scst_say(msg, -EINVAL,
					"a device's name is one word of graphic ASCII");
	/* A number and a colon: that would be a real device, H:C:I:L. */
	c = name + strspn(name, "0123456789");
	if (c > name && *c == ':')
		return scst_say(msg, -EINVAL, "\"%s\" looks like a real device's H:C:I:L", name);
	return 0;
}

/* Reserves the name; the unit is busy until it is open. */
static int scst_lu_link(struct scst_lu *lu, struct scst_msg *msg)
{
	lockdep_assert_held(&scst_mutex);
	if (scst_lu_find(lu->name))
		return scst_say(msg, -EINVAL, "device %s exists already", lu->name);
	if (!try_module_get(lu->handler->owner))
		return scst_say(msg, -ENODEV, "handler %s is going away", lu->handler->name);
	list_add_tail(&lu->entry, &scst_lus);
	return 0;
}

struct scst_lu *scst_lu_create(const char *handler_name, const char *name,
			       struct scst_msg *msg)
{
	int err = scst_lu_check_name(name, msg);
	struct scst_handler *handler;
	struct scst_lu *lu = NULL;
	unsigned int noio;

	if (err)
		return ERR_PTR(err);
	/* The per-CPU part of a unit is not to be had under the mutex; its handler is. */
	noio = scst_lock();
	handler = scst_handler_find(handler_name);
	if (handler && !try_module_get(handler->owner))
		handler = NULL;
	scst_unlock(noio);
	if (!handler)
		return ERR_PTR(scst_say(msg, -EINVAL, "there is no handler %s", handler_name));
	lu = scst_lu_alloc(handler, name);
	err = -ENOMEM;
	if (lu) {
		noio = scst_lock();
		err = scst_lu_link(lu, msg);
		scst_unlock(noio);
	}
	module_put(handler->owner);
	if (!err)
		return lu;
	if (lu)
		scst_lu_put(lu);
	return ERR_PTR(err);
}

/* What the person asked for goes before what the handler would say. */
static void scst_lu_identify(struct scst_lu *lu, const struct scst_lu_params *p)
{
	struct t10_identity *id = &lu->id;

	id->removable = scst_param(p, SCST_A_REMOVABLE);
	strscpy(id->vendor, p->vendor, sizeof(id->vendor));
	strscpy(id->product, p->product[0] ? p->product : lu->name, sizeof(id->product));
	strscpy(id->revision, p->revision, sizeof(id->revision));
	strscpy(id->serial, p->serial, sizeof(id->serial));
	memcpy(id->naa, p->naa, sizeof(id->naa));
	id->naa_len = p->naa_len;
}

int scst_lu_open(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg)
{
	int err;

	lu->attrs = p->set;
	if (p->path) {
		lu->path = kstrdup(p->path, GFP_KERNEL);
		if (!lu->path)
			return -ENOMEM;
	}
	scst_lu_identify(lu, p);
	lu->dma_alignment = SECTOR_SIZE - 1;
	scst_store_open(lu);
	scst_pr_load(lu);
	err = lu->ops->open(lu, p, msg);
	if (err) {
		scst_store_close(lu);
		scst_backing_release(lu);
		return err;
	}
	err = scst_backing_check(lu, msg);
	if (!err)
		err = scst_exec_init(lu);
	if (err) {
		lu->ops->close(lu);
		scst_store_close(lu);
		scst_backing_release(lu);
	}
	return err;
}

/* No LUN map names it any more. */
void scst_lu_close(struct scst_lu *lu)
{
	/* Sessions that are going away may still have commands on it. */
	scst_itl_wait_none(lu);
	scst_exec_exit(lu);
	lu->ops->close(lu);
	scst_store_close(lu);
	scst_backing_release(lu);
}

/* Takes it off the list; its memory stays while zombie devices know it. */
void scst_lu_forget(struct scst_lu *lu)
{
	struct module *owner = lu->handler->owner;
	unsigned int noio = scst_lock();

	list_del(&lu->entry);
	scst_unlock(noio);
	scst_lu_put(lu);
	module_put(owner);
}

/*
 * Tells everybody who sees the unit that it has another size.  The unit is
 * busy, so the maps that name it, and with them their groups, stay while the
 * mutex is dropped; a group that was going before is not seen by anybody.
 */
static void scst_lu_tell_size(struct scst_lu *lu)
{
	struct scst_nexus *nexus;
	struct scst_group *group;
	struct scst_map *map;
	unsigned int noio;

	noio = scst_lock();
	list_for_each_entry(group, &scst_groups, entry) {
		map = group->busy ? NULL : scst_map_find_lu(group, lu);
		if (!map)
			continue;
		scst_unlock(noio);
		nexus = NULL;
		while ((nexus = scst_nexus_walk(group, nexus)))
			nexus->target->ops->lun_changed(nexus, map->lun, SCST_LUN_CAPACITY);
		noio = scst_lock();
	}
	scst_unlock(noio);
}

void scst_lu_resize(struct scst_lu *lu, u64 nr_blocks)
{
	unsigned long flags;

	if (nr_blocks == lu->geo.nr_blocks)
		return;
	spin_lock_irqsave(&lu->lock, flags);
	WRITE_ONCE(lu->geo.nr_blocks, nr_blocks);
	spin_unlock_irqrestore(&lu->lock, flags);
	scst_ua_post_lu(lu, T10_UA_CAPACITY_CHANGED, NULL);
	scst_lu_tell_size(lu);
}
