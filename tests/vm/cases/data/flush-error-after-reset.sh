#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: WRITE_THROUGH with the cache switched on by MODE SELECT: a reset switches it off and
#	flushes on that account; where that fails, the next SYNCHRONIZE CACHE or WRITE says so,
#	once, and not the medium is blamed
# limit: 200
# soak: 300
# dmesg: (critical target error|I/O error, dev|Buffer I/O error|lost async page write) -- the device below refuses to be flushed on purpose
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool dmsetup sdparm

load_scst
low=$(scratch 0)
good="0 65536 linear $low 0"
# Down for an hour: writes fail, and flushes are writes.
bad="0 65536 flakey $low 0 0 3600 1 error_writes"
dmsetup create low --table "$good"
tidy() {
	if grep -q ^cached $scst_proc/vdisk/vdisk; then close_vdisk cached; fi
	dmsetup remove --retry low
}
cleanup tidy

below() {
	dmsetup suspend --noflush --nolockfs low
	dmsetup reload low --table "$1"
	dmsetup resume low
}

# says_later SG HOW : what is reported after the device answers again
says_later() {
	scsi_python "$@" <<'PYTHON'
import sys
from scsi import Disk, medium, WRITE

disk = Disk(sys.argv[1])
disk.settle()
SYNC = "35" + " 00" * 9
write = (medium(WRITE, 10, 16, 8), bytes(4096))
if sys.argv[2] == "sync":
    disk.refused(SYNC, "4/44/00")
else:
    disk.refused(write[0], "4/44/00", write=write[1])
disk.good(SYNC)
disk.good(write[0], write=write[1])
PYTHON
}

kinds=(BLOCKIO)
if [ -n "${VM_SOAK:-}" ]; then kinds+=(O_DIRECT ""); fi
for kind in "${kinds[@]}"; do
	for how in sync write; do
		echo "--- $kind, $how"
		# shellcheck disable=SC2086
		make_disk cached 0 "$(readlink -f /dev/mapper/low)" WRITE_THROUGH $kind >/dev/null
		sg=$(sg_of cached)
		udevadm settle
		sdparm --quiet --set WCE=1 "$sg"
		scsi_python "$sg" <<-'PYTHON'
			import sys
			from scsi import Disk, medium, WRITE
			disk = Disk(sys.argv[1])
			disk.settle()
			disk.good(medium(WRITE, 10, 8, 8), write=bytes(4096))
		PYTHON
		below "$bad"
		sg_reset --no-esc --device "$sg" || fail "the reset"
		# The reset does not wait for the flush.
		sleep 1
		sg_turs "$sg" >/dev/null 2>&1 || true
		expect_match "$(sdparm --get WCE "$sg")" "WCE +0" "the cache after the reset"
		below "$good"
		says_later "$sg" $how
		drop_disk cached
	done
done
expect_idle
