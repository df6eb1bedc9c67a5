#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a backing device that does not answer: commands are listed and counted, nobody
#	takes their pages away, a reset fails in bounded time and leaves them as they were,
#	another adapter works on, and when the device comes back so do the commands, each with
#	its own result: however long it took, nothing is sent again or given up
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

commands=/sys/kernel/debug/scst/commands

# stuck NAME : timeouts that were answered with "still at the backing device"
stuck() {
	awk -v name="$1" '$1 == name { print $2 }' /sys/kernel/debug/scst/stuck
}
was_stuck() {
	[ "$(stuck "$1")" -ge "$2" ]
}

load_scst
echo 2 >/sys/module/scst/parameters/scst_tmf_timeout
low=$(scratch 0)
dmsetup create low --table "0 65536 linear $low 0"
scst_write scsi_tgt add_group second
scst_write groups/second/names add "scstlclhst1:*"
set_adapters 2
open_vdisk slow "$(readlink -f /dev/mapper/low)" BLOCKIO
open_vdisk quick RAM size=16M
map_lun slow 0
map_lun quick 0 second
disk=$(node_at block 0 0 0)
sg=$(node_at scsi_generic 0 0 0)
quick=$(node_at block 1 0 0)
echo 1 >"/sys/block/${disk##*/}/device/timeout"

head -c 64k /dev/urandom >"$work_dir/data"
head -c 64k /dev/urandom >"$work_dir/old"
dd if="$work_dir/old" of="$disk" bs=64k seek=2 oflag=direct status=none
udevadm settle
expect_eq "$(stuck slow)" 0 "timeouts so far"

tidy() {
	dmsetup resume low
	if grep -q ^slow $scst_proc/vdisk/vdisk; then close_vdisk slow; fi
	dmsetup remove --retry low
}
cleanup tidy
dmsetup suspend --noflush --nolockfs low
tracing=/sys/kernel/tracing
echo 1 >$tracing/events/scst/scst_cmd_submit/enable
cleanup sh -c "echo 0 >$tracing/events/scst/scst_cmd_submit/enable"
: >$tracing/trace
begun=$SECONDS
dd if="$work_dir/data" of="$disk" bs=64k seek=4 oflag=direct status=none &
writer=$!
dd if="$disk" of="$work_dir/read" bs=64k skip=2 count=1 iflag=direct status=none &
reader=$!

# LBA 200h, 80h blocks: the write; LBA 100h: the read.
both_listed() {
	in_flight | grep -qE "^slow +scstlclhst0:0 +running +- +[0-9]+ +512 +128 2a000000020000008000" &&
		in_flight | grep -qE "^slow +scstlclhst0:0 +running +- +[0-9]+ +256 +128 28000000010000008000"
}
wait_for 10 both_listed
expect_match "$(head -n 1 $commands)" "^Device +Initiator +State +Abort +Age" "the heading"
# Each has run out of time more than once, and is still ours.
wait_for 20 was_stuck slow 3
both_listed || fail "no longer listed: $(in_flight)"
age=$(in_flight | awk '$7 == 128 && $6 == 512 { print $5 }')
[ "$age" -ge 1000 ] || fail "age of only $age ms"
[ "$age" -le $(((SECONDS - begun + 1) * 1000)) ] || fail "age of $age ms"
kill -0 $writer $reader || fail "somebody came back"

# A reset can't take them back: it fails, and soon.
for how in --device --target; do
	start=$SECONDS
	expect_fail sg_reset --no-esc $how "$sg"
	[ $((SECONDS - start)) -le 6 ] || fail "sg_reset $how took $((SECONDS - start)) s"
	both_listed || fail "what sg_reset $how could not abort is no longer what it was: $(in_flight)"
done
# Far past what the midlayer allows a command that has to be sent again: six timeouts.
wait_for 20 was_stuck slow 13
kill -0 $writer $reader || fail "somebody came back after the reset"

# Nobody else notices.
fio --name=quick --filename="$quick" --rw=randrw --size=8M --bs=4k --direct=1 --verify=crc32c \
	--verify_fatal=1 --ioengine=libaio --iodepth=8 >"$work_dir/fio" 2>&1 ||
	fail "fio on the other adapter: $(cat "$work_dir/fio")"
kill -0 $writer $reader || fail "somebody came back meanwhile"

dmsetup resume low
wait $writer || fail "the write failed"
wait $reader || fail "the read failed"
for cdb in 2a000000020000008000 28000000010000008000; do
	expect_eq "$(grep -c "lu=slow .* cdb=$cdb" $tracing/trace)" 1 "times that $cdb was sent"
done
expect_eq "$(sum "$work_dir/read")" "$(sum "$work_dir/old")" "what was read"
expect_eq "$(dd if="$disk" bs=64k skip=4 count=1 iflag=direct status=none | sum /dev/stdin)" \
	"$(sum "$work_dir/data")" "what was written"
expect_idle
sg_reset --no-esc --device "$sg"
dd if="$disk" of=/dev/null bs=64k count=4 iflag=direct status=none
drop_disk slow
