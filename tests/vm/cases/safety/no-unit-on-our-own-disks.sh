#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a unit can't be backed by a disk of our own, a partition of it, or a file of a
#	file system on it: ELOOP, whatever unit and adapter
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst add_host=2
vdisk=$scst_proc/vdisk/vdisk
open_vdisk one "$(make_file 128M)"
map_lun one 0
disk=$(node_at block 0 0 0)
other=$(node_at block 1 0 0)

refused() {
	local flags
	for flags in "$@"; do
		expect_errno ELOOP $vdisk "open two $path $flags"
	done
}

path=$disk
refused "" BLOCKIO O_DIRECT READ_ONLY "BLOCKIO READ_ONLY"
path=$other
refused "" BLOCKIO
in_log "lies on one" || fail "nothing in the log that names the device"

printf 'size=100M\n' | sfdisk -q "$disk"
udevadm settle
blockdev --rereadpt "$disk" 2>/dev/null || true
udevadm settle
path=${disk}1
wait_for 10 test -b "$path"
refused "" BLOCKIO READ_ONLY

mkdir -p /mnt/case
path=/mnt/case/file
for fs in vfat ext4; do
	"mkfs.$fs" "${disk}1" >/dev/null
	mount "${disk}1" /mnt/case
	truncate -s 8M $path
	refused "" READ_ONLY
	if [ $fs = ext4 ]; then break; fi
	umount /mnt/case
	wipefs -qa "${disk}1"
done
refused O_DIRECT "WRITE_THROUGH NV_CACHE"
expect_eq "$(wc -l <$vdisk)" 2 "lines of vdisk/vdisk"

# What is refused is not held.
umount /mnt/case
mount "${disk}1" /mnt/case
umount /mnt/case
# Somebody else's disks do.
open_vdisk two "$(scratch 0)" BLOCKIO
close_vdisk two
where=$(mount_scratch 0 ext4)
truncate -s 8M "$where/file"
open_vdisk two "$where/file"
close_vdisk two
# When the disk has gone its former node means nothing.
unmap_lun one
expect_errno ENOENT $vdisk "open two $disk"
