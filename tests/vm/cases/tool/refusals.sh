#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: what scstctl is refused it says in the module's own words, with exit status 1, and
#	nothing is left of it; wrong usage is 2
# tools: scstctl
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

# state : units, LUN maps and devices
state() {
	cat $scst_proc/vdisk/vdisk $scst_proc/groups/*/devices
	ls /sys/class/scsi_device
}

# refused STATUS SENTENCE ARG... : nothing on stdout, the sentence on stderr, nothing changed
refused() {
	local status=$1 sentence=$2 got=0 before
	shift 2
	before=$(state)
	scstctl "$@" >"$work_dir/out" 2>"$work_dir/err" || got=$?
	expect_eq "$got" "$status" "exit status of scstctl $*: $(cat "$work_dir/err")"
	expect_eq "$(cat "$work_dir/out")" "" "stdout of scstctl $*"
	expect_match "$(cat "$work_dir/err")" "^scstctl: .*($sentence)" "stderr of scstctl $*"
	expect_eq "$(state)" "$before" "what is there after scstctl $*"
}

load_scst
truncate -s 8M "$work_dir/a.img" "$work_dir/b.img"
disk=$(scstctl create a "$work_dir/a.img")
refused 1 "device a exists already" create a "$work_dir/b.img"
# The LUN is taken: the unit that was made for it goes again.
refused 1 "LUN 0 of group Default is taken by a" create b "$work_dir/b.img" --lun 0
refused 1 "device a.*, and one of the two writes" create b "$work_dir/a.img"
refused 1 "missing.img can't be opened" create b "$work_dir/missing.img"
refused 1 "neither a regular file nor a block device" create b /dev/null
refused 1 "BLOCKIO needs a block device" create b "$work_dir/b.img" --blockio
refused 1 "needs size=" create b --ram
refused 1 "must be 512, 1024, 2048 or 4096" create b "$work_dir/b.img" --set block_size=1536
refused 2 "1 to 16 characters" create a-name-that-is-too-long "$work_dir/b.img"
refused 1 "no handler is named tape" create b "$work_dir/b.img" --handler tape
refused 1 "there is no group nowhere" create b "$work_dir/b.img" --group nowhere
refused 1 "no device b" destroy b
refused 1 "no device b" map b
refused 1 "no device b" resize b
refused 1 "a is in group Default already" map a
refused 1 "has no LUN 7" unmap --lun 7
refused 1 "is taken by a|in group Default already" map a --lun 0

# A disk in use stays, unless forced.
mkfs.ext4 -q -F "$disk"
mount "$disk" /mnt
echo words >/mnt/file
refused 1 "the disk of a is in use" destroy a
refused 1 "the disk of a is in use" unmap a
refused 1 "the disk of a is in use" unmap --lun 0
expect_eq "$(cat /mnt/file)" words "the mounted disk"
umount /mnt
exec 5<"$disk"
refused 1 "the disk of a is in use" destroy a
scstctl destroy a --force
exec 5<&-
if dev_of a; then fail "there after destroy --force"; fi
# What was written is in the file.
disk=$(scstctl create a "$work_dir/a.img")
mount "$disk" /mnt
expect_eq "$(cat /mnt/file)" words "after destroy --force and a new start"
umount /mnt

for usage in "nonsense" "create" "create x y z" "destroy" "destroy a b" "list a" "map a --nullio" \
	"create b --block-size 1000000000000" "unmap" "unmap a --lun 0" "list --output none"; do
	# shellcheck disable=SC2086
	refused 2 "" $usage
done
expect_idle
