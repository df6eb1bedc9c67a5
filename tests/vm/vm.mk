# SPDX-License-Identifier: GPL-2.0-only
#
# Guests: included by the top Makefile, which gives modules-6.1, modules-6.12,
# modules-debug (they leave *.ko in build/KERNEL/) and tools (build/tools/).

KERNEL  ?= 6.1
CPUS    ?= 2
MEM     ?= 0
TIMEOUT ?= 300
DISKS   ?= 4G 4G

vm_run = tests/vm/run --kernel $(KERNEL) --cpus $(CPUS) --mem $(MEM) --timeout $(TIMEOUT) \
	--disks "$(DISKS)" --kargs "$(KARGS)" $(if $(filter-out 0,$(ICOUNT)),--icount)

.PHONY: vm vm-case test-vm test-vm-6.1 test-vm-6.12 test-debug test-debug-slice soak \
	test-runner vm-kernels vm-rootfs vm-deps

# Programs of the cases' own: a folder each, linked statically as guests have no use for a compiler.
vm_tools := $(notdir $(patsubst %/,%,$(wildcard tests/vm/tools/*/)))

tools: $(vm_tools:%=build/tools/%)

$(vm_tools:%=build/tools/%): build/tools/%: $(wildcard tests/vm/tools/*/*.[ch])
	@mkdir -p $(@D)
	$(CC) -O2 -g -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -static -pthread \
		-o $@ $(filter tests/vm/tools/$*/%.c,$^)

# Also under -j the compiler is there before it is used.
modules-6.1 modules-6.12 modules-debug: | vm-deps

vm-deps:
	@scripts/install-deps build vm

## vm: run a script in a guest: RUN=script [KERNEL=6.1|6.12|debug CPUS= MEM= ICOUNT=1 TIMEOUT= KARGS= DISKS="1G 2G" ARGS=]
vm: vm-deps modules-$(KERNEL) tools
	@test -n "$(RUN)" || { echo "which script? make vm RUN=script" >&2; exit 2; }
	@$(vm_run) "$(RUN)" $(ARGS)

## vm-case: one case in a guest: CASE=area/name [KERNEL=...]
vm-case: vm-deps modules-$(KERNEL) tools
	@test -n "$(CASE)" || { echo "which case? make vm-case CASE=area/name" >&2; exit 2; }
	@tests/vm/cases-run $(KERNEL) "$(CASE)"

## test-vm: all cases on both stock kernels
test-vm: test-vm-6.1 test-vm-6.12

test-vm-6.1 test-vm-6.12: test-vm-%: vm-deps modules-% tools
	@tests/vm/cases-run $*

## test-debug: all cases on the debug kernel
test-debug: vm-deps modules-debug tools
	@tests/vm/cases-run debug

## test-debug-slice: on the debug kernel, the cases that say `slice: yes`
test-debug-slice: vm-deps modules-debug tools
	@tests/vm/cases-run --slice debug

## soak: the full forms of the cases that have one, on all kernels: hours (KERNELS="6.12 debug": there)
KERNELS ?= 6.1 6.12 debug
soak: vm-deps $(KERNELS:%=modules-%) tools
	@failed=; for kernel in $(KERNELS); do \
		echo "=== $$kernel"; \
		tests/vm/cases-run --soak --results soak-$$kernel $$kernel || failed="$$failed $$kernel"; \
	done; test -z "$$failed" || { echo "failed on:$$failed" >&2; exit 1; }

## test-runner: does the runner itself notice each kind of failure?
test-runner: vm-deps
	@tests/vm/selftest

## vm-kernels: fetch or build the kernels of the guests; REFRESH=1 looks for newer ones
vm-kernels: vm-deps
	@for kernel in 6.1 6.12 debug; do tests/vm/fetch $(if $(REFRESH),--refresh) kernel $$kernel >/dev/null || exit 1; done

## vm-rootfs: build the root file system of the guests
vm-rootfs: vm-deps
	@tests/vm/fetch rootfs >/dev/null
