// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes of units as words of a command line.  Only their form is checked
 * here; what they may be is the kernel's to say.
 */
#include <ctype.h>
#include <string.h>

#include <scst_netlink.h>

#include "cli.h"
#include "text.h"

enum form { FLAG, NUMBER, SIZE, TEXT, HEX };

/* @limit: bytes of a number, characters of a text. */
static const struct word {
	const char *word;
	int attr;
	enum form form;
	unsigned int limit;
} words[] = {
	{ "path", SCST_NL_P_PATH, TEXT, SCST_NL_PATH_MAX },
	{ "size", SCST_NL_P_SIZE, SIZE, 8 },
	{ "block_size", SCST_NL_P_BLOCK_SIZE, SIZE, 4 },
	{ "phys_exp", SCST_NL_P_PHYS_EXP, NUMBER, 1 },
	{ "alignment", SCST_NL_P_ALIGNMENT, NUMBER, 2 },
	{ "vendor", SCST_NL_P_VENDOR, TEXT, SCST_NL_VENDOR_MAX },
	{ "product", SCST_NL_P_PRODUCT, TEXT, SCST_NL_PRODUCT_MAX },
	{ "revision", SCST_NL_P_REVISION, TEXT, SCST_NL_REVISION_MAX },
	{ "serial", SCST_NL_P_SERIAL, TEXT, SCST_NL_SERIAL_MAX },
	{ "naa", SCST_NL_P_NAA, HEX, SCST_NL_NAA_MAX },
	{ "rotation", SCST_NL_P_ROTATION, NUMBER, 2 },
	{ "write_through", SCST_NL_P_WRITE_THROUGH, FLAG, 0 },
	{ "read_only", SCST_NL_P_READ_ONLY, FLAG, 0 },
	{ "o_direct", SCST_NL_P_O_DIRECT, FLAG, 0 },
	{ "nullio", SCST_NL_P_NULLIO, FLAG, 0 },
	{ "nv_cache", SCST_NL_P_NV_CACHE, FLAG, 0 },
	{ "blockio", SCST_NL_P_BLOCKIO, FLAG, 0 },
	{ "removable", SCST_NL_P_REMOVABLE, FLAG, 0 },
	{ "ram", SCST_NL_P_RAM, FLAG, 0 },
	{ "pinned", SCST_NL_P_PINNED, FLAG, 0 },
	{ "thin", SCST_NL_P_THIN, NUMBER, 1 },
	{ "threshold", SCST_NL_P_THRESHOLD, SIZE, 8 },
};

static char folded(char c)
{
	return c == '-' ? '_' : tolower((unsigned char)c);
}

/* Any case, and a hyphen is as good as an underscore. */
static bool same_word(const char *a, const char *b)
{
	while (*a && folded(*a) == folded(*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

static const struct word *find_word(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (same_word(words[i].word, name))
			return &words[i];
	return NULL;
}

static bool parse_hex(struct param *p, const char *s)
{
	size_t len, i;
	char digits[3] = "";

	if (!strncasecmp(s, "0x", 2))
		s += 2;
	len = strlen(s);
	if (len % 2 || len > 2 * sizeof(p->bytes) || strspn(s, "0123456789abcdefABCDEF") != len)
		return false;
	p->len = len / 2;
	for (i = 0; i < p->len; i++) {
		uint64_t byte;
		char prefixed[5];

		memcpy(digits, s + 2 * i, 2);
		snprintf(prefixed, sizeof(prefixed), "0x%s", digits);
		if (!parse_number(prefixed, 0xff, &byte))
			return false;
		p->bytes[i] = byte;
	}
	return p->len >= SCST_NL_NAA_MIN;
}

static bool parse_value(struct param *p, const struct word *w, const char *value)
{
	switch (w->form) {
	case FLAG:
		return parse_number(value, 1, &p->number);
	case NUMBER:
		p->size = w->limit;
		return parse_number(value, UINT64_MAX >> (64 - 8 * w->limit), &p->number);
	case SIZE:
		p->size = w->limit;
		return parse_size(value, UINT64_MAX >> (64 - 8 * w->limit), &p->number);
	case TEXT:
		p->text = value;
		return *value && strlen(value) <= w->limit;
	case HEX:
		return parse_hex(p, value);
	}
	return false;
}

static int complain_value(const struct word *w, const char *value)
{
	static const char *const wanted[] = {
		[FLAG] = "0 or 1", [NUMBER] = "a number", [SIZE] = "a size like 4096, 512K or 1G",
		[TEXT] = "text", [HEX] = "16 or 32 hexadecimal digits",
	};

	if (w->form == TEXT)
		return complain(-1, "%s must have 1 to %u characters", w->word, w->limit);
	return complain(-1, "%s=%s: should be %s", w->word, value, wanted[w->form]);
}

/* Add one; @value is kept.  0, or -1 after a complaint. */
int add_param(struct cli *cli, const char *word, const char *value)
{
	struct param *p = &cli->params[cli->target.n_params];
	const struct word *w = find_word(word);
	int i;

	if (!w)
		return complain(-1, "there is no attribute %s (see: scstctl help create)", word);
	for (i = 0; i < cli->target.n_params; i++)
		if (cli->params[i].attr == w->attr)
			return complain(-1, "%s is given twice", w->word);
	if (cli->target.n_params == PARAMS_MAX)
		return complain(-1, "too many attributes");
	*p = (struct param){ .attr = w->attr };
	if (!parse_value(p, w, value))
		return complain_value(w, value);
	cli->target.n_params++;
	return 0;
}

const struct param *find_param(const struct cli *cli, int attr)
{
	int i;

	for (i = 0; i < cli->target.n_params; i++)
		if (cli->params[i].attr == attr)
			return &cli->params[i];
	return NULL;
}

uint64_t take_param(struct cli *cli, int attr)
{
	const struct param *p = find_param(cli, attr);
	uint64_t number;

	if (!p)
		return 0;
	number = p->number;
	cli->target.n_params--;
	cli->params[p - cli->params] = cli->params[cli->target.n_params];
	return number;
}
