// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may change anything.
 */
#include <linux/capability.h>
#include "control.h"

/*
 * In the initial user namespace: whoever can map any file as a disk owns the
 * machine.  CAP_NET_ADMIN, which generic netlink would ask for, is given to
 * containers that share the host's network.
 */
int scst_ctl_may(struct scst_msg *msg)
{
	if (capable(CAP_SYS_ADMIN))
		return 0;
	return scst_say(msg, -EPERM, "this needs CAP_SYS_ADMIN");
}
