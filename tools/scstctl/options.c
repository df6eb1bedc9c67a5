// SPDX-License-Identifier: GPL-2.0-only
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <scst_netlink.h>

#include "cli.h"
#include "text.h"

enum id {
	O_GROUP = 256, O_LUN, O_READ_ONLY, O_FORCE, O_SURPRISE, O_NO_MAP, O_HANDLER, O_SET,
	O_TIMEOUT, O_JSON, O_BYTES, O_OUTPUT, O_NO_HEADINGS,
	O_PARAM,	/* an attribute with an option of its own */
};

/* @param: for O_PARAM, the attribute; a flag where @arg is NULL. */
static const struct opt {
	const char *name, *arg;
	enum id id;
	unsigned int verbs;
	const char *param, *help;
} opts[] = {
	{ "lun", "N", O_LUN, TAKES_LUN, NULL, "the LUN (map, create: else the first free one)" },
	{ "group", "G", O_GROUP, TAKES_GROUP, NULL, "the group (else Default)" },
	{ "no-map", NULL, O_NO_MAP, TAKES_PARAMS, NULL, "make the unit without giving it a LUN" },
	{ "size", "SIZE", O_PARAM, TAKES_PARAMS, "size", "size of a --nullio or --ram disk, or of a --pinned file: 1G" },
	{ "blockio", NULL, O_PARAM, TAKES_PARAMS, "blockio", "straight to a block device" },
	{ "nullio", NULL, O_PARAM, TAKES_PARAMS, "nullio", "keep no data" },
	{ "ram", NULL, O_PARAM, TAKES_PARAMS, "ram", "keep the data in memory" },
	{ "pinned", NULL, O_PARAM, TAKES_PARAMS, "pinned",
	  "straight to where a file lies, which is written out first: for swap" },
	{ "direct", NULL, O_PARAM, TAKES_PARAMS, "o_direct", "past the page cache (O_DIRECT)" },
	{ "read-only", NULL, O_PARAM, TAKES_PARAMS, "read_only", "nobody may write" },
	{ "read-only", NULL, O_READ_ONLY, TAKES_READ_ONLY, NULL, "no writes through this LUN" },
	{ "write-through", NULL, O_PARAM, TAKES_PARAMS, "write_through",
	  "a write is durable when it ends" },
	{ "nv-cache", NULL, O_PARAM, TAKES_PARAMS, "nv_cache",
	  "the cache below outlives a power cut: ignore flushes" },
	{ "removable", NULL, O_PARAM, TAKES_PARAMS, "removable", "a removable medium" },
	{ "thin", "0|1", O_PARAM, TAKES_PARAMS, "thin", "can blocks be given back? a file: 1" },
	{ "block-size", "N", O_PARAM, TAKES_PARAMS, "block_size", "512 (else), 1024, 2048, 4096" },
	{ "set", "KEY=VALUE", O_SET, TAKES_PARAMS, NULL,
	  "any attribute: serial, naa, vendor, product, revision, rotation and so on" },
	{ "handler", "H", O_HANDLER, TAKES_PARAMS, NULL, "the device handler (else vdisk)" },
	{ "force", NULL, O_FORCE, TAKES_FORCE, NULL, "even if the disk is in use" },
	{ "surprise", NULL, O_SURPRISE, TAKES_SURPRISE, NULL,
	  "pull the plug first: what is not written is lost" },
	{ "timeout", "SECONDS", O_TIMEOUT, TAKES_TIMEOUT, NULL,
	  "how long to wait; 0: for ever (else 60; monitor: for ever)" },
	{ "json", NULL, O_JSON, TAKES_JSON | TAKES_LIST, NULL, "print JSON" },
	{ "bytes", NULL, O_BYTES, TAKES_LIST, NULL, "print sizes in bytes" },
	{ "output", "COLUMNS", O_OUTPUT, TAKES_LIST, NULL, "print only these columns: name,size" },
	{ "no-headings", NULL, O_NO_HEADINGS, TAKES_LIST, NULL, "print no headings" },
};

#define N_OPTS	(sizeof(opts) / sizeof(*opts))

static int set_lun(struct cli *cli, const char *value)
{
	uint64_t lun;

	if (!parse_number(value, SCST_NL_LUN_MAX, &lun))
		return complain(-1, "--lun %s: should be a number from 0 to %d", value,
				SCST_NL_LUN_MAX);
	cli->target.lun = lun;
	return 0;
}

static int set_timeout(struct cli *cli, const char *value)
{
	uint64_t seconds;

	if (!parse_number(value, 1000000000, &seconds))
		return complain(-1, "--timeout %s: should be a number of seconds", value);
	cli->timeout = seconds * 1000;
	return 0;
}

static int set_any(struct cli *cli, char *setting)
{
	char *equals = strchr(setting, '=');

	if (!equals)
		return add_param(cli, setting, "1");
	*equals = '\0';
	return add_param(cli, setting, equals + 1);
}

static int set_columns(struct cli *cli, const struct verb *verb, const char *value)
{
	const char *bad;
	int len;

	if (!columns_ok(verb->lists, value, &bad, &len))
		return complain(-1, "%s has no column %.*s (see: scstctl help %s)", verb->name, len,
				bad, verb->name);
	cli->view.columns = value;
	return 0;
}

static int apply(struct cli *cli, const struct verb *verb, const struct opt *o, char *value)
{
	switch (o->id) {
	case O_LUN:
		return set_lun(cli, value);
	case O_GROUP:
		cli->target.group = value;
		return 0;
	case O_READ_ONLY:
		cli->target.read_only = true;
		return 0;
	case O_FORCE:
		cli->target.force = true;
		return 0;
	case O_SURPRISE:
		cli->target.surprise = true;
		return 0;
	case O_NO_MAP:
		cli->no_map = true;
		return 0;
	case O_HANDLER:
		cli->target.handler = value;
		return 0;
	case O_SET:
		return set_any(cli, value);
	case O_TIMEOUT:
		return set_timeout(cli, value);
	case O_JSON:
		cli->view.json = true;
		return 0;
	case O_BYTES:
		cli->view.bytes = true;
		return 0;
	case O_OUTPUT:
		return set_columns(cli, verb, value);
	case O_NO_HEADINGS:
		cli->view.no_headings = true;
		return 0;
	case O_PARAM:
		return add_param(cli, o->param, o->arg ? value : "1");
	}
	return -1;
}

/* The options of @verb in getopt's form; .val is the index in opts[] plus 1. */
static void long_options(struct option *out, const struct verb *verb)
{
	size_t i;

	for (i = 0; i < N_OPTS; i++)
		if (opts[i].verbs & verb->takes)
			*out++ = (struct option){ .name = opts[i].name, .has_arg = !!opts[i].arg,
						  .val = i + 1 };
	*out = (struct option){ 0 };
}

static int check_args(struct cli *cli, const struct verb *verb)
{
	if (cli->n_args >= verb->min_args && cli->n_args <= verb->max_args)
		return 0;
	return complain(-1, "usage: scstctl %s %s (see: scstctl help %s)", verb->name, verb->args,
			verb->name);
}

int parse_options(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
	struct option list[N_OPTS + 1];
	int i;

	long_options(list, verb);
	cli->target.params = cli->params;
	cli->target.lun = -1;
	cli->timeout = -1;
	opterr = 0;
	while ((i = getopt_long(argc, argv, "", list, NULL)) != -1) {
		if (i == '?')
			return complain(-1, "%s does not know %s, or it lacks its value "
					"(see: scstctl help %s)", verb->name,
					argv[optind - 1], verb->name);
		if (apply(cli, verb, &opts[i - 1], optarg))
			return -1;
	}
	cli->args = argv + optind;
	cli->n_args = argc - optind;
	return check_args(cli, verb);
}

void print_options(const struct verb *verb)
{
	char left[40];
	size_t i;

	for (i = 0; i < N_OPTS; i++) {
		if (!(opts[i].verbs & verb->takes))
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", opts[i].name, opts[i].arg ? " " : "",
			 opts[i].arg ? opts[i].arg : "");
		printf("  %-20s %s\n", left, opts[i].help);
	}
}
