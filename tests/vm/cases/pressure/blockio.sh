#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: 400 MiB of memory, ext4 with a mapped file larger than that on one BLOCKIO disk, swap on
#	another, and a process that dirties more than there is: nothing stands still, nothing is lost
# cpus: 2
# mem: 400
# limit: 300
# soak: 1800 3
# shellcheck source=lib.sh
. "$VM_LIB"
# shellcheck source=cases/pressure/pressure.bash
. "$(dirname "$0")/pressure.bash"

load_scst
disk=$(make_disk data 0 "$(scratch 0)" BLOCKIO)
swap=$(make_disk swap 1 "$(scratch 1)" BLOCKIO)
mkdir -p /mnt/above
mkfs.ext4 -q -F "$disk" 1200M
mount "$disk" /mnt/above
swap_on "$swap"
under_pressure "$(amount 12 600)" /mnt/above/file "$(amount 160 700)" "$(amount $(($(available_mib) + 30)) 700)"
swapoff "$swap"
umount /mnt/above
e2fsck -fn "$disk" >/dev/null 2>&1 || fail "e2fsck finds errors"
expect_idle
boot_again
