#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: list, devices, sessions, groups and handlers as tables and as JSON say what is there,
#	and monitor prints a line for what each of both doors does
# tools: scstctl
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
set_adapters 2
scstctl monitor >"$work_dir/events" 2>&1 &
monitor=$!
# It says nothing until something happens: try until it hears.
heard() {
	scst_write scsi_tgt add_group probe
	open_vdisk probe nowhere NULLIO size=1M
	close_vdisk probe
	scst_write scsi_tgt del_group probe
	grep -q "destroy probe" "$work_dir/events"
}
wait_for 20 heard

truncate -s 24M "$work_dir/one.img"
scstctl group add special
scstctl initiator add special "elsewhere*"
scstctl create one "$work_dir/one.img" --write-through --lun 3 >"$work_dir/made"
expect_eq "$(wc -l <"$work_dir/made")" 2 "disks that create prints, one a line"
expect_eq "$(sort <"$work_dir/made")" "$(nodes_of block one | sort)" "disks that create prints"
scstctl map one --group special --lun 7 --read-only >/dev/null 2>"$work_dir/err" || true
open_vdisk two nowhere NULLIO size=3G REMOVABLE

# check JQ-FILTER WANTED ARG... : of the JSON that scstctl prints
check() {
	local filter=$1 wanted=$2
	shift 2
	expect_eq "$(scstctl "$@" --json | jq -cS "$filter")" "$wanted" "scstctl $*: $filter"
}

check '[.units[].name] | sort' '["one","two"]' list
check '.units[] | select(.name == "one") | [.size, .block_size]' '[25165824,512]' list
check '.units[] | select(.name == "two") | .size' 3221225472 list
check '.devices | length' 2 devices
check '[.devices[].lun] | unique' '[3]' devices
check '[.devices[].unit] | unique' '["one"]' devices
check '[.devices[].in_use] | unique' '[false]' devices
check '[.sessions[].initiator] | sort' '["scstlclhst0:0","scstlclhst1:0"]' sessions
check '[.sessions[].active] | unique' '[0]' sessions
check '[.groups[].name] | sort' '["Default","special"]' groups
expect_eq "$(scstctl list --output name,size,block_size,backend --no-headings | tr -s ' ' | sed 's/ $//' | sort)" \
	"$(printf 'one 24M 512 file\ntwo 3G 512 null')" "list"
expect_match "$(scstctl list)" "^NAME +SIZE +BLOCK-SIZE +BACKEND +FLAGS +LUNS +DEVICES +PATH" "list"
expect_match "$(scstctl list)" "write_through,no_swap +Default/3,special/7" "list"
expect_match "$(scstctl handlers)" "vdisk" "handlers"

# What was moved is counted, and who has a disk open is seen.
disk=$(head -n 1 "$work_dir/made")
before=$(scstctl devices --json | jq '[.devices[].written] | add')
dd if=/dev/zero of="$disk" bs=64k count=16 oflag=direct status=none
check "[.devices[].written] | add - $before" $((1 << 20)) devices
exec 5<"$disk"
check '[.devices[] | select(.in_use)] | length' 1 devices
exec 5<&-

close_vdisk two
scstctl destroy one
gone() {
	grep -q "destroy one" "$work_dir/events"
}
wait_for 10 gone
kill "$monitor"
wait "$monitor" || true
sed -n '/create one/,$s/^[0-9]* //p' "$work_dir/events" >"$work_dir/said"
cat "$work_dir/said"
expect_eq "$(sed -n 1p "$work_dir/said")" "create one: 24M" "the first event"
expect_match "$(sed -n 2p "$work_dir/said")" "^map one Default/3: (sd[a-z]+ sg[0-9]+ ?){2}$" "the second"
expect_eq "$(sed -n 3p "$work_dir/said")" "map one special/7" "the third"
expect_eq "$(sed -n 4p "$work_dir/said")" "create two: 3G" "what /proc did"
expect_eq "$(sed -n 5p "$work_dir/said")" "destroy two" "what /proc did"
expect_eq "$(sed -n 6p "$work_dir/said")" "destroy one" "the last"
scstctl group del special
expect_idle
