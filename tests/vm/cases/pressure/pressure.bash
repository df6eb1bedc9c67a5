# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
#
# More dirty memory than there is: what the cases of this area share.

load=$(dirname "${BASH_SOURCE[0]}")/load.py
children=()

stop_children() {
	if [ ${#children[@]} -gt 0 ]; then kill "${children[@]}" 2>/dev/null; fi
	wait
	children=()
}

# swap_on DISK : swapped off before the disk goes
swap_on() {
	mkswap "$1" >/dev/null
	swapon "$1"
	cleanup swapoff "$1"
}

# counted NAME : a number of /proc/vmstat
counted() {
	awk -v name="$1" '$1 == name { print $2 }' /proc/vmstat
}

available_mib() {
	awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo
}

# under_pressure SECONDS FILE FILE-MIB ANON-MIB : both loads at once, with stress-ng beside them in the
# full form; what they wrote is there, and both swap and the file's disk had to take some of it
under_pressure() {
	local seconds=$1 file=$2 file_mib=$3 anon_mib=$4 out before written begun=$SECONDS
	before=$(counted pswpout)
	written=$(counted nr_written)
	cleanup stop_children
	python3 "$load" anon "$anon_mib" "$seconds" >"$work_dir/anon" 2>&1 &
	children=($!)
	python3 "$load" file "$file_mib" "$seconds" "$file" >"$work_dir/file" 2>&1 &
	children+=($!)
	if [ -n "${VM_SOAK:-}" ]; then
		stress-ng --cpu 1 --vm 1 --vm-bytes 64M --fork 1 --timeout "$seconds" --quiet &
		children+=($!)
	fi
	wait "${children[0]}" || fail "anonymous memory: $(cat "$work_dir/anon")"
	wait "${children[1]}" || fail "mapped file: $(cat "$work_dir/file")"
	wait
	children=()
	before=$(($(counted pswpout) - before))
	written=$(($(counted nr_written) - written))
	out="$(paste -sd' ' "$work_dir/anon" "$work_dir/file"); $before pages swapped out, $written written back"
	figure "${5:-}$out, $((SECONDS - begun)) s"
	[ "$written" -gt 1000 ] || fail "no pressure: $out"
	if [ "$(wc -l </proc/swaps)" -gt 1 ] && [ "$before" -lt 1000 ]; then fail "no pressure: $out"; fi
}

# boot_again : the full form wants the same in several boots; the runner looks at the last one's log
boot_again() {
	[ "${VM_BOOT:-1}" -lt "${VM_BOOTS:-1}" ] || return 0
	if in_log 'WARNING:|BUG:|blocked for more than|lockup|allocation failure|I/O error'; then
		fail "the kernel complained in boot $VM_BOOT: $(dmesg | tail -n 60)"
	fi
	power_off_next
	sync
	echo o >/proc/sysrq-trigger
	exec sleep infinity
}
