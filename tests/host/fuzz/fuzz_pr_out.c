// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any PERSISTENT RESERVE OUT commands one after the other, from four nexuses.
 * Input, for each: service action and nexus, scope and type, length of the list, the
 * list.  Small keys and names, so that they meet.
 */
#include "fuzz.h"
#include "t10/pr.h"

static const struct t10_pr_port ports[] = { { 1, 1 }, { 2, 2 } };

static void check_state(const struct t10_pr *pr)
{
	int i;

	CHECK(pr->count <= T10_PR_MAX);
	CHECK(!pr->type || (pr->count && t10_pr_type_valid(pr->type)));
	CHECK(!pr->type || t10_pr_all_registrants(pr->type) || pr->holder < pr->count);
	for (i = 0; i < pr->count; i++) {
		CHECK(pr->regs[i].key);
		CHECK(t10_pr_find(pr, &pr->regs[i].it) == i);
	}
}

static void check_effects(const struct t10_pr *old, const struct t10_pr_effects *fx,
			  const struct t10_it *self)
{
	int i, own = t10_pr_find(old, self);

	for (i = 0; i < T10_PR_MAX; i++) {
		CHECK(i < old->count || (fx->ua[i] < 0 && !fx->doomed[i]));
		CHECK(i != own || fx->ua[i] < 0);
	}
}

/* What is saved is what comes back. */
static void check_saved(const struct t10_pr *pr)
{
	u8 *buf = exact(NULL, T10_PR_SAVE_MAX);
	u32 len = t10_pr_save(buf, pr);
	struct t10_pr back;

	CHECK(len <= T10_PR_SAVE_MAX && !len == !(pr->aptpl && pr->count));
	if (len) {
		CHECK(t10_pr_load(&back, buf, len));
		CHECK(back.count == pr->count && back.type == pr->type);
		CHECK(t10_pr_find(pr, &back.regs[pr->count - 1].it) == pr->count - 1);
	}
	free(buf);
}

static void check_answers(const struct t10_pr *pr, const struct t10_pr_ctx *ctx)
{
	u8 *buf = exact(NULL, T10_PR_FULL_MAX);
	struct t10_out o;
	u8 action;

	for (action = 0; action < 4; action++) {
		t10_out_init(&o, buf, T10_PR_FULL_MAX);
		t10_pr_in(&o, action, pr, ctx);
		CHECK(o.len <= T10_PR_FULL_MAX);
	}
	free(buf);
}

static void one(struct input *in, struct t10_pr *pr)
{
	u8 what = take_u8(in), byte2 = take_u8(in);
	u32 len = min((size_t)take_u8(in), in->left);
	const u8 cdb[10] = { 0x5f, what & 7, byte2 };
	struct t10_pr_ctx ctx = {
		.self = { what >> 3 & 1, 1 + (what >> 4 & 1), 1 + (what >> 4 & 1) },
		.ports = ports, .nr_ports = 2, .can_persist = what & 0x80,
	};
	u8 *list = exact(in->p, len);
	struct t10_sense_info info = {};
	struct t10_pr_effects fx;
	struct t10_pr_out out;
	struct t10_pr new;
	t10_sense_t ret;

	in->p += len;
	in->left -= len;
	ret = t10_pr_out_parse(&out, cdb, list, len, &info);
	if (ret == T10_OK)
		ret = t10_pr_out_decide(pr, &ctx, &out, &new, &fx, &info);
	if (ret == T10_OK) {
		CHECK(fx.changed);
		check_effects(pr, &fx, &ctx.self);
		*pr = new;
		check_state(pr);
		check_saved(pr);
		check_answers(pr, &ctx);
	} else if (ret != T10_S_RESERVATION_CONFLICT) {
		check_refusal(ret, &info, sizeof(cdb), len);
	}
	free(list);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	struct t10_pr pr = {};

	while (in.left)
		one(&in, &pr);
	return 0;
}
