#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: what can't be pinned is refused with the reason, and is left as it was: holes, blocks
#	that were never written, shared blocks, file systems that may move a file, inline and
#	journaled data, files on a loop device or on a disk of ours, files somebody writes to
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst

# try REGEX WORDS : to pin what is to be refused; whether the log says why
try() {
	local lines
	lines=$(dmesg | wc -l)
	if printf 'open unit %s\n' "$2" >$scst_proc/vdisk/vdisk 2>/dev/null; then
		fail "taken, though it must be refused: $2"
	fi
	grep -qE "vdisk/vdisk: .*$1" <<<"$(dmesg | tail -n "+$((lines + 1))")"
}

# refused REGEX FILE [WORD...] : and the file can be written to afterwards
refused() {
	local regex=$1 file=$2
	shift 2
	# The log takes only so many such lines in five seconds.
	try "$regex" "$file PINNED $*" || { sleep 5; try "$regex" "$file PINNED $*"; } ||
		fail "not said: $regex, but: $(dmesg | tail -n 5)"
	if grep -q ^unit $scst_proc/vdisk/vdisk; then fail "it is listed"; fi
	if [ -f "$file" ]; then dd if=/dev/zero of="$file" bs=512 count=1 conv=notrunc status=none; fi
}

# written FILE MiB
written() {
	dd if=/dev/zero of="$1" bs=1M count="$2" conv=fsync status=none
}

cd "$work_dir"
truncate -s 4M hole
refused "hole or unwritten blocks at byte 0" "$work_dir/hole"
written late 4
fallocate -p -o 2M -l 4k late
refused "hole or unwritten blocks at byte 2097152" "$work_dir/late"
fallocate -l 4M unwritten
refused "hole or unwritten blocks at byte 0" "$work_dir/unwritten"
# Dirty pages upon them are not enough to fool it: they are written, and the rest is not.
fallocate -l 4M partly
dd if=/dev/zero of=partly bs=64k count=1 conv=notrunc status=none
refused "hole or unwritten blocks at byte 65536" "$work_dir/partly"
: >empty
refused "is empty" "$work_dir/empty"
refused "block device: BLOCKIO" "$(scratch 0)"
refused "exclude each other" "$work_dir/late" BLOCKIO
refused "can't be opened" "$work_dir/missing"

written mapped 1
python3 - mapped <<'PYTHON' &
import mmap, os, sys, time
fd = os.open(sys.argv[1], os.O_RDWR)
m = mmap.mmap(fd, 0)
m[0] = 1
open("ready", "w")
time.sleep(1000)
PYTHON
mapper=$!
wait_for 20 test -e ready
refused "mapped writable" "$work_dir/mapped"
kill $mapper
wait $mapper || true

# A disk that has it goes on undisturbed.
written shared 1
open_vdisk first "$work_dir/shared"
refused "device first has it already" "$work_dir/shared"
map_lun first 0
dd if=/dev/zero of="$(dev_of 0)" bs=4k count=1 oflag=direct status=none
drop_disk first

# Other file systems.
mkdir -p /mnt/tmpfs
mount -t tmpfs none /mnt/tmpfs
written /mnt/tmpfs/file 1
refused "is on tmpfs" /mnt/tmpfs/file
umount /mnt/tmpfs
where=$(mount_scratch 0 btrfs)
touch "$where/file"
chattr +C "$where/file"
written "$where/file" 1
refused "is on btrfs" "$where/file"
umount "$where"

where=$(mount_scratch 0 xfs)
written "$where/file" 1
cp --reflink=always "$where/file" "$where/clone"
dd if=/dev/zero of="$where/alone" bs=1M count=1 conv=fsync status=none
refused "in no place of its own: a reflink" "$where/clone"
open_vdisk unit "$where/alone" PINNED
close_vdisk unit
umount "$where"
if [ "$VM_KERNEL" != debug ]; then
	wipefs -qa "$(scratch 0)"
	mkfs.xfs -f -m reflink=0,rmapbt=0 -d rtinherit=1 -r rtdev="$(scratch 1)" "$(scratch 0)" >/dev/null
	mount -t xfs -o rtdev="$(scratch 1)" "$(scratch 0)" "$where"
	written "$where/file" 1
	refused "is a realtime file" "$where/file"
	umount "$where"
	wipefs -qa "$(scratch 1)"
fi
wipefs -qa "$(scratch 0)"

# ext4: data in the journal or in the inode.
where=$(mount_scratch 0 ext4 data=journal)
written "$where/file" 1
refused "not just blocks" "$where/file"
umount "$where"
mkfs.ext4 -q -F -O inline_data "$(scratch 0)"
mount "$(scratch 0)" "$where"
printf '%64s' x >"$where/tiny"
refused "not just blocks" "$where/tiny"
written "$where/file" 4

# What needs memory below, or is our own.
written "$where/looped" 32
loop=$(losetup -f --show "$where/looped")
mkfs.ext4 -q -F "$loop"
mkdir -p /mnt/inner
mount "$loop" /mnt/inner
written /mnt/inner/file 1
refused "loop device" /mnt/inner/file
umount /mnt/inner
losetup -d "$loop"
disk=$(make_disk ours 0 "$where/looped")
mount "$disk" /mnt/inner
refused "lies on ours, a device of ours" /mnt/inner/file
umount /mnt/inner
drop_disk ours
umount "$where"
expect_idle
