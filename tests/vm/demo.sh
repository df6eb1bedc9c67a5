#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The five steps, in a guest that is thrown away afterwards; run by `make demo`.
# Every line that begins with "# " is a command as a person would type it.
set -euo pipefail

step() {
	printf '\n== %s\n' "$*"
}

# Shows a command and does it.
run() {
	printf '# %s\n' "$*"
	eval "$*"
}

disk() {
	lsblk -dnpo NAME,MODEL | awk '/vm_disk1/ { print $1 }'
}

step "This machine: Linux $(uname -r)"

step "1. Load up scst"
run modprobe scst
run modprobe scst_vdisk

step "2. Create a virtual disk"
run "dd if=/dev/zero of=/srv/vdisk1.img bs=16384 count=16000 status=none"
run 'echo "open vm_disk1 /srv/vdisk1.img" > /proc/scsi_tgt/vdisk/vdisk'
run 'echo "add vm_disk1 0" > /proc/scsi_tgt/groups/Default/devices'
run cat /proc/scsi_tgt/vdisk/vdisk

step "3. Load the scst_local driver"
run "insmod $SCST_KO_DIR/scst_local.ko"

step "4. Check what you have"
if [ -e /proc/scsi/scsi ]; then
	run cat /proc/scsi/scsi
else
	run lsscsi --classic
fi
run lsscsi -g

step "5. Have fun"
dev=$(disk)
[ -b "$dev" ] || { echo "there is no disk" >&2; exit 1; }
run "mkfs.ext4 -q $dev"
run "mount $dev /mnt"
run "dd if=/dev/urandom of=/mnt/data bs=1M count=64 status=none"
before=$(sha256sum </mnt/data)
run umount /mnt
run "mount $dev /mnt"
after=$(sha256sum </mnt/data)
echo "written: $before"
echo "read:    $after"
[ "$before" = "$after" ] || { echo "the data differ" >&2; exit 1; }
run umount /mnt

step "The same with scstctl"
run "truncate -s 256M /srv/vdisk2.img"
run "scstctl create vm_disk2 /srv/vdisk2.img"
run scstctl list
run scstctl devices
run scstctl destroy vm_disk2

step "And away again"
run 'echo "close vm_disk1" > /proc/scsi_tgt/vdisk/vdisk'
run lsscsi
run rmmod scst_local scst_vdisk scst

printf '\nAll five steps work.\n'
