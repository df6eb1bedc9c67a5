/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests of persistent reservations share: nexuses, and a unit they ask. */
#ifndef TESTS_HOST_PR_FIXTURE_H
#define TESTS_HOST_PR_FIXTURE_H

#include "unit.h"
#include "t10/pr.h"
#include "t10/ua.h"

#define CONFLICT	T10_STATUS(0x18)

/* Initiators A to C, each through port 1; D is A through port 2. */
CHECKED const struct t10_it A = { 0x3a, 0x301, 1 };
CHECKED const struct t10_it B = { 0x3b, 0x301, 1 };
CHECKED const struct t10_it C = { 0x3c, 0x301, 1 };
CHECKED const struct t10_it D = { 0x3a, 0x302, 2 };

CHECKED const struct t10_pr_port all_ports[] = { { 0x301, 1 }, { 0x302, 2 } };

/* The state of a unit and what the last request did to it. */
CHECKED struct t10_pr pr, new_pr;
CHECKED struct t10_pr_effects fx;
CHECKED struct t10_sense_info info;
CHECKED bool can_persist;

CHECKED int fresh(void **state)
{
	memset(&pr, 0, sizeof(pr));
	can_persist = true;
	return 0;
}

CHECKED struct t10_pr_ctx ctx_of(const struct t10_it *self)
{
	return (struct t10_pr_ctx){ *self, all_ports, ARRAY_SIZE(all_ports), can_persist };
}

/* As core would: the new state counts if the request ended GOOD. */
CHECKED t10_sense_t out(const struct t10_it *self, const struct t10_pr_out *request)
{
	struct t10_pr_ctx ctx = ctx_of(self);
	struct t10_pr before = pr;
	t10_sense_t ret;

	memset(&info, 0, sizeof(info));
	ret = t10_pr_out_decide(&pr, &ctx, request, &new_pr, &fx, &info);
	assert_memory_equal(&before, &pr, sizeof(pr));
	assert_int_equal(fx.changed, ret == T10_OK);
	if (ret == T10_OK)
		pr = new_pr;
	return ret;
}

#define OUT(self, ...)	out(&(self), &(const struct t10_pr_out){ __VA_ARGS__ })

CHECKED t10_sense_t reg(const struct t10_it *self, u64 old_key, u64 new_key)
{
	return OUT(*self, .action = T10_PR_REGISTER, .key = old_key, .sa_key = new_key);
}

CHECKED t10_sense_t reserve(const struct t10_it *self, u64 key, u8 type)
{
	return OUT(*self, .action = T10_PR_RESERVE, .key = key, .type = type);
}

/* A with key 1, B with key 2, C with key 3. */
CHECKED void three_registered(void)
{
	assert_sense(reg(&A, 0, 1), T10_OK);
	assert_sense(reg(&B, 0, 2), T10_OK);
	assert_sense(reg(&C, 0, 3), T10_OK);
}

CHECKED u64 key_of(const struct t10_it *it)
{
	int i = t10_pr_find(&pr, it);

	return i < 0 ? 0 : pr.regs[i].key;
}

/* What the nexus at place @i of the state before was told; -1: nothing. */
#define assert_told(a, b, c) do { \
	assert_int_equal(fx.ua[0], a); \
	assert_int_equal(fx.ua[1], b); \
	assert_int_equal(fx.ua[2], c); \
} while (0)

#define assert_held(by, its_type) do { \
	assert_int_equal(pr.type, its_type); \
	assert_true(t10_it_equal(&pr.regs[pr.holder].it, &(by))); \
} while (0)

#endif
