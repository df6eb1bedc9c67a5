// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as what is found in a store after a loss of power.
 * Input: bit 0: give the first slot a right checksum, bit 1: the second; then the
 * header and beginning of each slot, half of what is left for each.
 */
#include "fuzz.h"
#include "t10/slots.h"

static void check_slot(u8 *slot)
{
	u8 copy[T10_SLOT_SIZE];
	const u8 *p;
	u32 len, id;

	for (id = 0; id < 5; id++) {
		p = t10_slot_get(slot, (u16)id, &len);
		if (p)
			CHECK(p >= slot && len <= (size_t)(slot + T10_SLOT_SIZE - p));
		memcpy(copy, slot, sizeof(copy));
		if (!t10_slot_put(copy, (u16)id, "replaced", 9))
			continue;
		t10_slot_seal(copy, 1);
		CHECK(t10_slot_valid(copy));
		p = t10_slot_get(copy, (u16)id, &len);
		CHECK(p);
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	u8 *slots = exact(NULL, 2 * T10_SLOT_SIZE);
	u8 seal = take_u8(&in);
	size_t half = min(in.left / 2, (size_t)T10_SLOT_SIZE);
	int newest, i;

	memset(slots, 0, 2 * T10_SLOT_SIZE);
	for (i = 0; i < 2; i++) {
		u8 *slot = slots + i * T10_SLOT_SIZE;

		if (seal & 4)
			t10_slot_init(slot);
		take(&in, slot + (seal & 4 ? 16 : 0), min(half, (size_t)T10_SLOT_SIZE - 16));
		/* A length past the end is for t10_slot_valid() to refuse, not to sum up. */
		if (seal & BIT(i) && get_unaligned_be32(slot + 16) <= T10_SLOT_SIZE - 32)
			t10_slot_seal(slot, slot[40]);
	}
	newest = t10_slot_newest(slots);
	CHECK(newest >= -1 && newest <= 1);
	for (i = 0; i < 2; i++)
		if (t10_slot_valid(slots + i * T10_SLOT_SIZE))
			check_slot(slots + i * T10_SLOT_SIZE);
	if (newest >= 0)
		CHECK(t10_slot_valid(slots + newest * T10_SLOT_SIZE));
	free(slots);
	return 0;
}
