// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists.  A dump comes in as many pieces as its reader takes; between two of
 * them nothing is locked and things may change.  So each piece walks the whole
 * list again, up to where the last one ended, and hashes the names it passes:
 * if they are no longer those it told, the reader hears so (NLM_F_DUMP_INTR).
 */
#include <linux/jhash.h>

#include "netlink.h"

/* A row and the piece it starts must fit: a path may have 4 KiB. */
#define DUMP_ALLOC	8192

/**
 * struct nl_walk - one piece of a dump
 * @skb: the piece
 * @cb: the dump; args[0] is the number of rows told, args[1] their hash
 * @cmd: what the rows are
 * @at: row the walk is at
 * @hash: of the rows before it
 * @group: the group whose names are walked
 * @value: scratch for attributes of units
 */
struct nl_walk {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	u8 cmd;
	unsigned long at;
	u32 hash;
	const char *group;
	char *value;
};

int scst_nl_dump_start(struct netlink_callback *cb)
{
	cb->min_dump_alloc = DUMP_ALLOC;
	cb->seq = 1;
	return 0;
}

static u32 hash_name(const char *name, u32 seed)
{
	return jhash(name, strlen(name), seed);
}

/* Step over the next row.  Returns whether an earlier piece told it. */
static bool was_told(struct nl_walk *w, u32 key)
{
	unsigned long told = w->cb->args[0];

	w->hash = jhash_1word(key, w->hash);
	w->at++;
	if (w->at == told && w->hash != (u32)w->cb->args[1])
		w->cb->seq++;
	return w->at <= told;
}

/* Tell a row that was not told yet; @fill writes it. */
static int put_row(struct nl_walk *w, u32 key,
		   int (*fill)(struct nl_walk *w, const void *row), const void *row)
{
	struct sk_buff *skb = w->skb;
	void *hdr;

	if (was_told(w, key))
		return 0;
	hdr = genlmsg_put(skb, NETLINK_CB(w->cb->skb).portid, w->cb->nlh->nlmsg_seq,
			  &scst_nl_family, NLM_F_MULTI, w->cmd);
	if (!hdr)
		return -EMSGSIZE;
	if (fill(w, row)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genl_dump_check_consistent(w->cb, hdr);
	genlmsg_end(skb, hdr);
	w->cb->args[0] = w->at;
	w->cb->args[1] = w->hash;
	return 0;
}

static int dump(struct nl_walk *w, int (*each)(struct nl_walk *w))
{
	int ret;

	ret = scst_ctl_lock();
	if (ret)
		return ret;
	ret = each(w);
	scst_ctl_unlock();
	/* Rows that were told are gone. */
	if (!ret && w->at < w->cb->args[0])
		w->cb->seq++;
	/* Full: the next piece goes on.  A row that fits nowhere is an error. */
	if (ret == -EMSGSIZE && w->skb->len)
		ret = 0;
	return ret ?: w->skb->len;
}

#define NL_WALK(_skb, _cb, _cmd) { .skb = _skb, .cb = _cb, .cmd = SCST_NL_CMD_##_cmd }

static int put_flag(struct sk_buff *skb, int attr, bool on)
{
	return on ? nla_put_flag(skb, attr) : 0;
}

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, SCST_NL_A_PAD);
}

/* Units. */

static const char *variant_of(const struct scst_lu *lu)
{
	return lu->handler->variant ? lu->handler->variant(lu) : lu->handler->name;
}

static int fill_medium(struct sk_buff *skb, const struct scst_lu *lu)
{
	u8 shift = lu->geo.block_shift;

	return put_u64(skb, SCST_NL_A_SIZE, READ_ONCE(lu->geo.nr_blocks) << shift) ||
	       nla_put_u32(skb, SCST_NL_A_BLOCK_SIZE, 1U << shift);
}

static int fill_state(struct sk_buff *skb, const struct scst_lu *lu)
{
	return put_flag(skb, SCST_NL_A_READ_ONLY, lu->read_only) ||
	       put_flag(skb, SCST_NL_A_BUSY, lu->busy) ||
	       put_flag(skb, SCST_NL_A_STOPPED, READ_ONCE(lu->stopped)) ||
	       nla_put_u32(skb, SCST_NL_A_MAPPED, lu->mapped) ||
	       nla_put_u32(skb, SCST_NL_A_STUCK, atomic_read(&lu->stuck));
}

static int fill_unit(struct nl_walk *w, const void *row)
{
	const struct scst_lu *lu = row;
	struct sk_buff *skb = w->skb;

	return nla_put_string(skb, SCST_NL_A_UNIT, lu->name) ||
	       nla_put_string(skb, SCST_NL_A_HANDLER, lu->handler->name) ||
	       nla_put_string(skb, SCST_NL_A_VARIANT, variant_of(lu)) ||
	       nla_put_u32(skb, SCST_NL_A_TYPE, lu->id.type) ||
	       fill_medium(skb, lu) || fill_state(skb, lu) ||
	       scst_nl_put_params(skb, lu, w->value);
}

static int unit_row(const struct scst_lu *lu, void *arg)
{
	return put_row(arg, hash_name(lu->name, 0), fill_unit, lu);
}

static int each_unit(struct nl_walk *w)
{
	return scst_ctl_each_lu(unit_row, w);
}

int scst_nl_dump_units(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nl_walk w = NL_WALK(skb, cb, UNIT_GET);
	int ret;

	w.value = kmalloc(SCST_NL_VALUE_MAX, GFP_KERNEL);
	if (!w.value)
		return -ENOMEM;
	ret = dump(&w, each_unit);
	kfree(w.value);
	return ret;
}

/* Groups. */

static int fill_group(struct nl_walk *w, const void *group)
{
	return nla_put_string(w->skb, SCST_NL_A_GROUP, group);
}

static int group_row(const char *group, void *arg)
{
	return put_row(arg, hash_name(group, 0), fill_group, group);
}

static int each_group(struct nl_walk *w)
{
	return scst_ctl_each_group(group_row, w);
}

int scst_nl_dump_groups(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nl_walk w = NL_WALK(skb, cb, GROUP_GET);

	return dump(&w, each_group);
}

/* Names of all groups. */

static int fill_name(struct nl_walk *w, const void *name)
{
	return nla_put_string(w->skb, SCST_NL_A_GROUP, w->group) ||
	       nla_put_string(w->skb, SCST_NL_A_NAME, name);
}

static int name_row(const char *name, void *arg)
{
	struct nl_walk *w = arg;

	return put_row(w, hash_name(name, hash_name(w->group, 0)), fill_name, name);
}

static int rows_of_group(const char *group, void *arg)
{
	struct nl_walk *w = arg;

	w->group = group;
	return scst_ctl_each_name(group, name_row, w);
}

static int each_name(struct nl_walk *w)
{
	return scst_ctl_each_group(rows_of_group, w);
}

int scst_nl_dump_names(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nl_walk w = NL_WALK(skb, cb, NAME_GET);

	return dump(&w, each_name);
}

/* LUN maps of all groups. */

static int fill_map(struct nl_walk *w, const void *row)
{
	const struct scst_map_view *v = row;

	return nla_put_string(w->skb, SCST_NL_A_GROUP, v->group) ||
	       nla_put_u32(w->skb, SCST_NL_A_LUN, v->lun) ||
	       nla_put_string(w->skb, SCST_NL_A_UNIT, v->lu->name) ||
	       put_flag(w->skb, SCST_NL_A_READ_ONLY, v->read_only);
}

static int map_row(const struct scst_map_view *v, void *arg)
{
	u32 key = hash_name(v->lu->name, hash_name(v->group, v->lun));

	return put_row(arg, key, fill_map, v);
}

static int each_map(struct nl_walk *w)
{
	return scst_ctl_each_map(NULL, map_row, w);
}

int scst_nl_dump_maps(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nl_walk w = NL_WALK(skb, cb, MAP_GET);

	return dump(&w, each_map);
}

/* Sessions. */

static int fill_session(struct nl_walk *w, const void *row)
{
	const struct scst_session_view *v = row;

	return nla_put_string(w->skb, SCST_NL_A_TEMPLATE, v->template) ||
	       nla_put_string(w->skb, SCST_NL_A_TARGET, v->target) ||
	       nla_put_string(w->skb, SCST_NL_A_INITIATOR, v->initiator) ||
	       nla_put_string(w->skb, SCST_NL_A_GROUP, v->group) ||
	       put_u64(w->skb, SCST_NL_A_COMMANDS, v->commands) ||
	       nla_put_u32(w->skb, SCST_NL_A_ACTIVE, v->active);
}

static int session_row(const struct scst_session_view *v, void *arg)
{
	return put_row(arg, hash_name(v->initiator, hash_name(v->target, 0)), fill_session, v);
}

static int each_session(struct nl_walk *w)
{
	return scst_ctl_each_session(session_row, w);
}

int scst_nl_dump_sessions(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nl_walk w = NL_WALK(skb, cb, SESSION_GET);

	return dump(&w, each_session);
}

/* Linux devices. */

static int fill_statistics(struct sk_buff *skb, const struct scst_itl_stats *s)
{
	return put_u64(skb, SCST_NL_A_COMMANDS, s->commands) ||
	       put_u64(skb, SCST_NL_A_READ_BYTES, s->read_blocks_512 << 9) ||
	       put_u64(skb, SCST_NL_A_WRITE_BYTES, s->write_blocks_512 << 9);
}

static int fill_device(struct nl_walk *w, const void *row)
{
	const struct scst_device_view *v = row;

	return nla_put_string(w->skb, SCST_NL_A_INITIATOR, v->initiator) ||
	       nla_put_string(w->skb, SCST_NL_A_GROUP, v->group) ||
	       nla_put_u32(w->skb, SCST_NL_A_LUN, v->lun) ||
	       nla_put_string(w->skb, SCST_NL_A_UNIT, v->lu) ||
	       put_flag(w->skb, SCST_NL_A_IN_USE, v->in_use) ||
	       nla_put_string(w->skb, SCST_NL_A_LINUX_NAMES, v->names) ||
	       fill_statistics(w->skb, &v->stats);
}

static int device_row(const struct scst_device_view *v, void *arg)
{
	u32 key = hash_name(v->lu, hash_name(v->initiator, v->lun));

	return put_row(arg, key, fill_device, v);
}

static int each_device(struct nl_walk *w)
{
	return scst_ctl_each_device(device_row, w);
}

int scst_nl_dump_devices(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nl_walk w = NL_WALK(skb, cb, DEVICE_GET);

	return dump(&w, each_device);
}

/* Handlers. */

static int fill_handler(struct nl_walk *w, const void *row)
{
	const struct scst_handler *h = row;

	return nla_put_string(w->skb, SCST_NL_A_HANDLER, h->name) ||
	       nla_put_string(w->skb, SCST_NL_A_TITLE, h->title) ||
	       nla_put_u32(w->skb, SCST_NL_A_TYPE, h->type) ||
	       nla_put_u32(w->skb, SCST_NL_A_TAKES, scst_nl_param_mask(h->attrs)) ||
	       put_flag(w->skb, SCST_NL_A_PATH_OPTIONAL, h->path_optional);
}

static int handler_row(const struct scst_handler *h, void *arg)
{
	return put_row(arg, hash_name(h->name, 0), fill_handler, h);
}

static int each_handler(struct nl_walk *w)
{
	return scst_ctl_each_handler(handler_row, w);
}

int scst_nl_dump_handlers(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nl_walk w = NL_WALK(skb, cb, HANDLER_GET);

	return dump(&w, each_handler);
}
