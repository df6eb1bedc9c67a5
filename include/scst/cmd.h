/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A command, from the transport to the backing store and back.
 */
#ifndef SCST_CMD_H
#define SCST_CMD_H

#include <linux/dma-direction.h>
#include <linux/scatterlist.h>
#include <scst/types.h>

struct scst_runq;

/* Bytes a handler may use inside every command. */
#define SCST_CMD_PRIV	256

/* How a command ended, as far as it was not the device server that ended it. */
enum scst_outcome {
	SCST_ENDED,		/* by the device server: @status and sense are valid */
	SCST_ENDED_RESET,	/* aborted by another nexus or a reset: to be sent again */
	SCST_ENDED_GONE,	/* the LUN went away while the command was on its way */
	SCST_ENDED_REQUEUE,	/* never started: LUN frozen for a moment; send again */
};

/* Life of a command; changed by atomic operations (core/complete.c, core/abort.c). */
enum scst_cmd_state {
	SCST_CMD_IDLE,
	SCST_CMD_RUNNING,	/* somebody executes it or its pages are with the backing */
	SCST_CMD_QUEUED,	/* waits for a worker, can be recalled */
	SCST_CMD_PARKED,	/* waits at the unit's gate, can be recalled */
	SCST_CMD_DONE,		/* completion claimed */
	SCST_CMD_STATE_MASK = 0x0f,
	/* Flags beside the state: */
	SCST_CMD_ABORTED = 0x10,	/* ends as aborted, unless the mark is withdrawn before */
	SCST_CMD_BY_OTHER = 0x20,	/* it was another nexus that aborted it */
	SCST_CMD_OWNED = 0x40,		/* ABORT TASK waits for it: no cmd_done(), back to IDLE */
	SCST_CMD_FOR_GOOD = 0x80,	/* somebody went by the mark: it stays */
};

/**
 * struct scst_cmd - a command; lives inside the transport's own request
 *
 * Filled by the transport before scst_cmd_submit():
 * @itl: I_T_L nexus, NULL where the LUN has no logical unit
 * @nexus: the I_T nexus
 * @cdb: CDB, unchanged until completion
 * @cdb_len: its bytes
 * @data_dir: DMA_TO_DEVICE, DMA_FROM_DEVICE or DMA_NONE: what the initiator allows
 * @may_block: submit runs where might_sleep() holds and one bio may be submitted, which
 *	perhaps only goes out when submit has returned
 * @sg: the initiator's own pages
 * @sg_cnt: entries of @sg
 * @data_len: bytes of @sg
 * @sense: at least T10_SENSE_MAX bytes; written only with CHECK CONDITION
 *
 * Core's:
 * @state: enum scst_cmd_state
 * @c: the decoded CDB, from admission on
 * @lu: the unit, valid from admission to completion
 * @reason: why it did not end GOOD
 * @info: what goes with @reason
 * @entry: place in a worker's or the gate's list
 * @gated: how it passed the unit's gate (core/gate.c)
 * @runq: the worker list it is on, NULL where on none (under that list's lock)
 * @started: jiffies at submission, for the list of stuck commands
 *
 * The result, valid in scst_target_ops.cmd_done():
 * @outcome: how it ended
 * @status: SAM status code
 * @sense_len: bytes in @sense
 * @moved: bytes really moved; the transport's residual is @data_len - @moved
 *
 * @priv: the handler's
 */
struct scst_cmd {
	struct scst_itl *itl;
	struct scst_nexus *nexus;
	const u8 *cdb;
	u8 cdb_len;
	u8 data_dir;
	bool may_block;
	unsigned int sg_cnt;
	u32 data_len;
	struct scatterlist *sg;
	u8 *sense;

	atomic_t state;
	t10_sense_t reason;
	struct t10_cdb c;
	struct scst_lu *lu;
	struct t10_sense_info info;
	struct list_head entry;
	unsigned long started;
	u8 gated;
	struct scst_runq *runq;

	u8 outcome;
	u8 status;
	u8 sense_len;
	u32 moved;

	u64 priv[SCST_CMD_PRIV / sizeof(u64)];
};

/**
 * scst_cmd_submit() - take a command
 * @cmd: filled as said above
 *
 * Ends in exactly one call of scst_target_ops.cmd_done(), perhaps before this
 * returns.  Context: any but hard interrupt; does not sleep unless
 * @cmd->may_block.
 */
void scst_cmd_submit(struct scst_cmd *cmd);

/**
 * scst_cmd_done() - the handler is through with a command
 * @cmd: a command given to scst_lu_ops.execute() or taken by .try_execute()
 *
 * To be called exactly once, GOOD unless scst_cmd_fail() came before; no page
 * of the command is touched afterwards.  Context: any.
 */
void scst_cmd_done(struct scst_cmd *cmd);

/* Set the reason a command ends with; the first one stays.  Does not complete it. */
void scst_cmd_fail(struct scst_cmd *cmd, t10_sense_t reason);
/* The same with the LBA or offset that goes into INFORMATION. */
void scst_cmd_fail_at(struct scst_cmd *cmd, t10_sense_t reason, u64 information);
/* The sense that goes with an errno of a backing device; @write: it was a write. */
t10_sense_t scst_sense_of_errno(int err, bool write);

/**
 * scst_cmd_recall() - take a command back before anybody touches its pages
 * @cmd: any command that was submitted and whose request can't be sent again meanwhile
 *
 * Return: true where it is ours again: nobody will execute it, its pages are
 * free, and it has NOT been completed: the caller does that or lets the
 * midlayer; false where it runs or is done.  Context: any.
 */
bool scst_cmd_recall(struct scst_cmd *cmd);

/* Is the command somewhere between submission and completion?  Context: any. */
bool scst_cmd_in_flight(const struct scst_cmd *cmd);

/**
 * scst_cmd_aborted() - may the handler stop working on a command?
 * @cmd: a command that the handler executes
 *
 * A task management function that gave up takes its marks back.  Not from a
 * command whose handler was told here that it is aborted: that one ends so.
 *
 * Return: true where scst_cmd_done() is all that is left to be done, whatever of
 * the command was executed.  Context: any.
 */
bool scst_cmd_aborted(struct scst_cmd *cmd);

/* Copy parameter data out to the initiator's pages, counted in @cmd->moved; cut at their end. */
void scst_cmd_put_data(struct scst_cmd *cmd, u32 offset, const void *buf, u32 len);
/* Copy up to @len bytes of the initiator's data into @buf, once; returns bytes copied. */
u32 scst_cmd_get_data(struct scst_cmd *cmd, void *buf, u32 len);

/* Length in bytes of the blocks the command moves or names. */
static inline u64 scst_cmd_bytes(const struct scst_cmd *cmd, u8 block_shift)
{
	return (u64)cmd->c.len << block_shift;
}

#endif
