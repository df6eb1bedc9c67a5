#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the same load of small files on ext4 on a write-through disk, an O_DIRECT disk and a RAM
#	disk, in fewer rounds
# cpus: 2
# soak: 1800
# limit: 900
# shellcheck source=lib.sh
. "$VM_LIB"
# shellcheck source=cases/filesystem/small-files.bash
. "$(dirname "$0")/small-files.bash"

rounds=$(amount 2 6)
load_scst
loaded write_through
loaded direct
loaded ram
expect_idle
