#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a skip that no list names is a failure of the run
# shellcheck source=lib.sh
. "$VM_LIB"

skip "on purpose"
