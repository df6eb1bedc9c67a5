/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What t10/ asks of the kernel, on a host: types, big-endian access, a few
 * macros.  Reached through t10/env.h only.
 */
#ifndef TESTS_HOST_SHIM_H
#define TESTS_HOST_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

/* sparse looks at the host build, too. */
#ifdef __CHECKER__
#define __bitwise	__attribute__((bitwise))
#define __force		__attribute__((force))
#else
#define __bitwise
#define __force
#endif

#define BIT(n)		(1UL << (n))
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* The kernel's refuse operands of different types; so do these. */
#define min(a, b) ({ \
	__typeof__(a) min_a_ = (a); \
	__typeof__(b) min_b_ = (b); \
	(void)(&min_a_ == &min_b_); \
	min_a_ < min_b_ ? min_a_ : min_b_; \
})

/* Number of the highest bit set, counted from 1; 0 for none. */
static inline int fls(unsigned int v)
{
	return v ? 32 - __builtin_clz(v) : 0;
}

/* Number of the lowest bit set, from 0; undefined for none. */
static inline unsigned long __ffs(unsigned long v)
{
	return (unsigned long)__builtin_ctzl(v);
}

static inline u64 shim_get_be(const void *p, unsigned int bytes)
{
	const u8 *b = p;
	u64 v = 0;

	while (bytes--)
		v = v << 8 | *b++;
	return v;
}

static inline void shim_put_be(u64 v, void *p, unsigned int bytes)
{
	u8 *b = p;

	for (; bytes--; v >>= 8)
		b[bytes] = (u8)v;
}

static inline u16 get_unaligned_be16(const void *p)
{
	return (u16)shim_get_be(p, 2);
}

static inline u32 get_unaligned_be24(const void *p)
{
	return (u32)shim_get_be(p, 3);
}

static inline u32 get_unaligned_be32(const void *p)
{
	return (u32)shim_get_be(p, 4);
}

static inline u64 get_unaligned_be64(const void *p)
{
	return shim_get_be(p, 8);
}

static inline void put_unaligned_be16(u16 v, void *p)
{
	shim_put_be(v, p, 2);
}

static inline void put_unaligned_be32(u32 v, void *p)
{
	shim_put_be(v, p, 4);
}

static inline void put_unaligned_be64(u64 v, void *p)
{
	shim_put_be(v, p, 8);
}

#endif
