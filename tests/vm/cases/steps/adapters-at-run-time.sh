#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: adapters are added and removed at run time with N, +N and -N; each new one sees
#	every LUN, the last that came goes first
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

adapters() {
	cat /sys/module/scst_local/parameters/add_host
}

# check ADAPTERS : so many, so many sessions, and as many disks of each unit
check() {
	local index
	expect_eq "$(adapters)" "$1" "add_host"
	expect_eq "$(tail -n +2 $scst_proc/sessions | wc -l)" "$1" "sessions"
	for unit in one two; do
		expect_eq "$(nodes_of block $unit | wc -l)" "$1" "disks of $unit"
	done
	for ((index = 0; index < $1; index++)); do
		host_of "$index" >/dev/null || fail "there is no adapter $index"
		grep -q "scstlclhst$index:0" $scst_proc/sessions || fail "no session of $index"
	done
	if host_of "$1"; then fail "there is an adapter $1"; fi
}

modprobe scst_vdisk
open_vdisk one "$(make_file 4M)"
open_vdisk two "$(make_file 4M)"
map_lun one 0
map_lun two 1
modprobe scst_local
check 1
set_adapters +2
check 3
set_adapters -1
check 2
set_adapters 4
check 4
set_adapters 4
check 4
unmap_lun two
expect_eq "$(nodes_of block two | wc -l)" 0 "disks of two"
map_lun two 7
check 4
set_adapters -4
check 0
set_adapters +1
check 1
