#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: sessions counts the commands of each session, and those under way
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
modprobe scst_local add_host=2
open_vdisk one "$(make_file 16M)"
map_lun one 0
udevadm settle
counts() {
	awk -v name="scstlclhst$1:0" '$2 == name { print $4 }' $scst_proc/sessions
}
all() {
	counts "$1" | cut -d/ -f2
}
quiet() {
	local before
	before=$(all 0)$(all 1)
	sleep 0.5
	[ "$(all 0)$(all 1)" = "$before" ]
}
wait_for 20 quiet
expect_match "$(counts 0)" '^0/[1-9][0-9]*$' "counts of an idle session"
first=$(all 0) second=$(all 1)
dd if="$(node_at block 0 0 0)" of=/dev/null bs=4k count=1000 iflag=direct status=none
# Closing a disk that was open read-only costs nothing more; opening may ask something.
added=$(($(all 0) - first))
if [ $added -lt 1000 ] || [ $added -gt 1020 ]; then
	fail "1000 reads were counted as $added commands"
fi
expect_eq "$(all 1)" "$second" "commands of the other session"
for _ in 1 2 3 4 5; do sg_turs "$(node_at scsi_generic 1 0 0)" || true; done
expect_eq "$(($(all 1) - second))" 5 "commands of the other session"

# Under way: with I/O that is deep enough a look finds some.
fio --name=io --filename="$(node_at block 0 0 0)" --rw=randread --bs=64k --direct=1 \
	--ioengine=libaio --iodepth=32 --time_based --runtime=600 --output=/dev/null &
io=$!
busy() {
	[ "$(counts 0 | cut -d/ -f1)" -gt 0 ]
}
wait_for 20 busy
kill -INT $io
wait $io || true
expect_match "$(counts 0)" '^0/' "counts after the I/O"
