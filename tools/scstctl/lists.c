// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists, and events as they come.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "text.h"

/* Read several lists; all are to be freed by the caller, whatever is returned. */
static int read_lists(struct client *c, const struct record_type *const *types,
		      struct records *lists, int n)
{
	int i;

	memset(lists, 0, n * sizeof(*lists));
	for (i = 0; i < n; i++)
		if (client_list(c, types[i], &lists[i]))
			return -1;
	return 0;
}

/*
 * Read the lists in @types and show the first, once @join has added to its
 * records what the others know.
 */
static int show(struct cli *cli, const struct record_type *const *types, int n,
		void (*join)(struct records *lists))
{
	struct records lists[3];
	struct client *c;
	int status, i;

	c = connect_client(cli, 60000, &status);
	if (!c)
		return status;
	if (read_lists(c, types, lists, n)) {
		status = complain_client(c);
	} else {
		if (join)
			join(lists);
		render_list(stdout, &lists[0], &cli->view);
	}
	for (i = 0; i < n; i++)
		if (lists[i].type)
			records_free(&lists[i]);
	client_close(c);
	return status;
}

/* Units, with their LUNs and Linux devices */

static struct unit *unit_named(struct records *units, const char *name)
{
	size_t i;

	for (i = 0; i < units->count; i++) {
		struct unit *u = record_at(units, i);

		if (!strcmp(u->name, name))
			return u;
	}
	return NULL;
}

static const char *backend_of(const struct unit *u)
{
	const char *kind = strrchr(u->variant, '_');

	if (u->nullio)
		return "null";
	if (u->blockio)
		return "block";
	if (u->ram)
		return "ram";
	if (u->pinned)
		return "pinned";
	/* "vdisk_blk": what the kernel calls the back end. */
	if (kind && !strncmp(u->variant, u->handler, kind - u->variant))
		return strcmp(kind, "_blk") ? kind + 1 : "block";
	return !strcmp(u->handler, "vdisk") || !strcmp(u->handler, "vcdrom") ? "file" : "";
}

/* A file system below may need the memory that only swapping to the disk would free. */
static bool no_swap(const struct unit *u)
{
	return !strcmp(u->backend, "file") && !strcmp(u->handler, "vdisk");
}

static void add_flags(struct unit *u)
{
	const struct {
		bool on;
		const char *word;
	} flags[] = {
		{ u->read_only, "read_only" }, { u->write_through, "write_through" },
		{ u->nv_cache, "nv_cache" }, { u->o_direct, "direct" },
		{ u->removable, "removable" }, { no_swap(u), "no_swap" },
		{ u->stopped, "stopped" }, { u->busy, "busy" },
	};
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (flags[i].on)
			words_add(&u->flags, flags[i].word);
}

static void join_units(struct records *lists)
{
	struct records *units = &lists[0], *maps = &lists[1], *devices = &lists[2];
	size_t i;

	for (i = 0; i < units->count; i++) {
		struct unit *u = record_at(units, i);

		free(u->backend);
		u->backend = xstrdup(backend_of(u));
		add_flags(u);
	}
	for (i = 0; i < maps->count; i++) {
		struct map *m = record_at(maps, i);
		struct unit *u = unit_named(units, m->unit);
		char *word = xprintf("%s/%lld", m->group, (long long)m->lun);

		if (u)
			words_add(&u->luns, word);
		free(word);
	}
	for (i = 0; i < devices->count; i++) {
		struct device *d = record_at(devices, i);
		struct unit *u = unit_named(units, d->unit);

		if (u && *d->devices)
			words_add(&u->devices, d->devices);
	}
}

int run_list(struct cli *cli)
{
	static const struct record_type *const types[] = { &unit_type, &map_type, &device_type };

	return show(cli, types, 3, join_units);
}

/* Groups, with their initiators and LUNs */

static struct group *group_named(struct records *groups, const char *name)
{
	size_t i;

	for (i = 0; i < groups->count; i++) {
		struct group *g = record_at(groups, i);

		if (!strcmp(g->name, name))
			return g;
	}
	return NULL;
}

static void join_groups(struct records *lists)
{
	struct records *groups = &lists[0], *names = &lists[1], *maps = &lists[2];
	struct group *g;
	size_t i;

	for (i = 0; i < names->count; i++) {
		struct name *n = record_at(names, i);

		g = group_named(groups, n->group);
		if (g)
			words_add(&g->initiators, n->name);
	}
	for (i = 0; i < maps->count; i++) {
		struct map *m = record_at(maps, i);
		char *word = xprintf("%lld:%s%s", (long long)m->lun, m->unit,
				     m->read_only ? ":ro" : "");

		g = group_named(groups, m->group);
		if (g)
			words_add(&g->luns, word);
		free(word);
	}
}

int run_groups(struct cli *cli)
{
	static const struct record_type *const types[] = { &group_type, &name_type, &map_type };

	return show(cli, types, 3, join_groups);
}

static int show_one(struct cli *cli, const struct record_type *type)
{
	return show(cli, &type, 1, NULL);
}

int run_sessions(struct cli *cli)
{
	return show_one(cli, &session_type);
}

int run_devices(struct cli *cli)
{
	return show_one(cli, &device_type);
}

int run_handlers(struct cli *cli)
{
	return show_one(cli, &handler_type);
}

/* Events */

/* "map vm_disk1 as Default/0: sdb sg3". */
static void print_event(const struct event *e, bool bytes)
{
	char *unit = terminal_text(e->unit), *group = terminal_text(e->group);
	char *devices = terminal_text(e->devices), *message = terminal_text(e->message);
	char *size = bytes ? xprintf("%llu", (unsigned long long)e->size) : human_size(e->size);

	printf("%llu %s%s%s", (unsigned long long)e->seq, verb_name(e->verb),
	       *unit ? " " : "", unit);
	if (e->lun >= 0)
		printf(" %s/%lld", group, (long long)e->lun);
	if (e->result)
		printf(": failed: %s", *message ? message : strerror((int)-e->result));
	else if (*devices)
		printf(": %s", devices);
	else if (e->size)
		printf(": %s", size);
	putchar('\n');
	free(size);
	free(message);
	free(devices);
	free(group);
	free(unit);
}

static int monitor(struct client *c, const struct cli *cli)
{
	struct event e;
	int ret;

	while ((ret = client_next_event(c, &e)) >= 0) {
		if (!ret) {
			complain(0, "some events were lost");
			continue;
		}
		if (cli->view.json)
			render_json(stdout, &event_type, &e, NULL);
		else
			print_event(&e, cli->view.bytes);
		record_release(&event_type, &e);
		if (fflush(stdout))
			return STATUS_FAILED;
	}
	return client_status(c) == STATUS_TIMEOUT ? STATUS_TIMEOUT : complain_client(c);
}

int run_monitor(struct cli *cli)
{
	struct client *c;
	int status;

	c = connect_client(cli, 0, &status);
	if (!c)
		return status;
	status = client_subscribe(c) ? complain_client(c) : monitor(c, cli);
	client_close(c);
	return status;
}
