/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints of the target core, with decoded CDBs.  They cost nothing while
 * nobody looks.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM scst

#if !defined(SCST_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define SCST_TRACE_H

#include <linux/tracepoint.h>
#include <scst/cmd.h>
#include <scst/lu.h>
#include <scst/target.h>

TRACE_EVENT(scst_cmd_submit,
	TP_PROTO(const struct scst_cmd *cmd),
	TP_ARGS(cmd),
	TP_STRUCT__entry(
		__field(const void *, cmd)
		__array(char, lu, SCST_LU_NAME_MAX + 1)
		__field(u32, nexus)
		__field(u32, data_len)
		__array(u8, cdb, 16)
	),
	TP_fast_assign(
		__entry->cmd = cmd;
		strscpy(__entry->lu, cmd->lu->name, sizeof(__entry->lu));
		__entry->nexus = cmd->nexus->id.id;
		__entry->data_len = cmd->data_len;
		memcpy(__entry->cdb, cmd->cdb, min_t(size_t, cmd->cdb_len, 16));
	),
	TP_printk("cmd=%p lu=%s nexus=%u len=%u cdb=%*phN", __entry->cmd, __entry->lu,
		  __entry->nexus, __entry->data_len, 16, __entry->cdb)
);

TRACE_EVENT(scst_cmd_done,
	TP_PROTO(const struct scst_cmd *cmd),
	TP_ARGS(cmd),
	TP_STRUCT__entry(
		__field(const void *, cmd)
		__array(char, lu, SCST_LU_NAME_MAX + 1)
		__array(char, op, 24)
		__field(u32, nexus)
		__field(u64, lba)
		__field(u32, len)
		__field(u32, reason)
	),
	TP_fast_assign(
		__entry->cmd = cmd;
		strscpy(__entry->lu, cmd->lu->name, sizeof(__entry->lu));
		strscpy(__entry->op, cmd->c.op ? cmd->c.op->name : "?", sizeof(__entry->op));
		__entry->nexus = cmd->nexus->id.id;
		__entry->lba = cmd->c.op ? cmd->c.lba : 0;
		__entry->len = cmd->c.op ? cmd->c.len : 0;
		__entry->reason = (__force u32)cmd->reason;
	),
	TP_printk("cmd=%p lu=%s nexus=%u op=%s lba=%llu len=%u sense=%x/%02x/%02x",
		  __entry->cmd, __entry->lu, __entry->nexus, __entry->op,
		  (unsigned long long)__entry->lba, __entry->len,
		  __entry->reason >> 16 & 0xf, __entry->reason >> 8 & 0xff,
		  __entry->reason & 0xff)
);

TRACE_EVENT(scst_tmf,
	TP_PROTO(const struct scst_nexus *nexus, const char *fn, u16 lun, u8 response),
	TP_ARGS(nexus, fn, lun, response),
	TP_STRUCT__entry(
		__array(char, nexus, SCST_NAME_MAX + 1)
		__array(char, fn, 24)
		__field(u16, lun)
		__field(u8, response)
	),
	TP_fast_assign(
		strscpy(__entry->nexus, nexus->name, sizeof(__entry->nexus));
		strscpy(__entry->fn, fn, sizeof(__entry->fn));
		__entry->lun = lun;
		__entry->response = response;
	),
	TP_printk("nexus=%s function=%s lun=%u response=%u", __entry->nexus, __entry->fn,
		  __entry->lun, __entry->response)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
