// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes of logical units: what may be said of one when it is made, how
 * the text of a value is checked, and how the value a unit has is shown.  Both
 * doors, the lists and the documentation follow this one table.
 */
#include <linux/cred.h>
#include <linux/ctype.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "control/control.h"

#define BLOCK_SIZE_MIN	512
#define BLOCK_SIZE_MAX	4096

/* Digits, a 64-bit number with its prefix, a suffix. */
#define SIZE_TEXT_MAX	32

static int refuse_value(struct scst_msg *msg, const char *word, const char *value,
			const char *must)
{
	return scst_say(msg, -EINVAL, "%s=%.40s: %s", word, value, must);
}

static int parse_number(u64 *n, const char *value, u64 max)
{
	/* kstrtoull() would take a sign. */
	if (!isdigit(*value) || kstrtoull(value, 0, n) || *n > max)
		return -EINVAL;
	return 0;
}

/* Powers of 1024 in order of their letters. */
static unsigned int suffix_shift(char c)
{
	static const char letters[] = "kmgtp";
	const char *at = strchr(letters, tolower(c));

	return c && at ? (at - letters + 1) * 10 : 0;
}

/* memparse() goes round silently at 2^64 and stops at garbage; a size must do neither. */
static int parse_size(u64 *size, const char *value)
{
	char digits[SIZE_TEXT_MAX];
	unsigned int shift;
	ssize_t len;
	u64 n;

	len = strscpy(digits, value, sizeof(digits));
	if (len <= 0)
		return -EINVAL;
	shift = suffix_shift(digits[len - 1]);
	if (shift)
		digits[len - 1] = '\0';
	if (parse_number(&n, digits, U64_MAX) || check_shl_overflow(n, shift, size))
		return -EINVAL;
	return *size && *size <= LLONG_MAX ? 0 : -EINVAL;
}

static bool is_t10_text(const char *s)
{
	/* Not isprint(), which knows Latin-1. */
	for (; *s; s++)
		if (*s < 0x20 || *s > 0x7e)
			return false;
	return true;
}

static int set_text(char *dst, size_t max, const char *word, const char *value,
		    struct scst_msg *msg)
{
	size_t len = strlen(value);

	if (!len || len > max)
		return scst_say(msg, -EINVAL, "%s=%.40s: must be 1 to %zu characters", word, value,
				max);
	if (!is_t10_text(value))
		return refuse_value(msg, word, value, "must be printable ASCII");
	memcpy(dst, value, len + 1);
	return 0;
}

static int set_path(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	if (!*value || strlen(value) >= PATH_MAX)
		return scst_say(msg, -EINVAL, "the path must have 1 to %d characters",
				PATH_MAX - 1);
	p->path = kstrdup(value, GFP_KERNEL);
	return p->path ? 0 : -ENOMEM;
}

static int set_size(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	if (parse_size(&p->size, value))
		return refuse_value(msg, "size", value,
				    "must be bytes, or a number with K, M, G, T or P");
	return 0;
}

static int set_block_size(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	u64 n;

	if (parse_number(&n, value, BLOCK_SIZE_MAX) || n < BLOCK_SIZE_MIN || !is_power_of_2(n))
		return refuse_value(msg, "block_size", value, "must be 512, 1024, 2048 or 4096");
	p->block_size = n;
	return 0;
}

static int set_phys_exp(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	u64 n;

	if (parse_number(&n, value, 7))
		return refuse_value(msg, "phys_exp", value, "must be 0 to 7");
	p->phys_exp = n;
	return 0;
}

static int set_alignment(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	u64 n;

	if (parse_number(&n, value, 127))
		return refuse_value(msg, "alignment", value, "must be 0 to 127");
	p->alignment = n;
	return 0;
}

static int set_rotation(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	u64 n;

	if (parse_number(&n, value, 0xfffe) || (n > 1 && n < 0x401))
		return refuse_value(msg, "rotation", value,
				    "must be 0 (not said), 1 (none) or 1025 to 65534 per minute");
	p->rotation = n;
	return 0;
}

static int set_thin(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	u64 n;

	if (parse_number(&n, value, 1))
		return refuse_value(msg, "thin", value, "must be 0 or 1");
	p->thin = n;
	return 0;
}

static int set_threshold(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	if (parse_size(&p->threshold, value))
		return refuse_value(msg, "threshold", value,
				    "must be bytes, or a number with K, M, G, T or P");
	return 0;
}

static int set_vendor(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	return set_text(p->vendor, T10_VENDOR_LEN, "vendor", value, msg);
}

static int set_product(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	return set_text(p->product, T10_PRODUCT_LEN, "product", value, msg);
}

static int set_revision(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	return set_text(p->revision, T10_REVISION_LEN, "revision", value, msg);
}

static int set_serial(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	return set_text(p->serial, T10_SERIAL_MAX, "serial", value, msg);
}

/* SPC-4 7.8.6.6: the first four bits say the format, and the format the length. */
static bool naa_format_ok(const u8 *naa, size_t len)
{
	u8 format = naa[0] >> 4;

	if (len == 16)
		return format == 6;
	return format == 2 || format == 3 || format == 5;
}

static int set_naa(struct scst_lu_params *p, const char *value, struct scst_msg *msg)
{
	const char *hex = strncasecmp(value, "0x", 2) ? value : value + 2;
	size_t len = strlen(hex);

	if ((len != 16 && len != 32) || hex2bin(p->naa, hex, len / 2))
		return refuse_value(msg, "naa", value, "must be 16 or 32 hexadecimal digits");
	if (!naa_format_ok(p->naa, len / 2))
		return refuse_value(msg, "naa", value,
				    "must begin with 2, 3 or 5 (16 digits) or 6 (32 digits)");
	p->naa_len = len / 2;
	return 0;
}

static int show_size(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%llu",
			 (u64)READ_ONCE(lu->geo.nr_blocks) << lu->geo.block_shift);
}

static int show_block_size(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%u", 1U << lu->geo.block_shift);
}

static int show_phys_exp(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%u", lu->geo.phys_exp);
}

static int show_alignment(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%u", lu->geo.align_lba);
}

static int show_rotation(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%u", lu->geo.rotation);
}

static int show_thin(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%d", lu->geo.thin);
}

static int show_threshold(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%llu", READ_ONCE(lu->threshold));
}

static int show_vendor(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%s", lu->id.vendor);
}

static int show_product(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%s", lu->id.product);
}

static int show_revision(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%s", lu->id.revision);
}

static int show_serial(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%s", lu->id.serial);
}

static int show_naa(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%*phN", lu->id.naa_len, lu->id.naa);
}

static int show_read_only(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%d", lu->read_only);
}

static int show_removable(const struct scst_lu *lu, char *buf, size_t size)
{
	return scnprintf(buf, size, "%d", lu->id.removable);
}

static int show_path(const struct scst_lu *lu, char *buf, size_t size)
{
	return lu->path ? scnprintf(buf, size, "%s", lu->path) : 0;
}

/* Flags that no command changes: as the unit was made. */
#define SHOW_FLAG(name, a) \
static int show_##name(const struct scst_lu *lu, char *buf, size_t size) \
{ \
	return scnprintf(buf, size, "%d", !!(lu->attrs & BIT(a))); \
}

SHOW_FLAG(write_through, SCST_A_WRITE_THROUGH)
SHOW_FLAG(o_direct, SCST_A_O_DIRECT)
SHOW_FLAG(nullio, SCST_A_NULLIO)
SHOW_FLAG(nv_cache, SCST_A_NV_CACHE)
SHOW_FLAG(blockio, SCST_A_BLOCKIO)
SHOW_FLAG(ram, SCST_A_RAM)
SHOW_FLAG(pinned, SCST_A_PINNED)

/* Nothing but scst_attr_set() may call ->set: it keeps scst_lu_params.set.  Flags have none. */
const struct scst_attr_def scst_attrs[SCST_A_COUNT] = {
	[SCST_A_PATH] = {
		.word = "path", .type = SCST_AT_STRING, .set = set_path, .show = show_path,
		.help = "file or block device that holds the data, absolute",
	},
	[SCST_A_SIZE] = {
		.word = "size", .type = SCST_AT_SIZE, .set = set_size, .show = show_size,
		.help = "bytes of a NULLIO or RAM disk; K, M, G, T, P stand for powers of 1024",
	},
	[SCST_A_BLOCK_SIZE] = {
		.word = "block_size", .type = SCST_AT_U32,
		.set = set_block_size, .show = show_block_size,
		.help = "bytes of a logical block: 512, 1024, 2048 or 4096",
	},
	[SCST_A_PHYS_EXP] = {
		.word = "phys_exp", .type = SCST_AT_U32, .set = set_phys_exp, .show = show_phys_exp,
		.help = "a physical block is 2^phys_exp logical blocks: 0 to 7",
	},
	[SCST_A_ALIGNMENT] = {
		.word = "alignment", .type = SCST_AT_U32,
		.set = set_alignment, .show = show_alignment,
		.help = "first logical block that begins a physical one, below 2^phys_exp",
	},
	[SCST_A_VENDOR] = {
		.word = "vendor", .type = SCST_AT_STRING, .set = set_vendor, .show = show_vendor,
		.help = "INQUIRY vendor identification, up to 8 characters",
	},
	[SCST_A_PRODUCT] = {
		.word = "product", .type = SCST_AT_STRING, .set = set_product, .show = show_product,
		.help = "INQUIRY product identification, up to 16 characters",
	},
	[SCST_A_REVISION] = {
		.word = "revision", .type = SCST_AT_STRING,
		.set = set_revision, .show = show_revision,
		.help = "INQUIRY product revision, up to 4 characters",
	},
	[SCST_A_SERIAL] = {
		.word = "serial", .type = SCST_AT_STRING, .set = set_serial, .show = show_serial,
		.help = "unit serial number, up to 36 characters",
	},
	[SCST_A_NAA] = {
		.word = "naa", .type = SCST_AT_HEX, .set = set_naa, .show = show_naa,
		.help = "NAA identifier (world wide name), 16 or 32 hexadecimal digits",
	},
	[SCST_A_ROTATION] = {
		.word = "rotation", .type = SCST_AT_U32, .set = set_rotation, .show = show_rotation,
		.help = "medium rotation rate: 0 not said, 1 does not rotate, else per minute",
	},
	[SCST_A_THIN] = {
		.word = "thin", .type = SCST_AT_U32, .set = set_thin, .show = show_thin,
		.help = "1: initiators can give back blocks (UNMAP); 0: they can't",
	},
	[SCST_A_THRESHOLD] = {
		.word = "threshold", .type = SCST_AT_SIZE,
		.set = set_threshold, .show = show_threshold,
		.help = "initiators are told when the file system has less room than this",
	},
	[SCST_A_WRITE_THROUGH] = {
		.word = "WRITE_THROUGH", .type = SCST_AT_FLAG, .flag_2008 = true,
		.show = show_write_through,
		.help = "a write is durable when it ends; no write cache",
	},
	[SCST_A_READ_ONLY] = {
		.word = "READ_ONLY", .type = SCST_AT_FLAG, .flag_2008 = true,
		.show = show_read_only,
		.help = "nobody may write",
	},
	[SCST_A_O_DIRECT] = {
		.word = "O_DIRECT", .type = SCST_AT_FLAG, .flag_2008 = true,
		.show = show_o_direct,
		.help = "pass by the page cache",
	},
	[SCST_A_NULLIO] = {
		.word = "NULLIO", .type = SCST_AT_FLAG, .flag_2008 = true,
		.show = show_nullio,
		.help = "no I/O at all: writes are dropped",
	},
	[SCST_A_NV_CACHE] = {
		.word = "NV_CACHE", .type = SCST_AT_FLAG, .flag_2008 = true,
		.show = show_nv_cache,
		.help = "the cache below survives a power cut: flushes are ignored",
	},
	[SCST_A_BLOCKIO] = {
		.word = "BLOCKIO", .type = SCST_AT_FLAG, .flag_2008 = true,
		.show = show_blockio,
		.help = "straight to a block device, without the page cache",
	},
	[SCST_A_REMOVABLE] = {
		.word = "REMOVABLE", .type = SCST_AT_FLAG, .flag_2008 = true,
		.show = show_removable,
		.help = "say that the medium is removable",
	},
	[SCST_A_RAM] = {
		.word = "RAM", .type = SCST_AT_FLAG, .show = show_ram,
		.help = "keep the data in memory; needs size=, takes no path",
	},
	[SCST_A_PINNED] = {
		.word = "PINNED", .type = SCST_AT_FLAG, .show = show_pinned,
		.help = "straight to where a fully written file lies; can be swapped on",
	},
};

static int attr_find(const char *word)
{
	int a;

	for (a = 0; a < SCST_A_COUNT; a++)
		if (!strcasecmp(scst_attrs[a].word, word))
			return a;
	return -1;
}

static bool is_flag(int a)
{
	return scst_attrs[a].type == SCST_AT_FLAG;
}

/* Only words of the kind that was tried, or the sentence would not fit. */
static int refuse_unknown(struct scst_msg *msg, unsigned long allowed, const char *word, bool flag)
{
	size_t len;
	int a;

	scst_say(msg, -EINVAL, "unknown word \"%.24s\"; known:", word);
	if (!msg)
		return -EINVAL;
	len = strlen(msg->text);
	for_each_set_bit(a, &allowed, SCST_A_COUNT)
		if (is_flag(a) == flag)
			len += scnprintf(msg->text + len, sizeof(msg->text) - len, " %s%s",
					 scst_attrs[a].word, flag ? "" : "=");
	return -EINVAL;
}

static int set_flag(struct scst_lu_params *p, int a, const char *value, struct scst_msg *msg)
{
	if (!value || !strcmp(value, "1"))
		p->set |= BIT(a);
	else if (strcmp(value, "0"))
		return refuse_value(msg, scst_attrs[a].word, value, "must be 0 or 1");
	return 0;
}

int scst_attr_set(struct scst_lu_params *p, unsigned long allowed, const char *word,
		  const char *value, struct scst_msg *msg)
{
	const struct scst_attr_def *def;
	int a, ret;

	a = attr_find(word);
	if (a < 0)
		return refuse_unknown(msg, allowed, word, !value);
	def = &scst_attrs[a];
	if (!(allowed & BIT(a)))
		return scst_say(msg, -EINVAL, "%s can't be said of this kind of device", def->word);
	if (p->set & BIT(a))
		return scst_say(msg, -EINVAL, "%s is said twice", def->word);
	if (is_flag(a))
		return set_flag(p, a, value, msg);
	if (!value)
		return scst_say(msg, -EINVAL, "%s needs a value: %s=...", def->word, def->word);
	ret = def->set(p, value, msg);
	if (!ret)
		p->set |= BIT(a);
	return ret;
}

void scst_params_init(struct scst_lu_params *p)
{
	memset(p, 0, sizeof(*p));
	get_fs_root(current->fs, &p->opener.root);
	p->opener.cred = get_current_cred();
}

void scst_params_release(struct scst_lu_params *p)
{
	kfree(p->path);
	path_put(&p->opener.root);
	put_cred(p->opener.cred);
	memset(p, 0, sizeof(*p));
}

static int check_known(const struct scst_handler *h, const struct scst_lu_params *p,
		       struct scst_msg *msg)
{
	unsigned long strange = p->set & ~h->attrs;

	if (!strange)
		return 0;
	return scst_say(msg, -EINVAL, "%s can't be said of a %s", scst_attrs[__ffs(strange)].word,
			h->name);
}

static int check_kind(const struct scst_lu_params *p, struct scst_msg *msg)
{
	unsigned long kind = p->set & (BIT(SCST_A_NULLIO) | BIT(SCST_A_BLOCKIO) | BIT(SCST_A_RAM) |
				       BIT(SCST_A_PINNED));

	if (kind & (kind - 1))
		return scst_say(msg, -EINVAL, "%s and %s exclude each other",
				scst_attrs[__ffs(kind)].word, scst_attrs[__fls(kind)].word);
	return 0;
}

static int check_path(const struct scst_handler *h, const struct scst_lu_params *p,
		      struct scst_msg *msg)
{
	/* What NULLIO says as its path means nothing: 2008 asked for one and never looked. */
	if (scst_param(p, SCST_A_NULLIO))
		return 0;
	if (scst_param(p, SCST_A_RAM))
		return p->path ? scst_say(msg, -EINVAL, "a RAM disk takes no path") : 0;
	if (!p->path)
		return h->path_optional ? 0 : scst_say(msg, -EINVAL, "the path is missing");
	if (*p->path != '/')
		return scst_say(msg, -EINVAL, "the path \"%.80s\" is not absolute", p->path);
	return 0;
}

static int check_size(const struct scst_lu_params *p, struct scst_msg *msg)
{
	u32 block_size = scst_param(p, SCST_A_BLOCK_SIZE) ? p->block_size : BLOCK_SIZE_MIN;

	if (!scst_param(p, SCST_A_SIZE))
		return scst_param(p, SCST_A_RAM) ?
			scst_say(msg, -EINVAL, "a RAM disk needs size=") : 0;
	if (!scst_param(p, SCST_A_RAM) && !scst_param(p, SCST_A_NULLIO))
		return scst_say(msg, -EINVAL,
				"size= is for NULLIO and RAM; a file or device has its own size");
	if (p->size & (block_size - 1))
		return scst_say(msg, -EINVAL, "size=%llu is no multiple of the block size %u",
				p->size, block_size);
	return 0;
}

static int check_alignment(const struct scst_lu_params *p, struct scst_msg *msg)
{
	if (p->alignment >> p->phys_exp)
		return scst_say(msg, -EINVAL, "alignment=%u is not below 2^phys_exp, %u",
				p->alignment, 1U << p->phys_exp);
	return 0;
}

int scst_params_check(const struct scst_handler *h, const struct scst_lu_params *p,
		      struct scst_msg *msg)
{
	return check_known(h, p, msg) ?: check_kind(p, msg) ?: check_path(h, p, msg) ?:
		check_size(p, msg) ?: check_alignment(p, msg);
}
