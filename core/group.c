// SPDX-License-Identifier: GPL-2.0-only
/*
 * Groups: whose LUN map an initiator sees.  All of it under scst_mutex.
 */
#include <linux/ctype.h>
#include <linux/glob.h>
#include <linux/slab.h>
#include "core.h"

struct scst_group *scst_group_find(const char *name)
{
	struct scst_group *group;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(group, &scst_groups, entry)
		if (!strcmp(group->name, name))
			return group;
	return NULL;
}

/*
 * Names are words of lists that are split on white space, so graphic ASCII and
 * nothing else; @bad: what else they must not hold.
 */
static int scst_check_word(const char *what, const char *name, const char *bad,
			   struct scst_msg *msg)
{
	const char *c;

	if (!*name || strlen(name) > SCST_NAME_MAX)
		return scst_say(msg, -EINVAL, "the name of %s has 1 to %d characters", what,
				SCST_NAME_MAX);
	for (c = name; *c; c++)
		if (!isascii(*c) || !isgraph(*c) || strchr(bad, *c))
			return scst_say(msg, -EINVAL,
					"the name of %s is graphic ASCII, without any of %s", what,
					bad);
	return 0;
}

/* It becomes a directory of /proc. */
static int scst_group_check_name(const char *name, struct scst_msg *msg)
{
	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return scst_say(msg, -EINVAL, "\"%s\" can't be a group's name", name);
	return scst_check_word("a group", name, "/", msg);
}

struct scst_group *scst_group_create(const char *name, struct scst_msg *msg)
{
	struct scst_group *group;
	int err = scst_group_check_name(name, msg);

	if (err)
		return ERR_PTR(err);
	if (scst_group_find(name))
		return ERR_PTR(scst_say(msg, -EINVAL, "group %s exists already", name));
	group = kzalloc(sizeof(*group), GFP_KERNEL);
	if (!group)
		return ERR_PTR(-ENOMEM);
	strscpy(group->name, name, sizeof(group->name));
	INIT_LIST_HEAD(&group->maps);
	INIT_LIST_HEAD(&group->names);
	INIT_LIST_HEAD(&group->nexuses);
	list_add_tail(&group->entry, &scst_groups);
	return group;
}

void scst_group_swap_names(struct scst_group *a, struct scst_group *b)
{
	char name[sizeof(a->name)];

	memcpy(name, a->name, sizeof(name));
	memcpy(a->name, b->name, sizeof(name));
	memcpy(b->name, name, sizeof(name));
}

/* Its map is empty and no nexus uses it. */
void scst_group_free(struct scst_group *group)
{
	WARN_ON_ONCE(!list_empty(&group->maps) || !list_empty(&group->nexuses));
	scst_names_clear(group);
	list_del(&group->entry);
	kfree(group);
}

struct scst_group_name *scst_name_find(struct scst_group *group, const char *name)
{
	struct scst_group_name *n;

	list_for_each_entry(n, &group->names, entry)
		if (!strcmp(n->name, name))
			return n;
	return NULL;
}

int scst_name_add(struct scst_group *group, const char *name, struct scst_msg *msg)
{
	struct scst_group_name *n;
	/* * and ? are wildcards; what else glob_match() knows is not offered. */
	int err = scst_check_word("an initiator", name, "[]\\", msg);

	if (err)
		return err;
	if (scst_name_find(group, name))
		return scst_say(msg, -EINVAL, "group %s has the name %s already",
				group->name, name);
	n = kzalloc(sizeof(*n), GFP_KERNEL);
	if (!n)
		return -ENOMEM;
	strscpy(n->name, name, sizeof(n->name));
	list_add_tail(&n->entry, &group->names);
	return 0;
}

void scst_names_clear(struct scst_group *group)
{
	struct scst_group_name *n, *next;

	list_for_each_entry_safe(n, next, &group->names, entry) {
		list_del(&n->entry);
		kfree(n);
	}
}

static bool scst_group_matches(struct scst_group *group, const char *initiator)
{
	struct scst_group_name *n;

	list_for_each_entry(n, &group->names, entry)
		if (glob_match(n->name, initiator))
			return true;
	return false;
}

/* The group of a new session; never NULL, as Default can't be removed. */
struct scst_group *scst_group_for(const char *target, const char *initiator)
{
	char name[sizeof(SCST_DEFAULT_GROUP) + 1 + SCST_NAME_MAX];
	struct scst_group *group;

	list_for_each_entry(group, &scst_groups, entry)
		if (!group->busy && scst_group_matches(group, initiator))
			return group;
	snprintf(name, sizeof(name), "%s_%s", SCST_DEFAULT_GROUP, target);
	group = scst_group_find(name);
	if (group && !group->busy)
		return group;
	return scst_group_find(SCST_DEFAULT_GROUP);
}
