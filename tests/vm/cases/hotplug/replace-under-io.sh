#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: units are replaced under running I/O, which goes on without an error
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool fio

load_scst add_host=2
for n in 1 2; do
	open_vdisk "unit$n" "$(make_file 64M)"
done
open_vdisk unit3 RAM size=64M
map_lun unit1 0
disk=$(node_at block 0 0 0)
fio --name=io --filename="$disk" --rw=randrw --bs=16k --direct=1 --ioengine=libaio --iodepth=16 --rate_iops=300 \
	--time_based --runtime=600 --output="$work_dir/fio.out" &
io=$!
sleep 0.5
for ((n = 0; n < 3; n++)); do
	for unit in unit2 unit3 unit1; do
		scst_write groups/Default/devices replace $unit 0
		expect_eq "$(awk 'NR > 1 { print $1 }' $scst_proc/groups/Default/devices)" $unit
	done
	# The one that is out is free at once: nothing of it runs any more.
	close_vdisk unit2
	open_vdisk unit2 "$(make_file 64M unit2.img)"
	kill -0 $io || fail "round $n: the I/O ended: $(cat "$work_dir/fio.out")"
done
kill -INT $io
wait $io || true
if grep -qE "Input/output error|err=[^ 0]" "$work_dir/fio.out"; then
	cat "$work_dir/fio.out"
	fail "the I/O had errors"
fi
grep -qE "READ: bw" "$work_dir/fio.out" || fail "no I/O was done"
[ -b "$disk" ] || fail "$disk has gone"
