#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: half of all allocations made on the way of a command fail, slab and pages, those that
#	may wait included: no command fails, none is lost, data is right, on every kind of disk
# kernels: debug
# limit: 60
# slice: yes
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
where=$(mount_scratch 1 ext4)
head -c 8M /dev/zero >"$where/pinned"
mkdir -p /mnt/tmpfs
mount -t tmpfs none /mnt/tmpfs
truncate -s 8M /mnt/tmpfs/file
cleanup umount /mnt/tmpfs
disks=("$(make_disk block 0 "$(scratch 0)" BLOCKIO)" "$(make_disk pinned 1 "$where/pinned" PINNED)"
	"$(make_disk ram 2 RAM size=8M)" "$(make_disk file 3 /mnt/tmpfs/file)")
udevadm settle

# Allocations with a function of ours among their callers.
range=$(awk '/\[scst/ && $2 ~ /[tT]/ { print $1 }' /proc/kallsyms | sort)
inject=(/sys/kernel/debug/failslab /sys/kernel/debug/fail_page_alloc)
calm() {
	local each
	for each in "${inject[@]}"; do echo 0 >"$each/probability"; done
}
cleanup calm
for each in "${inject[@]}"; do
	echo 32 >"$each/stacktrace-depth"
	echo "0x$(head -n 1 <<<"$range")" >"$each/require-start"
	echo "0x$(tail -n 1 <<<"$range")" >"$each/require-end"
	echo N >"$each/ignore-gfp-wait"
	echo 0 >"$each/verbose"
	echo 1000000 >"$each/times"
done
echo 0 >"${inject[1]}/min-order"
for each in "${inject[@]}"; do echo 50 >"$each/probability"; done

pids=()
for disk in "${disks[@]}"; do
	fio --name="${disk##*/}" --filename="$disk" --rw=randrw --size=6M --bsrange=4k-64k --blockalign=4k \
		--bs_unaligned=0 --direct=1 --ioengine=libaio --iodepth=8 --verify=crc32c --verify_fatal=1 \
		--fsync=32 --randseed=5 >"$work_dir/${disk##*/}" 2>&1 &
	pids+=($!)
done
for i in "${!pids[@]}"; do
	wait "${pids[i]}" || fail "fio: $(cat "$work_dir/${disks[i]##*/}")"
done
for disk in "${disks[@]}"; do
	sg_inq "$disk" >/dev/null
	sg_modes "$disk" >/dev/null
	sg_verify --lba=0 --count=128 "$disk"
done
calm
failed=0
for each in "${inject[@]}"; do
	times=$((1000000 - $(cat "$each/times")))
	figure "${each##*/}: $times allocations failed"
	failed=$((failed + times))
done
[ "$failed" -gt 100 ] || fail "only $failed allocations failed: nothing is shown"
expect_idle
dmesg | grep -E "I/O error|critical" && fail "an error was reported"
for name in block pinned ram file; do drop_disk $name; done
