// SPDX-License-Identifier: GPL-2.0-only
/*
 * Verbs on LUN maps: map, unmap, replace, clear.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include "verbs.h"

/* What the job of a LUN works on. */
struct scst_map_work {
	struct scst_map *map;
	struct scst_lu *old;
	struct scst_lu *lu;
	bool read_only;
	bool surprise;
};

struct scst_group *scst_ctl_group(const char *name, struct scst_msg *msg)
{
	struct scst_group *group = scst_group_find(name ?: SCST_DEFAULT_GROUP);

	if (!group)
		return ERR_PTR(scst_say(msg, -EINVAL, "there is no group %s", name));
	if (group->busy || group->other)
		return ERR_PTR(scst_say(msg, -EBUSY, "another command is at work on group %s",
					group->name));
	return group;
}

static struct scst_job *scst_map_job(enum scst_verb verb, int (*run)(struct scst_job *job))
{
	struct scst_job *job = scst_job_alloc(verb, NULL, run);
	struct scst_map_work *work;

	if (!job)
		return NULL;
	work = kzalloc(sizeof(*work), GFP_KERNEL);
	if (!work) {
		kfree(job);
		return NULL;
	}
	job->arg = work;
	return job;
}

/* Starts the job, or gives it up with the error of what should have begun it. */
static struct scst_job *scst_map_job_start(struct scst_job *job, int err)
{
	if (!err)
		return scst_job_start(job);
	kfree(job->arg);
	kfree(job);
	return ERR_PTR(err);
}

static void scst_map_job_names(struct scst_job *job, const struct scst_map *map,
			       const struct scst_lu *lu)
{
	strscpy(job->lu, lu->name, sizeof(job->lu));
	strscpy(job->group, map->group->name, sizeof(job->group));
	job->lun = map->lun;
}

static void scst_map_job_end(struct scst_job *job, struct scst_map *map)
{
	struct scst_map_work *work = job->arg;
	unsigned int noio = scst_lock();

	if (map)
		map->state = SCST_MAP_LIVE;
	if (work->lu)
		work->lu->busy = false;
	if (work->old)
		work->old->busy = false;
	scst_unlock(noio);
	kfree(work);
	job->arg = NULL;
}

/* All or nothing: where Linux can't have the device, the LUN goes again. */
static void scst_undo_map(struct scst_map *map)
{
	unsigned int noio = scst_lock();

	scst_map_begin_removal(map);
	scst_unlock(noio);
	scst_map_remove(map, false);
}

static int scst_run_map(struct scst_job *job)
{
	struct scst_map_work *work = job->arg;
	int err;

	err = scst_map_attach(work->map, job->names, sizeof(job->names), &job->msg);
	if (err) {
		scst_undo_map(work->map);
		work->map = NULL;
	}
	scst_map_job_end(job, work->map);
	return err;
}

/* -EAGAIN: not enough in stock for the group's sessions. */
static int scst_begin_map(struct scst_job *job, const char *group_name, u64 lun,
			  const char *name, bool read_only, struct list_head *blanks,
			  unsigned int *need, struct scst_msg *msg)
{
	struct scst_map_work *work = job->arg;
	struct scst_group *group = scst_ctl_group(group_name, msg);
	struct scst_lu *lu;

	if (IS_ERR(group))
		return PTR_ERR(group);
	lu = scst_ctl_idle_lu(NULL, name, msg);
	if (IS_ERR(lu))
		return PTR_ERR(lu);
	work->map = scst_map_create(group, lun, lu, read_only, blanks, need, msg);
	if (IS_ERR(work->map))
		return PTR_ERR(work->map);
	work->lu = lu;
	lu->busy = true;
	scst_map_job_names(job, work->map, lu);
	return 0;
}

struct scst_job *scst_ctl_map(const char *group, u64 lun, const char *lu,
			      unsigned int flags, struct scst_msg *msg)
{
	struct scst_job *job = scst_map_job(SCST_V_MAP, scst_run_map);
	unsigned int need = 0, noio;
	LIST_HEAD(blanks);
	int err;

	if (!job)
		return ERR_PTR(-ENOMEM);
	do {
		err = scst_itl_stock(&blanks, need);
		if (err)
			break;
		noio = scst_lock();
		err = scst_begin_map(job, group, lun, lu, flags & SCST_CTL_READ_ONLY, &blanks,
				     &need, msg);
		scst_unlock(noio);
	} while (err == -EAGAIN);
	scst_itl_unstock(&blanks);
	return scst_map_job_start(job, err);
}

static int scst_run_unmap(struct scst_job *job)
{
	struct scst_map_work *work = job->arg;

	scst_map_remove(work->map, work->surprise);
	scst_map_job_end(job, NULL);
	return 0;
}

static int scst_check_live(const struct scst_map *map, struct scst_msg *msg)
{
	if (map->state == SCST_MAP_LIVE && !map->lu->busy)
		return 0;
	return scst_say(msg, -EBUSY, "another command is at work on LUN %u of group %s",
			map->lun, map->group->name);
}

static int scst_check_unused(struct scst_map *map, unsigned int flags, struct scst_msg *msg)
{
	if ((flags & (SCST_CTL_FORCE | SCST_CTL_SURPRISE)) || !scst_map_in_use(map))
		return 0;
	return scst_say(msg, -EBUSY, "the disk of %s is in use (LUN %u of group %s)",
			map->lu->name, map->lun, map->group->name);
}

static int scst_begin_unmap(struct scst_job *job, struct scst_map *map, unsigned int flags,
			    struct scst_msg *msg)
{
	struct scst_map_work *work = job->arg;
	int err;

	err = scst_check_live(map, msg);
	if (!err)
		err = scst_check_unused(map, flags, msg);
	if (err)
		return err;
	scst_map_begin_removal(map);
	work->map = map;
	work->lu = map->lu;
	work->lu->busy = true;
	work->surprise = flags & SCST_CTL_SURPRISE;
	scst_map_job_names(job, map, map->lu);
	return 0;
}

static struct scst_map *scst_ctl_map_at(const char *group_name, u64 lun, struct scst_msg *msg)
{
	struct scst_group *group = scst_ctl_group(group_name, msg);
	struct scst_map *map;

	if (IS_ERR(group))
		return ERR_CAST(group);
	map = scst_map_find(group, lun);
	if (!map)
		return ERR_PTR(scst_say(msg, -EINVAL, "group %s has no LUN %llu", group->name,
					lun));
	return map;
}

static struct scst_map *scst_ctl_map_of(const char *group_name, const char *name,
					struct scst_msg *msg)
{
	struct scst_group *group = scst_ctl_group(group_name, msg);
	struct scst_lu *lu = scst_lu_find(name);
	struct scst_map *map;

	if (IS_ERR(group))
		return ERR_CAST(group);
	if (!lu)
		return ERR_PTR(scst_say(msg, -EINVAL, "there is no device %s", name));
	map = scst_map_find_lu(group, lu);
	if (!map)
		return ERR_PTR(scst_say(msg, -EINVAL, "device %s is not in group %s", name,
					group->name));
	return map;
}

/* @name NULL: by LUN. */
static struct scst_job *scst_unmap(const char *group, u64 lun, const char *name,
				   unsigned int flags, struct scst_msg *msg)
{
	struct scst_job *job = scst_map_job(SCST_V_UNMAP, scst_run_unmap);
	struct scst_map *map;
	unsigned int noio;
	int err;

	if (!job)
		return ERR_PTR(-ENOMEM);
	noio = scst_lock();
	map = name ? scst_ctl_map_of(group, name, msg) : scst_ctl_map_at(group, lun, msg);
	err = IS_ERR(map) ? PTR_ERR(map) : scst_begin_unmap(job, map, flags, msg);
	scst_unlock(noio);
	return scst_map_job_start(job, err);
}

struct scst_job *scst_ctl_unmap(const char *group, u64 lun, unsigned int flags,
				struct scst_msg *msg)
{
	return scst_unmap(group, lun, NULL, flags, msg);
}

struct scst_job *scst_ctl_unmap_lu(const char *group, const char *lu, unsigned int flags,
				   struct scst_msg *msg)
{
	return scst_unmap(group, 0, lu, flags, msg);
}

static int scst_run_replace(struct scst_job *job)
{
	struct scst_map_work *work = job->arg;

	scst_map_replace(work->map, work->lu, work->read_only, job->names, sizeof(job->names));
	scst_map_job_end(job, work->map);
	return 0;
}

static int scst_begin_replace(struct scst_job *job, struct scst_map *map, const char *name,
			      unsigned int flags, struct scst_msg *msg)
{
	struct scst_map_work *work = job->arg;
	struct scst_map *other;
	struct scst_lu *lu;
	int err;

	err = scst_check_live(map, msg);
	if (!err)
		err = scst_check_unused(map, flags, msg);
	if (err)
		return err;
	lu = scst_ctl_idle_lu(NULL, name, msg);
	if (IS_ERR(lu))
		return PTR_ERR(lu);
	other = scst_map_find_lu(map->group, lu);
	if (other)
		return scst_say(msg, -EINVAL, "%s is in group %s already, as LUN %u", name,
				map->group->name, other->lun);
	if (lu->id.type != map->lu->id.type)
		return scst_say(msg, -EINVAL, "%s is another type of device than %s", name,
				map->lu->name);
	/* Linux aligns its buffers to what it was told when the device came. */
	if (lu->dma_alignment & ~map->lu->dma_alignment)
		return scst_say(msg, -EINVAL, "%s needs buffers aligned to %u bytes, %s did not",
				name, lu->dma_alignment + 1, map->lu->name);
	if (lu->stable_writes && !map->lu->stable_writes)
		return scst_say(msg, -EINVAL,
				"%s needs data that do not change while written, %s did not",
				name, map->lu->name);
	work->map = map;
	work->old = map->lu;
	work->lu = lu;
	work->read_only = flags & SCST_CTL_READ_ONLY;
	map->state = SCST_MAP_CHANGING;
	work->old->busy = true;
	lu->busy = true;
	scst_map_job_names(job, map, lu);
	return 0;
}

struct scst_job *scst_ctl_replace(const char *group, u64 lun, const char *lu,
				  unsigned int flags, struct scst_msg *msg)
{
	struct scst_job *job = scst_map_job(SCST_V_REPLACE, scst_run_replace);
	struct scst_map *map;
	unsigned int noio;
	int err;

	if (!job)
		return ERR_PTR(-ENOMEM);
	noio = scst_lock();
	map = scst_ctl_map_at(group, lun, msg);
	err = IS_ERR(map) ? PTR_ERR(map) : scst_begin_replace(job, map, lu, flags, msg);
	scst_unlock(noio);
	return scst_map_job_start(job, err);
}

/* The first LUN of the group; false: its map is empty. */
static bool scst_first_lun(const char *group_name, u16 *lun, int *err, struct scst_msg *msg)
{
	struct scst_map *map = NULL;
	struct scst_group *group;
	unsigned int noio;

	noio = scst_lock();
	group = scst_ctl_group(group_name, msg);
	*err = PTR_ERR_OR_ZERO(group);
	if (!*err)
		map = list_first_entry_or_null(&group->maps, struct scst_map, entry);
	if (map)
		*lun = map->lun;
	scst_unlock(noio);
	return map;
}

int scst_ctl_clear(const char *group, unsigned int flags, struct scst_msg *msg)
{
	struct scst_job *job;
	int err;
	u16 lun;

	while (scst_first_lun(group, &lun, &err, msg)) {
		job = scst_ctl_unmap(group, lun, flags, msg);
		if (IS_ERR(job))
			return PTR_ERR(job);
		err = scst_job_wait(job, msg);
		scst_job_put(job);
		if (err)
			return err;
	}
	return err;
}
