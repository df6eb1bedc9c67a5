/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parameter data on its way out, cut at the allocation length (SPC-4 4.3.5.6):
 * everything is counted, only what fits is stored.
 */
#ifndef T10_OUT_H
#define T10_OUT_H

#include "t10/env.h"

/**
 * struct t10_out - a bounded writer
 * @buf: where it goes
 * @cap: bytes that fit; nothing is stored at or past it
 * @len: bytes written so far, stored or not
 */
struct t10_out {
	u8 *buf;
	u32 cap;
	u32 len;
};

static inline void t10_out_init(struct t10_out *o, void *buf, u32 cap)
{
	o->buf = buf;
	o->cap = cap;
	o->len = 0;
}

/* Bytes of @o that are really in the buffer. */
static inline u32 t10_out_stored(const struct t10_out *o)
{
	return min(o->len, o->cap);
}

void t10_out_u8(struct t10_out *o, u8 v);
void t10_out_be16(struct t10_out *o, u16 v);
void t10_out_be24(struct t10_out *o, u32 v);
void t10_out_be32(struct t10_out *o, u32 v);
void t10_out_be64(struct t10_out *o, u64 v);
void t10_out_mem(struct t10_out *o, const void *p, u32 n);
void t10_out_zero(struct t10_out *o, u32 n);
/* @s left-aligned in @width bytes, padded with blanks, cut if longer (SPC-4 4.4.1). */
void t10_out_ascii(struct t10_out *o, const char *s, u32 width);
/* Puts @v big-endian at @at, for lengths known only afterwards; what was cut stays cut. */
void t10_out_patch8(struct t10_out *o, u32 at, u8 v);
void t10_out_patch16(struct t10_out *o, u32 at, u16 v);
void t10_out_patch32(struct t10_out *o, u32 at, u32 v);

#endif
