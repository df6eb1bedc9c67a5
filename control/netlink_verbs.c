// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests that change something.  A row per command says what it needs; the
 * verbs of control.h do the rest and say in words why they refuse.
 */
#include <linux/bitmap.h>

#include "netlink.h"

/* What a command needs is named with the request. */
static const char * const attr_words[] = {
	[SCST_NL_A_UNIT] = "unit",
	[SCST_NL_A_GROUP] = "group",
	[SCST_NL_A_LUN] = "LUN",
	[SCST_NL_A_NAME] = "initiator name",
	[SCST_NL_A_TO] = "new name or group",
	[SCST_NL_A_ID] = "identifier",
};

/**
 * struct nl_verb - a command that changes something
 * @needs: attributes it can't do without, a mask
 * @start: begins the job, or ERR_PTR
 * @now: does it, where it is no job
 */
struct nl_verb {
	u64 needs;
	struct scst_job *(*start)(struct genl_info *info, struct scst_nl_refusal *why);
	int (*now)(struct genl_info *info, struct scst_msg *msg);
};

static const char *text(const struct genl_info *info, int attr)
{
	return nla_data(info->attrs[attr]);
}

/* Only for attributes of the command's own policy: info->attrs has no room for others. */
static const char *text_or_null(const struct genl_info *info, int attr)
{
	return info->attrs[attr] ? text(info, attr) : NULL;
}

static unsigned int flag(const struct genl_info *info, int attr, unsigned int bit)
{
	return info->attrs[attr] ? bit : 0;
}

struct handler_query {
	const char *name;
	unsigned long attrs;
	bool found;
};

static int match_handler(const struct scst_handler *h, void *arg)
{
	struct handler_query *q = arg;

	if (strcmp(h->name, q->name))
		return 0;
	q->attrs = h->attrs;
	q->found = true;
	return 1;
}

/* Which attributes the units of a handler take. */
static int handler_takes(const char *name, unsigned long *attrs, struct scst_msg *msg)
{
	struct handler_query q = { .name = name };
	int ret;

	ret = scst_ctl_lock();
	if (ret)
		return ret;
	scst_ctl_each_handler(match_handler, &q);
	scst_ctl_unlock();
	*attrs = q.attrs;
	if (!q.found)
		return scst_say(msg, -ENOENT, "no handler is named %s (is its module loaded?)",
				name);
	return 0;
}

static struct scst_job *start_create(struct genl_info *info, struct scst_nl_refusal *why)
{
	const char *handler = text_or_null(info, SCST_NL_A_HANDLER) ?: "vdisk";
	struct scst_lu_params params;
	unsigned long takes;
	int ret;

	ret = handler_takes(handler, &takes, &why->msg);
	if (ret)
		return ERR_PTR(ret);
	scst_params_init(&params);
	ret = scst_nl_get_params(&params, takes, info->attrs[SCST_NL_A_PARAMS], why);
	if (ret) {
		scst_params_release(&params);
		return ERR_PTR(ret);
	}
	return scst_ctl_create(handler, text(info, SCST_NL_A_UNIT), &params, &why->msg);
}

static unsigned int removal_flags(const struct genl_info *info)
{
	return flag(info, SCST_NL_A_FORCE, SCST_CTL_FORCE) |
	       flag(info, SCST_NL_A_SURPRISE, SCST_CTL_SURPRISE);
}

static struct scst_job *start_destroy(struct genl_info *info, struct scst_nl_refusal *why)
{
	return scst_ctl_destroy(NULL, text(info, SCST_NL_A_UNIT), removal_flags(info), &why->msg);
}

static int mark_lun(const struct scst_map_view *v, void *arg)
{
	__set_bit(v->lun, arg);
	return 0;
}

/* The lowest LUN that @group does not use; an unknown group has them all free. */
static int find_free_lun(const char *group, u64 *lun, struct scst_msg *msg)
{
	unsigned long *used = bitmap_zalloc(SCST_NL_LUN_MAX + 1, GFP_KERNEL);
	int ret;

	if (!used)
		return -ENOMEM;
	ret = scst_ctl_lock();
	if (!ret) {
		scst_ctl_each_map(group ?: "Default", mark_lun, used);
		scst_ctl_unlock();
		*lun = find_first_zero_bit(used, SCST_NL_LUN_MAX + 1);
		if (*lun > SCST_NL_LUN_MAX)
			ret = scst_say(msg, -ENOSPC, "every LUN is taken");
	}
	bitmap_free(used);
	return ret;
}

/* Somebody may take the LUN before us; then there is another. */
#define FREE_LUN_TRIES	8

static struct scst_job *map_free_lun(const char *group, const char *lu, unsigned int flags,
				     struct scst_msg *msg)
{
	struct scst_job *job = ERR_PTR(-EEXIST);
	int tries, ret;
	u64 lun;

	for (tries = 0; job == ERR_PTR(-EEXIST) && tries < FREE_LUN_TRIES; tries++) {
		ret = find_free_lun(group, &lun, msg);
		if (ret)
			return ERR_PTR(ret);
		job = scst_ctl_map(group, lun, lu, flags, msg);
	}
	return job;
}

static struct scst_job *start_map(struct genl_info *info, struct scst_nl_refusal *why)
{
	const char *group = text_or_null(info, SCST_NL_A_GROUP);
	const char *lu = text(info, SCST_NL_A_UNIT);
	unsigned int flags = flag(info, SCST_NL_A_READ_ONLY, SCST_CTL_READ_ONLY);
	struct scst_job *job;

	if (!info->attrs[SCST_NL_A_LUN])
		return map_free_lun(group, lu, flags, &why->msg);
	job = scst_ctl_map(group, nla_get_u32(info->attrs[SCST_NL_A_LUN]), lu, flags, &why->msg);
	if (job == ERR_PTR(-EEXIST))
		why->bad = info->attrs[SCST_NL_A_LUN];
	return job;
}

static struct scst_job *start_unmap(struct genl_info *info, struct scst_nl_refusal *why)
{
	const char *group = text_or_null(info, SCST_NL_A_GROUP);
	const struct nlattr *lun = info->attrs[SCST_NL_A_LUN];
	const struct nlattr *lu = info->attrs[SCST_NL_A_UNIT];
	unsigned int flags = removal_flags(info);

	if (!lun == !lu)
		return ERR_PTR(scst_say(&why->msg, -EINVAL,
					"the request names no LUN and no unit, or both"));
	if (lun)
		return scst_ctl_unmap(group, nla_get_u32(lun), flags, &why->msg);
	return scst_ctl_unmap_lu(group, nla_data(lu), flags, &why->msg);
}

static struct scst_job *start_replace(struct genl_info *info, struct scst_nl_refusal *why)
{
	unsigned int flags = flag(info, SCST_NL_A_READ_ONLY, SCST_CTL_READ_ONLY) |
			     flag(info, SCST_NL_A_FORCE, SCST_CTL_FORCE);

	return scst_ctl_replace(text_or_null(info, SCST_NL_A_GROUP),
				nla_get_u32(info->attrs[SCST_NL_A_LUN]),
				text(info, SCST_NL_A_UNIT), flags, &why->msg);
}

static struct scst_job *start_resync(struct genl_info *info, struct scst_nl_refusal *why)
{
	return scst_ctl_resync(NULL, text(info, SCST_NL_A_UNIT), &why->msg);
}

static int now_set_id(struct genl_info *info, struct scst_msg *msg)
{
	return scst_ctl_set_id(NULL, text(info, SCST_NL_A_UNIT), text(info, SCST_NL_A_ID), msg);
}

static struct scst_job *start_group_add(struct genl_info *info, struct scst_nl_refusal *why)
{
	return scst_ctl_group_add(text(info, SCST_NL_A_GROUP), &why->msg);
}

static struct scst_job *start_group_del(struct genl_info *info, struct scst_nl_refusal *why)
{
	return scst_ctl_group_del(text(info, SCST_NL_A_GROUP), &why->msg);
}

static struct scst_job *start_group_rename(struct genl_info *info, struct scst_nl_refusal *why)
{
	return scst_ctl_group_rename(text(info, SCST_NL_A_GROUP), text(info, SCST_NL_A_TO),
				     &why->msg);
}

static int now_name_add(struct genl_info *info, struct scst_msg *msg)
{
	return scst_ctl_name_add(text(info, SCST_NL_A_GROUP), text(info, SCST_NL_A_NAME), msg);
}

static int now_name_del(struct genl_info *info, struct scst_msg *msg)
{
	return scst_ctl_name_del(text(info, SCST_NL_A_GROUP), text(info, SCST_NL_A_NAME), msg);
}

static int now_name_move(struct genl_info *info, struct scst_msg *msg)
{
	return scst_ctl_name_move(text(info, SCST_NL_A_GROUP), text(info, SCST_NL_A_NAME),
				  text(info, SCST_NL_A_TO), msg);
}

#define UNIT	BIT_ULL(SCST_NL_A_UNIT)
#define GROUP	BIT_ULL(SCST_NL_A_GROUP)
#define NAME	BIT_ULL(SCST_NL_A_NAME)
#define TO	BIT_ULL(SCST_NL_A_TO)

static const struct nl_verb verbs[] = {
	[SCST_NL_CMD_CREATE] = { .needs = UNIT, .start = start_create },
	[SCST_NL_CMD_DESTROY] = { .needs = UNIT, .start = start_destroy },
	[SCST_NL_CMD_MAP] = { .needs = UNIT, .start = start_map },
	[SCST_NL_CMD_UNMAP] = { .start = start_unmap },
	[SCST_NL_CMD_REPLACE] = { .needs = UNIT | BIT_ULL(SCST_NL_A_LUN),
				  .start = start_replace },
	[SCST_NL_CMD_RESYNC] = { .needs = UNIT, .start = start_resync },
	[SCST_NL_CMD_SET_ID] = { .needs = UNIT | BIT_ULL(SCST_NL_A_ID), .now = now_set_id },
	[SCST_NL_CMD_GROUP_ADD] = { .needs = GROUP, .start = start_group_add },
	[SCST_NL_CMD_GROUP_DEL] = { .needs = GROUP, .start = start_group_del },
	[SCST_NL_CMD_GROUP_RENAME] = { .needs = GROUP | TO,
				       .start = start_group_rename },
	[SCST_NL_CMD_NAME_ADD] = { .needs = GROUP | NAME, .now = now_name_add },
	[SCST_NL_CMD_NAME_DEL] = { .needs = GROUP | NAME, .now = now_name_del },
	[SCST_NL_CMD_NAME_MOVE] = { .needs = GROUP | NAME | TO, .now = now_name_move },
};

/*
 * Send the refusal ourselves.  A sentence may be longer than the buffer that
 * newer kernels have for formatted ones (6.1 has none), and it lives no longer
 * than the call that made it; netlink_ack() copies it.  Then -EINTR keeps
 * netlink_rcv_skb() from sending a second answer, as for a dump.
 */
static int refuse(struct sk_buff *skb, const struct genl_info *info, int err,
		  const struct scst_nl_refusal *why)
{
	struct netlink_ext_ack ack = {};

	if (info->extack)
		ack = *info->extack;
	if (why->msg.text[0])
		ack._msg = why->msg.text;
	if (why->bad)
		ack.bad_attr = why->bad;
	netlink_ack(skb, nlmsg_hdr(skb), err, &ack);
	return -EINTR;
}

/* CAP_SYS_ADMIN of who sends and of who opened the socket, in the initial namespace. */
static int check_sender(struct sk_buff *skb, struct scst_msg *msg)
{
	if (!netlink_capable(skb, CAP_SYS_ADMIN))
		return scst_say(msg, -EPERM, "this needs CAP_SYS_ADMIN in the initial namespace");
	return scst_ctl_may(msg);
}

static int check_request(struct sk_buff *skb, const struct genl_info *info,
			 const struct nl_verb *verb, struct scst_msg *msg)
{
	unsigned int attr;
	int ret;

	ret = check_sender(skb, msg);
	if (ret)
		return ret;
	for (attr = 1; attr < ARRAY_SIZE(attr_words); attr++) {
		if (!(verb->needs & BIT_ULL(attr)) || info->attrs[attr])
			continue;
		return scst_say(msg, -EINVAL, "the request names no %s", attr_words[attr]);
	}
	return 0;
}

static int fill_reply(struct sk_buff *reply, struct genl_info *info, const struct scst_job *job)
{
	void *hdr = genlmsg_put_reply(reply, info, &scst_nl_family, 0, info->genlhdr->cmd);

	if (!hdr || nla_put_u32(reply, SCST_NL_A_SEQ, job->seq) ||
	    (job->lun >= 0 && nla_put_u32(reply, SCST_NL_A_LUN, job->lun)))
		return -EMSGSIZE;
	genlmsg_end(reply, hdr);
	return 0;
}

static int send_reply(struct sk_buff *reply, struct genl_info *info, const struct scst_job *job)
{
	int ret = fill_reply(reply, info, job);

	if (!ret)
		return genlmsg_reply(reply, info);
	nlmsg_free(reply);
	return ret;
}

/* Start a job and answer with its number. */
int scst_nl_do_job(struct sk_buff *skb, struct genl_info *info)
{
	const struct nl_verb *verb = &verbs[info->genlhdr->cmd];
	struct scst_nl_refusal why = {};
	struct sk_buff *reply;
	struct scst_job *job;
	int ret;

	ret = check_request(skb, info, verb, &why.msg);
	if (ret)
		return refuse(skb, info, ret, &why);
	/* Before the job starts: afterwards there is no way back. */
	reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	job = verb->start(info, &why);
	if (IS_ERR(job)) {
		nlmsg_free(reply);
		return refuse(skb, info, PTR_ERR(job), &why);
	}
	ret = send_reply(reply, info, job);
	scst_job_put(job);
	return ret;
}

/* Do what is done when the answer comes. */
int scst_nl_do_now(struct sk_buff *skb, struct genl_info *info)
{
	const struct nl_verb *verb = &verbs[info->genlhdr->cmd];
	struct scst_nl_refusal why = {};
	int ret;

	ret = check_request(skb, info, verb, &why.msg);
	if (!ret)
		ret = verb->now(info, &why.msg);
	return ret ? refuse(skb, info, ret, &why) : 0;
}
