#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: scstctl create prints a disk that answers at once, for each kind of unit; resize,
#	replace, map, unmap and destroy return when Linux has followed
# tools: scstctl
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst

# created WANTED-BYTES ARG... : create says a path, and there is a disk of that size there
created() {
	local bytes=$1 disk
	shift
	disk=$(scstctl create "$@")
	expect_match "$disk" "^/dev/sd[a-z]+$" "what create prints"
	[ -b "$disk" ] || fail "$disk is no block device"
	expect_eq "$(blockdev --getsize64 "$disk")" "$bytes" "size of $disk"
	dd if="$disk" of=/dev/null bs=4096 count=1 iflag=direct status=none
	echo "$disk"
}

cd "$work_dir"
truncate -s 24M relative.img
disk=$(created $((24 << 20)) one relative.img)
expect_eq "$(dev_of one)" "$disk" "the disk of one"
dd if=/dev/urandom of="$disk" bs=1M count=4 oflag=direct conv=fsync status=none
expect_eq "$(head -c 4M relative.img | sum /dev/stdin)" "$(head -c 4M "$disk" | sum /dev/stdin)" "data"

truncate -s 40M relative.img
expect_eq "$(scstctl resize one)" 40M "what resize prints"
expect_eq "$(blockdev --getsize64 "$disk")" $((40 << 20)) "new size"

ram=$(created $((8 << 20)) memory --ram --size 8M --block-size 4096)
expect_eq "$(blockdev --getss "$ram")" 4096 "block size"
created $((3 << 39)) none --nullio >/dev/null
block=$(created $((4 << 30)) blk "$(scratch 0)" --blockio --set serial=blk-0001)
expect_match "$(sg_inq "$block")" "Unit serial number: blk-0001" "serial number"
expect_match "$(cat /sys/block/"${block##*/}"/device/vendor)" "SCST_BIO" "vendor"

# LUNs are given in turn, or as asked for.
expect_eq "$(scstctl list --output name,luns --no-headings | sort | tr -s ' ' | tr '\n' ' ')" \
	"blk Default/3 memory Default/1 none Default/2 one Default/0 " "LUNs"
scstctl create off relative2.img --no-map 2>/dev/null && fail "made of a file that is not there"
expect_eq "$(scstctl create spare --ram --size 4M --no-map)" "" "what create --no-map prints"
if dev_of spare; then fail "a disk though not mapped"; fi
disk=$(scstctl map spare --lun 9)
expect_eq "$(dev_of 9)" "$disk" "what map prints"
scstctl unmap spare
if dev_of 9; then fail "still there after unmap"; fi
disk=$(dev_of none)
scstctl replace spare --lun 2
expect_eq "$(blockdev --getsize64 "$disk")" $((4 << 20)) "size after replace"

for name in one memory none blk; do
	scstctl destroy $name
done
expect_eq "$(ls /sys/class/scsi_device)" "$(scsi_of 2)" "devices when only spare is left"
scstctl destroy spare
expect_eq "$(ls /sys/class/scsi_device)" "" "devices when nothing is left"
expect_eq "$(scstctl list --json)" '{"units":[]}' "what is left"
expect_eq "$(tail -n +2 $scst_proc/vdisk/vdisk)" "" "what /proc has left"
expect_idle
