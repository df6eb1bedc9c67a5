#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: ext4 on a disk that is a file, and on one that is a block device: 3,000 small files and a
#	sync, six times, with four busy loops beside: what panics a kernel whose block layer is
#	entered from within itself
# cpus: 2
# limit: 900
# shellcheck source=lib.sh
. "$VM_LIB"
# shellcheck source=cases/filesystem/small-files.bash
. "$(dirname "$0")/small-files.bash"

load_scst
loaded file
loaded block
expect_idle
