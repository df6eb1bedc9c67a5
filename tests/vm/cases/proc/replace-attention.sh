#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: after replace every nexus gets the unit attention INQUIRY DATA HAS CHANGED
# limit: 30
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst add_host=2
open_vdisk one none NULLIO size=1G
open_vdisk two none NULLIO size=1G
map_lun one 0

# Nobody but us shall look: sd rescans and udev looks too. So sd lets go of the second
# adapter's device first, and sg asks there.
address=$(host_of 1):0:0:0
sg=$(node_at scsi_generic 1 0 0)
echo "$address" >/sys/bus/scsi/drivers/sd/unbind
udevadm settle
drain() {
	for _ in 1 2 3 4 5; do sg_turs "$sg" >/dev/null 2>&1 && return; done
	fail "unit attentions without end"
}
drain
log=$(mktemp)
scsi_level() {
	echo "$1" >/proc/sys/dev/scsi/logging_level 2>/dev/null || true
}
dmesg -C
scst_write groups/Default/devices replace two 0
# Linux itself has read VPD pages meanwhile, which leaves a unit attention where it is; what
# took it says so in the log.
{
	sg_turs -vv "$sg" 2>&1 || true
	sg_turs -vv "$sg" 2>&1 || true
	dmesg
} >"$log"
cat "$log"
grep -qiE "inquiry data has changed|3f.*03" "$log" || fail "no INQUIRY DATA HAS CHANGED"
drain
