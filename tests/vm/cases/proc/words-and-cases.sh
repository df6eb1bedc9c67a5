#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: verbs and flags are taken in any case, words may stand apart by any white space,
#	numbers may be in any base, a LUN that is not said is 0
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
file=$(make_file 4M)

# given FILE TEXT : printf's form of one write
given() {
	local result
	# shellcheck disable=SC2059
	result=$(printf "$2" | perl -MErrno -e 'local $/; my $t = <STDIN>;
		open my $h, "+<", $ARGV[0] or die;
		print defined syswrite($h, $t) ? "OK" : grep { $!{$_} } keys %!' "$scst_proc/$1")
	expect_eq "$result" OK "'$2' written to $1"
}

map_of() {
	awk 'NR > 1 { print $1 ":" $2 ":" $3 }' "$scst_proc/groups/$1/devices" | tr '\n' ' '
}

given vdisk/vdisk "OPEN one $file\n"
given vdisk/vdisk "  Open\ttwo   none\t\t4096  nullio  Removable \n\n"
given vdisk/vdisk "open three none NullIO"
given groups/Default/devices "ADD one"
given groups/Default/devices "aDD two 0x10 Read_Only"
given groups/Default/devices "\x0badd\x0cthree\r\n\t017\n"
expect_eq "$(map_of Default)" "one:0: three:15: two:16:RO " "map"
for name in one two three; do
	[ -b "$(dev_of $name)" ] || fail "there is no disk of $name"
done
given groups/Default/devices "DEL three"
given groups/Default/devices "del two 0x10"
expect_eq "$(map_of Default)" "one:0: " "map"
given scsi_tgt "ADD_GROUP Case"
given scsi_tgt "add_group case"
expect_eq "$(find $scst_proc/groups -mindepth 1 -maxdepth 1 -printf "%P\n" | sort | tr '\n' ' ')" "Case Default case " "groups"
given groups/Case/names "Add Ini"
given groups/Case/names "add ini"
given groups/Case/names "MOVE Ini case"
expect_eq "$(cat $scst_proc/groups/Case/names) $(cat $scst_proc/groups/case/names)" "ini Ini"
given groups/case/devices "add two 000"
given groups/case/devices "Replace three 0"
expect_eq "$(map_of case)" "three:0: " "map of case"
given groups/case/devices "CLEAR"
given groups/case/names "Clear"
expect_eq "$(map_of case)$(cat $scst_proc/groups/case/names)" "" "case"
given scsi_tgt "Rename_Group case Other"
given scsi_tgt "DEL_GROUP Other"
expect_eq "$(find $scst_proc/groups -mindepth 1 -maxdepth 1 -printf "%P\n" | sort | tr '\n' ' ')" "Case Default " "groups"
given trace_level "NONE"
given trace_level "Add SCSI Mgmt"
expect_match "$(cat $scst_proc/trace_level)" "scsi"
given vdisk/vdisk "Resync_Size one"
given vdisk/vdisk "SET_T10_DEV_ID one Other"
for name in one two three; do given vdisk/vdisk "CLOSE $name"; done
expect_eq "$(wc -l <$scst_proc/vdisk/vdisk)" 1 "lines of vdisk/vdisk"

# Quotes hold blanks together at the beginning of a word, and are letters elsewhere.
touch "$work_dir/say\"hi\""
truncate -s 1M "$work_dir/say\"hi\"" "$work_dir/a b"
scst_write vdisk/vdisk "open quoted $work_dir/say\"hi\""
scst_write vdisk/vdisk "open blank \"$work_dir/a b\" product=\"AB CD\""
map_lun blank 0
expect_eq "$(sed 's/ *$//' "/sys/class/scsi_device/$(scsi_of 0)/device/model")" "AB CD"
