#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: SCSI disks that a module brings get their nodes and udev's links
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scsi_debug dev_size_mb=64
device=
find_disk() {
	device=$(lsscsi | awk '/scsi_debug/ { print $NF }')
	[ -b "$device" ]
}
wait_for 20 find_disk
udevadm settle
dd if=/dev/urandom of="$work_dir/data" bs=1M count=4 status=none
dd if="$work_dir/data" of="$device" bs=1M oflag=direct status=none
dd if="$device" of="$work_dir/back" bs=1M count=4 iflag=direct status=none
expect_eq "$(sum "$work_dir/back")" "$(sum "$work_dir/data")" "what was read back"
sg_inq "$device" >/dev/null
links=(/dev/disk/by-id/scsi-*)
[ -e "${links[0]}" ] || fail "udev made no link"
