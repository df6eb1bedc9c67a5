#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: READ and WRITE (6) (10) (12) (16), with DPO and FUA, move the right blocks, and
#	only those
# slice: yes
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
file=$(make_file 8M)
disk=$(make_disk rw 0 "$file")
ram=$(make_disk ram 1 RAM size=8M)
block=$(make_disk block 2 "$(scratch 0)" BLOCKIO)
direct=$(make_disk direct 3 "$(make_file 8M)" O_DIRECT)

scsi_python "$disk" "$ram" "$block" "$direct" <<'PYTHON'
import sys
from scsi import Disk, medium, pattern, same, DPO, FUA, READ, WRITE

def lengths(flags=(0, DPO, FUA, DPO | FUA)):
    for length in 6, 10, 12, 16:
        for flag in flags if length > 6 else (0,):
            yield length, flag


def check(disk, end):
    # What is before and after must stay.
    disk.good(medium(WRITE, 16, 0, 128), write=pattern(65536, 0))
    model = bytearray(pattern(65536, 0))
    for seed, (length, flag) in enumerate(lengths(), 1):
        lba, blocks = 3 + seed * 5, 1 + seed % 4
        data = pattern(blocks * 512, seed)
        disk.good(medium(WRITE, length, lba, blocks, flag), write=data)
        model[lba * 512:(lba + blocks) * 512] = data
        for back, back_flag in lengths((flag,)):
            same(disk.good(medium(READ, back, lba, blocks, back_flag), read=blocks * 512), data,
                 f"WRITE({length}) {flag:#x}, READ({back})")
        same(disk.good(medium(READ, 10, 0, 128), read=65536), bytes(model), "all around")

    # The last block; no blocks at all, also behind it; 0 means 256 in the short forms.
    last = pattern(512, 99)
    disk.good(medium(WRITE, 16, end, 1), write=last)
    for length in (6, 10, 12, 16) if end < 1 << 21 else (10, 12, 16):
        same(disk.good(medium(READ, length, end, 1), read=512), last, "the last block")
    for length in 10, 12, 16:
        disk.good(medium(READ, length, 5, 0))
        disk.good(medium(WRITE, length, 5, 0))
        disk.good(medium(READ, length, end, 0))
    data = pattern(256 * 512, 7)
    disk.good(medium(WRITE, 6, 1000, 0), write=data)
    same(disk.good(medium(READ, 6, 1000, 0), read=256 * 512), data, "READ(6) of 256 blocks")
    # GROUP NUMBER asks for nothing.
    disk.good("28 00 00 00 00 00 1f 00 01 00", read=512)
    # Room for more than the CDB asks for: the rest stays as it was.
    answer = disk.run(medium(READ, 10, 1000, 1), read=2048, fill=0x5a)
    same((answer.status, answer.resid), (0, 1536), "residual of a READ with room to spare")
    same(answer.data, data[:512] + b"\x5a" * 1536, "a READ with room to spare")
    answer = disk.run(medium(WRITE, 10, 2000, 1), write=pattern(1024, 8))
    same((answer.status, answer.resid), (0, 512), "residual of a WRITE with too much")
    same(disk.good(medium(READ, 10, 2000, 2), read=1024), pattern(1024, 8)[:512] + bytes(512),
         "a WRITE with too much")


for path in sys.argv[1:]:
    disk = Disk(path)
    disk.settle()
    check(disk, int.from_bytes(disk.good("25 00 00 00 00 00 00 00 00 00", read=8)[:4], "big"))
PYTHON
# Past the page cache of the disk, which does not know what went by it: udev may have read there
# before it was written, and may have the disk open still.
dd if="$disk" of="$work_dir/seen" bs=512000 count=1 iflag=direct status=none
expect_eq "$(sum "$work_dir/seen")" "$(head -c 512000 "$file" | sum /dev/stdin)" "disk and file"
expect_idle
