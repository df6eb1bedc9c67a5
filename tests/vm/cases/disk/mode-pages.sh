#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: MODE SENSE and MODE SELECT: WCE, SWP and D_SENSE do what they say, nothing else
#	can be changed, and Linux follows WCE
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
disk=$(make_disk mode 0 "$(make_file 8M)")
address=$(scsi_of 0)
cache_type=/sys/class/scsi_disk/$address/cache_type

# ask SDPARM-OPTION... : sdparm exits with 5 because there are no saved values
ask() {
	sdparm "$@" "$disk" || [ $? = 5 ]
}

# wce : what sdparm and sd, asked anew, say
wce() {
	local value
	value=$(ask --quiet --get=WCE | awk '/WCE/ { print $2 }')
	echo 1 >"/sys/class/scsi_device/$address/device/rescan"
	echo "$value $(cat "$cache_type")"
}

expect_eq "$(wce)" "1 write back" "WCE at first"
sdparm --quiet --clear=WCE "$disk"
expect_eq "$(wce)" "0 write through" "WCE cleared"
sdparm --quiet --set=WCE "$disk"
expect_eq "$(wce)" "1 write back" "WCE set"
# sd can do it, too.
echo "write through" >"$cache_type"
expect_eq "$(wce)" "0 write through" "WCE after sd cleared it"
echo "write back" >"$cache_type"
pages=$(ask --all)
for page in "Read write error recovery" "Disconnect-reconnect" "Caching" "Control mode page" \
	"Power condition" "Informational exceptions"; do
	grep -q "$page" <<<"$pages" || fail "sdparm --all shows no page $page: $pages"
done

scsi_python "$disk" <<'PYTHON'
import sys
from scsi import Disk, mode_sense, medium, same, BAD_FIELD, BAD_PARAMETER, READ, WRITE

disk = Disk(sys.argv[1])
disk.settle()
CURRENT, CHANGEABLE, DEFAULT, SAVED = range(4)


def page(number, control=CURRENT):
    short = disk.good(mode_sense(number, 252, control), read=252, resid=None)
    same((short[0], short[3]), (len(short) - 1, 0), "MODE SENSE (6) header")
    cdb = bytes([0x5a, 8, control << 6 | number, 0, 0, 0, 0]) + (600).to_bytes(2, "big") + b"\0"
    long = disk.good(cdb, read=600, resid=None)
    same(int.from_bytes(long[:2], "big"), len(long) - 2, "MODE SENSE (10) header")
    same(long[8:], short[4:], f"page {number:02x} in both forms")
    same((long[3], short[2]), (0x10, 0x10), "DPOFUA, no write protection")
    return bytearray(short[4:])


def select(data, sense=None, field=None, header=bytes(4)):
    data = header + bytes(data)
    cdb = bytes([0x15, 0x10, 0, 0, len(data), 0])
    if sense:
        disk.refused(cdb, sense, write=data, field=field)
    else:
        disk.good(cdb, write=data)


def select10(data):
    data = bytes(8) + bytes(data)
    disk.good(bytes([0x55, 0x10, 0, 0, 0, 0, 0]) + len(data).to_bytes(2, "big") + b"\0", write=data)


numbers = []
rest = bytes(page(0x3f))
while rest:
    numbers.append(rest[0])
    same(rest[:2 + rest[1]], bytes(page(rest[0])), f"page {rest[0]:02x} alone and among all")
    rest = rest[2 + rest[1]:]
same(numbers, [1, 2, 8, 0x0a, 0x1a, 0x1c], "pages")
same(bytes(page(8, CHANGEABLE))[2:], bytes([4]) + bytes(17), "changeable: WCE")
same(bytes(page(0x0a, CHANGEABLE))[2:6].hex(), "04000840", "changeable: D_SENSE, SWP, TAS")
for number in numbers:
    same(page(number, DEFAULT), page(number), f"page {number:02x}: default and current")
    disk.refused(mode_sense(number, 252, SAVED), "5/39/00", read=252)
disk.refused(mode_sense(0x3e), BAD_FIELD, read=252, field=("cdb", 2, 5))

# Block descriptors: there unless DBD says no.
long = disk.good("1a 00 08 00 fc 00", read=252, resid=None)
same((long[3], long[4:12].hex(" ")), (8, "00 00 40 00 00 00 02 00"), "block descriptor")
long = disk.good("5a 10 08 00 00 00 00 00 fc 00", read=252, resid=None)
same((long[4], long[7], long[8:24].hex(" ")),
     (1, 16, "00 00 00 00 00 00 40 00 00 00 00 00 00 00 02 00"), "long LBA block descriptor")

# What can't be changed is refused as a whole.
caching, control = page(8), page(0x0a)
wrong = bytearray(caching)
wrong[2] ^= 0x04 | 0x01                     # WCE, and RCD, which is fixed
select(wrong, BAD_PARAMETER, ("list", 6, 0))
wrong = bytearray(control)
wrong[2] ^= 0x02                            # GLTSD
select(wrong, BAD_PARAMETER, ("list", 6, 1))
same((page(8), page(0x0a)), (caching, control), "after a refusal")
disk.refused("15 00 00 00 18 00", BAD_FIELD, write=bytes(4) + bytes(caching), field=("cdb", 1, 4))
disk.refused("15 11 00 00 18 00", BAD_FIELD, write=bytes(4) + bytes(caching), field=("cdb", 1, 0))
disk.refused("15 10 00 00 08 00", "5/1a/00", write=bytes(4) + bytes(caching[:4]))
disk.good("15 10 00 00 00 00")

# D_SENSE: descriptor sense, with the same field pointer and INFORMATION.
same(disk.refused(medium(READ, 10, 1 << 20, 1), "5/21/00", read=512,
                  field=("cdb", 2, None)).descriptor, False, "fixed format")
control[2] |= 0x04
select10(control)
answer = disk.refused(medium(READ, 10, 1 << 20, 1), "5/21/00", read=512, field=("cdb", 2, None))
same((answer.descriptor, answer.raw[0]), (True, 0x72), "descriptor format")
answer = disk.refused("2f 02 00 00 00 00 00 00 01 00", "e/1d/00", write=b"\0" * 9 + b"x" * 503,
                      information=9)
same(answer.descriptor, True, "descriptor format")
control[2] &= ~0x04
select(control)
same(disk.refused("ff" + "00" * 9, "5/20/00").descriptor, False, "fixed format again")

# SWP: writes fail, reads do not.
disk.good(medium(WRITE, 10, 8, 1), write=b"kept" * 128)
control[4] |= 0x08
select(control)
for length in 6, 10, 12, 16:
    disk.refused(medium(WRITE, length, 8, 1), "7/27/02", write=b"lost" * 128)
same(disk.good(medium(READ, 10, 8, 1), read=512), b"kept" * 128, "a write-protected block")
same(disk.good(mode_sense(8), read=252, resid=None)[2], 0x90, "WP of the header")
control[4] &= ~0x08
select(control)
disk.good(medium(WRITE, 10, 8, 1), write=b"new." * 128)
same(disk.good(medium(READ, 10, 8, 1), read=512), b"new." * 128, "writable again")
PYTHON
expect_idle
