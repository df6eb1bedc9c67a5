#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: one write is one command of up to 3584 bytes; longer ones, noise and NULs are
#	refused and change nothing
# limit: 40
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
open_vdisk disk1 none NULLIO
map_lun disk1 0
before=$(scst_state)

# raw_errno FILE : standard input in one write(), prints OK or the errno's name
raw_errno() {
	perl -MErrno -e '
		binmode STDIN; local $/; my $text = <STDIN>;
		open my $handle, "+<", $ARGV[0] or die;
		my $done = syswrite $handle, $text;
		if (!defined $done) { my ($name) = grep { $!{$_} } keys %!; print "$name\n" }
		else { print $done == length $text ? "OK\n" : "SHORT $done\n" }' "$scst_proc/$1"
}

# length BYTES COMMAND : the command, with blanks up to so many bytes
length() {
	printf "%-$1s" "$2"
}

writable=(scsi_tgt threads trace_level groups/Default/devices groups/Default/names
	vdisk/vdisk vdisk/trace_level)
for file in "${writable[@]}"; do
	for bytes in 3585 3586 4095 4096 4097 5000 65536 1048576; do
		expect_eq "$(length $bytes hello | raw_errno "$file")" EOVERFLOW \
			"$bytes bytes to $file"
		expect_eq "$(head -c $bytes /dev/urandom | raw_errno "$file")" EOVERFLOW \
			"$bytes random bytes to $file"
	done
	for bytes in 1 2 511 512 3583 3584; do
		expect_eq "$(length $bytes '#' | raw_errno "$file")" EINVAL "$bytes bytes to $file"
		expect_eq "$(head -c $bytes /dev/zero | raw_errno "$file")" EINVAL \
			"$bytes NULs to $file"
		expect_eq "$(head -c $bytes /dev/urandom | tr '0-9a-zA-Z' '\1' | raw_errno "$file")" \
			EINVAL "$bytes random bytes to $file"
	done
done
expect_eq "$(scst_state)" "$before" "state after all that"

# An empty write() is EINVAL, too; a shell can't make one.
empty_errno() {
	python3 - "$1" <<-'P'
		import errno, os, sys
		f = os.open(sys.argv[1], os.O_WRONLY)
		try:
		    print("OK", os.write(f, b""))
		except OSError as e:
		    print(errno.errorcode[e.errno])
	P
}
for file in "${writable[@]}"; do
	expect_eq "$(empty_errno "$scst_proc/$file")" EINVAL "empty write to $file"
done

# The longest that is taken, to the letter, and as much white space as there may be.
expect_eq "$(length 3584 'add_group long' | raw_errno scsi_tgt)" OK "3584 bytes"
[ -d $scst_proc/groups/long ] || fail "the group is not there"
expect_eq "$(printf '%3584s' 'del_group long' | raw_errno scsi_tgt)" OK "blanks before"
[ ! -d $scst_proc/groups/long ] || fail "the group is still there"

# A path of the greatest length there is room for is ENAMETOOLONG or ENOENT: nothing is cut off.
path=/$(printf 'x%.0s' $(seq 300))
expect_eq "$(printf 'open new %s' "$path" | raw_errno vdisk/vdisk)" ENAMETOOLONG "name of 300"
path=$(printf '/%.0s' $(seq 3500))missing
expect_eq "$(printf 'open new %s' "$path" | raw_errno vdisk/vdisk)" ENOENT "path of 3507"
# A word too many for the table of words.
expect_eq "$(printf 'set %s' "$(printf 'scsi %.0s' $(seq 100))" | raw_errno trace_level)" EINVAL \
	"a hundred words"
expect_eq "$(scst_state)" "$before" "state at the end"
