#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: READ_ONLY (of the unit and of the LUN), REMOVABLE, NV_CACHE, WRITE_THROUGH and NULLIO
#	look to Linux as they should, and writes to what is read-only fail with 7/27/00
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

sys() {
	cat "/sys/block/${1##*/}/$2"
}
cache_type() {
	cat "/sys/block/${1##*/}/device/scsi_disk/"*/cache_type
}

# refuses_writes DISK : also those that Linux would not even send
refuses_writes() {
	expect_eq "$(sys "$1" ro)" 1 "ro of $1"
	expect_fail dd if=/dev/zero of="$1" bs=4096 count=1 oflag=direct status=none
	scsi_python "$1" <<'PYTHON'
import sys
from scsi import Disk, medium, mode_sense, same, READ, WRITE

disk = Disk(sys.argv[1])
disk.settle()
for length in 6, 10, 12, 16:
    disk.refused(medium(WRITE, length, 0, 1), "7/27/00", write=b"x" * 512)
same(disk.good(medium(READ, 10, 0, 1), read=512), bytes(512), "what was there")
same(disk.good(mode_sense(8), read=252, resid=None)[2] & 0x80, 0x80, "WP")
disk.good("35" + " 00" * 9)
PYTHON
}

load_scst
file=$(make_file 8M)
chmod 0444 "$file"
disk=$(make_disk ro 0 "$file" READ_ONLY)
refuses_writes "$disk"
drop_disk ro

disk=$(make_disk blk 0 "$(scratch 0)" BLOCKIO READ_ONLY)
refuses_writes "$disk"
drop_disk blk

# The same unit for two groups, one of which may only read.
set_adapters 2
chmod 0644 "$file"
scst_write scsi_tgt add_group readers
open_vdisk both "$file"
scst_write groups/readers/names add "scstlclhst2:*"
set_adapters 3
map_lun both 0
map_lun both 5 readers READ_ONLY
expect_match "$(cat $scst_proc/groups/readers/devices)" "both +5 +RO" "the list"
reader=$(node_at block 2 0 5)
refuses_writes "$reader"
writer=$(node_at block 0 0 0)
expect_eq "$(sys "$writer" ro)" 0 "ro of who may write"
dd if=/dev/zero bs=4096 count=1 status=none | tr '\0' w | dd of="$writer" bs=4096 oflag=direct status=none
expect_eq "$(dd if="$reader" bs=4096 count=1 iflag=direct status=none | tr -d w | wc -c)" 0 \
	"what the reader does not see of the writer"
unmap_lun both readers
drop_disk both
expect_eq "$(tr -d '\0' <"$file" | wc -c)" 4096 "bytes written in all"

disk=$(make_disk removable 0 "$file" REMOVABLE)
expect_eq "$(sys "$disk" removable)" 1 "removable"
expect_match "$(sg_inq "$disk")" "RMB=1" "sg_inq"
drop_disk removable

while IFS=, read -r flag wanted; do
	disk=$(make_disk cache 0 "$file" ${flag:+"$flag"})
	expect_eq "$(cache_type "$disk")" "$wanted" "cache of $flag"
	expect_eq "$(sys "$disk" queue/write_cache)" "$wanted" "queue of $flag"
	expect_eq "$(sys "$disk" removable) $(sys "$disk" ro)" "0 0" "of $flag"
	drop_disk cache
done <<'EOT'
,write back
WRITE_THROUGH,write through
NV_CACHE,write through
O_DIRECT,write back
EOT

disk=$(make_disk nv 0 "$file" NV_CACHE)
expect_fail sdparm --quiet --set=WCE "$disk"
drop_disk nv

disk=$(make_disk null 0 nowhere NULLIO)
dd if=/dev/zero of="$disk" bs=1M count=4 seek=1000000 oflag=direct status=none
dd if="$disk" of=/dev/null bs=1M count=4 skip=1500000 iflag=direct status=none
expect_idle
