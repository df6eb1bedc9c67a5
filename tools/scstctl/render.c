// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <libsmartcols.h>

#include "render.h"
#include "text.h"

/* Which columns */

static bool names_key(const char *columns, const char *key)
{
	size_t len = strlen(key), part;

	for (;; columns += part + 1) {
		part = strcspn(columns, ",");
		if (part == len && !strncmp(columns, key, len))
			return true;
		if (!columns[part])
			return false;
	}
}

static bool has_key(const struct record_type *type, const char *key, size_t len)
{
	const struct field *f;

	for (f = type->fields; f->key; f++)
		if (strlen(f->key) == len && !strncmp(f->key, key, len))
			return true;
	return false;
}

bool columns_ok(const struct record_type *type, const char *columns, const char **bad, int *len)
{
	const char *p;

	for (p = columns;; p += *len + 1) {
		*len = strcspn(p, ",");
		*bad = p;
		if (!has_key(type, p, *len))
			return false;
		if (!p[*len])
			return true;
	}
}

/* JSON has every field unless columns were chosen. */
static bool in_json(const struct field *f, const char *columns)
{
	return !columns || names_key(columns, f->key);
}

static bool in_table(const struct field *f, const char *columns)
{
	return columns ? names_key(columns, f->key) : f->column;
}

/* Tables */

static uint64_t number_of(const struct field *f, const void *record)
{
	return *(const uint64_t *)field_at(record, f);
}

static int64_t signed_of(const struct field *f, const void *record)
{
	return *(const int64_t *)field_at(record, f);
}

static const char *string_of(const struct field *f, const void *record)
{
	const char *s = *(char *const *)field_at(record, f);

	return s ? s : "";
}

static bool flag_of(const struct field *f, const void *record)
{
	return *(const bool *)field_at(record, f);
}

static char *joined_words(const char *words)
{
	char *s = terminal_text(words), *p;

	for (p = s; *p; p++)
		if (*p == ' ')
			*p = ',';
	return s;
}

char *field_text(const struct field *f, const void *record, bool bytes)
{
	switch (f->type) {
	case F_STRING:
	case F_HEX:
		return terminal_text(string_of(f, record));
	case F_WORDS:
		return joined_words(string_of(f, record));
	case F_FLAG:
		return xstrdup(flag_of(f, record) ? "yes" : "no");
	case F_VERB:
		return xstrdup(verb_name(number_of(f, record)));
	case F_LUN:
		if (signed_of(f, record) < 0)
			return xstrdup("");
		/* fallthrough */
	case F_SIGNED:
		return xprintf("%lld", (long long)signed_of(f, record));
	case F_SIZE:
		if (!bytes)
			return human_size(number_of(f, record));
		/* fallthrough */
	default:
		return xprintf("%llu", (unsigned long long)number_of(f, record));
	}
}

static bool is_number(const struct field *f)
{
	return f->type == F_NUMBER || f->type == F_SIGNED || f->type == F_SIZE || f->type == F_LUN;
}

static char *heading(const char *key)
{
	char *s = xstrdup(key), *p;

	for (p = s; *p; p++)
		*p = *p == '_' ? '-' : toupper((unsigned char)*p);
	return s;
}

static void add_columns(struct libscols_table *table, const struct records *list,
			const struct view *view)
{
	const struct field *f;
	char *name;

	for (f = list->type->fields; f->key; f++) {
		if (!in_table(f, view->columns))
			continue;
		name = heading(f->key);
		scols_table_new_column(table, name, 0, is_number(f) ? SCOLS_FL_RIGHT : 0);
		free(name);
	}
}

static void add_line(struct libscols_table *table, const struct records *list, size_t row,
		     const struct view *view)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	const struct field *f;
	size_t column = 0;

	for (f = list->type->fields; line && f->key; f++)
		if (in_table(f, view->columns))
			scols_line_refer_data(line, column++,
					      field_text(f, record_at(list, row), view->bytes));
}

static void render_table(FILE *f, const struct records *list, const struct view *view)
{
	struct libscols_table *table = scols_new_table();
	size_t i;

	if (!table)
		exit(1);
	scols_table_set_stream(table, f);
	/* Strings are made safe by terminal_text(). */
	scols_table_enable_noencoding(table, 1);
	scols_table_enable_noheadings(table, view->no_headings);
	add_columns(table, list, view);
	for (i = 0; i < list->count; i++)
		add_line(table, list, i, view);
	scols_print_table(table);
	scols_unref_table(table);
}

/*
 * JSON.  Not libsmartcols', which prints a whole table over many lines: the
 * monitor says one record per line, and names of files need not be UTF-8.
 */

static void json_words(FILE *f, const char *words)
{
	char *copy = xstrdup(words), *word, *state;
	const char *separator = "";

	fputc('[', f);
	for (word = strtok_r(copy, " ", &state); word; word = strtok_r(NULL, " ", &state)) {
		fputs(separator, f);
		json_string(f, word);
		separator = ",";
	}
	fputc(']', f);
	free(copy);
}

static void json_text(FILE *f, const char *s)
{
	if (*s)
		json_string(f, s);
	else
		fputs("null", f);
}

static void json_value(FILE *f, const struct field *field, const void *record)
{
	switch (field->type) {
	case F_STRING:
	case F_HEX:
		json_text(f, string_of(field, record));
		break;
	case F_WORDS:
		json_words(f, string_of(field, record));
		break;
	case F_FLAG:
		fputs(flag_of(field, record) ? "true" : "false", f);
		break;
	case F_VERB:
		json_string(f, verb_name(number_of(field, record)));
		break;
	case F_SIGNED:
		fprintf(f, "%lld", (long long)signed_of(field, record));
		break;
	case F_LUN:
		if (signed_of(field, record) < 0)
			fputs("null", f);
		else
			fprintf(f, "%lld", (long long)signed_of(field, record));
		break;
	default:
		fprintf(f, "%llu", (unsigned long long)number_of(field, record));
	}
}

static void json_record(FILE *f, const struct record_type *type, const void *record,
			const char *columns)
{
	const struct field *field;
	const char *separator = "";

	fputc('{', f);
	for (field = type->fields; field->key; field++) {
		if (!in_json(field, columns))
			continue;
		fprintf(f, "%s\"%s\":", separator, field->key);
		json_value(f, field, record);
		separator = ",";
	}
	fputc('}', f);
}

void render_json(FILE *f, const struct record_type *type, const void *record, const char *columns)
{
	json_record(f, type, record, columns);
	fputc('\n', f);
}

static void json_list(FILE *f, const struct records *list, const char *columns)
{
	size_t i;

	fprintf(f, "{\"%s\":[", list->type->plural);
	for (i = 0; i < list->count; i++) {
		fputs(i ? ",\n  " : "\n  ", f);
		json_record(f, list->type, record_at(list, i), columns);
	}
	fputs(list->count ? "\n]}\n" : "]}\n", f);
}

void render_list(FILE *f, const struct records *list, const struct view *view)
{
	if (view->json)
		json_list(f, list, view->columns);
	else if (list->count || !view->no_headings)
		render_table(f, list, view);
}
