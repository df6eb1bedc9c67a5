#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a file behind a unit can't be behind a second one if either writes; read-only
#	both may have it
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
vdisk=$scst_proc/vdisk/vdisk
file=$(make_file 4M one.img)
ln "$file" "$work_dir/hard"
ln -s "$file" "$work_dir/soft"
mkdir -p "$work_dir/mount" "$work_dir/dir"
ln "$file" "$work_dir/dir/inside"
mount --bind "$work_dir/dir" "$work_dir/mount"

open_vdisk one "$file"
for path in "$file" "$work_dir/hard" "$work_dir/soft" "$work_dir/dir/../one.img" \
	"$work_dir/mount/inside"; do
	expect_errno EBUSY $vdisk "open two $path"
	expect_errno EBUSY $vdisk "open two $path READ_ONLY"
	expect_errno EBUSY $vdisk "open two $path O_DIRECT WRITE_THROUGH"
done
expect_eq "$(wc -l <$vdisk)" 2 "lines of vdisk/vdisk"
in_log "device one .*already" || fail "nothing in the log that names the other"

# Free when it is closed; whichever name it had.
close_vdisk one
open_vdisk two "$work_dir/hard" READ_ONLY
expect_errno EBUSY $vdisk "open one $file"
open_vdisk one "$file" READ_ONLY
open_vdisk three "$work_dir/soft" READ_ONLY
expect_errno EBUSY $vdisk "open four $file"
close_vdisk one
close_vdisk two
expect_errno EBUSY $vdisk "open one $file"
close_vdisk three
open_vdisk one "$file"
# A refused open does not let go of what another one holds.
expect_errno EBUSY $vdisk "open two $file"
expect_errno EBUSY $vdisk "open two $file"
# Another file of the same name is another one.
mv "$file" "$file.moved"
truncate -s 4M "$file"
open_vdisk two "$file"
expect_errno EBUSY $vdisk "open three $file.moved"

# Of several at once one gets it.
for ((n = 0; n < 10; n++)); do
	truncate -s 1M "$work_dir/race"
	jobs=()
	for k in 1 2 3 4; do
		write_errno $vdisk "open race$k $work_dir/race" >"$work_dir/race.$k" &
		jobs+=($!)
	done
	for job in "${jobs[@]}"; do wait "$job"; done
	expect_eq "$(cat "$work_dir"/race.? | sort | tr '\n' ' ')" "EBUSY EBUSY EBUSY OK " "a race"
	for k in 1 2 3 4; do
		if grep -q OK "$work_dir/race.$k"; then close_vdisk race$k; fi
	done
done
