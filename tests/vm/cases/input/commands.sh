#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: CDBs valid, nearly valid and random, with lengths, directions and buffers that
#	disagree and lists that change while they are sent: every answer is well-formed, no residual
#	lies, no byte beyond a buffer is touched, and what was refused has changed nothing
# modules: scst scst_vdisk scst_local
# tools: scsifuzz
# limit: 240
# soak: 3600
# slice: yes
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
modprobe -q sg || true
# Direct I/O through /dev/sg, which is off: then also lists sent there can change meanwhile.
if [ -w /proc/scsi/sg/allow_dio ]; then echo 1 >/proc/scsi/sg/allow_dio; fi
seed=${SEED:-$RANDOM$RANDOM}

# fuzz COMMANDS OPTION... NAME : prints the tool's last line
fuzz() {
	local count=$1 name=${*: -1} log=$work_dir/fuzz.log
	shift
	scsifuzz -n "$count" -s "$seed" "${@:1:$#-1}" "$(sg_of "$name")" "$(dev_of "$name")" >"$log" ||
		fail "$name: $(head -c 2000 "$log")"
	cat "$log"
	tail -n 1 "$log" >"$work_dir/last"
}

# said WORD : its number in the tool's last line
said() {
	grep -oP "\b$1 \K[0-9]+" "$work_dir/last"
}

head -c 1M /dev/urandom >"$work_dir/kept"
kept=$(sum "$work_dir/kept")
open_vdisk kept "$work_dir/kept"
map_lun kept 0
open_vdisk file "$(make_file 4M file.img)"
map_lun file 1
open_vdisk large "$(make_file 64M large.img)" 4096 O_DIRECT
map_lun large 2
open_vdisk memory RAM size=4M
map_lun memory 3
blockdev --setra 0 "$(dev_of kept)"
udevadm settle

# Of the short form 20,000 commands, of the full one a million.
total=0
share() {
	total=$((total + $1))
	fuzz "$@"
	# A grammar whose commands are all refused would find little.
	[ "$(said good)" -ge $(($1 / 5)) ] || fail "only $(said good) of $1 commands ended GOOD"
	[ "$(said check)" -ge $(($1 / 10)) ] || fail "only $(said check) of $1 commands were refused"
}
share "$(amount 6000 200000)" -k kept
share "$(amount 6000 300000)" -t 3 file
share "$(amount 4000 250000)" -t 2 large
share "$(amount 4000 250000)" -t 2 memory
expect_idle
expect_eq "$(sum "$work_dir/kept")" "$kept" "sum of the unit on which nothing was to change"
figure "$total commands, seed $seed"
