#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: several writers who make, map, unmap and destroy the same unit and the same group
#	get success or an errno that fits, and nothing is left over or lost
# slice: yes
# limit: 400
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst_vdisk
modprobe scst_local add_host=2
truncate -s 4M "$work_dir/one.img"
# Each writer does all the verbs in an order of its own, and notes what came of each.
cat >"$work_dir/writer" <<'P'
import collections, errno, os, random, sys
root, seed, rounds, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
random.seed(seed)
verbs = [
    ("vdisk/vdisk", f"open one {path}"), ("vdisk/vdisk", "open two none NULLIO"),
    ("vdisk/vdisk", "close one"), ("vdisk/vdisk", "close two"),
    ("vdisk/vdisk", "resync_size one"), ("vdisk/vdisk", f"set_t10_dev_id one id{seed}"),
    ("groups/Default/devices", "add one 1"), ("groups/Default/devices", "add two 1"),
    ("groups/Default/devices", "add two 2 READ_ONLY"), ("groups/Default/devices", "del one"),
    ("groups/Default/devices", "del two"), ("groups/Default/devices", "replace one 1"),
    ("groups/Default/devices", "replace two 1"), ("groups/Default/devices", "clear"),
    ("scsi_tgt", "add_group g"), ("scsi_tgt", "del_group g"), ("scsi_tgt", "rename_group g h"),
    ("scsi_tgt", "rename_group h g"), ("groups/g/devices", "add one 1"),
    ("groups/g/devices", "del one"), ("groups/g/names", "add me"), ("groups/g/names", "clear"),
]
fit = {"EINVAL", "EEXIST", "EBUSY"}
seen = collections.Counter()
for _ in range(rounds):
    file, text = random.choice(verbs)
    try:
        fd = os.open(f"{root}/{file}", os.O_WRONLY)
    except OSError as e:
        # A group that is not there just now.
        assert file.startswith("groups/g/") and e.errno == errno.ENOENT, (file, e)
        continue
    try:
        os.write(fd, text.encode())
        seen["OK"] += 1
    except OSError as e:
        name = errno.errorcode[e.errno]
        # The directory went away between open and write.
        if not (name in fit or (name == "EIO" and file.startswith("groups/g/"))):
            raise SystemExit(f"{text}: {name}")
        seen[name] += 1
    os.close(fd)
print(dict(seen))
P
writers=()
for seed in 1 2 3 4; do
	python3 "$work_dir/writer" $scst_proc $seed 150 "$work_dir/one.img" \
		>"$work_dir/writer$seed" 2>&1 &
	writers+=($!)
done
# Somebody reads all the time.
while :; do cat $scst_proc/*/* $scst_proc/groups/*/* $scst_proc/s[ce]* >/dev/null 2>&1 || true; done &
reader=$!
failed=0
for writer in "${writers[@]}"; do wait "$writer" || failed=1; done
kill $reader
cat "$work_dir"/writer?
[ $failed = 0 ] || fail "a writer failed"
grep -q EBUSY "$work_dir"/writer? || echo "nobody met another one"

# What the tables say is what Linux has.
mapped=$(awk 'NR > 1 { print $2 }' $scst_proc/groups/Default/devices | sort -n | tr '\n' ' ')
for host in 0 1; do
	number=$(host_of $host)
	expect_eq "$(cd /sys/class/scsi_device && for d in "$number":*; do
		if [ -e "$d" ]; then echo "${d##*:}"; fi; done | sort -n | tr '\n' ' ')" \
		"$mapped" "LUNs of adapter $host"
done
for group in g h; do
	if [ -d $scst_proc/groups/$group ]; then scst_write scsi_tgt del_group $group; fi
done
scst_write groups/Default/devices clear
for unit in one two; do
	if grep -q "^$unit " $scst_proc/vdisk/vdisk; then close_vdisk $unit; fi
done
expect_eq "$(wc -l <$scst_proc/vdisk/vdisk)" 1 "lines of vdisk/vdisk"
expect_eq "$(find /sys/class/scsi_device -mindepth 1 | wc -l)" 0 "SCSI devices left"
# Nothing pins the modules any more.
unload_scst
