/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel side as functions.  All but the lists return 0 or -1; after -1
 * client_error() is a sentence and client_status() what the tool exits with.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "record.h"

/* Exit status of the tool. */
enum status {
	STATUS_OK = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2,
	STATUS_TIMEOUT = 3,
	STATUS_NOT_LOADED = 4,
};

/**
 * struct param - an attribute of a unit that shall be made
 * @attr: SCST_NL_P_*
 * @size: bytes of a number: 1, 2, 4, 8; 0 for a flag
 * @number: its value
 * @text: a string
 * @bytes: a binary value, @len long
 * @len: see @bytes
 */
struct param {
	int attr;
	unsigned int size;
	uint64_t number;
	const char *text;
	unsigned char bytes[16];
	unsigned int len;
};

/* What a verb is about; what is not said is left out of the request. */
struct target {
	const char *unit, *handler, *group, *name, *to, *id;
	int64_t lun;		/* -1: none */
	bool read_only, force, surprise;
	const struct param *params;
	int n_params;
};

struct client;

/* Finds the family.  @timeout: milliseconds that one request and its job may take, 0: for ever. */
struct client *client_open(int64_t timeout);
void client_close(struct client *c);
/* Also when client_open() failed: it returns a client that can only tell why. */
bool client_ok(const struct client *c);
const char *client_error(const struct client *c);
enum status client_status(const struct client *c);
/* The errno that the kernel refused or failed with, 0 where it was something else. */
int client_errno(const struct client *c);

/* Join the events.  Before the first client_job(). */
int client_subscribe(struct client *c);
/* Start job @cmd (SCST_NL_CMD_*) and wait for its end, which @ended gets (to be released). */
int client_job(struct client *c, int cmd, const struct target *t, struct event *ended);
/*
 * The same for what takes a disk away: udev has each new disk open for a
 * moment, so one that nobody claims is tried again for a while.
 */
int client_removal(struct client *c, int cmd, const struct target *t, struct event *ended);
/* Do what is done with its answer. */
int client_do(struct client *c, int cmd, const struct target *t);
/* The next event: 1, or 0 where some were lost, or -1. */
int client_next_event(struct client *c, struct event *event);
/* All records of a type; @list is to be freed, whatever is returned. */
int client_list(struct client *c, const struct record_type *type, struct records *list);
/* Wait until a Linux device answers. */
int client_wait_device(struct client *c, const char *name);

#endif
