/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one seam between the protocol code and its surroundings: the kernel's
 * headers, or tests/host/shim on a host.  Nothing else in t10/ includes
 * anything from outside t10/.
 */
#ifndef T10_ENV_H
#define T10_ENV_H

#ifdef __KERNEL__
#include <linux/types.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/build_bug.h>
#include <linux/unaligned.h>
#else
#include "shim.h"
#endif

#endif
