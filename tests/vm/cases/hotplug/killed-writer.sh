#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a writer that is killed while it waits gets away at once, and its command is done
#	nevertheless
# limit: 30
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
for n in $(seq 12); do
	open_vdisk one none NULLIO
	bash -c "echo 'add one 0' >$scst_proc/groups/Default/devices" &
	writer=$!
	sleep "0.0$((n % 5))"
	kill -KILL $writer 2>/dev/null || true
	wait $writer 2>/dev/null || true
	# It was written or not; what was begun ends.
	not_busy() {
		[ "$(write_errno $scst_proc/vdisk/vdisk "close one")" = OK ]
	}
	wait_for 20 not_busy
	expect_eq "$(find /sys/class/scsi_device -mindepth 1 | wc -l)" 0 "round $n: devices left"
done
