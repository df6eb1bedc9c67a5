# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The contenders: for each a function up_NAME that prints the device it made.
# All are of 64 MiB or more, of which the first 64 MiB are used; sourced by the
# guest's scripts.

# Where files are: one file system of each kind, on memory.
tmpfs=/run/bench.tmpfs
ext4=/run/bench.ext4
size=64M

need_file() {
	local path=$1
	if [ ! -e "$path" ]; then
		dd if=/dev/urandom of="$path" bs=1M count=64 conv=fsync status=none
	fi
	echo "$path"
}

# ext4 on a null_blk that keeps its data: a disk whose own cost is small and has no wait.
prepare_files() {
	mkdir -p $tmpfs $ext4
	mount -t tmpfs -o size=600m none $tmpfs
	modprobe null_blk nr_devices=0
	make_null store memory_backed=1 size=1024
	mkfs.ext4 -qF "$(null_node store)"
	mount "$(null_node store)" $ext4
	need_file $tmpfs/warm >/dev/null
	rm $tmpfs/warm
}

# make_null NAME [ATTRIBUTE=VALUE...]
make_null() {
	local dir=/sys/kernel/config/nullb/$1 pair
	mkdir "$dir"
	# blk-mq, completed where they are submitted.
	for pair in queue_mode=2 irqmode=0 blocksize=512 hw_queue_depth=256 submit_queues="$(nproc)" \
		size=1024 "${@:2}"; do
		echo "${pair#*=}" >"$dir/${pair%%=*}"
	done
	echo 1 >"$dir/power"
}

# 6.12 names the device after its folder, 6.1 by its number.
null_node() {
	local dir=/sys/kernel/config/nullb/$1
	if [ -e "/dev/$1" ]; then echo "/dev/$1"; else echo "/dev/nullb$(<"$dir/index")"; fi
}

# disk_of HOST : the block device behind a SCSI host of that driver, when it is there
disk_of() {
	local entry found
	for _ in {1..200}; do
		for entry in /sys/class/scsi_host/host*; do
			[ "$(<"$entry/proc_name")" = "$1" ] || continue
			for found in "$entry"/device/target*/*/block/*; do
				if [ -e "$found" ]; then
					echo "/dev/${found##*/}"
					return
				fi
			done
		done
		sleep 0.1
	done
	echo "no disk of $1" >&2
	return 1
}

up_null_blk() {
	make_null plain
	null_node plain
}

up_floor() {
	insmod "$floor_module" >&2
	disk_of scst_floor
}

up_scsi_debug() {
	modprobe scsi_debug delay=0 fake_rw=1 dev_size_mb=64 >&2
	disk_of scsi_debug
}

up_loop() {
	losetup --find --show "$(need_file $tmpfs/loop)"
}

up_loop_direct() {
	losetup --find --show --direct-io=on "$(need_file $ext4/loop)"
}

# --- LIO, by hand, as targetcli would

lio=/sys/kernel/config/target

lio_store() {
	local dir=$lio/core/$1_0/$2
	modprobe target_core_mod
	mkdir -p "$dir"
	echo "$3" >"$dir/control"
	echo 1 >"$dir/enable"
	echo "$dir"
}

# lio_show NUMBER STORE : behind an adapter of its own; prints the disk
lio_show() {
	local naa=naa.500140500000000$1 port found
	modprobe tcm_loop
	port=$lio/loopback/$naa/tpgt_1
	mkdir -p "$port"
	echo naa.600140500000000"$1" >"$port/nexus"
	mkdir "$port/lun/lun_0"
	ln -s "$2" "$port/lun/lun_0/store"
	for _ in {1..200}; do
		for found in "/sys/bus/scsi/devices/$(<"$port/address")":*/block/*; do
			if [ -e "$found" ]; then
				echo "/dev/${found##*/}"
				return
			fi
		done
		sleep 0.1
	done
	echo "no disk of tcm_loop" >&2
	return 1
}

up_lio_null() {
	modprobe target_core_mod
	lio_show 1 "$(lio_store rd_mcp lionull rd_pages=16384,rd_nullio=1)"
}

up_lio_ram() {
	lio_show 2 "$(lio_store rd_mcp lioram rd_pages=16384)"
}

up_lio_block() {
	modprobe target_core_iblock
	make_null lioback
	lio_show 3 "$(lio_store iblock lioblock "udev_path=$(null_node lioback)")"
}

up_lio_file() {
	modprobe target_core_file
	lio_show 4 "$(lio_store fileio liofile \
		"fd_dev_name=$(need_file $tmpfs/lio),fd_dev_size=67108864,fd_buffered_io=1")"
}

# --- ours

ours_up() {
	local name=$1 lun
	shift
	echo "open $name $*" >/proc/scsi_tgt/vdisk/vdisk
	for lun in {0..63}; do
		echo "add $name $lun" >/proc/scsi_tgt/groups/Default/devices 2>/dev/null && break
	done
	lsblk -dnpo NAME,MODEL | awk -v name="$name" '$2 == name { print $1 }'
}

up_null() { ours_up null none NULLIO; }
up_ram() { ours_up ram RAM size=$size; }
up_block() {
	make_null ourback
	ours_up block "$(null_node ourback)" BLOCKIO
}
up_file() { ours_up file "$(need_file $tmpfs/ours)"; }
up_file_ext4() { ours_up file_ext4 "$(need_file $ext4/ours)"; }
up_file_direct() { ours_up file_direct "$(need_file $ext4/direct)" O_DIRECT; }
up_pinned() { ours_up pinned "$(need_file $ext4/pinned)" PINNED; }

# Order of the table.
contenders=(null_blk floor scsi_debug loop loop_direct lio_null lio_ram lio_block lio_file
	null ram block file file_ext4 file_direct pinned)
