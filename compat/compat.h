/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Force-included into every file of every module.  The code is written for the
 * newest kernel; what an older one says differently is bent here, and only
 * here, by the answers that compile probes gave (generated/probed.h).
 */
#ifndef COMPAT_H
#define COMPAT_H

#include "probed.h"

#endif
