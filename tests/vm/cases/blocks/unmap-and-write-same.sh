#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: UNMAP and WRITE SAME (10) (16) with and without UNMAP and NDOB give blocks back, or
#	write them, on every kind of disk; GET LBA STATUS tells which are mapped; fstrim and
#	blkdiscard make the file below smaller
# limit: 120
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
disks=("$(make_disk ufile 0 "$(make_file 64M ufile.img)")")
disks+=("$(make_disk udirect 1 "$(make_file 64M udirect.img)" 4096 O_DIRECT WRITE_THROUGH)")
disks+=("$(make_disk uram 2 RAM size=64M thin=1)")
disks+=("$(make_disk ublock 3 "$(scratch 0)" BLOCKIO)")
disks+=("$(make_disk uthick 4 "$(make_file 64M uthick.img)" thin=0)")

scsi_python "${disks[@]}" <<'PYTHON'
import struct
import sys
from scsi import Disk, medium, pattern, same, BAD_FIELD, BAD_OPCODE, LBA_RANGE, READ, WRITE

SAME = {10: 0x41, 16: 0x93}
UNMAP, NDOB = 8, 1
LENGTH_ERROR = "5/1a/00"


def unmap(*ranges, say=None, cut=None):
    body = b"".join(struct.pack(">QII", lba, count, 0) for lba, count in ranges)
    size = len(body) if say is None else say
    body = struct.pack(">HHI", size + 6, size, 0) + body
    body = body[:cut] if cut is not None else body
    return bytes([0x42, 0, 0, 0, 0, 0, 0]) + len(body).to_bytes(2, "big") + b"\0", body


def status(disk, lba):
    """The ranges from a block on: (first, count, status)."""
    cdb = bytes([0x9e, 0x12]) + lba.to_bytes(8, "big") + (1024).to_bytes(4, "big") + b"\0\0"
    data = disk.good(cdb, read=1024, resid=None)
    same(int.from_bytes(data[:4], "big") + 4, len(data), "length of the list")
    return [struct.unpack(">QIB", data[at:at + 13]) for at in range(8, len(data), 16)]


def state(disk, lba):
    first, _, what = status(disk, lba)[0]
    same(first, lba, "the first range begins where it was asked for")
    return what


def read(disk, lba, count):
    return disk.good(medium(READ, 16, lba, count), read=count * disk.block)


def filled(disk, lba, count):
    data = pattern(count * disk.block, lba)
    disk.good(medium(WRITE, 16, lba, count), write=data)
    return data


def check_unmap(disk, thin, real):
    data = filled(disk, 64, 128)
    if not thin:
        disk.refused(unmap((64, 8))[0], BAD_OPCODE, write=unmap((64, 8))[1])
        same(status(disk, 0), [(0, disk.blocks, 0)], "all is mapped")
        return
    cdb, body = unmap((80, 16), (112, 32))
    disk.good(cdb, write=body)
    zero = bytes(16 * disk.block)
    same(read(disk, 64, 128), data[:16 * disk.block] + zero + data[32 * disk.block:48 * disk.block]
         + zero * 2 + data[80 * disk.block:], "what is read after UNMAP")
    if real:
        same([state(disk, lba) for lba in (64, 80, 96, 112, 143, 144)], [0, 1, 0, 1, 1, 0], "status")
        same(status(disk, 80)[:3], [(80, 16, 1), (96, 16, 0), (112, 32, 1)], "ranges")
    for ranges in [(disk.blocks, 1)], [(disk.blocks - 1, 2)], [(2 ** 64 - 1, 2 ** 32 - 1)], \
            [(64, 8), (disk.blocks, 1)]:
        cdb, body = unmap(*ranges)
        disk.refused(cdb, LBA_RANGE, write=body)
    same(read(disk, 64, 8), data[:8 * disk.block], "nothing is unmapped where one range is bad")
    cdb, body = unmap((64, 8), say=0)
    disk.good(cdb, write=body)
    cdb, body = unmap((64, 8), cut=7)
    disk.refused(cdb, LENGTH_ERROR, write=body)
    cdb, body = unmap(*[(64, 0)] * 256)
    disk.refused(cdb, "5/26/00", write=body, field=("list", 2, None))
    disk.good(unmap()[0][:8] + bytes(2))
    same(read(disk, 64, 8), data[:8 * disk.block], "nothing is unmapped without a range")


def check_same(disk, thin, real):
    block = pattern(disk.block, 3)
    zero = bytes(disk.block)
    for length in SAME:
        data = filled(disk, 200, 100)
        disk.good(medium(SAME, length, 210, 33), write=block)
        same(read(disk, 200, 100), data[:10 * disk.block] + block * 33 + data[43 * disk.block:],
             "WRITE SAME")
        disk.good(medium(SAME, length, 220, 40), write=zero)
        same(read(disk, 215, 50), block * 5 + zero * 40 + data[60 * disk.block:65 * disk.block],
             "WRITE SAME of zeroes")
        if thin:
            disk.good(medium(SAME, length, 200, 24, UNMAP), write=zero)
            disk.good(medium(SAME, length, 224, 8, UNMAP), write=block)
            same(read(disk, 200, 32), zero * 24 + block * 8, "WRITE SAME with UNMAP")
        if thin and real:
            same((state(disk, 200), state(disk, 224)), (1, 0), "status after WRITE SAME")
        if not thin:
            disk.refused(medium(SAME, length, 200, 24, UNMAP), BAD_FIELD, write=zero,
                         field=("cdb", 1, 3))
        disk.refused(medium(SAME, length, 200, 24, 0x10), BAD_FIELD, write=zero,
                     field=("cdb", 1, 4))
        disk.refused(medium(SAME, length, disk.blocks - 1, 2), LBA_RANGE, write=zero,
                     field=("cdb", {10: 7, 16: 10}[length], None))
        # No blocks means all that follow.
        filled(disk, disk.blocks - 70, 70)
        disk.good(medium(SAME, length, disk.blocks - 64, 0), write=block)
        same(read(disk, disk.blocks - 64, 64), block * 64, "to the end")
        disk.refused(medium(SAME, length, 0, 1), BAD_FIELD,
                     field=("cdb", {10: 7, 16: 10}[length], 7))
    filled(disk, 300, 20)
    disk.good(medium(SAME, 16, 304, 8, NDOB))
    same(read(disk, 304, 8), zero * 8, "NDOB")
    disk.good(medium(SAME, 16, 0, 100000 if disk.blocks > 100000 else disk.blocks), write=block)
    same(read(disk, 90000 if disk.blocks > 100000 else disk.blocks - 9, 9), block * 9, "many blocks")


def check(path):
    disk = Disk(path)
    disk.settle()
    capacity = disk.good(bytes([0x9e, 0x10]) + bytes(8) + b"\0\0\0\x20" + b"\0\0", read=32)
    disk.blocks = int.from_bytes(capacity[:8], "big") + 1
    disk.block = int.from_bytes(capacity[8:12], "big")
    thin, zeroes = bool(capacity[14] & 0x80), bool(capacity[14] & 0x40)
    pages = disk.good("12 01 b2 00 ff 00", read=255, resid=None)
    same((pages[5], pages[6] & 7), (0xe4, 2) if thin and zeroes else (0, 0) if not thin else (0xe0, 2),
         "VPD B2")
    limits = disk.good("12 01 b0 00 ff 00", read=255, resid=None)
    same((limits[4] & 1, limits[5], limits[36:44]), (0, 255, bytes(8)), "VPD B0")
    same(int.from_bytes(limits[24:28], "big"), 255 if thin else 0, "descriptors of UNMAP")
    name = disk.good("12 00 00 00 60 00", read=96)[16:32].decode().strip()
    same(thin, {"uthick": False}.get(name, True), f"LBPME of {name}")
    real = name in ("ufile", "udirect", "uram")
    check_unmap(disk, thin, real)
    check_same(disk, thin, real)
    if thin and real:
        disk.good(medium(SAME, 16, 0, 0, UNMAP), write=bytes(disk.block))
        same(status(disk, 0), [(0, disk.blocks, 1)], "nothing is mapped")
        same(status(disk, disk.blocks - 1), [(disk.blocks - 1, 1, 1)], "the last block")
    cdb = bytes([0x9e, 0x12]) + disk.blocks.to_bytes(8, "big") + (24).to_bytes(4, "big") + b"\0\0"
    disk.refused(cdb, LBA_RANGE, read=24, field=("cdb", 2, None))


for path in sys.argv[1:]:
    print(path)
    check(path)
PYTHON

blocks_of() {
	sync "$work_dir/$1"
	stat -c %b "$work_dir/$1"
}

disk=${disks[0]}
expect_eq "$(cat "/sys/block/${disk##*/}/queue/discard_granularity")" 4096 "discard granularity"
expect_eq "$(blocks_of ufile.img)" 0 "blocks of the file when all is unmapped"
dd if=/dev/urandom of="$disk" bs=1M count=32 oflag=direct status=none
[ "$(blocks_of ufile.img)" -ge 65536 ] || fail "the file did not grow"
sg_unmap --lba=0 --num=32768 "$disk"
sg_get_lba_status --lba=0 "$disk" | tee "$work_dir/status"
expect_match "$(<"$work_dir/status")" 'blocks: +32768 +deallocated' "sg_get_lba_status"
[ "$(blocks_of ufile.img)" -le 32768 ] || fail "sg_unmap gave nothing back"
sg_write_same --16 --ndob --unmap --lba=32768 --num=32768 "$disk"
expect_eq "$(blocks_of ufile.img)" 0 "blocks of the file after sg_write_same --unmap"
dd if=/dev/urandom of="$disk" bs=1M count=8 oflag=direct status=none
sg_write_same --10 --lba=8 --num=16 -i /dev/zero --xferlen=512 "$disk"
cmp -n 8192 -i 4096:0 "$disk" /dev/zero
blkdiscard "$disk"
expect_eq "$(blocks_of ufile.img)" 0 "blocks of the file after blkdiscard"
dd if=/dev/urandom of="$disk" bs=1M count=8 oflag=direct status=none
blkdiscard -z "$disk"
cmp -n $((64 << 20)) "$disk" /dev/zero

mkfs.ext4 -q -E nodiscard "$disk"
mkdir -p /mnt/thin
mount "$disk" /mnt/thin
cleanup umount -q /mnt/thin
dd if=/dev/urandom of=/mnt/thin/data bs=1M count=30 status=none conv=fsync
before=$(blocks_of ufile.img)
rm /mnt/thin/data
sync -f /mnt/thin
fstrim /mnt/thin
after=$(blocks_of ufile.img)
figure "fstrim: $((before / 2)) KiB of the file before, $((after / 2)) KiB after"
[ $((before - after)) -ge 60000 ] || fail "fstrim gave back $((before - after)) of $before sectors"
umount /mnt/thin
expect_idle
