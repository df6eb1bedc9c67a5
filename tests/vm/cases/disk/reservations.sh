#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: RESERVE and RELEASE between two adapters: conflict for the other, except what
#	SPC-2 lets through; a LUN reset and the end of the holder release it
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
set_adapters 2
disk=$(make_disk resv 0 "$(make_file 8M)")
first=$(node_at scsi_generic 0 0 0)
second=$(node_at scsi_generic 1 0 0)

# What udev still asks new disks would take the attentions that are looked for.
udevadm settle

cat >"$work_dir/script.py" <<'PYTHON'
import sys
from scsi import Disk, inquiry, medium, same, CONFLICT, READ, WRITE

RESERVE, RELEASE = "16 00 00 00 00 00", "17 00 00 00 00 00"
RESERVE_10, RELEASE_10 = "56" + " 00" * 9, "57" + " 00" * 9
step = sys.argv[1]
first = Disk(sys.argv[2])
second = Disk(sys.argv[3]) if len(sys.argv) > 3 else None


def conflict(disk, cdb, **more):
    answer = disk.run(cdb, **more)
    same((answer.status, answer.host, answer.sense), (CONFLICT, 0, ""), f"{cdb}: {answer}")


def held_by(holder, other):
    conflict(other, "00 00 00 00 00 00")
    conflict(other, medium(READ, 10, 0, 1), read=512)
    conflict(other, medium(WRITE, 10, 0, 1), write=bytes(512))
    conflict(other, "1a 08 08 00 18 00", read=24)
    conflict(other, "35" + " 00" * 9)
    conflict(other, "1b 00 00 00 00 00")
    conflict(other, "1e 00 00 00 01 00")
    conflict(other, RESERVE)
    conflict(other, RESERVE_10)
    # These are let through: SPC-2 table 9, SBC.
    other.good(inquiry(36), read=36)
    other.good("03 00 00 00 12 00", read=18)
    other.good("a0 00 00 00 00 00 00 00 00 10 00 00", read=16, resid=None)
    other.good("25" + " 00" * 9, read=8)
    other.good("1e 00 00 00 00 00")
    # Not the holder: ignored.
    other.good(RELEASE)
    other.good(RELEASE_10)
    holder.ready()
    holder.good(medium(READ, 10, 0, 1), read=512)
    holder.good(medium(WRITE, 10, 0, 1), write=bytes(512))


if step == "hold":
    first.settle()
    second.settle()
    for reserve in RESERVE, RESERVE_10:
        for release in RELEASE, RELEASE_10:
            first.good(reserve)
            first.good(reserve)
            held_by(first, second)
            first.good(release)
            second.ready()
    second.good(RESERVE)
    held_by(second, first)
    second.good(RELEASE)
    # Third-party and extent reservations are gone from the standard.
    first.refused("16 10 00 00 00 00", "5/24/00", field=("cdb", 1, 4))
    first.refused("16 01 00 00 00 00", "5/24/00", field=("cdb", 1, 0))
    second.ready()
elif step == "reserve":
    first.settle()
    first.good(RESERVE)
    conflict(second, "00 00 00 00 00 00")
elif step == "after-reset":
    # Both were told; neither is held off.
    second.refused("00 00 00 00 00 00", "6/29/03")
    second.ready()
    first.settle()
    first.good(medium(READ, 10, 0, 1), read=512)
elif step == "free":
    first.settle()
    first.good(RESERVE)
    first.good(RELEASE)
PYTHON
step() {
	scsi_python "$@" <"$work_dir/script.py"
}

step hold "$first" "$second"
step reserve "$first" "$second"
sg_reset --device "$second" || fail "a reset of the LUN through the other adapter"
step after-reset "$first" "$second"
# The holder goes away with its adapter.
step reserve "$second" "$first"
set_adapters 1
step free "$first"
expect_eq "$(node_at block 0 0 0)" "$disk" "the disk"
expect_idle
