# SPDX-License-Identifier: GPL-2.0-only
# Tests of t10/ on the host.  Included by the top Makefile; works alone, too:
# make -f tests/host/host.mk test-host
#
#   test-host	   unit tests (gcc; clang with sanitizers), coverage, mutation, corpus replay
#   host-coverage  unit tests and what they reach, file by file
#   fuzz	   each fuzz target for FUZZ_SECONDS
#   check-host	   t10/ under more warnings, and sparse
#
# One test alone: make build/host/gcc/test_cdb && build/host/gcc/test_cdb

HOST := tests/host
HOST_OUT := build/host
HOST_TAP := $(HOST_OUT)/tap

FUZZ_SECONDS ?= 10
# Lines of each file of t10/ that the unit tests must reach, in per cent.
COVERAGE_MIN ?= 95

HOSTCC ?= gcc
GCOV ?= gcov
CLANG ?= $(firstword $(shell command -v clang-14 clang clang-16 clang-15 2>/dev/null))
SPARSE ?= $(shell command -v sparse 2>/dev/null)

HOST_CFLAGS := -std=gnu11 -g -Wall -Wextra -Werror -Wno-unused-parameter \
	-I. -I$(HOST)/shim -I$(HOST)/unit
HOST_SAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

host_t10_src := $(sort $(wildcard t10/*.c))
host_unit_src := $(sort $(wildcard $(HOST)/unit/test_*.c))
host_rows_src := $(HOST)/unit/rows.c $(HOST)/unit/behave.c
host_fuzz_src := $(sort $(wildcard $(HOST)/fuzz/fuzz_*.c))

host_unit_names := $(notdir $(host_unit_src:.c=))
host_fuzz_names := $(notdir $(host_fuzz_src:.c=))

# One build of everything per variant: $(1) its name, $(2) the compiler, $(3) its options.
define host_variant
host_$(1)_lib := $$(host_t10_src:%.c=$(HOST_OUT)/$(1)/%.o) $$(host_rows_src:%.c=$(HOST_OUT)/$(1)/%.o)
host_$(1)_tests := $$(host_unit_names:%=$(HOST_OUT)/$(1)/%)

$(HOST_OUT)/$(1)/%.o: %.c $(HOST)/host.mk
	@mkdir -p $$(@D)
	@echo "  HOSTCC  $$@"
	@$(2) $(HOST_CFLAGS) $(3) -MMD -c -o $$@ $$<

$$(host_$(1)_tests) $(HOST_OUT)/$(1)/mutate: $(HOST_OUT)/$(1)/%: \
		$(HOST_OUT)/$(1)/$(HOST)/unit/%.o $$(host_$(1)_lib)
	@$(2) $(HOST_CFLAGS) $(3) -o $$@ $$^ -lcmocka

-include $$(wildcard $(HOST_OUT)/$(1)/t10/*.d $(HOST_OUT)/$(1)/$(HOST)/*/*.d)
.PRECIOUS: $(HOST_OUT)/$(1)/%.o
endef

$(eval $(call host_variant,gcc,$(HOSTCC),-O2))
$(eval $(call host_variant,cov,$(HOSTCC),-O0 --coverage))
ifneq ($(CLANG),)
$(eval $(call host_variant,clang,$(CLANG),-O1 $(HOST_SAN)))
$(eval $(call host_variant,fuzz,$(CLANG),-O1 -fsanitize=fuzzer-no-link $(HOST_SAN)))
host_fuzz_bin := $(host_fuzz_names:%=$(HOST_OUT)/fuzz/%)

$(host_fuzz_bin): $(HOST_OUT)/fuzz/%: $(HOST_OUT)/fuzz/$(HOST)/fuzz/%.o \
		$(HOST_OUT)/fuzz/$(HOST)/fuzz/init.o $(host_fuzz_lib)
	@$(CLANG) -fsanitize=fuzzer $(HOST_SAN) -o $@ $^
endif

.PHONY: test-host fuzz check-host host-coverage
.PHONY: host-tap-gcc host-tap-clang host-tap-coverage host-tap-mutation host-tap-corpus

# Each part leaves a TAP file behind, whatever comes out; host.txt is made of them.
host-tap-gcc: $(host_gcc_tests)
	@$(HOST)/suite "unit, gcc" $(HOST_TAP)/gcc.tap $^

host-tap-mutation: $(HOST_OUT)/gcc/mutate
	@$(HOST)/suite mutation $(HOST_TAP)/mutation.tap $^

host-tap-coverage: $(host_cov_tests)
	@GCOV="$(GCOV)" $(HOST)/coverage $(COVERAGE_MIN) $(HOST_OUT)/cov $(HOST_TAP)/coverage.tap \
		$(host_cov_tests) -- $(host_t10_src)

host-tap-clang: $(host_clang_tests)
	@$(HOST)/suite "unit, clang with sanitizers" $(HOST_TAP)/clang.tap $^

host-tap-corpus: $(host_fuzz_bin)
	@$(HOST)/fuzz-run replay $(HOST)/corpus $(HOST_OUT)/fuzz $(HOST_TAP)/corpus.tap $^

host_parts := gcc clang coverage mutation corpus

test-host: $(host_parts:%=host-tap-%)
	@$(HOST)/collect build/results/host.txt $(host_parts:%=$(HOST_TAP)/%.tap)

host-coverage: host-tap-coverage
	@$(HOST)/collect build/results/host-coverage.txt $(HOST_TAP)/coverage.tap

fuzz: $(host_fuzz_bin)
	@$(HOST)/fuzz-run $(FUZZ_SECONDS) $(HOST)/corpus $(HOST_OUT)/fuzz $(HOST_TAP)/fuzz.tap $^
	@$(HOST)/collect build/results/fuzz.txt $(HOST_TAP)/fuzz.tap

host_more := -Wshadow -Wundef -Wcast-qual -Wpointer-arith -Wwrite-strings -Wvla -Wold-style-definition \
	-Wstrict-prototypes -Wmissing-prototypes -Wmissing-declarations -Wredundant-decls \
	-Wformat=2 -Wswitch-default -Wdate-time -Wmissing-field-initializers -fsyntax-only

check-host:
	@$(HOSTCC) $(HOST_CFLAGS) $(host_more) -Wlogical-op -Wduplicated-cond $(host_t10_src)
	@echo "ok - t10 under more warnings, $(HOSTCC)"
ifneq ($(CLANG),)
	@$(CLANG) $(HOST_CFLAGS) $(host_more) -Wcomma -Wunreachable-code -Wassign-enum $(host_t10_src)
	@echo "ok - t10 under more warnings, $(CLANG)"
endif
ifneq ($(SPARSE),)
	@for f in $(host_t10_src); do \
		$(SPARSE) -std=gnu11 -Wsparse-error -Wbitwise -D__CHECK_ENDIAN__ \
			-I. -I$(HOST)/shim $$f || exit 1; \
	done
	@echo "ok - t10 under sparse"
endif
