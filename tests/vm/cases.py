# SPDX-License-Identifier: GPL-2.0-only
"""Cases: their headers, what is run together, and the verdict on each.

A case is tests/vm/cases/AREA/BEHAVIOUR.sh, and says in the comment at its top

    # description: what is shown (may go on in following, deeper indented lines)
    # kernels: 6.1 6.12 debug        where it runs; default: all
    # cpus: 2                        default 2
    # mem: 1024                      MiB; default: the runner's
    # kargs: scsi_mod.scan=none      more kernel arguments
    # disks: 4G 4G                   sizes of the scratch disks
    # modules: scst scst_vdisk       must have been built
    # tools: scstctl                 must have been built
    # limit: 60                      seconds on an idle stock kernel; default 60
    # soak: 900 51                   has a full form ($VM_SOAK says so; see amount() in lib.sh):
                                     its limit in seconds, and its boots if there are others
    # slice: yes                     belongs to the debug slice
    # alone: yes                     gets a boot of its own
    # boots: 2                       boots one after another on the same scratch disks, $VM_BOOT
                                     tells which; all but the last end in cut_power or a power-off
    # dmesg: REGEX -- REASON         lines the kernel may say though they match dmesg-patterns
"""

import pathlib
import re
from dataclasses import dataclass, field

import machine

CASES = machine.HERE / "cases"
SLOWNESS = {"debug": 4}
KEYS = {"description", "kernels", "cpus", "mem", "kargs", "disks", "modules", "tools", "limit",
        "slice", "soak", "alone", "boots", "dmesg"}


@dataclass
class Case:
    name: str
    path: pathlib.Path
    said: dict = field(default_factory=dict)
    expected: list = field(default_factory=list)

    def get(self, key, default=""):
        return self.said.get(key, default)

    def limit_in(self, soak):
        return float(self.get("soak").split()[0] if soak else self.get("limit", "60"))

    def boots_in(self, soak):
        told = self.get("soak").split()[1:] if soak else []
        return int((told or [self.get("boots", "1")])[0])

    def shape_in(self, soak):
        """Cases of one shape share a boot."""
        alone = self.name if self.get("alone") == "yes" or self.boots_in(soak) > 1 else ""
        return (self.get("cpus", "2"), self.get("mem", "0"), self.get("kargs"),
                self.get("disks", "4G 4G"), alone)

    def runs_on(self, kernel):
        return kernel in self.get("kernels", "6.1 6.12 debug").split()


def parse_case(path, root=CASES):
    name = str(path.relative_to(root).with_suffix(""))
    case = Case(name, path)
    key = None
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            break
        match = re.match(r"# ?([a-z]+):\s*(.*)", line)
        if match and match[1] in KEYS:
            key = match[1]
            if key == "dmesg":
                case.expected.append(match[2])
            else:
                case.said[key] = match[2].strip()
        elif match and re.match(r"# [a-z]+: ", line):
            raise machine.Failure(f"{path}: unknown key in the header: {match[1]}")
        elif key and re.match(r"#\s{2,}\S", line):
            continue
        else:
            key = None
    check_case(case)
    return case


def check_case(case):
    if not case.get("description"):
        raise machine.Failure(f"{case.path}: no description in the header")
    for line in case.expected:
        if " -- " not in line:
            raise machine.Failure(f"{case.path}: an expected dmesg line needs ' -- REASON'")


def find_cases(root=CASES):
    return [parse_case(path, root) for path in sorted(root.glob("*/*.sh"))]


def select(cases, kernel, patterns, only_slice, soak=False):
    """Named cases run whatever slice they are of; on kernels they are not for, none does."""
    chosen = [case for case in cases if case.runs_on(kernel)]
    if patterns:
        chosen = [case for case in chosen
                  if any(pathlib.PurePath(case.name).match(pattern) or case.name == pattern
                         or case.name.startswith(pattern.rstrip("/") + "/") for pattern in patterns)]
    if soak:
        chosen = [case for case in chosen if case.get("soak")]
    if only_slice:
        chosen = [case for case in chosen if case.get("slice") == "yes"]
    return chosen


def by_shape(cases, soak=False):
    shapes = {}
    for case in cases:
        shapes.setdefault(case.shape_in(soak), []).append(case)
    return shapes


def unmet(case, kernel, modules):
    """What of the case's needs has not been built: a failure, for a skip would hide it."""
    folder = pathlib.Path(modules) if modules else machine.TREE / "build" / kernel
    missing = [f"{name}.ko" for name in case.get("modules").split()
               if not (folder / f"{name}.ko").exists()]
    missing += [name for name in case.get("tools").split()
                if not (machine.TREE / "build" / "tools" / name).exists()]
    return f"not built: {' '.join(missing)}" if missing else ""


def read_patterns(path=machine.HERE / "dmesg-patterns"):
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{line})" for line in lines))


def complaints(text, patterns, expected=()):
    """The lines of a kernel log that no case may cause, less those this one may."""
    allowed = [re.compile(line.split(" -- ")[0]) for line in expected]
    return [line for line in text.splitlines()
            if patterns.search(line) and not any(regex.search(line) for regex in allowed)]


def expected_skips(kernel, path=machine.HERE / "expected-skips"):
    """Lines of `KERNEL AREA/NAME  # why`."""
    skips = set()
    for line in path.read_text().splitlines():
        words = line.split("#")[0].split()
        if len(words) == 2 and words[0] == kernel:
            skips.add(words[1])
    return skips
