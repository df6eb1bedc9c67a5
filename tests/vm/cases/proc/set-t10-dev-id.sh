#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: set_t10_dev_id gives a disk another identifier in VPD 83h and another serial
#	number, at every adapter
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
modprobe scst_local add_host=2
open_vdisk one none NULLIO
map_lun one 0
first=$(node_at block 0 0 0)
second=$(node_at block 1 0 0)
identity() {
	sg_vpd -p di_lu "$1"
}
before=$(identity "$first")
scst_write vdisk/vdisk set_t10_dev_id one MyOwnId-42
for disk in "$first" "$second"; do
	expect_match "$(identity "$disk")" "MyOwnId-42" "VPD 83h of $disk"
done
expect_ne "$(identity "$first")" "$before"
# 36 characters are the most.
scst_write vdisk/vdisk set_t10_dev_id one 123456789012345678901234567890123456
expect_match "$(identity "$first")" 123456789012345678901234567890123456
expect_errno EINVAL $scst_proc/vdisk/vdisk "set_t10_dev_id one 1234567890123456789012345678901234567"
expect_match "$(identity "$second")" 123456789012345678901234567890123456
