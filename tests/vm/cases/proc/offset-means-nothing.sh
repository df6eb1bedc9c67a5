#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a command counts wherever the file offset is, also several through one open file
# limit: 200
# shellcheck source=lib.sh
. "$VM_LIB"

modprobe scst
python3 - $scst_proc <<'P'
import os, sys
root = sys.argv[1]
fd = os.open(f"{root}/scsi_tgt", os.O_RDWR)

def groups():
    return sorted(os.listdir(f"{root}/groups"))

def write(text, how):
    assert how(text) == len(text), text

write(b"add_group a\n", lambda t: os.write(fd, t))
write(b"add_group b\n", lambda t: os.write(fd, t))
os.lseek(fd, 100000, os.SEEK_SET)
write(b"add_group c\n", lambda t: os.write(fd, t))
os.lseek(fd, 0, os.SEEK_SET)
write(b"add_group d\n", lambda t: os.write(fd, t))
os.lseek(fd, 77, os.SEEK_SET)
write(b"add_group e\n", lambda t: os.write(fd, t))
append = os.open(f"{root}/scsi_tgt", os.O_WRONLY | os.O_APPEND)
write(b"add_group f\n", lambda t: os.write(append, t))
trunc = os.open(f"{root}/scsi_tgt", os.O_WRONLY | os.O_TRUNC | os.O_CREAT)
write(b"add_group g\n", lambda t: os.write(trunc, t))
assert groups() == ["Default", "a", "b", "c", "d", "e", "f", "g"], groups()

# A read through the same file begins where it shall, and sees what is now.
names = os.open(f"{root}/groups/a/names", os.O_RDWR)
write(b"add one\n", lambda t: os.write(names, t))
assert os.pread(names, 100, 0) == b"one\n", os.pread(names, 100, 0)
write(b"add two\n", lambda t: os.write(names, t))
os.lseek(names, 0, os.SEEK_SET)
assert os.read(names, 100) == b"one\ntwo\n"

# Lines of one write() are one command, not several.
try:
    os.write(fd, b"add_group x\nadd_group y\n")
    raise SystemExit("two commands in one write() were taken")
except OSError:
    pass
assert "x" not in groups() and "y" not in groups(), groups()

# An open file of a group that is gone does no harm.
write(b"del_group a\n", lambda t: os.write(fd, t))
for act in (lambda: os.write(names, b"add three\n"), lambda: os.pread(names, 10, 0)):
    try:
        act()
        raise SystemExit("a file of a group that is gone still works")
    except OSError:
        pass
P
