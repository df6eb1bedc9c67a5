#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a backing device that takes longer than the SCSI timeout: nothing is aborted or sent
#	again, the data are right, and the disk can be taken away while it is slow
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
low=$(scratch 0)
dmsetup create slow --table "0 65536 delay $low 0 0 $low 0 2500"
tidy() {
	if grep -q ^slow $scst_proc/vdisk/vdisk; then close_vdisk slow; fi
	dmsetup remove --retry slow
}
cleanup tidy
disk=$(make_disk slow 0 "$(readlink -f /dev/mapper/slow)" BLOCKIO)
echo 1 >"/sys/block/${disk##*/}/device/timeout"

# trace : what goes to the unit and what is asked to be undone
tracing=/sys/kernel/tracing
for event in scst_cmd_submit scst_tmf; do echo 1 >$tracing/events/scst/$event/enable; done
cleanup sh -c "for event in scst_cmd_submit scst_tmf; do echo 0 >$tracing/events/scst/\$event/enable; done"
: >$tracing/trace
head -c 256k /dev/urandom >"$work_dir/data"
dd if="$work_dir/data" of="$disk" bs=64k oflag=direct status=none &
first=$!
dd if="$work_dir/data" of="$disk" bs=256k seek=4 oflag=direct status=none &
second=$!
wait $first || fail "the first write"
wait $second || fail "the second write"
expect_eq "$(grep -c "lu=slow .* cdb=2a" $tracing/trace)" 5 "writes that were sent"
expect_eq "$(grep -c scst_tmf: $tracing/trace || true)" 0 "task management"
[ "$(awk '$1 == "slow" { print $2 }' /sys/kernel/debug/scst/stuck)" -ge 4 ] || fail "no timeout was counted"
expect_eq "$(dd if="$disk" bs=256k count=1 iflag=direct status=none | sum /dev/stdin)" \
	"$(sum "$work_dir/data")" "what was written"
expect_eq "$(dd if="$disk" bs=256k skip=4 count=1 iflag=direct status=none | sum /dev/stdin)" \
	"$(sum "$work_dir/data")" "what was written at once"

# Taken away under a running command: it ends before the disk goes.
dd if="$work_dir/data" of="$disk" bs=256k seek=8 oflag=direct status=none &
last=$!
sleep 0.5
drop_disk slow
wait $last || fail "the write that was under way when the disk went"
expect_eq "$(dd if="$low" bs=256k skip=8 count=1 iflag=direct status=none | sum /dev/stdin)" \
	"$(sum "$work_dir/data")" "what was written last"
expect_idle
