// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parameter data between our memory and the initiator's pages.
 */
#include "core.h"

void scst_cmd_put_data(struct scst_cmd *cmd, u32 offset, const void *buf, u32 len)
{
	if (cmd->data_dir != DMA_FROM_DEVICE || offset >= cmd->data_len)
		return;
	len = min(len, cmd->data_len - offset);
	sg_pcopy_from_buffer(cmd->sg, cmd->sg_cnt, buf, len, offset);
	cmd->moved = max(cmd->moved, offset + len);
}
EXPORT_SYMBOL_GPL(scst_cmd_put_data);

/*
 * Once: SG_IO maps pages that their owner can change while we read them, so
 * nothing is decided on anything but the copy.
 */
u32 scst_cmd_get_data(struct scst_cmd *cmd, void *buf, u32 len)
{
	if (cmd->data_dir != DMA_TO_DEVICE)
		return 0;
	len = min(len, cmd->data_len);
	len = sg_copy_to_buffer(cmd->sg, cmd->sg_cnt, buf, len);
	cmd->moved = len;
	return len;
}
EXPORT_SYMBOL_GPL(scst_cmd_get_data);
