#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: O_DIRECT from buffers that start at any sector of a page, requests of many scattered
#	segments and of many MiB, and SG_IO transfers of odd lengths move the right bytes
# limit: 400
# mem: 1024
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
disks=()
disks+=("$(make_disk file 0 "$(make_file 48M)")")
disks+=("$(make_disk direct 1 "$(make_file 48M)" O_DIRECT)")
disks+=("$(make_disk block 2 "$(scratch 0)" BLOCKIO)")
disks+=("$(make_disk ram 3 RAM size=48M)")
for disk in "${disks[@]}"; do
	# What READ (10) can say in blocks of 512 bytes; 6.1 takes no more, 6.12 cuts it.
	most=$(cat "/sys/block/${disk##*/}/queue/max_hw_sectors_kb")
	echo $((most < 32767 ? most : 32767)) >"/sys/block/${disk##*/}/queue/max_sectors_kb"
	expect_eq "$(cat "/sys/block/${disk##*/}/queue/max_segments")" 2048 "segments of $disk"
done

scsi_python "${disks[@]}" <<'PYTHON'
import mmap
import os
import sys
from scsi import Disk, medium, pattern, same, READ, WRITE

SECTOR = 512
MIB = 1 << 20


def buffer(size, shift):
    """Memory that starts `shift` bytes into a page."""
    return memoryview(mmap.mmap(-1, size + 8192))[shift:shift + size]


def aligned_to_sectors(file):
    for shift in range(0, 4096, SECTOR):
        for size in 512, 1024, 4096, 4608, 65536 + 512, 300 * 512:
            data = pattern(size, shift + size)
            out = buffer(size, shift)
            out[:] = data
            at = 7 * SECTOR + shift * 64
            same(os.pwritev(file, [out], at), size, "written")
            back = buffer(size, (shift + 1536) % 4096)
            same(os.preadv(file, [back], at), size, "read")
            same(bytes(back), data, f"{size} bytes at {shift} of a page")


def scattered(file, size, pieces):
    """One request of many segments: pages that don't follow each other, cut unevenly."""
    arena = mmap.mmap(-1, 4 * size)
    data = pattern(size, pieces)
    step = size // pieces
    views = [memoryview(arena)[i * 3 * step + (i % 3) * SECTOR:][:step] for i in range(pieces)]
    for i, view in enumerate(views):
        view[:] = data[i * step:(i + 1) * step]
    same(os.pwritev(file, views, 5 * SECTOR), size, "written")
    for view in views:
        view[:] = bytes(step)
    same(os.preadv(file, list(reversed(views)), 5 * SECTOR), size, "read")
    same(b"".join(map(bytes, reversed(views))), data, f"{size} bytes in {pieces} pieces")


def large(file, size):
    data = pattern(MIB, size)
    out = buffer(size, 0)
    for i in range(size // MIB):
        out[i * MIB:(i + 1) * MIB] = data[i:] + data[:i]
    same(os.pwritev(file, [out], 3 * SECTOR), size, "written")
    back = buffer(size, 512)
    same(os.preadv(file, [back], 3 * SECTOR), size, "read")
    same(back == out, True, f"{size} bytes at once")


for path in sys.argv[1:]:
    file = os.open(path, os.O_RDWR | os.O_DIRECT)
    aligned_to_sectors(file)
    scattered(file, MIB, 256)
    scattered(file, 512 * 1000, 1000)
    scattered(file, 4 * MIB, 512)
    large(file, 8 * MIB)
    large(file, 33 * MIB)
    os.close(file)

    disk = Disk(path)
    disk.settle()
    # Less, more, or an uneven number of bytes beside what the CDB asks for.
    base = pattern(64 * SECTOR, 3)
    disk.good(medium(WRITE, 10, 40, 64), write=base)
    for room in 513, 1000, 4097, 32769:
        blocks = room // SECTOR
        moved = blocks * SECTOR
        answer = disk.run(medium(READ, 10, 40, blocks), read=room)
        same((answer.status, answer.resid, answer.data[:moved]), (0, room - moved, base[:moved]),
             f"READ into {room} bytes")
        answer = disk.run(medium(WRITE, 10, 200, blocks), write=base[:room] + b"z" * (room - 32768))
        same((answer.status, answer.resid), (0, room - moved), f"WRITE from {room} bytes")
        same(disk.good(medium(READ, 16, 200, blocks), read=moved), base[:moved], f"{room} bytes")
    for blocks in 1, 127, 1024, 2048:
        data = pattern(blocks * SECTOR, blocks)
        disk.good(medium(WRITE, 16, 300, blocks), write=data)
        same(disk.good(medium(READ, 12, 300, blocks), read=len(data)), data, f"{blocks} blocks")
PYTHON
expect_idle
