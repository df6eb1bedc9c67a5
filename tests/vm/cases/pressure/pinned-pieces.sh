#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a pinned file in a thousand pieces: requests that span pieces write and read what they
#	must (fio), VERIFY compares it, blocks larger than those of the file system are cut, a
#	bad sector comes up with the address it has on the disk, and the file says the same
# limit: 200
# dmesg: (critical (medium|target).* error|Buffer I/O error|I/O error, dev) -- the device below has a bad block on purpose
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
# ext4 with blocks of 1 KiB, full of small files, each second of which makes room for ours.
low=$(scratch 0)
sectors=$((48 << 11))
dmsetup create low --table "0 $sectors linear $low 0"
tidy() {
	if grep -q ^pieces $scst_proc/vdisk/vdisk; then close_vdisk pieces; fi
	if mountpoint -q /mnt/low; then umount /mnt/low; fi
	dmsetup remove --retry low
}
cleanup tidy
mkdir -p /mnt/low
mkfs.ext4 -q -F -b 1024 -N 8192 -m 0 /dev/mapper/low
mount /dev/mapper/low /mnt/low
file=/mnt/low/pieces
mkdir /mnt/low/small
python3 - /mnt/low/small <<'PYTHON'
import errno, os, sys
names = []
try:
    while True:
        names.append(f"{sys.argv[1]}/{len(names)}")
        fd = os.open(names[-1], os.O_RDWR | os.O_CREAT)
        os.posix_fallocate(fd, 0, (5 << 10, 9 << 10)[len(names) % 2])
        os.write(fd, names[-1].encode())
        os.close(fd)
except OSError as err:
    if err.errno != errno.ENOSPC:
        raise
for name in names[::2]:
    os.unlink(name)
PYTHON
sync
head -c 16M /dev/urandom >$file
sync
pieces=$(filefrag $file | sed -n 's/.*: \([0-9]*\) extents.*/\1/p')
[ "$pieces" -gt 500 ] || fail "only $pieces pieces"
other=$(find /mnt/low/small -type f -exec cat {} + | sum /dev/stdin)

cp $file "$work_dir/copy"
for block in 512 4096; do
	echo "--- blocks of $block"
	disk=$(make_disk pieces 0 $file $block PINNED)
	cmp "$disk" "$work_dir/copy" || fail "the disk shows something else than the file"
	out=$(fio --name=pieces --filename="$disk" --rw=randrw --rwmixread=30 --verify=crc32c \
		--verify_fatal=1 --size=16M --iodepth=16 --ioengine=libaio --direct=1 --bsrange=4k-1M \
		--blockalign=4k --bs_unaligned=0 --randseed=3 2>&1) || fail "fio: $out"
	# One request for far more pieces than there are bios in reserve.
	head -c 16M /dev/urandom >"$work_dir/copy"
	sg_dd if="$work_dir/copy" of="$disk" bs=$block blk_sgio=1 bpt=$((2097152 / block)) \
		count=$((16777216 / block)) 2>/dev/null
	cmp "$disk" "$work_dir/copy" || fail "sg_dd wrote something else"
	sg_verify --lba=1 --count=$((8388608 / block)) --bpc=$((4194304 / block)) "$disk"
	for lba in 7 1024; do
		dd if="$work_dir/copy" bs=$block skip=$lba count=64 status=none |
			sg_verify --lba=$lba --count=64 --ndo=$((64 * block)) "$disk"
	done
	drop_disk pieces
	cmp $file "$work_dir/copy" || fail "the file shows something else than the disk"
done
expect_eq "$(find /mnt/low/small -type f -exec cat {} + | sum /dev/stdin)" "$other" "the files in between"
umount /mnt/low
fsck.ext4 -fn /dev/mapper/low >/dev/null || fail "fsck finds errors"
mount /dev/mapper/low /mnt/low

# A bad sector: which one it is on the device only the file system knows.
read -r first bad < <(filefrag -v -b1024 $file |
	sed -nE 's/^ *5: +([0-9]+)\.\. *[0-9]+: +([0-9]+)\.\..*/\1 \2/p')
disk=$(make_disk pieces 0 $file PINNED)
dmsetup suspend low
dmsetup load low <<EOT
0 $((bad * 2)) linear $low 0
$((bad * 2)) 1 error
$((bad * 2 + 1)) $((sectors - bad * 2 - 1)) linear $low $((bad * 2 + 1))
EOT
dmsetup resume low
scsi_python "$disk" $((first * 2)) <<'PYTHON'
import sys
from scsi import Disk, medium, READ, VERIFY, WRITE

disk, bad = Disk(sys.argv[1]), int(sys.argv[2])
disk.settle()
for lba, blocks in (bad, 1), (bad - 3, 8), (0, 4096), (bad - 100, 1000):
    disk.refused(medium(READ, 10, lba, blocks), "3/11/00", read=blocks * 512, information=bad)
    disk.refused(medium(VERIFY, 10, lba, blocks), "3/11/00", information=bad)
disk.refused(medium(WRITE, 10, bad, 1), "3/0c/00", write=bytes(512), information=bad)
for lba in bad - 1, bad + 1:
    disk.good(medium(WRITE, 10, lba, 1), write=bytes(512))
disk.good("35" + " 00" * 9)
PYTHON
drop_disk pieces
expect_idle
