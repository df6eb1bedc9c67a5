#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: netlink requests of all shapes, lengths that lie, nests of noise, dumps that nobody
#	reads to their end: each is done or refused with an errno, and the next one is heard
# modules: scst scst_vdisk scst_local
# limit: 200
# soak: 7200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
for n in 0 1 2; do truncate -s 1M "$work_dir/file$n"; done
seed=${SEED:-$RANDOM$RANDOM}
few=$(amount 6000 400000)

# send_noise SEED COUNT FOLDER
cat >"$work_dir/send_noise" <<'PYTHON'
import errno
import struct
import sys
from noise import (ACK, DUMP, Messages, NLMSG_ERROR, Policy, REFUSALS, REQUEST, Socket, Wrong,
                   family)

seed, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
sock = Socket()
number = family(sock)
policy = Policy(sock, number)
if len(policy.does) < 10 or len(policy.dumps) < 5:
    raise Wrong(f"the policy names {len(policy.does)} commands and {len(policy.dumps)} lists")
messages = Messages(seed, policy, [f"{folder}/file{n}" for n in range(3)])
rng = messages.rng
# What generic netlink itself says of messages that are none, besides what verbs say.
known = REFUSALS | {0, errno.EOPNOTSUPP, errno.ERANGE, errno.ENOSPC, errno.EMSGSIZE,
                    errno.ENOBUFS, errno.EPROTONOSUPPORT, errno.ENODATA}
done = refused = silent = 0


def hear(some):
    """All answers there are; a request may have none (no ACK asked, no message at all)."""
    global done, refused, silent
    heard = False
    some.socket.setblocking(False)
    try:
        while True:
            for kind, data in some.receive():
                heard = True
                if kind != NLMSG_ERROR:
                    continue
                error = -struct.unpack_from("=i", data)[0]
                if error not in known:
                    raise Wrong(f"errno {errno.errorcode.get(error, error)}")
                done += not error
                refused += bool(error)
    except BlockingIOError:
        pass
    except OSError as error:
        if error.errno != errno.ENOBUFS:
            raise
    silent += not heard
    some.socket.settimeout(30)


def alive():
    error, _ = sock.ask(number, rng.choice(sorted(policy.dumps)), b"", REQUEST | DUMP)
    if error:
        raise Wrong(f"a list: {errno.errorcode.get(error, error)}")


for turn in range(count):
    text, command, payload = messages.message(sock, number)
    before = done
    try:
        sock.socket.send(text)
    except OSError as error:
        if error.errno not in known:
            raise
    hear(sock)
    if done > before:
        messages.learn(command, payload)
    if turn % 16 == 0:
        alive()
    if turn % 16 == 8:
        # A list of which nobody hears the end.
        cut = Socket()
        cut.socket.send(cut.message(number, rng.choice(sorted(policy.dumps)),
                                    rng.randbytes(rng.choice([0, 0, 3, 20])), REQUEST | DUMP))
        if rng.random() < 0.5:
            cut.socket.send(messages.message(cut, number)[0])
        cut.close()
alive()
if done * 25 < count:
    raise Wrong(f"only {done} of {count} requests were done")
print(f"{done} done, {refused} refused, {silent} without an answer")
PYTHON

echo "seed $seed"
pids=()
for n in 1 2; do
	PYTHONPATH=$(dirname "$0") PYTHONDONTWRITEBYTECODE=1 \
		python3 "$work_dir/send_noise" "$seed.$n" "$((few / 2))" "$work_dir" &
	pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done

# Jobs that are still at work end; then all can be taken away.
settled() {
	local name names
	mapfile -t names < <(awk 'NR > 1 { print $1 }' $scst_proc/vdisk/vdisk)
	for name in "${names[@]}"; do
		echo "close $name" >$scst_proc/vdisk/vdisk 2>/dev/null || return 1
	done
}
wait_for 60 settled
scst_state >/dev/null
make_disk new 0 "$work_dir/file0" >/dev/null
expect_idle
figure "$few messages, seed $seed"
