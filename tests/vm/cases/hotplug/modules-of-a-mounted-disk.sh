#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: rmmod is refused while a disk is mounted or open, and works when it no longer is
# slice: yes
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
open_vdisk one "$(make_file 64M)"
map_lun one 0
disk=$(dev_of one)
mkfs.ext4 -q "$disk"
mkdir -p /mnt/case
mount "$disk" /mnt/case
cp /bin/bash /mnt/case/
for module in scst_local scst_vdisk scst; do
	if rmmod $module 2>"$work_dir/said"; then fail "$module of a mounted disk was unloaded"; fi
	grep -q "in use" "$work_dir/said" || fail "rmmod $module says $(cat "$work_dir/said")"
done
cmp /mnt/case/bash /bin/bash
umount /mnt/case

# A disk that is only open.
exec 7<"$disk"
expect_fail rmmod scst_local 2>/dev/null
exec 7<&-
# An sg node, too.
exec 7<>"$(sg_of one)"
expect_fail rmmod scst_local 2>/dev/null
exec 7<&-
# udev may still be looking.
udevadm settle
unload scst_local
[ ! -e "$disk" ] || fail "$disk is left"
close_vdisk one
rmmod scst_vdisk
rmmod scst
