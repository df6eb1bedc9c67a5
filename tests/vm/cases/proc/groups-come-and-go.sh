#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: groups are added, renamed and removed with their directories, names and maps; one
#	with live sessions stays
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
groups() {
	find $scst_proc/groups -mindepth 1 -maxdepth 1 -printf '%P\n' | sort | tr '\n' ' '
}

open_vdisk disk1 none NULLIO
open_vdisk disk2 none NULLIO
scst_write scsi_tgt add_group mine
scst_write scsi_tgt add_group Default_scstlcltgt0
scst_write scsi_tgt add_group "$(printf 'l%.0s' $(seq 63))"
expect_eq "$(groups)" "Default Default_scstlcltgt0 $(printf 'l%.0s' $(seq 63)) mine "
scst_write scsi_tgt del_group "$(printf 'l%.0s' $(seq 63))"

# Names and maps go along with a new name.
scst_write groups/mine/names add ini1
scst_write groups/mine/names add 'ini2*'
map_lun disk1 3 mine
map_lun disk2 4 mine READ_ONLY
scst_write scsi_tgt rename_group mine yours
expect_eq "$(groups)" "Default Default_scstlcltgt0 yours "
expect_eq "$(tr '\n' ' ' <$scst_proc/groups/yours/names)" "ini1 ini2* " "names"
expect_eq "$(awk 'NR > 1 { print $1 $2 $3 }' $scst_proc/groups/yours/devices | tr '\n' ' ')" \
	"disk13 disk24RO " "map"

# Names move between groups.
scst_write scsi_tgt add_group third
scst_write groups/yours/names move ini1 third
expect_eq "$(cat $scst_proc/groups/yours/names)" "ini2*" "names left"
expect_eq "$(cat $scst_proc/groups/third/names)" ini1 "names moved"
scst_write groups/third/names add 'ini2*'
expect_errno EINVAL $scst_proc/groups/third/names "move ini2* yours"
scst_write groups/third/names clear
expect_eq "$(cat $scst_proc/groups/third/names)" "" "names cleared"
scst_write groups/third/names add ini1
scst_write groups/third/names del ini1
expect_eq "$(cat $scst_proc/groups/third/names)" "" "names deleted"

# A group is removed with its map; the devices are free again.
scst_write scsi_tgt del_group yours
scst_write scsi_tgt del_group third
expect_eq "$(groups)" "Default Default_scstlcltgt0 "
scst_write vdisk/vdisk close disk2
map_lun disk1 0 Default_scstlcltgt0

# Live sessions keep it.
modprobe scst_local
expect_eq "$(awk 'NR > 1 { print $3 }' $scst_proc/sessions)" Default_scstlcltgt0 "group"
[ -b "$(dev_of disk1)" ] || fail "there is no disk"
expect_errno EBUSY $scst_proc/scsi_tgt "del_group Default_scstlcltgt0"
expect_eq "$(groups)" "Default Default_scstlcltgt0 "
# Its name is free to change: what a session was given stays.
scst_write scsi_tgt rename_group Default_scstlcltgt0 renamed
expect_eq "$(awk 'NR > 1 { print $3 }' $scst_proc/sessions)" renamed "group"
expect_errno EBUSY $scst_proc/scsi_tgt "del_group renamed"
unmap_lun disk1 renamed
if dev_of disk1; then fail "the disk is still there"; fi
map_lun disk1 1 renamed
[ -b "$(dev_of disk1)" ] || fail "there is no disk"
unload scst_local
scst_write scsi_tgt del_group renamed
expect_eq "$(groups)" "Default "
close_vdisk disk1
