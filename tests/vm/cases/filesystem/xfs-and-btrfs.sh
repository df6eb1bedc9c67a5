#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: XFS and btrfs on our disk, and our disk's file on XFS and btrfs: small files under
#	load, through the page cache and past it, all there after a remount
# cpus: 2
# mem: 1024
# limit: 900
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
loops=()
stop_loops() { kill "${loops[@]}"; }
cleanup stop_loops
for _ in 1 2 3 4; do
	while :; do :; done &
	loops+=($!)
done

# fill MOUNT-POINT : 400 small files and a larger one, in each of two rounds
fill() {
	local round
	for round in 1 2; do
		mkdir "$1/$round"
		perl -e '
			for my $i (1 .. 400) {
				open my $out, ">", "$ARGV[0]/$i" or die "open: $!";
				print $out "$i of $ARGV[0]\n" x (1 + $i % 30) or die "print: $!";
				close $out or die "close: $!";
			}' "$1/$round"
		head -c 3M /dev/urandom >"$1/$round/large"
		sync
	done
}

sums() {
	(cd "$1" && find . -type f -exec sha256sum {} + | sort -k 2)
}

# used DISK TYPE : a file system on it is used, and is whole after a remount
used() {
	local disk=$1 type=$2 force=-f before
	if [ "$type" = ext4 ]; then force=-F; fi
	"mkfs.$type" "$force" "$disk" >/dev/null
	mkdir -p /mnt/above
	mount -t "$type" "$disk" /mnt/above
	fill /mnt/above
	before=$(sums /mnt/above)
	expect_eq "$(wc -l <<<"$before")" 802 "files"
	umount /mnt/above
	blockdev --flushbufs "$disk"
	mount -t "$type" "$disk" /mnt/above
	expect_eq "$(sums /mnt/above | sha256sum)" "$(sha256sum <<<"$before")" "contents after a remount"
	umount /mnt/above
}

# above: on a file of the root file system, and straight on a disk
for type in xfs btrfs; do
	for kind in file block; do
		begun=$SECONDS
		open_backend $kind up 512M
		map_lun up 0
		used "$(dev_of 0)" $type
		drop_disk up
		rm -f "$work_dir/up.img"
		echo "$type on $kind: $((SECONDS - begun)) s"
	done
done

# below: ext4 on a disk whose file is on them
for type in xfs btrfs; do
	below=$(mount_scratch 1 $type)
	for flag in "" O_DIRECT; do
		begun=$SECONDS
		truncate -s 512M "$below/down.img"
		block=512
		if [ "$flag" = O_DIRECT ]; then block=4096; fi
		# shellcheck disable=SC2086
		disk=$(make_disk down 0 "$below/down.img" $block $flag)
		used "$disk" ext4
		drop_disk down
		rm "$below/down.img"
		echo "ext4 on $type $flag: $((SECONDS - begun)) s"
	done
	umount "$below"
	wipefs -qa "$(scratch 1)"
done
expect_idle
