# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What cases have in common. A case begins with
#	. "$VM_LIB"
# and is run by bash with -e: a command that fails fails the case.
#
# The verdict is the exit status: 0 passed, 77 skipped, all else failed; `fail` and
# `skip` leave their words in $VM_REASON for the report.

set -eEuo pipefail

scst_proc=/proc/scsi_tgt
scst_modules=(scst_local scst_vdisk scst)
# Where backing files are made: the root file system, an ext4 that is thrown away.
work_dir=${work_dir:-/var/tmp/case}
mkdir -p "$work_dir"

# --- verdicts

fail() {
	echo "FAIL: $*" >&2
	echo "$*" >"${VM_REASON:-/dev/null}"
	exit 1
}

skip() {
	echo "SKIP: $*" >&2
	echo "$*" >"${VM_REASON:-/dev/null}"
	exit 77
}

# Says where a command of the case failed, which `set -e` alone does not.
say_where() {
	local code=$1 line=$2 command=$3
	echo "FAIL: line $line: $command: exit status $code" >&2
	if [ ! -s "${VM_REASON:-/dev/null}" ]; then
		echo "line $line: $command: exit status $code" >"${VM_REASON:-/dev/null}"
	fi
}
trap 'say_where "$?" "$LINENO" "$BASH_COMMAND"' ERR

# --- cleaning up: last registered, first done, whatever the verdict

cleanup_stack=()

# cleanup COMMAND [ARG...] : to be done when the case ends
cleanup() {
	local quoted
	printf -v quoted '%q ' "$@"
	cleanup_stack=("$quoted" ${cleanup_stack[@]+"${cleanup_stack[@]}"})
}

run_cleanups() {
	local code=$? command
	trap - ERR
	set +e
	for command in ${cleanup_stack[@]+"${cleanup_stack[@]}"}; do
		eval "$command" || echo "cleanup failed: $command" >&2
	done
	exit "$code"
}
trap run_cleanups EXIT

# amount SHORT FULL : how much of something, in the short form of a case and in its full form
amount() {
	if [ -n "${VM_SOAK:-}" ]; then echo "$2"; else echo "$1"; fi
}

# figure TEXT : something counted or measured, printed beside the verdict
figure() {
	echo "figure: $*"
	echo "$*" >>"${VM_FIGURES:-/dev/null}"
}

# --- expectations

# expect_eq GOT WANTED [WHAT]
expect_eq() {
	[ "$1" = "$2" ] || fail "${3:-value}: got '$1', wanted '$2'"
}

expect_ne() {
	[ "$1" != "$2" ] || fail "${3:-value}: got '$1', which it must not be"
}

# expect_match TEXT REGEX [WHAT]
expect_match() {
	[[ $1 =~ $2 ]] || fail "${3:-text}: '$1' does not match '$2'"
}

# expect_fail COMMAND... : it must fail
expect_fail() {
	if "$@"; then fail "succeeded, but must fail: $*"; fi
}

# write_errno FILE TEXT : writes TEXT and a newline with one write(), prints OK or the
# errno's name. An `echo` would say the error in words of the locale, and may split the text.
write_errno() {
	perl -MErrno -e '
		my ($file, $text) = @ARGV;
		sub name { my ($n) = grep { $!{$_} } keys %!; print $n // $! + 0, "\n"; exit }
		open my $handle, "+<", $file or open $handle, ">", $file or name;
		defined syswrite $handle, "$text\n" or name;
		print "OK\n"' "$1" "$2"
}

# expect_errno ERRNO FILE TEXT : writing TEXT to FILE must fail with ERRNO
expect_errno() {
	expect_eq "$(write_errno "$2" "$3")" "$1" "write '$3' to $2"
}

# wait_for SECONDS COMMAND... : until the command succeeds; fails after that time
wait_for() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || fail "waited in vain for: $*"
		sleep 0.05
	done
}

need_tool() {
	local tool
	for tool; do
		command -v "$tool" >/dev/null || fail "not in the guest: $tool"
	done
}

sum() {
	sha256sum <"$1" | cut -d' ' -f1
}

# --- files and disks

# make_file SIZE [NAME] : a sparse file, its path is printed
make_file() {
	local path=$work_dir/${2:-backing.$RANDOM$RANDOM}
	truncate -s "$1" "$path"
	echo "$path"
}

# scratch NUMBER : one of the guest's blank disks
scratch() {
	readlink -f "/dev/disk/by-id/virtio-scratch$1"
}

# mount_scratch NUMBER TYPE [OPTIONS] : makes a file system there, prints where it is mounted
mount_scratch() {
	local disk where=/mnt/scratch$1 force=-F
	disk=$(scratch "$1")
	case $2 in
	xfs | btrfs) force=-f ;;
	vfat) force=-I ;;
	esac
	mkdir -p "$where"
	"mkfs.$2" "$force" "$disk" >/dev/null
	mount -t "$2" -o "${3:-defaults}" "$disk" "$where"
	echo "$where"
}

# --- SCST

load_scst() {
	modprobe scst
	modprobe scst_vdisk
	modprobe scst_local "$@"
}

# unload MODULE... : when udev, which opens every new disk, no longer looks
unload() {
	udevadm settle
	rmmod "$@"
}

unload_scst() {
	local module
	udevadm settle
	for module in "${scst_modules[@]}"; do
		if [ -d "/sys/module/$module" ]; then rmmod "$module"; fi
	done
}

# scst_write FILE-BELOW-/proc/scsi_tgt WORD... : one command; its error fails the case
scst_write() {
	local file=$scst_proc/$1
	shift
	printf '%s\n' "$*" >"$file" || fail "'$*' written to $file was refused"
}

# use_store [FOLDER] : units made from now on keep there what must survive a loss of power
use_store() {
	local folder=${1:-$work_dir/store}
	mkdir -p "$folder"
	chmod 700 "$folder"
	echo "$folder" >/sys/module/scst/parameters/scst_store
}

# open_vdisk NAME PATH [BLOCK-SIZE] [FLAG...]
open_vdisk() {
	scst_write vdisk/vdisk open "$@"
}

close_vdisk() {
	scst_write vdisk/vdisk close "$1"
}

# map_lun NAME LUN [GROUP [READ_ONLY]]
map_lun() {
	scst_write "groups/${3:-Default}/devices" add "$1" "$2" ${4:+"$4"}
}

# unmap_lun NAME [GROUP]
unmap_lun() {
	scst_write "groups/${2:-Default}/devices" del "$1"
}

# scsi_of LUN-OR-NAME : H:C:I:L of the first such device behind scst_local
scsi_of() {
	local entry address driver model
	for entry in /sys/class/scsi_device/*; do
		address=${entry##*/}
		read -r driver 2>/dev/null <"/sys/class/scsi_host/host${address%%:*}/proc_name" || continue
		[ "$driver" = scst_local ] || continue
		read -r model 2>/dev/null <"$entry/device/model" || continue
		if [ "${address##*:}" = "$1" ] || [ "$model" = "$1" ]; then
			echo "$address"
			return 0
		fi
	done
	return 1
}

# node_of CLASS LUN-OR-NAME : its node of a class: block, scsi_generic, scsi_tape, scsi_changer
node_of() {
	local address entry
	address=$(scsi_of "$2") || return 1
	for entry in "/sys/class/scsi_device/$address/device/$1"/*; do
		[ -e "$entry" ] || return 1
		echo "/dev/${entry##*/}"
		return 0
	done
}

# dev_of LUN-OR-NAME : /dev/sdX (or /dev/srN) of a LUN or of a virtual device
dev_of() {
	node_of block "$1"
}

sg_of() {
	node_of scsi_generic "$1"
}

# The kinds of virtual disk that hold data, and what each is opened with.
backends=(file write_through direct block)

# open_backend BACKEND NAME SIZE
open_backend() {
	local backend=$1 name=$2 size=$3
	case $backend in
	file) open_vdisk "$name" "$(make_file "$size" "$name.img")" ;;
	write_through) open_vdisk "$name" "$(make_file "$size" "$name.img")" WRITE_THROUGH ;;
	direct) open_vdisk "$name" "$(make_file "$size" "$name.img")" O_DIRECT ;;
	block) open_vdisk "$name" "$(scratch 0)" BLOCKIO ;;
	*) fail "no such backend: $backend" ;;
	esac
}

# on_each_backend SIZE FUNCTION [ARG...] : FUNCTION DEVICE BACKEND ARG... with a fresh
# disk at LUN 0; a block backend has the size of the scratch disk
on_each_backend() {
	local size=$1 function=$2 backend
	shift 2
	for backend in "${backends[@]}"; do
		echo "--- backend $backend"
		open_backend "$backend" "bk_$backend" "$size"
		map_lun "bk_$backend" 0
		"$function" "$(dev_of 0)" "$backend" "$@"
		unmap_lun "bk_$backend"
		close_vdisk "bk_$backend"
		rm -f "$work_dir/bk_$backend.img"
	done
}

# host_of INDEX : number of the SCSI host that is adapter INDEX
host_of() {
	local entry driver index
	for entry in /sys/class/scsi_host/host*; do
		read -r driver 2>/dev/null <"$entry/proc_name" || continue
		read -r index 2>/dev/null <"$entry/unique_id" || continue
		if [ "$driver" = scst_local ] && [ "$index" = "$1" ]; then
			echo "${entry##*/host}"
			return 0
		fi
	done
	return 1
}

# node_at CLASS INDEX TARGET LUN : the node that a LUN has at a target id of an adapter;
# LUN as Linux counts: from 256 on plus 16384
node_at() {
	local host entry
	host=$(host_of "$2") || return 1
	for entry in "/sys/class/scsi_device/$host:0:$3:$4/device/$1"/*; do
		[ -e "$entry" ] || return 1
		echo "/dev/${entry##*/}"
		return 0
	done
	return 1
}

# nodes_of CLASS NAME : the nodes of a virtual device at all adapters, one a line
nodes_of() {
	local entry node model
	for entry in /sys/class/scsi_device/*; do
		read -r model 2>/dev/null <"$entry/device/model" || continue
		[ "$model" = "$2" ] || continue
		for node in "$entry/device/$1"/*; do
			if [ -e "$node" ]; then echo "/dev/${node##*/}"; fi
		done
	done
}

# set_adapters N|+N|-N
set_adapters() {
	echo "$1" >/sys/module/scst_local/parameters/add_host
}

# in_log REGEX : the kernel's log has a line like it
in_log() {
	grep -qE -- "$1" <<<"$(dmesg)"
}

# scst_state : all that /proc/scsi_tgt says, less counts of commands, and the devices of Linux
scst_state() {
	local file
	for file in $(find $scst_proc -type f | sort); do
		echo "== $file"
		case $file in
		*/sessions) cut -c-102 "$file" ;;
		*) cat "$file" ;;
		esac
	done
	ls /sys/class/scsi_device 2>/dev/null || true
}

# expect_refusals : reads lines "ERRNO FILE TEXT", writes each TEXT to a file below
# /proc/scsi_tgt in one write(), \xHH being a byte; it must fail so and change nothing
expect_refusals() {
	local before after
	before=$(scst_state)
	perl -MErrno -e '
		my $bad = 0;
		while (my $line = <STDIN>) {
			chomp $line;
			next if $line =~ /^\s*(#|$)/;
			my ($wanted, $file, $text) = split " ", $line, 3;
			my $got = "OK";
			($text //= "") =~ s/\\x([0-9a-f]{2})/chr hex $1/ige;
			open my $handle, "+<", "$ARGV[0]/$file" or die "$file: $!";
			if (!defined syswrite $handle, $text) {
				($got) = grep { $!{$_} } sort keys %!;
			}
			next if $got eq $wanted;
			print "FAIL: \"", substr($line, length $wanted), "\": got $got, wanted $wanted\n";
			$bad++;
		}
		exit !!$bad' $scst_proc || fail "some commands did not end as they must"
	after=$(scst_state)
	[ "$before" = "$after" ] || {
		diff <(echo "$before") <(echo "$after") || true
		fail "a command that was refused changed something"
	}
}

# scsi_python [ARG...] : a python3 script on stdin, which may import scsi (cases/disk/scsi.py)
scsi_python() {
	PYTHONPATH=$(dirname "$0")/../disk PYTHONDONTWRITEBYTECODE=1 python3 - "$@"
}

# in_flight : the commands that core has on their way, one a line
in_flight() {
	tail -n +2 /sys/kernel/debug/scst/commands
}

nothing_in_flight() {
	[ -z "$(in_flight)" ]
}

# expect_idle : every command that was sent has come back
expect_idle() {
	wait_for 5 nothing_in_flight
}

# make_disk NAME LUN OPEN-ARG... : opens a virtual disk, maps it, prints /dev/sdX
make_disk() {
	local name=$1 lun=$2
	shift 2
	open_vdisk "$name" "$@"
	map_lun "$name" "$lun"
	dev_of "$name"
}

# drop_disk NAME : the opposite
drop_disk() {
	unmap_lun "$1"
	close_vdisk "$1"
}

# --- the machine itself (cases that say `boots: N`)

# cut_power [MS] : the host kills this guest, now or so many milliseconds from now
cut_power() {
	echo "cut-power ${1:-0}" >/run/tell
	if [ "${1:-0}" = 0 ]; then exec sleep infinity; fi
}

# power_off_next : from now on an orderly power-off is how this boot shall end
power_off_next() {
	echo "power-off-next" >/run/tell
}
