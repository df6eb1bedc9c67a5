#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: all modules are loaded, used and unloaded many times ($LOAD_CYCLES, 20 by
#	default), with and without something configured, and leave nothing behind
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

file=$(make_file 4M)
head -c 64k /dev/urandom >"$work_dir/data"

full_cycle() {
	load_scst add_host=2
	open_vdisk cycle "$file"
	map_lun cycle 0
	disk=$(dev_of cycle)
	dd if="$work_dir/data" of="$disk" bs=64k oflag=direct status=none
	# Every other time the LUN is still mapped when scst_local goes.
	if (($1 % 4 < 2)); then close_vdisk cycle; fi
	unload scst_local
	if (($1 % 4 >= 2)); then close_vdisk cycle; fi
	rmmod scst_vdisk
	rmmod scst
}

empty_cycle() {
	load_scst
	unload_scst
}

for ((n = 0; n < ${LOAD_CYCLES:-20}; n++)); do
	if ((n % 2)); then full_cycle "$n"; else empty_cycle; fi
	[ ! -e $scst_proc ] || fail "round $n: $scst_proc is left"
	expect_eq "$(ls /sys/class/scsi_device)" "" "round $n: SCSI devices left"
	expect_eq "$(awk '/^scst/ { print $1 }' /proc/modules)" "" "round $n: modules left"
done
cmp -n 65536 "$file" "$work_dir/data" || fail "what was written is not in the file"
