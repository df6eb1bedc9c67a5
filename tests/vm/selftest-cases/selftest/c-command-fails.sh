#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a command that fails, fails the case
# shellcheck source=lib.sh
. "$VM_LIB"

cat /no/such/file
echo "not reached"
