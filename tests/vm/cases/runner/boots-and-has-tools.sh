#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the guest has the tools, file systems and disks that cases rely on
# slice: yes
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

need_tool fio sg_inq sg_raw sg_persist sg_reset iscsi-ls lsscsi sdparm smartctl multipath mt mtx \
	mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat stress-ng strace modprobe pgrep perl python3 hexdump \
	dmsetup ip jq bc file xxd sgdisk sfdisk parted eject genisoimage ddpt setfattr setfacl \
	blkdiscard capsh lsof fuser losetup swapon

for number in 0 1; do
	[ -b "$(scratch "$number")" ] || fail "scratch disk $number is missing"
done
for where in /sys/kernel/debug /sys/kernel/tracing /sys/kernel/config; do
	mountpoint -q "$where" || fail "not mounted: $where"
done
for type in ext4 xfs btrfs vfat; do
	where=$(mount_scratch 0 "$type")
	echo content >"$where/file"
	umount "$where"
	wipefs -qa "$(scratch 0)"
done
touch beside-the-script
expect_eq "$(write_errno /proc/sys/kernel/hung_task_timeout_secs nonsense)" EINVAL
expect_eq "$(write_errno /proc/no/such/file x)" ENOENT
