#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: SG_IO against a backing device that does not answer: its time runs out and it stays
#	where it is, listed with CDB, LBA and age; a process killed while it waits at /dev/sg goes
#	at once and leaves its pages to the device, one at /dev/sdX goes when the command does;
#	other LUNs work on, and all ends GOOD when the device answers again
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
low=$(scratch 0)
dmsetup create low --table "0 65536 linear $low 0"
disk=$(make_disk stuck 0 "$(readlink -f /dev/mapper/low)" BLOCKIO)
other=$(make_disk other 1 RAM size=8M)
sg=$(sg_of stuck)
scsi_python "$disk" <<'PYTHON'
import sys
from scsi import Disk, medium, pattern, WRITE

disk = Disk(sys.argv[1])
disk.settle()
for lba in 256, 512, 768, 1024:
    disk.good(medium(WRITE, 10, lba, 8), write=pattern(4096, lba))
PYTHON
udevadm settle

tidy() {
	dmsetup resume low
	if grep -q ^stuck $scst_proc/vdisk/vdisk; then close_vdisk stuck; fi
	dmsetup remove --retry low
}
cleanup tidy
dmsetup suspend --noflush --nolockfs low

# one NODE OPCODES LBA : a command of 8 blocks whose time is a second, in the background: $!
one() {
	scsi_python "$@" <<'PYTHON' &
import sys
import scsi
from scsi import Disk, medium, pattern, same, READ, WRITE

lba = int(sys.argv[3])
if sys.argv[2] == "READ":
    data = Disk(sys.argv[1]).good(medium(READ, 10, lba, 8), read=4096, timeout=1)
    same(data, pattern(4096, lba), f"block {lba}")
else:
    Disk(sys.argv[1]).good(medium(WRITE, 10, lba, 8), write=pattern(4096, lba + 1), timeout=1)
PYTHON
}

# listed CDB LBA : it is in the list, at work and not aborted
listed() {
	in_flight | grep -qE "^stuck +scstlclhst0:0 +running +- +[0-9]+ +$2 +8 $1"
}
# state PID : of the process that sends, a child of the shell
state() {
	sed 's/.*) \(.\) .*/\1/' "/proc/$1/stat"
}
child() {
	local pid
	read -r pid _ <"/proc/$1/task/$1/children" 2>/dev/null || true
	echo "${pid:-$1}"
}

one "$sg" READ 256
waits=$!
one "$sg" WRITE 512
killed=$!
one "$disk" WRITE 768
stays=$!
one "$disk" READ 1024
reads=$!
wait_for 20 listed 28000000010000000800 256
wait_for 20 listed 2a000000020000000800 512
wait_for 20 listed 2a000000030000000800 768
wait_for 20 listed 28000000040000000800 1024
# More timeouts than one.
timed_out() {
	[ "$(awk '$1 == "stuck" { print $2 }' /sys/kernel/debug/scst/stuck)" -ge 5 ]
}
wait_for 30 timed_out
kill -0 $waits $killed $stays $reads || fail "somebody came back"
listed 28000000010000000800 256 || fail "not listed any more: $(in_flight)"

# Killed: at /dev/sg at once, at the disk not before the command ends.
killed_pid=$(child $killed)
stays_pid=$(child $stays)
kill -KILL "$killed_pid" "$stays_pid"
gone() {
	! kill -0 "$1" 2>/dev/null || [ "$(state "$1")" = Z ]
}
wait_for 5 gone "$killed_pid"
listed 2a000000020000000800 512 || fail "the command of who was killed has gone: $(in_flight)"
sleep 1
expect_eq "$(state "$stays_pid")" D "who waits at the disk"

# Memory that the killed one had is asked for, the other LUN works on, a new opener may come.
stress-ng --vm 2 --vm-bytes 128M --timeout 1 --quiet
fio --name=other --filename="$other" --rw=randrw --size=1M --bs=4k --direct=1 --verify=crc32c \
	--verify_fatal=1 --ioengine=libaio --iodepth=8 >"$work_dir/fio" 2>&1 ||
	fail "fio on the other LUN: $(cat "$work_dir/fio")"
expect_fail rmmod scst_local 2>/dev/null
listed 2a000000020000000800 512 || fail "the command of who was killed has gone: $(in_flight)"

dmsetup resume low
wait $waits || fail "the read at $sg"
wait $reads || fail "the read at $disk"
wait $killed && fail "who was killed ended well"
wait $stays && fail "who was killed ended well"
expect_idle
scsi_python "$disk" <<'PYTHON'
import sys
from scsi import Disk, medium, pattern, same, READ

disk = Disk(sys.argv[1])
disk.settle()
for lba in 512, 768:
    same(disk.good(medium(READ, 10, lba, 8), read=4096), pattern(4096, lba + 1),
         f"what was written at {lba} on behalf of who was killed")
PYTHON
drop_disk stuck
drop_disk other
