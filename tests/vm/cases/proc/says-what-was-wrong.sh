#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a refused command leaves one line in the kernel log that names the file and the
#	fault, and quotes nothing raw
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

# Such lines are limited to a few in some seconds; fresh modules count from nought.
fresh() {
	if [ -d /sys/module/scst ]; then
		close_vdisk disk1
		close_vdisk disk2
		unload_scst
	fi
	load_scst
	open_vdisk disk1 none NULLIO
	open_vdisk disk2 none NULLIO
	map_lun disk1 0
	dmesg -C
}

# says FILE TEXT REGEX : TEXT is refused with such a line
says() {
	local lines file
	dmesg -C
	expect_ne "$(write_errno "$scst_proc/$1" "$2")" OK "write '$2' to $1"
	lines=$(dmesg | grep -F scst: || true)
	expect_eq "$(grep -c . <<<"$lines")" 1 "lines in the log after '$2': $lines"
	case $1 in
	*/*) file=${1#groups/} ;;
	*) file=scsi_tgt/$1 ;;
	esac
	expect_match "$lines" "scst: $file: .*$3" "line in the log after '$2'"
}

fresh
says vdisk/vdisk "opne disk9 /x" 'unknown verb.*opne.*open close resync_size'
says vdisk/vdisk "open disk9 disk.img" 'path.*disk\.img.* is not absolute \(-22\)'
says vdisk/vdisk "open disk9 /missing" '/missing can.t be opened.*ENOENT.*\(-2\)'
says vdisk/vdisk "open disk1 /etc/passwd" 'device disk1 exists already'
says vdisk/vdisk "open disk9 /etc/passwd 1536" '1536.*512, 1024, 2048 or 4096'
says vdisk/vdisk "open disk9 /etc/passwd WRITE_THRU" 'unknown word.*WRITE_THRU.*WRITE_THROUGH'
says vdisk/vdisk "open disk9 /etc" '/etc.*neither a regular file nor a block device'
says vdisk/vdisk "open disk9 /etc/passwd BLOCKIO" 'BLOCKIO needs a block device.*passwd'
fresh
says vdisk/vdisk "close disk9" 'there is no device disk9'
says groups/Default/devices "add disk2 0" 'LUN 0 of group Default is taken by disk1 \(-17\)'
says groups/Default/devices "add disk1 1" 'disk1 is in group Default already, as LUN 0'
says groups/Default/devices "add disk9 1" 'there is no device disk9'
says groups/Default/devices "add disk2 16384" '16384.*16383'
says groups/Default/devices "add disk2 1 RO" 'RO.* is neither a LUN nor READ_ONLY'
says groups/Default/devices "add disk2 300" 'LUN 300 is beyond max_luns=256'
says groups/Default/devices "del disk2" 'disk2 is not in group Default'
says groups/Default/devices "del disk1 4" 'LUN 4 of group Default is not disk1'
fresh
says scsi_tgt "del_group Default" 'Default'
says scsi_tgt "add_group a/b" 'a group.*/'
says scsi_tgt "assign 0:0:0:0 dev_disk" 'dev_disk'
says groups/Default/names "del missing" 'no name missing'
says threads 0 'threads.*1 to'
says trace_level "add noise" 'unknown token.*noise'
says groups/Default/devices "$(head -c 3584 /dev/zero | tr '\0' a)" '3585 bytes; 3584'

# What is not text is shown in an escaped form.
dmesg -C
expect_eq "$(write_errno $scst_proc/scsi_tgt $'\xc3\xa4\xff')" EINVAL
if dmesg | LC_ALL=C grep -q $'\xff'; then fail "bytes went to the log as they were"; fi
in_log 'scst: scsi_tgt/scsi_tgt: unknown verb' || fail "no line in the log: $(dmesg)"

# Nothing said where nothing was wrong, and nothing by whom may not.
dmesg -C
scst_write trace_level default
capsh --drop=cap_sys_admin -- -c "echo hello >$scst_proc/scsi_tgt" 2>/dev/null && fail "taken"
expect_eq "$(dmesg | grep -F scst || true)" "" "the log after what was right"

# The limit holds: it is one of lines in some seconds, so one process refuses many at once.
perl -e '
	for my $n (1 .. 2000) {
		open my $out, ">", $ARGV[0] or die "open: $!";
		syswrite $out, "hello $n\n" and die "taken";
	}' $scst_proc/scsi_tgt
lines=$(dmesg | grep -c 'scst: scsi_tgt/scsi_tgt: unknown verb')
[ "$lines" -gt 0 ] || fail "not one line in the log for 2000 refusals"
[ "$lines" -lt 1000 ] || fail "$lines lines in the log for 2000 refusals"
