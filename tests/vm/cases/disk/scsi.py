# SPDX-License-Identifier: GPL-2.0-only
"""SCSI commands through SG_IO, for the cases: sent as they are, judged by the byte.

A Disk sends CDBs; an Answer is what came back. What is not as it must be raises
Wrong, whose words go to $VM_REASON for the report.
"""

import ctypes
import fcntl
import mmap
import os
import random
import sys

SG_IO = 0x2285
NONE, TO_DEVICE, FROM_DEVICE = -1, -2, -3
GOOD, CHECK, BUSY, CONFLICT = 0, 2, 8, 0x18

# Sense key, additional code and qualifier that many cases look for.
LBA_RANGE = "5/21/00"
BAD_FIELD = "5/24/00"
BAD_OPCODE = "5/20/00"
BAD_PARAMETER = "5/26/00"


class Wrong(Exception):
    pass


def report(kind, error, trace):
    sys.__excepthook__(kind, error, trace)
    path = os.environ.get("VM_REASON")
    if path:
        with open(path, "w", encoding="utf-8") as reason:
            reason.write(f"{error or kind.__name__}\n")


sys.excepthook = report


def same(got, wanted, what):
    if got != wanted:
        if isinstance(got, (bytes, bytearray)) and isinstance(wanted, (bytes, bytearray)):
            got, wanted = got[:64].hex(" "), wanted[:64].hex(" ")
        raise Wrong(f"{what}: got {got!r}, wanted {wanted!r}")


class Header(ctypes.Structure):
    _fields_ = [
        ("interface_id", ctypes.c_int), ("dxfer_direction", ctypes.c_int),
        ("cmd_len", ctypes.c_ubyte), ("mx_sb_len", ctypes.c_ubyte),
        ("iovec_count", ctypes.c_ushort), ("dxfer_len", ctypes.c_uint),
        ("dxferp", ctypes.c_void_p), ("cmdp", ctypes.c_void_p), ("sbp", ctypes.c_void_p),
        ("timeout", ctypes.c_uint), ("flags", ctypes.c_uint), ("pack_id", ctypes.c_int),
        ("usr_ptr", ctypes.c_void_p), ("status", ctypes.c_ubyte),
        ("masked_status", ctypes.c_ubyte), ("msg_status", ctypes.c_ubyte),
        ("sb_len_wr", ctypes.c_ubyte), ("host_status", ctypes.c_ushort),
        ("driver_status", ctypes.c_ushort), ("resid", ctypes.c_int),
        ("duration", ctypes.c_uint), ("info", ctypes.c_uint)]


class Answer:
    def __init__(self, status, host, sense, data, resid):
        self.status, self.host, self.raw, self.data, self.resid = status, host, sense, data, resid
        self.information = self.field = None
        self.sense = ""
        self.descriptor = bool(sense) and sense[0] & 0x7f in (0x72, 0x73)
        if not sense:
            return
        if self.descriptor:
            self.sense = "%x/%02x/%02x" % (sense[1] & 15, sense[2], sense[3])
            self.read_descriptors(sense[8:8 + sense[7]])
        else:
            self.sense = "%x/%02x/%02x" % (sense[2] & 15, sense[12], sense[13])
            if sense[0] & 0x80:
                self.information = int.from_bytes(sense[3:7], "big")
            self.read_field(sense[15:18])

    def read_descriptors(self, rest):
        while len(rest) >= 2:
            if rest[0] == 0 and rest[2] & 0x80:
                self.information = int.from_bytes(rest[4:12], "big")
            elif rest[0] == 2:
                self.read_field(rest[4:7])
            rest = rest[2 + rest[1]:]

    def read_field(self, key_specific):
        """(place, byte, bit): place is "cdb" or "list", bit None where the whole field is meant."""
        if key_specific[0] & 0x80:
            self.field = ("cdb" if key_specific[0] & 0x40 else "list",
                          key_specific[1] << 8 | key_specific[2],
                          key_specific[0] & 7 if key_specific[0] & 8 else None)

    def __str__(self):
        return (f"status {self.status:#x} host {self.host:#x} sense {self.sense or '-'} "
                f"information {self.information} field {self.field} resid {self.resid}")


def to_bytes(cdb):
    return bytes.fromhex(cdb) if isinstance(cdb, str) else bytes(cdb)


class Disk:
    def __init__(self, path):
        self.path = path
        self.file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC) \
            if os.access(path, os.W_OK) and not self.read_only(path) \
            else os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)

    @staticmethod
    def read_only(path):
        try:
            with open(f"/sys/class/block/{os.path.basename(path)}/ro", encoding="ascii") as flag:
                return flag.read().strip() == "1"
        except OSError:
            return False

    def run(self, cdb, read=0, write=b"", timeout=30, fill=0):
        """`read`: bytes there is room for; `write`: what is sent."""
        cdb = to_bytes(cdb)
        command = ctypes.create_string_buffer(cdb, len(cdb))
        sense = ctypes.create_string_buffer(96)
        size = read or len(write)
        # On pages of its own: the kernel copies no buffer of whole sectors then.
        pages = mmap.mmap(-1, max(size, 1))
        pages[:size] = bytes(write) if write else bytes([fill]) * read
        data = ctypes.c_char.from_buffer(pages)
        head = Header(interface_id=ord("S"), cmd_len=len(cdb), mx_sb_len=96, dxfer_len=size,
                      dxfer_direction=FROM_DEVICE if read else TO_DEVICE if write else NONE,
                      dxferp=ctypes.addressof(data) if size else None,
                      cmdp=ctypes.addressof(command), sbp=ctypes.addressof(sense),
                      timeout=timeout * 1000)
        fcntl.ioctl(self.file, SG_IO, head)
        return Answer(head.status, head.host_status, sense.raw[:head.sb_len_wr],
                      pages[:size] if read else b"", head.resid)

    def good(self, cdb, read=0, write=b"", resid=0, **more):
        """Must end GOOD, with that residual; returns the bytes that were moved."""
        answer = self.run(cdb, read, write, **more)
        what = f"{to_bytes(cdb).hex(' ')}: {answer}"
        same((answer.status, answer.host, answer.raw), (GOOD, 0, b""), what)
        if resid is not None:
            same(answer.resid, resid, f"{what}: residual")
        return answer.data[:len(answer.data) - answer.resid]

    def refused(self, cdb, sense, read=0, write=b"", field=None, information=None, **more):
        """Must end in CHECK CONDITION with just that sense, field pointer and INFORMATION."""
        answer = self.run(cdb, read, write, **more)
        what = f"{to_bytes(cdb).hex(' ')}: {answer}"
        same((answer.status, answer.host), (CHECK, 0), what)
        same(answer.sense, sense, what)
        same(answer.field, field, f"{what}: field pointer")
        same(answer.information, information, f"{what}: INFORMATION")
        return answer

    def ready(self):
        self.good("00 00 00 00 00 00")

    def settle(self):
        """Takes what unit attentions there are."""
        for _ in range(10):
            if self.run("00 00 00 00 00 00").status == GOOD:
                return
        raise Wrong(f"{self.path} does not become ready")


# --- CDBs

READ = {6: 0x08, 10: 0x28, 12: 0xa8, 16: 0x88}
WRITE = {6: 0x0a, 10: 0x2a, 12: 0xaa, 16: 0x8a}
VERIFY = {10: 0x2f, 12: 0xaf, 16: 0x8f}
DPO, FUA = 0x10, 0x08


def medium(opcodes, length, lba, blocks, flags=0):
    """READ, WRITE or VERIFY of that length."""
    opcode = opcodes[length]
    if length == 6:
        return bytes([opcode]) + lba.to_bytes(3, "big") + bytes([blocks & 0xff, 0])
    widths = {10: (4, 2), 12: (4, 4), 16: (8, 4)}[length]
    cdb = bytes([opcode, flags]) + lba.to_bytes(widths[0], "big")
    if length == 10:
        cdb += b"\0"
    cdb += blocks.to_bytes(widths[1], "big")
    return cdb + bytes(length - len(cdb))


def inquiry(alloc=252, page=None):
    return bytes([0x12, 0 if page is None else 1, page or 0]) + alloc.to_bytes(2, "big") + b"\0"


def mode_sense(page, alloc=252, control=0):
    return bytes([0x1a, 8, control << 6 | page, 0, alloc, 0])


def pattern(size, seed):
    """The same bytes for the same seed."""
    return random.Random(seed).randbytes(size)
