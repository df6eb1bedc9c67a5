#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: after resync_size the disk has the new size when echo returns, grown or shrunk,
#	at every adapter, and a nexus without sd gets CAPACITY DATA HAS CHANGED
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
modprobe scst_local add_host=2
file=$(make_file 8M)
open_vdisk one "$file"
map_lun one 0
first=$(node_at block 0 0 0)
second=$(node_at block 1 0 0)

# resized SIZE : the file gets it, and all see it at once
resized() {
	truncate -s "$1" "$file"
	scst_write vdisk/vdisk resync_size one
	for disk in "$first" "$second"; do
		expect_eq "$(blockdev --getsize64 "$disk")" \
			$(($(stat -c %s "$file") / 512 * 512)) "size of $disk"
	done
	expect_eq "$(awk '$1 == "one" { print $2 }' $scst_proc/vdisk/vdisk)" \
		$(($(stat -c %s "$file") >> 20)) "size in vdisk/vdisk"
}

expect_eq "$(blockdev --getsize64 "$first")" $((8 << 20)) "size at first"
resized 32M
dd if=/dev/urandom of="$work_dir/data" bs=1M count=1 status=none
dd if="$work_dir/data" of="$first" bs=1M seek=31 oflag=direct status=none
dd if="$second" bs=1M skip=31 count=1 iflag=direct status=none | cmp - "$work_dir/data" ||
	fail "the end of the grown disk does not hold what was written"
resized 5M
expect_eq "$(dd if="$first" bs=1M iflag=direct status=none | wc -c)" $((5 << 20)) "bytes to read"
resized 6000000
resized 2T
resized 8M
# Unchanged is no error.
resized 8M

# Nothing left to hold a block: refused, and the size stays.
truncate -s 511 "$file"
expect_errno EINVAL $scst_proc/vdisk/vdisk "resync_size one"
truncate -s 8M "$file"
expect_eq "$(blockdev --getsize64 "$first")" $((8 << 20)) "size after a refusal"

# The unit attention, where sd does not take it away.
sg=$(node_at scsi_generic 1 0 0)
address=$(basename "$(readlink -f "/sys/block/${second##*/}/device")")
echo "$address" >/sys/bus/scsi/drivers/sd/unbind
udevadm settle
for _ in 1 2 3 4 5; do if sg_turs "$sg" >/dev/null 2>&1; then break; fi; done
sg_turs "$sg"
truncate -s 16M "$file"
dmesg -C
scst_write vdisk/vdisk resync_size one
{ sg_turs -vv "$sg" 2>&1 || true; dmesg | grep -F "$address"; } | tee "$work_dir/said"
grep -qi "capacity data has changed" "$work_dir/said" || fail "no CAPACITY DATA HAS CHANGED"
sg_turs "$sg"
expect_match "$(sg_readcap "$sg")" "Number of logical blocks=32768"

# Of a block device.
open_vdisk blk "$(scratch 0)" BLOCKIO
map_lun blk 1
scst_write vdisk/vdisk resync_size blk
expect_eq "$(blockdev --getsize64 "$(dev_of blk)")" "$(blockdev --getsize64 "$(scratch 0)")"
