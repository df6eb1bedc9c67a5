#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a group whose file in /proc somebody is reading goes when he is through; meanwhile
#	it is in no list, its name is taken, and nobody else who uses netlink waits; so with
#	renaming, which gives the new name at once
# tools: scstctl
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool dmsetup python3 timeout

load_scst
dmsetup create low --table "0 2048 linear $(scratch 0) 0"
tidy() {
	dmsetup resume low
	dmsetup remove --retry low
}
cleanup tidy

# A reader whose buffer can't be had: pages of a disk that does not answer.
read_slowly() {
	python3 - "$1" <<-'PYTHON' &
		import mmap, os, sys
		low = os.open("/dev/mapper/low", os.O_RDONLY)
		pages = mmap.mmap(low, 1 << 20, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE)
		file = os.open(sys.argv[1], os.O_RDONLY)
		open("/run/reading", "w").close()
		os.readv(file, [memoryview(pages)[8192:12288]])
	PYTHON
	reader=$!
	wait_for 20 test -e /run/reading
	rm /run/reading
	sleep 0.5
	[[ $(cat /proc/$reader/wchan /proc/$reader/stat) =~ \)\ D ]] || fail "the reader does not wait"
}

# done_soon COMMAND... : it ends well, and nobody keeps it
done_soon() {
	timeout 10 "$@" >"$work_dir/out" || fail "$* (exit status $?)"
}

stuck() {
	echo 3 >/proc/sys/vm/drop_caches
	dmsetup suspend --noflush --nolockfs low
}

scstctl group add g
scstctl initiator add g "me*"
stuck
read_slowly $scst_proc/groups/g/names
scstctl group del g &
removal=$!
sleep 1
kill -0 $removal || fail "it did not wait for the reader"
done_soon scstctl groups
expect_eq "$(awk 'NR > 1 { print $1 }' "$work_dir/out" | xargs)" Default "groups"
done_soon scstctl group add other
done_soon scstctl group del other
expect_fail timeout 10 scstctl group add g
expect_fail timeout 10 scstctl initiator add g you
done_soon ip -details link show lo
expect_errno EINVAL $scst_proc/scsi_tgt "add_group g"
kill -0 $removal || fail "it did not wait for the reader"
dmsetup resume low
wait $reader || fail "the reader"
wait $removal || fail "the removal"
[ ! -e $scst_proc/groups/g ] || fail "the directory is left"

# Renamed: the new name works while the old directory waits for its reader.
scst_write scsi_tgt add_group g
scst_write groups/g/names add "scstlclhst1:*"
stuck
read_slowly $scst_proc/groups/g/names
scstctl group rename g h &
removal=$!
wait_for 10 test -e $scst_proc/groups/h
kill -0 $removal || fail "it did not wait for the reader"
wait_for 10 scstctl initiator add h you
done_soon scstctl groups
expect_eq "$(awk 'NR > 1 { print $1 }' "$work_dir/out" | xargs)" "Default h" "groups"
expect_errno EINVAL $scst_proc/scsi_tgt "add_group g"
set_adapters +1
expect_match "$(cat $scst_proc/sessions)" "scstlclhst1:0 +h " "whose LUNs a session sees"
set_adapters -1
dmsetup resume low
wait $reader || fail "the reader"
wait $removal || fail "renaming"
[ ! -e $scst_proc/groups/g ] || fail "the old directory is left"
done_soon scstctl group add g
done_soon scstctl group del g
done_soon scstctl group del h
