// SPDX-License-Identifier: GPL-2.0-only
/*
 * Verbs about units and their LUNs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <scst_netlink.h>

#include "cli.h"
#include "text.h"

/* What create, map and replace print. */
struct disk {
	char *unit, *group, *device, *devices;
	int64_t lun;
	uint64_t size;
};

#define AT(_member)	offsetof(struct disk, _member)

static const struct field disk_fields[] = {
	{ "unit", F_STRING, AT(unit), 0, 0, true },
	{ "group", F_STRING, AT(group), 0, 0, true },
	{ "lun", F_LUN, AT(lun), 0, 0, true },
	{ "device", F_STRING, AT(device), 0, 0, true },
	{ "devices", F_WORDS, AT(devices), 0, 0, true },
	{ "size", F_SIZE, AT(size), 0, 0, true },
	{ .key = NULL }
};

static const struct record_type disk_type = { "disks", 0, sizeof(struct disk), disk_fields };

static const char *group_of(const struct cli *cli)
{
	return cli->target.group ? cli->target.group : "Default";
}

/* The client of a verb that is a job. */
static struct client *connect_for_job(const struct cli *cli, int *status)
{
	struct client *c = connect_client(cli, 60000, status);

	if (c && client_subscribe(c)) {
		*status = complain_client(c);
		client_close(c);
		return NULL;
	}
	return c;
}

/* Linux devices */

static bool is_sg(const char *name)
{
	return !strncmp(name, "sg", 2);
}

/* Whether a driver took the device, or there is just the generic one. */
static bool only_sg(const char *names)
{
	char *copy = xstrdup(names), *name, *state;
	bool only = true;

	for (name = strtok_r(copy, " ", &state); name; name = strtok_r(NULL, " ", &state))
		only = only && is_sg(name);
	free(copy);
	return only;
}

static void use_device(struct disk *disk, const struct cli *cli, const char *name)
{
	char *shown = terminal_text(name);

	if (!*disk->device) {
		free(disk->device);
		disk->device = xprintf("/dev/%s", name);
	}
	if (!cli->view.json)
		printf("/dev/%s\n", shown);
	free(shown);
}

/* Wait for each device, and say its name once it answers. */
static int use_devices(struct client *c, const struct cli *cli, struct disk *disk)
{
	char *copy = xstrdup(disk->devices), *name, *state;
	bool generic = only_sg(copy);
	int status = STATUS_OK;

	for (name = strtok_r(copy, " ", &state); name && !status;
	     name = strtok_r(NULL, " ", &state)) {
		if (is_sg(name) != generic)
			continue;
		if (client_wait_device(c, name))
			status = complain_client(c);
		else
			use_device(disk, cli, name);
	}
	free(copy);
	return status;
}

/* A device that was there before the event (replace), or came after it. */
static int look_up_devices(struct client *c, struct disk *disk)
{
	struct records devices;
	int ret = client_list(c, &device_type, &devices);
	size_t i;

	for (i = 0; i < devices.count; i++) {
		const struct device *d = record_at(&devices, i);

		if (d->lun == disk->lun && !strcmp(d->group, disk->group) && *d->devices)
			words_add(&disk->devices, d->devices);
	}
	records_free(&devices);
	return ret ? complain_client(c) : STATUS_OK;
}

/* No Linux device came: is that what was to be expected? */
static int explain_no_device(struct client *c, const struct disk *disk)
{
	struct records sessions;
	size_t i, ours = 0, all;

	if (client_list(c, &session_type, &sessions)) {
		records_free(&sessions);
		return complain_client(c);
	}
	all = sessions.count;
	for (i = 0; i < all; i++) {
		struct session *s = record_at(&sessions, i);

		ours += !strcmp(s->group, disk->group);
	}
	records_free(&sessions);
	if (ours)
		return complain(STATUS_FAILED,
				"%s is mapped as LUN %lld of group %s, but Linux made no device of it",
				disk->unit, (long long)disk->lun, disk->group);
	if (all)
		return complain(STATUS_OK,
				"%s is mapped as LUN %lld of group %s, which has no session now",
				disk->unit, (long long)disk->lun, disk->group);
	return complain(STATUS_NOT_LOADED,
			"%s is mapped as LUN %lld of group %s, but no adapter is there to show it (modprobe scst_local)",
			disk->unit, (long long)disk->lun, disk->group);
}

/* A LUN has come: tell its devices.  @size: NULL where it is not known. */
static int tell_disk(struct client *c, const struct cli *cli, const struct event *ended,
		     const uint64_t *size)
{
	struct disk disk = {
		.unit = xstrdup(cli->target.unit), .group = xstrdup(group_of(cli)),
		.device = xstrdup(""), .devices = xstrdup(ended->devices),
		.lun = ended->lun, .size = size ? *size : 0,
	};
	int status = STATUS_OK;

	if (!*disk.devices)
		status = look_up_devices(c, &disk);
	if (!status)
		status = *disk.devices ? use_devices(c, cli, &disk) :
					 explain_no_device(c, &disk);
	if (cli->view.json)
		render_json(stdout, &disk_type, &disk,
			    size ? NULL : "unit,group,lun,device,devices");
	record_release(&disk_type, &disk);
	return status;
}

/* create */

static int put_path(struct cli *cli, const char *path)
{
	char *cwd;

	if (*path == '/')
		return add_param(cli, "path", path);
	cwd = getcwd(NULL, 0);
	if (!cwd)
		return complain(-1, "can't tell the current directory: %s", strerror(errno));
	cli->path = xprintf("%s/%s", strcmp(cwd, "/") ? cwd : "", path);
	free(cwd);
	return add_param(cli, "path", cli->path);
}

/* The LUN could not be made: the unit made for it goes again. */
static int take_back(struct client *c, const struct cli *cli)
{
	struct target t = { .unit = cli->target.unit, .lun = -1, .force = true };
	enum status status = client_status(c);
	char *why = xstrdup(client_error(c));
	struct event ended;

	if (status == STATUS_TIMEOUT)
		complain(0, "%s (LUN for %s)", why, t.unit);
	else if (client_job(c, SCST_NL_CMD_DESTROY, &t, &ended))
		complain(0, "%s; %s was made and could not be taken back: %s", why, t.unit,
			 client_error(c));
	else
		complain(0, "%s; %s was taken back", why, t.unit);
	if (status != STATUS_TIMEOUT)
		record_release(&event_type, &ended);
	free(why);
	return status;
}

static int map_made(struct client *c, const struct cli *cli, uint64_t size)
{
	struct target t = { .unit = cli->target.unit, .group = cli->target.group,
			    .lun = cli->target.lun };
	struct event ended;
	int status;

	if (client_job(c, SCST_NL_CMD_MAP, &t, &ended))
		return take_back(c, cli);
	status = tell_disk(c, cli, &ended, &size);
	record_release(&event_type, &ended);
	return status;
}

static void tell_unmapped(const struct cli *cli, uint64_t size)
{
	char empty[] = "";
	struct disk disk = { .unit = (char *)cli->target.unit, .group = empty, .device = empty,
			     .devices = empty, .lun = -1, .size = size };

	if (cli->view.json)
		render_json(stdout, &disk_type, &disk, NULL);
}

static int create(struct client *c, const struct cli *cli)
{
	struct target t = { .unit = cli->target.unit, .handler = cli->target.handler, .lun = -1,
			    .params = cli->params, .n_params = cli->target.n_params };
	struct event ended;
	uint64_t size;

	if (client_job(c, SCST_NL_CMD_CREATE, &t, &ended))
		return complain_client(c);
	size = ended.size;
	record_release(&event_type, &ended);
	if (!cli->no_map)
		return map_made(c, cli, size);
	tell_unmapped(cli, size);
	return STATUS_OK;
}

/* Writing into a file behind the back of a unit that is in use would ruin it. */
static int check_free(struct client *c, const char *path)
{
	struct records units;
	struct stat st, other;
	int status = STATUS_OK;
	size_t i;

	if (stat(path, &st))
		return STATUS_OK;
	if (client_list(c, &unit_type, &units))
		status = complain_client(c);
	for (i = 0; !status && i < units.count; i++) {
		struct unit *u = record_at(&units, i);

		if (!stat(u->path, &other) && other.st_dev == st.st_dev &&
		    other.st_ino == st.st_ino)
			status = complain(STATUS_FAILED, "%s: is behind %s already", path, u->name);
	}
	records_free(&units);
	return status;
}

/* A file that shall be pinned has all of its blocks, written, before it is one. */
static int prepare(struct client *c, struct cli *cli)
{
	const struct param *pinned = find_param(cli, SCST_NL_P_PINNED);
	const struct param *given = find_param(cli, SCST_NL_P_PATH);
	const char *path = given ? given->text : NULL;
	uint64_t size;
	int status;

	if (!pinned || !pinned->number)
		return STATUS_OK;
	if (!path)
		return complain(STATUS_USAGE, "--pinned needs the path of a file");
	status = check_free(c, path);
	if (status)
		return status;
	size = take_param(cli, SCST_NL_P_SIZE);
	return write_out(path, size) ? STATUS_FAILED : STATUS_OK;
}

int run_create(struct cli *cli)
{
	struct client *c;
	int status;

	cli->target.unit = cli->args[0];
	if (cli->no_map && (cli->target.group || cli->target.lun >= 0))
		return complain(STATUS_USAGE, "--no-map goes with neither --lun nor --group");
	if (cli->n_args > 1 && put_path(cli, cli->args[1]))
		return STATUS_USAGE;
	c = connect_for_job(cli, &status);
	if (c) {
		status = prepare(c, cli);
		if (!status)
			status = create(c, cli);
		client_close(c);
	}
	free(cli->path);
	return status;
}

/* The others */

typedef int (*job_fn)(struct client *c, int cmd, const struct target *t, struct event *ended);
typedef int (*tell_fn)(struct client *c, const struct cli *cli, const struct event *ended);

static int run_job(struct cli *cli, job_fn job, int cmd, tell_fn tell)
{
	struct event ended;
	struct client *c;
	int status;

	c = connect_for_job(cli, &status);
	if (!c)
		return status;
	if (job(c, cmd, &cli->target, &ended)) {
		status = complain_client(c);
	} else {
		status = tell ? tell(c, cli, &ended) : STATUS_OK;
		record_release(&event_type, &ended);
	}
	client_close(c);
	return status;
}

static int tell_lun(struct client *c, const struct cli *cli, const struct event *ended)
{
	return tell_disk(c, cli, ended, NULL);
}

static int tell_size(struct client *c, const struct cli *cli, const struct event *ended)
{
	char *size = cli->view.bytes ? xprintf("%llu", (unsigned long long)ended->size) :
				       human_size(ended->size);

	(void)c;
	if (cli->view.json)
		render_json(stdout, &event_type, ended, "unit,size");
	else
		printf("%s\n", size);
	free(size);
	return STATUS_OK;
}

int run_destroy(struct cli *cli)
{
	cli->target.unit = cli->args[0];
	return run_job(cli, client_removal, SCST_NL_CMD_DESTROY, NULL);
}

int run_map(struct cli *cli)
{
	cli->target.unit = cli->args[0];
	return run_job(cli, client_job, SCST_NL_CMD_MAP, tell_lun);
}

int run_unmap(struct cli *cli)
{
	if (cli->n_args == (cli->target.lun >= 0))
		return complain(STATUS_USAGE, "unmap wants the name of a unit or --lun, not both");
	cli->target.unit = cli->n_args ? cli->args[0] : NULL;
	return run_job(cli, client_removal, SCST_NL_CMD_UNMAP, NULL);
}

int run_replace(struct cli *cli)
{
	if (cli->target.lun < 0)
		return complain(STATUS_USAGE, "replace wants --lun: which LUN shall %s take?",
				cli->args[0]);
	cli->target.unit = cli->args[0];
	return run_job(cli, client_removal, SCST_NL_CMD_REPLACE, tell_lun);
}

int run_resize(struct cli *cli)
{
	cli->target.unit = cli->args[0];
	return run_job(cli, client_job, SCST_NL_CMD_RESYNC, tell_size);
}

int run_set_id(struct cli *cli)
{
	struct client *c;
	int status;

	cli->target.unit = cli->args[0];
	cli->target.id = cli->args[1];
	c = connect_client(cli, 60000, &status);
	if (!c)
		return status;
	if (client_do(c, SCST_NL_CMD_SET_ID, &cli->target))
		status = complain_client(c);
	client_close(c);
	return status;
}
