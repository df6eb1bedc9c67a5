// SPDX-License-Identifier: GPL-2.0-only
/*
 * Target ports and the transports they belong to.
 */
#include <linux/module.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/unaligned.h>
#include "core.h"

struct scst_template {
	const struct scst_target_ops *ops;
	struct list_head entry;
};

static LIST_HEAD(scst_templates);
/* Relative target port identifiers, from 1 (SPC-4 4.3.6). */
static DEFINE_XARRAY_ALLOC1(scst_ports);

int scst_each_template(int (*fn)(const struct scst_target_ops *ops, void *arg), void *arg)
{
	struct scst_template *template;
	int ret = 0;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(template, &scst_templates, entry) {
		ret = fn(template->ops, arg);
		if (ret)
			break;
	}
	return ret;
}

int scst_target_template_register(const struct scst_target_ops *ops)
{
	struct scst_template *template = kzalloc(sizeof(*template), GFP_KERNEL);
	unsigned int noio;
	int err = 0;

	if (!template)
		return -ENOMEM;
	template->ops = ops;
	noio = scst_lock();
	list_add_tail(&template->entry, &scst_templates);
	scst_unlock(noio);
	if (scst_events->template_added)
		err = scst_events->template_added(ops);
	if (err) {
		noio = scst_lock();
		list_del(&template->entry);
		scst_unlock(noio);
		kfree(template);
	}
	return err;
}
EXPORT_SYMBOL_GPL(scst_target_template_register);

void scst_target_template_unregister(const struct scst_target_ops *ops)
{
	struct scst_template *template, *next;
	unsigned int noio;

	if (scst_events->template_removed)
		scst_events->template_removed(ops);
	noio = scst_lock();
	list_for_each_entry_safe(template, next, &scst_templates, entry)
		if (template->ops == ops) {
			list_del(&template->entry);
			kfree(template);
		}
	scst_unlock(noio);
}
EXPORT_SYMBOL_GPL(scst_target_template_unregister);

/*
 * A port's name as initiators and reservations know it: NAA 3h, locally assigned, with
 * 60 bits that follow from the name it has here, so it is the same after a reload.
 */
u64 scst_port_name(const char *name)
{
	static const siphash_key_t key = { { 0x5343535420504f52ULL, 0x54204e414d455331ULL } };

	return 3ULL << 60 | siphash(name, strlen(name), &key) >> 4;
}

unsigned int scst_target_ports(struct t10_pr_port *ports, unsigned int max)
{
	struct scst_target *target;
	unsigned int noio = scst_lock();
	unsigned int n = 0;

	list_for_each_entry(target, &scst_targets, entry) {
		if (n == max)
			break;
		ports[n].target = get_unaligned_be64(target->port.naa);
		ports[n].port = target->port.relative_id;
		n++;
	}
	scst_unlock(noio);
	return n;
}

static bool scst_target_exists(const char *name)
{
	struct scst_target *target;

	list_for_each_entry(target, &scst_targets, entry)
		if (!strcmp(target->name, name))
			return true;
	return false;
}

static int scst_target_link(struct scst_target *target)
{
	unsigned int noio = scst_lock();
	int err = -EEXIST;
	u32 port;

	if (!scst_target_exists(target->name))
		err = xa_alloc(&scst_ports, &port, target, XA_LIMIT(1, U16_MAX), GFP_KERNEL);
	if (!err) {
		/* A group of its own, until it is put into another. */
		target->port.relative_id = port;
		target->port.group = port;
		list_add_tail(&target->entry, &scst_targets);
	}
	scst_unlock(noio);
	return err;
}

struct scst_target *scst_target_create(const struct scst_target_ops *ops, const char *name)
{
	struct scst_target *target = kzalloc(sizeof(*target), GFP_KERNEL);
	int err;

	if (!target)
		return ERR_PTR(-ENOMEM);
	kref_init(&target->kref);
	target->ops = ops;
	strscpy(target->name, name, sizeof(target->name));
	strscpy(target->port.name, name, sizeof(target->port.name));
	put_unaligned_be64(scst_port_name(name), target->port.naa);
	err = scst_target_link(target);
	if (err) {
		kfree(target);
		return ERR_PTR(err);
	}
	return target;
}
EXPORT_SYMBOL_GPL(scst_target_create);

static void scst_target_release(struct kref *kref)
{
	kfree(container_of(kref, struct scst_target, kref));
}

void scst_target_put(struct scst_target *target)
{
	kref_put(&target->kref, scst_target_release);
}

void scst_target_destroy(struct scst_target *target)
{
	unsigned int noio = scst_lock();

	list_del(&target->entry);
	xa_erase(&scst_ports, target->port.relative_id);
	scst_unlock(noio);
	scst_target_put(target);
}
EXPORT_SYMBOL_GPL(scst_target_destroy);
