// SPDX-License-Identifier: GPL-2.0-only
/*
 * scstctl: the command line of SCST Local.
 */
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <scst_netlink.h>

#include "cli.h"
#include "text.h"

#ifndef SCSTCTL_VERSION
#define SCSTCTL_VERSION	"unknown"
#endif

static int run_help(struct cli *cli);

#define TAKES_JOB	(TAKES_TIMEOUT | TAKES_JSON)

const struct verb verbs[] = {
	{ "create", "NAME [PATH]", 1, 2, TAKES_GROUP | TAKES_LUN | TAKES_PARAMS | TAKES_JOB,
	  "make a unit, give it a LUN, print its Linux device", NULL, run_create },
	{ "destroy", "NAME", 1, 1, TAKES_FORCE | TAKES_SURPRISE | TAKES_TIMEOUT,
	  "take a unit away", NULL, run_destroy },
	{ "map", "NAME", 1, 1, TAKES_GROUP | TAKES_LUN | TAKES_READ_ONLY | TAKES_JOB,
	  "give a unit a LUN, print its Linux device", NULL, run_map },
	{ "unmap", "NAME | --lun N", 0, 1,
	  TAKES_GROUP | TAKES_LUN | TAKES_FORCE | TAKES_SURPRISE | TAKES_TIMEOUT,
	  "take a LUN away", NULL, run_unmap },
	{ "replace", "NAME --lun N", 1, 1,
	  TAKES_GROUP | TAKES_LUN | TAKES_READ_ONLY | TAKES_FORCE | TAKES_JOB,
	  "put another unit under a LUN", NULL, run_replace },
	{ "resize", "NAME", 1, 1, TAKES_JOB, "read the size of a unit again, tell Linux", NULL,
	  run_resize },
	{ "set-id", "NAME ID", 2, 2, TAKES_TIMEOUT, "change the T10 identifier of a unit", NULL,
	  run_set_id },
	{ "list", "", 0, 0, TAKES_LIST | TAKES_TIMEOUT, "list units", &unit_type, run_list },
	{ "groups", "", 0, 0, TAKES_LIST | TAKES_TIMEOUT,
	  "list groups with their initiators and LUNs", &group_type, run_groups },
	{ "group", "add GROUP | del GROUP | rename GROUP NEW", 1, 3, TAKES_TIMEOUT,
	  "make, remove or rename a group", NULL, run_group },
	{ "initiator", "add GROUP NAME | del GROUP NAME | move GROUP NAME NEW-GROUP", 1, 4,
	  TAKES_TIMEOUT, "say which initiators are in a group", NULL, run_initiator },
	{ "sessions", "", 0, 0, TAKES_LIST | TAKES_TIMEOUT, "list sessions", &session_type,
	  run_sessions },
	{ "devices", "", 0, 0, TAKES_LIST | TAKES_TIMEOUT,
	  "list Linux devices, whether they are in use, what they moved", &device_type,
	  run_devices },
	{ "handlers", "", 0, 0, TAKES_LIST | TAKES_TIMEOUT, "list device handlers", &handler_type,
	  run_handlers },
	{ "monitor", "", 0, 0, TAKES_JOB, "print events as they come",
	  NULL, run_monitor },
	{ "help", "[VERB]", 0, 1, 0, "explain a verb", NULL, run_help },
	{ .name = NULL }
};

const struct verb *find_verb(const char *name)
{
	const struct verb *v;

	for (v = verbs; v->name; v++)
		if (!strcmp(v->name, name))
			return v;
	return NULL;
}

int complain(int status, const char *fmt, ...)
{
	char text[1024], *shown;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	/* Names of others may be part of it. */
	shown = terminal_text(text);
	fprintf(stderr, "scstctl: %s\n", shown);
	free(shown);
	return status;
}

int complain_client(const struct client *c)
{
	return complain(client_status(c), "%s", client_error(c));
}

/* The kernel would refuse them, too, but not in these words. */
static int check_name(const char *what, const char *name, size_t max)
{
	if (!name || (*name && strlen(name) <= max))
		return STATUS_OK;
	return complain(STATUS_USAGE, "the name of %s has 1 to %zu characters", what, max);
}

static int check_names(const struct target *t)
{
	int status = check_name("a unit", t->unit, SCST_NL_UNIT_MAX);

	if (!status)
		status = check_name("a group", t->group, SCST_NL_NAME_MAX);
	if (!status)
		status = check_name("an initiator", t->name, SCST_NL_NAME_MAX);
	if (!status)
		status = check_name("a group", t->to, SCST_NL_NAME_MAX);
	if (!status)
		status = check_name("a handler", t->handler, SCST_NL_NAME_MAX);
	if (!status && t->id && strlen(t->id) > SCST_NL_NAME_MAX)
		status = complain(STATUS_USAGE, "the identifier is too long");
	return status;
}

struct client *connect_client(const struct cli *cli, int64_t timeout, int *status)
{
	struct client *c;

	*status = check_names(&cli->target);
	if (*status)
		return NULL;
	c = client_open(cli->timeout < 0 ? timeout : cli->timeout);
	if (client_ok(c))
		return c;
	*status = complain_client(c);
	client_close(c);
	return NULL;
}

static void print_overview(FILE *f)
{
	const struct verb *v;

	fprintf(f, "usage: scstctl VERB [ARGUMENTS] [OPTIONS]\n\n");
	for (v = verbs; v->name; v++)
		fprintf(f, "  %-10s %s\n", v->name, v->summary);
	fprintf(f, "\nscstctl help VERB tells more, scstctl(8) all.\n"
		"Exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 not in time, 4 a module is not loaded.\n");
}

static void print_columns(const struct verb *v)
{
	const struct field *f;

	if (!v->lists)
		return;
	printf("\ncolumns:");
	for (f = v->lists->fields; f->key; f++)
		printf(" %s", f->key);
	putchar('\n');
}

static int run_help(struct cli *cli)
{
	const struct verb *v;

	if (!cli->n_args) {
		print_overview(stdout);
		return STATUS_OK;
	}
	v = find_verb(cli->args[0]);
	if (!v)
		return complain(STATUS_USAGE, "there is no verb %s (see: scstctl help)",
				cli->args[0]);
	printf("usage: scstctl %s%s%s%s\n%s\n\n", v->name, *v->args ? " " : "", v->args,
	       v->takes ? " [OPTIONS]" : "", v->summary);
	print_options(v);
	print_columns(v);
	return STATUS_OK;
}

static int run(int argc, char **argv)
{
	struct cli cli = { 0 };
	const struct verb *v;

	if (argc < 2) {
		print_overview(stderr);
		return STATUS_USAGE;
	}
	if (!strcmp(argv[1], "--version")) {
		printf("scstctl %s\n", SCSTCTL_VERSION);
		return STATUS_OK;
	}
	v = find_verb(!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ? "help" : argv[1]);
	if (!v)
		return complain(STATUS_USAGE, "there is no verb %s (see: scstctl help)", argv[1]);
	if (parse_options(&cli, v, argc - 1, argv + 1))
		return STATUS_USAGE;
	return v->run(&cli);
}

int main(int argc, char **argv)
{
	int status;

	setlocale(LC_ALL, "");
	status = run(argc, argv);
	if (fflush(stdout) || ferror(stdout))
		return complain(STATUS_FAILED, "can't write the output");
	return status;
}
