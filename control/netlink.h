/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the netlink front end share.
 */
#ifndef SCST_CONTROL_NETLINK_H
#define SCST_CONTROL_NETLINK_H

#include <net/genetlink.h>
#include <scst_netlink.h>

#include "control.h"

extern struct genl_family scst_nl_family;

/**
 * struct scst_nl_refusal - why a request is refused
 * @msg: sentence of the verb
 * @bad: the attribute at fault, NULL if it is none in particular
 */
struct scst_nl_refusal {
	struct scst_msg msg;
	const struct nlattr *bad;
};

/* netlink_verbs.c */
int scst_nl_do_job(struct sk_buff *skb, struct genl_info *info);
int scst_nl_do_now(struct sk_buff *skb, struct genl_info *info);

/* netlink_list.c: one dump per list */
int scst_nl_dump_start(struct netlink_callback *cb);
int scst_nl_dump_units(struct sk_buff *skb, struct netlink_callback *cb);
int scst_nl_dump_groups(struct sk_buff *skb, struct netlink_callback *cb);
int scst_nl_dump_names(struct sk_buff *skb, struct netlink_callback *cb);
int scst_nl_dump_maps(struct sk_buff *skb, struct netlink_callback *cb);
int scst_nl_dump_sessions(struct sk_buff *skb, struct netlink_callback *cb);
int scst_nl_dump_devices(struct sk_buff *skb, struct netlink_callback *cb);
int scst_nl_dump_handlers(struct sk_buff *skb, struct netlink_callback *cb);

/* netlink_params.c: typed attributes of a unit */
extern const struct nla_policy scst_nl_param_policy[SCST_NL_P_MAX + 1];
/* Bytes that scst_nl_put_params() wants for one value. */
#define SCST_NL_VALUE_MAX	(SCST_NL_PATH_MAX + 1)

int scst_nl_get_params(struct scst_lu_params *p, unsigned long allowed,
		       const struct nlattr *nest, struct scst_nl_refusal *why);
int scst_nl_put_params(struct sk_buff *skb, const struct scst_lu *lu, char *buf);
/* A mask of BIT(enum scst_attr) as a mask of BIT(enum scst_nl_param). */
u32 scst_nl_param_mask(unsigned long attrs);

#endif
