// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two checksummed slots for what must survive a loss of power.
 */
#include "t10/slots.h"

#define AT_GENERATION	8
#define AT_LEN		16
#define AT_CRC		20
#define HEADER		32
#define SECTION_HEADER	8
#define ROOM		(T10_SLOT_SIZE - HEADER)

#define CRC32C_POLY	0x82f63b78u

static const u8 magic[AT_GENERATION] = { 'S', 'C', 'S', 'T', 's', 'a', 'v', '1' };

static u32 crc32c(u32 crc, const u8 *p, u32 n)
{
	unsigned int bit;

	while (n--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? CRC32C_POLY : 0);
	}
	return crc;
}

static u32 sections_len(const u8 *slot)
{
	return get_unaligned_be32(slot + AT_LEN);
}

static u32 checksum(const u8 *slot)
{
	static const u8 zero[4];
	u32 crc = crc32c(~0u, slot, AT_CRC);

	crc = crc32c(crc, zero, sizeof(zero));
	crc = crc32c(crc, slot + AT_CRC + sizeof(zero), HEADER - AT_CRC - sizeof(zero));
	return ~crc32c(crc, slot + HEADER, sections_len(slot));
}

/* What a section takes, padding and all; of a length that was checked. */
static u32 section_size(u32 len)
{
	return SECTION_HEADER + ((len + 7) & ~7u);
}

/* Size of the section at @at, 0 where none fits before @end. */
static u32 section_at(const u8 *slot, u32 at, u32 end)
{
	u32 len;

	if (end - at < SECTION_HEADER)
		return 0;
	len = get_unaligned_be32(slot + HEADER + at + 4);
	if (len > ROOM || section_size(len) > end - at)
		return 0;
	return section_size(len);
}

static bool sections_fit(const u8 *slot)
{
	u32 at = 0, end = sections_len(slot), size;

	while (at < end) {
		size = section_at(slot, at, end);
		if (!size)
			return false;
		at += size;
	}
	return true;
}

/* Where section @id begins, or the end. */
static u32 find(const u8 *slot, u16 id)
{
	u32 at = 0, end = sections_len(slot);

	while (at < end && get_unaligned_be16(slot + HEADER + at) != id)
		at += section_at(slot, at, end);
	return at;
}

void t10_slot_init(u8 *slot)
{
	memset(slot, 0, T10_SLOT_SIZE);
	memcpy(slot, magic, sizeof(magic));
}

static void take_out(u8 *slot, u16 id)
{
	u32 at = find(slot, id), end = sections_len(slot), size;

	if (at == end)
		return;
	size = section_at(slot, at, end);
	memmove(slot + HEADER + at, slot + HEADER + at + size, end - at - size);
	memset(slot + HEADER + end - size, 0, size);
	put_unaligned_be32(end - size, slot + AT_LEN);
}

bool t10_slot_put(u8 *slot, u16 id, const void *data, u32 len)
{
	u32 at = find(slot, id), end = sections_len(slot), old = 0;
	u8 *p;

	if (at < end)
		old = section_at(slot, at, end);
	if (len > ROOM || (len && section_size(len) > ROOM - (end - old)))
		return false;
	take_out(slot, id);
	if (!len)
		return true;
	end -= old;
	p = slot + HEADER + end;
	put_unaligned_be16(id, p);
	put_unaligned_be32(len, p + 4);
	memcpy(p + SECTION_HEADER, data, len);
	put_unaligned_be32(end + section_size(len), slot + AT_LEN);
	return true;
}

const u8 *t10_slot_get(const u8 *slot, u16 id, u32 *len)
{
	u32 at = find(slot, id);

	if (at == sections_len(slot))
		return NULL;
	*len = get_unaligned_be32(slot + HEADER + at + 4);
	return slot + HEADER + at + SECTION_HEADER;
}

void t10_slot_seal(u8 *slot, u64 generation)
{
	put_unaligned_be64(generation, slot + AT_GENERATION);
	put_unaligned_be32(checksum(slot), slot + AT_CRC);
}

bool t10_slot_valid(const u8 *slot)
{
	return !memcmp(slot, magic, sizeof(magic)) && sections_len(slot) <= ROOM &&
	       checksum(slot) == get_unaligned_be32(slot + AT_CRC) && sections_fit(slot);
}

u64 t10_slot_generation(const u8 *slot)
{
	return get_unaligned_be64(slot + AT_GENERATION);
}

int t10_slot_newest(const u8 *slots)
{
	const u8 *second = slots + T10_SLOT_SIZE;
	bool first_valid = t10_slot_valid(slots);

	if (!t10_slot_valid(second))
		return first_valid ? 0 : -1;
	if (!first_valid)
		return 1;
	return t10_slot_generation(second) > t10_slot_generation(slots);
}
