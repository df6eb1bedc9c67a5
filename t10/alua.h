/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Asymmetric logical unit access: target port groups and their states: SPC-4 5.11.
 */
#ifndef T10_ALUA_H
#define T10_ALUA_H

#include "t10/op.h"
#include "t10/out.h"

/* Asymmetric access states: SPC-4 table 247. */
enum t10_alua {
	T10_ALUA_OPTIMIZED,
	T10_ALUA_NONOPTIMIZED,
	T10_ALUA_STANDBY,
	T10_ALUA_UNAVAILABLE,
	T10_ALUA_STATES
};

/* Why a group is in its state: STATUS CODE. */
#define T10_ALUA_BY_NOBODY	0
#define T10_ALUA_EXPLICIT	1	/* by SET TARGET PORT GROUPS */
#define T10_ALUA_IMPLICIT	2

/**
 * struct t10_tpg_port - a target port and what goes for its group
 * @port: relative target port identifier
 * @group: target port group; ports of one group have one state
 * @state: enum t10_alua
 * @status: T10_ALUA_EXPLICIT…
 */
struct t10_tpg_port {
	u16 port;
	u16 group;
	u8 state;
	u8 status;
};

/* Whether a port in @state serves @op: T10_OK or NOT READY. */
t10_sense_t t10_alua_check(u8 state, const struct t10_op *op);

/* REPORT TARGET PORT GROUPS in the format its CDB asks for: T10_OK or INVALID FIELD IN CDB. */
t10_sense_t t10_report_tpg(struct t10_out *o, const u8 *cdb, const struct t10_tpg_port *ports,
			   unsigned int nr_ports, struct t10_sense_info *info);

/**
 * t10_set_tpg() - SET TARGET PORT GROUPS
 * @ports: all ports; those of the named groups get their new state and status
 * @nr_ports: how many
 * @list: parameter list
 * @len: its bytes; 0: nothing is asked for
 * @info: field pointer
 *
 * Return: T10_OK, or PARAMETER LIST LENGTH ERROR or INVALID FIELD IN PARAMETER LIST
 * with @ports as they were.
 */
t10_sense_t t10_set_tpg(struct t10_tpg_port *ports, unsigned int nr_ports, const u8 *list,
			u32 len, struct t10_sense_info *info);

#endif
