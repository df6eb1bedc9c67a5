// SPDX-License-Identifier: GPL-2.0-only
/*
 * scst_vdisk: virtual disks from a file, a block device, memory or nothing.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include "vdisk.h"

unsigned int vdisk_id_salt;
module_param_named(scst_vdisk_ID, vdisk_id_salt, uint, 0444);
MODULE_PARM_DESC(scst_vdisk_ID,
		 "salts serial numbers and identifiers; give each machine its own if they share initiators");

unsigned int vdisk_threads = 8;
module_param_cb(num_threads, &scst_param_uint, &vdisk_threads, 0644);
__MODULE_PARM_TYPE(num_threads, "uint");
MODULE_PARM_DESC(num_threads,
		 "commands a file-backed disk works on at once per CPU; for disks opened afterwards (default 8)");

static const char vdisk_header[] =
	"Name              Size(MB)    Block size  Options         File name\n";

static const char vdisk_help[] =
	"Virtual disks.  One line a command:\n"
	"  open NAME PATH [BLOCK_SIZE] [FLAG ...] [KEY=VALUE ...]\n"
	"  close NAME\n"
	"  resync_size NAME\n"
	"NAME        one word, up to 16 characters\n"
	"PATH        absolute path of a file or block device; any word with NULLIO\n"
	"BLOCK_SIZE  512, 1024, 2048 or 4096; default 512\n"
	"FLAGs       WRITE_THROUGH  what is written is durable at status\n"
	"            READ_ONLY      nobody may write\n"
	"            O_DIRECT       past the page cache\n"
	"            NV_CACHE       the cache survives a loss of power: flushes are ignored\n"
	"            BLOCKIO        bios straight to a block device\n"
	"            PINNED         bios straight to where a written file lies\n"
	"            NULLIO         no I/O at all; reads leave pages as they are\n"
	"            RAM            a disk in memory; no PATH, size= instead\n"
	"            REMOVABLE      the medium is removable\n"
	"KEYs        size= (NULLIO, RAM), phys_exp=, alignment=, rotation=,\n"
	"            thin= (0: blocks are never given back), threshold= (bytes of room),\n"
	"            vendor=, product=, revision=, serial=, naa=\n";

#define TAGS_MAX	32

/* One word, so that columns can be counted: with a comma where 2008 had a blank. */
static void add_tag(char *tags, bool is_so, const char *tag)
{
	if (!is_so)
		return;
	if (*tags)
		strlcat(tags, ",", TAGS_MAX);
	strlcat(tags, tag, TAGS_MAX);
}

/* In the order of 2008. */
static void make_tags(unsigned long attrs, char *tags)
{
	const char *kind = vdisk_choose(attrs)->tag;

	*tags = '\0';
	add_tag(tags, attrs & BIT(SCST_A_WRITE_THROUGH), "WT");
	add_tag(tags, attrs & BIT(SCST_A_NV_CACHE), "NV");
	add_tag(tags, attrs & BIT(SCST_A_READ_ONLY), "RO");
	add_tag(tags, attrs & BIT(SCST_A_O_DIRECT), "DR");
	add_tag(tags, kind, kind);
	add_tag(tags, attrs & BIT(SCST_A_REMOVABLE), "RM");
}

/* Perhaps while the unit is being opened or closed: so nothing of lu->priv. */
static void vdisk_list_row(struct seq_file *m, const struct scst_lu *lu)
{
	const char *path = READ_ONCE(lu->path);
	u64 blocks = READ_ONCE(lu->geo.nr_blocks);
	char tags[TAGS_MAX];

	if (!blocks)
		return;
	make_tags(lu->attrs, tags);
	seq_printf(m, "%-17s %-11llu %-12u%-15s ", lu->name, blocks << lu->geo.block_shift >> 20,
		   1u << lu->geo.block_shift, tags);
	seq_escape(m, path ?: "-", " \t\n\\");
	seq_putc(m, '\n');
}

static const char *vdisk_variant(const struct scst_lu *lu)
{
	return vdisk_choose(lu->attrs)->variant;
}

static struct scst_handler vdisk_handler = {
	.name = "vdisk",
	.title = "Direct-access device (e.g., magnetic disk)",
	.type = T10_TYPE_DISK,
	.owner = THIS_MODULE,
	/* To begin with; vdisk_open() puts those of the unit's backend in their place. */
	.ops = &vdisk_file.ops,
	.attrs = BIT(SCST_A_COUNT) - 1,
	.default_vendor = "SCST_FIO",
	.variant = vdisk_variant,
	.list_header = vdisk_header,
	.list_row = vdisk_list_row,
	.help = vdisk_help,
};

static int __init vdisk_init(void)
{
	return scst_handler_register(&vdisk_handler);
}

static void __exit vdisk_exit(void)
{
	scst_handler_unregister(&vdisk_handler);
}

module_init(vdisk_init);
module_exit(vdisk_exit);

MODULE_DESCRIPTION("SCST virtual disk");
MODULE_AUTHOR("SCST Local developers");
MODULE_LICENSE("GPL");
