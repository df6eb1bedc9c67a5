// SPDX-License-Identifier: GPL-2.0-only
/*
 * Target port groups: t10/alua.c decides, this keeps their states.
 *
 * A state belongs to a group for all logical units at once.  It is kept in each port
 * of the group and changes under the control mutex; commands see it through the
 * attention word.
 */
#include "core.h"
#include "t10/alua.h"

/* Descriptors of so many ports and groups fit in a page. */
#define SCST_TPG_PORTS	128

t10_sense_t scst_access_check(const struct scst_cmd *cmd)
{
	return t10_alua_check(READ_ONCE(cmd->nexus->target->access), cmd->c.op);
}

static unsigned int scst_tpg_collect(struct t10_tpg_port *ports)
{
	struct scst_target *target;
	unsigned int n = 0;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(target, &scst_targets, entry) {
		if (n == SCST_TPG_PORTS)
			break;
		ports[n++] = (struct t10_tpg_port){
			.port = target->port.relative_id,
			.group = target->port.group,
			.state = target->access,
			.status = target->access_by,
		};
	}
	return n;
}

static bool scst_tpg_store(const struct t10_tpg_port *ports, unsigned int n)
{
	struct scst_target *target;
	bool changed = false;
	unsigned int i = 0;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(target, &scst_targets, entry) {
		if (i == n)
			break;
		changed |= target->access != ports[i].state;
		WRITE_ONCE(target->access, ports[i].state);
		target->access_by = ports[i].status;
		i++;
	}
	return changed;
}

/* SPC-4 5.11.2.1: every I_T_L nexus is told, but the one that asked for it. */
static void scst_access_tell(const struct scst_itl *except)
{
	struct scst_itl *itl;
	struct scst_lu *lu;
	unsigned long flags;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(lu, &scst_lus, entry) {
		spin_lock_irqsave(&lu->lock, flags);
		scst_attn_update(lu);
		list_for_each_entry(itl, &lu->itls, lu_entry)
			if (itl != except)
				scst_ua_post(itl, T10_UA_ALUA_CHANGED);
		spin_unlock_irqrestore(&lu->lock, flags);
	}
}

void scst_access_set(struct scst_target *target, u8 state)
{
	struct scst_target *other;
	bool changed = false;

	lockdep_assert_held(&scst_mutex);
	list_for_each_entry(other, &scst_targets, entry) {
		if (other->port.group != target->port.group)
			continue;
		changed |= other->access != state;
		WRITE_ONCE(other->access, state);
		other->access_by = T10_ALUA_IMPLICIT;
	}
	if (changed)
		scst_access_tell(NULL);
}

void scst_access_join(struct scst_target *target, u16 group)
{
	struct scst_target *other;

	lockdep_assert_held(&scst_mutex);
	if (target->port.group == group)
		return;
	list_for_each_entry(other, &scst_targets, entry) {
		if (other->port.group != group)
			continue;
		WRITE_ONCE(target->access, other->access);
		target->access_by = other->access_by;
		break;
	}
	WRITE_ONCE(target->port.group, group);
	scst_access_tell(NULL);
}

/* One page: first the ports, then what is made of them. */
struct scst_tpg_page {
	struct t10_tpg_port ports[SCST_TPG_PORTS];
	u8 buf[];
};

#define SCST_TPG_BUF	(PAGE_SIZE - sizeof(struct scst_tpg_page))

void scst_report_tpg(struct scst_cmd *cmd)
{
	struct page *page = scst_lu_page(cmd->lu);
	struct scst_tpg_page *tpg = page_address(page);
	struct t10_out out;
	unsigned int noio;
	unsigned int n;

	/* Format header, and a group for every port. */
	BUILD_BUG_ON(8 + SCST_TPG_PORTS * (8 + 4) > SCST_TPG_BUF);
	noio = scst_lock();
	n = scst_tpg_collect(tpg->ports);
	scst_unlock(noio);
	t10_out_init(&out, tpg->buf, min_t(u32, cmd->c.len, SCST_TPG_BUF));
	scst_cmd_fail(cmd, t10_report_tpg(&out, cmd->cdb, tpg->ports, n, &cmd->info));
	if (cmd->reason == T10_OK)
		scst_cmd_put_data(cmd, 0, out.buf, t10_out_stored(&out));
	scst_lu_page_free(cmd->lu, page);
}

void scst_set_tpg(struct scst_cmd *cmd)
{
	struct page *page = scst_lu_page(cmd->lu);
	struct scst_tpg_page *tpg = page_address(page);
	unsigned int noio;
	unsigned int n;
	u32 len;

	len = scst_cmd_get_data(cmd, tpg->buf, min_t(u32, cmd->c.len, SCST_TPG_BUF));
	noio = scst_lock();
	n = scst_tpg_collect(tpg->ports);
	scst_cmd_fail(cmd, t10_set_tpg(tpg->ports, n, tpg->buf, len, &cmd->info));
	if (cmd->reason == T10_OK && scst_tpg_store(tpg->ports, n))
		scst_access_tell(cmd->itl);
	scst_unlock(noio);
	scst_lu_page_free(cmd->lu, page);
}
