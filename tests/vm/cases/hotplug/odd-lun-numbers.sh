#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: LUNs without a LUN 0, LUN 300 and 16383, and LUNs beyond max_luns
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
for n in 1 2 3 4; do open_vdisk "unit$n" "$(make_file "${n}M" "unit$n.img")"; done

# Without LUN 0: mapped before the adapter comes, and while it is there.
map_lun unit1 5
modprobe scst_local
expect_eq "$(blockdev --getsize64 "$(dev_of unit1)")" $((1 << 20)) "size of LUN 5"
map_lun unit2 200
expect_eq "$(blockdev --getsize64 "$(dev_of unit2)")" $((2 << 20)) "size of LUN 200"
if dev_of 0; then fail "there is a disk at LUN 0"; fi
echo "- - -" >"/sys/class/scsi_host/host$(host_of 0)/scan"
udevadm settle
expect_eq "$(find /sys/block -name 'sd*' | wc -l)" 2 "disks after a scan"

# Beyond max_luns: refused as a whole, also when another adapter could.
expect_errno ENXIO $scst_proc/groups/Default/devices "add unit3 256"
expect_errno ENXIO $scst_proc/groups/Default/devices "add unit3 16383"
expect_eq "$(wc -l <$scst_proc/groups/Default/devices)" 3 "lines of the map"
unload scst_local
# Without an adapter there is nobody to say no; one that can't show it says so in the log.
map_lun unit3 300
map_lun unit4 16383
dmesg -C
modprobe scst_local max_luns=8
expect_eq "$(find /sys/block -name 'sd*' | wc -l)" 1 "disks of max_luns=8"
in_log "LUN 300 is beyond max_luns=8" || fail "nothing in the log of LUN 300"
unload scst_local

modprobe scst_local max_luns=16384 add_host=2
check() {
	local disks disk
	for n in 1 2 3 4; do
		mapfile -t disks < <(nodes_of block "unit$n")
		expect_eq "${#disks[@]}" 2 "disks of unit$n"
		for disk in "${disks[@]}"; do
			expect_eq "$(<"/sys/block/${disk##*/}/size")" $((n << 11)) "blocks of $disk"
		done
	done
}
check
expect_match "$(sg_inq "$(dev_of unit3)")" "identification: unit3"
expect_match "$(sg_inq "$(dev_of unit4)")" "identification: unit4"
# In the order of SAM: flat space addressing from 256 on.
expect_eq "$(node_at block 0 0 $((0x4000 | 300)))" "$(dev_of unit3)" "LUN 300"
expect_eq "$(node_at block 0 0 $((0x7fff)))" "$(dev_of unit4)" "LUN 16383"
dd if=/dev/urandom of="$work_dir/data" bs=1M count=4 status=none
dd if="$work_dir/data" of="$(dev_of unit4)" bs=1M oflag=direct status=none
cmp "$work_dir/unit4.img" "$work_dir/data" || fail "a write to LUN 16383 went elsewhere"
for n in 3 4; do unmap_lun "unit$n"; done
expect_eq "$(find /sys/block -name 'sd*' | wc -l)" 4 "disks left"
map_lun unit3 300
map_lun unit4 16383
check
# REPORT LUNS tells all four.
expect_match "$(sg_luns -d "$(sg_of unit1)" | tr '\n' ' ')" "Lun list length = 32"
# Another form of the same number is no second disk.
echo "0 0 300" >"/sys/class/scsi_host/host$(host_of 0)/scan" 2>/dev/null || true
echo "0 0 $((0x4005))" >"/sys/class/scsi_host/host$(host_of 0)/scan" 2>/dev/null || true
udevadm settle
check
# LUN 0 comes last.
unmap_lun unit1
map_lun unit1 0
check
