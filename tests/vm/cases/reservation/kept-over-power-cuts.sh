#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: reservations with APTPL=1 outlive a reload of the modules and a loss of power,
#	whenever that comes; those without do not
# boots: 3
# limit: 90
# soak: 1200 21
# shellcheck source=lib.sh
. "$VM_LIB"

last=$(amount 3 21)
if [ "$VM_BOOT" = 1 ]; then
	home=$(mount_scratch 0 ext4)
	truncate -s 16M "$home/disk.img"
else
	home=/mnt/scratch0
	mkdir -p "$home"
	mount "$(scratch 0)" "$home"
fi

begin() {
	load_scst
	set_adapters 2
	use_store "$home/store"
	make_disk kept 0 "$home/disk.img" >/dev/null
	first=$(node_at block 0 0 0)
	second=$(node_at block 1 0 0)
	udevadm settle
}

end() {
	drop_disk kept
	unload_scst
}

persist() {
	sg_persist --no-inquiry "$@"
}

# expect_state KEY TYPE : the one registration, which holds the reservation
expect_state() {
	expect_match "$(persist --read-keys "$second")" "1 registered.*0x$1" "keys"
	expect_match "$(persist --read-reservation "$second")" "Key=0x$1.*type: $2" "reservation"
}

begin
expect_match "$(persist --report-capabilities "$first")" "\(PTPL_C\): 1" "capabilities"
if [ "$VM_BOOT" = 1 ]; then
	persist --out --register --param-sark=0xa11 "$first" >/dev/null
	end
	begin
	expect_match "$(persist --read-keys "$second")" "NO registered" "without APTPL"
	persist --out --register --param-sark=0xb1 --param-aptpl "$first" >/dev/null
	persist --out --reserve --param-rk=0xb1 --prout-type=3 "$first" >/dev/null
	end
	begin
	expect_state b1 "Exclusive Access"
	# The holder is who it was: it may write, the other may not.
	dd if=/dev/zero of="$first" bs=4096 count=1 oflag=direct status=none
	expect_fail dd if="$second" of=/dev/null bs=4096 count=1 iflag=direct status=none
	echo b1 >"$home/key"
	sync
	cut_power
fi

# What was answered with GOOD before the cut counts; the step that was cut, perhaps.
read -r key <"$home/key"
if [ "$VM_BOOT" -gt 2 ]; then
	found=$(persist --read-keys "$second" | sed -n 's/^ *0x\([0-9a-f]*\)$/\1/p')
	[ -n "$found" ] || fail "the registration is gone"
	[ $((0x$found)) -ge $((0x$key)) ] || fail "the store went back from $key to $found"
	key=$found
fi
expect_state "$key" "Exclusive Access"
figure "boot $VM_BOOT: key 0x$key"
if [ "$VM_BOOT" -ge "$last" ]; then
	end
	umount "$home"
	exit 0
fi

# Changes without end, each noted durably once it was answered, until the power goes.
cut_power $((1500 + RANDOM % 2500))
while :; do
	next=$(printf %x $((0x$key + 1)))
	persist --out --register --param-rk="0x$key" --param-sark="0x$next" --param-aptpl \
		"$first" >/dev/null
	key=$next
	echo "$key" >"$home/key.new"
	sync "$home/key.new"
	mv "$home/key.new" "$home/key"
	sync "$home"
done
