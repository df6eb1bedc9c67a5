#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the sg node of a disk serves beside its sd node, with the same content
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool sg_dd sg_turs sg_readcap

load_scst
open_vdisk both "$(make_file 4M)"
map_lun both 0
disk=$(dev_of both)
sg=$(sg_of both)
[ -c "$sg" ] || fail "there is no sg node: $sg"
[ -c "/dev/bsg/$(scsi_of both)" ] || fail "there is no bsg node"

head -c 4M /dev/urandom >"$work_dir/data"
dd if="$work_dir/data" of="$disk" bs=64k oflag=direct status=none
# The unit attention of the power-on went to sd; sg is the same I_T nexus.
sg_turs "$sg"
expect_match "$(sg_readcap "$sg")" "Number of logical blocks=8192"
sg_dd if="$sg" of="$work_dir/back" bs=512 count=8192 2>/dev/null
cmp "$work_dir/back" "$work_dir/data" || fail "sg reads something else than sd wrote"

head -c 4M /dev/urandom >"$work_dir/data"
sg_dd if="$work_dir/data" of="$sg" bs=512 count=8192 2>/dev/null
dd if="$disk" bs=64k iflag=direct status=none | cmp - "$work_dir/data" ||
	fail "sd reads something else than sg wrote"
expect_match "$(sg_inq "/dev/bsg/$(scsi_of both)")" 'Product identification: both' "INQUIRY by bsg"
