#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: writing needs CAP_SYS_ADMIN of the first user namespace, of the writer and of
#	whoever opened the file; everybody may read
# limit: 200
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

# Writes each of the commands to each of the files, which may be numbers of files that are
# open, and prints what came of it.
cat >"$work_dir/write" <<'P'
import errno, os, sys
def attempt(file, text):
    try:
        fd = int(file) if file.isdigit() else os.open(file, os.O_WRONLY)
        os.write(fd, text.encode())
        return "OK"
    except OSError as e:
        return errno.errorcode[e.errno]
words = sys.argv[1:]
print(*sorted({attempt(file, text) for file, text in zip(words[::2], words[1::2])}))
P
chmod 755 "$work_dir"
tell=(python3 "$work_dir/write")
nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
all=() open=()
for n in "${!files[@]}"; do
	all+=("$scst_proc/${files[n]}" "${commands[n]}")
	exec {fd}>"$scst_proc/${files[n]}"
	open+=("$fd" "${commands[n]}")
done
# Longer than any command: the permission comes first.
all+=("$scst_proc/scsi_tgt" "$(printf 'x%.0s' $(seq 4000))")

expect_eq "$("${nobody[@]}" "${tell[@]}" "${all[@]}")" EACCES "nobody"
expect_eq "$("${nobody[@]}" "${tell[@]}" "${open[@]}")" EPERM "nobody, of files that root opened"
expect_eq "$(setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin "${tell[@]}" "${all[@]}")" \
	EPERM "root without CAP_SYS_ADMIN"
expect_eq "$(capsh --drop=cap_sys_admin -- -c "$(printf '%q ' "${tell[@]}" "${all[@]}")")" \
	EPERM "root without CAP_SYS_ADMIN"
expect_eq "$(unshare --user --map-root-user "${tell[@]}" "${all[@]}")" EPERM \
	"root of a user namespace"
expect_eq "$(unshare --user --map-root-user "${tell[@]}" "${open[@]}")" EPERM \
	"root of a user namespace, of files that root opened"

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
