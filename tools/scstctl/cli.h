/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words: verbs, their options and what they print.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "client.h"
#include "render.h"

#define PARAMS_MAX	32

/**
 * struct cli - a command line, taken apart
 * @target: what it is about
 * @params: attributes given with --set or an option of their own
 * @no_map: create only
 * @view: how to print
 * @timeout: milliseconds, -1 if not given
 * @args: words that are no options
 * @n_args: how many
 * @path: copy of a path that was made absolute
 */
struct cli {
	struct target target;
	struct param params[PARAMS_MAX];
	bool no_map;
	struct view view;
	int64_t timeout;
	char **args;
	int n_args;
	char *path;
};

/* Options a verb may take. */
#define TAKES_GROUP	(1 << 0)
#define TAKES_LUN	(1 << 1)
#define TAKES_READ_ONLY	(1 << 2)	/* of a map */
#define TAKES_FORCE	(1 << 3)
#define TAKES_SURPRISE	(1 << 4)
#define TAKES_PARAMS	(1 << 5)	/* --set and flags of units, --no-map, --handler */
#define TAKES_TIMEOUT	(1 << 6)
#define TAKES_JSON	(1 << 7)
#define TAKES_LIST	(1 << 8)	/* --json, --bytes, --output, --no-headings */

/**
 * struct verb - a verb of the command line
 * @name: its word
 * @args: words that follow, for people
 * @min_args: how many at least
 * @max_args: how many at most
 * @takes: TAKES_*
 * @summary: a line for the list of verbs
 * @lists: what it lists, for --output
 * @run: does it; returns an exit status
 */
struct verb {
	const char *name, *args;
	int min_args, max_args;
	unsigned int takes;
	const char *summary;
	const struct record_type *lists;
	int (*run)(struct cli *cli);
};

/* verbs.c */
extern const struct verb verbs[];
const struct verb *find_verb(const char *name);

/* options.c: 0, or -1 with a message printed. */
int parse_options(struct cli *cli, const struct verb *verb, int argc, char **argv);
void print_options(const struct verb *verb);

/* params.c */
int add_param(struct cli *cli, const char *word, const char *value);
/* The value of attribute @attr, NULL where it was not given. */
const struct param *find_param(const struct cli *cli, int attr);
/* Takes it out again; returns the number it had, 0 where there was none. */
uint64_t take_param(struct cli *cli, int attr);

/* pinned.c */
int write_out(const char *path, uint64_t size);

/* Prints "scstctl: …" and returns @status. */
int complain(int status, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same with what went wrong with @c; a client that is not ok is closed by the caller. */
int complain_client(const struct client *c);
/* A client of the command line, or NULL after a complaint whose status is put in *@status. */
struct client *connect_client(const struct cli *cli, int64_t timeout, int *status);

/* units.c */
int run_create(struct cli *cli);
int run_destroy(struct cli *cli);
int run_map(struct cli *cli);
int run_unmap(struct cli *cli);
int run_replace(struct cli *cli);
int run_resize(struct cli *cli);
int run_set_id(struct cli *cli);

/* groups.c */
int run_group(struct cli *cli);
int run_initiator(struct cli *cli);

/* lists.c */
int run_list(struct cli *cli);
int run_groups(struct cli *cli);
int run_sessions(struct cli *cli);
int run_devices(struct cli *cli);
int run_handlers(struct cli *cli);
int run_monitor(struct cli *cli);

#endif
