#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: REPORT LUNS lists what is mapped, in order and in the right addressing form,
#	and a target without LUN 0 is still found by a scan
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

# luns DISK : the list as sg_luns decodes it, on one line
luns() {
	sg_luns --hex --hex "$1" >/dev/null
	sg_luns "$1" | sed -n 's/^ *\([0-9a-f]\{16\}\)$/\1/p' | tr '\n' ' '
}

load_scst max_luns=16384
for name in a b c; do open_vdisk "$name" nowhere NULLIO size=1M; done
map_lun c 16383
map_lun b 300
map_lun a 3
expect_eq "$(luns "$(dev_of a)")" "0003000000000000 412c000000000000 7fff000000000000 " "LUNs"
map_lun_zero() {
	open_vdisk d nowhere NULLIO size=1M
	map_lun d 0
}

host=$(host_of 0)
scan() {
	echo "- - -" >"/sys/class/scsi_host/host$host/scan"
	udevadm settle
}
found() {
	for entry in /sys/class/scsi_device/"$host":*; do echo "${entry##*:}"; done | sort -n | tr '\n' ' '
}

# A scan starts with INQUIRY to LUN 0, where nothing is (qualifier 3), and asks for the list.
expect_eq "$(found)" "3 16684 32767 " "LUNs before the scan"
for entry in /sys/class/scsi_device/"$host":*; do echo 1 >"$entry/device/delete"; done
scan
expect_eq "$(found)" "3 16684 32767 " "LUNs that a scan found"
dd if="$(dev_of b)" of=/dev/null bs=4k count=4 iflag=direct status=none

map_lun_zero
expect_eq "$(luns "$(dev_of a)")" \
	"0000000000000000 0003000000000000 412c000000000000 7fff000000000000 " "LUNs with LUN 0"
for entry in /sys/class/scsi_device/"$host":*; do echo 1 >"$entry/device/delete"; done
scan
expect_eq "$(found)" "0 3 16684 32767 " "LUNs that a scan found"

scsi_python "$(dev_of a)" <<'PYTHON'
import sys
from scsi import Disk, same, BAD_FIELD

disk = Disk(sys.argv[1])
disk.settle()

def report(select, alloc, room=256, **more):
    return disk.good(bytes([0xa0, 0, select, 0, 0, 0]) + alloc.to_bytes(4, "big") + bytes(2),
                     read=room, **more)

everything = report(0, 256, resid=256 - 40)
same(everything[:8].hex(" "), "00 00 00 20 00 00 00 00", "header")
same(report(2, 256, resid=256 - 40), everything, "all LUNs, well-known ones included")
same(report(1, 256, resid=256 - 8), bytes(8), "well-known LUNs only")
# Cut at whole entries or not: the length says how much there is.
same(report(0, 24, resid=256 - 24), everything[:24], "two LUNs' room")
same(report(0, 256, room=16), everything[:16], "a short buffer")
disk.refused("a0 00 00 00 00 00 00 00 00 0f 00 00", BAD_FIELD, read=15, field=("cdb", 6, None))
disk.refused("a0 00 03 00 00 00 00 00 00 40 00 00", BAD_FIELD, read=64, field=("cdb", 2, 7))
PYTHON
expect_idle
