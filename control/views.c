// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists for the front ends.
 */
#include <linux/module.h>
#include "verbs.h"

int scst_ctl_lock(void)
{
	return mutex_lock_killable(&scst_mutex) ? -EINTR : 0;
}

void scst_ctl_unlock(void)
{
	mutex_unlock(&scst_mutex);
}

int scst_ctl_each_lu(int (*fn)(const struct scst_lu *lu, void *arg), void *arg)
{
	struct scst_lu *lu;
	int ret = 0;

	list_for_each_entry(lu, &scst_lus, entry) {
		/* Not open yet: it has no size and no backing to show. */
		if (!lu->opened)
			continue;
		ret = fn(lu, arg);
		if (ret)
			break;
	}
	return ret;
}

int scst_ctl_each_handler(int (*fn)(const struct scst_handler *h, void *arg), void *arg)
{
	struct scst_handler *handler;
	int ret = 0;

	list_for_each_entry(handler, &scst_handlers, entry) {
		ret = fn(handler, arg);
		if (ret)
			break;
	}
	return ret;
}

int scst_ctl_each_group(int (*fn)(const char *group, void *arg), void *arg)
{
	struct scst_group *group;
	int ret = 0;

	list_for_each_entry(group, &scst_groups, entry) {
		if (group->busy)
			continue;
		ret = fn(group->name, arg);
		if (ret)
			break;
	}
	return ret;
}

static int scst_each_map_of(struct scst_group *group,
			    int (*fn)(const struct scst_map_view *v, void *arg), void *arg)
{
	struct scst_map *map;
	int ret = 0;

	list_for_each_entry(map, &group->maps, entry) {
		struct scst_map_view view = {
			.group = group->name,
			.lun = map->lun,
			.lu = map->lu,
			.read_only = map->read_only || map->lu->read_only,
		};

		ret = fn(&view, arg);
		if (ret)
			break;
	}
	return ret;
}

int scst_ctl_each_map(const char *name, int (*fn)(const struct scst_map_view *v, void *arg),
		      void *arg)
{
	struct scst_group *group;
	int ret = name ? -ENOENT : 0;

	list_for_each_entry(group, &scst_groups, entry) {
		if (name && strcmp(group->name, name))
			continue;
		ret = scst_each_map_of(group, fn, arg);
		if (ret)
			break;
	}
	return ret;
}

int scst_ctl_each_name(const char *name, int (*fn)(const char *name, void *arg), void *arg)
{
	struct scst_group *group = scst_group_find(name);
	struct scst_group_name *n;
	int ret = 0;

	if (!group)
		return -ENOENT;
	list_for_each_entry(n, &group->names, entry) {
		ret = fn(n->name, arg);
		if (ret)
			break;
	}
	return ret;
}

static void scst_add_stats(const struct scst_itl *itl, struct scst_itl_stats *sum)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct scst_itl_stats *s = per_cpu_ptr(itl->stats, cpu);

		sum->commands += s->commands;
		sum->read_blocks_512 += s->read_blocks_512;
		sum->write_blocks_512 += s->write_blocks_512;
	}
}

static void scst_view_session(struct scst_nexus *nexus, struct scst_session_view *view)
{
	struct scst_itl_stats sum = {};
	struct scst_itl *itl;
	unsigned long lun;

	xa_for_each(&nexus->luns, lun, itl)
		scst_add_stats(itl, &sum);
	*view = (struct scst_session_view) {
		.template = nexus->target->ops->name,
		.target = nexus->target->name,
		.initiator = nexus->name,
		.group = nexus->group->name,
		.commands = sum.commands,
		.active = scst_nexus_active(nexus),
	};
}

/* Every live session, group by group. */
static int scst_each_nexus(int (*fn)(struct scst_nexus *nexus, void *arg), void *arg)
{
	struct scst_group *group;
	struct scst_nexus *nexus;
	int ret;

	list_for_each_entry(group, &scst_groups, entry)
		list_for_each_entry(nexus, &group->nexuses, group_entry) {
			ret = fn(nexus, arg);
			if (ret)
				return ret;
		}
	return 0;
}

struct scst_session_visit {
	int (*fn)(const struct scst_session_view *v, void *arg);
	void *arg;
};

static int scst_visit_session(struct scst_nexus *nexus, void *arg)
{
	struct scst_session_visit *visit = arg;
	struct scst_session_view view;

	scst_view_session(nexus, &view);
	return visit->fn(&view, visit->arg);
}

int scst_ctl_each_session(int (*fn)(const struct scst_session_view *v, void *arg), void *arg)
{
	struct scst_session_visit visit = { fn, arg };

	return scst_each_nexus(scst_visit_session, &visit);
}

struct scst_device_visit {
	int (*fn)(const struct scst_device_view *v, void *arg);
	void *arg;
};

static void scst_view_device(struct scst_nexus *nexus, struct scst_itl *itl,
			     struct scst_device_view *view)
{
	const struct scst_target_ops *ops = nexus->target->ops;

	*view = (struct scst_device_view) {
		.initiator = nexus->name,
		.group = nexus->group->name,
		.lu = itl->lu->name,
		.lun = itl->lun,
		.in_use = ops->lun_in_use(nexus, itl->lun),
	};
	ops->lun_name(nexus, itl->lun, view->names, sizeof(view->names));
	scst_add_stats(itl, &view->stats);
}

static int scst_visit_devices(struct scst_nexus *nexus, void *arg)
{
	struct scst_device_visit *visit = arg;
	struct scst_device_view view;
	struct scst_itl *itl;
	unsigned long lun;
	int ret;

	xa_for_each(&nexus->luns, lun, itl) {
		scst_view_device(nexus, itl, &view);
		ret = visit->fn(&view, visit->arg);
		if (ret)
			return ret;
	}
	return 0;
}

int scst_ctl_each_device(int (*fn)(const struct scst_device_view *v, void *arg), void *arg)
{
	struct scst_device_visit visit = { fn, arg };

	return scst_each_nexus(scst_visit_devices, &visit);
}

unsigned int scst_ctl_threads(void)
{
	return READ_ONCE(scst_threads);
}

int scst_ctl_set_threads(s64 n, struct scst_msg *msg)
{
	if (n <= 0 || n > WQ_MAX_ACTIVE)
		return scst_say(msg, -EINVAL, "the number of threads is 1 to %d", WQ_MAX_ACTIVE);
	WRITE_ONCE(scst_threads, n);
	return 0;
}
