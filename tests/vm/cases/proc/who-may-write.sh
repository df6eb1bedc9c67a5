#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: writing needs CAP_SYS_ADMIN of the first user namespace, of the writer and of
#	whoever opened the file; everybody may read
# slice: yes
# limit: 30
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool capsh setpriv unshare

load_scst
open_vdisk disk1 none NULLIO
map_lun disk1 0
udevadm settle
before=$(scst_state)
files=(scsi_tgt threads trace_level groups/Default/devices groups/Default/names vdisk/vdisk
	vdisk/trace_level)
commands=("add_group new" "threads 3" "all" "clear" "add new" "close disk1" "all")

# What a command of another one writes: its errno's name. The one program for all.
cat >"$work_dir/write" <<'P'
import errno, os, sys
try:
    fd = int(sys.argv[1]) if sys.argv[1].isdigit() else os.open(sys.argv[1], os.O_WRONLY)
    os.write(fd, sys.argv[2].encode())
    print("OK")
except OSError as e:
    print(errno.errorcode[e.errno])
P
chmod 755 "$work_dir"
tell=(python3 "$work_dir/write")

for n in "${!files[@]}"; do
	file=$scst_proc/${files[n]} text=${commands[n]}
	expect_eq "$(setpriv --reuid=65534 --regid=65534 --clear-groups "${tell[@]}" "$file" "$text")" \
		EACCES "nobody writes ${files[n]}"
	expect_eq "$(setpriv --reuid=65534 --regid=65534 --clear-groups "${tell[@]}" 7 "$text" 7>"$file")" \
		EPERM "nobody writes to ${files[n]}, opened by root"
	expect_eq "$(setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin "${tell[@]}" "$file" "$text")" \
		EPERM "root without CAP_SYS_ADMIN writes ${files[n]}"
	expect_eq "$(capsh --drop=cap_sys_admin -- -c "${tell[*]} $file '$text'")" EPERM \
		"root without CAP_SYS_ADMIN writes ${files[n]}"
	expect_eq "$(unshare --user --map-root-user "${tell[@]}" "$file" "$text")" EPERM \
		"root of a user namespace writes ${files[n]}"
	# Longer than any command: the permission comes first.
	expect_eq "$(capsh --drop=cap_sys_admin -- -c "${tell[*]} $file $(printf 'x%.0s' $(seq 4000))")" \
		EPERM "what is too long"
done

# A file that somebody without the capability has opened does not serve a privileged writer.
capsh --drop=cap_sys_admin -- -c "exec 7>$scst_proc/scsi_tgt; echo >$work_dir/ready; exec sleep 60" &
opener=$!
wait_for 20 test -e "$work_dir/ready"
result=$(python3 - $opener <<'P'
import ctypes, errno, os, sys
pid = os.pidfd_open(int(sys.argv[1]))
fd = ctypes.CDLL(None).syscall(438, pid, 7, 0)    # pidfd_getfd
assert fd >= 0
try:
    os.write(fd, b"add_group new")
    print("OK")
except OSError as e:
    print(errno.errorcode[e.errno])
P
)
kill $opener
expect_eq "$result" EPERM "a privileged writer of a file that another one opened"

expect_eq "$(scst_state)" "$before" "state"

# CAP_SYS_ADMIN is enough, and what is wanted.
expect_eq "$(setpriv --bounding-set=-all,+sys_admin,+dac_override --inh-caps=-all,+sys_admin \
	"${tell[@]}" $scst_proc/scsi_tgt "add_group new")" OK "root with little else"
[ -d $scst_proc/groups/new ] || fail "the group is not there"
