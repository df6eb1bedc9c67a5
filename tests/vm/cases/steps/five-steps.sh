#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the five steps of 2008 as they are written: load, make a disk, load scst_local,
#	look, have fun
# slice: yes
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool lsscsi

some_path=$work_dir

# What the kernel shows in /proc/scsi/scsi; where it has no such file lsscsi makes the same.
list_devices() {
	if [ -e /proc/scsi/scsi ]; then cat /proc/scsi/scsi; else lsscsi --classic; fi
}

check_listed() {
	local listed
	listed=$(list_devices)
	echo "$listed"
	grep -qx "  Vendor: SCST_FIO Model: $1 *Rev:  101" <<<"$listed" || fail "$1 is not listed"
	grep -A1 -x "  Vendor: SCST_FIO Model: $1 *Rev:  101" <<<"$listed" |
		grep -qE '^  Type:   Direct-Access +ANSI +SCSI revision: 0[0-9]$' ||
		fail "$1 is not listed as a Direct-Access device"
}

# --- 1. Load up scst
modprobe scst
modprobe scst_vdisk

# --- 2. Create a virtual disk
dd if=/dev/zero of="$some_path/vdisk1.img" bs=16384 count=1000 status=none
echo "open vm_disk1 $some_path/vdisk1.img" > /proc/scsi_tgt/vdisk/vdisk
echo "add vm_disk1 0" > /proc/scsi_tgt/groups/Default/devices

# --- 3. Load the scst_local driver
insmod "$SCST_KO_DIR/scst_local.ko"

# --- 4. Check what you have
check_listed vm_disk1

# --- 5. Have fun
disk=$(dev_of vm_disk1)
expect_eq "$(blockdev --getsize64 "$disk")" $((16384 * 1000)) "size of $disk"
dd if=/dev/urandom of="$disk" bs=16384 count=1000 oflag=direct status=none
sync "$disk"
blockdev --flushbufs "$disk"
expect_eq "$(sum "$disk")" "$(sum "$some_path/vdisk1.img")" "content of the disk and of its file"
expect_ne "$(sum "$disk")" "$(head -c $((16384 * 1000)) /dev/zero | sha256sum | cut -d' ' -f1)"

# --- the commented variants: a second disk, and max_luns
unload scst_local
[ ! -e "$disk" ] || fail "$disk is still there after rmmod"
dd if=/dev/zero of="$some_path/vdisk2.img" bs=16384 count=1000 status=none
echo "open vm_disk2 $some_path/vdisk2.img" > /proc/scsi_tgt/vdisk/vdisk
echo "add vm_disk2 1" > /proc/scsi_tgt/groups/Default/devices
insmod "$SCST_KO_DIR/scst_local.ko" max_luns=8
check_listed vm_disk1
check_listed vm_disk2
expect_eq "$(cat /sys/module/scst_local/parameters/max_luns)" 8
expect_eq "$(sum "$(dev_of vm_disk1)")" "$(sum "$some_path/vdisk1.img")"
