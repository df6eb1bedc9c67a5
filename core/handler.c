// SPDX-License-Identifier: GPL-2.0-only
/*
 * Device handlers: who provides logical units.
 */
#include <linux/module.h>
#include "core.h"

struct scst_handler *scst_handler_find(const char *name)
{
	struct scst_handler *handler;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(handler, &scst_handlers, entry)
		if (!strcmp(handler->name, name))
			return handler;
	return NULL;
}

static int scst_handler_link(struct scst_handler *handler)
{
	unsigned int noio = scst_lock();
	int err = 0;

	if (scst_handler_find(handler->name))
		err = -EEXIST;
	else
		list_add_tail(&handler->entry, &scst_handlers);
	scst_unlock(noio);
	return err;
}

static void scst_handler_unlink(struct scst_handler *handler)
{
	unsigned int noio = scst_lock();

	list_del(&handler->entry);
	scst_unlock(noio);
}

/*
 * Shown first, found last: a unit that somebody makes at once must not pin a
 * module whose init can still fail.
 */
int scst_handler_register(struct scst_handler *handler)
{
	int err = 0;

	if (scst_events->handler_added)
		err = scst_events->handler_added(handler);
	if (err)
		return err;
	err = scst_handler_link(handler);
	if (err && scst_events->handler_removed)
		scst_events->handler_removed(handler);
	return err;
}
EXPORT_SYMBOL_GPL(scst_handler_register);

/* Each unit pins the module, so none is left. */
void scst_handler_unregister(struct scst_handler *handler)
{
	if (scst_events->handler_removed)
		scst_events->handler_removed(handler);
	scst_handler_unlink(handler);
}
EXPORT_SYMBOL_GPL(scst_handler_unregister);
