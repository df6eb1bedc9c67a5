#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: neither an unprivileged user nor root of a user namespace, be it theirs or one of
#	root's, opens a door: every file of /proc, every netlink request and the module's parameters
# modules: scst scst_vdisk scst_local
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"
need_tool setpriv unshare

load_scst
truncate -s 1M "$work_dir/file"
open_vdisk disk1 "$work_dir/file"
map_lun disk1 0
scst_write scsi_tgt add_group other
udevadm settle
before=$(scst_state)
cp "$(dirname "$0")/noise.py" "$work_dir"

# Tries everything, and prints what was not refused as it must be.
cat >"$work_dir/knock" <<'PYTHON'
import errno
import os
import sys
from noise import ACK, Commands, Messages, PROC, Policy, REQUEST, Socket, Wrong, family, files

wanted, same_net = {errno.EPERM, errno.EACCES}, sys.argv[1] == "same-net"
tried = 0
commands = Commands(1, ["/etc/hostname"])
parameters = [f"/sys/module/{module}/parameters" for module in ("scst", "scst_vdisk", "scst_local")]
places = [f"{PROC}/{file}" for file in files()]
places += [f"{folder}/{name}" for folder in parameters if os.path.isdir(folder)
           for name in os.listdir(folder)]
for place in places:
    texts = [commands.words.fill(usage).encode() for usage in commands.of(place[len(PROC) + 1:])]
    for text in texts or [b"all", b"1", b"", b"clear"]:
        tried += 1
        try:
            handle = os.open(place, os.O_WRONLY)
        except OSError as error:
            if error.errno not in wanted:
                raise Wrong(f"{place}: {errno.errorcode[error.errno]}") from error
            continue
        try:
            os.write(handle, text)
        except OSError as error:
            # EIO is what a file says that nobody can write to.
            if error.errno not in wanted | {errno.EIO}:
                raise Wrong(f"{place}: {text!r}: {errno.errorcode[error.errno]}") from error
        else:
            if text:
                raise Wrong(f"{place}: {text!r} was let in")
        os.close(handle)

sock = Socket()
number = family(sock)
if same_net:
    policy = Policy(sock, number)
    messages = Messages(1, policy, ["/etc/hostname"])
    for command in policy.does:
        for _ in range(2):
            tried += 1
            error, _ = sock.ask(number, command, messages.payload(command), REQUEST | ACK)
            if error not in wanted:
                raise Wrong(f"netlink command {command}: errno {error}")
elif number is not None:
    raise Wrong("another network namespace sees the family")
print(tried)
PYTHON
chmod 755 "$work_dir"
chmod 644 "$work_dir"/*

knock() {
	local who=$1 tried
	shift
	tried=$(PYTHONDONTWRITEBYTECODE=1 "$@") || fail "$who: a door is open"
	# All files, and all commands of netlink.
	[ "$tried" -ge "$least" ] || fail "$who: only $tried doors were tried"
	echo "$who: $tried doors"
}

nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
same=(python3 "$work_dir/knock" same-net) other=(python3 "$work_dir/knock" other-net)
least=80
knock "nobody" "${nobody[@]}" "${same[@]}"
knock "root of a user namespace of root's" unshare -Ur "${same[@]}"
knock "root of a user namespace of nobody's" "${nobody[@]}" unshare -Ur "${same[@]}"
least=20
knock "the same with a network of its own" unshare -Urn "${other[@]}"
knock "nobody's with a network of its own" "${nobody[@]}" unshare -Urn "${other[@]}"
expect_eq "$(scst_state)" "$before" "state"

# A socket that root has opened serves nobody who inherits it, nor the other way round.
cd "$work_dir"
PYTHONDONTWRITEBYTECODE=1 python3 - <<'PYTHON'
import errno
import os
from noise import ACK, REQUEST, Socket, Wrong, attr, family

sock = Socket()
number = family(sock)
if not os.fork():
    os.setuid(65534)
    error, _ = sock.ask(number, 8, attr(3, b"new\0"), REQUEST | ACK)
    os._exit(error)
status = os.waitstatus_to_exitcode(os.wait()[1])
if status != errno.EPERM:
    raise Wrong(f"a socket of root's in other hands: errno {status}")
os.seteuid(65534)
sock = Socket()
os.seteuid(0)
error, _ = sock.ask(number, 8, attr(3, b"new\0"), REQUEST | ACK)
if error != errno.EPERM:
    raise Wrong(f"a socket of nobody's in root's hands: errno {error}")
PYTHON
expect_eq "$(scst_state)" "$before" "state"
# And root, with a socket of his own, may.
python3 - <<'PYTHON'
from noise import ACK, REQUEST, Socket, Wrong, attr, family

sock = Socket()
error, _ = sock.ask(family(sock), 8, attr(3, b"new\0"), REQUEST | ACK)
if error:
    raise Wrong(f"root: errno {error}")
PYTHON
[ -d $scst_proc/groups/new ] || fail "the group is not there"
