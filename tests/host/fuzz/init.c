// SPDX-License-Identifier: GPL-2.0-only
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	t10_op_init();
	return 0;
}
