// SPDX-License-Identifier: GPL-2.0-only
/*
 * Verbs on units: create, destroy, resync, set_t10_dev_id.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include "verbs.h"

struct scst_lu *scst_ctl_idle_lu(const char *handler, const char *name, struct scst_msg *msg)
{
	struct scst_lu *lu = scst_lu_find(name);

	if (!lu || (handler && strcmp(lu->handler->name, handler)))
		return ERR_PTR(scst_say(msg, -EINVAL, "there is no device %s", name));
	if (lu->busy)
		return ERR_PTR(scst_say(msg, -EBUSY, "another command is at work on device %s",
					name));
	return lu;
}

static void scst_ctl_idle(struct scst_lu *lu)
{
	unsigned int noio = scst_lock();

	lu->opened = true;
	lu->busy = false;
	scst_unlock(noio);
}

/* What a create job needs. */
struct scst_creation {
	struct scst_lu *lu;
	struct scst_lu_params params;
};

static int scst_run_create(struct scst_job *job)
{
	struct scst_creation *creation = job->arg;
	struct scst_lu *lu = creation->lu;
	int err;

	err = scst_lu_open(lu, &creation->params, &job->msg);
	scst_params_release(&creation->params);
	kfree(creation);
	if (err) {
		scst_lu_forget(lu);
		return err;
	}
	job->size = lu->geo.nr_blocks << lu->geo.block_shift;
	pr_info("device %s: %llu bytes, blocks of %u\n", lu->name, job->size,
		1u << lu->geo.block_shift);
	scst_ctl_idle(lu);
	return 0;
}

static struct scst_job *scst_prepare_create(const char *handler, const char *name,
					    struct scst_lu_params *params, struct scst_msg *msg)
{
	struct scst_creation *creation = kzalloc(sizeof(*creation), GFP_KERNEL);
	struct scst_job *job = scst_job_alloc(SCST_V_CREATE, name, scst_run_create);
	struct scst_lu *lu = ERR_PTR(-ENOMEM);

	if (creation && job)
		lu = scst_lu_create(handler, name, msg);
	if (IS_ERR(lu)) {
		kfree(creation);
		kfree(job);
		return ERR_CAST(lu);
	}
	creation->lu = lu;
	creation->params = *params;
	job->arg = creation;
	return job;
}

static int scst_check_params(const char *handler, const struct scst_lu_params *params,
			     struct scst_msg *msg)
{
	unsigned int noio = scst_lock();
	struct scst_handler *h = scst_handler_find(handler);
	int err;

	if (h)
		err = scst_params_check(h, params, msg);
	else
		err = scst_say(msg, -EINVAL, "there is no handler %s", handler);
	scst_unlock(noio);
	return err;
}

struct scst_job *scst_ctl_create(const char *handler, const char *name,
				 struct scst_lu_params *params, struct scst_msg *msg)
{
	struct scst_job *job;
	int err;

	err = scst_check_params(handler, params, msg);
	job = err ? ERR_PTR(err) : scst_prepare_create(handler, name, params, msg);
	if (IS_ERR(job)) {
		scst_params_release(params);
		return job;
	}
	/* Their contents are the job's now. */
	memset(params, 0, sizeof(*params));
	return scst_job_start(job);
}

/* What a destroy job works on. */
struct scst_destruction {
	struct scst_lu *lu;
	bool surprise;
	unsigned int nr;
	struct scst_map *maps[];
};

static int scst_run_destroy(struct scst_job *job)
{
	struct scst_destruction *d = job->arg;
	unsigned int i;

	for (i = 0; i < d->nr; i++)
		scst_map_remove(d->maps[i], d->surprise);
	pr_info("device %s: gone\n", d->lu->name);
	scst_lu_close(d->lu);
	scst_lu_forget(d->lu);
	kfree(d);
	return 0;
}

static struct scst_destruction *scst_collect_maps(struct scst_lu *lu)
{
	struct scst_destruction *d = kzalloc(struct_size(d, maps, lu->mapped), GFP_KERNEL);
	struct scst_group *group;
	struct scst_map *map;

	if (!d)
		return NULL;
	d->lu = lu;
	list_for_each_entry(group, &scst_groups, entry) {
		map = scst_map_find_lu(group, lu);
		if (map)
			d->maps[d->nr++] = map;
	}
	return d;
}

static int scst_check_maps(const struct scst_destruction *d, bool force, struct scst_msg *msg)
{
	unsigned int i;

	for (i = 0; i < d->nr; i++) {
		struct scst_map *map = d->maps[i];

		if (map->state != SCST_MAP_LIVE || map->group->busy)
			return scst_say(msg, -EBUSY,
					"another command is at work on LUN %u of group %s",
					map->lun, map->group->name);
		if (!force && scst_map_in_use(map))
			return scst_say(msg, -EBUSY, "the disk of %s is in use (LUN %u of %s)",
					d->lu->name, map->lun, map->group->name);
	}
	return 0;
}

static int scst_begin_destroy(struct scst_job *job, const char *handler, const char *name,
			      unsigned int flags, struct scst_msg *msg)
{
	bool force = flags & (SCST_CTL_FORCE | SCST_CTL_SURPRISE);
	struct scst_lu *lu = scst_ctl_idle_lu(handler, name, msg);
	struct scst_destruction *d;
	unsigned int i;
	int err;

	if (IS_ERR(lu))
		return PTR_ERR(lu);
	d = scst_collect_maps(lu);
	if (!d)
		return -ENOMEM;
	err = scst_check_maps(d, force, msg);
	if (err) {
		kfree(d);
		return err;
	}
	for (i = 0; i < d->nr; i++)
		scst_map_begin_removal(d->maps[i]);
	d->surprise = flags & SCST_CTL_SURPRISE;
	lu->busy = true;
	job->arg = d;
	return 0;
}

struct scst_job *scst_ctl_destroy(const char *handler, const char *name,
				  unsigned int flags, struct scst_msg *msg)
{
	struct scst_job *job = scst_job_alloc(SCST_V_DESTROY, name, scst_run_destroy);
	unsigned int noio;
	int err;

	if (!job)
		return ERR_PTR(-ENOMEM);
	noio = scst_lock();
	err = scst_begin_destroy(job, handler, name, flags, msg);
	scst_unlock(noio);
	if (err) {
		kfree(job);
		return ERR_PTR(err);
	}
	return scst_job_start(job);
}

static int scst_run_resync(struct scst_job *job)
{
	struct scst_lu *lu = job->arg;
	u64 nr_blocks;
	int err;

	err = lu->ops->resync(lu, &nr_blocks, &job->msg);
	if (!err)
		scst_lu_resize(lu, nr_blocks);
	job->size = lu->geo.nr_blocks << lu->geo.block_shift;
	scst_ctl_idle(lu);
	return err;
}

struct scst_job *scst_ctl_resync(const char *handler, const char *name, struct scst_msg *msg)
{
	struct scst_job *job = scst_job_alloc(SCST_V_RESYNC, name, scst_run_resync);
	struct scst_lu *lu;
	unsigned int noio;

	if (!job)
		return ERR_PTR(-ENOMEM);
	noio = scst_lock();
	lu = scst_ctl_idle_lu(handler, name, msg);
	if (!IS_ERR(lu))
		lu->busy = true;
	scst_unlock(noio);
	if (IS_ERR(lu)) {
		kfree(job);
		return ERR_CAST(lu);
	}
	job->arg = lu;
	return scst_job_start(job);
}

/* Like the attribute `serial`, and by its rules, but of a unit that exists. */
int scst_ctl_set_id(const char *handler, const char *name, const char *id, struct scst_msg *msg)
{
	struct scst_lu_params p = {};
	unsigned long flags;
	struct scst_lu *lu;
	unsigned int noio;
	int err;

	err = scst_attr_set(&p, BIT(SCST_A_SERIAL), "serial", id, msg);
	if (err)
		return err;
	noio = scst_lock();
	lu = scst_ctl_idle_lu(handler, name, msg);
	err = PTR_ERR_OR_ZERO(lu);
	if (!err) {
		spin_lock_irqsave(&lu->lock, flags);
		strscpy(lu->id.serial, p.serial, sizeof(lu->id.serial));
		spin_unlock_irqrestore(&lu->lock, flags);
		scst_ua_post_lu(lu, T10_UA_INQUIRY_CHANGED, NULL);
	}
	scst_unlock(noio);
	return err;
}
