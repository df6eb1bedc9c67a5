#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a case of several boots finds its disks as they were when the power went,
#   cut or in an orderly way that the case has announced
# boots: 3
# shellcheck source=lib.sh
. "$VM_LIB"

case $VM_BOOT in
1)
	where=$(mount_scratch 0 ext4)
	echo "before the cut" >"$where/file"
	sync
	cut_power 0
	;;
2)
	mount "$(scratch 0)" /mnt
	expect_eq "$(cat /mnt/file)" "before the cut"
	echo "before the power-off" >/mnt/file
	umount /mnt
	power_off_next
	echo o >/proc/sysrq-trigger
	exec sleep infinity
	;;
3)
	mount "$(scratch 0)" /mnt
	expect_eq "$(cat /mnt/file)" "before the power-off"
	;;
esac
