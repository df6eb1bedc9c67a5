// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sizes, numbers and strings of others.  One line per test on stdout.
 */
#include <stdlib.h>
#include <string.h>

#include "../text.h"

static int failures;

static void report(bool ok, const char *what, const char *of, const char *got)
{
	printf("%s - text: %s of %s\n", ok ? "ok" : "not ok", what, of);
	if (!ok) {
		printf("got %s\n", got);
		failures++;
	}
}

static void human(uint64_t bytes, const char *wanted)
{
	char *got = human_size(bytes), *of = xprintf("%llu bytes", (unsigned long long)bytes);

	report(!strcmp(got, wanted), wanted, of, got);
	free(of);
	free(got);
}

static void size(const char *s, bool wanted_ok, uint64_t wanted)
{
	uint64_t got = 0;
	bool ok = parse_size(s, UINT64_MAX, &got);
	char *text = xprintf("%d, %llu", ok, (unsigned long long)got);
	char *of = xprintf("\"%s\"", s);

	report(ok == wanted_ok && (!ok || got == wanted), wanted_ok ? "size" : "refusal", of, text);
	free(of);
	free(text);
}

static void number(const char *s, uint64_t max, bool wanted_ok, uint64_t wanted)
{
	uint64_t got = 0;
	bool ok = parse_number(s, max, &got);
	char *text = xprintf("%d, %llu", ok, (unsigned long long)got);
	char *of = xprintf("\"%s\"", s);

	report(ok == wanted_ok && (!ok || got == wanted), wanted_ok ? "number" : "refusal of number",
	       of, text);
	free(of);
	free(text);
}

static void terminal(const char *what, const char *s, const char *wanted)
{
	char *got = terminal_text(s);

	report(!strcmp(got, wanted), "terminal form", what, got);
	free(got);
}

static void json(const char *what, const char *s, const char *wanted)
{
	char *got;
	size_t len;
	FILE *f = open_memstream(&got, &len);

	json_string(f, s);
	fclose(f);
	report(!strcmp(got, wanted), "JSON form", what, got);
	free(got);
}

static void test_sizes(void)
{
	human(0, "0");
	human(1023, "1023");
	human(1024, "1K");
	human(1536, "1.5K");
	human(1048576 - 1, "1M");
	human(1ULL << 30, "1G");
	human(3ULL << 39, "1.5T");
	human(UINT64_MAX, "16E");
	size("0", true, 0);
	size("512", true, 512);
	size("1G", true, 1ULL << 30);
	size("4k", true, 4096);
	size("2MiB", true, 2 << 20);
	size("0x1000", true, 4096);
	size("", false, 0);
	size("G", false, 0);
	size("-1", false, 0);
	size("1.5G", false, 0);
	size("1GB", false, 0);
	size("16E", false, 0);
	size("15E", true, 15ULL << 60);
	size("18446744073709551616", false, 0);
	number("16383", 16383, true, 16383);
	number("16384", 16383, false, 0);
	number("1 ", 16383, false, 0);
	number("+1", 16383, false, 0);
}

static void test_strings(void)
{
	terminal("plain text", "vm_disk1", "vm_disk1");
	terminal("UTF-8", "d\xc3\xbcse", "d\xc3\xbcse");
	terminal("an escape sequence", "a\x1b[31mb", "a\\x1b[31mb");
	terminal("a newline", "a\nb", "a\\x0a" "b");
	terminal("a backslash", "a\\x41", "a\\x5cx41");
	terminal("a C1 control", "\xc2\x9b" "31m", "\\xc2\\x9b31m");
	terminal("an override of direction", "\xe2\x80\xae", "\\xe2\\x80\\xae");
	terminal("a stray byte", "\xff" "a", "\\xffa");
	terminal("a cut character", "\xe2\x82", "\\xe2\\x82");
	terminal("an overlong form", "\xc0\xaf", "\\xc0\\xaf");
	terminal("a surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80");
	json("quotes and backslash", "a\"b\\c", "\"a\\\"b\\\\c\"");
	json("a control character", "a\x1b", "\"a\\u001b\"");
	json("UTF-8", "\xc3\xbc", "\"\xc3\xbc\"");
	json("a stray byte", "\xff", "\"\\udcff\"");
}

int main(void)
{
	test_sizes();
	test_strings();
	return failures != 0;
}
