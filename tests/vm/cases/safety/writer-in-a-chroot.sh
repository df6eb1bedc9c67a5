#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the path of a writer in a chroot or a mount namespace of his own is looked up
#	where he is
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
vdisk=$scst_proc/vdisk/vdisk
jail=$work_dir/jail
mkdir -p "$jail/data"
truncate -s 3M "$jail/data/file"
truncate -s 3M "$jail/data/inside"
mkdir -p /data
cleanup rm -rf /data
truncate -s 5M /data/file

in_jail() {
	python3 - "$jail" "$1" 7>$vdisk <<-'P'
		import errno, os, sys
		os.chroot(sys.argv[1])
		os.chdir("/")
		try:
		    os.write(7, sys.argv[2].encode())
		    print("OK")
		except OSError as e:
		    print(errno.errorcode[e.errno])
	P
}

megabytes() {
	awk -v name="$1" '$1 == name { print $2 }' $vdisk
}

expect_eq "$(in_jail "open in /data/file")" OK
expect_eq "$(megabytes in)" 3 "size of what the jailed writer opened"
open_vdisk out /data/file
expect_eq "$(megabytes out)" 5 "size of what we opened"
expect_eq "$(in_jail "open no /data/../../../../data/missing")" ENOENT
expect_eq "$(in_jail "open no $jail/data/inside")" ENOENT "a path from outside"
expect_eq "$(in_jail "open up /../../data/inside")" OK "dots do not lead out"
expect_eq "$(megabytes up)" 3 "size"
ln -s /data/inside "$jail/data/link"
close_vdisk up
expect_eq "$(in_jail "open up /data/link")" OK "a symbolic link from the jail's root"
close_vdisk up
close_vdisk out

# A mount namespace of its own: what is mounted only there.
expect_eq "$(unshare --mount bash -c "mount -t tmpfs none /data && truncate -s 7M /data/file &&
	echo 'open out /data/file' >$vdisk && echo OK")" OK
expect_eq "$(megabytes out)" 7 "size of what the other namespace has"
close_vdisk out
