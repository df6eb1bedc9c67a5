// SPDX-License-Identifier: GPL-2.0-only
/*
 * A command of /proc/scsi_tgt: from the bytes of one write() to words, to a
 * row of the file's table of verbs.
 *
 * Words are cut here and not by argv_split(), strim() or isspace(): for those
 * byte A0h is a blank, and it is the second half of many a letter in UTF-8.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "control/proc.h"

#define BLANKS	" \t\n\v\f\r"

static bool is_noise(unsigned char c)
{
	return (c < ' ' && (c < '\t' || c > '\r')) || c == 0x7f;
}

static int check_text(const char *text, size_t len, struct scst_msg *msg)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (is_noise(text[i]))
			return scst_say(msg, -EINVAL, "byte %02Xh at offset %zu is no text",
					(unsigned char)text[i], i);
	return 0;
}

/*
 * 2008 had no quotes.  They mean something only where they begin a word or the
 * value of KEY="…"; elsewhere they stay what they were, letters of a path.
 */
static char *opening_quote(char *word)
{
	size_t key = strcspn(word, BLANKS "=\"");

	if (*word == '"')
		return word;
	if (isalpha(*word) && word[key] == '=' && word[key + 1] == '"')
		return word + key + 1;
	return NULL;
}

/* Takes the quotes out of a word and ends it.  Returns what follows, NULL if they do not close. */
static char *cut_quoted(char *quote)
{
	char *end = strchr(quote + 1, '"');

	if (!end || (end[1] && !strchr(BLANKS, end[1])))
		return NULL;
	memmove(quote, quote + 1, end - quote - 1);
	end[-1] = '\0';
	return end + 1;
}

static char *cut_plain(char *word)
{
	char *end = word + strcspn(word, BLANKS);

	if (*end)
		*end++ = '\0';
	return end;
}

static int split(char *text, char **words, unsigned int max, struct scst_msg *msg)
{
	unsigned int n = 0;
	char *quote;

	for (text += strspn(text, BLANKS); *text; text += strspn(text, BLANKS)) {
		if (n == max)
			return scst_say(msg, -EINVAL, "more than %u words", max);
		words[n++] = text;
		quote = opening_quote(text);
		text = quote ? cut_quoted(quote) : cut_plain(text);
		if (!text)
			return scst_say(msg, -EINVAL, "word %u: the quotes do not close", n);
	}
	return n ? n : scst_say(msg, -EINVAL, "empty command");
}

static int refuse_verb(const struct scst_proc_file *file, const char *word, struct scst_msg *msg)
{
	unsigned int i;
	size_t len;

	scst_say(msg, -EINVAL, "unknown verb \"%.40s\"; known:", word);
	len = strlen(msg->text);
	for (i = 0; i < file->nr_verbs; i++)
		len += scnprintf(msg->text + len, sizeof(msg->text) - len, " %s",
				 file->verbs[i].word);
	return -EINVAL;
}

static const struct scst_proc_verb *find_verb(const struct scst_proc_file *file, const char *word)
{
	const struct scst_proc_verb *verb;

	for (verb = file->verbs; verb < file->verbs + file->nr_verbs; verb++)
		if (!verb->word || !strcasecmp(verb->word, word))
			return verb;
	return NULL;
}

/**
 * scst_proc_run() - do one command
 * @node: the file it was written to
 * @text: what was written, NUL-terminated; it is cut up
 * @len: bytes of it
 * @msg: the sentence, if it is refused
 *
 * Return: 0 or negative errno.  Waits until the command is done.
 */
int scst_proc_run(const struct scst_proc_node *node, char *text, size_t len, struct scst_msg *msg)
{
	char *words[SCST_PROC_WORDS_MAX];
	struct scst_proc_cmd cmd = { .dir = node->dir };
	const struct scst_proc_verb *verb;
	int ret;

	ret = check_text(text, len, msg);
	if (ret)
		return ret;
	ret = split(text, words, ARRAY_SIZE(words), msg);
	if (ret < 0)
		return ret;
	verb = find_verb(node->file, words[0]);
	if (!verb)
		return refuse_verb(node->file, words[0], msg);
	cmd.argv = words + !!verb->word;
	cmd.argc = ret - !!verb->word;
	if (cmd.argc < verb->min || cmd.argc > verb->max)
		return scst_say(msg, -EINVAL, "too %s words; usage: %s",
				cmd.argc < verb->min ? "few" : "many", verb->usage);
	return verb->fn(&cmd, msg);
}

/* One line per verb, as a shell would say it. */
void scst_proc_usage(struct seq_file *m, const char *path, const struct scst_proc_file *file)
{
	unsigned int i;

	for (i = 0; i < file->nr_verbs; i++)
		seq_printf(m, "   echo \"%s\" >/proc/scsi_tgt/%s\n", file->verbs[i].usage, path);
	seq_putc(m, '\n');
}

/* A number in any base C knows, without sign or trailing garbage. */
int scst_proc_number(u64 *n, const char *word, const char *what, struct scst_msg *msg)
{
	if (!isdigit(*word) || kstrtoull(word, 0, n))
		return scst_say(msg, -EINVAL, "%s \"%.40s\" is no number", what, word);
	return 0;
}

/* Wait for a verb that is a job; it goes on if a signal ends the wait. */
int scst_proc_wait(struct scst_job *job, struct scst_msg *msg)
{
	int ret;

	if (IS_ERR(job))
		return PTR_ERR(job);
	ret = scst_job_wait(job, msg);
	scst_job_put(job);
	return ret;
}
