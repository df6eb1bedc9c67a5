// SPDX-License-Identifier: GPL-2.0-only
/*
 * Are the tests of the rows worth anything?  Flips every bit of every row, one
 * at a time, in this process, and asks whether a test notices.  A bit that may
 * be flipped unnoticed is a failure.
 *
 * The rows are constants in read-only memory: it is made writable here, so the
 * code under test is the very code that ships.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "rows.h"

/* Every byte of a row that means something, in order; the name is compared as a string. */
static const struct part {
	const char *name;
	size_t at, bytes;
} parts[] = {
#define PART(member) \
	{ #member, offsetof(struct t10_op, member), sizeof(((struct t10_op *)NULL)->member) }
	PART(opcode), PART(sa), PART(len), PART(id), PART(dir), PART(lba), PART(xfer),
	PART(unit), PART(fixed), PART(immed), PART(flags), PART(types), PART(mask),
};

static unsigned int by_behaviour, by_comparison, by_crash, survived;
static sigjmp_buf crashed;

static void on_signal(int sig)
{
	siglongjmp(crashed, sig);
}

static const struct expected *expected_of(const struct t10_op *op)
{
	unsigned int i;

	for (i = 0; i < expected_count; i++)
		if (!strcmp(expected_rows[i].name, op->name))
			return &expected_rows[i];
	return NULL;
}

static bool any_misbehaves(const struct expected *first)
{
	unsigned int i;

	if (row_misbehaves(first))
		return true;
	for (i = 0; i < expected_count; i++)
		if (row_misbehaves(&expected_rows[i]))
			return true;
	return false;
}

static void judge(const struct expected *e, const struct t10_op *op)
{
	t10_op_init();
	if (sigsetjmp(crashed, 1))
		by_crash++;
	else if (any_misbehaves(e))
		by_behaviour++;
	else if (row_differs(e, op))
		by_comparison++;
	else
		survived++;
}

static void mutate_part(struct t10_op *op, const struct part *p)
{
	const struct expected *e = expected_of(op);
	u8 *byte = (u8 *)op + p->at;
	unsigned int bit, before;

	for (bit = 0; bit < 8 * p->bytes; bit++) {
		before = survived;
		byte[bit / 8] ^= (u8)(1 << bit % 8);
		judge(e, op);
		byte[bit / 8] ^= (u8)(1 << bit % 8);
		if (survived != before)
			printf("# survived: %s, %s, bit %u\n", op->name, p->name, bit);
	}
}

static int unlock(const struct t10_op_table *t)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t from = (uintptr_t)t->rows & ~(page - 1);
	uintptr_t to = ((uintptr_t)(t->rows + t->count) + page - 1) & ~(page - 1);

	return mprotect((void *)from, to - from, PROT_READ | PROT_WRITE);
}

static unsigned int mutate_table(const struct t10_op_table *t)
{
	struct t10_op *rows = (struct t10_op *)t->rows;
	unsigned int i, p, before;

	for (i = 0; i < t->count; i++) {
		before = survived;
		for (p = 0; p < ARRAY_SIZE(parts); p++)
			mutate_part(&rows[i], &parts[p]);
		printf("%sok - every bit of %s is noticed\n",
		       survived == before ? "" : "not ", rows[i].name);
	}
	return t->count;
}

int main(void)
{
	static const int deadly[] = { SIGSEGV, SIGBUS, SIGFPE, SIGABRT };
	unsigned int i, rows;

	for (i = 0; i < ARRAY_SIZE(deadly); i++)
		signal(deadly[i], on_signal);
	if (unlock(&t10_ops_spc) || unlock(&t10_ops_sbc)) {
		printf("not ok - rows can be made writable\n");
		return 1;
	}
	t10_op_init();
	if (any_misbehaves(&expected_rows[0])) {
		printf("not ok - the rows are right to begin with\n");
		return 1;
	}
	rows = mutate_table(&t10_ops_spc) + mutate_table(&t10_ops_sbc);
	printf("1..%u\n", rows);
	printf("# %u mutants: %u noticed by behaviour, ",
	       by_behaviour + by_comparison + by_crash + survived, by_behaviour);
	printf("%u by comparison, %u by crash; %u survived\n", by_comparison, by_crash, survived);
	return survived != 0;
}
