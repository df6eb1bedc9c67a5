#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: REPORT SUPPORTED OPERATION CODES lists what the disk answers, and nothing else: all
#	256 operation codes are tried, and every bit that the usage data forbid
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
disk=$(make_disk opcodes 0 nowhere NULLIO size=8M)
expect_match "$(sg_opcodes "$disk")" "28 +10 +0,0 +Read\(10\)" "sg_opcodes"

scsi_python "$disk" <<'PYTHON'
import sys
from scsi import Disk, same, Wrong, BAD_FIELD, BAD_OPCODE, CHECK

disk = Disk(sys.argv[1])
disk.settle()


def report(option, opcode=0, action=0, alloc=4096):
    return bytes([0xa3, 0x0c, option, opcode]) + action.to_bytes(2, "big") + \
        alloc.to_bytes(4, "big") + bytes(2)


listed = {}
data = disk.good(report(0), read=4096, resid=None)
same(int.from_bytes(data[:4], "big"), len(data) - 4, "length of the list")
for at in range(4, len(data), 8):
    row = data[at:at + 8]
    action = int.from_bytes(row[2:4], "big") if row[5] & 1 else None
    listed[row[0], action] = int.from_bytes(row[6:8], "big")
same(len(listed), (len(data) - 4) // 8, "no row twice")
same(listed.get((0x28, None)), 10, "READ (10)")
same(listed.get((0x9e, 0x10)), 16, "READ CAPACITY (16)")
timeouts = disk.good(report(0x80), read=4096, resid=None)
same(len(timeouts) - 4, len(listed) * 20, "with timeouts")

# The harmless form of each: no data, no blocks, no medium touched.
for (opcode, action), length in listed.items():
    cdb = bytearray(length)
    cdb[0] = opcode
    if action is not None:
        cdb[1] = action
    if opcode == 0x1b:
        cdb[4] = 1                          # START: a stopped unit answers nothing else
    answer = disk.run(cdb, read=4096) if opcode in (0x12, 0xa0, 0xa3) else disk.run(cdb)
    if answer.sense == BAD_OPCODE or answer.field == ("cdb", 1, 4):
        raise Wrong(f"listed, but not there: {opcode:02x} {action}: {answer}")
    usage = disk.good(report(1 if action is None else 2, opcode, action or 0), read=4096, resid=None)
    same((usage[1], int.from_bytes(usage[2:4], "big"), usage[4]), (3, length, opcode),
         f"usage of {opcode:02x}")
    usage = bytearray(usage[4:])
    if action is not None:
        usage[1] &= 0xe0
    for byte in range(1, length):
        for bit in range(8):
            if usage[byte] >> bit & 1 or (byte == 1 and action is not None and bit < 5):
                continue
            bad = bytearray(cdb)
            bad[byte] |= 1 << bit
            disk.refused(bad, BAD_FIELD, read=4096, field=("cdb", byte, bit))

opcodes = {opcode for opcode, _ in listed}
for opcode in range(256):
    if opcode in opcodes:
        continue
    disk.refused(bytes([opcode]) + bytes(15), BAD_OPCODE)
    same(disk.good(report(3, opcode), read=4096, resid=None)[:4], bytes([0, 1, 0, 0]),
         f"{opcode:02x} is not supported")
for opcode in {opcode for opcode, action in listed if action is not None}:
    for action in range(32):
        if (opcode, action) not in listed:
            disk.refused(bytes([opcode, action]) + bytes(14), BAD_FIELD, field=("cdb", 1, 4))
disk.refused(report(2, 0x28), BAD_FIELD, read=4096, field=("cdb", 2, 2))
disk.refused(report(1, 0x9e), BAD_FIELD, read=4096, field=("cdb", 2, 2))
disk.ready()
PYTHON
expect_idle
