#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a complaint that the header announces is none
# dmesg: WARNING: at announced\.c -- said on purpose
# shellcheck source=lib.sh
. "$VM_LIB"

echo "WARNING: at announced.c:1" >/dev/kmsg
