/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records: what the kernel lists.  One table of fields per type says where a
 * field comes from in a message, where it is in the struct and what a person or
 * a program sees of it.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nlattr;

/* Type of a field and of the member that holds it. */
enum field_type {
	F_STRING,	/* char *, never NULL once read */
	F_WORDS,	/* char *, words separated by blanks: a list */
	F_HEX,		/* char *, from bytes */
	F_NUMBER,	/* uint64_t */
	F_SIGNED,	/* int64_t */
	F_SIZE,		/* uint64_t, bytes */
	F_VERB,		/* uint64_t, enum scst_nl_verb */
	F_LUN,		/* int64_t, -1 where there is none */
	F_FLAG,		/* bool */
};

/**
 * struct field - a field of a record
 * @key: its name in JSON and for --output
 * @type: see enum field_type
 * @offset: of the member
 * @attr: attribute of the message, 0 where the tool computes it
 * @param: attribute inside SCST_NL_A_PARAMS instead
 * @column: in the table unless told otherwise
 */
struct field {
	const char *key;
	enum field_type type;
	size_t offset;
	int attr;
	int param;
	bool column;
};

/**
 * struct record_type - a kind of record
 * @plural: name of the list in JSON
 * @cmd: command that lists them, and their message
 * @size: of the struct
 * @fields: ends with a NULL key
 */
struct record_type {
	const char *plural;
	int cmd;
	size_t size;
	const struct field *fields;
};

struct unit {
	char *name, *handler, *variant, *backend, *path, *flags, *luns, *devices;
	char *vendor, *product, *revision, *serial, *naa;
	uint64_t size, block_size, type, mapped, stuck, phys_exp, alignment, rotation, thin,
		threshold;
	bool read_only, busy, stopped;
	bool write_through, o_direct, nullio, nv_cache, blockio, removable, ram, pinned;
};

struct group {
	char *name, *initiators, *luns;
};

struct name {
	char *group, *name;
};

struct map {
	char *group, *unit;
	int64_t lun;
	bool read_only;
};

struct session {
	char *template, *target, *initiator, *group;
	uint64_t commands, active;
};

struct device {
	char *unit, *group, *initiator, *devices;
	int64_t lun;
	uint64_t commands, read_bytes, write_bytes;
	bool in_use;
};

struct handler {
	char *name, *title;
	uint64_t type, takes;
	bool path_optional;
};

struct event {
	char *message, *unit, *group, *devices;
	uint64_t seq, verb, size;
	int64_t result, lun;
};

extern const struct record_type unit_type, group_type, name_type, map_type, session_type,
				device_type, handler_type, event_type;

/**
 * struct records - a list
 * @type: of its records
 * @rows: the records, one after another
 * @count: how many
 */
struct records {
	const struct record_type *type;
	char *rows;
	size_t count;
};

static inline void *record_at(const struct records *r, size_t i)
{
	return r->rows + i * r->type->size;
}

static inline void *field_at(const void *record, const struct field *f)
{
	return (char *)record + f->offset;
}

/* Fill @record, whose memory is zero, from the attributes of a message. */
void record_read(const struct record_type *type, void *record, struct nlattr *const *attrs);
void record_release(const struct record_type *type, void *record);
/* Add a record of zeroes; returns it. */
void *records_add(struct records *r);
void records_free(struct records *r);

/* "create", … */
const char *verb_name(uint64_t verb);
/* Append a word to a list of them. */
void words_add(char **words, const char *word);

#endif
