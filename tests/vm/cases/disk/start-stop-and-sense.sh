#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a stopped disk is not ready (2/04/02) until it is started; REQUEST SENSE says so in
#	both formats, and hands out unit attentions
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
set_adapters 2
make_disk stop 0 "$(make_file 8M)" >/dev/null
# By the generic nodes: udev looks at a disk again when its node is closed, and sd starts it.
disk=$(node_at scsi_generic 0 0 0)
other=$(node_at scsi_generic 1 0 0)
udevadm settle
sg_turs "$disk" || sg_turs "$disk"
sg_start --stop "$disk"
if sg_turs "$disk" 2>/dev/null; then fail "ready though stopped"; fi
sg_start --start "$disk"
sg_turs "$disk"

scsi_python "$disk" "$other" <<'PYTHON'
import sys
from scsi import Disk, inquiry, medium, same, BAD_FIELD, READ, WRITE

disk, other = Disk(sys.argv[1]), Disk(sys.argv[2])
disk.settle()
other.settle()
STOPPED = "2/04/02"


def request_sense(which, descriptor=0, alloc=252):
    return which.good(bytes([3, descriptor, 0, 0, alloc, 0]), read=252, resid=None)


def fixed(key, asc, ascq):
    return bytes([0x70, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, asc, ascq, 0, 0, 0, 0])


same(request_sense(disk), fixed(0, 0, 0), "nothing to say")
same(request_sense(disk, 1), bytes([0x72, 0, 0, 0, 0, 0, 0, 0]), "nothing to say, descriptor format")
same(request_sense(disk, 0, 4), fixed(0, 0, 0)[:4], "cut")
disk.good("1b 00 00 00 00 00")
for which in disk, other:
    which.refused("00 00 00 00 00 00", STOPPED)
    which.refused(medium(READ, 10, 0, 1), STOPPED, read=512)
    which.refused(medium(WRITE, 16, 0, 1), STOPPED, write=bytes(512))
    which.refused("35 00 00 00 00 00 00 00 00 00", STOPPED)
    which.refused("2f 00 00 00 00 00 00 00 01 00", STOPPED)
    same(request_sense(which), fixed(2, 4, 2), "stopped")
    same(request_sense(which, 1), bytes([0x72, 2, 4, 2, 0, 0, 0, 0]), "stopped, descriptor format")
    which.good(inquiry(36), read=36)
    which.good("1a 08 08 00 18 00", read=24)
disk.refused("1b 00 00 00 10 00", BAD_FIELD, field=("cdb", 4, 4))
other.good("1b 00 00 00 01 00")
disk.ready()
disk.good(medium(WRITE, 10, 0, 1), write=b"text" * 128)
same(other.good(medium(READ, 10, 0, 1), read=512), b"text" * 128, "written after the start")

# A unit attention is what REQUEST SENSE has to tell first, and then it is told.
mode = disk.good("1a 08 0a 00 fc 00", read=252, resid=None)
disk.good("15 10 00 00 10 00", write=bytes(4) + mode[4:6] + bytes([mode[6] | 4]) + mode[7:])
same(request_sense(other), fixed(6, 0x2a, 1), "mode parameters changed")
same(request_sense(other), fixed(0, 0, 0), "and nothing more")
other.ready()
PYTHON
expect_idle
