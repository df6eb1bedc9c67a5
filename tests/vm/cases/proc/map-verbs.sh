#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: add, del and clear of a LUN map: LUNs sorted, one unit in several groups, close
#	takes a unit out of all of them
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
scst_write scsi_tgt add_group other
map_of() {
	awk 'NR > 1 { print $1 ":" $2 }' "$scst_proc/groups/$1/devices" | tr '\n' ' '
}
for n in 1 2 3 4; do open_vdisk "unit$n" none NULLIO; done
map_lun unit3 30
map_lun unit1 10
map_lun unit4 0
map_lun unit2 20
expect_eq "$(map_of Default)" "unit4:0 unit1:10 unit2:20 unit3:30 "
map_lun unit1 0 other
map_lun unit2 1 other
expect_eq "$(map_of other)" "unit1:0 unit2:1 "
unmap_lun unit2
expect_eq "$(map_of Default)" "unit4:0 unit1:10 unit3:30 "
expect_eq "$(map_of other)" "unit1:0 unit2:1 " "the other group"
close_vdisk unit1
expect_eq "$(map_of Default)|$(map_of other)" "unit4:0 unit3:30 |unit2:1 "
expect_eq "$(lsscsi | wc -l)" 2 "SCSI devices"
scst_write groups/Default/devices clear
expect_eq "$(map_of Default)|$(map_of other)" "|unit2:1 "
expect_eq "$(lsscsi | wc -l)" 0 "SCSI devices"
scst_write groups/Default/devices clear
map_lun unit2 7
expect_eq "$(map_of Default)" "unit2:7 "
[ -b "$(dev_of unit2)" ] || fail "there is no disk"
