// SPDX-License-Identifier: GPL-2.0-only
/*
 * I_T_L nexuses: from publication to the last command.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include "core.h"

/* A replacement ended, or a unit lost an I_T_L nexus. */
static DECLARE_WAIT_QUEUE_HEAD(scst_itl_idle);

static void scst_itl_drained(struct percpu_ref *ref)
{
	complete_all(&container_of(ref, struct scst_itl, ref)->drained);
}

static void scst_itl_free(struct scst_itl *itl)
{
	percpu_ref_exit(&itl->ref);
	free_percpu(itl->stats);
	kfree_rcu(itl, rcu);
}

static struct scst_itl *scst_itl_alloc(void)
{
	struct scst_itl *itl = kzalloc(sizeof(*itl), GFP_KERNEL);

	if (!itl)
		return NULL;
	itl->stats = alloc_percpu(struct scst_itl_stats);
	if (!itl->stats || percpu_ref_init(&itl->ref, scst_itl_drained,
					   PERCPU_REF_ALLOW_REINIT, GFP_KERNEL)) {
		free_percpu(itl->stats);
		kfree(itl);
		return NULL;
	}
	kref_init(&itl->kref);
	init_completion(&itl->drained);
	return itl;
}

void scst_itl_unstock(struct list_head *blanks)
{
	struct scst_itl *itl, *next;

	list_for_each_entry_safe(itl, next, blanks, lu_entry) {
		list_del(&itl->lu_entry);
		scst_itl_free(itl);
	}
}

int scst_itl_stock(struct list_head *blanks, unsigned int need)
{
	struct scst_itl *itl;
	unsigned int have = 0;

	list_for_each_entry(itl, blanks, lu_entry)
		have++;
	for (; have < need; have++) {
		itl = scst_itl_alloc();
		if (!itl) {
			scst_itl_unstock(blanks);
			return -ENOMEM;
		}
		list_add(&itl->lu_entry, blanks);
	}
	return 0;
}

void scst_itl_get(struct scst_itl *itl)
{
	kref_get(&itl->kref);
}
EXPORT_SYMBOL_GPL(scst_itl_get);

static void scst_itl_release(struct kref *kref)
{
	struct scst_itl *itl = container_of(kref, struct scst_itl, kref);

	scst_lu_put(itl->lu);
	scst_nexus_put(itl->nexus);
	scst_itl_free(itl);
}

void scst_itl_put(struct scst_itl *itl)
{
	kref_put(&itl->kref, scst_itl_release);
}
EXPORT_SYMBOL_GPL(scst_itl_put);

struct scst_lu *scst_itl_lu_get(struct scst_itl *itl)
{
	struct scst_lu *lu;

	/* A replacement may drop the unit's last reference meanwhile. */
	rcu_read_lock();
	lu = READ_ONCE(itl->lu);
	if (!kref_get_unless_zero(&lu->kref))
		lu = NULL;
	rcu_read_unlock();
	return lu;
}
EXPORT_SYMBOL_GPL(scst_itl_lu_get);

/* Into the unit's list, with the attention bits that its state asks for. */
static void scst_itl_link(struct scst_itl *itl)
{
	struct scst_lu *lu = itl->lu;
	unsigned long flags;

	spin_lock_irqsave(&lu->lock, flags);
	list_add_tail(&itl->lu_entry, &lu->itls);
	scst_attn_update(lu);
	spin_unlock_irqrestore(&lu->lock, flags);
}

static void scst_itl_unlink(struct scst_itl *itl)
{
	struct scst_lu *lu = itl->lu;
	unsigned long flags;

	spin_lock_irqsave(&lu->lock, flags);
	list_del_init(&itl->lu_entry);
	spin_unlock_irqrestore(&lu->lock, flags);
	wake_up_all(&scst_itl_idle);
}

/* Until no I_T_L nexus of any kind, dying ones included, knows the unit. */
void scst_itl_wait_none(struct scst_lu *lu)
{
	wait_event(scst_itl_idle, list_empty_careful(&lu->itls));
}

void scst_itl_publish(struct list_head *blanks, struct scst_nexus *nexus,
		      struct scst_lu *lu, u16 lun, bool read_only)
{
	struct scst_itl *itl = list_first_entry(blanks, struct scst_itl, lu_entry);

	lockdep_assert_held(&scst_mutex);
	list_del_init(&itl->lu_entry);
	scst_nexus_get(nexus);
	scst_lu_get(lu);
	itl->nexus = nexus;
	itl->lu = lu;
	itl->lun = lun;
	itl->read_only = read_only;
	scst_ua_post(itl, T10_UA_POWER_ON);
	scst_itl_link(itl);
	/* Last: from here on commands come.  The place is reserved, so it can't fail. */
	xa_store(&nexus->luns, lun, itl, GFP_KERNEL);
}

struct scst_itl *scst_itl_find(struct scst_nexus *nexus, u16 lun)
{
	lockdep_assert_held(&scst_mutex);
	return xa_load(&nexus->luns, lun);
}

/*
 * No command will be taken again.  Under scst_mutex.  Returns true to the one
 * who asks first: he owes it a scst_itl_drain().
 */
bool scst_itl_kill(struct scst_itl *itl)
{
	lockdep_assert_held(&scst_mutex);
	if (itl->dead)
		return false;
	WRITE_ONCE(itl->removing, true);
	WRITE_ONCE(itl->dead, true);
	/* A replacement has killed the count already and will see that it is dead. */
	if (!itl->busy)
		percpu_ref_kill(&itl->ref);
	xa_erase(&itl->nexus->luns, itl->lun);
	return true;
}

/*
 * Waits for the last command of a dead one, then ends what the nexus held on
 * the unit and drops the table's reference.  For the one who killed it.
 */
static void scst_itl_drain(struct scst_itl *itl)
{
	wait_event(scst_itl_idle, !READ_ONCE(itl->busy));
	wait_for_completion(&itl->drained);
	scst_itl_unlink(itl);
	scst_pr_clear(itl->lu, itl->nexus->id.id);
	scst_itl_put(itl);
}

void scst_itl_drain_all(struct list_head *killed)
{
	struct scst_itl *itl, *next;

	list_for_each_entry_safe(itl, next, killed, drain_entry)
		scst_itl_drain(itl);
}

/* Stops new commands (the transport sends them again) and waits for those that run. */
static void scst_itl_freeze(struct scst_itl *itl)
{
	percpu_ref_kill(&itl->ref);
	wait_for_completion(&itl->drained);
}

/*
 * Another unit under the same LUN.  The caller has set @busy under scst_mutex
 * and pins the I_T_L nexus; it may die meanwhile, then it stays killed.
 */
void scst_itl_replace(struct scst_itl *itl, struct scst_lu *lu, bool read_only)
{
	struct scst_lu *old = itl->lu;
	unsigned int noio;

	scst_itl_freeze(itl);
	scst_itl_unlink(itl);
	scst_pr_clear(old, itl->nexus->id.id);
	scst_lu_get(lu);
	WRITE_ONCE(itl->lu, lu);
	itl->read_only = read_only;
	scst_itl_link(itl);
	scst_ua_post(itl, T10_UA_INQUIRY_CHANGED);
	scst_ua_post(itl, T10_UA_CAPACITY_CHANGED);

	noio = scst_lock();
	if (!itl->dead) {
		reinit_completion(&itl->drained);
		percpu_ref_reinit(&itl->ref);
	}
	WRITE_ONCE(itl->busy, false);
	scst_unlock(noio);
	wake_up_all(&scst_itl_idle);
	scst_lu_put(old);
}
