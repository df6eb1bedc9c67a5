#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: resets of the device, the target, the bus and the host while verified loads run on
#	several disks at two adapters: no command is lost, none ends twice, no data are wrong
# limit: 400
# soak: 1500
# shellcheck source=lib.sh
. "$VM_LIB"

seconds=$(amount 10 600)
load_scst
set_adapters 2
open_vdisk ram RAM size=16M
open_vdisk file "$(make_file 16M)"
open_vdisk direct "$(make_file 16M)" O_DIRECT
open_vdisk block "$(scratch 0)" BLOCKIO
units=(ram file direct block)
for lun in "${!units[@]}"; do map_lun "${units[$lun]}" "$lun"; done

# load DISK OFFSET LOG : a verified load on a half of it
load() {
	fio --name=load --filename="$1" --offset="$2" --size=7M --rw=randrw --verify=crc32c \
		--verify_fatal=1 --bsrange=512-32k --blockalign=512 --direct=1 --iodepth=4 \
		--ioengine=libaio --time_based --runtime="$seconds" --verify_backlog=64 >"$3" 2>&1
}

loads=()
for lun in "${!units[@]}"; do
	load "$(node_at block 0 0 "$lun")" 0 "$work_dir/load.0.$lun" &
	loads+=($!)
done
load "$(node_at block 1 0 0)" 8M "$work_dir/load.1.0" &
loads+=($!)
load "$(node_at block 1 0 3)" 8M "$work_dir/load.1.3" &
loads+=($!)

# Not for ever: where a command takes longer than the time between two resets, the loads
# would never end.
resets=0
while [ $resets -lt "$(amount 24 1000)" ] && kill -0 "${loads[0]}" 2>/dev/null; do
	for how in --device --target --bus --host; do
		sg_reset --no-esc $how "$(node_at scsi_generic 0 0 $((resets % 4)))" || fail "sg_reset $how"
		resets=$((resets + 1))
		sleep 0.4
	done
done
for pid in "${loads[@]}"; do
	wait "$pid" || fail "a load: $(tail -n 20 "$work_dir"/load.*)"
done
for log in "$work_dir"/load.*; do expect_match "$(cat "$log")" "err= 0" "$log"; done
[ $resets -ge 8 ] || fail "only $resets resets"
figure "$resets resets"
expect_idle
