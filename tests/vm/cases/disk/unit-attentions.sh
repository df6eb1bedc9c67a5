#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: unit attentions: power on for each new nexus, LUNs changed, capacity changed, mode
#	changed for the others only, reset; each is told once, and INQUIRY, REPORT LUNS and
#	REQUEST SENSE pass them
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

tracing=/sys/kernel/tracing

# watch : from now on what ends in CHECK CONDITION is remembered
watch() {
	echo 0 >$tracing/tracing_on
	: >$tracing/trace
	echo 1 >$tracing/events/scst/scst_cmd_done/enable
	echo 1 >$tracing/tracing_on
}

# seen UNIT : "COMMAND SENSE" of each command of a unit that was traced, without those that pass
seen() {
	sed -n "s/.*lu=$1 nexus=\([0-9]*\) op=\(.*\) lba=.*sense=\([^ ]*\).*/\2 \3/p" $tracing/trace
}
cleanup sh -c "echo 0 >$tracing/events/scst/scst_cmd_done/enable; : >$tracing/trace"

load_scst
file=$(make_file 8M)
open_vdisk ua "$file"
watch
map_lun ua 0
# The first command of a nexus that does not pass is the one that hears of the power on.
expect_eq "$(seen ua | grep -vE '^(INQUIRY|REPORT LUNS|REQUEST SENSE) 0/00/00' | head -n 1 |
	sed 's/.* //')" 6/29/01 "the first command of a nexus"
expect_eq "$(seen ua | grep -c 6/29/01)" 1 "how often power on was told"
watch
set_adapters 2
expect_eq "$(seen ua | grep -c 6/29/01)" 1 "power on told to the second adapter"

watch
truncate -s 16M "$file"
scst_write vdisk/vdisk resync_size ua
expect_eq "$(seen ua | grep -c 6/2a/09)" 2 "capacity change told to each nexus"
for disk in $(nodes_of block ua); do
	expect_eq "$(blockdev --getsize64 "$disk")" $((16 << 20)) "new size of $disk"
done
watch
scst_write vdisk/vdisk resync_size ua
expect_eq "$(seen ua | grep -c 6/2a/09 || true)" 0 "told of a change that was none"

cat >"$work_dir/script.py" <<'PYTHON'
import sys
from scsi import Disk, inquiry, mode_sense, same

step, first, second = sys.argv[1], Disk(sys.argv[2]), Disk(sys.argv[3])
TUR = "00 00 00 00 00 00"
LUNS = "a0 00 00 00 00 00 00 00 10 00 00 00"


def sense(disk):
    data = disk.good("03 00 00 00 12 00", read=18)
    return "%x/%02x/%02x" % (data[2] & 15, data[12], data[13])


if step == "quiet":
    first.settle()
    second.settle()
elif step == "luns":
    for disk in first, second:
        disk.good(inquiry(36), read=36)
        disk.refused(TUR, "6/3f/0e")
        disk.ready()
elif step == "luns-read":
    # Who reads the list needs not be told.
    first.good(LUNS, read=4096, resid=None)
    first.ready()
    second.refused(TUR, "6/3f/0e")
    second.ready()
elif step == "mode":
    for value in 4, 0:
        page = first.good(mode_sense(0x0a), read=252, resid=None)[4:]
        select = bytes(4) + page[:2] + bytes([page[2] & ~4 | value]) + page[3:]
        first.good(bytes([0x15, 0x10, 0, 0, len(select), 0]), write=select)
        first.ready()
        second.good(inquiry(36), read=36)
        second.good(LUNS, read=4096, resid=None)
        second.refused(TUR, "6/2a/01")
        second.ready()
        # Nothing changed: nothing to tell.
        first.good(bytes([0x15, 0x10, 0, 0, len(select), 0]), write=select)
        first.ready()
        second.ready()
elif step == "reset":
    second.refused(TUR, "6/29/03")
    second.ready()
    same(sense(first), "6/29/03", "told to who asked, too")
    same(sense(first), "0/00/00", "told once")
    first.settle()
PYTHON
step() {
	scsi_python "$1" "$(node_at scsi_generic 0 0 0)" "$(node_at scsi_generic 1 0 0)" \
		<"$work_dir/script.py"
	# udev may answer the event of an attention with a look at the disk, which would take the next.
	udevadm settle
}

udevadm settle
step quiet
open_vdisk more nowhere NULLIO size=1M
map_lun more 1
step luns
unmap_lun more
step luns-read
step mode
sg_reset --device "$(node_at scsi_generic 0 0 0)"
step reset
expect_idle
