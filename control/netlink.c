// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family: operations with their policies, and events.
 *
 * No doit waits for a device: whoever uses generic netlink would wait with it
 * (cb_lock).  A verb that takes time answers with the number of its job, and
 * SCST_NL_CMD_JOB_ENDED tells everybody how that ended.
 */
#include <linux/rwsem.h>

#include "netlink.h"

#define POL_UNIT	{ .type = NLA_NUL_STRING, .len = SCST_NL_UNIT_MAX }
#define POL_NAME	{ .type = NLA_NUL_STRING, .len = SCST_NL_NAME_MAX }
#define POL_LUN		NLA_POLICY_RANGE(NLA_U32, 0, SCST_NL_LUN_MAX)
#define POL_FLAG	{ .type = NLA_FLAG }

static_assert(SCST_NL_UNIT_MAX == SCST_LU_NAME_MAX);
static_assert(SCST_NL_NAME_MAX == SCST_NAME_MAX);

/* A policy per command: what a command does not list is refused. */
static const struct nla_policy create_policy[SCST_NL_A_PARAMS + 1] = {
	[SCST_NL_A_UNIT] = POL_UNIT,
	[SCST_NL_A_HANDLER] = POL_NAME,
	[SCST_NL_A_PARAMS] = NLA_POLICY_NESTED(scst_nl_param_policy),
};

static const struct nla_policy destroy_policy[SCST_NL_A_SURPRISE + 1] = {
	[SCST_NL_A_UNIT] = POL_UNIT,
	[SCST_NL_A_FORCE] = POL_FLAG,
	[SCST_NL_A_SURPRISE] = POL_FLAG,
};

static const struct nla_policy map_policy[SCST_NL_A_READ_ONLY + 1] = {
	[SCST_NL_A_UNIT] = POL_UNIT,
	[SCST_NL_A_GROUP] = POL_NAME,
	[SCST_NL_A_LUN] = POL_LUN,
	[SCST_NL_A_READ_ONLY] = POL_FLAG,
};

static const struct nla_policy unmap_policy[SCST_NL_A_SURPRISE + 1] = {
	[SCST_NL_A_UNIT] = POL_UNIT,
	[SCST_NL_A_GROUP] = POL_NAME,
	[SCST_NL_A_LUN] = POL_LUN,
	[SCST_NL_A_FORCE] = POL_FLAG,
	[SCST_NL_A_SURPRISE] = POL_FLAG,
};

static const struct nla_policy replace_policy[SCST_NL_A_FORCE + 1] = {
	[SCST_NL_A_UNIT] = POL_UNIT,
	[SCST_NL_A_GROUP] = POL_NAME,
	[SCST_NL_A_LUN] = POL_LUN,
	[SCST_NL_A_READ_ONLY] = POL_FLAG,
	[SCST_NL_A_FORCE] = POL_FLAG,
};

static const struct nla_policy resync_policy[SCST_NL_A_UNIT + 1] = {
	[SCST_NL_A_UNIT] = POL_UNIT,
};

static const struct nla_policy set_id_policy[SCST_NL_A_ID + 1] = {
	[SCST_NL_A_UNIT] = POL_UNIT,
	[SCST_NL_A_ID] = POL_NAME,
};

static const struct nla_policy group_policy[SCST_NL_A_GROUP + 1] = {
	[SCST_NL_A_GROUP] = POL_NAME,
};

static const struct nla_policy group_rename_policy[SCST_NL_A_TO + 1] = {
	[SCST_NL_A_GROUP] = POL_NAME,
	[SCST_NL_A_TO] = POL_NAME,
};

static const struct nla_policy name_policy[SCST_NL_A_NAME + 1] = {
	[SCST_NL_A_GROUP] = POL_NAME,
	[SCST_NL_A_NAME] = POL_NAME,
};

static const struct nla_policy name_move_policy[SCST_NL_A_TO + 1] = {
	[SCST_NL_A_GROUP] = POL_NAME,
	[SCST_NL_A_NAME] = POL_NAME,
	[SCST_NL_A_TO] = POL_NAME,
};

/*
 * Who may change things is asked in the verbs, not by GENL_ADMIN_PERM: that
 * one checks CAP_NET_ADMIN, which a container with host networking has.
 */
#define OP(_cmd, _doit, _policy, _last) {		\
	.cmd = SCST_NL_CMD_##_cmd,			\
	.doit = _doit,					\
	.policy = _policy,				\
	.maxattr = SCST_NL_A_##_last,			\
}

#define OP_JOB(_cmd, _policy, _last)	OP(_cmd, scst_nl_do_job, _policy, _last)
#define OP_NOW(_cmd, _policy, _last)	OP(_cmd, scst_nl_do_now, _policy, _last)

/* Lists tell what /proc/scsi_tgt tells everybody, so everybody may ask. */
#define OP_LIST(_cmd, _dumpit) {			\
	.cmd = SCST_NL_CMD_##_cmd,			\
	.start = scst_nl_dump_start,			\
	.dumpit = _dumpit,				\
}

static const struct genl_ops nl_ops[] = {
	OP_JOB(CREATE, create_policy, PARAMS),
	OP_JOB(DESTROY, destroy_policy, SURPRISE),
	OP_JOB(MAP, map_policy, READ_ONLY),
	OP_JOB(UNMAP, unmap_policy, SURPRISE),
	OP_JOB(REPLACE, replace_policy, FORCE),
	OP_JOB(RESYNC, resync_policy, UNIT),
	OP_NOW(SET_ID, set_id_policy, ID),
	OP_JOB(GROUP_ADD, group_policy, GROUP),
	OP_JOB(GROUP_DEL, group_policy, GROUP),
	OP_JOB(GROUP_RENAME, group_rename_policy, TO),
	OP_NOW(NAME_ADD, name_policy, NAME),
	OP_NOW(NAME_DEL, name_policy, NAME),
	OP_NOW(NAME_MOVE, name_move_policy, TO),
	OP_LIST(UNIT_GET, scst_nl_dump_units),
	OP_LIST(GROUP_GET, scst_nl_dump_groups),
	OP_LIST(NAME_GET, scst_nl_dump_names),
	OP_LIST(MAP_GET, scst_nl_dump_maps),
	OP_LIST(SESSION_GET, scst_nl_dump_sessions),
	OP_LIST(DEVICE_GET, scst_nl_dump_devices),
	OP_LIST(HANDLER_GET, scst_nl_dump_handlers),
};

enum { MCGRP_EVENTS };

static const struct genl_multicast_group nl_mcgrps[] = {
	[MCGRP_EVENTS] = { .name = SCST_NL_MCGRP_EVENTS },
};

/*
 * resv_start_op stays 0, so that every command is checked strictly.  Only the
 * initial network namespace sees the family (netnsok).
 */
struct genl_family scst_nl_family __ro_after_init = {
	.name = SCST_NL_FAMILY,
	.version = SCST_NL_VERSION,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = nl_ops,
	.n_ops = ARRAY_SIZE(nl_ops),
	.mcgrps = nl_mcgrps,
	.n_mcgrps = ARRAY_SIZE(nl_mcgrps),
};

static const u8 nl_verb_of[] = {
	[SCST_V_CREATE] = SCST_NL_VERB_CREATE,
	[SCST_V_DESTROY] = SCST_NL_VERB_DESTROY,
	[SCST_V_MAP] = SCST_NL_VERB_MAP,
	[SCST_V_UNMAP] = SCST_NL_VERB_UNMAP,
	[SCST_V_REPLACE] = SCST_NL_VERB_REPLACE,
	[SCST_V_RESYNC] = SCST_NL_VERB_RESYNC,
	[SCST_V_GROUP_ADD] = SCST_NL_VERB_GROUP_ADD,
	[SCST_V_GROUP_DEL] = SCST_NL_VERB_GROUP_DEL,
	[SCST_V_GROUP_RENAME] = SCST_NL_VERB_GROUP_RENAME,
};

static int put_outcome(struct sk_buff *skb, const struct scst_job *job)
{
	if (nla_put_u32(skb, SCST_NL_A_SEQ, job->seq) ||
	    nla_put_u32(skb, SCST_NL_A_VERB, nl_verb_of[job->verb]) ||
	    nla_put_s32(skb, SCST_NL_A_RESULT, job->result))
		return -EMSGSIZE;
	if (job->msg.text[0] && nla_put_string(skb, SCST_NL_A_MESSAGE, job->msg.text))
		return -EMSGSIZE;
	return 0;
}

static int put_objects(struct sk_buff *skb, const struct scst_job *job)
{
	if (job->lu[0] && nla_put_string(skb, SCST_NL_A_UNIT, job->lu))
		return -EMSGSIZE;
	if (job->group[0] && nla_put_string(skb, SCST_NL_A_GROUP, job->group))
		return -EMSGSIZE;
	if (job->lun >= 0 && nla_put_u32(skb, SCST_NL_A_LUN, job->lun))
		return -EMSGSIZE;
	if (job->names[0] && nla_put_string(skb, SCST_NL_A_LINUX_NAMES, job->names))
		return -EMSGSIZE;
	if (job->size && nla_put_u64_64bit(skb, SCST_NL_A_SIZE, job->size, SCST_NL_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static int put_event(struct sk_buff *skb, const struct scst_job *job)
{
	void *hdr = genlmsg_put(skb, 0, 0, &scst_nl_family, 0, SCST_NL_CMD_JOB_ENDED);
	int ret;

	if (!hdr)
		return -EMSGSIZE;
	ret = put_outcome(skb, job) ?: put_objects(skb, job);
	if (!ret)
		genlmsg_end(skb, hdr);
	return ret;
}

/* Jobs may end while the module goes; then their group's number is somebody else's. */
static DECLARE_RWSEM(events_gate);
static bool events_open;

static void send_event(const struct scst_job *job)
{
	struct sk_buff *skb;

	if (!genl_has_listeners(&scst_nl_family, &init_net, MCGRP_EVENTS))
		return;
	skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb)
		goto lost;
	if (put_event(skb, job)) {
		nlmsg_free(skb);
		goto lost;
	}
	genlmsg_multicast(&scst_nl_family, skb, 0, MCGRP_EVENTS, GFP_KERNEL);
	return;
lost:
	/* Listeners see ENOBUFS, as they do when they read too slowly. */
	genl_set_err(&scst_nl_family, &init_net, 0, MCGRP_EVENTS, -ENOBUFS);
}

static void nl_job_ended(const struct scst_job *job)
{
	down_read(&events_gate);
	if (events_open)
		send_event(job);
	up_read(&events_gate);
}

const struct scst_front_ops scst_netlink_front = {
	.job_ended = nl_job_ended,
};

int __init scst_netlink_init(void)
{
	int ret = genl_register_family(&scst_nl_family);

	if (!ret)
		events_open = true;
	return ret;
}

void scst_netlink_exit(void)
{
	down_write(&events_gate);
	events_open = false;
	up_write(&events_gate);
	genl_unregister_family(&scst_nl_family);
}
