# SPDX-License-Identifier: GPL-2.0-only
"""What the cases of this folder send to the control plane: commands of /proc/scsi_tgt made from
its own help, and netlink messages made from the family's own policy (CTRL_CMD_GETPOLICY), so
that verbs and attributes that are added are tried without a change here.
"""

import errno
import os
import random
import socket
import struct
import sys

PROC = "/proc/scsi_tgt"


class Wrong(Exception):
    pass


def report(kind, error, trace):
    sys.__excepthook__(kind, error, trace)
    path = os.environ.get("VM_REASON")
    if path:
        with open(path, "w", encoding="utf-8") as reason:
            reason.write(f"{error or kind.__name__}\n")


sys.excepthook = report


# --- the state, as far as a command could change it

def files():
    """All files below /proc/scsi_tgt, relative to it."""
    found = []
    for folder, _, names in os.walk(PROC):
        found += [os.path.relpath(os.path.join(folder, name), PROC) for name in names]
    return sorted(found)


def text_of(file):
    with open(f"{PROC}/{file}", encoding="utf-8", errors="surrogateescape") as handle:
        return handle.read()


def state():
    """Each file's text, counts of commands left out, and the devices of Linux."""
    said = {}
    for file in files():
        text = text_of(file)
        if file == "sessions":
            text = "\n".join(line[:102] for line in text.splitlines())
        said[file] = text
    # Numbers of hosts are given away once.
    said["devices"] = " ".join(sorted(name.partition(":")[2]
                                      for name in os.listdir("/sys/class/scsi_device")))
    return said


def difference(before, after):
    return [f"{key}: {before.get(key)!r} became {after.get(key)!r}"
            for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]


# --- commands of /proc

class Words:
    """What the words of a usage line may stand for. Few of each, so that they meet."""

    def __init__(self, rng, paths):
        self.rng = rng
        self.paths = paths
        self.units = ["unit0", "unit1", "unit2", "unit3"]
        self.groups = ["Default", "one", "two", "three"]
        self.names = ["scstlclhst0:0", "initiator", "i2", "*"]
        self.attributes = ["size=1M", "size=64K", "block_size=512", "block_size=4096", "RAM",
                           "NULLIO", "READ_ONLY", "WRITE_THROUGH", "O_DIRECT", "NV_CACHE",
                           "BLOCKIO", "REMOVABLE", "vendor=abc", "product=x", "serial=123",
                           "revision=1", "naa=3123456789abcdef", "rotation=1", "phys_exp=3",
                           "alignment=1", "512", "4096", "1024"]

    def pick(self, kind):
        rng = self.rng
        if kind in ("DEV", "UNIT"):
            return rng.choice(self.units)
        if kind in ("GROUP", "NEW_GROUP", "OLD", "NEW"):
            return rng.choice(self.groups)
        if kind == "NAME":
            return rng.choice(self.units + self.groups + self.names)
        if kind == "PATH":
            return rng.choice(self.paths)
        if kind in ("LUN", "N"):
            return str(rng.choice([0, 1, 2, 3, 7, 255, 256, 16383, 16384, "0x3"]))
        if kind == "TOKEN":
            return rng.choice(["scsi", "mgmt", "debug", "minor", "order"])
        if kind == "H:C:I:L":
            return rng.choice(["0:0:0:0", "1:0:0:0", "9:9:9:9"])
        if kind in ("FLAG", "KEY=VALUE"):
            return rng.choice(self.attributes)
        return kind

    def fill(self, usage):
        words = []
        for word in usage.replace("[", " [ ").replace("]", " ] ").split():
            words.append(word)
        out, skip = [], False
        for word in words:
            if word == "[":
                skip = self.rng.random() < 0.5
            elif word == "]":
                skip = False
            elif not skip and word != "...":
                out.append(self.pick(word))
        return " ".join(out)


def usages():
    """What the help of each file says: {file or its pattern: [usage, ...]}"""
    found = {}
    for file in files():
        if os.path.basename(file) != "help":
            continue
        for line in text_of(file).splitlines():
            line = line.strip()
            if line.startswith('echo "') and '" >/proc/scsi_tgt/' in line:
                usage, _, where = line[6:].partition('" >/proc/scsi_tgt/')
                found.setdefault(where, []).append(usage)
    return found


def fits(pattern, file):
    """groups/GROUP/devices fits groups/one/devices, [HANDLER/]trace_level what ends so."""
    if pattern.startswith("[") and "]" in pattern:
        return os.path.basename(file) == pattern.split("]")[1]
    wanted, have = pattern.split("/"), file.split("/")
    return len(wanted) == len(have) and all(
        word == given or word.isupper() for word, given in zip(wanted, have))


class Commands:
    def __init__(self, seed, paths):
        self.rng = random.Random(seed)
        self.words = Words(self.rng, paths)
        self.usages = usages()
        if not self.usages:
            raise Wrong("the help names no command")

    def of(self, file):
        return [usage for pattern, some in self.usages.items() if fits(pattern, file)
                for usage in some]

    def valid(self, file):
        own = self.of(file)
        every = [usage for some in self.usages.values() for usage in some]
        return self.words.fill(self.rng.choice(own or every)).encode()

    def spoil(self, text):
        rng = self.rng
        at = rng.randrange(len(text) + 1)
        how = rng.randrange(10)
        if how == 0:
            return text[:at]
        if how == 1:
            return text[:at] + bytes([rng.randrange(256)]) + text[at:]
        if how == 2:
            return text[:at] + b"\0" + text[at:]
        if how == 3:
            return text[:at] + bytes([text[at - 1] ^ (1 << rng.randrange(8))]) + text[at + 1:] \
                if at else text
        if how == 4:
            return text + b" " + rng.choice([b"x" * rng.choice([16, 17, 63, 64, 255, 4000]),
                                             b'"', b"=", b"READ_ONLY", b"-1", b"\n\n", b"0x"])
        if how == 5:
            return text.replace(b" ", rng.choice([b"  ", b"\t", b"\n", b"", b"\v \r"]))
        if how == 6:
            return text.swapcase()
        if how == 7:
            return text * rng.choice([2, 30])
        if how == 8:
            return b'"' + text[:at] + b'"' + text[at:]
        return rng.randbytes(rng.choice([0, 1, 7, 100, 3584, 3585, 5000]))

    def command(self, file):
        text = self.valid(file)
        if self.rng.random() < 0.5:
            text = self.spoil(text)
        return text + (b"\n" if self.rng.random() < 0.8 else b"")


# What a command may be refused with: docs/proc-scsi_tgt.md, and what opening a path gives.
REFUSALS = {errno.EINVAL, errno.EEXIST, errno.EBUSY, errno.ELOOP, errno.ETXTBSY, errno.ENXIO,
            errno.EOVERFLOW, errno.ENOENT, errno.EACCES, errno.ENOTDIR, errno.EISDIR,
            errno.ENAMETOOLONG, errno.ENOMEM, errno.EROFS, errno.ENOTBLK, errno.ENODEV}


# --- netlink

GENL = 16
CTRL = 16
REQUEST, ACK, DUMP = 1, 4, 0x300
NLMSG_ERROR, NLMSG_DONE = 2, 3
NESTED = 0x8000
(T_INVALID, T_FLAG, T_U8, T_U16, T_U32, T_U64, T_S8, T_S16, T_S32, T_S64, T_BINARY, T_STRING,
 T_NUL_STRING, T_NESTED, T_NESTED_ARRAY) = range(15)
WIDTH = {T_U8: 1, T_U16: 2, T_U32: 4, T_U64: 8, T_S8: 1, T_S16: 2, T_S32: 4, T_S64: 8}


def attr(kind, payload):
    size = 4 + len(payload)
    return struct.pack("=HH", size & 0xffff, kind) + payload + bytes(-size % 4)


def attrs(data):
    """[(type, payload)] of well-formed attributes"""
    found = []
    while len(data) >= 4:
        size, kind = struct.unpack_from("=HH", data)
        if size < 4 or size > len(data):
            raise Wrong(f"an attribute of {size} bytes in {len(data)}")
        found.append((kind & 0x3fff, data[4:size]))
        data = data[size + -size % 4:]
    return found


class Socket:
    def __init__(self, timeout=30):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, GENL)
        self.socket.bind((0, 0))
        self.socket.settimeout(timeout)
        # Extended acknowledgements, but not the request back; checked strictly.
        for option in 11, 10, 12:
            self.socket.setsockopt(270, option, 1)
        self.seq = 0

    def message(self, family, command, payload=b"", flags=REQUEST | ACK, version=1):
        self.seq += 1
        body = struct.pack("=BBH", command, version, 0) + payload
        return struct.pack("=IHHII", 16 + len(body), family, flags, self.seq, 0) + body

    def receive(self):
        """[(type, payload)] of a datagram"""
        data = self.socket.recv(1 << 20)
        found = []
        while len(data) >= 16:
            size, kind, _, _, _ = struct.unpack_from("=IHHII", data)
            if size < 16 or size > len(data):
                raise Wrong(f"a message of {size} bytes in {len(data)}")
            found.append((kind, data[16:size]))
            data = data[(size + 3) & ~3:]
        return found

    def ask(self, family, command, payload=b"", flags=REQUEST | ACK):
        """(errno, [payload of each answer])"""
        self.socket.send(self.message(family, command, payload, flags))
        answers = []
        while True:
            for kind, data in self.receive():
                if kind == NLMSG_ERROR:
                    return -struct.unpack_from("=i", data)[0], answers
                if kind == NLMSG_DONE:
                    return -struct.unpack_from("=i", data)[0] if len(data) >= 4 else 0, answers
                answers.append(data[4:])

    def join(self, number):
        """Hears the events of the family, too."""
        _, answers = self.ask(CTRL, 3, attr(1, struct.pack("=H", number)))
        for kind, data in attrs(answers[0]):
            for _, group in attrs(data) if kind == 7 else []:
                self.socket.setsockopt(270, 1, struct.unpack("=I", dict(attrs(group))[2])[0])

    def close(self):
        self.socket.close()


def family(sock, name="scst"):
    """Its number; None where there is none."""
    error, answers = sock.ask(CTRL, 3, attr(2, name.encode() + b"\0"))
    if error:
        return None
    return dict((kind, struct.unpack("=H", data)[0]) for kind, data in attrs(answers[0])
                if kind == 1)[1]


class Policy:
    """What the kernel says of each command: does, dumps and {attribute: (type, min, max, nest)}"""

    def __init__(self, sock, number):
        self.policies, self.does, self.dumps = {}, {}, set()
        error, answers = sock.ask(CTRL, 10, attr(1, struct.pack("=H", number)), REQUEST | DUMP)
        if error:
            raise Wrong(f"no policy: {errno.errorcode[error]}")
        for answer in answers:
            for kind, data in attrs(answer):
                if kind == 8:
                    self.read_policy(data)
                elif kind == 9:
                    self.read_operations(data)
        self.operations(sock, number)

    def operations(self, sock, number):
        """Those without a policy are not in the above."""
        _, answers = sock.ask(CTRL, 3, attr(1, struct.pack("=H", number)))
        for kind, data in attrs(answers[0]):
            for _, operation in attrs(data) if kind == 6 else []:
                said = dict((k, struct.unpack("=I", d)[0]) for k, d in attrs(operation))
                if said[2] & 2:
                    self.does.setdefault(said[1], None)
                if said[2] & 4:
                    self.dumps.add(said[1])

    def read_policy(self, data):
        for index, some in attrs(data):
            for number, described in attrs(some):
                self.policies.setdefault(index, {})[number] = self.read_attribute(described)

    @staticmethod
    def read_attribute(data):
        kind, low, high, nest = T_INVALID, 0, None, None
        for what, value in attrs(data):
            number = int.from_bytes(value, sys.byteorder)
            if what == 1:
                kind = number
            elif what in (4, 6):
                low = number
            elif what in (5, 7):
                high = number
            elif what == 8:
                nest = number
        return kind, low, high, nest

    def read_operations(self, data):
        for command, described in attrs(data):
            for what, value in attrs(described):
                if what == 1:
                    self.does[command] = struct.unpack("=I", value)[0]
                else:
                    self.dumps.add(command)


class Messages:
    """Requests by the policy, whole and spoiled."""

    def __init__(self, seed, policy, paths):
        self.rng = random.Random(seed)
        self.policy = policy
        words = Words(self.rng, paths)
        # By how long they may be: units, groups and the like, paths.
        # Payloads that were taken, by command: what is new begins with them.
        self.taken = {}
        self.strings = [(17, words.units), (64, words.groups * 3 + words.names + ["vdisk"]),
                        (65536, paths)]

    def value(self, described):
        kind, low, high, nest = described
        rng = self.rng
        if kind == T_FLAG:
            return b""
        if kind in WIDTH:
            top = high if high is not None else (1 << 8 * WIDTH[kind]) - 1
            number = rng.choice([low, min(low + rng.randrange(8), top), top,
                                 rng.randint(low, top)])
            # No disk of many GiB in memory.
            number = min(number, 1 << 22) if WIDTH[kind] == 8 else number
            return (number & (1 << 8 * WIDTH[kind]) - 1).to_bytes(WIDTH[kind], sys.byteorder)
        if kind in (T_STRING, T_NUL_STRING):
            return self.string(high if high is not None else 65535).encode() + b"\0"
        if kind == T_NESTED and nest is not None:
            return self.some(self.policy.policies.get(nest, {}), 0.12)
        return rng.randbytes(rng.randint(low, high if high is not None else low + 20))

    def string(self, longest):
        fitting = next(some for length, some in self.strings if longest <= length)
        return self.rng.choice(fitting + ["", "x" * min(longest, 200)]
                               if self.rng.random() < 0.2 else fitting)

    def some(self, described, share):
        chosen = [number for number in described if self.rng.random() < share]
        return b"".join(attr(number | (NESTED if described[number][0] == T_NESTED else 0),
                             self.value(described[number])) for number in chosen)

    def payload(self, command):
        if self.taken.get(command) and self.rng.random() < 0.6:
            return self.rng.choice(self.taken[command])
        described = self.policy.policies.get(self.policy.does.get(command), {})
        return self.some(described, self.rng.choice([0.3, 0.6, 0.9]))

    def spoil_payload(self, data):
        rng = self.rng
        data = bytearray(data)
        how = rng.randrange(8)
        if how == 0 and len(data) >= 4:
            struct.pack_into("=H", data, 0, rng.choice([0, 1, 3, 4, 5, len(data) + 1, 0xffff]))
        elif how == 1 and len(data) >= 4:
            struct.pack_into("=H", data, 2, rng.randrange(65536))
        elif how == 2:
            del data[rng.randrange(len(data) + 1):]
        elif how == 3 and data:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        elif how == 4:
            data += attr(rng.randrange(64), rng.randbytes(rng.randrange(40)))
        elif how == 5:
            data *= 2
        elif how == 6:
            nested = b""
            for _ in range(rng.choice([2, 20, 200])):
                nested = attr(rng.randrange(64) | NESTED, nested)
            data += nested
        else:
            data += rng.randbytes(rng.randrange(64))
        return bytes(data)

    def spoil_message(self, data):
        rng = self.rng
        data = bytearray(data)
        how = rng.randrange(5)
        if how == 0:
            struct.pack_into("=I", data, 0, rng.choice([0, 15, 16, 17, 19, 20, len(data) + 4,
                                                        0x7fffffff, 0xffffffff]))
        elif how == 1:
            struct.pack_into("=H", data, 6, rng.randrange(65536) | REQUEST)
        elif how == 2:
            data[17] = rng.randrange(256)
        elif how == 3:
            del data[rng.randrange(len(data)):]
        else:
            data *= 2
        return bytes(data)

    def message(self, sock, number):
        """(message, command, payload)"""
        rng = self.rng
        command = rng.choice(sorted(self.policy.does)) if rng.random() < 0.95 else \
            rng.randrange(256)
        payload = self.payload(command)
        if rng.random() < 0.4:
            payload = self.spoil_payload(payload)
        data = sock.message(number, command, payload)
        return self.spoil_message(data) if rng.random() < 0.1 else data, command, payload

    def learn(self, command, payload):
        some = self.taken.setdefault(command, [])
        if len(some) < 40:
            some.append(payload)
        else:
            some[self.rng.randrange(40)] = payload
