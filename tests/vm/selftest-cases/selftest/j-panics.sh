#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a panic fails its case
# shellcheck source=lib.sh
. "$VM_LIB"

echo c >/proc/sysrq-trigger
exec sleep infinity
