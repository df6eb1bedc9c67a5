// SPDX-License-Identifier: GPL-2.0-only
/*
 * A machine that is a script: what is sent must be what it says, and what it
 * says is received.  See tests/README for the language.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <scst_netlink.h>

#include "../machine.h"

#define FAMILY		0x1c
#define GROUP		7
#define LINES_MAX	2048
#define NOT_AS_SAID	99

static char *lines[LINES_MAX];
static int n_lines, at;
static uint32_t seq;
static int64_t now = 1000;
static bool subscribed;
static bool no_family;

__attribute__((noreturn, format(printf, 1, 2)))
static void wrong(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "replay: ");
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	fflush(stdout);
	_exit(NOT_AS_SAID);
}

/* Words for numbers */

/* @type: 0 flag, 1 2 4 8 number of that size, s text, x bytes, { nest. */
struct word {
	const char *word;
	int number;
	char type;
};

static const struct word commands[] = {
	{ "create", SCST_NL_CMD_CREATE, 0 }, { "destroy", SCST_NL_CMD_DESTROY, 0 },
	{ "map", SCST_NL_CMD_MAP, 0 }, { "unmap", SCST_NL_CMD_UNMAP, 0 },
	{ "replace", SCST_NL_CMD_REPLACE, 0 }, { "resync", SCST_NL_CMD_RESYNC, 0 },
	{ "set-id", SCST_NL_CMD_SET_ID, 0 }, { "group-add", SCST_NL_CMD_GROUP_ADD, 0 },
	{ "group-del", SCST_NL_CMD_GROUP_DEL, 0 },
	{ "group-rename", SCST_NL_CMD_GROUP_RENAME, 0 },
	{ "name-add", SCST_NL_CMD_NAME_ADD, 0 }, { "name-del", SCST_NL_CMD_NAME_DEL, 0 },
	{ "name-move", SCST_NL_CMD_NAME_MOVE, 0 }, { "unit-get", SCST_NL_CMD_UNIT_GET, 0 },
	{ "group-get", SCST_NL_CMD_GROUP_GET, 0 }, { "name-get", SCST_NL_CMD_NAME_GET, 0 },
	{ "map-get", SCST_NL_CMD_MAP_GET, 0 }, { "session-get", SCST_NL_CMD_SESSION_GET, 0 },
	{ "device-get", SCST_NL_CMD_DEVICE_GET, 0 },
	{ "handler-get", SCST_NL_CMD_HANDLER_GET, 0 },
	{ "job-ended", SCST_NL_CMD_JOB_ENDED, 0 }, { NULL, 0, 0 }
};

static const struct word attrs[] = {
	{ "unit", SCST_NL_A_UNIT, 's' }, { "handler", SCST_NL_A_HANDLER, 's' },
	{ "group", SCST_NL_A_GROUP, 's' }, { "lun", SCST_NL_A_LUN, 4 },
	{ "name", SCST_NL_A_NAME, 's' }, { "to", SCST_NL_A_TO, 's' }, { "id", SCST_NL_A_ID, 's' },
	{ "read-only", SCST_NL_A_READ_ONLY, 0 }, { "force", SCST_NL_A_FORCE, 0 },
	{ "surprise", SCST_NL_A_SURPRISE, 0 }, { "params", SCST_NL_A_PARAMS, '{' },
	{ "seq", SCST_NL_A_SEQ, 4 }, { "verb", SCST_NL_A_VERB, 4 },
	{ "result", SCST_NL_A_RESULT, 4 }, { "message", SCST_NL_A_MESSAGE, 's' },
	{ "linux-names", SCST_NL_A_LINUX_NAMES, 's' }, { "size", SCST_NL_A_SIZE, 8 },
	{ "block-size", SCST_NL_A_BLOCK_SIZE, 4 }, { "variant", SCST_NL_A_VARIANT, 's' },
	{ "type", SCST_NL_A_TYPE, 4 }, { "title", SCST_NL_A_TITLE, 's' },
	{ "template", SCST_NL_A_TEMPLATE, 's' }, { "target", SCST_NL_A_TARGET, 's' },
	{ "initiator", SCST_NL_A_INITIATOR, 's' }, { "commands", SCST_NL_A_COMMANDS, 8 },
	{ "active", SCST_NL_A_ACTIVE, 4 }, { "in-use", SCST_NL_A_IN_USE, 0 },
	{ "read-bytes", SCST_NL_A_READ_BYTES, 8 }, { "write-bytes", SCST_NL_A_WRITE_BYTES, 8 },
	{ "mapped", SCST_NL_A_MAPPED, 4 }, { "busy", SCST_NL_A_BUSY, 0 },
	{ "stopped", SCST_NL_A_STOPPED, 0 }, { "stuck", SCST_NL_A_STUCK, 4 },
	{ "takes", SCST_NL_A_TAKES, 4 }, { "path-optional", SCST_NL_A_PATH_OPTIONAL, 0 },
	/* One that no tool knows yet. */
	{ "from-the-future", 200, 4 }, { NULL, 0, 0 }
};

static const struct word params[] = {
	{ "path", SCST_NL_P_PATH, 's' }, { "size", SCST_NL_P_SIZE, 8 },
	{ "block-size", SCST_NL_P_BLOCK_SIZE, 4 }, { "phys-exp", SCST_NL_P_PHYS_EXP, 1 },
	{ "alignment", SCST_NL_P_ALIGNMENT, 2 }, { "vendor", SCST_NL_P_VENDOR, 's' },
	{ "product", SCST_NL_P_PRODUCT, 's' }, { "revision", SCST_NL_P_REVISION, 's' },
	{ "serial", SCST_NL_P_SERIAL, 's' }, { "naa", SCST_NL_P_NAA, 'x' },
	{ "rotation", SCST_NL_P_ROTATION, 2 },
	{ "write-through", SCST_NL_P_WRITE_THROUGH, 0 }, { "read-only", SCST_NL_P_READ_ONLY, 0 },
	{ "o-direct", SCST_NL_P_O_DIRECT, 0 }, { "nullio", SCST_NL_P_NULLIO, 0 },
	{ "nv-cache", SCST_NL_P_NV_CACHE, 0 }, { "blockio", SCST_NL_P_BLOCKIO, 0 },
	{ "removable", SCST_NL_P_REMOVABLE, 0 }, { "ram", SCST_NL_P_RAM, 0 },
	{ "thin", SCST_NL_P_THIN, 1 }, { "threshold", SCST_NL_P_THRESHOLD, 8 }, { NULL, 0, 0 }
};

static const struct word *by_word(const struct word *w, const char *word, size_t len)
{
	for (; w->word; w++)
		if (strlen(w->word) == len && !strncmp(w->word, word, len))
			return w;
	wrong("no word %.*s", (int)len, word);
}

static const struct word *by_number(const struct word *w, int number)
{
	for (; w->word; w++)
		if (w->number == number)
			return w;
	wrong("the tool sent number %d, which has no word", number);
}

/* Messages to text */

static void show_attrs(FILE *f, const struct word *words, const char *p, const char *end);

static void show_attr(FILE *f, const struct word *words, const struct nlattr *a)
{
	const struct word *w = by_number(words, mnl_attr_get_type(a));
	const unsigned char *payload = mnl_attr_get_payload(a);
	unsigned int len = mnl_attr_get_payload_len(a), i;

	if (w->type == 's' && (!len || payload[len - 1]))
		wrong("%s lacks its NUL", w->word);
	if (w->type >= 0 && w->type <= 8 && len != (unsigned int)w->type)
		wrong("%s has %u bytes", w->word, len);
	fprintf(f, " %s", w->word);
	if (w->type == 's')
		fprintf(f, "=\"%s\"", payload);
	else if (w->type == 1)
		fprintf(f, "=%u", mnl_attr_get_u8(a));
	else if (w->type == 2)
		fprintf(f, "=%u", mnl_attr_get_u16(a));
	else if (w->type == 4)
		fprintf(f, "=%u", mnl_attr_get_u32(a));
	else if (w->type == 8)
		fprintf(f, "=%llu", (unsigned long long)mnl_attr_get_u64(a));
	if (w->type == 'x') {
		fputc('=', f);
		for (i = 0; i < len; i++)
			fprintf(f, "%02x", payload[i]);
	}
	if (w->type == '{') {
		fputs("{", f);
		show_attrs(f, params, (const char *)payload, (const char *)payload + len);
		fputs(" }", f);
	}
}

static void show_attrs(FILE *f, const struct word *words, const char *p, const char *end)
{
	const struct nlattr *a = (const void *)p;

	while (mnl_attr_ok(a, end - (const char *)a)) {
		show_attr(f, words, a);
		a = mnl_attr_next(a);
	}
}

static char *shown_request(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	char *text;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (nlh->nlmsg_type != FAMILY || genl->version != SCST_NL_VERSION)
		wrong("a request of another family or version");
	fprintf(f, "%s%s", by_number(commands, genl->cmd)->word,
		(nlh->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP ? " dump" :
		nlh->nlmsg_flags & NLM_F_ACK ? "" : " without-ack");
	show_attrs(f, attrs, mnl_nlmsg_get_payload_offset(nlh, sizeof(*genl)),
		   mnl_nlmsg_get_payload_tail(nlh));
	fclose(f);
	return text;
}

/* Text to messages */

static const char *skip_blanks(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

/* A text in quotes, with \xHH; returns what follows it. */
static const char *read_quoted(const char *s, char *out)
{
	unsigned int byte;

	if (*s++ != '"')
		wrong("a text needs quotes: %s", s);
	for (; *s && *s != '"'; s++) {
		if (s[0] == '\\' && s[1] == 'x' && sscanf(s + 2, "%2x", &byte) == 1) {
			*out++ = byte;
			s += 3;
		} else {
			*out++ = *s;
		}
	}
	*out = '\0';
	return *s ? s + 1 : s;
}

static void put_hex(struct nlmsghdr *nlh, int number, const char *s)
{
	unsigned char bytes[64];
	unsigned int byte, n = 0;

	while (isxdigit((unsigned char)*s) && sscanf(s, "%2x", &byte) == 1) {
		bytes[n++] = byte;
		s += 2;
	}
	mnl_attr_put(nlh, number, n, bytes);
}

static const char *put_value(struct nlmsghdr *nlh, const struct word *w, const char *s)
{
	char text[8192];
	long long n = 0;

	if (w->type == 's') {
		s = read_quoted(s, text);
		mnl_attr_put_strz(nlh, w->number, text);
		return s;
	}
	if (w->type == 'x')
		put_hex(nlh, w->number, s);
	else
		n = *s == '-' ? strtoll(s, NULL, 0) : (long long)strtoull(s, NULL, 0);
	if (w->type == 0)
		mnl_attr_put(nlh, w->number, 0, NULL);
	else if (w->type == 1)
		mnl_attr_put_u8(nlh, w->number, n);
	else if (w->type == 2)
		mnl_attr_put_u16(nlh, w->number, n);
	else if (w->type == 4)
		mnl_attr_put_u32(nlh, w->number, n);
	else if (w->type == 8)
		mnl_attr_put_u64(nlh, w->number, n);
	return s + strcspn(s, " \t}");
}

static const char *put_attrs(struct nlmsghdr *nlh, const struct word *words, const char *s)
{
	const struct word *w;
	struct nlattr *nest;
	size_t len;

	for (s = skip_blanks(s); *s && *s != '}'; s = skip_blanks(s)) {
		len = strcspn(s, "={ \t}");
		w = by_word(words, s, len);
		s += len;
		if (*s == '{') {
			nest = mnl_attr_nest_start(nlh, w->number);
			s = put_attrs(nlh, params, s + 1);
			mnl_attr_nest_end(nlh, nest);
			s += *s == '}';
		} else {
			s = put_value(nlh, w, *s == '=' ? s + 1 : s);
		}
	}
	return s;
}

static struct nlmsghdr *header(char *buf, int type, int flags, uint32_t number)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = flags;
	nlh->nlmsg_seq = number;
	return nlh;
}

static struct nlmsghdr *genl_header(char *buf, int type, int flags, uint32_t number, int cmd)
{
	struct nlmsghdr *nlh = header(buf, type, flags, number);
	struct genlmsghdr *genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));

	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

/* "error -17 "sentence"", with the request's header as NETLINK_CAP_ACK leaves it. */
static size_t put_error(char *buf, const char *s)
{
	struct nlmsghdr *nlh = header(buf, NLMSG_ERROR, NLM_F_CAPPED, seq);
	struct nlmsgerr *err = mnl_nlmsg_put_extra_header(nlh, sizeof(*err));
	char text[1024], *rest;

	err->error = strtol(s, &rest, 0);
	err->msg.nlmsg_len = 400;
	s = skip_blanks(rest);
	if (*s) {
		nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
		read_quoted(s, text);
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, text);
	}
	return nlh->nlmsg_len;
}

static size_t put_done(char *buf, const char *s)
{
	struct nlmsghdr *nlh = header(buf, NLMSG_DONE, NLM_F_MULTI, seq);

	*(int *)mnl_nlmsg_put_extra_header(nlh, sizeof(int)) = strtol(s, NULL, 0);
	return nlh->nlmsg_len;
}

static bool begins(const char **s, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*s, word, len) || ((*s)[len] && (*s)[len] != ' '))
		return false;
	*s = skip_blanks(*s + len);
	return true;
}

static size_t put_message(char *buf, const char *s)
{
	struct nlmsghdr *nlh;
	const struct word *w;
	int flags = 0;
	size_t len;

	if (begins(&s, "ack"))
		return put_error(buf, "0");
	if (begins(&s, "error"))
		return put_error(buf, s);
	if (begins(&s, "done"))
		return put_done(buf, s);
	if (begins(&s, "event")) {
		if (!subscribed)
			wrong("an event, and nobody listens");
		nlh = genl_header(buf, FAMILY, 0, 0, SCST_NL_CMD_JOB_ENDED);
		put_attrs(nlh, attrs, s);
		return nlh->nlmsg_len;
	}
	if (begins(&s, "interrupted"))
		flags = NLM_F_DUMP_INTR;
	len = strcspn(s, " ");
	w = by_word(commands, s, len);
	nlh = genl_header(buf, FAMILY, flags, seq, w->number);
	put_attrs(nlh, attrs, s + len);
	return nlh->nlmsg_len;
}

static size_t put_family(char *buf)
{
	struct nlmsghdr *nlh;
	struct nlattr *groups, *group;

	if (no_family)
		return put_error(buf, "-2");
	nlh = genl_header(buf, GENL_ID_CTRL, 0, seq, CTRL_CMD_NEWFAMILY);
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, FAMILY);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, SCST_NL_FAMILY);
	groups = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);
	group = mnl_attr_nest_start(nlh, 1);
	mnl_attr_put_u32(nlh, CTRL_ATTR_MCAST_GRP_ID, GROUP);
	mnl_attr_put_strz(nlh, CTRL_ATTR_MCAST_GRP_NAME, SCST_NL_MCGRP_EVENTS);
	mnl_attr_nest_end(nlh, group);
	mnl_attr_nest_end(nlh, groups);
	return nlh->nlmsg_len + put_error(buf + MNL_ALIGN(nlh->nlmsg_len), "0");
}

/* The machine */

static bool family_asked;

int machine_open(void)
{
	const char *path = getenv("SCSTCTL_REPLAY");
	FILE *f = path ? fopen(path, "r") : NULL;
	size_t size = 0;
	char *line = NULL;

	if (!f)
		wrong("no script");
	while (getline(&line, &size, f) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (!strcmp(line, "no-family"))
			no_family = true;
		else if (*line && *line != '#' && n_lines < LINES_MAX)
			lines[n_lines++] = strdup(line);
	}
	free(line);
	fclose(f);
	return 0;
}

void machine_close(void)
{
	int i;

	if (at < n_lines)
		wrong("the tool ended before \"%s\"", lines[at]);
	for (i = 0; i < n_lines; i++)
		free(lines[i]);
}

int machine_subscribe(uint32_t group)
{
	if (group != GROUP)
		wrong("the tool joined group %u", group);
	subscribed = true;
	return 0;
}

int machine_send(const void *buf, size_t len)
{
	const struct nlmsghdr *nlh = buf;
	char *text;

	if (len != nlh->nlmsg_len)
		wrong("sent %zu bytes for a message of %u", len, nlh->nlmsg_len);
	seq = nlh->nlmsg_seq;
	if (nlh->nlmsg_type == GENL_ID_CTRL) {
		family_asked = true;
		return 0;
	}
	text = shown_request(nlh);
	if (at == n_lines || lines[at][0] != '>')
		wrong("the tool sent \"%s\", the script has \"%s\"", text,
		      at < n_lines ? lines[at] : "ended");
	if (strcmp(skip_blanks(lines[at] + 1), text))
		wrong("the tool sent \"%s\", not \"%s\"", text, skip_blanks(lines[at] + 1));
	at++;
	free(text);
	return 0;
}

static int deliver(char *buf, size_t len, size_t size, const char *line)
{
	static char message[1 << 16] __attribute__((aligned(8)));
	size_t n;

	memset(message, 0, sizeof(message));
	n = line ? put_message(message, skip_blanks(line + 1)) : put_family(message);
	if (len + n > size)
		wrong("a datagram is too long for the tool");
	memcpy(buf + len, message, n);
	return len + MNL_ALIGN(n);
}

int machine_recv(void *buf, size_t size, int64_t deadline)
{
	int len;

	if (family_asked) {
		family_asked = false;
		return deliver(buf, 0, size, NULL);
	}
	if (at == n_lines || lines[at][0] == '>') {
		if (deadline == INT64_MAX)
			return -ECONNABORTED;
		now = deadline;
		return -ETIMEDOUT;
	}
	if (!strcmp(lines[at], "< lost")) {
		at++;
		return -ENOBUFS;
	}
	len = deliver(buf, 0, size, lines[at++]);
	while (at < n_lines && lines[at][0] == '+')
		len = deliver(buf, len, size, lines[at++]);
	return len;
}

int64_t machine_now(void)
{
	return now;
}

void machine_sleep(int milliseconds)
{
	now += milliseconds;
}

/* SCSTCTL_DEVICES="sdb:2 sg3:claimed": what follows a name, or NULL. */
static const char *state_of(const char *name)
{
	const char *p = getenv("SCSTCTL_DEVICES");
	size_t len = strlen(name);

	for (; p && *p; p += strcspn(p, " "), p = skip_blanks(p))
		if (!strncmp(p, name, len) && p[len] == ':')
			return p + len + 1;
	return NULL;
}

/* The number says how often it does not answer before it does. */
int machine_device_answers(const char *name)
{
	static int asked;
	const char *state = state_of(name);

	return !state || asked++ < atoi(state) ? -ENOENT : 0;
}

bool machine_device_claimed(const char *name)
{
	const char *state = state_of(name);

	return state && !strncmp(state, "claimed", strlen("claimed"));
}
