/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records for people and for programs: one table of fields, two forms.
 */
#ifndef RENDER_H
#define RENDER_H

#include <stdbool.h>
#include <stdio.h>

#include "record.h"

/**
 * struct view - how records are shown
 * @json: as JSON
 * @bytes: sizes in bytes in tables, too
 * @no_headings: a table without its first line
 * @columns: keys separated by commas, NULL for the usual ones
 */
struct view {
	bool json, bytes, no_headings;
	const char *columns;
};

/* Whether @type has every key of @columns; else the first it lacks is *@len bytes at *@bad. */
bool columns_ok(const struct record_type *type, const char *columns, const char **bad, int *len);
/* A list, as {"units":[…]} or a table. */
void render_list(FILE *f, const struct records *list, const struct view *view);
/* One record as one line of JSON. */
void render_json(FILE *f, const struct record_type *type, const void *record, const char *columns);
/* The value of a field for a person; to be freed. */
char *field_text(const struct field *f, const void *record, bool bytes);

#endif
