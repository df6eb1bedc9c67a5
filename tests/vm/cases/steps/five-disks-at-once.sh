#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: five virtual disks come up as five Linux disks, and keep apart what is written
#	to them at once
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst
modprobe scst_vdisk
for n in 1 2 3 4 5; do
	dd if=/dev/zero of="$work_dir/vdisk$n.img" bs=16384 count=1000 status=none
	head -c $((16384 * 1000)) /dev/urandom >"$work_dir/data$n"
	open_vdisk "vm_disk$n" "$work_dir/vdisk$n.img"
	map_lun "vm_disk$n" $((n - 1))
done
modprobe scst_local

mapfile -t disks < <(for n in 1 2 3 4 5; do dev_of "vm_disk$n"; done)
expect_eq "$(printf '%s\n' "${disks[@]}" | sort -u | wc -l)" 5 "number of disks"
jobs=()
for n in 1 2 3 4 5; do
	dd if="$work_dir/data$n" of="${disks[n - 1]}" bs=16384 count=1000 conv=fsync status=none &
	jobs+=($!)
done
for job in "${jobs[@]}"; do wait "$job"; done
for n in 1 2 3 4 5; do
	blockdev --flushbufs "${disks[n - 1]}"
	cmp "${disks[n - 1]}" "$work_dir/data$n" || fail "${disks[n - 1]} holds something else"
	cmp "$work_dir/vdisk$n.img" "$work_dir/data$n" || fail "the file of vm_disk$n does"
done
