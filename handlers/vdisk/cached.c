// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads from the page cache, in the context of whoever submitted them.
 *
 * No code of a file system may run there: the submitter may be a file system
 * itself, hold a journal handle, and the one below would take it for its own.
 * So pages are only looked up and copied; whatever is not as it should be is
 * left to a worker, which reads everything again.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/pagemap.h>
#include <linux/preempt.h>
#include <linux/swap.h>
#include "vdisk.h"

/* Bytes from @off on that one mapping of the folio makes addressable. */
static inline u32 mapped_bytes(struct folio *folio, size_t off)
{
	if (IS_ENABLED(CONFIG_HIGHMEM))
		return PAGE_SIZE - offset_in_page(off);
	return folio_size(folio) - off;
}

/*
 * May the folio be copied from as it is?  One with the read-ahead mark is where
 * a reader starts reading on, which only the worker does.
 */
static inline bool usable(struct folio *folio, size_t off)
{
	return folio_test_uptodate(folio) && !folio_test_readahead(folio) &&
		!PageHWPoison(folio_page(folio, off >> PAGE_SHIFT));
}

/* Copies what a folio has of the next @left bytes; 0: it is not usable. */
static u32 copy_folio(struct folio *folio, u64 pos, u32 left, struct vdisk_cursor *cur)
{
	size_t off = offset_in_folio(folio, pos);
	u32 bytes = min(left, mapped_bytes(folio, off));
	void *from;

	if (unlikely(!usable(folio, off)))
		return 0;
	from = kmap_local_folio(folio, off);
	vdisk_copy_to(cur, from, bytes);
	kunmap_local(from);
	folio_mark_accessed(folio);
	return bytes;
}

/**
 * vdisk_read_cached() - try to read from pages that are there
 * @cmd: a READ of a disk with inline_reads
 *
 * Return: true if all was copied; false if a worker must do it, all of it.
 */
bool vdisk_read_cached(struct scst_cmd *cmd)
{
	struct address_space *mapping = vdisk_of(cmd)->file->f_mapping;
	struct vdisk_cursor cur = vdisk_cursor(cmd);
	u32 left = vdisk_bytes(cmd);
	u64 pos = vdisk_pos(cmd);

	/* The lists that folio_mark_accessed() works on are not safe in interrupts. */
	if (unlikely(!in_task()))
		return false;
	while (left) {
		struct folio *folio = filemap_get_folio(mapping, pos >> PAGE_SHIFT);
		u32 n;

		/* Older kernels say NULL, newer ones -ENOENT. */
		if (IS_ERR_OR_NULL(folio))
			return false;
		n = copy_folio(folio, pos, left, &cur);
		folio_put(folio);
		if (!n)
			return false;
		pos += n;
		left -= n;
	}
	/* A truncation sets the size first and takes the pages away afterwards. */
	return likely(pos <= i_size_read(mapping->host));
}
