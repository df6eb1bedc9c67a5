// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static void *check(void *p)
{
	if (!p) {
		fputs("scstctl: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

void *xalloc(size_t size)
{
	return check(calloc(1, size ? size : 1));
}

void *xrealloc(void *p, size_t size)
{
	return check(realloc(p, size));
}

char *xstrdup(const char *s)
{
	return check(strdup(s));
}

char *xprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&s, fmt, ap);
	va_end(ap);
	return len < 0 ? check(NULL) : s;
}

/* Sizes */

static const char suffixes[] = "KMGTPE";

/* Tenths of @unit in @bytes, rounded, without running over 64 bits. */
static uint64_t tenths_of(uint64_t bytes, uint64_t unit)
{
	uint64_t whole = bytes / unit, rest = bytes % unit;

	return whole * 10 + (rest / 16 * 10 + unit / 32) / (unit / 16);
}

char *human_size(uint64_t bytes)
{
	uint64_t unit = 1024, tenths;
	int i = 0;

	if (bytes < 1024)
		return xprintf("%llu", (unsigned long long)bytes);
	while (suffixes[i + 1] && tenths_of(bytes, unit) >= 10240) {
		unit *= 1024;
		i++;
	}
	tenths = tenths_of(bytes, unit);
	if (tenths % 10)
		return xprintf("%llu.%llu%c", (unsigned long long)tenths / 10,
			       (unsigned long long)tenths % 10, suffixes[i]);
	return xprintf("%llu%c", (unsigned long long)tenths / 10, suffixes[i]);
}

/* The number @s begins with; @end is what follows it. */
static bool leading_number(const char *s, uint64_t *value, char **end)
{
	/* strtoull() would take a sign. */
	if (!isdigit((unsigned char)*s))
		return false;
	errno = 0;
	*value = strtoull(s, end, 0);
	return !errno;
}

bool parse_number(const char *s, uint64_t max, uint64_t *value)
{
	char *end;

	return leading_number(s, value, &end) && !*end && *value <= max;
}

bool parse_size(const char *s, uint64_t max, uint64_t *value)
{
	const char *suffix;
	char *end;
	int shift;

	if (!leading_number(s, value, &end))
		return false;
	if (*end) {
		suffix = strchr(suffixes, toupper((unsigned char)*end));
		if (!suffix || (end[1] && strcmp(end + 1, "iB")))
			return false;
		shift = 10 * (int)(suffix - suffixes + 1);
		if (*value > UINT64_MAX >> shift)
			return false;
		*value <<= shift;
	}
	return *value <= max;
}

/* Strings of others */

/* The character at @s: its length, 0 where there is no valid one. */
static int utf8_decode(const unsigned char *s, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int len, i;

	if (s[0] < 0x80) {
		*c = s[0];
		return 1;
	}
	len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	*c = s[0] & (0x7f >> len);
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	if (*c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
		return 0;
	return len;
}

static bool is_safe(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '\\')
		return false;
	/* Line and paragraph separators, marks and overrides of direction. */
	return !(c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
		 (c >= 0x2066 && c <= 0x2069) || c == 0xfeff);
}

char *terminal_text(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	char *out = xalloc(strlen(s) * 4 + 1), *o = out;
	uint32_t c;
	int len, i;

	for (; *p; p += len) {
		len = utf8_decode(p, &c);
		if (len && is_safe(c)) {
			memcpy(o, p, len);
			o += len;
			continue;
		}
		len = len ? len : 1;
		for (i = 0; i < len; i++)
			o += sprintf(o, "\\x%02x", p[i]);
	}
	*o = '\0';
	return out;
}

void json_string(FILE *f, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t c;
	int len;

	fputc('"', f);
	for (; *p; p += len) {
		len = utf8_decode(p, &c);
		if (!len) {
			fprintf(f, "\\udc%02x", *p);
			len = 1;
		} else if (c == '"' || c == '\\') {
			fprintf(f, "\\%c", (int)c);
		} else if (!is_safe(c)) {
			fprintf(f, "\\u%04x", c);
		} else {
			fwrite(p, 1, len, f);
		}
	}
	fputc('"', f);
}
