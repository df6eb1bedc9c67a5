#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: what a case leaves is cleaned away, and only that
# shellcheck source=lib.sh
. "$VM_LIB"

mount_scratch 0 ext4
sleep 1000 &
cd /mnt/scratch0
