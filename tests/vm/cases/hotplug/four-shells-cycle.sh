#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: four shells create, map, use, unmap and destroy at once without waiting, while
#	another LUN is busy: each finds its own disk when echo returns, and none is left
# slice: yes
# limit: 400
# soak: 3000
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool fio

load_scst
case $(uname -r) in
*debug*) cycles=$(amount 5 250) ;;
*) cycles=$(amount 25 250) ;;
esac
devices=$scst_proc/groups/Default/devices
vdisk=$scst_proc/vdisk/vdisk

open_vdisk busy "$(make_file 64M)"
map_lun busy 0
fio --name=busy --filename="$(dev_of busy)" --rw=randrw --bs=4k --direct=1 --ioengine=libaio \
	--iodepth=8 --verify=crc32c --verify_backlog=64 --rate_iops=150 --time_based --runtime=600 \
	--output="$work_dir/fio.out" &
busy=$!

# disk_at LUN : $disk is its node; no process is started for it
disk_at() {
	local entry
	disk=
	for entry in "/sys/class/scsi_device/$host:0:0:$1/device/block"/*; do
		if [ -e "$entry" ]; then disk=/dev/${entry##*/}; fi
	done
}

# one_shell NUMBER
one_shell() {
	local name=cycle$1 file=$work_dir/cycle$1.img lun n disk
	truncate -s $((4 + $1))M "$file"
	for ((n = 0; n < cycles; n++)); do
		lun=$(($1 * 10 + n % 7))
		echo "open $name $file" >$vdisk || return 1
		echo "add $name $lun" >$devices || return 1
		disk_at $lun
		if [ ! -b "$disk" ]; then
			echo "shell $1, cycle $n: no disk at LUN $lun"
			return 1
		fi
		# Its own, and no other shell's: the size and the content tell.
		[ "$(blockdev --getsize64 "$disk")" = $(((4 + $1) << 20)) ] || return 1
		printf 'shell %d cycle %d' "$1" "$n" >"$work_dir/word$1"
		dd if="$work_dir/word$1" of="$disk" bs=512 conv=sync,fsync status=none || return 1
		cmp -n "$(stat -c %s "$work_dir/word$1")" "$work_dir/word$1" "$file" || return 1
		if ((n % 2)); then echo "del $name" >$devices || return 1; fi
		echo "close $name" >$vdisk || return 1
		if [ -e "/sys/class/scsi_device/$host:0:0:$lun" ]; then
			echo "shell $1, cycle $n: LUN $lun is left"
			return 1
		fi
	done
}

host=$(host_of 0)
shells=()
for number in 1 2 3 4; do
	one_shell $number >"$work_dir/shell$number" 2>&1 &
	shells+=($!)
done
failed=0
begun=$SECONDS
for shell in "${shells[@]}"; do wait "$shell" || failed=1; done
cat "$work_dir"/shell?
[ $failed = 0 ] || fail "a shell failed"
figure "$((4 * cycles)) cycles in $((SECONDS - begun)) s"

kill -0 $busy || fail "the I/O of the other LUN ended: $(cat "$work_dir/fio.out")"
kill -INT $busy
wait $busy || true
if grep -qE "verify:|Input/output error|err=[^ 0]" "$work_dir/fio.out"; then
	cat "$work_dir/fio.out"
	fail "the I/O of the other LUN had errors"
fi
expect_eq "$(cat /sys/class/scsi_device/*/device/model | tr -d ' \n')" busy "devices left"
expect_eq "$(find /sys/block -name 'sd*' | wc -l)" 1 "disks left"
expect_eq "$(wc -l <$vdisk)" 2 "lines of vdisk/vdisk"
