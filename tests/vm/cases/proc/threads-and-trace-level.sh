#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: threads keeps a number, trace_level a set of tokens for each of core and handlers
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst
for n in 1 4 0x10 010; do
	scst_write threads "$n"
	expect_eq "$(cat $scst_proc/threads)" $((n)) "threads"
done
rmmod scst
load_scst
scst_write threads 1
open_vdisk one "$(make_file 8M)"
map_lun one 0
dd if=/dev/zero of="$(dev_of one)" bs=1M count=8 oflag=direct status=none

handler_tokens="out_of_mem minor sg mem buff entryexit pid line function debug special scsi mgmt
	mgmt_minor mgmt_dbg"
core_tokens="retry scsi_serializing recv_bot send_bot recv_top send_top"

# level FILE TOKEN... : exactly these are set; the order is the file's own
level() {
	local file=$1
	shift
	expect_eq "$(sed 's/ | /\n/g' "$scst_proc/$file" | sort | tr '\n' ' ')" \
		"$(printf '%s\n' "$@" | sort | tr '\n' ' ')" "$file"
}

for file in trace_level vdisk/trace_level; do
	default=$(cat $scst_proc/$file)
	case $file in
	trace_level) tokens="$handler_tokens $core_tokens" ;;
	*) tokens=$handler_tokens ;;
	esac
	scst_write $file all
	# shellcheck disable=SC2086
	level $file $tokens
	expect_match "$(cat $scst_proc/$file)" '^[a-z_]+( \| [a-z_]+)+$' "$file"
	scst_write $file none
	level $file none
	for token in $tokens; do
		scst_write $file add "$token"
		expect_eq "$(<$scst_proc/$file)" "$token" "$file"
		scst_write $file del "$token"
		expect_eq "$(<$scst_proc/$file)" none "$file"
	done
	scst_write $file set scsi mgmt
	level $file scsi mgmt
	scst_write $file add pid line
	level $file scsi mgmt pid line
	scst_write $file del mgmt line
	level $file scsi pid
	scst_write $file null
	level $file none
	scst_write $file value 0x400
	level $file mgmt
	scst_write $file value 0
	level $file none
	scst_write $file default
	expect_eq "$(cat $scst_proc/$file)" "$default" "default of $file"
done
# They are apart from each other.
scst_write trace_level none
expect_ne "$(cat $scst_proc/vdisk/trace_level)" none
