#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs in the guest, on a CPU whose clock counts instructions: scale.sh LUNS… -- ADAPTERS…
# What a 4k read of the first LUN costs when there are so many LUNs, and so many adapters;
# what creating and mapping a unit costs us, and what memory an idle one takes.
# A line of JSON for each on stdout.
set -euo pipefail
exec 3>&1 1>&2

here=$(dirname "$0")
floor_module=
# shellcheck source=contenders.sh
. "$here/contenders.sh"

luns=()
while [ "$1" != -- ]; do
	luns+=("$1")
	shift
done
shift

say() {
	jq -cn --arg what "$1" --argjson of "$2" --argjson value "$3" --arg unit "$4" \
		'{what: $what, of: $of, value: $value, unit: $unit}' >&3
}

# Instructions: nanoseconds of the guest's clock, 2 for each.
now() {
	local up
	up=$(date +%s%N)
	echo $((up / 2))
}

cost_of_read() {
	fio --name=scale --filename="$1" --size=$size --direct=1 --gtod_reduce=1 --rw=randread \
		--bs=4k --ioengine=libaio --iodepth=1 --norandommap --randrepeat=1 --invalidate=0 \
		--number_ios=20000 --io_size=100g --output-format=json |
		jq '(1e9 / .jobs[0].read.iops / 2) | round'
}

# kernel memory that is not the page cache's, in KiB
kernel_memory() {
	awk '/^(Slab|Percpu|VmallocUsed|KernelStack|PageTables):/ { sum += $2 } END { print sum }' /proc/meminfo
}

open_units() {
	local i
	for ((i = $1; i < $2; i++)); do echo "open u$i none NULLIO" >/proc/scsi_tgt/vdisk/vdisk; done
}

# Units that no LUN shows are all ours: what Linux makes of a disk is not in these figures.
measure_units() {
	local before begun
	before=$(kernel_memory)
	begun=$(now)
	open_units 0 200
	say "create a unit" 200 $((($(now) - begun) / 200)) instructions
	say "memory of an idle unit" 200 $((($(kernel_memory) - before) / 200)) KiB
}

measure_luns() {
	local have=0 count disk
	for count in "${luns[@]}"; do
		if [ "$count" -gt 200 ]; then open_units $((have > 200 ? have : 200)) "$count"; fi
		for (( ; have < count; have++)); do
			echo "add u$have $have" >/proc/scsi_tgt/groups/Default/devices
		done
		disk=$(lsblk -dnpo NAME,MODEL | awk '$2 == "u0" { print $1; exit }')
		quiet "$disk"
		say "4k read, LUNs" "$count" "$(cost_of_read "$disk")" instructions
	done
	echo clear >/proc/scsi_tgt/groups/Default/devices
}

quiet() {
	local queue=/sys/block/${1#/dev/}/queue
	echo none >"$queue/scheduler" 2>/dev/null || true
	echo 0 >"$queue/add_random" 2>/dev/null || true
	echo 0 >"$queue/iostats" 2>/dev/null || true
}

measure_adapters() {
	local count disk before
	echo "add u0 0" >/proc/scsi_tgt/groups/Default/devices
	for count in "$@"; do
		before=$(kernel_memory)
		echo "$count" >/sys/module/scst_local/parameters/add_host
		udevadm settle
		if [ "$count" -gt 1 ]; then
			say "memory of an adapter with a LUN" "$count" \
				$((($(kernel_memory) - before) / count)) KiB
		fi
		disk=$(lsblk -dnpo NAME,MODEL | awk '$2 == "u0" { print $1; exit }')
		quiet "$disk"
		say "4k read, adapters" "$count" "$(cost_of_read "$disk")" instructions
	done
}

modprobe scst
modprobe scst_vdisk
modprobe scst_local max_luns=2048
measure_units
measure_luns
measure_adapters "$@"
