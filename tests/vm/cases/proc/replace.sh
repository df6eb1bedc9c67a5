#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: replace puts another unit under a LUN: other content and size at once, unit
#	attention, and the old unit is free
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
modprobe scst_local add_host=2
head -c 4M /dev/urandom >"$work_dir/one.img"
head -c 8M /dev/urandom >"$work_dir/two.img"
open_vdisk one "$work_dir/one.img"
open_vdisk two "$work_dir/two.img"
map_lun one 0
disk=$(node_at block 0 0 0)
sg=$(node_at scsi_generic 1 0 0)
sg_turs -n 3 "$sg" >/dev/null 2>&1 || true
sg_turs "$sg"
cmp "$disk" "$work_dir/one.img" || fail "$disk does not hold one"

# seen DISK UNIT : the disk has its size and its content
seen() {
	expect_eq "$(blockdev --getsize64 "$1")" "$(stat -c %s "$work_dir/$2.img")" "size of $1"
	dd if="$1" bs=1M iflag=direct status=none | cmp - "$work_dir/$2.img" ||
		fail "$1 does not hold $2"
}

scst_write groups/Default/devices replace two 0
expect_eq "$(awk 'NR > 1 { print $1, $2, $3 }' $scst_proc/groups/Default/devices)" "two 0 "
[ -b "$disk" ] || fail "$disk has gone"
seen "$disk" two
seen "$(node_at block 1 0 0)" two
expect_match "$(sg_inq "$disk")" "Product identification: two"
dd if=/dev/urandom of="$work_dir/two.new" bs=1M count=1 status=none
dd if="$work_dir/two.new" of="$disk" bs=1M oflag=direct status=none
cmp -n 1048576 "$work_dir/two.img" "$work_dir/two.new" || fail "a write went elsewhere"

# The old unit is free, the new one is not.
map_lun one 5
seen "$(dev_of 5)" one
unmap_lun one
expect_errno EINVAL $scst_proc/groups/Default/devices "replace two 0"
expect_errno EINVAL $scst_proc/groups/Default/devices "add two 1"
expect_errno EINVAL $scst_proc/groups/Default/devices "replace one 3"

# READ_ONLY belongs to the new entry.
scst_write groups/Default/devices replace one 0 READ_ONLY
expect_eq "$(awk 'NR > 1 { print $1, $2, $3 }' $scst_proc/groups/Default/devices)" "one 0 RO"
seen "$disk" one
expect_fail dd if=/dev/zero of="$disk" bs=4k count=1 oflag=direct status=none 2>/dev/null
cmp -n 4096 "$disk" "$work_dir/one.img" || fail "a read-only LUN was written to"
scst_write groups/Default/devices replace two 0
dd if="$work_dir/two.new" of="$disk" bs=1M oflag=direct status=none
close_vdisk one
close_vdisk two
[ ! -e "$disk" ] || fail "$disk is left"
