#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: what is wrong with a command is said in its sense data: LBA, reserved bit,
#	operation code, service action; buffers that don't fit the CDB give clean errors
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
file=$(make_file 8M)
disk=$(make_disk refuse 0 "$file")
direct=$(make_disk rdirect 1 "$(make_file 8M)" O_DIRECT)

scsi_python "$disk" "$direct" <<'PYTHON'
import sys
from scsi import Disk, medium, same, BAD_FIELD, BAD_OPCODE, LBA_RANGE, READ, VERIFY, WRITE

END = (8 << 20) // 512


def out_of_range(disk):
    """Field pointer: the LBA where it is wrong itself, else the length."""
    count_at = {6: 4, 10: 7, 12: 6, 16: 10}
    for length in 6, 10, 12, 16:
        lba_at = 1 if length == 6 else 2
        disk.refused(medium(READ, length, END, 1), LBA_RANGE, read=512, field=("cdb", lba_at, None))
        disk.refused(medium(WRITE, length, END, 1), LBA_RANGE, write=bytes(512),
                     field=("cdb", lba_at, None))
        disk.refused(medium(READ, length, END - 1, 2), LBA_RANGE, read=1024,
                     field=("cdb", count_at[length], None))
        disk.refused(medium(WRITE, length, END - 1, 2), LBA_RANGE, write=bytes(1024),
                     field=("cdb", count_at[length], None))
    for length in 10, 12, 16:
        disk.refused(medium(READ, length, END, 0), LBA_RANGE, field=("cdb", 2, None))
        disk.refused(medium(VERIFY, length, END - 1, 2), LBA_RANGE,
                     field=("cdb", count_at[length], None))
    for lba in (1 << 32) - 1, 1 << 32, (1 << 63) - 1, (1 << 64) - 1:
        disk.refused(medium(READ, 16, lba, 1), LBA_RANGE, read=512, field=("cdb", 2, None))
    disk.refused(medium(READ, 16, END - 1, (1 << 32) - 1), LBA_RANGE, read=512,
                 field=("cdb", 10, None))
    disk.refused("35 00 00 00 40 00 00 00 01 00", LBA_RANGE, field=("cdb", 2, None))
    disk.refused("35 00 00 00 3f ff 00 00 02 00", LBA_RANGE, field=("cdb", 7, None))


def reserved_bits(disk):
    for cdb, byte, bit in (
            ("00 00 00 00 00 01", 5, 0), ("00 20 00 00 00 00", 1, 5), ("00 00 00 80 00 00", 3, 7),
            ("28 01 00 00 00 00 00 00 01 00", 1, 0), ("28 20 00 00 00 00 00 00 01 00", 1, 5),
            ("28 02 00 00 00 00 00 00 01 00", 1, 1), ("28 00 00 00 00 00 40 00 01 00", 6, 6),
            ("28 00 00 00 00 00 00 00 01 04", 9, 2), ("25 00 00 00 00 01 00 00 00 00", 5, 0),
            ("25 00 00 00 00 00 00 00 01 00", 8, 0), ("2f 04 00 00 00 00 00 00 01 00", 1, 2),
            ("88 04 00 00 00 00 00 00 00 00 00 00 00 01 00 00", 1, 2),
            ("a8 00 00 00 00 00 00 00 00 01 20 00", 10, 5)):
        disk.refused(cdb, BAD_FIELD, read=512, field=("cdb", byte, bit))


def unknown(disk):
    for opcode in 0x01, 0x04, 0x0b, 0x3b, 0x7e, 0xb5, 0xc0, 0xff:
        disk.refused(bytes([opcode]) + bytes(15), BAD_OPCODE)
    # Known operation codes, unknown service actions.
    disk.refused("9e 1f" + " 00" * 14, BAD_FIELD, field=("cdb", 1, 4))
    disk.refused("a3 1e" + " 00" * 10, BAD_FIELD, field=("cdb", 1, 4))


def bad_buffers(disk):
    """Less room than the CDB moves, or the wrong direction: nothing happens."""
    count = ("cdb", 7, 7)
    disk.refused(medium(READ, 10, 0, 2), BAD_FIELD, read=512, field=count)
    disk.refused(medium(READ, 10, 0, 2), BAD_FIELD, read=1023, field=count)
    disk.refused(medium(READ, 10, 0, 1), BAD_FIELD, field=count)
    disk.refused(medium(READ, 10, 0, 1), BAD_FIELD, write=b"x" * 512, field=count)
    disk.refused(medium(WRITE, 10, 0, 1), BAD_FIELD, read=512, field=count)
    disk.refused(medium(WRITE, 10, 0, 1), BAD_FIELD, field=count)
    disk.refused(medium(WRITE, 10, 0, 2), BAD_FIELD, write=b"x" * 512, field=count)
    same(disk.good(medium(READ, 10, 0, 2), read=1024), bytes(1024), "blocks nobody wrote")
    # More than a command may move, in a range that exists, is not tried half.
    for cdb in "12 00 00 00 60 00", "25 00 00 00 00 00 00 00 00 00", "1a 08 08 00 40 00":
        answer = disk.run(cdb)
        same(answer.host, 0, f"{cdb} without a buffer: {answer}")
    answer = disk.run("12 00 00 00 60 00", write=b"y" * 96)
    same((answer.host, answer.resid), (0, 96), f"INQUIRY into an outgoing buffer: {answer}")


for path in sys.argv[1:]:
    disk = Disk(path)
    disk.settle()
    for check in out_of_range, reserved_bits, unknown, bad_buffers:
        check(disk)
    disk.ready()
PYTHON
expect_eq "$(tr -d '\0' <"$file" | wc -c)" 0 "bytes that a refused command wrote"
expect_idle
