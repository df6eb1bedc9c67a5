// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes of a unit, typed.  The rules are those of the attribute table: a
 * value is written as text and goes through the setter that /proc uses.
 */
#include <linux/kernel.h>
#include <linux/kstrtox.h>

#include "netlink.h"

static_assert(SCST_NL_VENDOR_MAX == T10_VENDOR_LEN);
static_assert(SCST_NL_PRODUCT_MAX == T10_PRODUCT_LEN);
static_assert(SCST_NL_REVISION_MAX == T10_REVISION_LEN);
static_assert(SCST_NL_SERIAL_MAX == T10_SERIAL_MAX);

const struct nla_policy scst_nl_param_policy[SCST_NL_P_MAX + 1] = {
	[SCST_NL_P_PATH] = { .type = NLA_NUL_STRING, .len = SCST_NL_PATH_MAX },
	[SCST_NL_P_SIZE] = NLA_POLICY_MIN(NLA_U64, 1),
	[SCST_NL_P_BLOCK_SIZE] = NLA_POLICY_RANGE(NLA_U32, SCST_NL_BLOCK_MIN, SCST_NL_BLOCK_MAX),
	[SCST_NL_P_PHYS_EXP] = NLA_POLICY_MAX(NLA_U8, SCST_NL_PHYS_EXP_MAX),
	[SCST_NL_P_ALIGNMENT] = NLA_POLICY_MAX(NLA_U16, SCST_NL_ALIGNMENT_MAX),
	[SCST_NL_P_VENDOR] = { .type = NLA_NUL_STRING, .len = SCST_NL_VENDOR_MAX },
	[SCST_NL_P_PRODUCT] = { .type = NLA_NUL_STRING, .len = SCST_NL_PRODUCT_MAX },
	[SCST_NL_P_REVISION] = { .type = NLA_NUL_STRING, .len = SCST_NL_REVISION_MAX },
	[SCST_NL_P_SERIAL] = { .type = NLA_NUL_STRING, .len = SCST_NL_SERIAL_MAX },
	[SCST_NL_P_NAA] = NLA_POLICY_RANGE(NLA_BINARY, SCST_NL_NAA_MIN, SCST_NL_NAA_MAX),
	[SCST_NL_P_ROTATION] = { .type = NLA_U16 },
	[SCST_NL_P_WRITE_THROUGH] = { .type = NLA_FLAG },
	[SCST_NL_P_READ_ONLY] = { .type = NLA_FLAG },
	[SCST_NL_P_O_DIRECT] = { .type = NLA_FLAG },
	[SCST_NL_P_NULLIO] = { .type = NLA_FLAG },
	[SCST_NL_P_NV_CACHE] = { .type = NLA_FLAG },
	[SCST_NL_P_BLOCKIO] = { .type = NLA_FLAG },
	[SCST_NL_P_REMOVABLE] = { .type = NLA_FLAG },
	[SCST_NL_P_RAM] = { .type = NLA_FLAG },
	[SCST_NL_P_PINNED] = { .type = NLA_FLAG },
	[SCST_NL_P_THIN] = NLA_POLICY_MAX(NLA_U8, 1),
	[SCST_NL_P_THRESHOLD] = NLA_POLICY_MIN(NLA_U64, 1),
};

static const u8 param_of[] = {
	[SCST_A_PATH] = SCST_NL_P_PATH,
	[SCST_A_SIZE] = SCST_NL_P_SIZE,
	[SCST_A_BLOCK_SIZE] = SCST_NL_P_BLOCK_SIZE,
	[SCST_A_PHYS_EXP] = SCST_NL_P_PHYS_EXP,
	[SCST_A_ALIGNMENT] = SCST_NL_P_ALIGNMENT,
	[SCST_A_VENDOR] = SCST_NL_P_VENDOR,
	[SCST_A_PRODUCT] = SCST_NL_P_PRODUCT,
	[SCST_A_REVISION] = SCST_NL_P_REVISION,
	[SCST_A_SERIAL] = SCST_NL_P_SERIAL,
	[SCST_A_NAA] = SCST_NL_P_NAA,
	[SCST_A_ROTATION] = SCST_NL_P_ROTATION,
	[SCST_A_WRITE_THROUGH] = SCST_NL_P_WRITE_THROUGH,
	[SCST_A_READ_ONLY] = SCST_NL_P_READ_ONLY,
	[SCST_A_O_DIRECT] = SCST_NL_P_O_DIRECT,
	[SCST_A_NULLIO] = SCST_NL_P_NULLIO,
	[SCST_A_NV_CACHE] = SCST_NL_P_NV_CACHE,
	[SCST_A_BLOCKIO] = SCST_NL_P_BLOCKIO,
	[SCST_A_REMOVABLE] = SCST_NL_P_REMOVABLE,
	[SCST_A_RAM] = SCST_NL_P_RAM,
	[SCST_A_PINNED] = SCST_NL_P_PINNED,
	[SCST_A_THIN] = SCST_NL_P_THIN,
	[SCST_A_THRESHOLD] = SCST_NL_P_THRESHOLD,
};

/* An attribute that is added to the table gets a number here, too. */
static_assert(ARRAY_SIZE(param_of) == SCST_A_COUNT);
static_assert(SCST_A_COUNT + 1 == SCST_NL_P_MAX);	/* and SCST_NL_P_PAD */

u32 scst_nl_param_mask(unsigned long attrs)
{
	unsigned int a;
	u32 mask = 0;

	for (a = 0; a < SCST_A_COUNT; a++)
		if (attrs & BIT(a))
			mask |= BIT(param_of[a]);
	return mask;
}

/* Longest text of a value that is no string. */
#define TEXT_MAX	(2 * SCST_NL_NAA_MAX + 1)

/* The value as /proc would be given it; NULL for a bare flag. */
static const char *text_of(const struct nlattr *nla, char *buf)
{
	u64 number;

	switch (scst_nl_param_policy[nla_type(nla)].type) {
	case NLA_NUL_STRING:
		return nla_data(nla);
	case NLA_BINARY:
		*bin2hex(buf, nla_data(nla), nla_len(nla)) = '\0';
		return buf;
	case NLA_U8:
		number = nla_get_u8(nla);
		break;
	case NLA_U16:
		number = nla_get_u16(nla);
		break;
	case NLA_U32:
		number = nla_get_u32(nla);
		break;
	case NLA_U64:
		number = nla_get_u64(nla);
		break;
	default:
		return NULL;
	}
	snprintf(buf, TEXT_MAX, "%llu", number);
	return buf;
}

static int get_param(struct scst_lu_params *p, unsigned long allowed, enum scst_attr a,
		     const struct nlattr *nla, struct scst_nl_refusal *why)
{
	char buf[TEXT_MAX];
	int ret;

	ret = scst_attr_set(p, allowed, scst_attrs[a].word, text_of(nla, buf), &why->msg);
	if (ret)
		why->bad = nla;
	return ret;
}

/**
 * scst_nl_get_params() - read the attributes of a unit that shall be made
 * @p: gets them
 * @allowed: those the handler takes
 * @nest: SCST_NL_A_PARAMS, checked against its policy; may be NULL
 * @why: says why not
 *
 * Return: 0 or what scst_attr_set() refused with.
 */
int scst_nl_get_params(struct scst_lu_params *p, unsigned long allowed,
		       const struct nlattr *nest, struct scst_nl_refusal *why)
{
	struct nlattr *tb[SCST_NL_P_MAX + 1];
	unsigned int a;
	int ret;

	if (!nest)
		return 0;
	ret = nla_parse_nested(tb, SCST_NL_P_MAX, nest, scst_nl_param_policy, NULL);
	for (a = 0; !ret && a < SCST_A_COUNT; a++)
		if (tb[param_of[a]])
			ret = get_param(p, allowed, a, tb[param_of[a]], why);
	return ret;
}

static int put_number(struct sk_buff *skb, u8 param, u64 number)
{
	switch (scst_nl_param_policy[param].type) {
	case NLA_FLAG:
		return number ? nla_put_flag(skb, param) : 0;
	case NLA_U8:
		return nla_put_u8(skb, param, number);
	case NLA_U16:
		return nla_put_u16(skb, param, number);
	case NLA_U32:
		return nla_put_u32(skb, param, number);
	default:
		return nla_put_u64_64bit(skb, param, number, SCST_NL_P_PAD);
	}
}

static int put_hex(struct sk_buff *skb, u8 param, const char *text)
{
	u8 bytes[SCST_NL_NAA_MAX];
	size_t len = strlen(text) / 2;

	if (len > sizeof(bytes) || hex2bin(bytes, text, len))
		return 0;
	return nla_put(skb, param, len, bytes);
}

static int put_value(struct sk_buff *skb, enum scst_attr a, const char *text)
{
	u64 number;

	switch (scst_attrs[a].type) {
	case SCST_AT_STRING:
		return nla_put_string(skb, param_of[a], text);
	case SCST_AT_HEX:
		return put_hex(skb, param_of[a], text);
	default:
		if (kstrtou64(text, 0, &number))
			return 0;
		return put_number(skb, param_of[a], number);
	}
}

/**
 * scst_nl_put_params() - write what the attributes of a unit are
 * @skb: message
 * @lu: unit
 * @buf: SCST_NL_VALUE_MAX bytes of scratch
 *
 * Return: 0 or -EMSGSIZE; @skb is then to be cut back by the caller.
 */
int scst_nl_put_params(struct sk_buff *skb, const struct scst_lu *lu, char *buf)
{
	struct nlattr *nest = nla_nest_start(skb, SCST_NL_A_PARAMS);
	unsigned int a;

	if (!nest)
		return -EMSGSIZE;
	for (a = 0; a < SCST_A_COUNT; a++) {
		if (!(lu->handler->attrs & BIT(a)) || !scst_attrs[a].show)
			continue;
		buf[0] = '\0';
		if (scst_attrs[a].show(lu, buf, SCST_NL_VALUE_MAX) < 0 || !buf[0])
			continue;
		if (put_value(skb, a, buf))
			return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}
