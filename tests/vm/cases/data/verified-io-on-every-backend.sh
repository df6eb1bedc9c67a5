#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: what fio writes it reads back, with mixed sizes and several jobs, on each kind of
#	disk: file, write-through, O_DIRECT, BLOCKIO, RAM, and with blocks of 4096 bytes
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

# verified DISK [FIO-OPTION...] : a short verified load, past the page cache of our disk or not
verified() {
	local disk=$1 out
	shift
	out=$(fio --name=verified --filename="$disk" --rw=randrw --rwmixread=30 --verify=crc32c \
		--verify_fatal=1 --size=4M --iodepth=16 --ioengine=libaio --norandommap=0 \
		--randseed=7 --group_reporting "$@" 2>&1) || fail "fio on $disk: $out"
	expect_match "$out" "err= 0" "fio on $disk"
}

# both DISK BLOCK-SIZE
both() {
	verified "$1" --direct=1 --bsrange="$2"-64k --bs_unaligned=0 --blockalign="$2"
	verified "$1" --direct=0 --bs=4k --fsync=64
}

load_scst
for kind in "" WRITE_THROUGH O_DIRECT "4096" "4096 O_DIRECT"; do
	# shellcheck disable=SC2086
	disk=$(make_disk data 0 "$(make_file 16M data.img)" $kind)
	echo "--- file $kind"
	both "$disk" "$(blockdev --getss "$disk")"
	drop_disk data
done
disk=$(make_disk blk 0 "$(scratch 0)" BLOCKIO)
echo "--- block"
both "$disk" 512
drop_disk blk
disk=$(make_disk ram 0 RAM size=16M)
echo "--- ram"
both "$disk" 512
drop_disk ram
disk=$(make_disk blk4k 0 "$(scratch 0)" 4096 BLOCKIO)
echo "--- block, 4096 bytes"
both "$disk" 4096
drop_disk blk4k
expect_idle
