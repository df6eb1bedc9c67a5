// SPDX-License-Identifier: GPL-2.0-only
/*
 * The smallest handler: how to write one.
 *
 * Its disks read as zeroes and forget what is written.  To try it, copy it and
 * tell Kbuild:
 *
 *	obj-m += scst_template.o
 *	scst_template-y := handlers/template/template.o
 *
 * A handler is a struct scst_handler, registered when its module is loaded.
 * From then on `open NAME …`, through either door, makes units of it.  The core
 * answers by itself all that is not about the medium (INQUIRY, MODE SENSE,
 * reservations, unit attentions, capacity) from what open() has filled in, and
 * has checked every command it hands over: the CDB is valid, the blocks exist,
 * and the initiator's pages have room for them.
 */
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <scst/lu.h>

#define BLOCK_SHIFT	9
#define DEFAULT_SIZE	SZ_1G

/* What a unit of this kind knows; for us, only that it was opened. */
struct template {
	struct scst_lu *lu;
};

/* What a command needs while it runs lives inside it: nothing is allocated on its way. */
struct template_cmd {
	u32 bytes;
};

static_assert(sizeof(struct template_cmd) <= SCST_CMD_PRIV);

/*
 * A command of the medium, in a worker's context: it may sleep, and what it
 * allocates is GFP_NOIO by scope.  It ends by scst_cmd_done(), called once, now
 * or later, from any context; scst_cmd_fail() before that says why it failed.
 */
static void template_execute(struct scst_cmd *cmd)
{
	struct template_cmd *tc = (void *)cmd->priv;

	switch (cmd->c.op->id) {
	case T10_READ:
		tc->bytes = scst_cmd_bytes(cmd, BLOCK_SHIFT);
		sg_zero_buffer(cmd->sg, cmd->sg_cnt, tc->bytes, 0);
		break;
	case T10_WRITE:
	case T10_VERIFY:
	case T10_SYNC_CACHE:
		break;
	default:
		scst_cmd_fail(cmd, T10_S_INVALID_OPCODE);
	}
	scst_cmd_done(cmd);
}

/*
 * Make a unit: say how large it is and how it behaves.  No lock is held and
 * sleeping is allowed, so this is the place to open files and to get memory.
 * Refuse with an errno and a sentence for a person.
 */
static int template_open(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg)
{
	u64 size = scst_param(p, SCST_A_SIZE) ? p->size : DEFAULT_SIZE;
	struct template *t;

	if (!(size >> BLOCK_SHIFT))
		return scst_say(msg, -EINVAL, "size=%llu is less than a block", size);
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	t->lu = lu;
	lu->priv = t;
	lu->geo.block_shift = BLOCK_SHIFT;
	lu->geo.nr_blocks = size >> BLOCK_SHIFT;
	/* Nothing is ever kept, so nothing waits in a cache. */
	lu->mode.wce = false;
	lu->mode_def = lu->mode;
	lu->dma_alignment = BIT(BLOCK_SHIFT) - 1;
	if (!*lu->id.product)
		strscpy(lu->id.product, lu->name, sizeof(lu->id.product));
	return 0;
}

/* Undo open(); every command has ended. */
static void template_close(struct scst_lu *lu)
{
	kfree(lu->priv);
}

/* `resync_size`: how large is it now?  This one never changes. */
static int template_resync(struct scst_lu *lu, u64 *nr_blocks, struct scst_msg *msg)
{
	*nr_blocks = lu->geo.nr_blocks;
	return 0;
}

static int template_mode_changed(struct scst_lu *lu)
{
	return 0;
}

static const struct scst_lu_ops template_ops = {
	.execute = template_execute,
	.open = template_open,
	.close = template_close,
	.resync = template_resync,
	.mode_changed = template_mode_changed,
};

static void template_list_row(struct seq_file *m, const struct scst_lu *lu)
{
	seq_printf(m, "%-17s %llu\n", lu->name, lu->geo.nr_blocks);
}

static struct scst_handler template_handler = {
	.name = "template",
	.title = "Direct-access device (e.g., magnetic disk)",
	.type = T10_TYPE_DISK,
	.owner = THIS_MODULE,
	.ops = &template_ops,
	.attrs = BIT(SCST_A_SIZE),
	.path_optional = true,
	.default_vendor = "SCST",
	.list_header = "Name              Blocks\n",
	.list_row = template_list_row,
	.help = "open NAME [size=BYTES]\nclose NAME\n",
};

static int __init template_init(void)
{
	return scst_handler_register(&template_handler);
}

static void __exit template_exit(void)
{
	scst_handler_unregister(&template_handler);
}

module_init(template_init);
module_exit(template_exit);

MODULE_DESCRIPTION("SCST handler template");
MODULE_AUTHOR("SCST Local developers");
MODULE_LICENSE("GPL");
