#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: scst_local, the handler, the disk and its LUN may come and go in any order that
#	makes sense
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

file=$(make_file 8M)
head -c 1M /dev/urandom >"$work_dir/data"

check_disk() {
	local disk
	disk=$(dev_of disk1) || fail "$1: there is no disk"
	dd if="$work_dir/data" of="$disk" bs=64k oflag=direct status=none
	dd if="$disk" bs=64k count=16 iflag=direct status=none | cmp - "$work_dir/data" ||
		fail "$1: other data were read"
	rm -f "$work_dir/seen"
}

check_none() {
	if dev_of disk1; then fail "$1: there is a disk"; fi
	expect_eq "$(ls /sys/class/scsi_device)" "" "$1: SCSI devices"
}

# 1. As in 2008: scst_local last; then it goes first.
modprobe scst
modprobe scst_vdisk
open_vdisk disk1 "$file"
map_lun disk1 0
modprobe scst_local
check_disk "scst_local last"
unload scst_local
check_none "without scst_local"
expect_eq "$(tail -n 1 $scst_proc/groups/Default/devices | awk '{ print $1, $2 }')" "disk1 0"

# 2. It comes again and finds the disk, which goes with `close`.
modprobe scst_local
check_disk "scst_local again"
close_vdisk disk1
check_none "closed"
expect_eq "$(wc -l <$scst_proc/groups/Default/devices)" 1 "lines of the map"

# 3. The handler goes and comes under a running scst_local.
rmmod scst_vdisk
[ ! -e $scst_proc/vdisk ] || fail "the handler's directory is still there"
modprobe scst_vdisk
open_vdisk disk1 "$file"
check_none "not mapped"
map_lun disk1 0
check_disk "handler after scst_local"

# 4. Unmapped and mapped; scst_local without any adapter gets one.
unmap_lun disk1
check_none "unmapped"
map_lun disk1 3
check_disk "at another LUN"
set_adapters 0
check_none "no adapter"
unmap_lun disk1
map_lun disk1 4
set_adapters 1
check_disk "adapter last"

# 5. Modules in use stay.
expect_fail rmmod scst 2>/dev/null
expect_fail rmmod scst_vdisk 2>/dev/null
close_vdisk disk1
expect_fail rmmod scst 2>/dev/null
rmmod scst_vdisk
expect_fail rmmod scst 2>/dev/null
unload scst_local
rmmod scst
[ ! -e $scst_proc ] || fail "$scst_proc is still there"

# 6. scst_local alone, all else later.
modprobe scst_local
modprobe scst_vdisk
open_vdisk disk1 "$file"
map_lun disk1 0
check_disk "scst_local first"
