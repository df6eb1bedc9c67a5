// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bounded writer: everything is counted, only what fits is stored.
 */
#include "t10/out.h"

void t10_out_mem(struct t10_out *o, const void *p, u32 n)
{
	u32 room = o->cap - t10_out_stored(o);

	if (room)
		memcpy(o->buf + o->len, p, min(n, room));
	o->len += n;
}

void t10_out_zero(struct t10_out *o, u32 n)
{
	u32 room = o->cap - t10_out_stored(o);

	if (room)
		memset(o->buf + o->len, 0, min(n, room));
	o->len += n;
}

void t10_out_u8(struct t10_out *o, u8 v)
{
	t10_out_mem(o, &v, 1);
}

void t10_out_be16(struct t10_out *o, u16 v)
{
	u8 b[2];

	put_unaligned_be16(v, b);
	t10_out_mem(o, b, sizeof(b));
}

void t10_out_be24(struct t10_out *o, u32 v)
{
	u8 b[4];

	put_unaligned_be32(v, b);
	t10_out_mem(o, b + 1, 3);
}

void t10_out_be32(struct t10_out *o, u32 v)
{
	u8 b[4];

	put_unaligned_be32(v, b);
	t10_out_mem(o, b, sizeof(b));
}

void t10_out_be64(struct t10_out *o, u64 v)
{
	u8 b[8];

	put_unaligned_be64(v, b);
	t10_out_mem(o, b, sizeof(b));
}

void t10_out_ascii(struct t10_out *o, const char *s, u32 width)
{
	u32 i;

	for (i = 0; i < width; i++)
		t10_out_u8(o, *s ? (u8)*s++ : ' ');
}

static void patch(struct t10_out *o, u32 at, const u8 *b, u32 n)
{
	u32 stored = t10_out_stored(o);

	for (; n && at < stored; n--)
		o->buf[at++] = *b++;
}

void t10_out_patch8(struct t10_out *o, u32 at, u8 v)
{
	patch(o, at, &v, 1);
}

void t10_out_patch16(struct t10_out *o, u32 at, u16 v)
{
	u8 b[2];

	put_unaligned_be16(v, b);
	patch(o, at, b, sizeof(b));
}

void t10_out_patch32(struct t10_out *o, u32 at, u32 v)
{
	u8 b[4];

	put_unaligned_be32(v, b);
	patch(o, at, b, sizeof(b));
}
