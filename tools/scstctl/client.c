// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <scst_netlink.h>

#include "client.h"
#include "machine.h"
#include "text.h"

/* The kernel fits pieces of a list to this; a path is at most 4 KiB. */
#define MESSAGE_MAX	32768
/* Pause between looks at a device that does not answer yet. */
#define DEVICE_PAUSE	20
/* How long a disk that is open and not claimed may stay so, and the pause between looks. */
#define OPEN_TIME	10000
#define OPEN_PAUSE	100
/* How often a list is read that changes while it is read. */
#define LIST_TRIES	10

/**
 * struct client - a connection
 * @family: number of the family
 * @group: number of its multicast group
 * @seq: of the last request
 * @timeout: see client_open()
 * @deadline: of what is under way
 * @events: that came while something else was waited for
 * @next: the first of @events that was not looked at
 * @lost: events were dropped
 * @interrupted: the list changed while it was read
 * @error: sentence
 * @status: exit status that goes with @error
 * @err: errno that goes with @error, if the kernel said one
 * @buf: a datagram
 */
struct client {
	uint16_t family;
	uint32_t group;
	uint32_t seq;
	int64_t timeout;
	int64_t deadline;
	struct records events;
	size_t next;
	bool lost;
	bool interrupted;
	char error[512];
	enum status status;
	int err;
	char buf[MESSAGE_MAX] __attribute__((aligned(8)));
};

__attribute__((format(printf, 3, 4)))
static int fail(struct client *c, enum status status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->error, sizeof(c->error), fmt, ap);
	va_end(ap);
	c->status = status;
	c->err = 0;
	return -1;
}

/* @sentence: may be empty. */
static int fail_errno(struct client *c, int err, const char *sentence)
{
	if (*sentence)
		fail(c, STATUS_FAILED, "%s", sentence);
	else if (err == EPERM)
		fail(c, STATUS_FAILED, "only root may do that (CAP_SYS_ADMIN)");
	else
		fail(c, STATUS_FAILED, "%s", strerror(err));
	c->err = err;
	return -1;
}

bool client_ok(const struct client *c)
{
	return c->status == STATUS_OK;
}

const char *client_error(const struct client *c)
{
	return c->error;
}

enum status client_status(const struct client *c)
{
	return c->status;
}

int client_errno(const struct client *c)
{
	return c->err;
}

static void begin(struct client *c)
{
	c->deadline = c->timeout ? machine_now() + c->timeout : INT64_MAX;
}

/* Messages */

static int read_attr(const struct nlattr *a, void *arg)
{
	struct nlattr **attrs = arg;

	if (mnl_attr_get_type(a) <= SCST_NL_A_MAX)
		attrs[mnl_attr_get_type(a)] = (struct nlattr *)a;
	return MNL_CB_OK;
}

/* A record from a message of the family. */
static void read_message(const struct nlmsghdr *nlh, const struct record_type *type, void *record)
{
	struct nlattr *attrs[SCST_NL_A_MAX + 1] = { NULL };

	mnl_attr_parse(nlh, sizeof(struct genlmsghdr), read_attr, attrs);
	record_read(type, record, attrs);
}

static int command_of(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	return mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl) ? -1 : genl->cmd;
}

static bool is_event(const struct client *c, const struct nlmsghdr *nlh)
{
	return nlh->nlmsg_type == c->family && !nlh->nlmsg_seq &&
	       command_of(nlh) == SCST_NL_CMD_JOB_ENDED;
}

static void keep_event(struct client *c, const struct nlmsghdr *nlh)
{
	read_message(nlh, &event_type, records_add(&c->events));
}

/* A datagram; one without messages where the kernel had to drop some. */
static int receive(struct client *c, int *len)
{
	*len = machine_recv(c->buf, sizeof(c->buf), c->deadline);
	if (*len >= 0)
		return 0;
	if (*len == -ETIMEDOUT)
		return fail(c, STATUS_TIMEOUT, "no answer in time");
	if (*len == -ENOBUFS) {
		c->lost = true;
		*len = 0;
		return 0;
	}
	return fail(c, STATUS_FAILED, "can't read from the kernel: %s", strerror(-*len));
}

static struct nlmsghdr *request(struct client *c, uint16_t type, int cmd, int version, int flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(c->buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	nlh->nlmsg_seq = ++c->seq;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = version;
	return nlh;
}

/* What the kernel says with an error, or what the errno says. */
static int refused(struct client *c, int err, const struct nlmsghdr *nlh, size_t skip)
{
	const struct nlattr *a;

	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		mnl_attr_for_each(a, nlh, skip)
			if (mnl_attr_get_type(a) == NLMSGERR_ATTR_MSG &&
			    !mnl_attr_validate(a, MNL_TYPE_NUL_STRING))
				return fail_errno(c, err, mnl_attr_get_str(a));
	return fail_errno(c, err, "");
}

/* An ACK or a refusal; the request follows it unless the kernel left it out. */
static int read_error(struct client *c, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t skip = sizeof(*err);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err))
		return fail(c, STATUS_FAILED, "the kernel sent a truncated message");
	if (!err->error)
		return 0;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED) && err->msg.nlmsg_len > sizeof(err->msg))
		skip += MNL_ALIGN(err->msg.nlmsg_len - sizeof(err->msg));
	return refused(c, -err->error, nlh, skip);
}

static int read_done(struct client *c, const struct nlmsghdr *nlh)
{
	int err = 0;

	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(err))
		memcpy(&err, mnl_nlmsg_get_payload(nlh), sizeof(err));
	return err < 0 ? refused(c, -err, nlh, sizeof(err)) : 0;
}

typedef void (*answer_fn)(struct client *c, const struct nlmsghdr *nlh, void *arg);

/* One message: 1 where the request is through, 0 where more comes, -1 where it failed. */
static int read_answer(struct client *c, const struct nlmsghdr *nlh, answer_fn fn, void *arg)
{
	if (is_event(c, nlh)) {
		keep_event(c, nlh);
		return 0;
	}
	if (nlh->nlmsg_seq != c->seq)
		return 0;
	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		c->interrupted = true;
	if (nlh->nlmsg_type == NLMSG_ERROR)
		return read_error(c, nlh) ? -1 : 1;
	if (nlh->nlmsg_type == NLMSG_DONE)
		return read_done(c, nlh) ? -1 : 1;
	if (fn && nlh->nlmsg_type >= NLMSG_MIN_TYPE)
		fn(c, nlh, arg);
	return 0;
}

/* Send the request in c->buf; its answers go to @fn until it is through. */
static int transact(struct client *c, const struct nlmsghdr *req, answer_fn fn, void *arg)
{
	const struct nlmsghdr *nlh;
	int len, ret = machine_send(req, req->nlmsg_len);

	if (ret)
		return fail(c, STATUS_FAILED, "can't write to the kernel: %s", strerror(-ret));
	for (;;) {
		if (receive(c, &len))
			return -1;
		for (nlh = (void *)c->buf; mnl_nlmsg_ok(nlh, len);
		     nlh = mnl_nlmsg_next(nlh, &len)) {
			ret = read_answer(c, nlh, fn, arg);
			if (ret)
				return ret < 0 ? -1 : 0;
		}
	}
}

/* Opening */

static void read_group(struct client *c, const struct nlattr *nest)
{
	const struct nlattr *a, *name = NULL, *id = NULL;

	mnl_attr_for_each_nested(a, nest) {
		if (mnl_attr_get_type(a) == CTRL_ATTR_MCAST_GRP_NAME)
			name = a;
		if (mnl_attr_get_type(a) == CTRL_ATTR_MCAST_GRP_ID)
			id = a;
	}
	if (name && id && !strcmp(mnl_attr_get_str(name), SCST_NL_MCGRP_EVENTS))
		c->group = mnl_attr_get_u32(id);
}

static void read_family(struct client *c, const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *a, *group;

	(void)arg;
	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(a) == CTRL_ATTR_FAMILY_ID)
			c->family = mnl_attr_get_u16(a);
		if (mnl_attr_get_type(a) == CTRL_ATTR_MCAST_GROUPS)
			mnl_attr_for_each_nested(group, a)
				read_group(c, group);
	}
}

static int find_family(struct client *c)
{
	struct nlmsghdr *nlh = request(c, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, NLM_F_ACK);

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, SCST_NL_FAMILY);
	if (transact(c, nlh, read_family, NULL) && c->status == STATUS_TIMEOUT)
		return -1;
	if (!c->family)
		return fail(c, STATUS_NOT_LOADED, "the scst module is not loaded (modprobe scst)");
	return 0;
}

struct client *client_open(int64_t timeout)
{
	struct client *c = xalloc(sizeof(*c));
	int ret = machine_open();

	c->timeout = timeout;
	c->events.type = &event_type;
	begin(c);
	if (ret)
		fail(c, STATUS_FAILED, "can't open a netlink socket: %s", strerror(-ret));
	else
		find_family(c);
	return c;
}

void client_close(struct client *c)
{
	records_free(&c->events);
	machine_close();
	free(c);
}

int client_subscribe(struct client *c)
{
	int ret = machine_subscribe(c->group);

	if (ret)
		return fail(c, STATUS_FAILED, "can't listen to events: %s", strerror(-ret));
	return 0;
}

/* Requests of the family */

static void put_text(struct nlmsghdr *nlh, int attr, const char *text)
{
	if (text)
		mnl_attr_put_strz(nlh, attr, text);
}

static void put_flag(struct nlmsghdr *nlh, int attr, bool on)
{
	if (on)
		mnl_attr_put(nlh, attr, 0, NULL);
}

static void put_param(struct nlmsghdr *nlh, const struct param *p)
{
	if (p->text)
		mnl_attr_put_strz(nlh, p->attr, p->text);
	else if (p->len)
		mnl_attr_put(nlh, p->attr, p->len, p->bytes);
	else if (p->size == 1)
		mnl_attr_put_u8(nlh, p->attr, p->number);
	else if (p->size == 2)
		mnl_attr_put_u16(nlh, p->attr, p->number);
	else if (p->size == 4)
		mnl_attr_put_u32(nlh, p->attr, p->number);
	else if (p->size == 8)
		mnl_attr_put_u64(nlh, p->attr, p->number);
	else
		put_flag(nlh, p->attr, p->number);
}

static void put_params(struct nlmsghdr *nlh, const struct target *t)
{
	struct nlattr *nest;
	int i;

	if (!t->n_params)
		return;
	nest = mnl_attr_nest_start(nlh, SCST_NL_A_PARAMS);
	for (i = 0; i < t->n_params; i++)
		put_param(nlh, &t->params[i]);
	mnl_attr_nest_end(nlh, nest);
}

static struct nlmsghdr *verb_request(struct client *c, int cmd, const struct target *t)
{
	struct nlmsghdr *nlh = request(c, c->family, cmd, SCST_NL_VERSION, NLM_F_ACK);

	put_text(nlh, SCST_NL_A_UNIT, t->unit);
	put_text(nlh, SCST_NL_A_HANDLER, t->handler);
	put_text(nlh, SCST_NL_A_GROUP, t->group);
	put_text(nlh, SCST_NL_A_NAME, t->name);
	put_text(nlh, SCST_NL_A_TO, t->to);
	put_text(nlh, SCST_NL_A_ID, t->id);
	if (t->lun >= 0)
		mnl_attr_put_u32(nlh, SCST_NL_A_LUN, t->lun);
	put_flag(nlh, SCST_NL_A_READ_ONLY, t->read_only);
	put_flag(nlh, SCST_NL_A_FORCE, t->force);
	put_flag(nlh, SCST_NL_A_SURPRISE, t->surprise);
	put_params(nlh, t);
	return nlh;
}

int client_do(struct client *c, int cmd, const struct target *t)
{
	begin(c);
	return transact(c, verb_request(c, cmd, t), NULL, NULL);
}

/* Jobs */

static void read_seq(struct client *c, const struct nlmsghdr *nlh, void *arg)
{
	struct event reply = { 0 };

	(void)c;
	read_message(nlh, &event_type, &reply);
	*(uint64_t *)arg = reply.seq;
	record_release(&event_type, &reply);
}

/* Hand over the next event that was kept. */
static bool take_event(struct client *c, struct event *event)
{
	struct event *kept;

	if (c->next == c->events.count) {
		records_free(&c->events);
		c->next = 0;
		return false;
	}
	kept = record_at(&c->events, c->next++);
	*event = *kept;
	memset(kept, 0, sizeof(*kept));
	return true;
}

int client_next_event(struct client *c, struct event *event)
{
	const struct nlmsghdr *nlh;
	int len;

	while (!take_event(c, event)) {
		if (c->lost) {
			c->lost = false;
			return 0;
		}
		if (receive(c, &len))
			return -1;
		for (nlh = (void *)c->buf; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len))
			if (is_event(c, nlh))
				keep_event(c, nlh);
	}
	return 1;
}

static int wait_job(struct client *c, uint64_t seq, struct event *ended)
{
	int ret;

	for (;;) {
		ret = client_next_event(c, ended);
		if (ret < 0 && c->status == STATUS_TIMEOUT)
			return fail(c, STATUS_TIMEOUT, "job %llu is still under way, and goes on",
				    (unsigned long long)seq);
		if (ret < 0)
			return -1;
		if (!ret)
			return fail(c, STATUS_FAILED,
				    "events were lost, so how job %llu ends is unknown",
				    (unsigned long long)seq);
		if (ended->seq == seq)
			return 0;
		record_release(&event_type, ended);
	}
}

int client_job(struct client *c, int cmd, const struct target *t, struct event *ended)
{
	uint64_t seq = 0;

	memset(ended, 0, sizeof(*ended));
	begin(c);
	if (transact(c, verb_request(c, cmd, t), read_seq, &seq) || wait_job(c, seq, ended))
		return -1;
	if (!ended->result)
		return 0;
	fail_errno(c, (int)-ended->result, ended->message);
	record_release(&event_type, ended);
	return -1;
}

/* Lists */

static void read_row(struct client *c, const struct nlmsghdr *nlh, void *arg)
{
	struct records *list = arg;

	if (nlh->nlmsg_type == c->family && command_of(nlh) == list->type->cmd)
		read_message(nlh, list->type, records_add(list));
}

int client_list(struct client *c, const struct record_type *type, struct records *list)
{
	int tries;

	*list = (struct records){ .type = type };
	begin(c);
	for (tries = 0; tries < LIST_TRIES; tries++) {
		records_free(list);
		c->interrupted = false;
		if (transact(c, request(c, c->family, type->cmd, SCST_NL_VERSION, NLM_F_DUMP),
			     read_row, list))
			return -1;
		if (!c->interrupted)
			return 0;
	}
	return fail(c, STATUS_FAILED, "the list changes faster than it can be read");
}

/* Devices */

/* Errors that a device may answer an open with and yet be there. */
static bool is_answer(int err)
{
	return !err || err == -ENOMEDIUM || err == -EBUSY || err == -EACCES || err == -EPERM;
}

int client_wait_device(struct client *c, const char *name)
{
	int err;

	begin(c);
	for (;;) {
		err = machine_device_answers(name);
		if (is_answer(err))
			return 0;
		if (machine_now() >= c->deadline)
			return fail(c, STATUS_TIMEOUT, "/dev/%s does not answer: %s", name,
				    strerror(-err));
		machine_sleep(DEVICE_PAUSE);
	}
}

/* Removals */

static bool is_claimed(const char *names)
{
	char *copy = xstrdup(names), *name, *state;
	bool claimed = false;

	for (name = strtok_r(copy, " ", &state); name; name = strtok_r(NULL, " ", &state))
		claimed = claimed || machine_device_claimed(name);
	free(copy);
	return claimed;
}

/* Whether @d is one of those that @t is about: a LUN of a group, or all of a unit. */
static bool is_meant(const struct device *d, const struct target *t, int cmd)
{
	const char *group = t->group ? t->group : "Default";

	if (t->lun >= 0)
		return d->lun == t->lun && !strcmp(d->group, group);
	if (cmd == SCST_NL_CMD_UNMAP && strcmp(d->group, group))
		return false;
	return !strcmp(d->unit, t->unit);
}

/* What can't be told counts as claimed. */
static bool any_claimed(struct client *c, int cmd, const struct target *t)
{
	struct records devices;
	bool claimed = client_list(c, &device_type, &devices);
	size_t i;

	for (i = 0; i < devices.count && !claimed; i++) {
		const struct device *d = record_at(&devices, i);

		claimed = is_meant(d, t, cmd) && is_claimed(d->devices);
	}
	records_free(&devices);
	return claimed;
}

int client_removal(struct client *c, int cmd, const struct target *t, struct event *ended)
{
	int64_t end = machine_now() + OPEN_TIME;
	char sentence[sizeof(c->error)];

	while (client_job(c, cmd, t, ended)) {
		if (c->err != EBUSY || machine_now() >= end)
			return -1;
		memcpy(sentence, c->error, sizeof(sentence));
		if (any_claimed(c, cmd, t))
			return fail_errno(c, EBUSY, sentence);
		machine_sleep(OPEN_PAUSE);
	}
	return 0;
}
