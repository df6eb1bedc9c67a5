#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: whatever is written to the files of /proc/scsi_tgt, in whatever pieces, is done or
#	refused with an errno that is documented, and what is refused changes nothing
# modules: scst scst_vdisk scst_local
# limit: 200
# soak: 7200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
for n in 0 1 2; do truncate -s 1M "$work_dir/file$n"; done
seed=${SEED:-$RANDOM$RANDOM}

# write_noise SEED COUNT ALONE FOLDER : alone, it can tell whether a refusal has changed something
cat >"$work_dir/write_noise" <<'PYTHON'
import ctypes
import errno
import os
import sys
from noise import Commands, PROC, REFUSALS, Wrong, difference, files, state

seed, count, alone, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "alone", sys.argv[4]
commands = Commands(seed, [f"{folder}/file{n}" for n in range(3)] + ["none", f"{folder}/missing"])
rng = commands.rng
libc = ctypes.CDLL(None, use_errno=True)
# The last two are what a file says that nobody can write to.
known = REFUSALS | {errno.EFAULT, errno.EIO, errno.ESPIPE}


def send_nothing(handle):
    """Memory that is not there, lengths that no memory has."""
    length = rng.choice([1, 100, 3584, 3585, 1 << 31, (1 << 64) - 1])
    where = rng.choice([0, 4096, 1 << 47, (1 << 64) - 8])
    if libc.write(handle, ctypes.c_void_p(where), ctypes.c_size_t(length)) >= 0:
        raise Wrong("bytes were taken from where there are none")
    raise OSError(ctypes.get_errno(), "")


def send_whole(handle, text):
    how = rng.randrange(10)
    if how == 0:
        os.pwrite(handle, text, rng.choice([0, 1, 4096, 1 << 40]))
    elif how == 1:
        send_nothing(handle)
    else:
        os.write(handle, text)


def send_in_pieces(handle, text):
    """Each of them is a command of its own."""
    at = rng.randrange(len(text) + 1)
    if rng.random() < 0.5:
        os.writev(handle, [text[:at], text[at:]])
    else:
        os.write(handle, text[:at])
        os.write(handle, text[at:])


def attempt(file, text, send):
    """Whether it was done."""
    try:
        handle = os.open(f"{PROC}/{file}", os.O_RDWR)
    except FileNotFoundError:
        # Somebody else has removed a group.
        return False
    try:
        send(handle, text)
        return True
    except OSError as error:
        if error.errno not in known:
            raise Wrong(f"{file}: {text[:200]!r}: {errno.errorcode.get(error.errno)}") from error
        return False
    finally:
        os.close(handle)


done = compared = 0
for turn in range(count):
    file = rng.choice(files())
    text = commands.command(file)
    if not alone or turn % 8:
        done += attempt(file, text, send_in_pieces if turn % 8 == 1 else send_whole)
        continue
    before = state()
    if attempt(file, text, send_whole):
        continue
    compared += 1
    changed = difference(before, state())
    if changed:
        raise Wrong(f"{file}: {text[:200]!r} was refused, yet {changed[0]}")
# A grammar whose commands are all refused would find little.
if done * 20 < count:
    raise Wrong(f"only {done} of {count} commands were done")
print(f"{done} of {count} done, {compared} refusals looked at")
PYTHON

noise() {
	PYTHONPATH=$(dirname "$0") PYTHONDONTWRITEBYTECODE=1 \
		python3 "$work_dir/write_noise" "$1" "$2" "$3" "$work_dir"
}

few=$(amount 600 40000) many=$(amount 300 20000)
echo "seed $seed"
noise "$seed" "$few" alone
noise "$seed.1" "$many" together &
first=$!
noise "$seed.2" "$many" together &
second=$!
wait $first
wait $second

# All is as it should be: every file can be read, and what there is can be taken away.
scst_state >/dev/null
for group in "$scst_proc"/groups/*/; do
	echo clear >"$group/devices"
	group=$(basename "$group")
	[ "$group" = Default ] || scst_write scsi_tgt del_group "$group"
done
mapfile -t names < <(awk 'NR > 1 { print $1 }' $scst_proc/vdisk/vdisk)
for name in "${names[@]}"; do close_vdisk "$name"; done
expect_eq "$(ls $scst_proc/groups)" Default "groups"
make_disk new 0 "$work_dir/file0" >/dev/null
expect_idle
figure "$((few + 2 * many)) commands, seed $seed"
