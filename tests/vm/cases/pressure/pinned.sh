#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: 400 MiB of memory, ext4 with a mapped file larger than that on a disk that is a pinned
#	file, swap on another pinned file of the same file system, and a process that dirties more
#	than there is: nothing stands still, nothing is lost
# cpus: 2
# mem: 400
# tools: scstctl
# limit: 300
# soak: 1800 3
# shellcheck source=lib.sh
. "$VM_LIB"
# shellcheck source=cases/pressure/pressure.bash
. "$(dirname "$0")/pressure.bash"

load_scst
below=$(mount_scratch 0 "$(if [ "${VM_BOOT:-1}" = 2 ]; then echo xfs; else echo ext4; fi)")
begun=$SECONDS
disk=$(scstctl create data "$below/data" --pinned --size "$(amount 256M 1200M)")
swap=$(scstctl create swap "$below/swap" --pinned --size "$(amount 256M 600M)")
figure "both files written out and mapped in $((SECONDS - begun)) s"
mkdir -p /mnt/above
mkfs.ext4 -q -F "$disk"
mount "$disk" /mnt/above
swap_on "$swap"
under_pressure "$(amount 12 600)" /mnt/above/file "$(amount 160 700)" "$(amount $(($(available_mib) + 30)) 500)"
swapoff "$swap"
umount /mnt/above
e2fsck -fn "$disk" >/dev/null 2>&1 || fail "e2fsck finds errors"
expect_idle
scstctl destroy data
scstctl destroy swap
umount "$below"
wipefs -qa "$(scratch 0)"
boot_again
