#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: READ CAPACITY (10) and (16) and Linux agree on size, block size, physical blocks
#	and alignment, for all block sizes and beyond 2 TiB
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst

# queue DISK FILE : of /sys/block/DISK
queue() {
	cat "/sys/block/${1##*/}/$2"
}

check() {
	scsi_python "$@" <<'PYTHON'
import sys
from scsi import Disk, same

disk = Disk(sys.argv[1])
block, blocks, exponent, aligned, thin = map(int, sys.argv[2:])
disk.settle()
short = disk.good("25 00 00 00 00 00 00 00 00 00", read=8)
same(short, min(blocks - 1, 0xffffffff).to_bytes(4, "big") + block.to_bytes(4, "big"),
     "READ CAPACITY (10)")
same(disk.good("25 00 00 00 00 00 00 00 00 00", read=32, resid=24), short, "with room to spare")
service = bytes.fromhex("9e10" + "00" * 8)
long = disk.good(service + (32).to_bytes(4, "big") + bytes(2), read=32)
wanted = (blocks - 1).to_bytes(8, "big") + block.to_bytes(4, "big")
wanted += bytes([0, exponent]) + (thin << 14 | aligned).to_bytes(2, "big") + bytes(16)
same(long, wanted, "READ CAPACITY (16)")
same(disk.good(service + (12).to_bytes(4, "big") + bytes(2), read=32, resid=20), long[:12],
     "READ CAPACITY (16), 12 bytes")
same(disk.good(service + (64).to_bytes(4, "big") + bytes(2), read=64, resid=32), long,
     "READ CAPACITY (16), 64 bytes")
PYTHON
}

for block in 512 1024 2048 4096; do
	file=$(make_file 24M)
	disk=$(make_disk "bs$block" 0 "$file" "$block" phys_exp=3 alignment=1)
	check "$disk" "$block" $((24 * 1024 * 1024 / block)) 3 1 3
	expect_eq "$(queue "$disk" size)" $((24 * 2048)) "sectors of $block"
	expect_eq "$(queue "$disk" queue/logical_block_size)" "$block" "logical block size"
	expect_eq "$(queue "$disk" queue/physical_block_size)" $((block * 8)) "physical block size"
	expect_eq "$(queue "$disk" alignment_offset)" "$block" "alignment offset"
	# The last block and the one before it are really there.
	dd if=/dev/urandom of="$work_dir/data" bs="$block" count=2 status=none
	dd if="$work_dir/data" of="$disk" bs="$block" seek=$((24 * 1024 * 1024 / block - 2)) \
		oflag=direct conv=fsync status=none
	expect_eq "$(tail -c $((2 * block)) "$file" | sha256sum)" \
		"$(sha256sum <"$work_dir/data")" "the end of the file"
	drop_disk "bs$block"
done

# A file that is no whole number of blocks: what is left over is not part of the disk.
disk=$(make_disk odd 0 "$(make_file 1000000)" 4096 phys_exp=0)
check "$disk" 4096 244 0 0 3
drop_disk odd

disk=$(make_disk null 0 nowhere NULLIO)
check "$disk" 512 $((3 << 30)) 0 0 0
expect_eq "$(blockdev --getsize64 "$disk")" $((3 << 39)) "1.5 TiB"
drop_disk null

disk=$(make_disk huge 0 nowhere NULLIO size=16T)
check "$disk" 512 $((16 << 31)) 0 0 0
expect_eq "$(blockdev --getsize64 "$disk")" $((16 << 40)) "16 TiB"
expect_match "$(sg_readcap "$disk")" "Last LBA=34359738367" "sg_readcap"
drop_disk huge

disk=$(make_disk ram 0 RAM size=12M)
expect_eq "$(blockdev --getsize64 "$disk")" $((12 << 20)) "a RAM disk's size"
expect_eq "$(tr -d '\0' <"$disk" | wc -c)" 0 "bytes that are not zero in a new RAM disk"
expect_idle
