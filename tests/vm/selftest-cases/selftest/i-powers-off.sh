#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a guest that goes away without a word fails its case
# shellcheck source=lib.sh
. "$VM_LIB"

echo o >/proc/sysrq-trigger
exec sleep infinity
