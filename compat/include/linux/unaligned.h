/* SPDX-License-Identifier: GPL-2.0-only */
/* Found only where the kernel has no header of this name (before 6.12). */
#ifndef COMPAT_LINUX_UNALIGNED_H
#define COMPAT_LINUX_UNALIGNED_H

#include <asm/unaligned.h>

#endif
