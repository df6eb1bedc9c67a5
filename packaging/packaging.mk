# SPDX-License-Identifier: GPL-2.0-only
#
# For a real machine: install from the tree, register with dkms, or make a
# Debian package that does.

DKMS_SRC := /usr/src/scst-local-$(version)
# What dkms needs to build the modules, and nothing else.
DKMS_FILES := Kbuild Makefile COPYING include t10 core control transports handlers compat \
	scripts/build-modules scripts/probe-kernel

.PHONY: install uninstall dkms dkms-files deb

## install: modules for KREL= (the running kernel) into /lib/modules, scstctl and its manual into PREFIX
install: modules tools install-tools
	install -d "$(DESTDIR)/lib/modules/$(KREL)/extra"
	install -m 0644 build/$(KREL)/*.ko "$(DESTDIR)/lib/modules/$(KREL)/extra/"
	install -d -m 0700 "$(DESTDIR)/var/lib/scst"
	[ -n "$(DESTDIR)" ] || depmod "$(KREL)"

## uninstall: removes what install put there
uninstall:
	rm -f $(patsubst %,"$(DESTDIR)/lib/modules/$(KREL)/extra/%.ko",scst scst_vdisk scst_local)
	rm -f "$(DESTDIR)$(PREFIX)/sbin/scstctl" "$(DESTDIR)$(PREFIX)/share/man/man8/scstctl.8" \
		"$(DESTDIR)$(PREFIX)/share/bash-completion/completions/scstctl"
	[ -n "$(DESTDIR)" ] || depmod "$(KREL)"

dkms-files:
	install -d "$(DESTDIR)$(DKMS_SRC)"
	tar -c $(DKMS_FILES) | tar -x -C "$(DESTDIR)$(DKMS_SRC)"
	sed 's/@VERSION@/$(version)/' packaging/dkms/dkms.conf.in >"$(DESTDIR)$(DKMS_SRC)/dkms.conf"

## dkms: have dkms build the modules now, and again for each new kernel
dkms: dkms-files
	dkms add -m scst-local -v $(version)
	dkms install -m scst-local -v $(version)

## deb: a Debian package (dkms modules and scstctl) in build/
deb: tools
	rm -rf build/deb
	$(MAKE) --no-print-directory DESTDIR=build/deb dkms-files
	$(MAKE) --no-print-directory DESTDIR=build/deb PREFIX=/usr install-tools
	install -d -m 0700 build/deb/var/lib/scst
	install -d build/deb/DEBIAN
	sed -e 's/@VERSION@/$(version)/' packaging/debian/control.in >build/deb/DEBIAN/control
	for script in postinst prerm; do \
		sed 's/@VERSION@/$(version)/' packaging/debian/$$script.in >build/deb/DEBIAN/$$script; \
		chmod 0755 build/deb/DEBIAN/$$script; \
	done
	dpkg-deb --root-owner-group --build build/deb build/scst-local_$(version)_amd64.deb
