/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reservations: those of SPC-2 (RESERVE, RELEASE: 5.5.1) and persistent ones
 * (SPC-4 5.12, 6.15, 6.16).
 *
 * A persistent registration belongs to an I_T nexus by the names of its two
 * ports, whether it is there just now or not.
 */
#ifndef T10_PR_H
#define T10_PR_H

#include "t10/op.h"
#include "t10/out.h"

/* Registrations a logical unit has room for: beyond, INSUFFICIENT REGISTRATION RESOURCES. */
#define T10_PR_MAX	128

/* Types of a persistent reservation: SPC-4 table 154. */
#define T10_PR_WE	0x1	/* Write Exclusive */
#define T10_PR_EA	0x3	/* Exclusive Access */
#define T10_PR_WE_RO	0x5	/* Write Exclusive, Registrants Only */
#define T10_PR_EA_RO	0x6	/* Exclusive Access, Registrants Only */
#define T10_PR_WE_AR	0x7	/* Write Exclusive, All Registrants */
#define T10_PR_EA_AR	0x8	/* Exclusive Access, All Registrants */

/* Service actions of PERSISTENT RESERVE IN and OUT. */
enum t10_pr_in_sa {
	T10_PR_READ_KEYS, T10_PR_READ_RESERVATION, T10_PR_REPORT_CAPABILITIES,
	T10_PR_READ_FULL_STATUS,
};

enum t10_pr_out_sa {
	T10_PR_REGISTER, T10_PR_RESERVE, T10_PR_RELEASE, T10_PR_CLEAR, T10_PR_PREEMPT,
	T10_PR_PREEMPT_ABORT, T10_PR_REGISTER_IGNORE, T10_PR_REGISTER_MOVE,
};

/**
 * struct t10_it - an I_T nexus by its ports
 * @initiator: name of the initiator port, as in its TransportID (SAS address, SPC-4 7.6.4.7)
 * @target: name of the target port
 * @port: relative target port identifier; goes with @target, not compared
 */
struct t10_it {
	u64 initiator;
	u64 target;
	u16 port;
};

static inline bool t10_it_equal(const struct t10_it *a, const struct t10_it *b)
{
	return a->initiator == b->initiator && a->target == b->target;
}

/* A registration. */
struct t10_pr_reg {
	u64 key;
	struct t10_it it;
};

/**
 * struct t10_pr - registrations and the persistent reservation of a logical unit
 * @generation: PRGENERATION
 * @count: registrations in @regs
 * @holder: which of them holds the reservation; not of types with all registrants
 * @type: T10_PR_*, 0: no reservation
 * @aptpl: kept over a loss of power (APTPL of the last registration)
 * @regs: in the order they came
 */
struct t10_pr {
	u32 generation;
	u16 count;
	u16 holder;
	u8 type;
	bool aptpl;
	struct t10_pr_reg regs[T10_PR_MAX];
};

/* A target port: name and relative identifier. */
struct t10_pr_port {
	u64 target;
	u16 port;
};

/**
 * struct t10_pr_ctx - what is around a logical unit
 * @self: the I_T nexus that asks
 * @ports: all target ports
 * @nr_ports: how many
 * @can_persist: there is a store: PTPL_C
 */
struct t10_pr_ctx {
	struct t10_it self;
	const struct t10_pr_port *ports;
	unsigned int nr_ports;
	bool can_persist;
};

/**
 * struct t10_pr_out - a PERSISTENT RESERVE OUT, taken apart
 * @action: enum t10_pr_out_sa
 * @scope: SCOPE
 * @type: TYPE
 * @aptpl: APTPL
 * @all_tg_pt: ALL_TG_PT
 * @spec_i_pt: SPEC_I_PT
 * @unreg: UNREG
 * @port: RELATIVE TARGET PORT IDENTIFIER of REGISTER AND MOVE
 * @key: RESERVATION KEY
 * @sa_key: SERVICE ACTION RESERVATION KEY
 * @ids: TransportIDs, T10_PR_ID_LEN bytes each, all of them good
 * @nr_ids: how many
 * @ids_at: where in the parameter list they begin
 */
struct t10_pr_out {
	u8 action;
	u8 scope;
	u8 type;
	bool aptpl;
	bool all_tg_pt;
	bool spec_i_pt;
	bool unreg;
	u16 port;
	u64 key;
	u64 sa_key;
	const u8 *ids;
	unsigned int nr_ids;
	u16 ids_at;
};

#define T10_PR_ID_LEN	24

/**
 * struct t10_pr_effects - what core shall do when the new state stands
 * @changed: the state is to be replaced and attention words recomputed
 * @persist: saved before that
 * @ua: what the nexuses registered before are told (enum t10_ua, -1: nothing),
 *	by their place in the old state
 * @doomed: by the same place: preempted; a PREEMPT AND ABORT ends their commands
 */
struct t10_pr_effects {
	bool changed;
	bool persist;
	s8 ua[T10_PR_MAX];
	bool doomed[T10_PR_MAX];
};

/* The registration of a nexus, -1: none. */
int t10_pr_find(const struct t10_pr *pr, const struct t10_it *it);
/* Whether @type is one of a persistent reservation. */
bool t10_pr_type_valid(u8 type);
/* Every registrant holds a reservation of this type. */
bool t10_pr_all_registrants(u8 type);

/**
 * t10_pr_out_parse() - CDB and parameter list of PERSISTENT RESERVE OUT  (pr_cdb.c)
 * @out: result; points into @list
 * @cdb: its bits were checked
 * @list: parameter list
 * @len: its bytes
 * @info: field pointer
 *
 * Return: T10_OK, PARAMETER LIST LENGTH ERROR, INVALID FIELD IN PARAMETER LIST.
 */
t10_sense_t t10_pr_out_parse(struct t10_pr_out *out, const u8 *cdb, const u8 *list, u32 len,
			     struct t10_sense_info *info);
/* The initiator port a TransportID names. */
u64 t10_pr_id(const u8 *id);

/**
 * t10_pr_out_decide() - what a PERSISTENT RESERVE OUT comes to  (pr.c)
 * @old: the state as it is
 * @ctx: who asks, and what is around
 * @out: the request
 * @new: gets the state as it shall be
 * @fx: gets what goes with it; looked at with T10_OK only
 * @info: field pointer
 *
 * Return: T10_OK, RESERVATION CONFLICT, INVALID FIELD IN CDB or IN PARAMETER
 * LIST, INVALID RELEASE OF PERSISTENT RESERVATION, INSUFFICIENT REGISTRATION RESOURCES.
 */
t10_sense_t t10_pr_out_decide(const struct t10_pr *old, const struct t10_pr_ctx *ctx,
			      const struct t10_pr_out *out, struct t10_pr *new,
			      struct t10_pr_effects *fx, struct t10_sense_info *info);

/* PERSISTENT RESERVE IN, by its service action.  pr_cdb.c */
void t10_pr_in(struct t10_out *o, u8 action, const struct t10_pr *pr,
	       const struct t10_pr_ctx *ctx);

/* The most bytes READ FULL STATUS and t10_pr_save() come to. */
#define T10_PR_FULL_MAX	(8 + T10_PR_MAX * (24 + T10_PR_ID_LEN))
#define T10_PR_SAVE_MAX	(16 + T10_PR_MAX * 32)

/* The state as bytes, at most T10_PR_SAVE_MAX; 0: nothing of it is kept.  pr_aptpl.c */
u32 t10_pr_save(u8 *buf, const struct t10_pr *pr);
/* The inverse, after a loss of power; false, and an empty state, where the bytes are no state. */
bool t10_pr_load(struct t10_pr *pr, const u8 *buf, u32 len);

/**
 * struct t10_resv - all that may reserve a logical unit
 * @holder: identifier of the nexus that holds RESERVE(6/10), 0: none
 * @pr: persistent reservations
 */
struct t10_resv {
	u32 holder;
	const struct t10_pr *pr;
};

/* An I_T nexus by its identifier and by its names. */
struct t10_nexus {
	u32 id;
	struct t10_it it;
};

/*
 * RESERVE(6/10): RESERVATION CONFLICT where another nexus holds it; again by the holder:
 * GOOD.  With registrations, SPC-4 5.12.3 (CRH=1): GOOD without effect from whom the
 * persistent reservation lets do everything, else RESERVATION CONFLICT.  @holder: who
 * holds it then.
 */
t10_sense_t t10_resv_reserve(const struct t10_resv *resv, const struct t10_nexus *nexus,
			     u32 *holder);
/* RELEASE(6/10): GOOD without effect from a nexus that holds nothing (SPC-2 7.18); as above. */
t10_sense_t t10_resv_release(const struct t10_resv *resv, const struct t10_nexus *nexus,
			     u32 *holder);
/* Who holds RESERVE(6/10) after the loss of @nexus or (0) a logical unit reset. */
u32 t10_resv_after_loss(u32 holder, u32 nexus);

/* Whether @nexus must be checked command by command: others hold something.  pr_conflict.c */
bool t10_resv_attention(const struct t10_resv *resv, const struct t10_nexus *nexus);

/*
 * SPC-2 table 9, SPC-4 tables 65 to 67, SBC-3 table 13: may @op from @nexus go on?
 * T10_OK or RESERVATION CONFLICT.  @cdb must be readable as far as @op->len says.
 */
t10_sense_t t10_resv_conflict(const struct t10_resv *resv, const struct t10_nexus *nexus,
			      const struct t10_op *op, const u8 *cdb);

#endif
