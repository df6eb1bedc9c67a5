// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands to a LUN where no logical unit is: SPC-4 6.6.1, SAM-5 5.11.  Linux
 * asks LUN 0 for INQUIRY and REPORT LUNS when it scans; both must be answered
 * there even if LUN 0 does not exist.
 */
#include "core.h"
#include "t10/inquiry.h"

static void scst_nolun_inquiry(struct scst_cmd *cmd)
{
	struct t10_inquiry_ctx ctx = { .port = &cmd->nexus->target->port };
	struct t10_out out;
	u8 buf[96];

	t10_out_init(&out, buf, min_t(u32, cmd->c.len, sizeof(buf)));
	scst_cmd_fail(cmd, t10_inquiry(&out, cmd->cdb, &ctx, &cmd->info));
	if (cmd->reason == T10_OK)
		scst_cmd_put_data(cmd, 0, buf, t10_out_stored(&out));
}

/* SPC-4 6.39: the sense data asked for is that there is no logical unit. */
static void scst_nolun_request_sense(struct scst_cmd *cmd)
{
	u8 buf[T10_SENSE_MAX];
	unsigned int len;

	len = t10_sense_build(buf, T10_S_LUN_NOT_SUPPORTED, NULL, cmd->cdb[1] & 1);
	scst_cmd_put_data(cmd, 0, buf, min_t(u32, len, cmd->c.len));
}

void scst_nolun_execute(struct scst_cmd *cmd)
{
	cmd->lu = NULL;
	cmd->reason = t10_cdb_decode(&cmd->c, T10_TYPE_NONE, cmd->cdb, cmd->cdb_len, &cmd->info);
	if (cmd->reason == T10_OK) {
		switch (cmd->c.op->id) {
		case T10_INQUIRY:
			scst_nolun_inquiry(cmd);
			break;
		case T10_REQUEST_SENSE:
			scst_nolun_request_sense(cmd);
			break;
		case T10_REPORT_LUNS:
			scst_report_luns(cmd);
			break;
		default:
			cmd->reason = T10_S_LUN_NOT_SUPPORTED;
		}
	}
	scst_cmd_finish(cmd);
	cmd->nexus->target->ops->cmd_done(cmd);
}
