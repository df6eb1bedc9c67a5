#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# description: a case that says so fails, with its words
# shellcheck source=lib.sh
. "$VM_LIB"

fail "as it should"
