#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: scstctl create --pinned makes the file, or fills what is missing of one and keeps what is
#	there; it refuses what it must, and list says what can be swapped on
# tools: scstctl
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
cd "$work_dir"
# refused REGEX ARG...
refused() {
	local regex=$1 said
	shift
	if said=$(scstctl create "$@" 2>&1); then fail "made: $*"; fi
	expect_match "$said" "$regex" "what create $* says"
	expect_eq "$(scstctl list --output name --no-headings | grep -c unit)" 0 "units after create $*"
}

disk=$(scstctl create new fresh --pinned --size 20M 2>"$work_dir/err")
expect_eq "$(cat "$work_dir/err")" "" "what it says on standard error, which is no terminal"
expect_eq "$(blockdev --getsize64 "$disk")" $((20 << 20)) "size"
expect_eq "$(stat -c %a fresh)" 600 "mode of the file"
mkswap "$disk" >/dev/null
swapon "$disk"
swapoff "$disk"
refused "is behind new" unit fresh --pinned
scstctl destroy new

# What is there stays.
fallocate -l 6M part
head -c 1M /dev/urandom >data
dd if=data of=part bs=64k seek=17 conv=notrunc,fsync status=none
cat part >/dev/null
disk=$(scstctl create unit part --pinned --size 8M)
expect_eq "$(blockdev --getsize64 "$disk")" $((8 << 20)) "size of the file that was made longer"
cmp <(dd if="$disk" bs=64k skip=17 count=16 status=none) data || fail "data that was there is not"
expect_eq "$(head -c 1M "$disk" | tr -d '\0' | wc -c)" 0 "bytes that are not zero before it"
expect_match "$(scstctl list --output name,backend,flags --no-headings)" "unit +pinned" "backend"
expect_match "$(scstctl list --json)" '"pinned":true' "JSON"
scstctl destroy unit

# A bar for those who look on.
script -qec "scstctl create unit bar --pinned --size 8M" /dev/null >bar.out
expect_match "$(cat bar.out)" "writing \[#+\] 100 %" "the bar"
scstctl destroy unit

refused "is not there; --size" unit missing --pinned
refused "needs the path" unit --pinned --size 1M
refused "only a regular file" unit "$(scratch 0)" --pinned
refused "more than --size" unit part --pinned --size 1M
refused "can't be opened" unit / --pinned --size 1M
: >empty
refused "is empty" unit empty --pinned
refused "no room" unit large --pinned --size 1P
if [ -e large ]; then fail "a file that could not be made was left"; fi

disk=$(scstctl create plain part)
expect_match "$(scstctl list --output name,flags --no-headings)" "plain +.*no_swap" "flags of a file"
refused "is behind plain" unit part --pinned
scstctl destroy plain
scstctl create memory --ram --size 4M >/dev/null
expect_eq "$(scstctl list --output name,flags --no-headings | grep -c no_swap)" 0 "no_swap of RAM"
scstctl destroy memory
expect_idle
