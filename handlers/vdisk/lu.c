// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making a virtual disk and taking it down.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/unaligned.h>
#include "vdisk.h"

#define BLOCK_SIZE_DEFAULT	512
#define BLOCK_SIZE_MIN		512
#define BLOCK_SIZE_MAX		4096
#define PHYS_BLOCK_MAX		SZ_64K

/*
 * Most that one command may name, so that a VERIFY, which moves nothing and so
 * is bounded by nothing else, ends before somebody loses patience.
 */
#define COMMAND_MAX		SZ_64M

/* The backend that a set of attributes asks for. */
const struct vdisk_backend *vdisk_choose(unsigned long attrs)
{
	if (attrs & BIT(SCST_A_NULLIO))
		return &vdisk_null;
	if (attrs & BIT(SCST_A_RAM))
		return &vdisk_ram;
	if (attrs & BIT(SCST_A_BLOCKIO))
		return &vdisk_block;
	if (attrs & BIT(SCST_A_PINNED))
		return &vdisk_pinned;
	return &vdisk_file;
}

static int set_block_size(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg)
{
	u32 size = scst_param(p, SCST_A_BLOCK_SIZE) ? p->block_size : BLOCK_SIZE_DEFAULT;

	if (!is_power_of_2(size) || size < BLOCK_SIZE_MIN || size > BLOCK_SIZE_MAX)
		return scst_say(msg, -EINVAL, "the block size %u is no power of two from %u to %u",
				size, BLOCK_SIZE_MIN, BLOCK_SIZE_MAX);
	memset(&lu->geo, 0, sizeof(lu->geo));
	lu->geo.block_shift = ilog2(size);
	lu->geo.max_blocks = COMMAND_MAX >> lu->geo.block_shift;
	/* All that its field can say. */
	lu->geo.max_caw = U8_MAX;
	return 0;
}

/* Backends say whether they can; who wants a disk that gives nothing back says thin=0. */
static int set_thin(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg)
{
	struct t10_geometry *geo = &lu->geo;

	if (scst_param(p, SCST_A_THIN)) {
		if (p->thin && !geo->thin)
			return scst_say(msg, -EINVAL, "thin=1: what is below gives nothing back");
		geo->thin = p->thin;
	}
	if (!scst_param(p, SCST_A_THRESHOLD))
		return 0;
	if (!geo->thin || vdisk_choose(p->set) != &vdisk_file)
		return scst_say(msg, -EINVAL, "threshold= is for thin files");
	lu->threshold = p->threshold;
	/* In units of a MiB. */
	geo->threshold_exp = 20 - geo->block_shift;
	return 0;
}

/* What was asked for takes the place of what the backend proposed. */
static int set_layout(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg)
{
	struct t10_geometry *geo = &lu->geo;

	if (scst_param(p, SCST_A_PHYS_EXP)) {
		if (p->phys_exp > ilog2(PHYS_BLOCK_MAX) - geo->block_shift)
			return scst_say(msg, -EINVAL, "phys_exp=%u makes physical blocks above %u",
					p->phys_exp, PHYS_BLOCK_MAX);
		geo->phys_exp = p->phys_exp;
		geo->align_lba = 0;
	}
	if (scst_param(p, SCST_A_ALIGNMENT)) {
		if (p->alignment >> geo->phys_exp)
			return scst_say(msg, -EINVAL,
					"alignment=%u is not inside the first physical block",
					p->alignment);
		geo->align_lba = p->alignment;
	}
	if (scst_param(p, SCST_A_ROTATION))
		geo->rotation = p->rotation;
	return set_thin(lu, p, msg);
}

static int get_blocks(struct vdisk *vd, u64 *nr_blocks, struct scst_msg *msg)
{
	u64 bytes;
	int err;

	err = vd->be->size(vd, &bytes, msg);
	if (err)
		return err;
	if (vd->size)
		bytes = min(bytes, vd->size);
	*nr_blocks = bytes >> vd->lu->geo.block_shift;
	if (!*nr_blocks)
		return scst_say(msg, -EINVAL, "it holds no block: %llu bytes, block size %u",
				bytes, vdisk_block_size(vd));
	return 0;
}

static int set_size(struct vdisk *vd, struct scst_msg *msg)
{
	u64 bytes;
	int err;

	err = vd->be->size(vd, &bytes, msg) ?: get_blocks(vd, &vd->lu->geo.nr_blocks, msg);
	if (err)
		return err;
	if (vd->size > bytes)
		return scst_say(msg, -EINVAL, "size=%llu is more than there is: %llu bytes",
				vd->size, bytes);
	return 0;
}

static void set_mode(struct vdisk *vd)
{
	struct scst_lu *lu = vd->lu;

	lu->read_only = vd->read_only;
	lu->mode = (struct t10_mode){ .wce = !vd->write_through && !vd->nv_cache };
	lu->mode_def = lu->mode;
	lu->wce_changeable = !vd->read_only && !vd->nv_cache && !vd->be->fixed_wce;
}

/* The same for the same name and salt, on every machine and after every reload. */
static u64 identity_hash(const char *name)
{
	siphash_key_t key = { { 0x535343535420564bULL, vdisk_id_salt } };

	return siphash(name, strlen(name), &key);
}

static void set_identity(struct vdisk *vd, const struct scst_lu_params *p)
{
	struct t10_identity *id = &vd->lu->id;
	u64 hash = identity_hash(vd->lu->name);

	if (!*id->vendor)
		strscpy(id->vendor, vd->be->vendor, sizeof(id->vendor));
	if (!*id->product)
		strscpy(id->product, vd->lu->name, sizeof(id->product));
	if (!*id->revision)
		strscpy(id->revision, " 101", sizeof(id->revision));
	if (!*id->serial)
		snprintf(id->serial, sizeof(id->serial), "%016llx", hash);
	if (!id->naa_len) {
		/* NAA 3h: locally assigned, 60 bits of our own. */
		put_unaligned_be64(3ULL << 60 | hash >> 4, id->naa);
		id->naa_len = 8;
	}
	id->removable = scst_param(p, SCST_A_REMOVABLE);
}

static struct vdisk *vdisk_alloc(struct scst_lu *lu, const struct scst_lu_params *p)
{
	struct vdisk *vd = kzalloc(sizeof(*vd), GFP_KERNEL);

	if (!vd)
		return NULL;
	vd->lu = lu;
	vd->be = vdisk_choose(p->set);
	vd->size = scst_param(p, SCST_A_SIZE) ? p->size : 0;
	vd->read_only = scst_param(p, SCST_A_READ_ONLY);
	vd->nv_cache = scst_param(p, SCST_A_NV_CACHE);
	vd->write_through = scst_param(p, SCST_A_WRITE_THROUGH);
	vd->direct = scst_param(p, SCST_A_O_DIRECT);
	spin_lock_init(&vd->lock);
	return vd;
}

int vdisk_open(struct scst_lu *lu, const struct scst_lu_params *p, struct scst_msg *msg)
{
	struct vdisk *vd;
	int err;

	err = set_block_size(lu, p, msg);
	if (err)
		return err;
	vd = vdisk_alloc(lu, p);
	if (!vd)
		return -ENOMEM;
	lu->dma_alignment = SECTOR_SIZE - 1;
	err = vd->be->open(vd, p, msg);
	if (err)
		goto free;
	err = set_size(vd, msg) ?: set_layout(lu, p, msg);
	if (err)
		goto close;
	set_mode(vd);
	set_identity(vd, p);
	lu->exec_flags = vd->be->exec_flags;
	lu->workers = vdisk_threads;
	lu->ops = &vd->be->ops;
	lu->priv = vd;
	if (vd->be->no_swap)
		pr_notice_ratelimited("%s: don't swap on it: its file system may need memory to write; PINNED does not\n",
				      lu->name);
	return 0;

close:
	vd->be->close(vd);
free:
	kfree(vd);
	return err;
}

void vdisk_close(struct scst_lu *lu)
{
	struct vdisk *vd = lu->priv;

	vd->be->close(vd);
	kfree(vd);
}

int vdisk_resync(struct scst_lu *lu, u64 *nr_blocks, struct scst_msg *msg)
{
	struct vdisk *vd = lu->priv;

	if (vd->be->fixed_size)
		return scst_say(msg, -ETXTBSY,
				"%s is pinned and keeps its size: close it to change that",
				lu->name);
	return get_blocks(vd, nr_blocks, msg);
}

/*
 * SBC-3 6.4.5: when WCE goes from one to zero, what is in the cache is written
 * to the medium.  A failure stays recorded for the next SYNCHRONIZE CACHE or
 * durable WRITE: after a reset nobody else would hear of it, and after a MODE
 * SELECT only one nexus has.
 */
int vdisk_mode_changed(struct scst_lu *lu)
{
	struct vdisk *vd = lu->priv;
	int err;

	if (lu->mode.wce || !vd->be->flush)
		return 0;
	/* With vdisk_overtaken(): it sees WCE off, or we flush what it wrote. */
	smp_mb();
	err = vd->be->flush(vd);
	if (err)
		WRITE_ONCE(vd->flush_err, err);
	return err;
}
