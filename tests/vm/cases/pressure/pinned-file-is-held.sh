#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: as long as a disk has it, a pinned file can't be written, cut, punched, unlinked, renamed
#	over, cloned into or out of, mapped writable, swapped on or pinned again; its size is
#	fixed; closing the disk lets go of it, and then it says what was written
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
cd "$work_dir"

# held FOLDER TYPE
held() {
	local file=$1/file disk before
	head -c 4M /dev/urandom >"$file"
	cp --reflink=never "$file" "$1/other"
	touch -d 2001-01-01 "$file"
	disk=$(make_disk held 0 "$file" PINNED)
	if in_log "held: don't swap"; then fail "swap was warned of"; fi
	expect_eq "$(blockdev --getsize64 "$disk")" $((4 << 20)) "size"
	cmp "$file" "$disk" || fail "the disk shows something else"

	expect_fail dd if=/dev/zero of="$file" bs=512 count=1 conv=notrunc status=none
	expect_fail dd if=/dev/zero of="$file" bs=4k count=1 conv=notrunc oflag=direct status=none
	expect_fail truncate -s 1M "$file"
	expect_fail fallocate -l 8M "$file"
	expect_fail fallocate -p -o 4k -l 4k "$file"
	expect_fail fallocate -z -o 4k -l 4k "$file"
	expect_fail fallocate -c -o 4k -l 4k "$file"
	expect_fail rm -f "$file"
	expect_fail mv -f "$1/other" "$file"
	expect_fail dd if=/dev/null of="$file" status=none
	expect_fail python3 -c '
import mmap, os, sys
mmap.mmap(os.open(sys.argv[1], os.O_RDWR), 0)' "$file"
	if [ "$2" = xfs ]; then
		expect_fail cp --reflink=always "$file" "$1/clone"
		expect_fail cp --reflink=always "$1/other" "$file"
	fi
	expect_errno ETXTBSY $scst_proc/vdisk/vdisk "open again $file PINNED"
	expect_errno ETXTBSY $scst_proc/vdisk/vdisk "open again $file"
	chmod 600 "$file"
	expect_fail swapon "$file"
	expect_fail umount "$1"
	# Linux lets a swap file grow; the disk does not.
	truncate -s 8M "$file"
	expect_errno ETXTBSY $scst_proc/vdisk/vdisk "resync_size held"
	expect_eq "$(blockdev --getsize64 "$disk")" $((4 << 20)) "size after the file has grown"

	head -c 4M /dev/urandom >"$work_dir/new"
	dd if="$work_dir/new" of="$disk" bs=1M oflag=direct status=none
	before=$(stat -c %Y "$file")
	drop_disk held
	expect_eq "$(stat -c %s "$file")" $((8 << 20)) "size of the file"
	cmp -n $((4 << 20)) "$file" "$work_dir/new" || fail "the file does not say what was written"
	[ "$(stat -c %Y "$file")" -gt "$before" ] || fail "the file keeps its old time"

	truncate -s 1M "$file"
	mv "$1/other" "$file"
	rm "$file"
}

for type in ext4 xfs; do
	where=$(mount_scratch 0 $type)
	held "$where" $type
	umount "$where"
	wipefs -qa "$(scratch 0)"
done

# Again and again, also where it fails half way.
dd if=/dev/zero of=file bs=1M count=2 conv=fsync status=none
for _ in 1 2 3; do
	open_vdisk held "$work_dir/file" PINNED
	expect_errno EINVAL $scst_proc/vdisk/vdisk "open held $work_dir/file PINNED"
	close_vdisk held
	expect_errno EINVAL $scst_proc/vdisk/vdisk "open held $work_dir/file PINNED alignment=9 phys_exp=3"
	dd if=/dev/zero of=file bs=512 count=1 conv=notrunc status=none
done
# Read-only, from a read-only file system.
where=$(mount_scratch 0 ext4)
head -c 1M /dev/urandom >"$where/file"
mount -o remount,ro "$where"
disk=$(make_disk held 0 "$where/file" PINNED READ_ONLY)
cmp "$disk" "$where/file" || fail "the read-only disk shows something else"
expect_fail dd if=/dev/zero of="$disk" bs=512 count=1 oflag=direct status=none
drop_disk held
umount "$where"

# What is said of swapping: by the log for a file, by nobody for this.
open_vdisk plain "$work_dir/file"
in_log "plain: don't swap on it" || fail "swapping on a file is not warned of"
close_vdisk plain
expect_idle
