/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between job.c and the files that have verbs; not for front ends.
 */
#ifndef SCST_VERBS_H
#define SCST_VERBS_H

#include "control.h"
#include "core/core.h"

/* NULL: no memory.  @lu may be NULL. */
struct scst_job *scst_job_alloc(enum scst_verb verb, const char *lu,
				int (*run)(struct scst_job *job));
/* Returns @job with the caller's reference. */
struct scst_job *scst_job_start(struct scst_job *job);

/* Look-ups under scst_mutex that say what is wrong: ERR_PTR with @msg. */
struct scst_group *scst_ctl_group(const char *name, struct scst_msg *msg);
/* A unit no verb is at work on; @handler NULL: of any handler. */
struct scst_lu *scst_ctl_idle_lu(const char *handler, const char *name, struct scst_msg *msg);

#endif
