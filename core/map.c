// SPDX-License-Identifier: GPL-2.0-only
/*
 * LUN maps: how a LUN appears, changes and goes.
 *
 * Appears: everything is allocated first, then published, which can't fail;
 * then the transport makes the Linux device.
 * Goes: phase 0, the Linux device is removed while the LUN still serves (its
 * file system is synced, its cache flushed); phase 1, the LUN is unpublished
 * and takes no command; phase 2, the commands that run are waited for.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include "core.h"
#include "t10/lun.h"

struct scst_map *scst_map_find(struct scst_group *group, u64 lun)
{
	struct scst_map *map;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(map, &group->maps, entry)
		if (map->lun == lun)
			return map;
	return NULL;
}

struct scst_map *scst_map_find_lu(struct scst_group *group, const struct scst_lu *lu)
{
	struct scst_map *map;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(map, &group->maps, entry)
		if (map->lu == lu)
			return map;
	return NULL;
}

static int scst_map_check(struct scst_group *group, u64 lun, struct scst_lu *lu,
			  struct scst_msg *msg)
{
	struct scst_map *map;

	if (lun > T10_MAX_LUN)
		return scst_say(msg, -EINVAL, "LUN %llu is above %d", lun, T10_MAX_LUN);
	map = scst_map_find(group, lun);
	if (map)
		return scst_say(msg, -EEXIST, "LUN %llu of group %s is taken by %s", lun,
				group->name, map->lu->name);
	map = scst_map_find_lu(group, lu);
	if (map)
		return scst_say(msg, -EINVAL, "%s is in group %s already, as LUN %u", lu->name,
				group->name, map->lun);
	return 0;
}

/* Keeps the map sorted, for lists and REPORT LUNS. */
static void scst_map_insert(struct scst_map *map)
{
	struct scst_map *at;

	list_for_each_entry(at, &map->group->maps, entry)
		if (at->lun > map->lun)
			break;
	list_add_tail(&map->entry, &at->entry);
}

/* The nexuses of the group learn of a change to their inventory: SPC-4 6.33. */
static void scst_map_announce(struct scst_group *group, u16 changed)
{
	struct scst_nexus *nexus;
	struct scst_itl *itl;
	unsigned long lun;

	list_for_each_entry(nexus, &group->nexuses, group_entry)
		xa_for_each(&nexus->luns, lun, itl)
			if (lun != changed)
				scst_ua_post(itl, T10_UA_LUNS_CHANGED);
}

/* Room for one more LUN in every nexus of the group: after this publishing can't fail. */
static int scst_map_reserve(struct scst_group *group, u16 lun)
{
	struct scst_nexus *nexus;
	int err;

	list_for_each_entry(nexus, &group->nexuses, group_entry) {
		err = xa_reserve(&nexus->luns, lun, GFP_KERNEL);
		if (err)
			goto release;
	}
	return 0;

release:
	list_for_each_entry(nexus, &group->nexuses, group_entry)
		xa_release(&nexus->luns, lun);
	return err;
}

static struct scst_map *scst_map_alloc(struct scst_group *group, u16 lun, struct scst_lu *lu,
				       bool read_only)
{
	struct scst_map *map = kzalloc(sizeof(*map), GFP_KERNEL);

	if (!map)
		return NULL;
	map->group = group;
	map->lu = lu;
	map->lun = lun;
	map->read_only = read_only;
	map->state = SCST_MAP_ADDING;
	return map;
}

struct scst_map *scst_map_create(struct scst_group *group, u64 lun, struct scst_lu *lu,
				 bool read_only, struct list_head *blanks,
				 unsigned int *need, struct scst_msg *msg)
{
	struct scst_nexus *nexus;
	struct scst_map *map;
	int err = scst_map_check(group, lun, lu, msg);

	if (err)
		return ERR_PTR(err);
	*need = list_count_nodes(&group->nexuses);
	if (list_count_nodes(blanks) < *need)
		return ERR_PTR(-EAGAIN);
	map = scst_map_alloc(group, lun, lu, read_only);
	if (!map || scst_map_reserve(group, lun)) {
		kfree(map);
		return ERR_PTR(-ENOMEM);
	}
	list_for_each_entry(nexus, &group->nexuses, group_entry)
		scst_itl_publish(blanks, nexus, lu, lun, read_only);
	scst_map_announce(group, lun);
	scst_map_insert(map);
	lu->mapped++;
	return map;
}

/* Appends the names of the Linux devices of one nexus to those of the others. */
static void scst_map_add_names(struct scst_map *map, struct scst_nexus *nexus, char *names,
			       size_t size)
{
	size_t used = strlen(names);
	size_t gap = used ? 1 : 0;

	if (used + gap + 1 >= size)
		return;
	if (nexus->target->ops->lun_name(nexus, map->lun, names + used + gap,
					 size - used - gap) > 0 && gap)
		names[used] = ' ';
}

int scst_map_attach(struct scst_map *map, char *names, size_t size, struct scst_msg *msg)
{
	struct scst_nexus *nexus = NULL;
	int err = 0, ret;

	while ((nexus = scst_nexus_walk(map->group, nexus))) {
		ret = nexus->target->ops->lun_added(nexus, map->lun, msg);
		if (!ret)
			scst_map_add_names(map, nexus, names, size);
		else if (!READ_ONCE(nexus->closed))
			err = ret;	/* an adapter that is going away needs no device */
	}
	return err;
}

bool scst_map_in_use(struct scst_map *map)
{
	struct scst_nexus *nexus;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(nexus, &map->group->nexuses, group_entry)
		if (nexus->target->ops->lun_in_use(nexus, map->lun))
			return true;
	return false;
}

/* From here on no new Linux device is made for the LUN. */
void scst_map_begin_removal(struct scst_map *map)
{
	struct scst_nexus *nexus;
	struct scst_itl *itl;

	lockdep_assert_held(&scst_mutex);
	map->state = SCST_MAP_REMOVING;
	list_for_each_entry(nexus, &map->group->nexuses, group_entry) {
		itl = scst_itl_find(nexus, map->lun);
		if (itl)
			WRITE_ONCE(itl->removing, true);
	}
}

/* Phase 0: Linux lets go, while the LUN still serves. */
static void scst_map_remove_devices(struct scst_map *map)
{
	struct scst_nexus *nexus = NULL;

	while ((nexus = scst_nexus_walk(map->group, nexus)))
		nexus->target->ops->lun_removing(nexus, map->lun);
}

/* Phase 1: nobody finds the LUN, no command is taken. */
static void scst_map_unpublish(struct scst_map *map, struct list_head *killed)
{
	struct scst_nexus *nexus;
	struct scst_itl *itl;
	unsigned int noio;

	noio = scst_lock();
	list_for_each_entry(nexus, &map->group->nexuses, group_entry) {
		itl = scst_itl_find(nexus, map->lun);
		if (itl && scst_itl_kill(itl))
			list_add_tail(&itl->drain_entry, killed);
	}
	scst_unlock(noio);
}

void scst_map_drop(struct scst_map *map)
{
	lockdep_assert_held(&scst_mutex);
	list_del(&map->entry);
	map->lu->mapped--;
	kfree(map);
}

/* Phase 3: the entry goes; the others hear of it. */
static void scst_map_forget(struct scst_map *map)
{
	unsigned int noio = scst_lock();

	scst_map_announce(map->group, map->lun);
	scst_map_drop(map);
	scst_unlock(noio);
}

void scst_map_remove(struct scst_map *map, bool surprise)
{
	LIST_HEAD(killed);

	if (surprise)
		scst_map_unpublish(map, &killed);
	scst_map_remove_devices(map);
	if (!surprise)
		scst_map_unpublish(map, &killed);
	scst_itl_drain_all(&killed);
	scst_map_forget(map);
}

/*
 * The I_T_L nexus of @nexus at the map's LUN, marked busy and pinned; NULL where
 * there is none, or where it has the new unit already.
 */
static struct scst_itl *scst_map_claim_itl(struct scst_map *map, struct scst_nexus *nexus)
{
	unsigned int noio = scst_lock();
	struct scst_itl *itl = nexus->closed ? NULL : scst_itl_find(nexus, map->lun);

	if (itl && itl->lu == map->lu)
		itl = NULL;
	if (itl) {
		itl->busy = true;
		scst_itl_get(itl);
	}
	scst_unlock(noio);
	return itl;
}

static void scst_map_replace_one(struct scst_map *map, struct scst_nexus *nexus)
{
	struct scst_itl *itl = scst_map_claim_itl(map, nexus);

	if (!itl)
		return;
	scst_itl_replace(itl, map->lu, map->read_only);
	scst_itl_put(itl);
	nexus->target->ops->lun_changed(nexus, map->lun, SCST_LUN_INQUIRY);
}

void scst_map_replace(struct scst_map *map, struct scst_lu *lu, bool read_only, char *names,
		      size_t size)
{
	struct scst_nexus *nexus = NULL;
	unsigned int noio;

	/* Sessions that come from here on get the new unit at once. */
	noio = scst_lock();
	map->lu->mapped--;
	map->lu = lu;
	map->read_only = read_only;
	lu->mapped++;
	scst_unlock(noio);
	while ((nexus = scst_nexus_walk(map->group, nexus))) {
		scst_map_replace_one(map, nexus);
		scst_map_add_names(map, nexus, names, size);
	}
}
