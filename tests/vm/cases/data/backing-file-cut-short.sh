#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a backing file that is cut behind our back: reads past its end fail with MEDIUM
#	ERROR and the block's address, what is before can be read, nothing hangs, and writes
#	make the file whole again
# limit: 400
# dmesg: (critical medium error|Buffer I/O error) -- reads past the end of the cut file
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
for kind in "" WRITE_THROUGH O_DIRECT; do
	echo "--- file $kind"
	file=$(make_file 8M cut.img)
	head -c 8M /dev/urandom >"$file"
	kept=$(head -c 4M "$file" | sum /dev/stdin)
	# shellcheck disable=SC2086
	disk=$(make_disk cut 0 "$file" $kind)
	dd if="$disk" of=/dev/null bs=1M iflag=direct status=none
	sync "$file"
	truncate -s 4M "$file"
	expect_eq "$(dd if="$disk" bs=1M count=4 iflag=direct status=none | sum /dev/stdin)" "$kept" \
		"what is left"
	scsi_python "$disk" <<'PYTHON'
import sys
from scsi import Disk, medium, same, LBA_RANGE, READ, VERIFY, WRITE

disk = Disk(sys.argv[1])
disk.settle()
END = (4 << 20) // 512
READ_ERROR = "3/11/00"
for lba, blocks, bad in (END, 1, END), (END, 8, END), (END + 1000, 64, END + 1000), \
        (END - 8, 16, END), (END - 64, 128, END), (2 * END - 1, 1, 2 * END - 1):
    disk.refused(medium(READ, 10, lba, blocks), READ_ERROR, read=blocks * 512, information=bad)
    disk.refused(medium(VERIFY, 16, lba, blocks), READ_ERROR, information=bad)
# The capacity is what it was until somebody asks for a new look.
disk.refused(medium(READ, 10, 2 * END, 1), LBA_RANGE, read=512, field=("cdb", 2, None))
disk.good(medium(WRITE, 10, 2 * END - 8, 8), write=b"back" * 1024)
same(disk.good(medium(READ, 10, 2 * END - 8, 8), read=4096), b"back" * 1024, "the end")
same(disk.good(medium(READ, 10, END, 8), read=4096), bytes(4096), "the hole")
PYTHON
	expect_eq "$(stat -c %s "$file")" $((8 << 20)) "size of the file"
	truncate -s 4M "$file"
	expect_fail dd if="$disk" of=/dev/null bs=64k skip=64 count=1 iflag=direct status=none
	scst_write vdisk/vdisk resync_size cut
	expect_eq "$(blockdev --getsize64 "$disk")" $((4 << 20)) "new size"
	drop_disk cut
	rm "$file"
done
expect_idle
