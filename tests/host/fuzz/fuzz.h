/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets share: reading an input piece by piece, memory that is
 * exactly as large as promised, so that AddressSanitizer sees every byte too
 * far, and checks that stay in whatever the build.
 */
#ifndef TESTS_HOST_FUZZ_H
#define TESTS_HOST_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include "t10/cdb.h"
#include "t10/out.h"

#define UNUSED	__attribute__((unused))

#define CHECK(cond) do { \
	if (!(cond)) { \
		fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #cond); \
		abort(); \
	} \
} while (0)

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

struct input {
	const u8 *p;
	size_t left;
};

static inline u8 take_u8(struct input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->p++;
}

static inline u64 take_be(struct input *in, unsigned int bytes)
{
	u64 v = 0;

	while (bytes--)
		v = v << 8 | take_u8(in);
	return v;
}

static inline void take(struct input *in, void *to, size_t n)
{
	u8 *p = to;

	while (n--)
		*p++ = take_u8(in);
}

/* A string of at most @max bytes, to the next NUL. */
static inline void take_string(struct input *in, char *to, size_t max)
{
	while (max-- && (*to = (char)take_u8(in)))
		to++;
	*to = '\0';
}

/* @n bytes of the heap and no byte more. */
static inline u8 *exact(const void *from, size_t n)
{
	u8 *p = malloc(n ? n : 1);

	CHECK(p);
	if (from)
		memcpy(p, from, n);
	return p;
}

/* A refusal is ILLEGAL REQUEST, and its field pointer lies within what was sent. */
static inline void check_refusal(t10_sense_t ret, const struct t10_sense_info *info,
				 size_t cdb_len, size_t list_len)
{
	CHECK(ret != T10_OK);
	CHECK(!t10_sense_is_status(ret));
	CHECK(t10_sense_key(ret) == T10_ILLEGAL_REQUEST);
	if (info->has_field)
		CHECK(info->field < (info->field_in_cdb ? cdb_len : list_len));
}

/* An answer to a command, asked for with some room. */
typedef t10_sense_t (*answer_fn)(struct t10_out *o, struct t10_sense_info *info, void *arg);

struct answer {
	struct t10_out o;
	t10_sense_t ret;
	struct t10_sense_info info;
};

UNUSED static struct answer get_answer(answer_fn fn, void *arg, u32 cap)
{
	struct answer a = {};

	t10_out_init(&a.o, exact(NULL, cap), cap);
	a.ret = fn(&a.o, &a.info, arg);
	return a;
}

/*
 * Nothing but the allocation length itself depends on the allocation length:
 * the answer for @cap bytes is the beginning of the answer for many.  Returns
 * that one; its buffer is to be freed.
 */
UNUSED static struct answer check_answer(answer_fn fn, void *arg, u32 cap)
{
	struct answer cut = get_answer(fn, arg, cap);
	struct answer whole = get_answer(fn, arg, 8192);

	CHECK(cut.ret == whole.ret);
	CHECK(cut.o.len == whole.o.len);
	CHECK(t10_out_stored(&cut.o) <= cap);
	CHECK(!memcmp(cut.o.buf, whole.o.buf, t10_out_stored(&cut.o)));
	if (whole.ret != T10_OK) {
		CHECK(!whole.o.len);
		check_refusal(whole.ret, &whole.info, T10_MAX_CDB, 0);
	}
	free(cut.o.buf);
	return whole;
}

#endif
