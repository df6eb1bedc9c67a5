#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a case in which all is well passes
# shellcheck source=lib.sh
. "$VM_LIB"

expect_eq 1 1
figure "seven things counted"
