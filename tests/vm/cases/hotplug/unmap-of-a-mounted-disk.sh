#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: unmapping a mounted disk through /proc loses nothing that was written before:
#	it is all there when it is mapped and mounted again
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
mkdir -p /mnt/case

# round NAME COMMAND... : a file system loses its disk by this command
round() {
	local name=$1 disk wanted
	shift
	echo "--- $name"
	disk=$(dev_of one)
	mount "$disk" /mnt/case
	head -c 20M /dev/urandom >"/mnt/case/$name"
	wanted=$(sum "/mnt/case/$name")
	# Not synced by us: it is dirty in the page cache.
	"$@"
	[ ! -e "$disk" ] || fail "$name: $disk is still there"
	umount /mnt/case
	map_again
	disk=$(dev_of one)
	fsck.ext4 -fp "$disk" >"$work_dir/fsck" 2>&1 || [ $? = 1 ] || fail "$(cat "$work_dir/fsck")"
	mount -o ro "$disk" /mnt/case
	expect_eq "$(sum "/mnt/case/$name")" "$wanted" "$name: content"
	umount /mnt/case
}

map_again() {
	grep -q "^one " $scst_proc/vdisk/vdisk || open_vdisk one "$work_dir/one.img"
	[ -n "$(host_of 0)" ] || set_adapters 1
	grep -q "^one " $scst_proc/groups/Default/devices || map_lun one 0
}

truncate -s 128M "$work_dir/one.img"
map_again
mkfs.ext4 -q "$(dev_of one)"
round del unmap_lun one
round close close_vdisk one
round clear scst_write groups/Default/devices clear
round adapter set_adapters 0
