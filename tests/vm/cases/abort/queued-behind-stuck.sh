#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: commands that wait for a worker whose backing device is stuck: one sent by SG_IO
#	is recalled at its timeout and fails then, one of a file system waits on, both leave no
#	trace, and all ends well when the device comes back
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk num_threads=1
modprobe scst_local
echo 2 >/sys/module/scst/parameters/scst_tmf_timeout
low=$(scratch 0)
dmsetup create low --table "0 65536 linear $low 0"
# Through the page cache: the worker itself waits for the device.
disk=$(make_disk behind 0 "$(readlink -f /dev/mapper/low)")
sg=$(sg_of behind)
echo 2 >"/sys/block/${disk##*/}/device/timeout"
head -c 64k /dev/urandom >"$work_dir/data"
dd if="$work_dir/data" of="$disk" bs=64k oflag=direct status=none
sync
# What udev reads must not bring the pages back.
udevadm settle
echo 3 >/proc/sys/vm/drop_caches

tidy() {
	dmsetup resume low
	if grep -q ^behind $scst_proc/vdisk/vdisk; then close_vdisk behind; fi
	dmsetup remove --retry low
}
cleanup tidy
dmsetup suspend --noflush --nolockfs low
# On one CPU, whose only worker the first keeps.
taskset -c 0 dd if="$disk" of="$work_dir/first" bs=4096 count=1 iflag=direct status=none &
first=$!
listed() {
	in_flight | grep -q "^behind .* $1 "
}
wait_for 10 listed running
taskset -c 0 dd if="$disk" of="$work_dir/second" bs=4096 skip=1 count=1 iflag=direct status=none &
second=$!
wait_for 10 listed queued

start=$SECONDS
taskset -c 0 python3 - "$sg" "$(dirname "$0")/../disk" <<'PYTHON'
import sys
sys.path.insert(0, sys.argv[2])
from scsi import Disk, medium, same, READ

answer = Disk(sys.argv[1]).run(medium(READ, 10, 64, 8), read=4096, timeout=2)
same((answer.status, answer.host, answer.sense), (0, 3, ""), f"DID_TIME_OUT, nothing else: {answer}")
PYTHON
[ $((SECONDS - start)) -le 15 ] || fail "recalled only after $((SECONDS - start)) s"
expect_eq "$(in_flight | grep -c " 280000000040" || true)" 0 "the recalled command in the list"
kill -0 $first $second || fail "somebody came back"
# Those of a file system are not sent again, and not given up: they wait.
sleep 3
listed queued || fail "the second is not waiting any more: $(in_flight)"

# A reset takes what waits: the midlayer sends it again.
expect_fail sg_reset --no-esc --device "$sg"
kill -0 $first $second || fail "somebody came back after the reset"
dmsetup resume low
wait $first || fail "the first read"
wait $second || fail "the second read"
cat "$work_dir/first" "$work_dir/second" >"$work_dir/read"
expect_eq "$(sum "$work_dir/read")" "$(head -c 8k "$work_dir/data" | sum /dev/stdin)" "what was read"
expect_idle
sg_reset --no-esc --device "$sg"
drop_disk behind
