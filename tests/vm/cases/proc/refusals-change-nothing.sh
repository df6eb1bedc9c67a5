#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: what is wrong is refused with the right errno, and changes nothing at all
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
truncate -s 10M /var/tmp/case/file /var/tmp/case/free
truncate -s 10000 /var/tmp/case/odd
: >/var/tmp/case/empty
open_vdisk disk1 /var/tmp/case/file
open_vdisk disk2 none NULLIO
open_vdisk disk3 none NULLIO
map_lun disk1 0
map_lun disk2 5 Default READ_ONLY
scst_write scsi_tgt add_group other
scst_write scsi_tgt add_group third
map_lun disk2 1 other
scst_write groups/other/names add ini1
scst_write groups/third/names add ini3

expect_refusals <<'T'
# --- any file
EINVAL vdisk/vdisk
EINVAL vdisk/vdisk \x0a
EINVAL vdisk/vdisk \x20\x09\x0a\x0b\x0c\x0d\x20
EINVAL vdisk/vdisk \x00
EINVAL vdisk/vdisk open\x00new /var/tmp/case/free
EINVAL vdisk/vdisk open new /var/tmp/case/free\x00
EINVAL vdisk/vdisk open new /var/tmp/case/free\x1b[2J
EINVAL vdisk/vdisk open new /var/tmp/case/free\x7f
EINVAL scsi_tgt
EINVAL scsi_tgt \x0a
EINVAL groups/Default/devices
EINVAL groups/Default/names
EINVAL threads
EINVAL trace_level
EINVAL vdisk/trace_level
EINVAL scsi_tgt hello
EINVAL scsi_tgt add_grou new
EINVAL scsi_tgt add_groups new
EINVAL groups/Default/devices hello
EINVAL groups/Default/devices open disk3 1
EINVAL groups/Default/names hello
EINVAL vdisk/vdisk hello
EINVAL vdisk/vdisk opened new /var/tmp/case/free
EINVAL vdisk/vdisk \xff\xfe

# --- vdisk: open
EINVAL vdisk/vdisk open
EINVAL vdisk/vdisk open new
EINVAL vdisk/vdisk open disk1 /var/tmp/case/free
EINVAL vdisk/vdisk open disk2 /var/tmp/case/free
EINVAL vdisk/vdisk open seventeen_letters /var/tmp/case/free
EINVAL vdisk/vdisk open 1:disk /var/tmp/case/free
EINVAL vdisk/vdisk open 0:0:0:0 /var/tmp/case/free
EINVAL vdisk/vdisk open d\xc3\xa4sk /var/tmp/case/free
EINVAL vdisk/vdisk open "two words" /var/tmp/case/free
EINVAL vdisk/vdisk open "" /var/tmp/case/free
ENOENT vdisk/vdisk open new /var/tmp/case/missing
ENOENT vdisk/vdisk open new /var/tmp/case/missing/file
ENOTDIR vdisk/vdisk open new /var/tmp/case/file/file
ENOENT vdisk/vdisk open new /var/tmp/case/missing BLOCKIO
EINVAL vdisk/vdisk open new file
EINVAL vdisk/vdisk open new ./file
EINVAL vdisk/vdisk open new case/file
EINVAL vdisk/vdisk open new path=file
EINVAL vdisk/vdisk open new READ_ONLY
EINVAL vdisk/vdisk open new 512
EINVAL vdisk/vdisk open new /var/tmp/case/free 1536
EINVAL vdisk/vdisk open new /var/tmp/case/free 8192
EINVAL vdisk/vdisk open new /var/tmp/case/free 0
EINVAL vdisk/vdisk open new /var/tmp/case/free 256
EINVAL vdisk/vdisk open new /var/tmp/case/free 513
EINVAL vdisk/vdisk open new /var/tmp/case/free 0x
EINVAL vdisk/vdisk open new /var/tmp/case/free 0x600
EINVAL vdisk/vdisk open new /var/tmp/case/free 512x
EINVAL vdisk/vdisk open new /var/tmp/case/free 512,
EINVAL vdisk/vdisk open new /var/tmp/case/free 0x200h
EINVAL vdisk/vdisk open new /var/tmp/case/free 08
EINVAL vdisk/vdisk open new /var/tmp/case/free -512
EINVAL vdisk/vdisk open new /var/tmp/case/free +512
EINVAL vdisk/vdisk open new /var/tmp/case/free 18446744073709552128
EINVAL vdisk/vdisk open new /var/tmp/case/free 4294967808
EINVAL vdisk/vdisk open new /var/tmp/case/free 512 4096
EINVAL vdisk/vdisk open new /var/tmp/case/free READ_ONLY 512
EINVAL vdisk/vdisk open new /var/tmp/case/free WRITE_THROUG
EINVAL vdisk/vdisk open new /var/tmp/case/free WRITE_THROUGHS
EINVAL vdisk/vdisk open new /var/tmp/case/free READ_ONLY READ_ONLY
EINVAL vdisk/vdisk open new /var/tmp/case/free READ_ONLY=2
EINVAL vdisk/vdisk open new /var/tmp/case/free READ_ONLY=
EINVAL vdisk/vdisk open new /var/tmp/case/free NULLIO BLOCKIO
EINVAL vdisk/vdisk open new /var/tmp/case/free RAM
EINVAL vdisk/vdisk open new /var/tmp/case/free RAM size=1M
EINVAL vdisk/vdisk open new RAM
EINVAL vdisk/vdisk open new RAM size=0
EINVAL vdisk/vdisk open new RAM size=1000
EINVAL vdisk/vdisk open new RAM size=1Q
EINVAL vdisk/vdisk open new RAM size=M
EINVAL vdisk/vdisk open new RAM size=-1M
EINVAL vdisk/vdisk open new RAM size=16777216T
EINVAL vdisk/vdisk open new RAM 4096 size=512
EINVAL vdisk/vdisk open new none NULLIO size=18446744073709551616
EINVAL vdisk/vdisk open new none NULLIO size=9223372036854775808
EINVAL vdisk/vdisk open new /var/tmp/case/free size=5M
EINVAL vdisk/vdisk open new /var/tmp/case/free vendor=ninechars
EINVAL vdisk/vdisk open new /var/tmp/case/free vendor=
EINVAL vdisk/vdisk open new /var/tmp/case/free vendor
EINVAL vdisk/vdisk open new /var/tmp/case/free =1
EINVAL vdisk/vdisk open new /var/tmp/case/free product=seventeen_letters
EINVAL vdisk/vdisk open new /var/tmp/case/free revision=12345
EINVAL vdisk/vdisk open new /var/tmp/case/free serial=1234567890123456789012345678901234567
EINVAL vdisk/vdisk open new /var/tmp/case/free naa=1
EINVAL vdisk/vdisk open new /var/tmp/case/free naa=1123456789abcdef
EINVAL vdisk/vdisk open new /var/tmp/case/free naa=312345678Zabcdef
EINVAL vdisk/vdisk open new /var/tmp/case/free phys_exp=8
EINVAL vdisk/vdisk open new /var/tmp/case/free alignment=1
EINVAL vdisk/vdisk open new /var/tmp/case/free rotation=2
EINVAL vdisk/vdisk open new /var/tmp/case/free colour=red
EINVAL vdisk/vdisk open new /var/tmp/case/free BLOCKIO
EINVAL vdisk/vdisk open new "/var/tmp/case/free
EINVAL vdisk/vdisk open new "/var/tmp/case/free"x
EINVAL vdisk/vdisk open new /var/tmp/case/empty
EINVAL vdisk/vdisk open new /var/tmp/case
EINVAL vdisk/vdisk open new /dev/null
EINVAL vdisk/vdisk open new /dev/zero BLOCKIO
# --- vdisk: the others
EINVAL vdisk/vdisk close
EINVAL vdisk/vdisk close missing
EINVAL vdisk/vdisk close DISK1
EINVAL vdisk/vdisk close disk1 disk2
EINVAL vdisk/vdisk resync_size
EINVAL vdisk/vdisk resync_size missing
EINVAL vdisk/vdisk resync_size disk1 10
EINVAL vdisk/vdisk set_t10_dev_id
EINVAL vdisk/vdisk set_t10_dev_id disk1
EINVAL vdisk/vdisk set_t10_dev_id missing id
EINVAL vdisk/vdisk set_t10_dev_id disk1 id more
EINVAL vdisk/vdisk set_t10_dev_id disk1 \xc3\xa4
EINVAL vdisk/vdisk set_t10_dev_id disk1 1234567890123456789012345678901234567

# --- devices
EINVAL groups/Default/devices add
EINVAL groups/Default/devices add missing
EINVAL groups/Default/devices add missing 3
EINVAL groups/Default/devices add Disk3 3
EEXIST groups/Default/devices add disk3
EEXIST groups/Default/devices add disk3 0
EEXIST groups/Default/devices add disk3 5
EEXIST groups/Default/devices add disk3 0x5
EEXIST groups/Default/devices add disk3 5 READ_ONLY
EINVAL groups/Default/devices add disk1 1
EINVAL groups/Default/devices add disk2 6
EINVAL groups/Default/devices add disk3 16384
EINVAL groups/Default/devices add disk3 65536
EINVAL groups/Default/devices add disk3 4294967296
EINVAL groups/Default/devices add disk3 18446744073709551616
EINVAL groups/Default/devices add disk3 -1
EINVAL groups/Default/devices add disk3 1x
EINVAL groups/Default/devices add disk3 0x
EINVAL groups/Default/devices add disk3 09
EINVAL groups/Default/devices add disk3 1.0
EINVAL groups/Default/devices add disk3 one
EINVAL groups/Default/devices add disk3 1 2
EINVAL groups/Default/devices add disk3 1 RO
EINVAL groups/Default/devices add disk3 READ_ONLY 1
EINVAL groups/Default/devices add disk3 1 READ_ONLY READ_ONLY
EINVAL groups/Default/devices add disk3 1 READ_ONLY=1
EINVAL groups/Default/devices add 0:0:0:0 1
EINVAL groups/Default/devices add 17:0:0:0 1
EINVAL groups/Default/devices del
EINVAL groups/Default/devices del missing
EINVAL groups/Default/devices del disk3
EINVAL groups/Default/devices del disk1 5
EINVAL groups/Default/devices del disk1 0 READ_ONLY
EINVAL groups/Default/devices del 0:0:0:0
EINVAL groups/Default/devices clear all
EINVAL groups/Default/devices replace
EINVAL groups/Default/devices replace missing 0
EINVAL groups/Default/devices replace disk3 1
EINVAL groups/Default/devices replace disk2 0
EINVAL groups/Default/devices replace disk1 0
EINVAL groups/Default/devices replace disk3 0x
EINVAL groups/Default/devices replace disk3 16384
EINVAL groups/other/devices del disk1
EEXIST groups/other/devices add disk1 1

# --- groups
EINVAL scsi_tgt add_group
EINVAL scsi_tgt add_group Default
EINVAL scsi_tgt add_group other
EINVAL scsi_tgt add_group new more
EINVAL scsi_tgt add_group a/b
EINVAL scsi_tgt add_group .
EINVAL scsi_tgt add_group ..
EINVAL scsi_tgt add_group ""
EINVAL scsi_tgt add_group "a b"
EINVAL scsi_tgt add_group \xc3\xa4
EINVAL scsi_tgt add_group aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
EINVAL scsi_tgt del_group
EINVAL scsi_tgt del_group Default
EINVAL scsi_tgt del_group missing
EINVAL scsi_tgt del_group OTHER
EINVAL scsi_tgt del_group other third
EINVAL scsi_tgt rename_group
EINVAL scsi_tgt rename_group other
EINVAL scsi_tgt rename_group Default new
EINVAL scsi_tgt rename_group missing new
EINVAL scsi_tgt rename_group other third
EINVAL scsi_tgt rename_group other other
EINVAL scsi_tgt rename_group other Default
EINVAL scsi_tgt rename_group other a/b
EINVAL scsi_tgt rename_group other new more
EINVAL scsi_tgt assign
EINVAL scsi_tgt assign 0:0:0:0
EINVAL scsi_tgt assign 0:0:0:0 missing
EINVAL scsi_tgt assign 0:0:0:0 vdisk
EINVAL scsi_tgt assign 99:0:0:0 dev_disk
EINVAL scsi_tgt assign disk1 vdisk
EINVAL scsi_tgt assign 0:0:0:0 dev_disk more

# --- names
EINVAL groups/other/names add
EINVAL groups/other/names add ini1
EINVAL groups/other/names add ini2 ini4
EINVAL groups/other/names add "two words"
EINVAL groups/other/names add \xc3\xa4
EINVAL groups/other/names del
EINVAL groups/other/names del missing
EINVAL groups/other/names del ini3
EINVAL groups/other/names move
EINVAL groups/other/names move ini1
EINVAL groups/other/names move ini1 missing
EINVAL groups/other/names move missing third
EINVAL groups/other/names move ini1 other
EINVAL groups/other/names move ini1 third more
EINVAL groups/other/names clear all

# --- threads, trace_level
EINVAL threads 0
EINVAL threads -1
EINVAL threads +4
EINVAL threads 4x
EINVAL threads many
EINVAL threads 4 5
EINVAL threads 99999999
EINVAL threads 18446744073709551617
EINVAL trace_level hello
EINVAL trace_level add
EINVAL trace_level add hello
EINVAL trace_level add scsi hello
EINVAL trace_level set
EINVAL trace_level del hello
EINVAL trace_level value
EINVAL trace_level value x
EINVAL trace_level value 0x100000000
EINVAL trace_level all of
EINVAL vdisk/trace_level add retry
EINVAL vdisk/trace_level set send_top
T

# What can only be read can't be written to, whoever tries.
for file in sessions help version sgv vdisk/help vdisk/type; do
	expect_ne "$(write_errno "$scst_proc/$file" "all")" OK "write to $file"
done

# After all that everything works.
udevadm settle
open_vdisk new /var/tmp/case/free
map_lun new 1
[ -b "$(dev_of new)" ] || fail "there is no new disk"
