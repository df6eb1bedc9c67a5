// SPDX-License-Identifier: GPL-2.0-only
/*
 * I_T nexuses: sessions of initiator ports.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/unaligned.h>
#include "core.h"

static u32 scst_nexus_last_id;

/* A nexus has no callback of its transport under way any more. */
static DECLARE_WAIT_QUEUE_HEAD(scst_nexus_quiet);

void scst_nexus_get(struct scst_nexus *nexus)
{
	kref_get(&nexus->kref);
}

static void scst_nexus_release(struct kref *kref)
{
	struct scst_nexus *nexus = container_of(kref, struct scst_nexus, kref);

	xa_destroy(&nexus->luns);
	scst_target_put(nexus->target);
	kfree(nexus);
}

void scst_nexus_put(struct scst_nexus *nexus)
{
	kref_put(&nexus->kref, scst_nexus_release);
}

/* Ids ascend in the order of joining, and so do the lists. */
static struct scst_nexus *scst_nexus_after(const struct scst_group *group, u32 after)
{
	struct scst_nexus *nexus;

	list_for_each_entry(nexus, &group->nexuses, group_entry)
		if (nexus->id.id > after)
			return nexus;
	return NULL;
}

static struct scst_nexus *scst_nexus_after_any(u32 after)
{
	struct scst_nexus *nexus, *next = NULL;
	struct scst_group *group;

	list_for_each_entry(group, &scst_groups, entry) {
		nexus = scst_nexus_after(group, after);
		if (nexus && (!next || nexus->id.id < next->id.id))
			next = nexus;
	}
	return next;
}

static struct scst_nexus *scst_nexus_pin_next(const struct scst_group *group, u32 after)
{
	unsigned int noio = scst_lock();
	struct scst_nexus *nexus;

	nexus = group ? scst_nexus_after(group, after) : scst_nexus_after_any(after);
	if (nexus) {
		scst_nexus_get(nexus);
		nexus->callbacks++;
	}
	scst_unlock(noio);
	return nexus;
}

static void scst_nexus_unpin(struct scst_nexus *nexus)
{
	unsigned int noio = scst_lock();

	nexus->callbacks--;
	scst_unlock(noio);
	wake_up_all(&scst_nexus_quiet);
	scst_nexus_put(nexus);
}

struct scst_nexus *scst_nexus_walk(const struct scst_group *group, struct scst_nexus *nexus)
{
	u32 after = nexus ? nexus->id.id : 0;

	if (nexus)
		scst_nexus_unpin(nexus);
	return scst_nexus_pin_next(group, after);
}

static bool scst_count_in_flight(struct scst_cmd *cmd, void *arg)
{
	u32 *active = arg;

	*active += scst_cmd_in_flight(cmd);
	return true;
}

u32 scst_nexus_active(struct scst_nexus *nexus)
{
	u32 active = 0;

	nexus->target->ops->for_each_cmd(nexus, scst_count_in_flight, &active);
	return active;
}

static struct scst_nexus *scst_nexus_alloc(struct scst_target *target, const char *name,
					   void *priv)
{
	struct scst_nexus *nexus = kzalloc(sizeof(*nexus), GFP_KERNEL);

	if (!nexus)
		return NULL;
	kref_init(&nexus->kref);
	kref_get(&target->kref);
	nexus->target = target;
	nexus->priv = priv;
	strscpy(nexus->name, name, sizeof(nexus->name));
	nexus->id.it = (struct t10_it){
		.initiator = scst_port_name(name),
		.target = get_unaligned_be64(target->port.naa),
		.port = target->port.relative_id,
	};
	xa_init(&nexus->luns);
	INIT_LIST_HEAD(&nexus->group_entry);
	return nexus;
}

/* Kills every I_T_L nexus; those killed here end on @killed.  Under scst_mutex. */
static void scst_nexus_kill_luns(struct scst_nexus *nexus, struct list_head *killed)
{
	struct scst_itl *itl;
	unsigned long lun;

	xa_for_each(&nexus->luns, lun, itl)
		if (scst_itl_kill(itl))
			list_add_tail(&itl->drain_entry, killed);
}

/* The LUNs of its group; all or an error.  Under scst_mutex. */
static int scst_nexus_fill(struct scst_nexus *nexus, struct list_head *blanks)
{
	struct scst_map *map;
	int err;

	list_for_each_entry(map, &nexus->group->maps, entry) {
		if (map->state == SCST_MAP_REMOVING)
			continue;
		err = xa_reserve(&nexus->luns, map->lun, GFP_KERNEL);
		if (err)
			return err;
		scst_itl_publish(blanks, nexus, map->lu, map->lun, map->read_only);
	}
	return 0;
}

/*
 * Joins its group with @blanks for its LUNs.  -EAGAIN with *@need: the map has
 * grown past the stock since it was counted.
 */
static int scst_nexus_join(struct scst_nexus *nexus, struct list_head *blanks,
			   unsigned int *need)
{
	struct scst_group *group;

	group = scst_group_for(nexus->target->name, nexus->name);
	*need = list_count_nodes(&group->maps);
	if (list_count_nodes(blanks) < *need)
		return -EAGAIN;
	do {
		nexus->id.id = ++scst_nexus_last_id;
	} while (!nexus->id.id);
	nexus->group = group;
	list_add_tail(&nexus->group_entry, &group->nexuses);
	return scst_nexus_fill(nexus, blanks);
}

struct scst_nexus *scst_nexus_open(struct scst_target *target, const char *name, void *priv)
{
	struct scst_nexus *nexus = scst_nexus_alloc(target, name, priv);
	unsigned int need = 0;
	unsigned int noio;
	LIST_HEAD(blanks);
	int err;

	if (!nexus)
		return ERR_PTR(-ENOMEM);
	do {
		err = scst_itl_stock(&blanks, need);
		if (err)
			break;
		noio = scst_lock();
		err = scst_nexus_join(nexus, &blanks, &need);
		scst_unlock(noio);
	} while (err == -EAGAIN);
	scst_itl_unstock(&blanks);
	if (err) {
		scst_nexus_close(nexus);
		return ERR_PTR(err);
	}
	return nexus;
}
EXPORT_SYMBOL_GPL(scst_nexus_open);

/* The first LUN from *@lun on; false when there is none.  Skips those being removed. */
static bool scst_nexus_next_lun(struct scst_nexus *nexus, unsigned long *lun)
{
	return xa_find(&nexus->luns, lun, ULONG_MAX, XA_PRESENT);
}

void scst_nexus_add_luns(struct scst_nexus *nexus)
{
	const struct scst_target_ops *ops = nexus->target->ops;
	struct scst_msg msg;
	unsigned long lun;

	for (lun = 0; scst_nexus_next_lun(nexus, &lun); lun++) {
		msg.text[0] = '\0';
		if (ops->lun_added(nexus, lun, &msg))
			pr_warn("%s: LUN %lu: %s\n", nexus->name, lun, msg.text);
	}
}
EXPORT_SYMBOL_GPL(scst_nexus_add_luns);

/*
 * Three phases; phase 0, the Linux devices, was the transport's.  Unpublish:
 * nobody finds the nexus, no command is taken.  Drain: callbacks that had
 * found it, then its commands.  Free: with the last reference, which zombie
 * devices may hold for a while.
 */
void scst_nexus_close(struct scst_nexus *nexus)
{
	unsigned int noio;
	LIST_HEAD(killed);

	noio = scst_lock();
	nexus->closed = true;
	list_del_init(&nexus->group_entry);
	scst_nexus_kill_luns(nexus, &killed);
	scst_unlock(noio);

	wait_event(scst_nexus_quiet, !READ_ONCE(nexus->callbacks));
	scst_itl_drain_all(&killed);
	scst_nexus_put(nexus);
}
EXPORT_SYMBOL_GPL(scst_nexus_close);

struct scst_itl *scst_nexus_itl(struct scst_nexus *nexus, u16 lun)
{
	struct scst_itl *itl;

	rcu_read_lock();
	itl = xa_load(&nexus->luns, lun);
	if (itl && (READ_ONCE(itl->removing) || !kref_get_unless_zero(&itl->kref)))
		itl = NULL;
	rcu_read_unlock();
	return itl;
}
EXPORT_SYMBOL_GPL(scst_nexus_itl);
