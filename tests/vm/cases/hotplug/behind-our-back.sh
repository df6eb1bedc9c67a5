#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: devices deleted and scanned for through sysfs: a delete takes the disk away, a
#	scan brings it back, and del, close, add and replace cope with what they find
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
open_vdisk one "$(make_file 4M)"
open_vdisk two "$(make_file 8M)"
map_lun one 0
map_lun two 3
host=$(host_of 0)

delete() {
	echo 1 >"/sys/class/scsi_device/$host:0:0:$1/device/delete"
}

scan() {
	echo "${1:-- - -}" >"/sys/class/scsi_host/host$host/scan"
}

there() {
	[ -b "$(node_at block 0 0 "$1")" ]
}

# Delete, scan: it is back.
delete 3
expect_fail there 3
there 0 || fail "the other LUN has gone, too"
scan
wait_for 10 there 3
expect_eq "$(blockdev --getsize64 "$(dev_of two)")" $((8 << 20)) "size"

# Deleted, then removed through /proc: no error, and a scan finds nothing.
delete 3
unmap_lun two
scan
udevadm settle
expect_fail there 3
delete 0
close_vdisk one
scan
udevadm settle
expect_eq "$(find /sys/class/scsi_device -mindepth 1 | wc -l)" 0 "SCSI devices"

# A scan of what is there changes nothing; nor does one of LUNs and targets that are not.
open_vdisk one "$(make_file 4M)"
map_lun one 0
map_lun two 3
before=$(ls -l /sys/class/scsi_device)
scan
scan "0 0 3"
scan "0 0 7"
scan "0 5 0" 2>/dev/null || true
expect_eq "$(ls -l /sys/class/scsi_device)" "$before" "SCSI devices after scans"

# resync_size and replace of a LUN whose device was deleted.
delete 3
scst_write vdisk/vdisk resync_size two
unmap_lun one
scst_write groups/Default/devices replace one 3
scan
wait_for 10 there 3
expect_match "$(cat "/sys/class/scsi_device/$host:0:0:3/device/model")" "one"

# Rescan of one device: its size is read.
rescan=/sys/class/scsi_device/$host:0:0:3/device/rescan
echo 1 >"$rescan"
there 3 || fail "a rescan took the disk away"

# Both at once, many times.
for ((n = 0; n < 6; n++)); do
	scan &
	scanner=$!
	unmap_lun one
	if [ -e "/sys/class/scsi_device/$host:0:0:3" ]; then fail "round $n: LUN 3 is left"; fi
	wait $scanner
	if [ -e "/sys/class/scsi_device/$host:0:0:3" ]; then fail "round $n: LUN 3 came back"; fi
	scan &
	scanner=$!
	map_lun one 3
	there 3 || fail "round $n: no disk"
	wait $scanner
	delete 3 2>/dev/null &
	scanner=$!
	unmap_lun one
	wait $scanner || true
	expect_fail there 3
	map_lun one 3
	there 3 || fail "round $n: no disk after both removed it"
done
