#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a session belongs to the first group with a name that matches its initiator's,
#	and sees only that group's LUNs
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
for unit in default mine wild late; do open_vdisk $unit none NULLIO; done
for group in mine wild late; do
	scst_write scsi_tgt add_group $group
	map_lun $group 0 $group
done
map_lun default 0
scst_write groups/mine/names add scstlclhst1:0
scst_write groups/wild/names add 'scstlclhst1:?'
scst_write groups/late/names add 'scstlclhst*'
scst_write groups/late/names del 'scstlclhst*'
scst_write groups/late/names add '*hst2:1'

# belongs INDEX TARGET GROUP : so sessions says, and its disk is that group's
belongs() {
	expect_eq "$(awk -v name="scstlclhst$1:$2" '$2 == name { print $1 " " $3 }' \
		$scst_proc/sessions)" "scst_local_tgt $3" "session $1:$2"
	expect_eq "$(sed 's/ *$//' "/sys/class/scsi_device/$(host_of "$1"):0:$2:0/device/model")" \
		"${3/Default/default}" "disk of session $1:$2"
}

modprobe scst_local add_host=3 num_tgts=2
belongs 0 0 Default
belongs 0 1 Default
belongs 1 0 mine
belongs 1 1 wild
belongs 2 0 Default
belongs 2 1 late
expect_eq "$(($(wc -l <$scst_proc/sessions) - 1))" 6 "sessions"

# What is mapped in a group is seen by its sessions alone.
open_vdisk more none NULLIO
map_lun more 1 mine
expect_eq "$(nodes_of block more | wc -l)" 1 "disks of more"
[ -b "$(node_at block 1 0 1)" ] || fail "it is not where it belongs"
map_lun more 1
expect_eq "$(nodes_of block more | wc -l)" 4 "disks of more"

# A session keeps its group; the next one goes by the names as they are then.
scst_write groups/mine/names clear
scst_write groups/late/names add 'scstlclhst2:0'
belongs 1 0 mine
belongs 2 0 Default
set_adapters 1
set_adapters 3
belongs 1 0 wild
belongs 2 0 late

# A group with live sessions stays; without them it goes.
expect_errno EBUSY $scst_proc/scsi_tgt "del_group late"
set_adapters 1
scst_write scsi_tgt del_group late
set_adapters 3
belongs 2 0 Default
belongs 2 1 Default
