// SPDX-License-Identifier: GPL-2.0-only
/*
 * Verbs on groups and their initiators' names.
 *
 * A group's directory in /proc goes when the last reader of its files does, so
 * what makes and removes one is a job.  Until it has ended the group, or a
 * placeholder, keeps the name from others.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include "verbs.h"

/* Starts the job, or gives it up with the error of what should have begun it. */
static struct scst_job *scst_group_job_start(struct scst_job *job, struct scst_group *group,
					     int err)
{
	if (err) {
		kfree(job);
		return ERR_PTR(err);
	}
	strscpy(job->group, group->name, sizeof(job->group));
	job->arg = group;
	return scst_job_start(job);
}

static void scst_group_unmake(struct scst_group *group)
{
	unsigned int noio = scst_lock();

	scst_group_free(group);
	scst_unlock(noio);
}

static int scst_run_group_add(struct scst_job *job)
{
	struct scst_group *group = job->arg;
	unsigned int noio;
	int err;

	err = scst_proc_front.group_added(group->name);
	if (err) {
		scst_group_unmake(group);
		return err;
	}
	noio = scst_lock();
	group->busy = false;
	scst_unlock(noio);
	return 0;
}

/* A group nobody uses yet, or a name that is being given up. */
static struct scst_group *scst_group_create_busy(const char *name, struct scst_msg *msg)
{
	struct scst_group *group = scst_group_create(name, msg);

	if (!IS_ERR(group))
		group->busy = true;
	return group;
}

struct scst_job *scst_ctl_group_add(const char *name, struct scst_msg *msg)
{
	struct scst_job *job = scst_job_alloc(SCST_V_GROUP_ADD, NULL, scst_run_group_add);
	struct scst_group *group;
	unsigned int noio;

	if (!job)
		return ERR_PTR(-ENOMEM);
	noio = scst_lock();
	group = scst_group_create_busy(name, msg);
	scst_unlock(noio);
	return scst_group_job_start(job, group, PTR_ERR_OR_ZERO(group));
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
static struct scst_group *scst_group_begin_removal(const char *name, struct scst_msg *msg)
{
	struct scst_group *group = scst_ctl_group(name, msg);
	int err;

	if (IS_ERR(group))
		return group;
	if (!strcmp(name, SCST_DEFAULT_GROUP))
		return ERR_PTR(scst_say(msg, -EINVAL, "group %s stays", name));
	if (!list_empty(&group->nexuses))
		return ERR_PTR(scst_say(msg, -EBUSY, "group %s has live sessions", name));
	err = scst_group_check_idle(group, msg);
	if (err)
		return ERR_PTR(err);
	group->busy = true;
	return group;
}

/* No session sees the map, so its entries go without further ado. */
static int scst_run_group_del(struct scst_job *job)
{
	struct scst_group *group = job->arg;
	struct scst_map *map, *next;
	unsigned int noio;

	scst_proc_front.group_removed(group->name);
	noio = scst_lock();
	list_for_each_entry_safe(map, next, &group->maps, entry)
		scst_map_drop(map);
	scst_group_free(group);
	scst_unlock(noio);
	return 0;
}

struct scst_job *scst_ctl_group_del(const char *name, struct scst_msg *msg)
{
	struct scst_job *job = scst_job_alloc(SCST_V_GROUP_DEL, NULL, scst_run_group_del);
	struct scst_group *group;
	unsigned int noio;

	if (!job)
		return ERR_PTR(-ENOMEM);
	noio = scst_lock();
	group = scst_group_begin_removal(name, msg);
	scst_unlock(noio);
	return scst_group_job_start(job, group, PTR_ERR_OR_ZERO(group));
}

/* May @old be renamed?  Then a placeholder has the new name, and no verb finds either. */
static struct scst_group *scst_group_begin_rename(const char *old, const char *name,
						  struct scst_msg *msg)
{
	struct scst_group *group = scst_ctl_group(old, msg);
	struct scst_group *other;
	int err;

	if (IS_ERR(group))
		return group;
	if (!strcmp(old, SCST_DEFAULT_GROUP))
		return ERR_PTR(scst_say(msg, -EINVAL, "group %s keeps its name", old));
	err = scst_group_check_idle(group, msg);
	if (err)
		return ERR_PTR(err);
	other = scst_group_create_busy(name, msg);
	if (IS_ERR(other))
		return other;
	group->other = other;
	return group;
}

/* Sessions that come meanwhile find the group under the one name or the other. */
static int scst_run_group_rename(struct scst_job *job)
{
	struct scst_group *group = job->arg;
	struct scst_group *other = group->other;
	unsigned int noio;
	int err;

	err = scst_proc_front.group_added(other->name);
	noio = scst_lock();
	if (!err)
		scst_group_swap_names(group, other);
	group->other = NULL;
	scst_unlock(noio);
	/* Now, or still, the name of no directory but one that goes. */
	if (!err)
		scst_proc_front.group_removed(other->name);
	scst_group_unmake(other);
	return err;
}

struct scst_job *scst_ctl_group_rename(const char *old, const char *name, struct scst_msg *msg)
{
	struct scst_job *job = scst_job_alloc(SCST_V_GROUP_RENAME, NULL, scst_run_group_rename);
	struct scst_group *group;
	unsigned int noio;

	if (!job)
		return ERR_PTR(-ENOMEM);
	noio = scst_lock();
	group = scst_group_begin_rename(old, name, msg);
	scst_unlock(noio);
	return scst_group_job_start(job, group, PTR_ERR_OR_ZERO(group));
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
