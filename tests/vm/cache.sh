# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The cache of kernels and root file systems, outside the source tree so that
# `git clean` and a second clone do not throw hours of downloads and builds away.
#
# Each item is a folder whose name holds a hash of all it is made from. It is
# built under a temporary name and renamed into place, so an item that exists
# is complete, and nobody ever has to ask whether it is stale.

cache_root=${SCST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/scst-local}

die() {
	echo "${0##*/}: $*" >&2
	exit 1
}

say() {
	echo "${0##*/}: $*" >&2
}

# hash_of FILE-OR-WORD... : a short hash of the files' contents and the words
hash_of() {
	local arg
	for arg; do
		if [ -f "$arg" ]; then cat "$arg"; else printf '%s\n' "$arg"; fi
	done | sha256sum | cut -c1-12
}

# cached NAME BUILDER [ARG...] : make sure that the item exists, print its path.
# BUILDER is called as `BUILDER TEMPORARY-FOLDER FINAL-FOLDER ARG...`.
cached() {
	local name=$1 builder=$2 item=$cache_root/$1 work
	shift 2
	if [ ! -d "$item" ]; then
		mkdir -p "$cache_root"
		# The lock is held while building: a second caller waits for the first one's item.
		exec {cache_lock}>"$cache_root/$name.lock"
		flock "$cache_lock"
		if [ ! -d "$item" ]; then
			work=$(mktemp -d "$cache_root/tmp.$name.XXXXXX")
			# shellcheck disable=SC2064 # the folder's name of now is what is meant
			trap "rm -rf '$work'" EXIT
			chmod 755 "$work"
			say "making $name"
			"$builder" "$work" "$item" "$@" >&2
			mv -T "$work" "$item"
			trap - EXIT
		fi
		exec {cache_lock}>&-
	fi
	echo "$item"
}
