#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: where no name matches, Default_TARGET is a session's group, if there is one
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
for unit in any zero one; do open_vdisk $unit none NULLIO; done
scst_write scsi_tgt add_group Default_scstlcltgt0
scst_write scsi_tgt add_group Default_scstlcltgt1
scst_write scsi_tgt add_group named
map_lun any 0
map_lun zero 0 Default_scstlcltgt0
map_lun one 0 Default_scstlcltgt1
scst_write groups/named/names add scstlclhst1:1
map_lun any 4 named

modprobe scst_local add_host=3 num_tgts=2
groups() {
	awk 'NR > 1 { print $2 "=" $3 }' $scst_proc/sessions | sort | tr '\n' ' '
}
expect_eq "$(groups)" "scstlclhst0:0=Default_scstlcltgt0 scstlclhst0:1=Default_scstlcltgt0 \
scstlclhst1:0=Default_scstlcltgt1 scstlclhst1:1=named scstlclhst2:0=Default scstlclhst2:1=Default "
model() {
	sed 's/ *$//' "/sys/class/scsi_device/$(host_of "$1"):0:$2:$3/device/model"
}
expect_eq "$(model 0 0 0) $(model 1 0 0) $(model 1 1 4) $(model 2 1 0)" "zero one any any" "disks"

# `add_group Default_scstlcltgt0` after the session has begun is too late for it.
set_adapters 0
scst_write scsi_tgt del_group Default_scstlcltgt0
set_adapters 1
expect_eq "$(groups)" "scstlclhst0:0=Default scstlclhst0:1=Default "
scst_write scsi_tgt add_group Default_scstlcltgt0
expect_eq "$(groups)" "scstlclhst0:0=Default scstlclhst0:1=Default "
set_adapters 0
set_adapters 1
expect_eq "$(groups)" "scstlclhst0:0=Default_scstlcltgt0 scstlclhst0:1=Default_scstlcltgt0 "
