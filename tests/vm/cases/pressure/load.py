# SPDX-License-Identifier: GPL-2.0-only
"""Dirties more memory than there is, and looks whether it comes back as it went.

load.py anon MIB SECONDS            pages of its own, which have to be swapped out
load.py file MIB SECONDS PATH       a file that is mapped shared, which has to be written back

Each page says which it is and how often it was written. Every page is looked at before it is
written again, and all of them at the end; those of a file once more after it left the cache.
"""

import mmap
import os
import random
import struct
import sys
import time

PAGE = 4096
HEADER = struct.Struct("<QQ")
BODIES = [random.Random(n).randbytes(PAGE - HEADER.size) for n in range(16)]


class Load:
    def __init__(self, memory, pages):
        self.memory, self.pages = memory, pages
        self.times = bytearray(4 * pages)
        self.counts = memoryview(self.times).cast("I")
        self.written = 0

    def wanted(self, page):
        times = self.counts[page]
        return HEADER.pack(page, times) + BODIES[(page + times) % 16] if times else bytes(PAGE)

    def look(self, page):
        got = self.memory[page * PAGE:(page + 1) * PAGE]
        if got != self.wanted(page):
            number, times = HEADER.unpack_from(got)
            sys.exit(f"page {page}, written {self.counts[page]} times, says: "
                     f"page {number}, {times} times")

    def write(self, page):
        self.counts[page] += 1
        self.memory[page * PAGE:(page + 1) * PAGE] = self.wanted(page)
        self.written += 1

    def run(self, seconds):
        end = time.monotonic() + seconds
        for page in range(self.pages):
            self.write(page)
        chance = random.Random(1)
        while time.monotonic() < end:
            page = chance.randrange(self.pages)
            self.look(page)
            self.write(page)

    def look_at_all(self):
        for page in range(self.pages):
            self.look(page)


def main():
    kind, size, seconds = sys.argv[1], int(sys.argv[2]) << 20, int(sys.argv[3])
    if kind == "anon":
        load = Load(mmap.mmap(-1, size), size // PAGE)
        load.run(seconds)
        load.look_at_all()
    else:
        fd = os.open(sys.argv[4], os.O_RDWR | os.O_CREAT)
        os.ftruncate(fd, size)
        load = Load(mmap.mmap(fd, size), size // PAGE)
        load.run(seconds)
        load.memory.flush()
        load.memory.close()
        os.fsync(fd)
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        load.memory = mmap.mmap(fd, size, prot=mmap.PROT_READ)
        load.look_at_all()
    print(f"{kind}: {size >> 20} MiB, {load.written} pages written")


main()
