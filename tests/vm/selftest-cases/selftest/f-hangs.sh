#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a case that takes longer than its limit fails
# limit: 2
# shellcheck source=lib.sh
. "$VM_LIB"

exec sleep infinity
