# SPDX-License-Identifier: GPL-2.0-only
# The command-line tool.  From the top of the tree, or included there:
#   tools          build/tools/scstctl
#   test-tools     its tests, with sanitizers; results in build/results/tools.txt
#   install-tools  DESTDIR= PREFIX=/usr

PREFIX ?= /usr
DESTDIR ?=
CC ?= gcc
PKG_CONFIG ?= pkg-config
INSTALL ?= install

scstctl_dir := tools/scstctl
scstctl_out := build/tools
scstctl_src := $(filter-out $(scstctl_dir)/machine.c,$(wildcard $(scstctl_dir)/*.c))
scstctl_hdr := $(wildcard $(scstctl_dir)/*.h) include/uapi/scst_netlink.h include/scst/version.h
scstctl_version = $(shell sed -n 's/^.define SCST_VERSION[ \t]*"\(.*\)"/\1/p' include/scst/version.h)
scstctl_cflags = -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -Iinclude/uapi \
	-DSCSTCTL_VERSION='"$(scstctl_version)"' \
	$(shell $(PKG_CONFIG) --cflags libmnl smartcols)
scstctl_libs = $(shell $(PKG_CONFIG) --libs libmnl smartcols)
scstctl_sanitize := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all

.PHONY: tools test-tools install-tools

tools: $(scstctl_out)/scstctl

$(scstctl_out)/scstctl: $(scstctl_src) $(scstctl_dir)/machine.c $(scstctl_hdr)
	@mkdir -p $(@D)
	$(CC) -O2 -g $(scstctl_cflags) $(CFLAGS) $(LDFLAGS) -o $@ \
		$(scstctl_src) $(scstctl_dir)/machine.c $(scstctl_libs)

$(scstctl_out)/scstctl-replay: $(scstctl_src) $(scstctl_dir)/tests/replay.c $(scstctl_hdr)
	@mkdir -p $(@D)
	$(CC) $(scstctl_sanitize) $(scstctl_cflags) -o $@ \
		$(scstctl_src) $(scstctl_dir)/tests/replay.c $(scstctl_libs)

$(scstctl_out)/test-text: $(scstctl_dir)/text.c $(scstctl_dir)/tests/text.c $(scstctl_hdr)
	@mkdir -p $(@D)
	$(CC) $(scstctl_sanitize) $(scstctl_cflags) -o $@ $(filter %.c,$^)

test-tools: $(scstctl_out)/scstctl-replay $(scstctl_out)/test-text
	$(scstctl_dir)/tests/run $(scstctl_out) build/results/tools.txt

install-tools: tools
	$(INSTALL) -D -m 755 $(scstctl_out)/scstctl $(DESTDIR)$(PREFIX)/sbin/scstctl
	$(INSTALL) -D -m 644 man/scstctl.8 $(DESTDIR)$(PREFIX)/share/man/man8/scstctl.8
	$(INSTALL) -D -m 644 completion/scstctl \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/scstctl
