#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: serial number and NAA name differ from disk to disk, stay the same over close and
#	open and a reload of the modules, and are there at udev's first look
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

# identity NAME : serial number and NAA designator
identity() {
	local disk
	disk=$(dev_of "$1")
	printf '%s %s %s\n' "$(sg_inq --page=sn --raw "$disk" | tail -c +5)" \
		"$(sg_vpd -p di --hex --hex "$disk" | sha256sum | cut -d' ' -f1)" \
		"$(cat "/sys/block/${disk##*/}/device/wwid")"
}

names=(one two three four five six)
make_all() {
	local i
	for i in "${!names[@]}"; do
		open_vdisk "${names[$i]}" nowhere NULLIO size=1M
		map_lun "${names[$i]}" "$i"
	done
}
all() {
	local name
	for name in "${names[@]}"; do identity "$name"; done
}

load_scst
udevadm monitor --udev --property --subsystem-match=block >"$work_dir/events" &
monitor=$!
wait_for 5 grep -q "the event which udev sends" "$work_dir/events"
make_all
udevadm settle
before=$(all)
expect_eq "$(awk '{ print $1 }' <<<"$before" | sort -u | wc -l)" 6 "different serial numbers"
expect_eq "$(awk '{ print $NF }' <<<"$before" | sort -u | wc -l)" 6 "different NAA names"
expect_match "$(head -n 1 <<<"$before")" "naa\.3[0-9a-f]{15}$" "the NAA name"

# The very first event of each disk must have its name: nothing comes later.
kill "$monitor"
wait "$monitor" || true
for name in "${names[@]}"; do
	disk=$(dev_of "$name")
	first=$(awk -v dev="DEVNAME=$disk" 'BEGIN { RS = "" } index($0, dev "\n") { print; exit }' \
		"$work_dir/events")
	expect_match "$first" "ACTION=add" "the first event of $disk"
	expect_match "$first" "ID_SERIAL=[0-9A-Za-z]" "the first event of $disk"
	wwid=$(cat "/sys/block/${disk##*/}/device/wwid")
	link=/dev/disk/by-id/scsi-3${wwid#naa.}
	expect_match "$first" "ID_WWN=0x${wwid#naa.}" "the first event of $disk"
	expect_match "$first" "DEVLINKS=.*$link" "the first event of $disk"
	expect_eq "$(readlink -f "$link")" "$disk" "the link by identifier"
done

for name in "${names[@]}"; do drop_disk "$name"; done
make_all
expect_eq "$(all)" "$before" "after close and open"
expect_eq "$(identity six)" "$(tail -n 1 <<<"$before")" "of the sixth"
for name in "${names[@]}"; do drop_disk "$name"; done
unload_scst
load_scst
make_all
expect_eq "$(all)" "$before" "after a reload"
for name in "${names[@]}"; do drop_disk "$name"; done

# The salt changes them, so two machines with equal names don't look alike.
unload_scst
modprobe scst_vdisk scst_vdisk_ID=77
modprobe scst_local
make_all
after=$(all)
while read -r serial _; do
	if grep -q "^$serial " <<<"$before"; then fail "serial number $serial in spite of the salt"; fi
done <<<"$after"
expect_idle
