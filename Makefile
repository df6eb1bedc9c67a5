# SPDX-License-Identifier: GPL-2.0-only
#
# `make help` lists what can be asked for.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := modules

PREFIX  ?= /usr/local
DESTDIR ?=
# The kernel to build for: the running one, unless told.
KREL ?= $(shell uname -r)
KDIR ?= $(wildcard /lib/modules/$(KREL)/build)
# Passed to the kernel's build system: W=1 C=2 …
KMAKE ?=

version := $(shell sed -n 's/.*SCST_VERSION[[:space:]]*"\(.*\)"/\1/p' include/scst/version.h)

include tests/vm/vm.mk
include tests/host/host.mk
include tests/bench/bench.mk
include tools/scstctl/scstctl.mk
include packaging/packaging.mk

.PHONY: modules modules-6.1 modules-6.12 modules-debug demo test check clean help ci

## modules: build for the running kernel (KDIR= for another); without its headers, for all supported ones
ifneq ($(KDIR),)
modules:
	@scripts/build-modules "$(KDIR)" build/$(notdir $(patsubst %/build,%,$(KDIR))) $(KMAKE) modules
else
modules: modules-6.1 modules-6.12
endif

## modules-6.1, modules-6.12, modules-debug: build for a kernel the guests run, into build/KERNEL
modules-6.1 modules-6.12 modules-debug: modules-%:
	@kdir=$$(tests/vm/kernel-dir $*) && \
		scripts/build-modules "$$kdir" build/$* $(KMAKE) modules

## demo: the five steps of the README in a throw-away guest
demo:
	@scripts/install-deps build vm
	@$(MAKE) -s --no-print-directory modules-$(KERNEL) tools
	@tests/vm/run --kernel $(KERNEL) --timeout 300 tests/vm/demo.sh

## test: everything: host units and fuzzers, the tool, guests on 6.1 and 6.12; ends with a summary
test:
	@scripts/install-deps
	@for item in "kernel 6.1" "kernel 6.12" rootfs; do tests/vm/fetch $$item >/dev/null; done
	@scripts/run-tests test-host fuzz test-tools test-runner test-bench test-vm-6.1 test-vm-6.12 -- $(TEST_BESIDE)

## check: style, sparse, coccinelle, layers, shellcheck; warnings are errors
check:
	@scripts/install-deps
	@scripts/check

## clean: all that was built here (the cache of kernels and root file systems stays)
clean:
	rm -rf build

## help: this
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST) | sort
	@echo; echo "In a guest: make vm RUN=script [KERNEL=6.1|6.12|debug] [CPUS=n] [MEM=MiB] [ICOUNT=1]"
