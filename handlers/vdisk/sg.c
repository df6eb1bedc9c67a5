// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walking the initiator's pages.  A segment may be many pages long.
 */
#include <linux/highmem.h>
#include "vdisk.h"

/* Past the next @bytes, whatever segments they are in. */
void vdisk_cursor_skip(struct vdisk_cursor *cur, u32 bytes)
{
	while (bytes) {
		u32 n = min(bytes, cur->sg->length - cur->off);

		vdisk_cursor_advance(cur, n);
		bytes -= n;
	}
}

/**
 * vdisk_cursor_span() - how far a number of vectors reaches
 * @cur: from here
 * @left: bytes that are to be moved
 * @vecs: vectors there are, one a segment
 * @align: where they don't reach to the end, the span ends at a multiple of this
 *
 * Segments need not end where blocks do, but what goes to the backing must.
 *
 * Return: bytes; 0 if not even @align bytes fit.
 */
u32 vdisk_cursor_span(const struct vdisk_cursor *cur, u32 left, unsigned int vecs, u32 align)
{
	struct scatterlist *sg = cur->sg;
	u64 bytes = 0;
	u32 off = cur->off;

	for (; vecs && bytes < left; vecs--) {
		bytes += sg->length - off;
		off = 0;
		sg = sg_next(sg);
	}
	return bytes < left ? round_down(bytes, align) : left;
}

/* Describes the next @bytes in @vecs, one a segment; returns how many it took. */
unsigned int vdisk_cursor_take(struct vdisk_cursor *cur, u32 bytes, struct bio_vec *vecs)
{
	unsigned int nr = 0;

	while (bytes) {
		struct bio_vec *bv = &vecs[nr++];

		bv->bv_page = vdisk_cursor_page(cur, &bv->bv_offset);
		bv->bv_len = min(bytes, cur->sg->length - cur->off);
		bytes -= bv->bv_len;
		vdisk_cursor_advance(cur, bv->bv_len);
	}
	return nr;
}

static u32 in_page(const struct vdisk_cursor *cur, unsigned int off, u32 bytes)
{
	return min3(bytes, cur->sg->length - cur->off, (u32)PAGE_SIZE - off);
}

void vdisk_copy_to(struct vdisk_cursor *cur, const void *from, u32 bytes)
{
	while (bytes) {
		unsigned int off;
		struct page *page = vdisk_cursor_page(cur, &off);
		u32 n = in_page(cur, off, bytes);

		memcpy_to_page(page, off, from, n);
		vdisk_cursor_advance(cur, n);
		from += n;
		bytes -= n;
	}
}

void vdisk_copy_from(struct vdisk_cursor *cur, void *to, u32 bytes)
{
	while (bytes) {
		unsigned int off;
		struct page *page = vdisk_cursor_page(cur, &off);
		u32 n = in_page(cur, off, bytes);

		memcpy_from_page(to, page, off, n);
		vdisk_cursor_advance(cur, n);
		to += n;
		bytes -= n;
	}
}

/* ORs the next @bytes into @to. */
void vdisk_or_from(struct vdisk_cursor *cur, u8 *to, u32 bytes)
{
	while (bytes) {
		unsigned int off;
		struct page *page = vdisk_cursor_page(cur, &off);
		u32 i, n = in_page(cur, off, bytes);
		const u8 *from = kmap_local_page(page);

		for (i = 0; i < n; i++)
			to[i] |= from[off + i];
		kunmap_local(from);
		vdisk_cursor_advance(cur, n);
		to += n;
		bytes -= n;
	}
}

static u32 same_bytes(const u8 *a, const u8 *b, u32 bytes)
{
	u32 i = 0;

	if (!memcmp(a, b, bytes))
		return bytes;
	while (i < bytes && a[i] == b[i])
		i++;
	return i;
}

/*
 * How many of the next @bytes equal @data, counted up to the first that does
 * not.  The pages may change under us (SG_IO): the two looks of same_bytes()
 * may then differ, and the answer is @bytes, as true as any.
 */
u32 vdisk_same(struct vdisk_cursor *cur, const u8 *data, u32 bytes)
{
	u32 done = 0;

	while (done < bytes) {
		unsigned int off;
		struct page *page = vdisk_cursor_page(cur, &off);
		u32 n = in_page(cur, off, bytes - done);
		u8 *mapped = kmap_local_page(page);
		u32 same = same_bytes(mapped + off, data + done, n);

		kunmap_local(mapped);
		done += same;
		if (same < n)
			break;
		vdisk_cursor_advance(cur, n);
	}
	return done;
}
