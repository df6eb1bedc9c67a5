# SPDX-License-Identifier: GPL-2.0-only
#
# Cost per command: included by the top Makefile.

BENCH := tests/bench/bench
# QUICK=1: a tenth of the commands
bench_quick = $(if $(filter-out 0,$(QUICK)),--quick)
BENCH_KERNELS ?= 6.1 6.12

.PHONY: bench bench-floor-6.1 bench-floor-6.12 bench-baseline test-bench

# The least that a SCSI host can cost, as a module of its own: not one to install.
bench-floor-6.1 bench-floor-6.12: bench-floor-%: vm-deps
	@mkdir -p build/bench-$*
	@ln -sf $(CURDIR)/tests/bench/floor/* build/bench-$*/
	@$(MAKE) -s -C $$(tests/vm/kernel-dir $*) M=$(CURDIR)/build/bench-$* W=1 modules

## bench: cost per command beside the peers, in one boot per kernel: an hour (QUICK=1, BENCH_KERNELS="6.12")
bench: $(BENCH_KERNELS:%=bench-floor-%) $(BENCH_KERNELS:%=modules-%) tools
	@scripts/install-deps bench
	@for kernel in $(BENCH_KERNELS); do \
		$(BENCH) $(bench_quick) count $$kernel && $(BENCH) $(bench_quick) time $$kernel || exit 1; \
	done
	@$(BENCH) report build/bench | tee build/bench/report.md

## bench-baseline: what test-bench compares with, anew
bench-baseline: $(BENCH_KERNELS:%=bench-floor-%) $(BENCH_KERNELS:%=modules-%)
	@for kernel in $(BENCH_KERNELS); do $(BENCH) baseline $$kernel || exit 1; done

## test-bench: has a command become dearer?
test-bench: $(BENCH_KERNELS:%=bench-floor-%) $(BENCH_KERNELS:%=modules-%)
	@failed=0; for kernel in $(BENCH_KERNELS); do $(BENCH) guard $$kernel || failed=1; done; exit $$failed
