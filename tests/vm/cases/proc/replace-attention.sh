#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: after replace every nexus gets the unit attention INQUIRY DATA HAS CHANGED
# limit: 200
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
dmesg -C
scst_write groups/Default/devices replace two 0
# It waits for the first command that takes one, be it ours or the kernel's, whose log tells.
{
	sg_turs -vv "$sg" 2>&1 || true
	sg_turs -vv "$sg" 2>&1 || true
	dmesg | grep -F "$address"
} | tee "$work_dir/said"
grep -qi "inquiry data has changed" "$work_dir/said" || fail "no INQUIRY DATA HAS CHANGED"
drain
