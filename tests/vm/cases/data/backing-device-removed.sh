#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the device below is pulled out under running I/O: NOT READY for every command that
#	needs it, from the first one on, no hang; the disk and what was below can be taken away,
#	and with the device back the unit is made anew
# limit: 400
# soak: 600
# dmesg: (critical (medium|space|target).* error|Buffer I/O error|lost async page write|I/O error, dev|[Ss]ynchroni[sz]e [Cc]ache.*failed|rejecting I/O|EXT4-fs (error|warning)|JBD2: |Aborting journal|Remounting filesystem read-only|previous I/O error to superblock|XFS .*(log I/O error|Shutdown|Filesystem has been shut down|metadata I/O error|Please unmount|Uncorrected)) -- the device below is pulled out on purpose
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool fio

load_scst
# XFS wants 300 MiB.
modprobe scsi_debug dev_size_mb="$(amount 64 330)" delay=0
cleanup modprobe -r scsi_debug

# debug_disk : the disk of scsi_debug
debug_disk() {
	local address node
	address=$(lsscsi | awk '/scsi_debug/ && $NF ~ "^/dev/" { print $NF }')
	for node in $address; do
		if [ -b "$node" ]; then echo "$node"; fi
		return
	done
	return 1
}

pull() {
	echo 1 >"/sys/block/${1##*/}/device/delete"
}

put_back() {
	local host
	for host in /sys/class/scsi_host/host*; do
		[ "$(cat "$host/proc_name")" = scsi_debug ] || continue
		echo "- - -" >"$host/scan"
	done
	wait_for 20 debug_disk >/dev/null
	udevadm settle
}

# answers DISK : what the disk says now that nothing is below
answers() {
	scsi_python "$1" <<'PYTHON'
import sys
from scsi import Disk, medium, READ, VERIFY, WRITE

GONE = "2/04/12"
disk = Disk(sys.argv[1])
disk.settle()
disk.refused(medium(READ, 10, 80000, 8), GONE, read=4096)
disk.refused(medium(VERIFY, 10, 80000, 8), GONE)
disk.refused(medium(WRITE, 10, 80000, 8, 8), GONE, write=bytes(4096))
for _ in range(2):
    disk.refused("35" + " 00" * 9, GONE)
# What does not need it is answered as ever.
disk.good("12 00 00 00 24 00", read=36)
disk.good("25" + " 00" * 9, read=8)
PYTHON
}

kinds=(BLOCKIO)
types=(ext4)
if [ -n "${VM_SOAK:-}" ]; then
	kinds+=("" O_DIRECT)
	types+=(xfs)
fi
for kind in "${kinds[@]}"; do
	echo "--- $kind"
	low=$(debug_disk)
	# shellcheck disable=SC2086
	disk=$(make_disk gone 0 "$low" $kind)
	fio --name=io --filename="$disk" --rw=randrw --bs=4k --direct=1 --ioengine=libaio --iodepth=8 \
		--time_based --runtime=60 --size=32M >"$work_dir/fio" 2>&1 &
	io=$!
	sleep 1
	kill -0 $io
	pull "$low"
	if wait $io; then fail "fio ended well"; fi
	answers "$disk"
	drop_disk gone
	put_back
done
for type in "${types[@]}"; do
	echo "--- a file on $type"
	low=$(debug_disk)
	mkdir -p /mnt/low
	"mkfs.$type" -q "$low" >/dev/null
	mount "$low" /mnt/low
	# No holes, which can be read without any device.
	dd if=/dev/urandom of=/mnt/low/img bs=1M count=46 conv=fsync status=none
	disk=$(make_disk gone 0 /mnt/low/img)
	udevadm settle
	echo 3 >/proc/sys/vm/drop_caches
	pull "$low"
	answers "$disk"
	drop_disk gone
	umount /mnt/low
	put_back
done
expect_idle
