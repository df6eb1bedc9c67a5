#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: echo returns when the disk is there with its node and its size, del and close
#	when it is gone; nobody needs to wait for udev
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

devices=$scst_proc/groups/Default/devices
vdisk=$scst_proc/vdisk/vdisk
file=$(make_file 12M)

# Built-in commands only between the echo and the look.
check_there() {
	[ -b "$disk" ] || fail "$1: $disk is not there"
	size=$(blockdev --getsize64 "$disk") || fail "$1: $disk can't be opened"
	expect_eq "$size" $((12 << 20)) "$1: size"
}

check_gone() {
	[ ! -e "$disk" ] || fail "$1: $disk is still there"
	[ ! -e "/sys/block/${disk##*/}" ] || fail "$1: /sys/block/${disk##*/} is still there"
	[ ! -e "/sys/class/scsi_device/$address" ] || fail "$1: $address is still there"
}

load_scst
echo "open quick $file" >$vdisk
echo "add quick 0" >$devices
address=$(scsi_of quick)
disk=$(dev_of quick)
check_there "add"
rounds=8
for ((round = 0; round < rounds; round++)); do
	echo "del quick" >$devices
	check_gone "del, round $round"
	echo "add quick 0" >$devices
	# udev may hold the old name no longer: it is the same one again.
	check_there "add, round $round"
done
echo "close quick" >$vdisk
check_gone "close"

# An adapter comes with the disks of its LUNs, and takes them along.
echo "open quick $file" >$vdisk
echo "add quick 0" >$devices
for ((round = 0; round < 3; round++)); do
	set_adapters +1
	address=$(host_of 1):0:0:0
	disk=$(node_at block 1 0 0) || fail "round $round: no disk at the second adapter"
	check_there "add_host"
	set_adapters -1
	check_gone "add_host, round $round"
done
