#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: module parameters out of their bounds are refused with a line in the kernel log
#	that names them; those at their bounds are taken
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst

# refused PARAMETER=VALUE REGEX : loading fails, and the kernel log has such a line
refused() {
	dmesg -C
	if insmod "$SCST_KO_DIR/scst_local.ko" "$1" 2>"$work_dir/error"; then
		fail "insmod scst_local $1 succeeded"
	fi
	grep -q "Invalid parameters\|Invalid argument" "$work_dir/error" ||
		fail "$1: insmod says $(cat "$work_dir/error")"
	in_log "$2" || fail "$1: no line in the log like $2"
	[ ! -d /sys/module/scst_local ] || fail "$1: the module is there"
	[ ! -e $scst_proc/scst_local_tgt ] || fail "$1: its directory is there"
}

modprobe scsi_mod
for value in -1 128 99999999999 two 1x ""; do
	refused "add_host=$value" "scst_local: add_host takes N, .*0 to 127"
done
refused num_tgts=0 "scst_local: num_tgts=0 is not between 1 and 16"
refused num_tgts=17 "scst_local: num_tgts=17 is not between 1 and 16"
refused num_tgts=-1 "num_tgts|\`-1' invalid for parameter"
refused max_luns=0 "scst_local: max_luns=0 is not between 1 and 16384"
refused max_luns=16385 "scst_local: max_luns=16385 is not between 1 and 16384"
refused max_luns=many "\`many' invalid for parameter \`max_luns'"

# accepted "PARAMETERS" SESSIONS
accepted() {
	# shellcheck disable=SC2086
	insmod "$SCST_KO_DIR/scst_local.ko" $1 || fail "insmod scst_local $1 failed"
	expect_eq "$(($(wc -l <$scst_proc/sessions) - 1))" "$2" "sessions with $1"
	unload scst_local
}

accepted "" 1
accepted "add_host=0" 0
accepted "add_host=3 num_tgts=16 max_luns=1" 48
accepted "max_luns=16384" 1

# While it runs.
modprobe scst_local add_host=1
for value in 128 -2 +127 x "" "1 2"; do
	if echo "$value" >/sys/module/scst_local/parameters/add_host; then
		fail "'$value' written to add_host was taken"
	fi
	expect_eq "$(cat /sys/module/scst_local/parameters/add_host)" 1 "add_host after '$value'"
done
expect_eq "$(ls /sys/class/scsi_host)" "host$(host_of 0)" "hosts"
