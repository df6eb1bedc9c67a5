#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs in the guest: measure.sh MODE FLOOR-MODULE CONTENDER… -- WORKLOAD…
# MODE is `count` (a CPU whose clock counts instructions, 2 ns each) or `time`.
# A line of JSON for each contender and workload on stdout; what else is said goes to stderr.
set -euo pipefail
exec 3>&1 1>&2

here=$(dirname "$0")
mode=$1
floor_module=$2
shift 2
# shellcheck source=contenders.sh
. "$here/contenders.sh"

# workload NAME -> fio's options. Equal for all contenders: no scheduler, 4k or 256k blocks,
# the first 64 MiB, direct, one job.
options_of() {
	local name=$1 engine=${1%%/*} rest=${1#*/}
	local pattern=${rest%%/*} depth=${rest##*/}
	case $pattern in
	read4k) echo -n "--rw=randread --bs=4k" ;;
	write4k) echo -n "--rw=randwrite --bs=4k" ;;
	read256k) echo -n "--rw=read --bs=256k" ;;
	write256k) echo -n "--rw=write --bs=256k" ;;
	*) echo "no such workload: $name" >&2 && return 1 ;;
	esac
	case $depth in
	batch) echo -n " --iodepth=32 --iodepth_batch_submit=16 --iodepth_batch_complete_min=16" ;;
	qd*) echo -n " --iodepth=${depth#qd}" ;;
	esac
	echo " --ioengine=$engine"
}

commands_of() {
	case $1 in
	*256k*) echo "${BENCH_LARGE:-4000}" ;;
	*) echo "${BENCH_SMALL:-50000}" ;;
	esac
}

fio_on() {
	local disk=$1 name=$2 commands=$3
	# shellcheck disable=SC2046 # a list of words
	fio --name=bench --filename="$disk" --size=$size --direct=1 --gtod_reduce="$gtod" \
		--norandommap --randrepeat=1 --invalidate=0 --group_reporting \
		--output-format=json $(options_of "$name") "${limits[@]/COMMANDS/$commands}"
}

# How long, and what is measured: instructions, or time and latencies.
set_mode() {
	case $mode in
	count)
		limits=(--number_ios=COMMANDS --size=100g --io_size=100g)
		gtod=1
		;;
	time)
		limits=(--time_based --runtime="${BENCH_SECONDS:-3}")
		gtod=0
		;;
	esac
}

measure() {
	local contender=$1 disk=$2 name=$3 commands answer
	commands=$(commands_of "$name")
	if [ "$mode" = count ]; then fio_on "$disk" "$name" $((commands / 20)) >/dev/null; fi
	answer=$(fio_on "$disk" "$name" "$commands")
	jq -c --arg contender "$contender" --arg workload "$name" --arg mode "$mode" '
		.jobs[0] as $job | (if $job.read.total_ios > 0 then $job.read else $job.write end) |
		{contender: $contender, workload: $workload, mode: $mode, commands: .total_ios,
		 iops: .iops, error: $job.error, p99_us: ((.clat_ns.percentile."99.000000" // 0) / 1000)}' \
		<<<"$answer" >&3
}

quiet_queue() {
	local queue=/sys/block/${1#/dev/}/queue
	echo none >"$queue/scheduler" 2>/dev/null || true
	echo 0 >"$queue/add_random" 2>/dev/null || true
	echo 0 >"$queue/iostats" 2>/dev/null || true
}

chosen=()
while [ "$1" != -- ]; do
	chosen+=("$1")
	shift
done
shift
set_mode
prepare_files
modprobe scst
modprobe scst_vdisk
modprobe scst_local
for contender in "${chosen[@]}"; do
	disk=$("up_$contender")
	udevadm settle
	[ -b "$disk" ] || { echo "$contender: no disk" && exit 1; }
	quiet_queue "$disk"
	# What keeps data has all of its blocks, and files are in the page cache.
	case $contender in
	null_blk | floor | scsi_debug | null | lio_null) ;;
	*) dd if=/dev/urandom of="$disk" bs=1M count=64 oflag=direct status=none
		dd if="$disk" of=/dev/null bs=1M count=64 iflag=direct status=none ;;
	esac
	for name in "$@"; do measure "$contender" "$disk" "$name"; done
done
uname -r >&2
fio --version >&2
