// SPDX-License-Identifier: GPL-2.0-only
/*
 * What PERSISTENT RESERVE OUT comes to: SPC-4 5.12.7 to 5.12.11.  The new state is
 * built aside; nothing but what is returned ever changes.
 */
#include "t10/pr.h"
#include "t10/ua.h"

#define VALID_TYPES \
	(BIT(T10_PR_WE) | BIT(T10_PR_EA) | BIT(T10_PR_WE_RO) | BIT(T10_PR_EA_RO) | \
	 BIT(T10_PR_WE_AR) | BIT(T10_PR_EA_AR))

/* Fields of the parameter list. */
#define AT_SA_KEY	8
#define AT_FLAGS	20
#define AT_MOVE_FLAGS	17
#define AT_PORT		18

/* A request at work. */
struct work {
	const struct t10_pr *old;
	const struct t10_pr_ctx *ctx;
	const struct t10_pr_out *out;
	struct t10_pr *new;
	struct t10_pr_effects *fx;
	struct t10_sense_info *info;
};

bool t10_pr_type_valid(u8 type)
{
	return type <= T10_PR_EA_AR && VALID_TYPES & BIT(type);
}

bool t10_pr_all_registrants(u8 type)
{
	return type == T10_PR_WE_AR || type == T10_PR_EA_AR;
}

int t10_pr_find(const struct t10_pr *pr, const struct t10_it *it)
{
	int i;

	for (i = 0; i < pr->count; i++)
		if (t10_it_equal(&pr->regs[i].it, it))
			return i;
	return -1;
}

static bool is_self(const struct work *w, const struct t10_it *it)
{
	return t10_it_equal(&w->ctx->self, it);
}

/* Those registered before and now, but who asked, are told. */
static void tell_rest(struct work *w, int ua)
{
	const struct t10_it *it;
	int i;

	for (i = 0; i < w->old->count; i++) {
		it = &w->old->regs[i].it;
		if (!is_self(w, it) && t10_pr_find(w->new, it) >= 0)
			w->fx->ua[i] = ua;
	}
}

static t10_sense_t add(struct work *w, const struct t10_it *it, u64 key)
{
	struct t10_pr *new = w->new;

	if (new->count == T10_PR_MAX)
		return T10_S_INSUFFICIENT_REGISTRATION;
	new->regs[new->count].key = key;
	new->regs[new->count].it = *it;
	new->count++;
	return T10_OK;
}

/* Only the registration: what it held is the caller's business. */
static void drop(struct t10_pr *new, int i)
{
	memmove(&new->regs[i], &new->regs[i + 1], sizeof(new->regs[0]) * (new->count - i - 1));
	new->count--;
	if (new->holder > i)
		new->holder--;
}

/* SPC-4 5.12.11.3: a holder's reservation goes with its registration. */
static void unregister(struct work *w, int i)
{
	struct t10_pr *new = w->new;
	u8 type = new->type;
	bool held = type && !t10_pr_all_registrants(type) && new->holder == i;

	drop(new, i);
	if (held || !new->count)
		new->type = 0;
	if (held && (type == T10_PR_WE_RO || type == T10_PR_EA_RO))
		tell_rest(w, T10_UA_RES_RELEASED);
}

static t10_sense_t register_nexus(struct work *w, const struct t10_it *it)
{
	bool ignore = w->out->action == T10_PR_REGISTER_IGNORE;
	int i = t10_pr_find(w->new, it);

	if (!ignore && w->out->key != (i < 0 ? 0 : w->new->regs[i].key))
		return T10_S_RESERVATION_CONFLICT;
	if (i < 0)
		return w->out->sa_key ? add(w, it, w->out->sa_key) : T10_OK;
	if (w->out->sa_key)
		w->new->regs[i].key = w->out->sa_key;
	else
		unregister(w, i);
	return T10_OK;
}

/*
 * As if the request had come through each target port.  One that changes a
 * registration says nothing to ports where there is none.
 */
static t10_sense_t register_everywhere(struct work *w, u64 initiator)
{
	bool changes = w->out->action == T10_PR_REGISTER && w->out->key;
	t10_sense_t ret = T10_OK;
	unsigned int p;

	for (p = 0; p < w->ctx->nr_ports && ret == T10_OK; p++) {
		struct t10_it it = {
			.initiator = initiator,
			.target = w->ctx->ports[p].target,
			.port = w->ctx->ports[p].port,
		};

		if (!changes || t10_pr_find(w->new, &it) >= 0)
			ret = register_nexus(w, &it);
	}
	return ret;
}

static t10_sense_t register_initiator(struct work *w, u64 initiator)
{
	struct t10_it it = w->ctx->self;

	if (w->out->all_tg_pt)
		return register_everywhere(w, initiator);
	it.initiator = initiator;
	return register_nexus(w, &it);
}

/* SPEC_I_PT: those named must not be registered yet. */
static t10_sense_t register_named(struct work *w)
{
	const struct t10_pr_out *out = w->out;
	struct t10_it it = w->ctx->self;
	t10_sense_t ret = T10_OK;
	unsigned int i;

	for (i = 0; i < out->nr_ids && ret == T10_OK; i++) {
		it.initiator = t10_pr_id(out->ids + i * T10_PR_ID_LEN);
		if (t10_pr_find(w->new, &it) >= 0)
			return t10_bad_param(w->info, out->ids_at + i * T10_PR_ID_LEN, T10_NO_BIT);
		ret = register_initiator(w, it.initiator);
	}
	return ret;
}

static t10_sense_t check_aptpl(struct work *w, u16 byte)
{
	if (w->out->aptpl && !w->ctx->can_persist)
		return t10_bad_param(w->info, byte, 0);
	return T10_OK;
}

static t10_sense_t do_register(struct work *w)
{
	const struct t10_pr_out *out = w->out;
	bool known = t10_pr_find(w->old, &w->ctx->self) >= 0;
	t10_sense_t ret;

	if (out->spec_i_pt && (known || out->action == T10_PR_REGISTER_IGNORE))
		return t10_bad_param(w->info, AT_FLAGS, 3);
	ret = check_aptpl(w, AT_FLAGS);
	if (ret == T10_OK)
		ret = register_initiator(w, w->ctx->self.initiator);
	if (ret == T10_OK && out->spec_i_pt && out->sa_key)
		ret = register_named(w);
	if (known || out->sa_key)
		w->new->aptpl = out->aptpl;
	w->new->generation++;
	return ret;
}

/* The registration of who asks; -1 where it has none or has another key. */
static int own(const struct work *w)
{
	int i = t10_pr_find(w->old, &w->ctx->self);

	return i >= 0 && w->old->regs[i].key == w->out->key ? i : -1;
}

static bool holds(const struct t10_pr *pr, int i)
{
	return pr->type && (t10_pr_all_registrants(pr->type) || pr->holder == i);
}

static t10_sense_t check_type(const struct work *w)
{
	if (w->out->scope)
		return t10_bad_cdb(w->info, 2, 7);
	if (!t10_pr_type_valid(w->out->type))
		return t10_bad_cdb(w->info, 2, 3);
	return T10_OK;
}

static t10_sense_t do_reserve(struct work *w)
{
	t10_sense_t ret = check_type(w);
	int i = own(w);

	if (i < 0)
		return T10_S_RESERVATION_CONFLICT;
	if (ret != T10_OK)
		return ret;
	if (w->old->type && !(holds(w->old, i) && w->old->type == w->out->type))
		return T10_S_RESERVATION_CONFLICT;
	if (!w->old->type)
		w->new->holder = i;
	w->new->type = w->out->type;
	return T10_OK;
}

static t10_sense_t do_release(struct work *w)
{
	u8 type = w->old->type;
	int i = own(w);

	if (i < 0)
		return T10_S_RESERVATION_CONFLICT;
	if (!holds(w->old, i))
		return T10_OK;
	if (w->out->scope || w->out->type != type)
		return T10_S_INVALID_RELEASE;
	w->new->type = 0;
	if (type != T10_PR_WE && type != T10_PR_EA)
		tell_rest(w, T10_UA_RES_RELEASED);
	return T10_OK;
}

static t10_sense_t do_clear(struct work *w)
{
	if (own(w) < 0)
		return T10_S_RESERVATION_CONFLICT;
	tell_rest(w, T10_UA_RES_PREEMPTED);
	w->new->count = 0;
	w->new->type = 0;
	w->new->generation++;
	return T10_OK;
}

/* Whether the key of a PREEMPT names who holds the reservation. */
static bool names_holder(const struct work *w)
{
	const struct t10_pr *old = w->old;

	if (!old->type)
		return false;
	if (t10_pr_all_registrants(old->type))
		return !w->out->sa_key;
	return old->regs[old->holder].key == w->out->sa_key;
}

/*
 * Registrations with the key, or (key 0) all others; their commands are doomed.
 * @keep_self: the nexus that asks stays registered.
 */
static bool preempt_registrations(struct work *w, bool keep_self)
{
	const struct t10_pr *old = w->old;
	u64 key = w->out->sa_key;
	bool any = false, self;
	int i;

	for (i = 0; i < old->count; i++) {
		self = is_self(w, &old->regs[i].it);
		if (key ? old->regs[i].key != key : self)
			continue;
		any = true;
		w->fx->doomed[i] = true;
		if (self && keep_self)
			continue;
		drop(w->new, t10_pr_find(w->new, &old->regs[i].it));
		if (!self)
			w->fx->ua[i] = T10_UA_REG_PREEMPTED;
	}
	if (!w->new->count)
		w->new->type = 0;
	return any;
}

/* SPC-4 5.12.11.4.4: the reservation passes to who asks. */
static t10_sense_t take_over(struct work *w)
{
	t10_sense_t ret = check_type(w);

	if (ret != T10_OK)
		return ret;
	preempt_registrations(w, true);
	w->new->type = w->out->type;
	w->new->holder = t10_pr_find(w->new, &w->ctx->self);
	if (w->new->type != w->old->type)
		tell_rest(w, T10_UA_RES_RELEASED);
	return T10_OK;
}

static t10_sense_t do_preempt(struct work *w)
{
	if (own(w) < 0)
		return T10_S_RESERVATION_CONFLICT;
	w->new->generation++;
	if (names_holder(w))
		return take_over(w);
	if (!w->out->sa_key)
		return t10_bad_param(w->info, AT_SA_KEY, T10_NO_BIT);
	return preempt_registrations(w, false) ? T10_OK : T10_S_RESERVATION_CONFLICT;
}

/* The nexus that a REGISTER AND MOVE names. */
static t10_sense_t move_to(const struct work *w, struct t10_it *it)
{
	const struct t10_pr_ctx *ctx = w->ctx;
	unsigned int p = 0;

	while (p < ctx->nr_ports && ctx->ports[p].port != w->out->port)
		p++;
	if (p == ctx->nr_ports)
		return t10_bad_param(w->info, AT_PORT, T10_NO_BIT);
	it->initiator = t10_pr_id(w->out->ids);
	it->target = ctx->ports[p].target;
	it->port = w->out->port;
	if (is_self(w, it))
		return t10_bad_param(w->info, w->out->ids_at, T10_NO_BIT);
	return T10_OK;
}

static t10_sense_t move(struct work *w, const struct t10_it *it)
{
	struct t10_pr *new = w->new;
	int to = t10_pr_find(new, it);
	t10_sense_t ret = T10_OK;

	if (to < 0) {
		to = new->count;
		ret = add(w, it, w->out->sa_key);
	} else {
		new->regs[to].key = w->out->sa_key;
	}
	if (ret != T10_OK)
		return ret;
	new->holder = to;
	if (w->out->unreg)
		drop(new, t10_pr_find(new, &w->ctx->self));
	new->aptpl = w->out->aptpl;
	new->generation++;
	return T10_OK;
}

/* SPC-4 5.12.8 */
static t10_sense_t do_move(struct work *w)
{
	struct t10_it it;
	int i = own(w);
	t10_sense_t ret;

	if (i < 0)
		return T10_S_RESERVATION_CONFLICT;
	if (!w->old->type)
		return t10_bad_cdb(w->info, 1, 4);
	if (t10_pr_all_registrants(w->old->type) || !holds(w->old, i))
		return T10_S_RESERVATION_CONFLICT;
	if (!w->out->sa_key)
		return t10_bad_param(w->info, AT_SA_KEY, T10_NO_BIT);
	ret = check_aptpl(w, AT_MOVE_FLAGS);
	if (ret == T10_OK)
		ret = move_to(w, &it);
	return ret == T10_OK ? move(w, &it) : ret;
}

t10_sense_t t10_pr_out_decide(const struct t10_pr *old, const struct t10_pr_ctx *ctx,
			      const struct t10_pr_out *out, struct t10_pr *new,
			      struct t10_pr_effects *fx, struct t10_sense_info *info)
{
	static t10_sense_t (*const actions[])(struct work *w) = {
		[T10_PR_REGISTER] = do_register,
		[T10_PR_RESERVE] = do_reserve,
		[T10_PR_RELEASE] = do_release,
		[T10_PR_CLEAR] = do_clear,
		[T10_PR_PREEMPT] = do_preempt,
		[T10_PR_PREEMPT_ABORT] = do_preempt,
		[T10_PR_REGISTER_IGNORE] = do_register,
		[T10_PR_REGISTER_MOVE] = do_move,
	};
	struct work w = { old, ctx, out, new, fx, info };
	t10_sense_t ret;

	*new = *old;
	memset(fx, 0, sizeof(*fx));
	memset(fx->ua, -1, sizeof(fx->ua));
	ret = actions[out->action](&w);
	fx->changed = ret == T10_OK;
	fx->persist = fx->changed && (old->aptpl || new->aptpl);
	return ret;
}
