#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: adapters come and go under running I/O; the I/O of the others goes on without an
#	error, that of the adapter that goes ends
# slice: yes
# limit: 400
# soak: 1800
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool fio

load_scst
open_vdisk one "$(make_file 64M)"
open_vdisk two none NULLIO size=1G
map_lun one 0
map_lun two 1
stay=$(node_at block 0 0 0)
fio --name=stay --filename="$stay" --rw=randrw --bs=4k --direct=1 --ioengine=libaio --size=32M \
	--iodepth=8 --verify=crc32c --verify_backlog=64 --rate_iops=150 --time_based --runtime=600 \
	--output="$work_dir/stay.out" &
stays=$!
rounds=$(amount 2 100)
for ((n = 0; n < rounds; n++)); do
	set_adapters +1
	goes=$(node_at block 1 0 1)
	fio --name=goes --filename="$goes" --rw=randread --bs=4k --direct=1 --ioengine=libaio \
		--iodepth=16 --time_based --runtime=600 --output="$work_dir/goes.out" 2>/dev/null &
	going=$!
	sleep 0.3
	kill -0 $going || fail "round $n: no I/O: $(cat "$work_dir/goes.out")"
	set_adapters -1
	[ ! -e "$goes" ] || fail "round $n: $goes is left"
	# It ends by itself, with an error.
	wait $going && fail "round $n: the I/O of the adapter that went ended without an error"
	if host_of 1; then fail "round $n: the adapter is left"; fi
done
kill -0 $stays || fail "the I/O of the first adapter ended: $(cat "$work_dir/stay.out")"
kill -INT $stays
wait $stays || true
if grep -qE "verify:|Input/output error|err=[^ 0]" "$work_dir/stay.out"; then
	cat "$work_dir/stay.out"
	fail "the I/O of the first adapter had errors"
fi
# The unit served all the time.
grep -qE "READ: bw|WRITE: bw" "$work_dir/stay.out" || fail "no I/O was done"
