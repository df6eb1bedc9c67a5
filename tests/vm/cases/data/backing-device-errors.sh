#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: errors of the device below come up as MEDIUM ERROR with the address of the bad block,
#	the rest of the disk works, and a full file system as DATA PROTECT
# limit: 400
# dmesg: (critical (medium|space|target).* error|Buffer I/O error|lost async page write|I/O error, dev) -- the device below has bad blocks on purpose
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
# Sectors 8000 to 8007 of 16384 are bad.
low=$(scratch 0)
dmsetup create bad <<EOT
0 8000 linear $low 0
8000 8 error
8008 8376 linear $low 8008
EOT
tidy() {
	if grep -q ^bad $scst_proc/vdisk/vdisk; then close_vdisk bad; fi
	dmsetup remove --retry bad
}
cleanup tidy
bad=$(readlink -f /dev/mapper/bad)

for kind in BLOCKIO O_DIRECT ""; do
	echo "--- $kind"
	# shellcheck disable=SC2086
	disk=$(make_disk bad 0 "$bad" $kind)
	scsi_python "$disk" "$kind" <<'PYTHON'
import sys
from scsi import Disk, medium, pattern, same, READ, VERIFY, WRITE

disk = Disk(sys.argv[1])
disk.settle()
for lba, blocks in (7990, 20), (8000, 1), (8004, 16), (7000, 2048), (8007, 1):
    first = max(lba, 8000)
    disk.refused(medium(READ, 10, lba, blocks), "3/11/00", read=blocks * 512, information=first)
    disk.refused(medium(VERIFY, 10, lba, blocks), "3/11/00", information=first)
for lba in 7992, 8008, 0, 16376:
    data = pattern(4096, lba)
    disk.good(medium(WRITE, 10, lba, 8), write=data)
    same(disk.good(medium(READ, 10, lba, 8), read=4096), data, f"block {lba}")
if sys.argv[2]:
    disk.refused(medium(WRITE, 10, 8000, 8), "3/0c/00", write=bytes(4096), information=8000)
else:
    # Written back later: the next flush says it, once.
    disk.good(medium(WRITE, 10, 8000, 8), write=bytes(4096))
    disk.refused("35" + " 00" * 9, "4/44/00")
    disk.good("35" + " 00" * 9)
    disk.refused(medium(WRITE, 10, 8000, 8, 8), "3/0c/00", write=bytes(4096), information=8000)
PYTHON
	drop_disk bad
done

# No room left below.
small=$(mount_scratch 1 ext4)
fallocate -l 3500M "$small/fill"
disk=$(make_disk full 0 "$(truncate -s 2G "$small/full.img"; echo "$small/full.img")" O_DIRECT)
dd if=/dev/zero of="$small/rest" bs=1M status=none 2>/dev/null || true
scsi_python "$disk" <<'PYTHON'
import sys
from scsi import Disk, medium, WRITE

disk = Disk(sys.argv[1])
disk.settle()
disk.refused(medium(WRITE, 10, 1 << 20, 2048), "7/27/07", write=b"x" * (1 << 20))
PYTHON
rm "$small/fill" "$small/rest"
dd if=/dev/zero of="$disk" bs=1M seek=512 count=1 oflag=direct status=none
drop_disk full
expect_idle
