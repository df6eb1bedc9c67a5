# SPDX-License-Identifier: GPL-2.0-only
"""One allocation after the other fails: the n-th that has our code on its stack, for n = 1, 2, …
until what was tried passes without one that fails (fault injection's fail-nth and its filter by
stack). In the caller's context, or in that of the kernel's workers, where jobs run.
"""

import collections
import errno
import glob
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../input"))
from noise import PROC, Wrong, difference, state    # noqa: E402

KNOBS = "/sys/kernel/debug"
MODULES = "scst", "scst_vdisk", "scst_local"


def write(path, text):
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, str(text).encode())
    finally:
        os.close(handle)


def section(module, name):
    with open(f"/sys/module/{module}/sections/{name}", encoding="ascii") as handle:
        return int(handle.read(), 16)


def size_of(module):
    with open("/proc/modules", encoding="ascii") as handle:
        return next(int(line.split()[1]) for line in handle if line.split()[0] == module)


def symbol(name):
    """(address, that of the next symbol)"""
    with open("/proc/kallsyms", encoding="ascii") as handle:
        found = sorted((int(line.split()[0], 16), line.split()[2]) for line in handle
                       if "[" not in line)
    at = next(index for index, each in enumerate(found) if each[1] == name)
    return found[at][0], next(each[0] for each in found[at:] if each[0] > found[at][0])


def only_below(start, end):
    """Allocations fail that have such an address on their stack, and no others."""
    write(f"{KNOBS}/failslab/ignore-gfp-wait", "N")
    write(f"{KNOBS}/failslab/verbose", 0)
    write(f"{KNOBS}/failslab/stacktrace-depth", 32)
    write(f"{KNOBS}/failslab/require-start", hex(start))
    write(f"{KNOBS}/failslab/require-end", hex(end))
    # fail-nth means every kind of injection; those of pages are not what is tried here.
    write(f"{KNOBS}/fail_page_alloc/min-order", 10)


def only_ours():
    starts = [(section(module, ".text"), size_of(module)) for module in MODULES]
    only_below(min(start for start, _ in starts), max(start + size for start, size in starts))


def own():
    return ["/proc/thread-self/fail-nth"]


def workers():
    """Kernel threads that run jobs."""
    found = []
    for path in glob.glob("/proc/[0-9]*/comm"):
        try:
            with open(path, encoding="ascii") as handle:
                if handle.read().startswith("kworker/u"):
                    number = path.split("/")[2]
                    found.append(f"/proc/{number}/task/{number}/fail-nth")
        except OSError:
            continue
    return found


class Armed:
    """Within it, the n-th allocation of whoever is `whom` fails; .hit says if it came to that."""

    def __init__(self, whom, number):
        self.whom, self.number, self.hit = whom, number, False

    def __enter__(self):
        self.files = []
        for path in self.whom():
            try:
                self.files.append(os.open(path, os.O_RDWR))
            except OSError:
                continue
        for handle in self.files:
            os.pwrite(handle, str(self.number).encode(), 0)
        return self

    def __exit__(self, *_):
        for handle in self.files:
            try:
                self.hit |= int(os.pread(handle, 20, 0)) == 0
                os.pwrite(handle, b"0", 0)
            except OSError:
                pass        # a worker that has ended
            os.close(handle)


def attempt(action):
    """0 or the errno"""
    try:
        action()
        return 0
    except OSError as error:
        return error.errno


def became(wanted, seconds=30):
    """Whether the state becomes one of these, and which; jobs of others may be at work."""
    end = time.monotonic() + seconds
    while True:
        now = state()
        for index, each in enumerate(wanted):
            if not difference(each, now):
                return index
        if time.monotonic() > end:
            return None
        time.sleep(0.05)


class Trial:
    def __init__(self, name, action, undo):
        self.name, self.action, self.undo = name, action, undo
        self.errors = collections.Counter()
        self.tolerated = self.last = 0

    def learn(self):
        self.before = state()
        self.action()
        self.after = state()
        self.undo()
        if became([self.before]) is None:
            raise Wrong(f"{self.name}: {difference(self.before, state())} after it was undone")

    def one(self, whom, number):
        """Whether an allocation failed; the state is then that of before, or the verb is done."""
        with Armed(whom, number) as armed:
            error = attempt(self.action)
        if error:
            self.errors[errno.errorcode[error]] += 1
            if not armed.hit:
                raise Wrong(f"{self.name}: {errno.errorcode[error]} though nothing has failed")
        # An answer that could not be sent is an error, too, of something that was done.
        wanted = [self.before, self.after] if error == errno.ENOBUFS else \
            [self.before] if error else [self.after]
        found = became(wanted, 20)
        if found is None:
            raise Wrong(f"{self.name}, allocation {number}: errno {error}, "
                        f"{difference(wanted[0], state())[:3]}")
        if wanted[found] is self.after:
            self.tolerated += armed.hit
            self.undo()
            if became([self.before], 20) is None:
                raise Wrong(f"{self.name}, allocation {number}: {difference(self.before, state())}"
                            " after it was undone")
        return armed.hit

    def run(self, whom, most, seed):
        """All numbers, or up to `most` of them: the first ones, and some of the others."""
        self.learn()
        rng, number, tried = random.Random(seed), 1, 0
        while True:
            hit = self.one(whom, number)
            tried += hit
            # Beyond the last; or one was freed early and the way was shorter: look twice.
            if not hit and not self.one(whom, number + 1):
                break
            self.last = number
            if tried >= most:
                break
            number += 1 if tried < most / 3 or most > 1000 else rng.randint(1, 12)
        return tried

    def said(self):
        kinds = " ".join(f"{name} {count}" for name, count in sorted(self.errors.items()))
        return f"{self.name}: to the {self.last}th: {kinds or 'no error'}, {self.tolerated} borne"


def command(file, text):
    return lambda: write(f"{PROC}/{file}", text)


def commands(*pairs):
    def run():
        for file, text in pairs:
            write(f"{PROC}/{file}", text)
    return run
