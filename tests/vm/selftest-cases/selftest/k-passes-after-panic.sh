#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the cases after a panic run in another boot
# shellcheck source=lib.sh
. "$VM_LIB"

expect_eq 1 1
