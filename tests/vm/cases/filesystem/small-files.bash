# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
#
# Small files on ext4 with busy loops beside: what the cases of that name share.

rounds=6

# one_round MOUNT-POINT ROUND : 3,000 small files, each in its own words
one_round() {
	perl -e '
		my ($where, $round) = @ARGV;
		mkdir "$where/$round" or die "mkdir: $!";
		for my $i (1 .. 3000) {
			open my $out, ">", "$where/$round/" . int($i / 100) . ".$i" or die "open: $!";
			print $out "file $i of round $round\n" x (1 + $i % 40) or die "print: $!";
			close $out or die "close: $!";
		}' "$1" "$2"
	sync
}

# check MOUNT-POINT : every file is there, those of the first and the last round say what they must
check() {
	perl -e '
		my ($where, $rounds) = @ARGV;
		my @found = glob "$where/*/*.*";
		die scalar(@found), " files\n" if @found != 3000 * $rounds;
		for my $round (1, $rounds) {
			for my $i (1 .. 3000) {
				open my $in, "<", "$where/$round/" . int($i / 100) . ".$i" or die "$round/$i: $!";
				local $/;
				<$in> eq "file $i of round $round\n" x (1 + $i % 40)
					or die "$round/$i: other contents\n";
			}
		}' "$1" $rounds || fail "contents"
}

loops=()
busy() {
	for _ in 1 2 3 4; do
		while :; do :; done &
		loops+=($!)
	done
}

stop_loops() {
	if [ ${#loops[@]} -gt 0 ]; then kill "${loops[@]}"; fi
	loops=()
}
cleanup stop_loops

# loaded KIND : six rounds on a fresh disk of that kind, then everything is looked at
loaded() {
	local disk round begun=$SECONDS
	if [ "$1" = ram ]; then
		open_vdisk small RAM size=128M
	else
		open_backend "$1" small 256M
	fi
	map_lun small 0
	disk=$(dev_of 0)
	mkdir -p /mnt/small
	mkfs.ext4 -q -F -E lazy_itable_init=0 -N 24000 "$disk" 128M
	mount "$disk" /mnt/small
	busy
	for ((round = 1; round <= rounds; round++)); do
		one_round /mnt/small $round
		echo "$1: round $round after $((SECONDS - begun)) s"
	done
	stop_loops
	umount /mnt/small
	blockdev --flushbufs "$disk"
	mount -o ro "$disk" /mnt/small
	check /mnt/small
	umount /mnt/small
	e2fsck -fn "$disk" >/dev/null 2>&1 || fail "e2fsck finds errors on $1"
	drop_disk small
	rm -f "$work_dir/small.img"
	echo "$1: $((SECONDS - begun)) s"
}
