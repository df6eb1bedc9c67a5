#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: every file and directory of /proc/scsi_tgt, its mode, and when it comes and goes
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

# tree : what there is, one a line, with its type, mode and owner
tree() {
	find $scst_proc -printf '%M %U %G %P\n' | sort -k4
}

expect_tree() {
	diff <(sort -k4) <(tree) || fail "the tree is another one: $1"
}

core='dr-xr-xr-x 0 0 
dr-xr-xr-x 0 0 groups
dr-xr-xr-x 0 0 groups/Default
-rw-r--r-- 0 0 groups/Default/devices
-rw-r--r-- 0 0 groups/Default/names
-r--r--r-- 0 0 help
-rw-r--r-- 0 0 scsi_tgt
-r--r--r-- 0 0 sessions
-r--r--r-- 0 0 sgv
-rw-r--r-- 0 0 threads
-rw-r--r-- 0 0 trace_level
-r--r--r-- 0 0 version'
local='dr-xr-xr-x 0 0 scst_local_tgt'
disk='dr-xr-xr-x 0 0 vdisk
-r--r--r-- 0 0 vdisk/help
-rw-r--r-- 0 0 vdisk/trace_level
-r--r--r-- 0 0 vdisk/type
-rw-r--r-- 0 0 vdisk/vdisk'
group='dr-xr-xr-x 0 0 groups/other
-rw-r--r-- 0 0 groups/other/devices
-rw-r--r-- 0 0 groups/other/names'

# Other device types of the module have directories of the same kind.
tree_of_handlers() {
	find $scst_proc -mindepth 1 -maxdepth 1 -type d -printf '%P\n' |
		grep -vxE 'groups|scst_local_tgt|vdisk' || true
}

modprobe scst
expect_tree "scst alone" <<<"$core"
modprobe scst_vdisk
for other in $(tree_of_handlers); do
	disk+=$'\n'${disk//vdisk/$other}
	disk=$(sort -u <<<"$disk")
done
expect_tree "with scst_vdisk" <<<"$core"$'\n'"$disk"
modprobe scst_local
expect_tree "with scst_local" <<<"$core"$'\n'"$disk"$'\n'"$local"
scst_write scsi_tgt add_group other
expect_tree "with a group" <<<"$core"$'\n'"$disk"$'\n'"$local"$'\n'"$group"
scst_write scsi_tgt del_group other
unload scst_local
rmmod scst_vdisk
expect_tree "scst alone again" <<<"$core"
rmmod scst
[ ! -e $scst_proc ] || fail "$scst_proc is left"

# All of it can be read, by anybody, in one piece or in small ones.
load_scst
for n in $(seq 6); do
	open_vdisk "unit$n" none NULLIO
	map_lun "unit$n" "$n"
done
udevadm settle
find $scst_proc -type f >"$work_dir/files"
while read -r file; do
	case $file in */sessions) continue ;; esac
	whole=$(cat "$file"; echo x)
	pieces=$(dd if="$file" bs=7 status=none; echo x)
	expect_eq "$pieces" "$whole" "$file read in small pieces"
	sum "$file"
done <"$work_dir/files" >"$work_dir/sums"
chmod 755 "$work_dir"
# shellcheck disable=SC2016
setpriv --reuid=65534 --regid=65534 --clear-groups bash -c 'while read -r file; do
	case $file in */sessions) cat "$file" >&2 ;; *) sha256sum <"$file" | cut -d" " -f1 ;; esac
done' <"$work_dir/files" | diff "$work_dir/sums" - || fail "nobody reads something else"
