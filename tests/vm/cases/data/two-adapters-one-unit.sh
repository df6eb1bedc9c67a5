#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: one unit seen through two adapters: what one writes the other reads at once, and
#	both write to their halves together without harm to the other's
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
set_adapters 2

# half DISK OFFSET : a verified load on one half
half() {
	fio --name="half$2" --filename="$1" --offset="$2" --size=6M --rw=randwrite --verify=crc32c \
		--verify_fatal=1 --bsrange=512-32k --blockalign=512 --direct=1 --iodepth=8 \
		--ioengine=libaio --loops=2
}

together() {
	local first second a b
	first=$(node_at block 0 0 0)
	second=$(node_at block 1 0 0)
	expect_ne "$first" "$second" "disks"
	half "$first" 0 >"$work_dir/first" 2>&1 &
	a=$!
	half "$second" 6M >"$work_dir/second" 2>&1 &
	b=$!
	wait $a || fail "the first half: $(cat "$work_dir/first")"
	wait $b || fail "the second half: $(cat "$work_dir/second")"
	expect_match "$(cat "$work_dir/first")" "err= 0" "the first half"
	expect_match "$(cat "$work_dir/second")" "err= 0" "the second half"
	blockdev --flushbufs "$first"
	blockdev --flushbufs "$second"
	expect_eq "$(head -c 12M "$first" | sum /dev/stdin)" \
		"$(head -c 12M "$second" | sum /dev/stdin)" "what both see"

	scsi_python "$first" "$second" <<'PYTHON'
import sys
from scsi import Disk, medium, pattern, same, READ, WRITE

disks = [Disk(path) for path in sys.argv[1:]]
for disk in disks:
    disk.settle()
for turn in range(200):
    blocks = 1 + turn % 17
    data = pattern(blocks * 512, turn)
    lba = turn * 7 % 1000
    disks[turn % 2].good(medium(WRITE, 10, lba, blocks), write=data)
    same(disks[(turn + 1) % 2].good(medium(READ, 10, lba, blocks), read=len(data)), data,
         f"turn {turn}")
PYTHON
}

for kind in file direct ram block; do
	echo "--- $kind"
	case $kind in
	file) open_vdisk both "$(make_file 12M both.img)" ;;
	direct) open_vdisk both "$(make_file 12M both.img)" O_DIRECT ;;
	ram) open_vdisk both RAM size=12M ;;
	block) open_vdisk both "$(scratch 0)" BLOCKIO ;;
	esac
	map_lun both 0
	together
	drop_disk both
done

# The same unit may not be under two LUNs of one group: two paths need two adapters.
open_vdisk both "$(make_file 12M both.img)"
map_lun both 0
expect_errno EINVAL $scst_proc/groups/Default/devices "add both 1"
expect_idle
