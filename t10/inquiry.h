/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INQUIRY and its vital product data: SPC-4 6.6, 7.8, SBC-3 6.6.
 */
#ifndef T10_INQUIRY_H
#define T10_INQUIRY_H

#include "t10/out.h"
#include "t10/cdb.h"
#include "t10/lu_info.h"

/**
 * struct t10_inquiry_ctx - everything INQUIRY may tell
 * @id: identity; NULL where no logical unit is (answers qualifier 3, type 1Fh)
 * @geo: medium, NULL for devices without blocks
 * @port: the port the command came through
 */
struct t10_inquiry_ctx {
	const struct t10_identity *id;
	const struct t10_geometry *geo;
	const struct t10_port *port;
};

/**
 * t10_inquiry() - INQUIRY, standard or VPD as the CDB asks
 * @o: writer whose cap is the allocation length
 * @cdb: the CDB (EVPD, PAGE CODE)
 * @ctx: who answers
 * @info: field pointer
 *
 * Standard data: 96 bytes with version descriptors, CMDQUE=1, VERSION 06h
 * (SPC-4).  Where no logical unit is, VPD page 00h is the only page there is.
 *
 * Return: T10_OK or INVALID FIELD IN CDB (unknown page, PAGE CODE without EVPD).
 */
t10_sense_t t10_inquiry(struct t10_out *o, const u8 *cdb,
			const struct t10_inquiry_ctx *ctx,
			struct t10_sense_info *info);

/* One VPD page, header included; false where there is no such page.  vpd.c */
bool t10_vpd(struct t10_out *o, u8 page, const struct t10_inquiry_ctx *ctx);

#endif
