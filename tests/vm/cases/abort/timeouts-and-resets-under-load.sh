#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: verified loads on four LUNs at two adapters, with a timeout of a second: one over a
#	device that takes longer than that for each write, one over a device that stands still every
#	few seconds, while resets of every kind and SG_IO that times out loop; no load sees an
#	error or wrong data, every reset ends in bounded time, nothing is left
# limit: 200
# soak: 1500
# shellcheck source=lib.sh
. "$VM_LIB"

seconds=$(amount 8 600)
load_scst
echo 2 >/sys/module/scst/parameters/scst_tmf_timeout
set_adapters 2
dmsetup create slow --table "0 65536 delay $(scratch 0) 0 0 $(scratch 0) 0 1300"
dmsetup create halting --table "0 65536 linear $(scratch 1) 0"
tidy() {
	dmsetup resume halting
	for unit in slow halting; do
		if grep -q "^$unit " $scst_proc/vdisk/vdisk; then close_vdisk $unit; fi
		dmsetup remove --retry $unit
	done
}
cleanup tidy
open_vdisk slow "$(readlink -f /dev/mapper/slow)" BLOCKIO
open_vdisk halting "$(readlink -f /dev/mapper/halting)" BLOCKIO
open_vdisk ram RAM size=16M
open_vdisk direct "$(make_file 16M)" O_DIRECT
units=(slow halting ram direct)
for lun in "${!units[@]}"; do
	map_lun "${units[$lun]}" "$lun"
	for adapter in 0 1; do
		disk=$(node_at block $adapter 0 "$lun")
		echo 1 >"/sys/block/${disk##*/}/device/timeout"
	done
done
udevadm settle

# load ADAPTER LUN : a verified load on a half of it
load() {
	fio --name=load --filename="$(node_at block "$1" 0 "$2")" --offset=$(($1 * 8))M --size=4M \
		--rw=randrw --verify=crc32c --verify_fatal=1 --bsrange=4k-32k --blockalign=4k --direct=1 \
		--iodepth=4 --ioengine=libaio --time_based --runtime=3600 --verify_backlog=16 \
		--rate_iops=25 >"$work_dir/load.$1.$2" 2>&1 &
	loads+=($!)
}
# begun ADAPTER LUN : something was written to it
begun() {
	local disk
	disk=$(node_at block "$1" 0 "$2")
	[ "$(awk '{ print $7 }' "/sys/block/${disk##*/}/stat")" -gt 0 ]
}
loads=()
for lun in "${!units[@]}"; do load 0 "$lun"; done
load 1 0
load 1 1
for lun in "${!units[@]}"; do wait_for 60 begun 0 "$lun"; done
wait_for 60 begun 1 1
end=$((SECONDS + seconds))

# The device stands still for longer than a command's time, and longer than a reset waits.
halt() {
	while [ $SECONDS -lt $end ]; do
		dmsetup suspend --noflush --nolockfs halting
		sleep 2.5
		dmsetup resume halting
		sleep 1.5
	done
}
halt &
helpers=($!)

# READ through /dev/sg with a second to go: GOOD, or one of the ends that a reset or the time make.
impatient() {
	PYTHONPATH=$(dirname "$0")/../disk python3 - "$1" $((end - SECONDS)) <<'PYTHON'
import sys, time
from scsi import Disk, medium, READ

disk, end, seen = Disk(sys.argv[1]), time.time() + int(sys.argv[2]), {}
while time.time() < end:
    answer = disk.run(medium(READ, 10, 16384, 8), read=4096, timeout=1)
    what = (answer.host, answer.status, answer.sense)
    # DID_TIME_OUT, DID_RESET, GOOD; unit attentions of the resets.
    if what[0] not in (0, 3, 8) or (what[1] and what[2] not in ("6/29/03", "6/29/00")):
        sys.exit(f"SG_IO: {answer}")
    seen[what] = seen.get(what, 0) + 1
print(seen)
PYTHON
}
for lun in 0 1; do
	impatient "$(node_at scsi_generic 0 0 $lun)" >"$work_dir/impatient.$lun" 2>&1 &
	helpers+=($!)
done

done_=0 failed=0 longest=0
while [ $SECONDS -lt $end ]; do
	for how in --device --target --bus --host; do
		start=$SECONDS
		if sg_reset --no-esc $how "$(node_at scsi_generic $((RANDOM % 2)) 0 $((RANDOM % 4)))"; then
			done_=$((done_ + 1))
		else
			failed=$((failed + 1))
		fi 2>/dev/null
		took=$((SECONDS - start))
		if [ $took -gt $longest ]; then longest=$took; fi
		sleep 0.3
	done
done
for pid in "${helpers[@]}"; do wait "$pid" || fail "$(cat "$work_dir"/impatient.*)"; done
kill -INT "${loads[@]}" 2>/dev/null || fail "a load ended: $(tail -n 20 "$work_dir"/load.*)"
for pid in "${loads[@]}"; do wait "$pid" || true; done
for log in "$work_dir"/load.*; do
	if grep -qE "verify:|Input/output error|err=[^ 0]" "$log"; then fail "$(cat "$log")"; fi
	expect_match "$(cat "$log")" "err= 0" "$log"
done
figure "$done_ resets done, $failed failed, the longest took $longest s," \
	"timeouts at the device: $(awk 'NR > 1 { printf "%s %s  ", $1, $2 }' /sys/kernel/debug/scst/stuck)"
# Two adapters wait for the same unit, and a bus reset for its targets, one after another.
[ $longest -le 20 ] || fail "a reset took $longest s"
[ $((done_ + failed)) -ge 4 ] || fail "only $done_ resets done, $failed failed"
expect_idle
for unit in "${units[@]}"; do drop_disk "$unit"; done
