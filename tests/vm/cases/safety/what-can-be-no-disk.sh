#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a directory, a fifo, a character device and a socket are refused, at once; so is
#	BLOCKIO on a file
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
vdisk=$scst_proc/vdisk/vdisk
mkdir "$work_dir/dir"
mkfifo "$work_dir/fifo"
mknod "$work_dir/char" c 1 5
truncate -s 1M "$work_dir/file"
ln -s /dev/tty "$work_dir/link"
ln -s "$work_dir/loop" "$work_dir/loop"
python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$work_dir/socket"

# refused ERRNO PATH FLAGS... : in good time, opened for reading or for both
refused() {
	local flags
	for flags in "" READ_ONLY BLOCKIO O_DIRECT; do
		SECONDS=0
		expect_eq "$(timeout 20 bash -c ". $VM_LIB; write_errno $vdisk 'open unit $2 $flags'")" \
			"$1" "open $2 $flags"
		[ $SECONDS -lt 15 ] || fail "open $2 $flags took $SECONDS seconds"
	done
}
refused EINVAL "$work_dir/fifo"
refused EINVAL "$work_dir/char"
refused EINVAL "$work_dir/socket"
refused ELOOP "$work_dir/loop"
refused EINVAL /proc/version
for flags in "" BLOCKIO READ_ONLY; do
	expect_errno EINVAL $vdisk "open unit $work_dir/dir $flags"
done
expect_errno EINVAL $vdisk "open unit $work_dir/file BLOCKIO"
expect_eq "$(wc -l <$vdisk)" 1 "lines of vdisk/vdisk"
# A symbolic link to a file is one.
ln -s file "$work_dir/good"
open_vdisk unit "$work_dir/good"
