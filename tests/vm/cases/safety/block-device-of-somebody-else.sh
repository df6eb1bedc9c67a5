#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a block device that is mounted, swapped on or held is refused, by whatever way it
#	would be used; one behind a unit is held against others
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool dmsetup losetup

load_scst
vdisk=$scst_proc/vdisk/vdisk
disk=$(scratch 0)
refused() {
	local flags
	for flags in BLOCKIO "" O_DIRECT "BLOCKIO READ_ONLY" READ_ONLY; do
		expect_errno EBUSY $vdisk "open refused $1 $flags"
	done
}

where=$(mount_scratch 0 ext4)
refused "$disk"
umount "$where"
open_vdisk unit "$disk" BLOCKIO
close_vdisk unit

mkswap "$disk" >/dev/null
swapon "$disk"
refused "$disk"
swapoff "$disk"

dmsetup create held --table "0 8192 linear $disk 0"
refused "$disk"
dmsetup remove --retry held

# A partition in use holds the whole, and the whole its partitions.
printf '%s\n' "size=64M" "size=64M" | sfdisk -q "$disk"
udevadm settle
mkfs.ext4 -qF "${disk}1"
mkdir -p /mnt/case
mount "${disk}1" /mnt/case
refused "${disk}1"
refused "$disk"
open_vdisk unit "${disk}2" BLOCKIO
close_vdisk unit
umount /mnt/case
open_vdisk unit "$disk" BLOCKIO
refused "${disk}1"
expect_fail mount "${disk}1" /mnt/case 2>/dev/null
close_vdisk unit
wipefs -qa "$disk"
sfdisk -q --delete "$disk" 2>/dev/null || true
blockdev --rereadpt "$disk"

# What is behind a unit is not to be had by others.
for flags in BLOCKIO "" READ_ONLY; do
	open_vdisk unit "$disk" $flags
	refused "$disk"
	expect_fail mkfs.ext4 -qF "$disk" 2>/dev/null
	expect_fail swapon "$disk" 2>/dev/null
	expect_fail dmsetup create held --table "0 8192 linear $disk 0" 2>/dev/null
	close_vdisk unit
done
mkfs.ext4 -qF "$disk"
mount "$disk" /mnt/case
umount /mnt/case

# By another node of the same device, too.
mknod "$work_dir/node" b $((0x$(stat -c %t "$disk"))) $((0x$(stat -c %T "$disk")))
open_vdisk unit "$disk" BLOCKIO
refused "$work_dir/node"
