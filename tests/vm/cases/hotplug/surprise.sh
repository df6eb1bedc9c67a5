#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: pulled out with --surprise: running I/O and a mounted file system get I/O errors and
#	nothing hangs, what was synced before is there when the disk comes back, other LUNs do
#	not notice, even where the backing device stands still at that moment
# tools: scstctl
# limit: 200
# soak: 900
# dmesg: (Buffer I/O error|lost async page write|I/O error, dev|EXT4-fs (error|warning)|JBD2: |Aborting journal|Remounting filesystem read-only|I/O error (while writing|when)|previous I/O error to superblock|rejecting I/O|[Ss]ynchroni[sz]e [Cc]ache.*failed|Unable to handle.*journal) -- a mounted disk is pulled out on purpose
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool fio dmsetup

load_scst
low=$(scratch 0)
dmsetup create low --table "0 65536 linear $low 0"
tidy() {
	dmsetup resume low
	umount -l /mnt/case 2>/dev/null || true
	if grep -q ^pulled $scst_proc/vdisk/vdisk; then close_vdisk pulled; fi
	dmsetup remove --retry low
}
cleanup tidy
other=$(make_disk other 7 RAM size=16M)
fio --name=other --filename="$other" --rw=randrw --bs=4k --direct=1 --ioengine=libaio --iodepth=4 \
	--verify=crc32c --verify_backlog=64 --rate_iops=50 --time_based --runtime=600 --size=8M \
	--output="$work_dir/other.out" &
others=$!
mkdir -p /mnt/case

# pull HOW... : mounted, written to, pulled out, mapped and mounted again
pull() {
	local disk wanted writer
	disk=$(make_disk pulled 0 "$@")
	mkfs.ext4 -qF "$disk"
	mount "$disk" /mnt/case
	head -c 4M /dev/urandom >/mnt/case/synced
	sync -f /mnt/case
	wanted=$(sum /mnt/case/synced)
	dd if=/dev/zero of=/mnt/case/filled bs=64k oflag=dsync 2>"$work_dir/dd" &
	writer=$!
	sleep 1
	kill -0 $writer || fail "the writer: $(cat "$work_dir/dd")"
	expect_fail timeout 60 scstctl unmap pulled 2>/dev/null
	timeout 60 scstctl unmap pulled --surprise || fail "unmap --surprise: exit status $?"
	[ ! -e "$disk" ] || fail "$disk is left"
	wait $writer && fail "the writer ended well"
	expect_match "$(cat "$work_dir/dd")" "Input/output error|Read-only file system" "the writer"
	expect_fail cat /mnt/case/synced >/dev/null 2>&1 || true
	umount /mnt/case
	map_lun pulled 0
	disk=$(dev_of pulled)
	fsck.ext4 -fp "$disk" >"$work_dir/fsck" 2>&1 || [ $? = 1 ] || fail "$(cat "$work_dir/fsck")"
	mount "$disk" /mnt/case
	expect_eq "$(sum /mnt/case/synced)" "$wanted" "what was synced"
	umount /mnt/case
	drop_disk pulled
}

for ((n = 0; n < $(amount 1 20); n++)); do
	echo "--- file"
	pull "$(make_file 32M "pulled$n.img")"
	if [ -z "${VM_SOAK:-}" ]; then break; fi
	echo "--- block"
	pull "$(readlink -f /dev/mapper/low)" BLOCKIO
done

# With a command at a device that stands still: it is waited for, but by nobody else.
disk=$(make_disk pulled 0 "$(readlink -f /dev/mapper/low)" BLOCKIO)
udevadm settle
dmsetup suspend --noflush --nolockfs low
dd if=/dev/zero of="$disk" bs=4096 count=1 oflag=direct status=none &
writer=$!
at_work() {
	in_flight | grep -q "^pulled .* running"
}
wait_for 10 at_work
scstctl unmap pulled --surprise &
removal=$!
sleep 2
kill -0 $removal || fail "the command at the device was not waited for"
timeout 20 scstctl list >"$work_dir/list" || fail "list"
make_disk third 3 RAM size=1M >/dev/null
drop_disk third
dmsetup resume low
wait $removal || fail "the removal"
wait $writer || true
close_vdisk pulled

kill -0 $others || fail "the I/O of the other LUN ended: $(cat "$work_dir/other.out")"
kill -INT $others
wait $others || true
if grep -qE "verify:|Input/output error|err=[^ 0]" "$work_dir/other.out"; then
	cat "$work_dir/other.out"
	fail "the I/O of the other LUN had errors"
fi
drop_disk other
expect_idle
