/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tool asks of the machine it runs on.  Tests link another machine,
 * one that replays a script.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Opens the generic netlink socket.  0 or negative errno. */
int machine_open(void);
void machine_close(void);
/* Joins a multicast group. */
int machine_subscribe(uint32_t group);
int machine_send(const void *buf, size_t len);

/*
 * One datagram.  Returns its length, -ETIMEDOUT once machine_now() has come to
 * @deadline, -ENOBUFS where the kernel had to drop some, or another errno.
 */
int machine_recv(void *buf, size_t size, int64_t deadline);

/* Milliseconds of a clock that never goes back. */
int64_t machine_now(void);
void machine_sleep(int milliseconds);

/* Whether /dev/@name is a device and opens: 0 or negative errno. */
int machine_device_answers(const char *name);
/* Whether somebody claims it: it is mounted, swapped on or part of something, not just open. */
bool machine_device_claimed(const char *name);

#endif
