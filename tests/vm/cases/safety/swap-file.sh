#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a file that is swapped on is refused
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
file=$work_dir/swap
dd if=/dev/zero of="$file" bs=1M count=8 status=none
chmod 600 "$file"
mkswap "$file" >/dev/null
swapon "$file"
cleanup swapoff -a
for flags in "" READ_ONLY O_DIRECT; do
	expect_errno ETXTBSY $scst_proc/vdisk/vdisk "open unit $file $flags"
done
expect_eq "$(wc -l <$scst_proc/vdisk/vdisk)" 1 "lines of vdisk/vdisk"
swapoff "$file"
open_vdisk unit "$file"
close_vdisk unit
