#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the file system below fills up, then loses its disk: DATA PROTECT while there is no
#	room and for as long, MEDIUM ERROR for what can't be read, and what can't be written back
#	is told by the next SYNCHRONIZE CACHE; what is in the cache can be read all the time, and
#	unit and file system can be taken away
# limit: 400
# soak: 900
# dmesg: (critical (medium|space|target).* error|Buffer I/O error|lost async page write|I/O error, dev|EXT4-fs (error|warning)|JBD2: |Aborting journal|Remounting filesystem read-only|I/O error (while writing|when)|previous I/O error to superblock|XFS .*(log I/O error|[Ss]hutdown|[Ss]hut down|metadata I/O error|[Pp]lease unmount|writeback error)|BTRFS (error|warning|info|critical)) -- the file system below is filled and loses its disk on purpose
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool dmsetup

load_scst
low=$(scratch 1)
sectors=$(($(amount 130 320) << 11))
tidy() {
	if grep -q ^disk $scst_proc/vdisk/vdisk; then close_vdisk disk; fi
	umount /mnt/low 2>/dev/null || true
	dmsetup remove --retry low 2>/dev/null || true
}
cleanup tidy
mkdir -p /mnt/low

below() {
	dmsetup suspend --noflush --nolockfs low
	dmsetup reload low --table "$1"
	dmsetup resume low
}

# full SG : writes until there is no room left; what there is can be read and written
full() {
	scsi_python "$1" <<'PYTHON'
import sys
from scsi import CHECK, Disk, GOOD, medium, pattern, same, READ, WRITE

disk = Disk(sys.argv[1])
disk.settle()
first = pattern(65536, 1)
disk.good(medium(WRITE, 10, 0, 128), write=first)
disk.good("35" + " 00" * 9)
chunk = pattern(1 << 20, 2)
for lba in range(2048, 2048 * 1000, 2048):
    answer = disk.run(medium(WRITE, 10, lba, 2048, 8), write=chunk)
    if answer.status != GOOD:
        break
same((answer.status, answer.sense), (CHECK, "7/27/07"), f"no room at {lba}: {answer}")
assert lba > 2048 * 25, lba
same(disk.good(medium(READ, 10, 0, 128), read=65536), first, "what was there before")
same(disk.good(medium(READ, 10, 2048, 2048), read=1 << 20), chunk, "what was written")
# It stays so, as long as there is no room, and is over when there is.
answer = disk.run(medium(WRITE, 10, lba + 4096, 2048, 8), write=chunk)
same((answer.status, answer.sense), (CHECK, "7/27/07"), f"no room: {answer}")
disk.good(medium(WRITE, 10, 64, 8), write=first[:4096])
print("full at", lba)
PYTHON
}

# lost SG : nothing below any more
lost() {
	scsi_python "$1" <<'PYTHON'
import sys
from scsi import CHECK, Disk, medium, pattern, same, READ, VERIFY, WRITE

disk = Disk(sys.argv[1])
disk.settle()
SYNC = "35" + " 00" * 9
cached = pattern(1 << 20, 2)[:4096]
same(disk.good(medium(READ, 10, 2048, 8), read=4096), cached, "what is in the cache")
disk.refused(medium(READ, 10, 40960, 8), "3/11/00", read=4096, information=40960)
disk.refused(medium(VERIFY, 10, 40960, 8), "3/11/00", information=40960)


def lost(what, cdb, *senses, **more):
    """The medium, or a file system that lets nobody write any more."""
    answer = disk.run(cdb, **more)
    if answer.status != CHECK or answer.sense not in senses:
        raise AssertionError(f"{what}: {answer}")


# Into the cache, and no further.
answer = disk.run(medium(WRITE, 10, 2048, 8), write=cached)
if answer.status == CHECK:
    same(answer.sense, "7/27/00", f"WRITE: {answer}")
else:
    lost("SYNCHRONIZE CACHE", SYNC, "4/44/00", "7/27/00")
lost("WRITE with FUA", medium(WRITE, 10, 2048, 8, 8), "3/0c/00", "7/27/00", write=cached)
same(disk.good(medium(READ, 10, 2048, 8), read=4096), cached, "what is in the cache")
PYTHON
}

types=(ext4)
if [ -n "${VM_SOAK:-}" ]; then types+=(xfs btrfs); fi
for type in "${types[@]}"; do
	echo "--- $type"
	dmsetup create low --table "0 $sectors linear $low 0"
	case $type in
	ext4) mkfs.ext4 -qF /dev/mapper/low ;;
	*) "mkfs.$type" -f /dev/mapper/low >/dev/null ;;
	esac
	mount -t "$type" /dev/mapper/low /mnt/low
	truncate -s 1000M /mnt/low/img
	open_vdisk disk /mnt/low/img
	map_lun disk 0
	sg=$(sg_of disk)
	udevadm settle
	full "$sg"
	sync /mnt/low/img
	echo 3 >/proc/sys/vm/drop_caches
	dd if=/mnt/low/img of=/dev/null bs=4096 skip=256 count=8 status=none
	below "0 $sectors error"
	lost "$sg"
	drop_disk disk
	umount /mnt/low
	dmsetup remove --retry low
done
expect_idle
