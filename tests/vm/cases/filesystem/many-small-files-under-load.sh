#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: ext4 on each kind of disk, 3,000 small files and a sync, six times, with four busy
#	loops beside it: the load that panics a kernel whose block layer is entered twice
# cpus: 2
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst

# one_round MOUNT-POINT ROUND : 3,000 small files, each in its own words
one_round() {
	perl -e '
		my ($where, $round) = @ARGV;
		mkdir "$where/$round" or die "mkdir: $!";
		for my $i (1 .. 3000) {
			mkdir "$where/$round/" . int($i / 100) if $i % 100 == 0;
			open my $out, ">", "$where/$round/" . int($i / 100) . ".$i" or die "open: $!";
			print $out "file $i of round $round\n" x (1 + $i % 40) or die "print: $!";
			close $out or die "close: $!";
		}' "$1" "$2"
	sync
}

# check MOUNT-POINT ROUNDS : every file is there and says what it must
check() {
	perl -e '
		my ($where, $rounds) = @ARGV;
		for my $round (1 .. $rounds) {
			for my $i (1 .. 3000) {
				open my $in, "<", "$where/$round/" . int($i / 100) . ".$i" or die "$round/$i: $!";
				local $/;
				<$in> eq "file $i of round $round\n" x (1 + $i % 40)
					or die "$round/$i: other contents\n";
			}
		}' "$1" "$2" || fail "contents"
}

busy() {
	local i
	for i in 1 2 3 4; do
		while :; do :; done &
		loops+=($!)
	done
}

loops=()
busy
stop_loops() { kill "${loops[@]}"; }
cleanup stop_loops
mkdir -p /mnt/small
for kind in file write_through direct block ram; do
	begun=$SECONDS
	if [ $kind = ram ]; then
		open_vdisk small RAM size=128M
	else
		open_backend $kind small 256M
	fi
	map_lun small 0
	disk=$(dev_of 0)
	mkfs.ext4 -q -F -E lazy_itable_init=0 -N 24000 "$disk" 128M
	mount "$disk" /mnt/small
	for round in 1 2 3 4 5 6; do one_round /mnt/small $round; done
	umount /mnt/small
	blockdev --flushbufs "$disk"
	mount -o ro "$disk" /mnt/small
	check /mnt/small 6
	umount /mnt/small
	e2fsck -fn "$disk" >/dev/null 2>&1 || fail "e2fsck finds errors on $kind"
	drop_disk small
	rm -f "$work_dir/small.img"
	echo "$kind: $((SECONDS - begun)) s"
done
expect_idle
