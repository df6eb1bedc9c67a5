// SPDX-License-Identifier: GPL-2.0-only
/*
 * INQUIRY for any CDB, identity, port, medium and room.
 * Input: flags, room (2), EVPD, page code, type, then strings and numbers.
 */
#include "fuzz.h"
#include "t10/inquiry.h"

#define HAS_ID		0x01
#define HAS_GEO		0x02
#define HAS_PORT	0x04
#define LONG_NAA	0x08
#define SHORT_NAA	0x10
#define THIN		0x20

struct request {
	u8 cdb[6];
	struct t10_inquiry_ctx ctx;
};

static t10_sense_t answer(struct t10_out *o, struct t10_sense_info *info, void *arg)
{
	struct request *r = arg;

	return t10_inquiry(o, r->cdb, &r->ctx, info);
}

static void check_designators(const struct t10_out *o)
{
	u32 at = 4;

	while (at < o->len) {
		CHECK(at + 4 <= o->len);
		at += 4u + o->buf[at + 3];
	}
	CHECK(at == o->len);
}

/* Every page that page 00h lists is there, in ascending order. */
static void check_listed(const struct t10_out *list, const struct request *r)
{
	u8 buf[512];
	struct t10_out o;
	u32 i;

	for (i = 4; i < list->len; i++) {
		CHECK(i == 4 || list->buf[i] > list->buf[i - 1]);
		t10_out_init(&o, buf, sizeof(buf));
		CHECK(t10_vpd(&o, list->buf[i], &r->ctx));
	}
}

static void check_structure(const struct t10_out *o, const struct request *r)
{
	u8 type = r->ctx.id ? r->ctx.id->type : 0x7f;

	CHECK(o->len >= 4 && o->buf[0] == type);
	if (!(r->cdb[1] & 1)) {
		CHECK(o->len == 96 && o->buf[4] == 91);
		return;
	}
	CHECK(o->buf[1] == r->cdb[2]);
	CHECK(get_unaligned_be16(o->buf + 2) == o->len - 4);
	if (r->cdb[2] == 0x83)
		check_designators(o);
	if (!r->cdb[2])
		check_listed(o, r);
}

static void take_identity(struct input *in, struct t10_identity *id, u8 flags)
{
	id->type = take_u8(in) & 0x1f;
	id->removable = flags & 0x40;
	id->naa_len = flags & LONG_NAA ? 16 : flags & SHORT_NAA ? 8 : 0;
	take(in, id->naa, sizeof(id->naa));
	take_string(in, id->serial, T10_SERIAL_MAX);
	take_string(in, id->vendor, T10_VENDOR_LEN);
	take_string(in, id->product, T10_PRODUCT_LEN);
	take_string(in, id->revision, T10_REVISION_LEN);
}

static void take_port(struct input *in, struct t10_port *port)
{
	port->relative_id = (u16)take_be(in, 2);
	port->group = (u16)take_be(in, 2);
	take_string(in, port->name, sizeof(port->name) - 1);
	take(in, port->naa, sizeof(port->naa));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, size };
	u8 flags = take_u8(&in);
	u32 cap = take_be(&in, 2) % 300;
	struct request r = { .cdb = { 0x12, take_u8(&in) & 1, take_u8(&in) } };
	struct t10_geometry geo = { .thin = flags & THIN, .zero_unmapped = flags & 0x80 };
	struct t10_identity id = {};
	struct t10_port port = {};
	struct answer a;

	take_identity(&in, &id, flags);
	take_port(&in, &port);
	geo.rotation = (u16)take_be(&in, 2);
	geo.max_blocks = (u32)take_be(&in, 4);
	r.ctx.id = flags & HAS_ID ? &id : NULL;
	r.ctx.geo = flags & HAS_GEO ? &geo : NULL;
	r.ctx.port = flags & HAS_PORT ? &port : NULL;
	a = check_answer(answer, &r, cap);
	if (a.ret == T10_OK)
		check_structure(&a.o, &r);
	free(a.o.buf);
	return 0;
}
