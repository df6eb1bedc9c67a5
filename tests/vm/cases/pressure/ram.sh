#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: 400 MiB of memory of which 144 are two RAM disks, ext4 with a mapped file on one, swap on
#	the other, and a process that dirties more than is left: nothing stands still, nothing is lost
# cpus: 2
# mem: 400
# limit: 300
# soak: 1800 3
# shellcheck source=lib.sh
. "$VM_LIB"
# shellcheck source=cases/pressure/pressure.bash
. "$(dirname "$0")/pressure.bash"

load_scst
disk=$(make_disk data 0 RAM size=48M)
swap=$(make_disk swap 1 RAM size=96M)
mkdir -p /mnt/above
mkfs.ext4 -q -F -m 0 "$disk"
mount "$disk" /mnt/above
swap_on "$swap"
# What RAM disks keep is no room gained: a third of the swap is what goes beyond.
under_pressure "$(amount 8 600)" /mnt/above/file 36 $(($(available_mib) + $(amount 24 0)))
swapoff "$swap"
umount /mnt/above
e2fsck -fn "$disk" >/dev/null 2>&1 || fail "e2fsck finds errors"
expect_idle
boot_again
