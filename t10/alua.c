// SPDX-License-Identifier: GPL-2.0-only
/*
 * Target port groups: SPC-4 5.11, 6.37, 6.45.
 */
#include "t10/alua.h"

/* PARAMETER DATA FORMAT of the CDB. */
#define FORMAT_LENGTH_ONLY	0
#define FORMAT_EXTENDED		1

/* States that there are, in a descriptor: all but transition, offline, LBA dependent. */
#define SUPPORTED		0x0f

#define LIST_HEADER	4
#define LIST_ENTRY	4

t10_sense_t t10_alua_check(u8 state, const struct t10_op *op)
{
	if (state <= T10_ALUA_NONOPTIMIZED || op->flags & T10_F_ALUA_ANY)
		return T10_OK;
	if (state == T10_ALUA_UNAVAILABLE)
		return T10_S_ALUA_UNAVAILABLE;
	return op->flags & T10_F_ALUA_STANDBY ? T10_OK : T10_S_ALUA_STANDBY;
}

/* The ports of the group that port @first is of; those before it are of others. */
static void put_group(struct t10_out *o, const struct t10_tpg_port *ports, unsigned int nr_ports,
		      unsigned int first)
{
	const struct t10_tpg_port *tpg = &ports[first];
	u8 count = 0;
	u32 count_at;
	unsigned int i;

	t10_out_u8(o, tpg->state);
	t10_out_u8(o, SUPPORTED);
	t10_out_be16(o, tpg->group);
	t10_out_u8(o, 0);
	t10_out_u8(o, tpg->status);
	t10_out_u8(o, 0);
	count_at = o->len;
	t10_out_u8(o, 0);
	for (i = first; i < nr_ports; i++) {
		if (ports[i].group != tpg->group)
			continue;
		t10_out_be16(o, 0);
		t10_out_be16(o, ports[i].port);
		count++;
	}
	t10_out_patch8(o, count_at, count);
}

static bool begins_group(const struct t10_tpg_port *ports, unsigned int i)
{
	unsigned int j;

	for (j = 0; j < i; j++)
		if (ports[j].group == ports[i].group)
			return false;
	return true;
}

t10_sense_t t10_report_tpg(struct t10_out *o, const u8 *cdb, const struct t10_tpg_port *ports,
			   unsigned int nr_ports, struct t10_sense_info *info)
{
	u8 format = cdb[1] >> 5;
	unsigned int i;

	if (format > FORMAT_EXTENDED)
		return t10_bad_cdb(info, 1, 7);
	t10_out_be32(o, 0);
	if (format == FORMAT_EXTENDED) {
		t10_out_u8(o, format << 4);
		/* IMPLICIT TRANSITION TIME 0: there is no such state. */
		t10_out_zero(o, 3);
	}
	for (i = 0; i < nr_ports; i++)
		if (begins_group(ports, i))
			put_group(o, ports, nr_ports, i);
	t10_out_patch32(o, 0, o->len - 4);
	return T10_OK;
}

static bool has_group(const struct t10_tpg_port *ports, unsigned int nr_ports, u16 group)
{
	unsigned int i;

	for (i = 0; i < nr_ports; i++)
		if (ports[i].group == group)
			return true;
	return false;
}

static t10_sense_t check_list(const struct t10_tpg_port *ports, unsigned int nr_ports,
			      const u8 *list, u32 len, struct t10_sense_info *info)
{
	u32 at;

	if (len < LIST_HEADER || (len - LIST_HEADER) % LIST_ENTRY)
		return T10_S_PARAM_LIST_LENGTH;
	for (at = LIST_HEADER; at < len; at += LIST_ENTRY) {
		if ((list[at] & 0x0f) >= T10_ALUA_STATES)
			return t10_bad_param(info, at, 3);
		if (!has_group(ports, nr_ports, get_unaligned_be16(list + at + 2)))
			return t10_bad_param(info, at + 2, T10_NO_BIT);
	}
	return T10_OK;
}

t10_sense_t t10_set_tpg(struct t10_tpg_port *ports, unsigned int nr_ports, const u8 *list,
			u32 len, struct t10_sense_info *info)
{
	t10_sense_t ret = len ? check_list(ports, nr_ports, list, len, info) : T10_OK;
	unsigned int i;
	u32 at;

	if (ret != T10_OK)
		return ret;
	for (at = LIST_HEADER; at < len; at += LIST_ENTRY) {
		for (i = 0; i < nr_ports; i++) {
			if (ports[i].group != get_unaligned_be16(list + at + 2))
				continue;
			ports[i].state = list[at] & 0x0f;
			ports[i].status = T10_ALUA_EXPLICIT;
		}
	}
	return T10_OK;
}
