#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: INQUIRY and its VPD pages say who the disk is, byte for byte, cut where the
#	initiator has no more room, with the right residual
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
disk=$(make_disk who 0 "$(make_file 64M)" serial=SN-0815 naa=3123456789abcdef)
block=
if [ -b "$(scratch 0)" ]; then block=$(make_disk bdisk 1 "$(scratch 0)" BLOCKIO rotation=7200); fi

scsi_python "$disk" "$block" <<'PYTHON'
import sys
from scsi import Disk, inquiry, same, BAD_FIELD

disk, block = Disk(sys.argv[1]), Disk(sys.argv[2])
disk.settle()

standard = disk.good(inquiry(252), read=252, resid=252 - 96)
same(standard[:8].hex(" "), "00 00 06 02 5b 30 00 02", "INQUIRY header")
same(standard[8:36], b"SCST_FIO" + b"who             " + b" 101", "INQUIRY names")
same(standard[36:58], bytes(22), "INQUIRY reserved")
same(standard[58:64].hex(" "), "00 a0 04 60 04 c0", "version descriptors: SAM-5 SPC-4 SBC-3")
same(standard[64:], bytes(32), "the rest of INQUIRY")
same(block.good(inquiry(36), read=36)[8:32], b"SCST_BIO" + b"bdisk           ", "of BLOCKIO")

# Cut at the allocation length, at the buffer's end, and by nothing but these.
for alloc in 0, 1, 5, 36, 95, 96, 97, 255, 256, 4096:
    moved = min(alloc, 96)
    data = disk.good(inquiry(alloc), read=4096, resid=4096 - moved, fill=0xaa)
    same(data, standard[:moved], f"INQUIRY with {alloc} bytes")
same(disk.good(inquiry(96), read=20), standard[:20], "INQUIRY into a short buffer")
same(disk.run(inquiry(8), read=512, fill=0xaa).data[8:], b"\xaa" * 504,
     "beyond the allocation length")

disk.refused("12 00 80 00 fc 00", BAD_FIELD, read=252, field=("cdb", 2, 7))
disk.refused("12 01 c7 00 fc 00", BAD_FIELD, read=252, field=("cdb", 2, 7))
disk.refused("12 02 00 00 fc 00", BAD_FIELD, read=252, field=("cdb", 1, 1))

def page(number, which=disk):
    data = which.good(inquiry(1024, number), read=1024, resid=None)
    same(data[:2], bytes([0, number]), f"header of page {number:02x}")
    same(len(data), 4 + int.from_bytes(data[2:4], "big"), f"length of page {number:02x}")
    return data[4:]

same(page(0).hex(" "), "00 80 83 b0 b1 b2", "supported pages")
same(page(0x80), b"SN-0815", "unit serial number")

found = []
rest = page(0x83)
while rest:
    length = rest[3]
    found.append((rest[0] & 15, rest[1] & 0x3f, rest[4:4 + length]))
    rest = rest[4 + length:]
same(found[0], (2, 0x01, b"SCST_FIO" + b"who             " + b"SN-0815"), "T10 designator")
same(found[1], (1, 0x03, bytes.fromhex("3123456789abcdef")), "NAA designator")
same([kind for _, kind, _ in found[2:4]], [0x14, 0x15], "relative port and port group")
same(int.from_bytes(found[2][2], "big") > 0, True, "relative target port identifier")
for code, kind, name in found[4:]:
    same(kind in (0x13, 0x18) and len(name) % 4 == 0, True, f"port designator {kind:#x} {name}")

limits = page(0xb0)
same(len(limits), 60, "length of Block Limits")
same(int.from_bytes(limits[4:8], "big"), (64 << 20) >> 9, "MAXIMUM TRANSFER LENGTH")
same(limits[16:24].hex(), "ffffffff000000ff", "UNMAP limits")
same(len(page(0xb1)), 60, "length of Block Device Characteristics")
same(page(0xb1, block)[:2], (7200).to_bytes(2, "big"), "MEDIUM ROTATION RATE")
same(page(0xb2).hex(" "), "00 e4 02 00", "Logical Block Provisioning: thin, reads zeroes")
PYTHON

# What the usual tools make of it.
expect_match "$(sg_inq "$disk")" "PQual=0 +PDT=0 +RMB=0 .*version=0x06 .*\[SPC-4\]" "sg_inq"
expect_match "$(sg_inq "$disk")" "Unit serial number: SN-0815" "sg_inq"
expect_match "$(sg_vpd -p di "$disk")" "0x3123456789abcdef" "sg_vpd -p di"
expect_match "$(sg_vpd -p bdc "$block")" "Nominal rotation rate: 7200 rpm" "sg_vpd -p bdc"
expect_eq "$(cat "/sys/block/${block##*/}/queue/rotational")" 1 "rotational"
expect_idle
