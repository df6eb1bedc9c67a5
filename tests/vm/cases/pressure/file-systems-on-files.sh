#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: 400 MiB of memory, ext4, XFS and btrfs with a mapped file larger than that on a disk
#	that is a file, swap on a disk that is none of ours, and a process that dirties more than
#	there is: mounting a disk that is a file is safe, as long as nobody swaps to it
# cpus: 2
# mem: 400
# limit: 400
# soak: 2400
# shellcheck source=lib.sh
. "$VM_LIB"
# shellcheck source=cases/pressure/pressure.bash
. "$(dirname "$0")/pressure.bash"

load_scst
swap_on "$(scratch 1)"
below=$(mount_scratch 0 ext4)
mkdir -p /mnt/above
for type in ext4 xfs btrfs; do
	truncate -s 1200M "$below/file"
	disk=$(make_disk data 0 "$below/file")
	"mkfs.$type" -q "$disk"
	mount -t $type "$disk" /mnt/above
	under_pressure "$(amount 6 200)" /mnt/above/file "$(amount 140 700)" "$(amount $(($(available_mib) + 30)) 600)" "$type: "
	umount /mnt/above
	case $type in
	ext4) e2fsck -fn "$disk" >/dev/null 2>&1 || fail "e2fsck finds errors" ;;
	xfs) xfs_repair -n "$disk" >/dev/null 2>&1 || fail "xfs_repair finds errors" ;;
	btrfs) btrfs check "$disk" >/dev/null 2>&1 || fail "btrfs check finds errors" ;;
	esac
	drop_disk data
	rm "$below/file"
done
expect_idle
