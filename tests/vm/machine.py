# SPDX-License-Identifier: GPL-2.0-only
"""Boots a guest, runs a command in it and watches how it ends.

A guest says "begin", "status" and whatever else it has to say on a port of its own,
each line with a nonce. All else is a failure: a guest that is silent, powers off or
panics never passes for one that succeeded.
"""

import ctypes
import fcntl
import os
import pathlib
import secrets
import selectors
import shlex
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
TREE = HERE.parent.parent

TIMED_OUT = 124
DIED = 125
KILLED = 137

# Time from power-on to the first word of the guest, on a busy machine.
BOOT_LIMIT = {"6.1": 180, "6.12": 180, "debug": 400}
DEFAULT_MEMORY = {"6.1": 1024, "6.12": 1024, "debug": 2048}

KERNEL_ARGUMENTS = [
    "console=ttyS0", "panic=-1", "oops=panic",
    # Guests share two busy cores: what looks like a stall is often the host's doing.
    "rcupdate.rcu_cpu_stall_timeout=200", "watchdog_thresh=60", "workqueue.watchdog_thresh=150",
    "workqueue.cpu_intensive_thresh_us=10000000",
    "audit=0", "apparmor=0", "net.ifnames=0", "no_timer_check",
    # The firmware's interrupt routing is interpreted byte code: minutes on the debug kernel.
    "acpi=noirq",
]


@dataclass
class Settings:
    kernel: str = "6.1"
    cpus: int = 2
    memory: int = 0
    icount: bool = False
    timeout: float = 300
    kernel_arguments: str = ""
    scratch: list = field(default_factory=lambda: ["4G", "4G"])
    scratch_files: list = field(default_factory=list)     # instead of new ones
    disks: list = field(default_factory=list)
    kill_after: float = 0
    environment: dict = field(default_factory=dict)
    modules: str = ""
    keep: bool = False


class Failure(Exception):
    """Something on the host's side is not as it must be."""


def fetched(*what):
    """The folder of a cached item, made if it is missing."""
    done = subprocess.run([HERE / "fetch", *what], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Failure(f"could not get {' '.join(what)}")
    return pathlib.Path(done.stdout.strip())


def kvm_runs_stock_kernels():
    """/dev/kvm alone proves little: some machines offer one that cannot boot these kernels."""
    if not any(os.path.isdir(f"/sys/module/kvm_{vendor}") for vendor in ("intel", "amd")):
        return False
    try:
        os.close(os.open("/dev/kvm", os.O_RDWR))
    except OSError:
        return False
    return True


def die_with_parent():
    """A runner that is killed must not leave its guest running."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def claim_folder(name):
    """A folder of build/vm that no other running guest uses, emptied."""
    base = TREE / "build" / "vm"
    base.mkdir(parents=True, exist_ok=True)
    for attempt in range(1, 1000):
        folder = base / (name if attempt == 1 else f"{name}.{attempt}")
        lock = os.open(f"{folder}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder, lock
    raise Failure(f"no free name like {name} in {base}")


class Machine:
    """One boot. `on_event(word, rest)` gets each line of the status port but begin and status."""

    def __init__(self, name, settings, command, source, directory=".", on_event=None, output=None):
        self.settings = settings
        self.command = command
        self.source = pathlib.Path(source)
        self.directory = directory
        self.on_event = on_event or (lambda word, rest: None)
        self.output = output or self.to_stdout
        self.nonce = secrets.token_hex(8)
        self.folder, self.lock = claim_folder(name)
        self.console = self.folder / "console.log"
        self.job = self.folder / "job"
        self.out = self.job / "out"
        self.kernel = fetched("kernel", settings.kernel)
        self.version = (self.kernel / "version").read_text().strip()
        self.power_off_expected = False
        self.status = None
        self.why = ""

    # --- what the guest is given

    def prepare(self):
        self.out.mkdir(parents=True)
        shutil.copytree(HERE / "guest", self.job / "guest")
        shutil.copy(HERE / "lib.sh", self.job / "guest")
        shutil.copy(HERE / "dmesg-patterns", self.job / "guest")
        self.stage_tools()
        self.stage_modules()
        self.write_environment()

    def stage_tools(self):
        tools = TREE / "build" / "tools"
        names = ["scstctl"] + sorted(path.name for path in (HERE / "tools").iterdir())
        found = [tools / name for name in names if (tools / name).exists()]
        if found:
            (self.job / "bin").mkdir()
        for tool in found:
            shutil.copy(tool, self.job / "bin")

    def stage_modules(self):
        folder = pathlib.Path(self.settings.modules or TREE / "build" / self.settings.kernel)
        ours = sorted(folder.glob("*.ko"))
        if not ours:
            return
        base = self.folder / "depmod"
        tree = base / "lib" / "modules" / self.version
        (tree / "extra").mkdir(parents=True)
        for module in ours:
            subprocess.run(["strip", "--strip-debug", "-o", tree / "extra" / module.name, module],
                           check=True)
        self.index_modules(base, tree)
        shutil.move(tree, self.job / "modules")
        shutil.rmtree(base)

    def index_modules(self, base, tree):
        """depmod over the kernel's modules and ours, without copying the former."""
        theirs = self.kernel / "modules" / "lib" / "modules" / self.version
        (tree / "kernel").symlink_to(theirs / "kernel")
        for index in theirs.glob("modules.*"):
            if index.name.startswith(("modules.order", "modules.builtin")):
                shutil.copy(index, tree)
        subprocess.run(["depmod", "-b", base, self.version], check=True)
        (tree / "kernel").unlink()

    def write_environment(self):
        lines = [
            f"job_nonce={self.nonce}",
            f"job_command=({' '.join(shlex.quote(word) for word in self.command)})",
            f"job_directory={shlex.quote(self.directory)}",
            f"job_persistent={'yes' if self.settings.disks else ''}",
            f"export VM_KERNEL={self.settings.kernel}",
            "export VM_LIB=/run/job/guest/lib.sh",
        ]
        for name, value in self.settings.environment.items():
            lines.append(f"export {name}={shlex.quote(value)}")
        (self.job / "env").write_text("\n".join(lines) + "\n")

    # --- the machine

    def processor(self):
        smp = ["-smp", str(1 if self.settings.icount else self.settings.cpus)]
        if self.settings.icount:
            return ["-accel", "tcg", "-icount", "shift=1,sleep=off,align=off",
                    "-cpu", "Westmere,+rdrand"] + smp
        if kvm_runs_stock_kernels():
            return ["-accel", "kvm", "-cpu", "host"] + smp
        return ["-accel", "tcg,thread=multi,tb-size=512", "-cpu", "max"] + smp

    def drive(self, number, path, serial, options):
        return ["-drive", f"if=none,id=drive{number},file={path},format=raw,{options}",
                "-device", f"virtio-blk-pci,drive=drive{number},serial={serial}"]

    def scratch_paths(self):
        """Files of the blank disks: sparse and new, or those of an earlier boot."""
        if self.settings.scratch_files:
            return self.settings.scratch_files
        paths = []
        for index, size in enumerate(self.settings.scratch):
            paths.append(self.folder / f"scratch{index}.img")
            subprocess.run(["truncate", "-s", size, paths[-1]], check=True)
        return paths

    def drives(self):
        words = self.drive(0, fetched("rootfs") / "root.ext4", "root", "snapshot=on,cache=unsafe")
        number = 1
        for index, path in enumerate(self.scratch_paths()):
            words += self.drive(number, path, f"scratch{index}", "cache=unsafe,discard=unmap")
            number += 1
        for index, path in enumerate(self.settings.disks):
            words += self.drive(number, path, f"disk{index}", "cache=writeback,discard=unmap")
            number += 1
        return words

    def shares(self):
        modules = self.kernel / "modules" / "lib" / "modules" / self.version
        words = []
        for tag, path, options in (("job", self.job, ""), ("modules", modules, ",readonly=on"),
                                   ("source", self.source, ",readonly=on")):
            words += ["-fsdev", f"local,id={tag},path={path},security_model=none"
                                f",multidevs=remap{options}",
                      "-device", f"virtio-9p-pci,fsdev={tag},mount_tag={tag}"]
        return words

    def ports(self, output, status):
        words = ["-device", "virtio-serial-pci"]
        for name, descriptor in (("output", output), ("status", status)):
            words += ["-chardev", f"file,id={name},path=/dev/fd/{descriptor},append=on",
                      "-device", f"virtserialport,chardev={name},name={name}"]
        return words

    def qemu(self, output, status):
        memory = self.settings.memory or DEFAULT_MEMORY.get(self.settings.kernel, 1024)
        arguments = KERNEL_ARGUMENTS + ["loglevel=5"] + self.settings.kernel_arguments.split()
        return (["qemu-system-x86_64", "-M", "pc", "-nodefaults", "-no-user-config", "-no-reboot",
                 "-display", "none", "-monitor", "none", "-serial", f"file:{self.console}",
                 "-m", str(memory), "-kernel", str(self.kernel / "vmlinuz"),
                 "-initrd", str(fetched("initramfs", self.settings.kernel) / "initramfs.cpio"),
                 "-append", " ".join(arguments), "-device", "virtio-rng-pci"]
                + self.processor() + self.drives() + self.shares() + self.ports(output, status))

    # --- its life

    def to_stdout(self, data):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def start(self):
        output_read, output_write = os.pipe()
        status_read, status_write = os.pipe()
        command = self.qemu(output_write, status_write)
        (self.folder / "qemu.sh").write_text(shlex.join(command) + "\n")
        with open(self.folder / "qemu.log", "wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                pass_fds=(output_write, status_write), preexec_fn=die_with_parent,
                env={**os.environ, "TMPDIR": str(self.folder)})
        os.close(output_write)
        os.close(status_write)
        self.selector = selectors.DefaultSelector()
        self.selector.register(output_read, selectors.EVENT_READ, self.take_output)
        self.selector.register(status_read, selectors.EVENT_READ, self.take_status)
        self.partial = b""
        self.deadline = time.monotonic() + BOOT_LIMIT.get(self.settings.kernel, 400)
        self.kill_at = None

    def limit(self, seconds):
        """The guest has this long from now on to say its next awaited word."""
        self.deadline = time.monotonic() + seconds

    def take_output(self, data):
        with open(self.folder / "output.log", "ab") as log:
            log.write(data)
        self.output(data)

    def take_status(self, data):
        *lines, self.partial = (self.partial + data).split(b"\n")
        for line in lines:
            word, nonce, *rest = line.decode(errors="replace").split(" ", 2)
            if nonce != self.nonce:
                continue
            self.obey(word, rest[0] if rest else "")

    def obey(self, word, rest):
        if word == "begin":
            self.limit(self.settings.timeout)
            if self.settings.kill_after:
                self.kill_at = time.monotonic() + self.settings.kill_after / 1000
        elif word == "status":
            self.status = int(rest)
        elif word == "power-off-next":
            self.power_off_expected = True
        elif word == "cut-power":
            self.kill_at = time.monotonic() + float(rest or 0) / 1000
        else:
            self.on_event(word, rest)

    def pump(self):
        """Handles what has arrived; False when the guest is gone or has said how it ended."""
        wake = min(self.deadline, self.kill_at or self.deadline)
        for key, _ in self.selector.select(max(0, wake - time.monotonic())):
            data = os.read(key.fd, 65536)
            if data:
                key.data(data)
            else:
                self.selector.unregister(key.fd)
                os.close(key.fd)
        return self.status is None and bool(self.selector.get_map())

    def watch(self):
        while self.pump():
            now = time.monotonic()
            if self.kill_at and now >= self.kill_at:
                self.why = "killed as wished"
                return KILLED
            if now >= self.deadline:
                self.why = "time limit: the guest did not end"
                return TIMED_OUT
        if self.status is not None:
            return self.status
        panic = self.panic()
        if self.power_off_expected and self.process.wait() == 0 and not panic:
            return 0
        self.why = panic or "the guest died without saying how its job ended"
        return DIED

    def panic(self):
        """The line that says why the kernel gave up, if it did."""
        for line in self.console.read_text(errors="replace").splitlines():
            if "Kernel panic - " in line:
                return line[line.index("Kernel panic - "):]
        return ""

    def stop(self, code):
        """After its last word a guest is ended gently, so that its disks are complete."""
        self.process.send_signal(signal.SIGTERM if code not in (KILLED, TIMED_OUT)
                                 else signal.SIGKILL)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for key in list(self.selector.get_map().values()):
            os.close(key.fd)
        self.selector.close()
        if not self.settings.keep:
            for image in self.folder.glob("scratch*.img"):
                image.unlink()

    def run(self):
        # Told to go, go by way of stop(), so that nothing stays behind.
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
        self.prepare()
        self.start()
        code = DIED
        try:
            code = self.watch()
        finally:
            self.stop(code)
            os.close(self.lock)
        return code

    def last_words(self, lines=40):
        """The end of the console and QEMU's own complaints."""
        text = self.console.read_text(errors="replace") if self.console.exists() else ""
        complaints = (self.folder / "qemu.log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-lines:] + complaints.splitlines()[-10:])
