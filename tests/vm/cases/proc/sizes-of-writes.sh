#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: one write is one command of up to 3584 bytes; longer ones, noise and NULs are
#	refused and change nothing
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
open_vdisk disk1 none NULLIO
map_lun disk1 0
before=$(scst_state)

python3 - $scst_proc <<'P'
import errno, os, sys
root = sys.argv[1]
writable = ["scsi_tgt", "threads", "trace_level", "groups/Default/devices",
            "groups/Default/names", "vdisk/vdisk", "vdisk/trace_level"]
bad = 0

def expect(wanted, file, data, what):
    global bad
    fd = os.open(f"{root}/{file}", os.O_WRONLY)
    try:
        done = os.write(fd, data)
        got = "OK" if done == len(data) else f"short: {done}"
    except OSError as e:
        got = errno.errorcode[e.errno]
    os.close(fd)
    if got != wanted:
        bad += 1
        print(f"FAIL: {what} to {file}: got {got}, wanted {wanted}")

def noise(size, first=1):
    """Bytes at random; the first one alone is enough to be no text."""
    return bytes([first]) + os.urandom(size - 1)

for file in writable:
    expect("EINVAL", file, b"", "an empty write")
    for size in (3585, 3586, 4095, 4096, 4097, 5000, 65536, 1 << 20):
        expect("EOVERFLOW", file, b"hello".ljust(size), f"{size} bytes")
        expect("EOVERFLOW", file, os.urandom(size), f"{size} random bytes")
        expect("EOVERFLOW", file, bytes(size), f"{size} NULs")
    for size in (1, 2, 511, 512, 3583, 3584):
        expect("EINVAL", file, b"#".ljust(size), f"{size} bytes")
        expect("EINVAL", file, bytes(size), f"{size} NULs")
        expect("EINVAL", file, b" " * size, f"{size} blanks")
        for _ in range(5):
            expect("EINVAL", file, noise(size), f"{size} random bytes")
            if size < 3584:
                expect("EINVAL", file, os.urandom(size) + b"\x00", f"{size} bytes, then NUL")

# The longest that is taken, to the letter, and as much white space as there may be.
expect("OK", "scsi_tgt", b"add_group long".ljust(3584), "3584 bytes")
assert os.path.isdir(f"{root}/groups/long")
expect("OK", "scsi_tgt", b"del_group long".rjust(3584), "blanks before")
assert not os.path.exists(f"{root}/groups/long")

# Of a long path nothing is cut off, nor of a long list of words.
expect("ENAMETOOLONG", "vdisk/vdisk", b"open new /" + b"x" * 300, "a name of 300")
expect("ENOENT", "vdisk/vdisk", b"open new " + b"/" * 3500 + b"missing", "a path of 3507")
expect("EINVAL", "trace_level", b"set " + b"scsi " * 100, "a hundred words")

# A buffer that is not there.
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open(f"{root}/scsi_tgt", os.O_WRONLY)
assert libc.write(fd, ctypes.c_void_p(8), ctypes.c_size_t(20)) == -1
assert ctypes.get_errno() == errno.EFAULT, ctypes.get_errno()
raise SystemExit(1 if bad else 0)
P
expect_eq "$(scst_state)" "$before" "state after all that"
