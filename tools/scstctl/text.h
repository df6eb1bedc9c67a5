/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text: sizes, and strings that others wrote.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Memory or the end: a tool of this size has no other answer. */
void *xalloc(size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);
char *xprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "1.5G" in powers of 1024. */
char *human_size(uint64_t bytes);
/* "1G", "512k", "0x1000": false for anything else, and for what is above @max. */
bool parse_size(const char *s, uint64_t max, uint64_t *value);
bool parse_number(const char *s, uint64_t max, uint64_t *value);

/*
 * For a terminal: control characters, what turns the direction of text, bytes
 * that are no UTF-8 and the backslash itself become \xHH.
 */
char *terminal_text(const char *s);
/* A quoted JSON string; bytes that are no UTF-8 become lone surrogates U+DC80…U+DCFF. */
void json_string(FILE *f, const char *s);

#endif
