#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a reset during VERIFY ends it within moments, and nobody takes it for verified; a
#	reset that fails, because the device below stands still, leaves it to go on to the very
#	end and tell of the difference there
# limit: 200
# soak: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
echo 2 >/sys/module/scst/parameters/scst_tmf_timeout
low=$(scratch 0)
head -c 256k /dev/urandom >"$work_dir/data"
dd if="$work_dir/data" of="$low" bs=256k oflag=direct status=none
dmsetup create low --table "0 65536 linear $low 0"
tidy() {
	dmsetup resume low
	if grep -q ^slow $scst_proc/vdisk/vdisk; then close_vdisk slow; fi
	dmsetup remove --retry low
}
cleanup tidy
# Each of the 64 pages takes so many milliseconds to read.
below() {
	dmsetup suspend --noflush --nolockfs low
	dmsetup reload low --table "0 65536 delay $low 0 $1"
	dmsetup resume low
}

# verify DISK : compares it with the data, all but the last byte of which is there; in the background
verify() {
	scsi_python "$1" "$work_dir/data" "$work_dir/answer" <<'PYTHON' &
import sys
from scsi import Disk, medium, VERIFY

with open(sys.argv[2], "rb") as file:
    data = bytearray(file.read())
data[-1] ^= 1
disk = Disk(sys.argv[1])
disk.settle()
answer = disk.run(medium(VERIFY, 10, 0, 512, 2), write=data, timeout=300)
with open(sys.argv[3], "w", encoding="ascii") as file:
    file.write(f"{answer.host} {answer.status} {answer.sense} {answer.information}\n")
PYTHON
	wait_for 20 at_work
	sleep 0.5
}
at_work() {
	in_flight | grep -q "running .* 2f0200000000000200"
}

kinds=(BLOCKIO)
if [ -n "${VM_SOAK:-}" ]; then kinds+=("" O_DIRECT); fi
for kind in "${kinds[@]}"; do
	echo "--- $kind"
	# shellcheck disable=SC2086
	disk=$(make_disk slow 0 "$(readlink -f /dev/mapper/low)" $kind)
	sg=$(sg_of slow)
	blockdev --setra 0 /dev/mapper/low
	udevadm settle
	echo 3 >/proc/sys/vm/drop_caches
	below 80
	verify "$sg"
	begun=$SECONDS
	sg_reset --no-esc --device "$sg" || fail "the reset"
	wait $! || fail "VERIFY"
	[ $((SECONDS - begun)) -le 4 ] || fail "it took $((SECONDS - begun)) s"
	# DID_RESET, and that is all.
	expect_eq "$(cat "$work_dir/answer")" "8 0  None" "VERIFY that a reset has hit"

	verify "$sg"
	verifier=$!
	dmsetup suspend --noflush --nolockfs low
	sleep 0.5
	expect_fail sg_reset --no-esc --device "$sg"
	at_work || fail "it has gone: $(in_flight)"
	dmsetup resume low
	below 0
	wait $verifier || fail "VERIFY"
	expect_eq "$(cat "$work_dir/answer")" "0 2 e/1d/00 $(((256 << 10) - 1))" \
		"VERIFY that a reset could not abort"
	drop_disk slow
done
expect_idle
