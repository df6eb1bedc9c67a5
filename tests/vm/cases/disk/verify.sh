#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: VERIFY (10) (12) (16) reads, compares block by block (BYTCHK 1) or with one block
#	(BYTCHK 3), and says where the first difference is
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
disks=()
disks+=("$(make_disk vfile 0 "$(make_file 8M)")")
disks+=("$(make_disk vram 1 RAM size=8M)")
disks+=("$(make_disk vblock 2 "$(scratch 0)" BLOCKIO)")
disks+=("$(make_disk vdirect 3 "$(make_file 8M)" 4096 O_DIRECT)")

scsi_python "${disks[@]}" <<'PYTHON'
import sys
from scsi import Disk, medium, pattern, same, BAD_FIELD, VERIFY, WRITE

MISCOMPARE = "e/1d/00"
ALL, ONE = 1 << 1, 3 << 1


def changed(data, at):
    return data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1:]


def check(disk, block):
    data = pattern(40 * block, 1)
    disk.good(medium(WRITE, 16, 10, 40), write=data)
    single = pattern(block, 2)
    disk.good(medium(WRITE, 16, 100, 20), write=single * 20)
    for length in 10, 12, 16:
        disk.good(medium(VERIFY, length, 10, 40))
        disk.good(medium(VERIFY, length, 10, 40, 0x10))
        disk.good(medium(VERIFY, length, 10, 0, ALL))
        disk.good(medium(VERIFY, length, 10, 40, ALL), write=data)
        disk.good(medium(VERIFY, length, 100, 20, ONE), write=single)
        # Every place where a loop could be off by one.
        for at in 0, 1, block - 1, block, 4095, 4096, 8 * block + 3, 40 * block - 1:
            disk.refused(medium(VERIFY, length, 10, 40, ALL), MISCOMPARE, write=changed(data, at),
                         information=at)
        for at in 0, 7, block - 1:
            disk.refused(medium(VERIFY, length, 100, 20, ONE), MISCOMPARE,
                         write=changed(single, at), information=at)
        # The last block of the range is the one that differs.
        disk.refused(medium(VERIFY, length, 100, 21, ONE), MISCOMPARE, write=single,
                     information=next(i for i in range(block) if single[i]))
        disk.refused(medium(VERIFY, length, 10, 1, 2 << 1), BAD_FIELD, field=("cdb", 1, 2))
        count_at = {10: 7, 12: 6, 16: 10}[length]
        disk.refused(medium(VERIFY, length, 10, 2, ALL), BAD_FIELD, write=data[:block],
                     field=("cdb", count_at, 7))
        disk.refused(medium(VERIFY, length, 100, 2, ONE), BAD_FIELD, field=("cdb", count_at, 7))


for path in sys.argv[1:]:
    disk = Disk(path)
    disk.settle()
    check(disk, int.from_bytes(disk.good("25 00 00 00 00 00 00 00 00 00", read=8)[4:], "big"))
PYTHON
expect_idle
