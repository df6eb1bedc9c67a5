// SPDX-License-Identifier: GPL-2.0-only
/*
 * Verbs on target ports: the group an adapter is in, and how its group is reached.
 */
#include "verbs.h"
#include "t10/alua.h"

/* As multipath-tools and sg_rtpg say them, less their blanks. */
static const char *const states[T10_ALUA_STATES] = {
	[T10_ALUA_OPTIMIZED] = "optimized",
	[T10_ALUA_NONOPTIMIZED] = "nonoptimized",
	[T10_ALUA_STANDBY] = "standby",
	[T10_ALUA_UNAVAILABLE] = "unavailable",
};

static struct scst_target *find_target(const char *name, struct scst_msg *msg)
{
	struct scst_target *target;

	list_for_each_entry(target, &scst_targets, entry)
		if (!strcmp(target->name, name))
			return target;
	return ERR_PTR(scst_say(msg, -ENOENT, "there is no target port %.63s", name));
}

int scst_ctl_port_state(const char *name, const char *state, struct scst_msg *msg)
{
	int value = match_string(states, ARRAY_SIZE(states), state);
	struct scst_target *target;
	unsigned int noio;

	if (value < 0)
		return scst_say(msg, -EINVAL,
				"a port is optimized, nonoptimized, standby or unavailable");
	noio = scst_lock();
	target = find_target(name, msg);
	if (!IS_ERR(target))
		scst_access_set(target, value);
	scst_unlock(noio);
	return PTR_ERR_OR_ZERO(target);
}

int scst_ctl_port_group(const char *name, u64 group, struct scst_msg *msg)
{
	struct scst_target *target;
	unsigned int noio;

	if (!group || group > U16_MAX)
		return scst_say(msg, -EINVAL, "a target port group is 1 to %u", U16_MAX);
	noio = scst_lock();
	target = find_target(name, msg);
	if (!IS_ERR(target))
		scst_access_join(target, group);
	scst_unlock(noio);
	return PTR_ERR_OR_ZERO(target);
}
