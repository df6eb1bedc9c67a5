// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <scst_netlink.h>

#include "record.h"
#include "text.h"

#define AT(_struct, _member)	offsetof(struct _struct, _member)

static const struct field unit_fields[] = {
	{ "name", F_STRING, AT(unit, name), SCST_NL_A_UNIT, 0, true },
	{ "size", F_SIZE, AT(unit, size), SCST_NL_A_SIZE, 0, true },
	{ "block_size", F_NUMBER, AT(unit, block_size), SCST_NL_A_BLOCK_SIZE, 0, true },
	{ "backend", F_STRING, AT(unit, backend), 0, 0, true },
	{ "flags", F_WORDS, AT(unit, flags), 0, 0, true },
	{ "luns", F_WORDS, AT(unit, luns), 0, 0, true },
	{ "devices", F_WORDS, AT(unit, devices), 0, 0, true },
	{ "path", F_STRING, AT(unit, path), 0, SCST_NL_P_PATH, true },
	{ "handler", F_STRING, AT(unit, handler), SCST_NL_A_HANDLER, 0, false },
	{ "variant", F_STRING, AT(unit, variant), SCST_NL_A_VARIANT, 0, false },
	{ "type", F_NUMBER, AT(unit, type), SCST_NL_A_TYPE, 0, false },
	{ "mapped", F_NUMBER, AT(unit, mapped), SCST_NL_A_MAPPED, 0, false },
	{ "stuck", F_NUMBER, AT(unit, stuck), SCST_NL_A_STUCK, 0, false },
	{ "read_only", F_FLAG, AT(unit, read_only), SCST_NL_A_READ_ONLY, 0, false },
	{ "busy", F_FLAG, AT(unit, busy), SCST_NL_A_BUSY, 0, false },
	{ "stopped", F_FLAG, AT(unit, stopped), SCST_NL_A_STOPPED, 0, false },
	{ "vendor", F_STRING, AT(unit, vendor), 0, SCST_NL_P_VENDOR, false },
	{ "product", F_STRING, AT(unit, product), 0, SCST_NL_P_PRODUCT, false },
	{ "revision", F_STRING, AT(unit, revision), 0, SCST_NL_P_REVISION, false },
	{ "serial", F_STRING, AT(unit, serial), 0, SCST_NL_P_SERIAL, false },
	{ "naa", F_HEX, AT(unit, naa), 0, SCST_NL_P_NAA, false },
	{ "phys_exp", F_NUMBER, AT(unit, phys_exp), 0, SCST_NL_P_PHYS_EXP, false },
	{ "alignment", F_NUMBER, AT(unit, alignment), 0, SCST_NL_P_ALIGNMENT, false },
	{ "rotation", F_NUMBER, AT(unit, rotation), 0, SCST_NL_P_ROTATION, false },
	{ "write_through", F_FLAG, AT(unit, write_through), 0, SCST_NL_P_WRITE_THROUGH, false },
	{ "o_direct", F_FLAG, AT(unit, o_direct), 0, SCST_NL_P_O_DIRECT, false },
	{ "nullio", F_FLAG, AT(unit, nullio), 0, SCST_NL_P_NULLIO, false },
	{ "nv_cache", F_FLAG, AT(unit, nv_cache), 0, SCST_NL_P_NV_CACHE, false },
	{ "blockio", F_FLAG, AT(unit, blockio), 0, SCST_NL_P_BLOCKIO, false },
	{ "removable", F_FLAG, AT(unit, removable), 0, SCST_NL_P_REMOVABLE, false },
	{ "ram", F_FLAG, AT(unit, ram), 0, SCST_NL_P_RAM, false },
	{ "pinned", F_FLAG, AT(unit, pinned), 0, SCST_NL_P_PINNED, false },
	{ "thin", F_NUMBER, AT(unit, thin), 0, SCST_NL_P_THIN, false },
	{ "threshold", F_SIZE, AT(unit, threshold), 0, SCST_NL_P_THRESHOLD, false },
	{ .key = NULL }
};

static const struct field group_fields[] = {
	{ "name", F_STRING, AT(group, name), SCST_NL_A_GROUP, 0, true },
	{ "initiators", F_WORDS, AT(group, initiators), 0, 0, true },
	{ "luns", F_WORDS, AT(group, luns), 0, 0, true },
	{ .key = NULL }
};

static const struct field name_fields[] = {
	{ "group", F_STRING, AT(name, group), SCST_NL_A_GROUP, 0, true },
	{ "name", F_STRING, AT(name, name), SCST_NL_A_NAME, 0, true },
	{ .key = NULL }
};

static const struct field map_fields[] = {
	{ "group", F_STRING, AT(map, group), SCST_NL_A_GROUP, 0, true },
	{ "lun", F_LUN, AT(map, lun), SCST_NL_A_LUN, 0, true },
	{ "unit", F_STRING, AT(map, unit), SCST_NL_A_UNIT, 0, true },
	{ "read_only", F_FLAG, AT(map, read_only), SCST_NL_A_READ_ONLY, 0, true },
	{ .key = NULL }
};

static const struct field session_fields[] = {
	{ "initiator", F_STRING, AT(session, initiator), SCST_NL_A_INITIATOR, 0, true },
	{ "group", F_STRING, AT(session, group), SCST_NL_A_GROUP, 0, true },
	{ "target", F_STRING, AT(session, target), SCST_NL_A_TARGET, 0, true },
	{ "template", F_STRING, AT(session, template), SCST_NL_A_TEMPLATE, 0, true },
	{ "active", F_NUMBER, AT(session, active), SCST_NL_A_ACTIVE, 0, true },
	{ "commands", F_NUMBER, AT(session, commands), SCST_NL_A_COMMANDS, 0, true },
	{ .key = NULL }
};

static const struct field device_fields[] = {
	{ "initiator", F_STRING, AT(device, initiator), SCST_NL_A_INITIATOR, 0, true },
	{ "lun", F_LUN, AT(device, lun), SCST_NL_A_LUN, 0, true },
	{ "unit", F_STRING, AT(device, unit), SCST_NL_A_UNIT, 0, true },
	{ "devices", F_WORDS, AT(device, devices), SCST_NL_A_LINUX_NAMES, 0, true },
	{ "in_use", F_FLAG, AT(device, in_use), SCST_NL_A_IN_USE, 0, true },
	{ "commands", F_NUMBER, AT(device, commands), SCST_NL_A_COMMANDS, 0, true },
	{ "read", F_SIZE, AT(device, read_bytes), SCST_NL_A_READ_BYTES, 0, true },
	{ "written", F_SIZE, AT(device, write_bytes), SCST_NL_A_WRITE_BYTES, 0, true },
	{ "group", F_STRING, AT(device, group), SCST_NL_A_GROUP, 0, false },
	{ .key = NULL }
};

static const struct field handler_fields[] = {
	{ "name", F_STRING, AT(handler, name), SCST_NL_A_HANDLER, 0, true },
	{ "type", F_NUMBER, AT(handler, type), SCST_NL_A_TYPE, 0, true },
	{ "title", F_STRING, AT(handler, title), SCST_NL_A_TITLE, 0, true },
	{ "path_optional", F_FLAG, AT(handler, path_optional), SCST_NL_A_PATH_OPTIONAL, 0, false },
	{ .key = NULL }
};

static const struct field event_fields[] = {
	{ "seq", F_NUMBER, AT(event, seq), SCST_NL_A_SEQ, 0, true },
	{ "verb", F_VERB, AT(event, verb), SCST_NL_A_VERB, 0, true },
	{ "result", F_SIGNED, AT(event, result), SCST_NL_A_RESULT, 0, true },
	{ "message", F_STRING, AT(event, message), SCST_NL_A_MESSAGE, 0, true },
	{ "unit", F_STRING, AT(event, unit), SCST_NL_A_UNIT, 0, true },
	{ "group", F_STRING, AT(event, group), SCST_NL_A_GROUP, 0, true },
	{ "lun", F_LUN, AT(event, lun), SCST_NL_A_LUN, 0, true },
	{ "devices", F_WORDS, AT(event, devices), SCST_NL_A_LINUX_NAMES, 0, true },
	{ "size", F_SIZE, AT(event, size), SCST_NL_A_SIZE, 0, true },
	{ .key = NULL }
};

#define TYPE(_name, _plural, _cmd)						\
	const struct record_type _name##_type = {				\
		_plural, SCST_NL_CMD_##_cmd, sizeof(struct _name), _name##_fields \
	}

TYPE(unit, "units", UNIT_GET);
TYPE(group, "groups", GROUP_GET);
TYPE(name, "names", NAME_GET);
TYPE(map, "maps", MAP_GET);
TYPE(session, "sessions", SESSION_GET);
TYPE(device, "devices", DEVICE_GET);
TYPE(handler, "handlers", HANDLER_GET);
TYPE(event, "events", JOB_ENDED);

static bool holds_text(const struct field *f)
{
	return f->type == F_STRING || f->type == F_WORDS || f->type == F_HEX;
}

/* A newer kernel may send wider or narrower numbers; any width will do. */
static uint64_t read_number(const struct nlattr *a)
{
	switch (mnl_attr_get_payload_len(a)) {
	case 1:
		return mnl_attr_get_u8(a);
	case 2:
		return mnl_attr_get_u16(a);
	case 4:
		return mnl_attr_get_u32(a);
	case 8:
		return mnl_attr_get_u64(a);
	default:
		return 0;
	}
}

static int64_t read_signed(const struct nlattr *a)
{
	uint64_t n = read_number(a);

	return mnl_attr_get_payload_len(a) == sizeof(int32_t) ? (int32_t)n : (int64_t)n;
}

static char *read_text(const struct nlattr *a)
{
	size_t len = mnl_attr_get_payload_len(a);

	return xprintf("%.*s", (int)strnlen(mnl_attr_get_payload(a), len),
		       (const char *)mnl_attr_get_payload(a));
}

static char *read_hex(const struct nlattr *a)
{
	const unsigned char *bytes = mnl_attr_get_payload(a);
	size_t len = mnl_attr_get_payload_len(a), i;
	char *text = xalloc(2 * len + 1);

	for (i = 0; i < len; i++)
		sprintf(text + 2 * i, "%02x", bytes[i]);
	return text;
}

static void read_field(const struct field *f, void *member, const struct nlattr *a)
{
	switch (f->type) {
	case F_STRING:
	case F_WORDS:
		*(char **)member = read_text(a);
		break;
	case F_HEX:
		*(char **)member = read_hex(a);
		break;
	case F_FLAG:
		*(bool *)member = true;
		break;
	case F_SIGNED:
	case F_LUN:
		*(int64_t *)member = read_signed(a);
		break;
	default:
		*(uint64_t *)member = read_number(a);
	}
}

static void leave_out(const struct field *f, void *member)
{
	if (holds_text(f))
		*(char **)member = xstrdup("");
	else if (f->type == F_LUN)
		*(int64_t *)member = -1;
}

/* The last attribute of a type counts; types that are unknown are left alone. */
static void read_params(const struct nlattr **params, const struct nlattr *nest)
{
	const struct nlattr *a;

	mnl_attr_for_each_nested(a, nest)
		if (mnl_attr_get_type(a) <= SCST_NL_P_MAX)
			params[mnl_attr_get_type(a)] = a;
}

void record_read(const struct record_type *type, void *record, struct nlattr *const *attrs)
{
	const struct nlattr *params[SCST_NL_P_MAX + 1] = { NULL }, *a;
	const struct field *f;

	if (attrs[SCST_NL_A_PARAMS])
		read_params(params, attrs[SCST_NL_A_PARAMS]);
	for (f = type->fields; f->key; f++) {
		a = f->param ? params[f->param] : attrs[f->attr];
		if (a)
			read_field(f, field_at(record, f), a);
		else
			leave_out(f, field_at(record, f));
	}
}

void record_release(const struct record_type *type, void *record)
{
	const struct field *f;

	for (f = type->fields; f->key; f++)
		if (holds_text(f))
			free(*(char **)field_at(record, f));
	memset(record, 0, type->size);
}

void *records_add(struct records *r)
{
	r->rows = xrealloc(r->rows, (r->count + 1) * r->type->size);
	memset(record_at(r, r->count), 0, r->type->size);
	return record_at(r, r->count++);
}

void records_free(struct records *r)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		record_release(r->type, record_at(r, i));
	free(r->rows);
	r->rows = NULL;
	r->count = 0;
}

const char *verb_name(uint64_t verb)
{
	static const char *const names[] = {
		[SCST_NL_VERB_CREATE] = "create",
		[SCST_NL_VERB_DESTROY] = "destroy",
		[SCST_NL_VERB_MAP] = "map",
		[SCST_NL_VERB_UNMAP] = "unmap",
		[SCST_NL_VERB_REPLACE] = "replace",
		[SCST_NL_VERB_RESYNC] = "resync",
		[SCST_NL_VERB_GROUP_ADD] = "group-add",
		[SCST_NL_VERB_GROUP_DEL] = "group-del",
		[SCST_NL_VERB_GROUP_RENAME] = "group-rename",
	};

	if (verb >= sizeof(names) / sizeof(*names) || !names[verb])
		return "unknown";
	return names[verb];
}

void words_add(char **words, const char *word)
{
	char *longer = xprintf("%s%s%s", *words, **words ? " " : "", word);

	free(*words);
	*words = longer;
}
