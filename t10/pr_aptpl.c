// SPDX-License-Identifier: GPL-2.0-only
/*
 * Persistent reservations that outlive a loss of power (APTPL=1), as bytes:
 * version (2), registrations (2), TYPE (1), reserved (1), holder (2), reserved (8), then
 * for each registration its key (8), initiator port (8), target port (8), relative
 * target port identifier (2), reserved (6).  Big-endian.
 */
#include "t10/pr.h"

#define VERSION		1
#define HEADER		16
#define RECORD		32

u32 t10_pr_save(u8 *buf, const struct t10_pr *pr)
{
	const struct t10_pr_reg *reg = pr->regs;
	u8 *p = buf + HEADER;

	if (!pr->aptpl || !pr->count)
		return 0;
	memset(buf, 0, HEADER + pr->count * RECORD);
	put_unaligned_be16(VERSION, buf);
	put_unaligned_be16(pr->count, buf + 2);
	buf[4] = pr->type;
	put_unaligned_be16(pr->holder, buf + 6);
	for (; reg < pr->regs + pr->count; reg++, p += RECORD) {
		put_unaligned_be64(reg->key, p);
		put_unaligned_be64(reg->it.initiator, p + 8);
		put_unaligned_be64(reg->it.target, p + 16);
		put_unaligned_be16(reg->it.port, p + 24);
	}
	return p - buf;
}

static bool load_registration(struct t10_pr *pr, const u8 *p)
{
	struct t10_pr_reg reg = {
		.key = get_unaligned_be64(p),
		.it = {
			.initiator = get_unaligned_be64(p + 8),
			.target = get_unaligned_be64(p + 16),
			.port = get_unaligned_be16(p + 24),
		},
	};

	if (!reg.key || t10_pr_find(pr, &reg.it) >= 0)
		return false;
	pr->regs[pr->count++] = reg;
	return true;
}

static bool load(struct t10_pr *pr, const u8 *buf, u32 len)
{
	u32 count, i;

	if (len < HEADER || get_unaligned_be16(buf) != VERSION)
		return false;
	count = get_unaligned_be16(buf + 2);
	if (!count || count > T10_PR_MAX || len != HEADER + count * RECORD)
		return false;
	for (i = 0; i < count; i++)
		if (!load_registration(pr, buf + HEADER + i * RECORD))
			return false;
	pr->type = buf[4];
	pr->holder = get_unaligned_be16(buf + 6);
	pr->aptpl = true;
	return !pr->type || (t10_pr_type_valid(pr->type) && pr->holder < count);
}

bool t10_pr_load(struct t10_pr *pr, const u8 *buf, u32 len)
{
	memset(pr, 0, sizeof(*pr));
	if (load(pr, buf, len))
		return true;
	memset(pr, 0, sizeof(*pr));
	return false;
}
