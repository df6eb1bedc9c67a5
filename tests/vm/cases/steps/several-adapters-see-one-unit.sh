#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: two hosts with two target ids each are four I_T nexuses of the same logical
#	units: same content, same identity, different nodes
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
open_vdisk one "$(make_file 8M)"
open_vdisk two "$(make_file 16M)"
map_lun one 0
map_lun two 5
modprobe scst_local add_host=2 num_tgts=2

expect_eq "$(tail -n +2 $scst_proc/sessions | awk '{ print $2 }' | sort | tr '\n' ' ')" \
	"scstlclhst0:0 scstlclhst0:1 scstlclhst1:0 scstlclhst1:1 " "sessions"

disks=() others=()
for place in "0 0" "0 1" "1 0" "1 1"; do
	# shellcheck disable=SC2086
	disks+=("$(node_at block $place 0)")
	# shellcheck disable=SC2086
	others+=("$(node_at block $place 5)")
done
expect_eq "$(printf '%s\n' "${disks[@]}" "${others[@]}" | sort -u | wc -l)" 8 "number of disks"

# Each writes its own megabyte, each reads all of them.
head -c 4M /dev/urandom >"$work_dir/data"
for n in 0 1 2 3; do
	dd if="$work_dir/data" of="${disks[n]}" bs=1M skip=$n seek=$n count=1 \
		oflag=direct status=none
done
for disk in "${disks[@]}"; do
	dd if="$disk" bs=1M count=4 iflag=direct status=none | cmp - "$work_dir/data" ||
		fail "$disk does not see what was written through the others"
done
dd if="${others[0]}" bs=1M count=4 iflag=direct status=none |
	cmp - <(head -c 4M /dev/zero) || fail "the other unit has been written to"

identity() {
	sg_inq -p sn "$1" | grep serial
	sg_vpd -p di_lu "$1"
}
wanted=$(identity "${disks[0]}")
expect_match "$wanted" "serial number: [0-9a-f]"
expect_match "$wanted" "0x3[0-9a-f]{15}"
for disk in "${disks[@]}"; do
	expect_eq "$(identity "$disk")" "$wanted" "identity through $disk"
done
for disk in "${others[@]}"; do
	expect_ne "$(identity "$disk")" "$wanted" "identity of the other unit"
	expect_eq "$(blockdev --getsize64 "$disk")" $((16 << 20)) "size of $disk"
done

# The target ports are different ones.
port() {
	sg_vpd -p di_port "$1"
}
expect_ne "$(port "${disks[0]}")" "$(port "${disks[2]}")" "port of another host"
