#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: whichever allocation of a module's beginning fails, it is loaded, or refused with an
#	errno and nothing of it stays
# kernels: debug
# modules: scst scst_vdisk scst_local
# limit: 100
# soak: 3600
# shellcheck source=lib.sh
. "$VM_LIB"

[ -w /sys/kernel/debug/failslab/ignore-gfp-wait ] || fail "this kernel can't make allocations fail"
seed=${SEED:-$RANDOM}
echo "seed $seed"
udevadm control --stop-exec-queue
cleanup udevadm control --start-exec-queue

PYTHONPATH=$(dirname "$0") PYTHONDONTWRITEBYTECODE=1 \
	python3 - "$SCST_KO_DIR" "$seed" "$(amount 6 100000)" <<'PYTHON'
import ctypes
import os
import subprocess
import sys
from failing import MODULES, Trial, only_below, own, symbol

folder, seed, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
libc = ctypes.CDLL(None, use_errno=True)
FINIT_MODULE = 313


def load(module, parameters=b""):
    def run():
        handle = os.open(f"{folder}/{module}.ko", os.O_RDONLY | os.O_CLOEXEC)
        try:
            if libc.syscall(FINIT_MODULE, handle, parameters, 0):
                raise OSError(ctypes.get_errno(), module)
        finally:
            os.close(handle)
    return run


def unload(module):
    return lambda: subprocess.run(["rmmod", module], check=True)


# What the kernel itself allocates for a module is not what is tried here.
only_below(*symbol("do_one_initcall"))
total = 0
for module in MODULES:
    trial = Trial(f"load {module}", load(module), unload(module))
    total += trial.run(own, most, seed)
    print(trial.said(), flush=True)
    load(module)()
for module in reversed(MODULES):
    unload(module)()
with open(os.environ.get("VM_FIGURES", "/dev/null"), "a", encoding="ascii") as figures:
    figures.write(f"{total} allocations failed in {len(MODULES)} modules, seed {seed}\n")
PYTHON
load_scst
