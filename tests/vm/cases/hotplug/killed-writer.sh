#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a writer that is killed while it waits gets away at once; its command goes on, and
#	the unit is busy until it is done
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool dmsetup

load_scst
devices=$scst_proc/groups/Default/devices
dmsetup create slow --table "0 204800 linear $(scratch 0) 0"
cleanup dmsetup resume slow
open_vdisk one /dev/mapper/slow BLOCKIO

mapped() {
	[ "$(awk 'NR > 1 { print $1 }' $devices)" = one ] && dev_of one >/dev/null
}

gone() {
	[ "$(wc -l <$devices)" = 1 ] && ! dev_of one >/dev/null
}

idle() {
	[ "$(write_errno $scst_proc/vdisk/vdisk "resync_size one")" = OK ]
}

for signal in KILL TERM; do
	# The disk can't be read, so its partitions can't be looked for: `add` waits.
	dmsetup suspend --noflush --nolockfs slow
	bash -c "echo 'add one 0' >$devices" &
	writer=$!
	wait_for 20 grep -q "^one " $devices
	sleep 1
	kill -0 $writer || fail "$signal: the writer did not wait"
	SECONDS=0
	kill -$signal $writer
	wait $writer && fail "$signal: the writer ended well"
	[ $SECONDS -lt 10 ] || fail "$signal: the writer took $SECONDS seconds to end"
	expect_errno EBUSY $devices "del one"
	expect_errno EBUSY $scst_proc/vdisk/vdisk "close one"
	expect_errno EBUSY $scst_proc/vdisk/vdisk "resync_size one"
	dmsetup resume slow
	wait_for 20 mapped
	wait_for 20 idle
	unmap_lun one
	gone || fail "$signal: something is left"
done

# Killed at any moment: done or not, and nothing is stuck.
for n in $(seq 8); do
	bash -c "echo 'add one 0' >$devices" &
	writer=$!
	sleep "0.0$((n % 5))"
	kill -KILL $writer 2>/dev/null || true
	wait $writer 2>/dev/null || true
	wait_for 20 idle
	if grep -q "^one " $devices; then unmap_lun one; fi
	gone || fail "round $n: something is left"
done
close_vdisk one
dmsetup remove --retry slow
