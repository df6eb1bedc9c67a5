#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: modinfo tells what each module is, and each parameter with a description
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

# parameter MODULE NAME REGEX
parameter() {
	grep -qE "^$2:.*$3" <<<"$(modinfo -F parm "$1")" || fail "$1: no parameter $2 with $3"
}

for module in scst scst_vdisk scst_local; do
	expect_match "$(modinfo -F license $module)" "^GPL" "license of $module"
	[ -n "$(modinfo -F description $module)" ] || fail "$module has no description"
	while read -r line; do
		expect_match "$line" "^[a-zA-Z_]+:.{10,}" "parameter of $module"
	done < <(modinfo -F parm $module)
done
parameter scst_local add_host "127.*default 1"
parameter scst_local num_tgts "16.*default 1"
parameter scst_local max_luns "16384.*default 256"
parameter scst_vdisk scst_vdisk_ID .
parameter scst_vdisk num_threads .
parameter scst scst_threads .
parameter scst scst_max_cmd_mem .
parameter scst scst_max_dev_cmd_mem .

# What modinfo lists is there, and nothing else.
load_scst
for module in scst scst_vdisk scst_local; do
	expect_eq "$(find /sys/module/$module/parameters -type f -printf "%P\n" | sort | tr '\n' ' ')" \
		"$(modinfo -F parm $module | cut -d: -f1 | sort | tr '\n' ' ')" \
		"parameters of $module"
done
