#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: target port groups: reported in both formats, set by command and by hand, all
#	nexuses told, and each state lets through what it should
# limit: 60
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
set_adapters 3
make_disk paths 0 "$(make_file 8M)" >/dev/null
first=$(node_at scsi_generic 0 0 0)
second=$(node_at scsi_generic 1 0 0)
third=$(node_at scsi_generic 2 0 0)
udevadm settle
# Linux' own handler of such states asks for them by itself, and would take attentions meant for us.
for node in "$first" "$second" "$third"; do
	state=/sys/class/scsi_generic/${node##*/}/device/dh_state
	if [ "$(<"$state")" != detached ]; then echo detach >"$state"; fi
	expect_eq "$(<"$state")" detached "$node"
done
# And so would udev, which looks at a disk whose change of state it is told of.
udevadm control --stop-exec-queue
cleanup udevadm control --start-exec-queue

cat >"$work_dir/script.py" <<'PYTHON'
import sys
from scsi import Disk, inquiry, medium, mode_sense, same, READ

CHANGED, STANDBY, UNAVAILABLE = "6/2a/06", "2/04/0b", "2/04/0c"
READY = "00 00 00 00 00 00"
disks = a, b, c = [Disk(path) for path in sys.argv[1:4]]


def groups(disk, extended=False):
    """{group: (state, status, ports)}"""
    cdb = bytes([0xa3, 0x2a if extended else 0x0a, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
    data, found = disk.good(cdb, read=256, resid=None), {}
    same(int.from_bytes(data[:4], "big"), len(data) - 4, "RETURN DATA LENGTH")
    if extended:
        same(data[4:8].hex(" "), "10 00 00 00", "extended header")
    rest = data[8 if extended else 4:]
    while rest:
        same(rest[1], 0x0f, "supported states")
        size = 8 + 4 * rest[7]
        ports = [int.from_bytes(rest[i + 2:i + 4], "big") for i in range(8, size, 4)]
        found[int.from_bytes(rest[2:4], "big")] = (rest[0], rest[5], ports)
        rest = rest[size:]
    return found


def set_groups(disk, *pairs):
    body = bytes(4) + b"".join(bytes([state, 0]) + group.to_bytes(2, "big") for group, state in pairs)
    return disk.run(bytes([0xa4, 0x0a, 0, 0, 0, 0]) + len(body).to_bytes(4, "big") + bytes(2),
                    write=body)


def designators(disk):
    rest, found = disk.good(inquiry(1024, 0x83), read=1024, resid=None)[4:], {}
    while rest:
        found[rest[1] & 0x3f] = int.from_bytes(rest[4:4 + rest[3]], "big")
        rest = rest[4 + rest[3]:]
    return found[0x14], found[0x15]


def fresh():
    for disk in disks:
        disk.settle()
        same(disk.good(inquiry(36), read=36)[5] >> 4 & 3, 3, "TPGS")
    same(groups(a), {1: (0, 0, [1]), 2: (0, 0, [2]), 3: (0, 0, [3])}, "groups")
    same(groups(b, True), groups(a), "extended format")
    same([designators(disk) for disk in disks], [(1, 1), (2, 2), (3, 3)], "VPD 83")


def by_command():
    same(set_groups(a, (2, 2), (3, 3)).status, 0, "SET TARGET PORT GROUPS")
    a.ready()
    for disk, sense in (b, STANDBY), (c, UNAVAILABLE):
        disk.refused(READY, CHANGED)
        disk.refused(READY, sense)
        disk.refused(medium(READ, 10, 0, 1), sense, read=512)
        disk.good(inquiry(36), read=36)
        disk.good("a0 00 00 00 00 00 00 00 00 10 00 00", read=16, resid=None)
        same(groups(disk), {1: (0, 0, [1]), 2: (2, 1, [2]), 3: (3, 1, [3])}, "groups")
    b.good(mode_sense(8, 24), read=24)
    b.good("5e 00 00 00 00 00 00 00 08 00", read=8)
    c.refused(mode_sense(8, 24), UNAVAILABLE, read=24)
    # One that is not reached can say so itself.
    same(set_groups(c, (3, 1), (2, 0)).status, 0, "from an unavailable port")
    c.ready()
    for disk in a, b:
        disk.refused(READY, CHANGED)
        disk.ready()
    # Nothing changes, nobody is told; what is wrong changes nothing.
    same(set_groups(c, (2, 0)).status, 0, "again")
    same(set_groups(a, (2, 3), (9, 0)).sense, "5/26/00", "no such group")
    same(set_groups(a, (2, 3), (1, 15)).sense, "5/26/00", "no such state")
    for disk in disks:
        disk.ready()


def joined():
    for disk in disks:
        disk.refused(READY, CHANGED)
    same(groups(a)[1], (2, 2, [1, 3]), "two ports in a group")
    a.refused(READY, STANDBY)
    c.refused(READY, STANDBY)
    b.ready()


for step in sys.argv[4:]:
    globals()[step]()
PYTHON
step() {
	scsi_python "$first" "$second" "$third" "$@" <"$work_dir/script.py"
}

step fresh by_command
scst_write scsi_tgt port_group scstlcltgt2 1
scst_write scsi_tgt port_state scstlcltgt0 standby
step joined
expect_match "$(sg_rtpg --decode "$second")" "target port group id : 0x1 .*standby"
sg_stpg --active --tp=1 "$second"
expect_match "$(sg_rtpg --decode "$second")" "target port group id : 0x1 .*active/optimized"
expect_errno EINVAL $scst_proc/scsi_tgt "port_state scstlcltgt0 asleep"
expect_errno ENOENT $scst_proc/scsi_tgt "port_state scstlcltgt7 standby"
expect_errno EINVAL $scst_proc/scsi_tgt "port_group scstlcltgt0 0"
expect_errno EINVAL $scst_proc/scsi_tgt "port_group scstlcltgt0 65536"
expect_idle
