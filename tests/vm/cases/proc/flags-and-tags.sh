#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: each flag of open has its effect and its tag, in any order and any case
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
file=$(make_file 4M)

options() {
	awk -v name="$1" '$1 == name { print (NF > 4) ? $4 : "" }' $scst_proc/vdisk/vdisk
}

# opened TAGS [BLOCK-SIZE] [FLAG...] : opening a file so shows these tags
opened() {
	local tags=$1
	shift
	open_vdisk unit "$file" "$@"
	expect_eq "$(options unit)" "$tags" "options of '$*'"
	close_vdisk unit
}

opened ""
opened "" 4096
opened WT WRITE_THROUGH
opened NV NV_CACHE
opened RO READ_ONLY
opened DR O_DIRECT
opened RM REMOVABLE
opened WT,NV,RO,DR,RM REMOVABLE O_DIRECT READ_ONLY NV_CACHE WRITE_THROUGH
opened WT,NV,RO,DR,RM 1024 read_only o_direct Removable write_THROUGH nv_cache
opened WT,RO 0x200 READ_ONLY=1 WRITE_THROUGH=1 O_DIRECT=0
opened "" 01000

# What the disk says of itself.
said() {
	map_lun unit 0
	disk=$(dev_of 0)
}
open_vdisk unit "$file" 2048 WRITE_THROUGH REMOVABLE
said
expect_eq "$(blockdev --getss "$disk")" 2048 "block size"
expect_eq "$(cat "/sys/class/scsi_disk/$(scsi_of 0)/cache_type")" "write through"
expect_eq "$(cat "/sys/block/${disk##*/}/removable")" 1 "removable"
close_vdisk unit

open_vdisk unit "$file"
said
expect_eq "$(blockdev --getss "$disk")" 512 "block size"
expect_eq "$(cat "/sys/class/scsi_disk/$(scsi_of 0)/cache_type")" "write back"
expect_eq "$(cat "/sys/block/${disk##*/}/removable")" 0 "removable"
expect_eq "$(blockdev --getro "$disk")" 0 "read-only"
close_vdisk unit

open_vdisk unit "$file" NV_CACHE READ_ONLY
said
expect_eq "$(cat "/sys/class/scsi_disk/$(scsi_of 0)/cache_type")" "write through"
expect_eq "$(blockdev --getro "$disk")" 1 "read-only"
expect_fail dd if=/dev/zero of="$disk" bs=512 count=1 oflag=direct status=none 2>/dev/null
close_vdisk unit

# Read-only by its LUN alone.
open_vdisk unit "$file"
map_lun unit 0 Default READ_ONLY
expect_eq "$(blockdev --getro "$(dev_of 0)")" 1 "read-only LUN"
close_vdisk unit

# Backends and their words in scsi_tgt.
handler() {
	awk '$1 == "unit" { print $2 }' $scst_proc/scsi_tgt
}
open_vdisk unit none NULLIO
expect_eq "$(options unit) $(handler)" "NIO vdisk_null"
said
expect_eq "$(blockdev --getsize64 "$disk")" $((1536 << 30)) "size of NULLIO"
close_vdisk unit
open_vdisk unit none 4096 NULLIO size=1G
said
expect_eq "$(blockdev --getsize64 "$disk")" $((1 << 30)) "size of NULLIO size=1G"
close_vdisk unit
open_vdisk unit "$(scratch 1)" BLOCKIO
expect_eq "$(options unit) $(handler)" "BIO vdisk_blk"
close_vdisk unit
open_vdisk unit "$(scratch 1)"
expect_eq "$(options unit) $(handler)" " vdisk"
close_vdisk unit
open_vdisk unit RAM size=8M
said
expect_eq "$(blockdev --getsize64 "$disk")" $((8 << 20)) "size of RAM"
close_vdisk unit

# Words with a value.
open_vdisk unit "$file" vendor=ACME product=Anvil revision=7a serial=SN-1 \
	naa=3123456789abcdef rotation=7200 phys_exp=3
said
inquiry=$(sg_inq "$disk")
expect_match "$inquiry" "Vendor identification: ACME"
expect_match "$inquiry" "Product identification: Anvil"
expect_match "$inquiry" "Product revision level: 7a"
expect_match "$inquiry" "Unit serial number: SN-1"
expect_match "$(sg_vpd -p di "$disk")" 0x3123456789abcdef
expect_match "$(sg_vpd -p bdc "$disk")" "7200"
expect_eq "$(blockdev --getpbsz "$disk")" 4096 "physical block"
