// SPDX-License-Identifier: GPL-2.0-only
/*
 * What handlers may call of t10/, which itself knows nothing of modules.
 */
#include <linux/export.h>
#include "t10/unmap.h"

EXPORT_SYMBOL_GPL(t10_unmap_check);
EXPORT_SYMBOL_GPL(t10_unmap_get);
EXPORT_SYMBOL_GPL(t10_same_check);
EXPORT_SYMBOL_GPL(t10_same_how);
EXPORT_SYMBOL_GPL(t10_same_blocks);
EXPORT_SYMBOL_GPL(t10_lba_status_begin);
EXPORT_SYMBOL_GPL(t10_lba_status_add);
EXPORT_SYMBOL_GPL(t10_lba_status_end);
