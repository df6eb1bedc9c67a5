#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the tables are laid out as in 2008, to the blank
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

# expect_file FILE : its content is what is on standard input
expect_file() {
	diff - "$scst_proc/$1" || fail "$1 is laid out otherwise"
}

modprobe scst_vdisk
file=$(make_file 10M "some.img")
big=$(make_file 3000M "big.img")

# Empty tables have their headers.
printf '%-60s%s\n' "Device (host:ch:id:lun or name)" "Device handler" | expect_file scsi_tgt
printf '%-60s%-13s%s\n' "Device (host:ch:id:lun or name)" LUN Options |
	expect_file groups/Default/devices
expect_file groups/Default/names </dev/null
printf '%-17s %-11s %-11s %-15s %s\n' Name "Size(MB)" "Block size" Options "File name" |
	expect_file vdisk/vdisk
printf '%-20s %-45s %-35s %-15s\n' "Target name" "Initiator name" "Group name" \
	"Active/All Commands Count" | expect_file sessions

open_vdisk disk1 "$file"
open_vdisk exactly16letters "$big" 4096 READ_ONLY
open_vdisk two_tags "$(make_file 1M two.img)" WRITE_THROUGH O_DIRECT
open_vdisk blk "$(scratch 0)" BLOCKIO
open_vdisk nothing none NULLIO
modprobe scst_local max_luns=16384 add_host=2
map_lun disk1 0
map_lun exactly16letters 16383
map_lun two_tags 300 Default READ_ONLY

{
	printf '%-60s%s\n' "Device (host:ch:id:lun or name)" "Device handler"
	printf '%-60s%s\n' disk1 vdisk exactly16letters vdisk two_tags vdisk blk vdisk_blk \
		nothing vdisk_null
} | expect_file scsi_tgt

{
	printf '%-60s%-13s%s\n' "Device (host:ch:id:lun or name)" LUN Options
	printf '%-60s%-13d%s\n' disk1 0 "" two_tags 300 RO exactly16letters 16383 RO
} | expect_file groups/Default/devices

row() {
	printf '%-17s %-11d %-12d%-15s %s\n' "$@"
}
{
	printf '%-17s %-11s %-11s %-15s %s\n' Name "Size(MB)" "Block size" Options "File name"
	row disk1 10 512 "" "$file"
	row exactly16letters 3000 4096 RO "$big"
	row two_tags 1 512 WT,DR "$work_dir/two.img"
	row blk 4096 512 BIO "$(scratch 0)"
	row nothing 1572864 512 NIO none
} | expect_file vdisk/vdisk

# A command may be under way, and each look at a disk counts.
udevadm settle
expect_eq "$(wc -l <$scst_proc/sessions)" 3 "lines of sessions"
for n in 1 2; do
	line=$(sed -n "$((n + 1))p" $scst_proc/sessions)
	count=${line##* }
	expect_match "$count" '^[0-9]+/[0-9]+$' "count of commands"
	expect_eq "$line" "$(printf '%-20s %-45s %-35s %s' scst_local_tgt \
		"scstlclhst$((n - 1)):0" Default "$count")" "line of sessions"
done

echo "0 - Direct-access device (e.g., magnetic disk)" | expect_file vdisk/type

expect_match "$(head -n 1 $scst_proc/version)" '^1\.[0-9]+\.[0-9]+$' "first line of version"
expect_match "$(sed -n 2p $scst_proc/version)" '^SCST Local [0-9]' "second line of version"

expect_match "$(cat $scst_proc/threads)" '^[1-9][0-9]*$' "threads"

expect_eq "$(sed -n 4p $scst_proc/sgv)" "" "fourth line of sgv"
expect_match "$(sed -n 5p $scst_proc/sgv)" '^Name +Hit +Total +% merged +Cached *$' "header of sgv"
expect_eq "$(wc -l <$scst_proc/sgv)" 5 "lines of sgv"

# Names come as they were given, one a line.
printf '%s\n' 'iqn.2008-11.net:a*' scstlclhst9:? >"$work_dir/names"
while read -r name; do
	scst_write groups/Default/names add "$name"
done <"$work_dir/names"
expect_file groups/Default/names <"$work_dir/names"

# Every verb is in a help text.
for verb in "add_group NAME" "del_group NAME" "rename_group OLD NEW" "assign H:C:I:L HANDLER" \
	"add DEV " "del DEV" "replace DEV " "clear" "move NAME NEW_GROUP" "open NAME PATH" \
	"close NAME" "resync_size NAME" "set_t10_dev_id NAME ID" "value N" "set TOKEN"; do
	grep -qF "$verb" $scst_proc/help || fail "help knows nothing of $verb"
done
for word in open close resync_size WRITE_THROUGH READ_ONLY O_DIRECT NULLIO NV_CACHE BLOCKIO \
	REMOVABLE size= serial= naa=; do
	grep -qF "$word" $scst_proc/vdisk/help || fail "vdisk/help knows nothing of $word"
done

# What breaks a row into words is escaped.
odd=$work_dir/with\ blank.img
truncate -s 1M "$odd"
scst_write vdisk/vdisk open odd "\"$odd\""
row odd 1 512 "" "$work_dir/with\\040blank.img" | diff - <(tail -n 1 $scst_proc/vdisk/vdisk) ||
	fail "a blank in a path is not escaped"
