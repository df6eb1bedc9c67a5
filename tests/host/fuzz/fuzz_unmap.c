// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as the parameter list of UNMAP.
 * Input: capacity (8), PARAMETER LIST LENGTH less the length of the list
 * (signed), the list.
 */
#include "fuzz.h"
#include "t10/unmap.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	u64 nr_blocks = take_be(&in, 8), lba;
	int off = (s8)take_u8(&in);
	u32 len = in.left < 4096 ? (u32)in.left : 4096, blocks;
	struct t10_cdb c = { .len = (u32)((int)len + off) };
	struct t10_sense_info info = {};
	u8 *list = exact(in.p, len);
	unsigned int nr, i;
	t10_sense_t ret = t10_unmap_check(list, len, &c, nr_blocks, &nr, &info);

	if (ret != T10_OK) {
		check_refusal(ret, &info, 10, len);
		nr = 0;
	}
	CHECK(!nr || T10_UNMAP_HEADER + nr * T10_UNMAP_DESC <= len);
	for (i = 0; i < nr; i++) {
		t10_unmap_get(list, i, &lba, &blocks);
		CHECK(lba <= nr_blocks && blocks <= nr_blocks - lba);
	}
	free(list);
	return 0;
}
