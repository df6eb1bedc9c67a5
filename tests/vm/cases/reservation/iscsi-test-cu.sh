#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: the suites of iscsi-test-cu about reservations, over two adapters to one unit
# limit: 90
# shellcheck source=lib.sh
. "$VM_LIB"

load_scst
set_adapters 2
make_disk judged 0 "$(make_file 64M)" >/dev/null
first=$(node_at block 0 0 0)
second=$(node_at block 1 0 0)
udevadm settle

passed=0 skipped=0
for family in PrinReadKeys PrinServiceactionRange PrinReportCapabilities ProutRegister \
	ProutReserve ProutClear ProutPreempt Reserve6; do
	said=$(iscsi-test-cu --dataloss -t "SCSI.$family" "$first" "$second" 2>&1) ||
		fail "$family: exit status $?: $said"
	expect_match "$said" "tests +[0-9]+ +[0-9]+ +[0-9]+ +0 " "$family"
	all=$(grep -c "^  Test: " <<<"$said")
	some=$(grep -c "SKIPPED" <<<"$said" || true)
	passed=$((passed + all - some)) skipped=$((skipped + some))
done
figure "iscsi-test-cu, reservations: $passed passed, $skipped skipped"
# What is skipped wants iSCSI itself.
[ "$passed" -ge 8 ] || fail "only $passed tests ran"
expect_idle
