// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as what was saved of persistent reservations. */
#include "fuzz.h"
#include "t10/pr.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *buf = exact(data, size), back[T10_PR_SAVE_MAX];
	static const struct t10_pr none;
	struct t10_pr pr;

	if (!t10_pr_load(&pr, buf, (u32)size)) {
		CHECK(!memcmp(&pr, &none, sizeof(pr)));
	} else {
		CHECK(pr.count && pr.count <= T10_PR_MAX && pr.aptpl);
		CHECK(!pr.type || pr.holder < pr.count);
		CHECK(t10_pr_save(back, &pr) == size);
	}
	free(buf);
	return 0;
}
