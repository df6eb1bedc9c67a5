/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCST_VERSION_H
#define SCST_VERSION_H

#define SCST_VERSION	"0.1.0"

#endif
