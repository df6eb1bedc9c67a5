#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: who is not root may look but not touch; exit status 4 where a module is not loaded,
#	and a unit made without an adapter gets its disk when that comes
# tools: scstctl
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

# ends STATUS SENTENCE COMMAND...
ends() {
	local status=$1 sentence=$2 got=0
	shift 2
	"$@" >"$work_dir/out" 2>"$work_dir/err" || got=$?
	expect_eq "$got" "$status" "exit status of $*: $(cat "$work_dir/err")"
	expect_match "$(cat "$work_dir/err")" "$sentence" "stderr of $*"
}
as_nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

truncate -s 8M "$work_dir/a.img"
ends 4 "scst" scstctl list
ends 4 "scst" scstctl create a "$work_dir/a.img"
modprobe scst_vdisk
ends 0 "" scstctl list

# Without an adapter the unit is made and mapped, and says what is missing.
ends 4 "scst_local" scstctl create a "$work_dir/a.img"
expect_eq "$(scstctl list --output name,luns --no-headings | tr -s ' ')" "a Default/0" "the unit"
modprobe scst_local
expect_ne "$(dev_of a)" "" "its disk"

before=$(scst_state)
for verb in "create b --ram --size 4M" "destroy a" "map a --lun 3" "unmap a" "resize a" "group add g" \
	"initiator add Default x" "set-id a 4711"; do
	# shellcheck disable=SC2086
	ends 1 "this needs CAP_SYS_ADMIN in the initial namespace" as_nobody scstctl $verb
done
expect_eq "$(scst_state)" "$before" "what is there"
for verb in list devices sessions groups handlers; do
	ends 0 "" as_nobody scstctl $verb
	expect_eq "$(cat "$work_dir/err")" "" "stderr of $verb"
done
# CAP_NET_ADMIN is not enough.
ends 1 "this needs CAP_SYS_ADMIN in the initial namespace" capsh --drop=cap_sys_admin -- -c "scstctl destroy a"
scstctl destroy a
expect_idle
