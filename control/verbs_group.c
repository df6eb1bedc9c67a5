// SPDX-License-Identifier: GPL-2.0-only
/*
 * Verbs on groups and their initiators' names.  None of them takes time.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include "verbs.h"

/* The one who changes groups: their directories come and go with them, outside scst_mutex. */
static DEFINE_MUTEX(scst_group_verbs);

static int scst_group_make(const char *name, struct scst_msg *msg)
{
	unsigned int noio = scst_lock();
	struct scst_group *group = scst_group_create(name, msg);

	scst_unlock(noio);
	return PTR_ERR_OR_ZERO(group);
}

static void scst_group_unmake(const char *name)
{
	unsigned int noio = scst_lock();
	struct scst_group *group = scst_group_find(name);

	if (group)
		scst_group_free(group);
	scst_unlock(noio);
}

int scst_ctl_group_add(const char *group, struct scst_msg *msg)
{
	int err;

	mutex_lock(&scst_group_verbs);
	err = scst_group_make(group, msg);
	if (!err) {
		err = scst_proc_front.group_added(group);
		if (err)
			scst_group_unmake(group);
	}
	mutex_unlock(&scst_group_verbs);
	return err;
}

/* Is a job at work on one of its LUNs, or on a unit behind one? */
static int scst_group_check_idle(const struct scst_group *group, struct scst_msg *msg)
{
	const struct scst_map *map;

	list_for_each_entry(map, &group->maps, entry)
		if (map->state != SCST_MAP_LIVE || map->lu->busy)
			return scst_say(msg, -EBUSY,
					"another command is at work on LUN %u of group %s",
					map->lun, group->name);
	return 0;
}

/* May @name be removed?  Then it is busy: nobody finds it any more. */
static int scst_group_begin_removal(const char *name, struct scst_msg *msg)
{
	struct scst_group *group = scst_ctl_group(name, msg);
	int err;

	if (IS_ERR(group))
		return PTR_ERR(group);
	if (!strcmp(name, SCST_DEFAULT_GROUP))
		return scst_say(msg, -EINVAL, "group %s stays", name);
	if (!list_empty(&group->nexuses))
		return scst_say(msg, -EBUSY, "group %s has live sessions", name);
	err = scst_group_check_idle(group, msg);
	group->busy = !err;
	return err;
}

/* No session sees the map, so its entries go without further ado. */
static void scst_group_finish_removal(const char *name)
{
	struct scst_group *group;
	struct scst_map *map, *next;
	unsigned int noio = scst_lock();

	group = scst_group_find(name);
	list_for_each_entry_safe(map, next, &group->maps, entry)
		scst_map_drop(map);
	scst_group_free(group);
	scst_unlock(noio);
}

int scst_ctl_group_del(const char *group, struct scst_msg *msg)
{
	unsigned int noio;
	int err;

	mutex_lock(&scst_group_verbs);
	noio = scst_lock();
	err = scst_group_begin_removal(group, msg);
	scst_unlock(noio);
	if (!err) {
		scst_proc_front.group_removed(group);
		scst_group_finish_removal(group);
	}
	mutex_unlock(&scst_group_verbs);
	return err;
}

static int scst_group_set_name(const char *old, const char *name, struct scst_msg *msg)
{
	unsigned int noio = scst_lock();
	struct scst_group *group = scst_ctl_group(old, msg);
	int err = 0;

	if (IS_ERR(group))
		err = PTR_ERR(group);
	else if (!strcmp(old, SCST_DEFAULT_GROUP))
		err = scst_say(msg, -EINVAL, "group %s keeps its name", old);
	else
		err = scst_group_check_idle(group, msg) ?: scst_group_rename(group, name, msg);
	scst_unlock(noio);
	return err;
}

int scst_ctl_group_rename(const char *old, const char *group, struct scst_msg *msg)
{
	int err;

	mutex_lock(&scst_group_verbs);
	err = scst_group_set_name(old, group, msg);
	if (!err) {
		err = scst_proc_front.group_added(group);
		if (err)
			scst_group_set_name(group, old, NULL);
		else
			scst_proc_front.group_removed(old);
	}
	mutex_unlock(&scst_group_verbs);
	return err;
}

int scst_ctl_name_add(const char *group_name, const char *name, struct scst_msg *msg)
{
	unsigned int noio = scst_lock();
	struct scst_group *group = scst_ctl_group(group_name, msg);
	int err;

	err = IS_ERR(group) ? PTR_ERR(group) : scst_name_add(group, name, msg);
	scst_unlock(noio);
	return err;
}

static int scst_name_del(struct scst_group *group, const char *name, struct scst_msg *msg)
{
	struct scst_group_name *n = scst_name_find(group, name);

	if (!n)
		return scst_say(msg, -EINVAL, "group %s has no name %s", group->name, name);
	list_del(&n->entry);
	kfree(n);
	return 0;
}

int scst_ctl_name_del(const char *group_name, const char *name, struct scst_msg *msg)
{
	unsigned int noio = scst_lock();
	struct scst_group *group = scst_ctl_group(group_name, msg);
	int err;

	err = IS_ERR(group) ? PTR_ERR(group) : scst_name_del(group, name, msg);
	scst_unlock(noio);
	return err;
}

static int scst_name_move(const char *from_name, const char *name, const char *to_name,
			  struct scst_msg *msg)
{
	struct scst_group *from = scst_ctl_group(from_name, msg);
	struct scst_group *to = scst_ctl_group(to_name, msg);
	int err;

	if (IS_ERR(from))
		return PTR_ERR(from);
	if (IS_ERR(to))
		return PTR_ERR(to);
	if (!scst_name_find(from, name))
		return scst_say(msg, -EINVAL, "group %s has no name %s", from->name, name);
	/* First there, then not here: it is never lost. */
	err = scst_name_add(to, name, msg);
	return err ?: scst_name_del(from, name, msg);
}

int scst_ctl_name_move(const char *group, const char *name, const char *to, struct scst_msg *msg)
{
	unsigned int noio = scst_lock();
	int err = scst_name_move(group, name, to, msg);

	scst_unlock(noio);
	return err;
}

int scst_ctl_names_clear(const char *group_name, struct scst_msg *msg)
{
	unsigned int noio = scst_lock();
	struct scst_group *group = scst_ctl_group(group_name, msg);

	if (!IS_ERR(group))
		scst_names_clear(group);
	scst_unlock(noio);
	return PTR_ERR_OR_ZERO(group);
}
