#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the backing is opened with the rights of who writes the command: CAP_SYS_ADMIN
#	alone opens no file of somebody else
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool setpriv

load_scst
vdisk=$scst_proc/vdisk/vdisk
chmod 755 /var/tmp "$work_dir"
truncate -s 1M "$work_dir/of_root" "$work_dir/of_nobody" "$work_dir/readable"
chmod 600 "$work_dir/of_root" "$work_dir/of_nobody"
chmod 644 "$work_dir/readable"
chown 65534:65534 "$work_dir/of_nobody"
mkdir -m 700 "$work_dir/closed"
truncate -s 1M "$work_dir/closed/file"
chmod 666 "$work_dir/closed/file"

cat >"$work_dir/write" <<'P'
import errno, os, sys
try:
    os.write(7, sys.argv[1].encode())
    print("OK")
except OSError as e:
    print(errno.errorcode[e.errno])
P

# as_nobody TEXT : written to vdisk by nobody, who has CAP_SYS_ADMIN and nothing else
as_nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+sys_admin \
		--ambient-caps=-all,+sys_admin --bounding-set=-all,+sys_admin \
		python3 "$work_dir/write" "$1" 7>$vdisk
}

expect_eq "$(as_nobody "open a $work_dir/of_nobody")" OK "his own file"
expect_eq "$(as_nobody "open b $work_dir/of_root")" EACCES "root's file"
expect_eq "$(as_nobody "open b $work_dir/of_root READ_ONLY")" EACCES "root's file, to read"
expect_eq "$(as_nobody "open b $work_dir/readable")" EACCES "a file he may read"
expect_eq "$(as_nobody "open b $work_dir/readable READ_ONLY")" OK "a file he may read, to read"
expect_eq "$(as_nobody "open c $work_dir/closed/file")" EACCES "a file in a closed directory"
expect_eq "$(as_nobody "open c $(scratch 0) BLOCKIO")" EACCES "root's block device"
expect_eq "$(as_nobody "open c $work_dir/missing")" ENOENT "no file"
expect_eq "$(as_nobody "open c none NULLIO")" OK "nothing to open"
expect_eq "$(awk 'NR > 1 { print $1 }' $vdisk | tr '\n' ' ')" "a b c " "units"

# It works, whoever uses it.
map_lun a 0
disk=$(dev_of a)
dd if=/dev/urandom of="$disk" bs=1M count=1 oflag=direct status=none
expect_eq "$(sum "$disk")" "$(sum "$work_dir/of_nobody")" "content"
# A resync asks nobody again.
truncate -s 2M "$work_dir/of_nobody"
scst_write vdisk/vdisk resync_size a
expect_eq "$(blockdev --getsize64 "$disk")" $((2 << 20)) "size"
