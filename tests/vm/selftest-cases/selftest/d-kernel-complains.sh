#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a case that makes the kernel complain fails
# shellcheck source=lib.sh
. "$VM_LIB"

echo "WARNING: CPU: 0 PID: 1 at nowhere.c:1 nothing" >/dev/kmsg
