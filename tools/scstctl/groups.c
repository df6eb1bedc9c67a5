// SPDX-License-Identifier: GPL-2.0-only
/*
 * Groups and the initiators in them.
 */
#include <string.h>

#include <scst_netlink.h>

#include "cli.h"

/* @n_args: words after the action.  @job: it ends with an event. */
struct action {
	const char *name, *args;
	int n_args, cmd;
	bool job;
};

static const struct action group_actions[] = {
	{ "add", "GROUP", 1, SCST_NL_CMD_GROUP_ADD, true },
	{ "del", "GROUP", 1, SCST_NL_CMD_GROUP_DEL, true },
	{ "rename", "GROUP NEW", 2, SCST_NL_CMD_GROUP_RENAME, true },
	{ .name = NULL }
};

static const struct action initiator_actions[] = {
	{ "add", "GROUP NAME", 2, SCST_NL_CMD_NAME_ADD, false },
	{ "del", "GROUP NAME", 2, SCST_NL_CMD_NAME_DEL, false },
	{ "move", "GROUP NAME NEW-GROUP", 3, SCST_NL_CMD_NAME_MOVE, false },
	{ .name = NULL }
};

static const struct action *choose(const struct cli *cli, const char *what,
				   const struct action *a)
{
	for (; a->name && strcmp(a->name, cli->args[0]); a++)
		;
	if (!a->name) {
		complain(0, "%s has no %s (see: scstctl help %s)", what, cli->args[0], what);
		return NULL;
	}
	if (cli->n_args != a->n_args + 1) {
		complain(0, "usage: scstctl %s %s %s", what, a->name, a->args);
		return NULL;
	}
	return a;
}

static int do_action(struct client *c, const struct action *a, const struct target *t)
{
	struct event ended;

	if (!a->job)
		return client_do(c, a->cmd, t);
	if (client_job(c, a->cmd, t, &ended))
		return -1;
	record_release(&event_type, &ended);
	return 0;
}

static int run_action(const struct cli *cli, const struct action *a)
{
	struct client *c;
	int status;

	c = connect_client(cli, 60000, &status);
	if (!c)
		return status;
	if ((a->job && client_subscribe(c)) || do_action(c, a, &cli->target))
		status = complain_client(c);
	client_close(c);
	return status;
}

int run_group(struct cli *cli)
{
	const struct action *a = choose(cli, "group", group_actions);

	if (!a)
		return STATUS_USAGE;
	cli->target.group = cli->args[1];
	cli->target.to = cli->n_args > 2 ? cli->args[2] : NULL;
	return run_action(cli, a);
}

int run_initiator(struct cli *cli)
{
	const struct action *a = choose(cli, "initiator", initiator_actions);

	if (!a)
		return STATUS_USAGE;
	cli->target.group = cli->args[1];
	cli->target.name = cli->args[2];
	cli->target.to = cli->n_args > 3 ? cli->args[3] : NULL;
	return run_action(cli, a);
}
