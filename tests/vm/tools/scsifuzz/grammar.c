// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is sent: commands of the unit's own list, valid and nearly so, and noise.
 */
#include <endian.h>
#include <string.h>

#include "scsifuzz.h"

#define RSOC	0xa3
#define RSOC_SA	0x0c

static void put_be(uint8_t *at, unsigned int bytes, uint64_t value)
{
	while (bytes--) {
		at[bytes] = value;
		value >>= 8;
	}
}

static uint64_t get_be(const uint8_t *at, unsigned int bytes)
{
	uint64_t value = 0;

	while (bytes--)
		value = value << 8 | *at++;
	return value;
}

/* --- what the unit has */

static void learn_mask(struct worker *w, struct row *row)
{
	uint8_t cdb[12] = { RSOC, RSOC_SA, row->has_sa ? 2 : 1, row->opcode };
	uint8_t data[PAGE];
	struct try t;

	put_be(cdb + 4, 2, row->sa);
	put_be(cdb + 6, 4, sizeof(data));
	if (!plain(w, cdb, 12, DIR_FROM, data, sizeof(data), &t) || t.resid > PAGE - 4)
		return;
	if ((data[1] & 7) != 3 || get_be(data + 2, 2) != row->len || row->len > 32)
		return;
	memcpy(row->mask, data + 4, row->len);
	row->has_mask = true;
}

static void learn_rows(struct worker *w)
{
	static const uint8_t usual[] = {
		0x00, 0x03, 0x12, 0x15, 0x1a, 0x25, 0x28, 0x2a, 0x2f, 0x35, 0x55, 0x5a, 0x88, 0x8a,
		0xa0,
	};
	static const uint8_t group_len[] = { 6, 10, 10, 6, 16, 12, 6, 6 };
	uint8_t cdb[12] = { RSOC, RSOC_SA };
	struct unit *u = w->unit;
	uint8_t data[PAGE];
	unsigned int i, at;
	struct try t;

	put_be(cdb + 6, 4, sizeof(data));
	if (plain(w, cdb, 12, DIR_FROM, data, sizeof(data), &t)) {
		for (at = 4; at + 8 <= sizeof(data) - t.resid && u->nr_rows < MAX_ROWS; at += 8)
			u->rows[u->nr_rows++] = (struct row){
				.opcode = data[at], .sa = get_be(data + at + 2, 2),
				.has_sa = data[at + 5] & 1, .len = get_be(data + at + 6, 2),
			};
		for (i = 0; i < u->nr_rows; i++)
			learn_mask(w, &u->rows[i]);
		return;
	}
	/* A unit that can't tell: the usual ones, without masks. */
	for (i = 0; i < sizeof(usual); i++)
		u->rows[u->nr_rows++] = (struct row){
			.opcode = usual[i], .len = group_len[usual[i] >> 5],
		};
}

void learn(struct worker *w)
{
	static const uint8_t capacity[10] = { 0x25 };
	static const uint8_t sense6[6] = { 0x1a, 0, 0x3f, 0, 0xff };
	static const uint8_t sense10[10] = { 0x5a, 0, 0x3f, 0, 0, 0, 0, 0, 0xff };
	struct unit *u = w->unit;
	uint8_t data[8];
	struct try t;

	learn_rows(w);
	if (plain(w, capacity, 10, DIR_FROM, data, 8, &t)) {
		u->blocks = get_be(data, 4) + 1;
		u->block_size = get_be(data + 4, 4);
	}
	if (plain(w, sense6, 6, DIR_FROM, u->mode[0], 255, &t))
		u->mode_len[0] = 255 - t.resid;
	if (plain(w, sense10, 10, DIR_FROM, u->mode[1], 255, &t))
		u->mode_len[1] = 255 - t.resid;
}

/* --- what operation codes mean, as far as it matters here */

/* Could the medium be other afterwards?  Also those that no unit here has yet. */
bool may_write(const uint8_t *cdb)
{
	static const uint8_t codes[] = {
		0x04, 0x07, 0x0a, 0x0d, 0x2a, 0x2e, 0x3b, 0x3f, 0x41, 0x42, 0x48, 0x50, 0x51, 0x52,
		0x53, 0x7f, 0x83, 0x89, 0x8a, 0x8b, 0x8e, 0x93, 0x94, 0x95, 0x9a, 0x9b, 0x9c, 0x9d,
		0x9f, 0xaa, 0xac, 0xae,
	};

	return memchr(codes, cdb[0], sizeof(codes));
}

static bool sends_list(const uint8_t *cdb)
{
	static const uint8_t codes[] = { 0x15, 0x55, 0x5f, 0x1d, 0xa4 };

	/* COPY RESULTS and the like are a4h's and 83h's neighbours, and answer. */
	return memchr(codes, cdb[0], sizeof(codes)) ||
	       (may_write(cdb) && cdb[0] != 0x04 && cdb[0] != 0x48);
}

static bool moves_nothing(const uint8_t *cdb)
{
	static const uint8_t codes[] = { 0x00, 0x16, 0x17, 0x1b, 0x1e, 0x35, 0x56, 0x57, 0x91 };

	return memchr(codes, cdb[0], sizeof(codes));
}

bool is_read(const uint8_t *cdb)
{
	return cdb[0] == 0x08 || cdb[0] == 0x28 || cdb[0] == 0xa8 || cdb[0] == 0x88;
}

static bool is_write(const uint8_t *cdb)
{
	return cdb[0] == 0x0a || cdb[0] == 0x2a || cdb[0] == 0xaa || cdb[0] == 0x8a;
}

/* Where most commands of a CDB length have their LBA and their length. */
struct layout {
	uint8_t lba, lba_bytes, len, len_bytes;
};

static struct layout layout_of(unsigned int cdb_len)
{
	switch (cdb_len) {
	case 6:
		return (struct layout){ 1, 3, 4, 1 };
	case 12:
		return (struct layout){ 2, 4, 6, 4 };
	case 16:
		return (struct layout){ 2, 8, 10, 4 };
	case 32:
		return (struct layout){ 12, 8, 28, 4 };
	default:
		return (struct layout){ 2, 4, 7, 2 };
	}
}

static unsigned int len_by_opcode(uint8_t opcode)
{
	static const uint8_t lens[] = { 6, 10, 10, 32, 16, 12, 6, 6 };

	return lens[opcode >> 5];
}

bool blocks_moved(const struct unit *u, const uint8_t *cdb, uint64_t *lba, uint64_t *bytes)
{
	struct layout at = layout_of(len_by_opcode(cdb[0]));
	uint64_t blocks;

	if (!is_read(cdb) && !is_write(cdb))
		return false;
	*lba = get_be(cdb + at.lba, at.lba_bytes);
	if (at.lba_bytes == 3)
		*lba &= 0x1fffff;
	blocks = get_be(cdb + at.len, at.len_bytes);
	if (at.lba_bytes == 3 && !blocks)
		blocks = 256;
	*bytes = blocks * u->block_size;
	return true;
}

/* The bytes that a command of any kind would like to move. */
static uint64_t bytes_wished(const struct unit *u, const uint8_t *cdb, unsigned int cdb_len)
{
	struct layout at = layout_of(cdb_len);
	uint64_t lba, bytes;

	if (blocks_moved(u, cdb, &lba, &bytes))
		return bytes;
	if (cdb[0] == 0x12)
		return get_be(cdb + 3, 2);
	if (cdb[0] == 0x25)
		return 8;
	if (cdb[0] == 0x89)
		return 2ull * cdb[13] * u->block_size;
	/* BYTCHK: the blocks themselves, or one of them. */
	if (cdb[0] == 0x2f || cdb[0] == 0x8f || cdb[0] == 0xaf)
		return (cdb[1] & 6) == 6 ? u->block_size :
			get_be(cdb + at.len, at.len_bytes) * u->block_size;
	if (cdb[0] == 0x2e || cdb[0] == 0x8e || cdb[0] == 0xae || cdb[0] == 0x8b)
		return get_be(cdb + at.len, at.len_bytes) * u->block_size;
	if (cdb[0] == 0x41 || cdb[0] == 0x93)
		return u->block_size;
	return get_be(cdb + at.len, at.len_bytes);
}

/* --- CDBs */

static void random_bytes(struct worker *w, uint8_t *at, unsigned int len)
{
	while (len--)
		*at++ = rnd(w);
}

/* Small values in the usual places: else nearly every address would be out of range. */
static void small_fields(struct worker *w, struct try *t)
{
	struct layout at = layout_of(t->cdb_len);
	uint64_t lba = below(w, w->unit->blocks + 2);

	if (chance(w, 5))
		lba = w->unit->blocks - below(w, 4);
	put_be(t->cdb + at.lba, at.lba_bytes, lba);
	put_be(t->cdb + at.len, at.len_bytes, chance(w, 80) ? below(w, 9) : below(w, 300));
	if (t->cdb_len == 16)
		t->cdb[13] = below(w, 4);
	if (chance(w, 50) && t->cdb_len != 6)
		t->cdb[1] = 0;
	t->cdb[t->cdb_len - 1] = 0;
}

static void put_codes(struct try *t)
{
	t->cdb[0] = t->row->opcode;
	if (!t->row->has_sa)
		return;
	if (t->row->opcode == 0x7f) {
		t->cdb[7] = t->row->len - 8;
		put_be(t->cdb + 8, 2, t->row->sa);
	} else {
		t->cdb[1] = (t->cdb[1] & 0xe0) | (t->row->sa & 0x1f);
	}
}

static void valid(struct worker *w, struct try *t)
{
	unsigned int i;

	t->row = &w->unit->rows[below(w, w->unit->nr_rows)];
	t->cdb_len = t->row->len;
	random_bytes(w, t->cdb, t->cdb_len);
	if (chance(w, 75))
		small_fields(w, t);
	/* Mode pages and the like: mostly ones that there are. */
	if (chance(w, 30) && (t->row->opcode == 0x1a || t->row->opcode == 0x5a))
		t->cdb[2] = "\x3f\x08\x0a\x01\x1c\x02"[below(w, 6)];
	for (i = 0; t->row->has_mask && i < t->cdb_len; i++)
		t->cdb[i] &= t->row->mask[i];
	put_codes(t);
}

/* Sets a bit that the row forbids; not the service action, which would be another row. */
static void forbidden_bit(struct worker *w, struct try *t)
{
	unsigned int byte, bit, tries;

	if (!t->row || !t->row->has_mask)
		return;
	for (tries = 0; tries < 64; tries++) {
		byte = 1 + below(w, t->row->len - 1);
		bit = below(w, 8);
		if (t->row->mask[byte] & 1 << bit)
			continue;
		if (t->row->has_sa && (byte == 1 ? bit < 5 : t->row->opcode == 0x7f && byte < 10))
			continue;
		t->cdb[byte] |= 1 << bit;
		t->bad_byte = byte;
		return;
	}
}

static void nearly(struct worker *w, struct try *t)
{
	valid(w, t);
	switch (below(w, 4)) {
	case 0:
		t->cdb[below(w, t->cdb_len)] ^= 1 << below(w, 8);
		t->row = NULL;
		return;
	case 1:
		t->cdb_len = 6 + below(w, 27);
		t->row = NULL;
		return;
	default:
		forbidden_bit(w, t);
	}
}

static void noise(struct worker *w, struct try *t)
{
	static const uint8_t lens[] = { 6, 10, 12, 16, 32, 33, 64, 252 };

	t->row = NULL;
	t->cdb_len = chance(w, 60) ? lens[below(w, 5)] : chance(w, 90) ? below(w, 34) :
		lens[below(w, 8)];
	random_bytes(w, t->cdb, sizeof(t->cdb));
	if (chance(w, 50))
		t->cdb[0] = w->unit->rows[below(w, w->unit->nr_rows)].opcode;
}

/* In keep mode a command that might write is sent only if it must be refused. */
static bool acceptable(struct worker *w, struct try *t)
{
	unsigned int i;

	if (!w->unit->keep || !may_write(t->cdb))
		return true;
	if (t->row && t->row->has_mask) {
		if (t->bad_byte < 0)
			forbidden_bit(w, t);
		return t->bad_byte >= 0;
	}
	for (i = 0; i < w->unit->nr_rows; i++)
		if (w->unit->rows[i].opcode == t->cdb[0])
			return false;
	return true;
}

static void compose_buffer(struct worker *w, struct try *t)
{
	static const unsigned int odd[] = { 0, 1, 3, 511, 513, 4095, 4096, 4097, 65536, DATA_MAX };
	uint64_t wish = bytes_wished(w->unit, t->cdb, t->cdb_len);

	t->dir = moves_nothing(t->cdb) ? DIR_NONE : sends_list(t->cdb) ? DIR_TO : DIR_FROM;
	if ((t->cdb[0] == 0x2f || t->cdb[0] == 0x8f || t->cdb[0] == 0xaf) && t->cdb[1] & 6)
		t->dir = DIR_TO;
	t->len = t->dir == DIR_NONE ? 0 : wish < DATA_MAX ? wish : DATA_MAX;
	if (chance(w, 12))
		t->dir = -1 - (int)below(w, 5);
	if (chance(w, 20))
		t->len = chance(w, 50) ? odd[below(w, 10)] : below(w, 2 * t->len + 1000);
	if (t->len > DATA_MAX)
		t->len = DATA_MAX;
	/* Nothing at all is what has no direction. */
	if (t->dir == DIR_FROM && !t->len && chance(w, 80))
		t->dir = DIR_NONE;
	t->pieces = chance(w, 10) ? 1 + below(w, 5) : 0;
	t->direct = chance(w, 50);
	t->racing = t->dir == DIR_TO && chance(w, 25);
}

void compose(struct worker *w, struct try *t)
{
	unsigned int kind;

	do {
		memset(t, 0, sizeof(*t));
		t->bad_byte = -1;
		kind = below(w, 100);
		if (kind < 60)
			valid(w, t);
		else if (kind < 85)
			nearly(w, t);
		else
			noise(w, t);
	} while (!acceptable(w, t));
	compose_buffer(w, t);
}

/* --- parameter lists */

/* The lengths that headers of lists have, where most of them have them. */
static void plausible_list(struct worker *w, struct try *t)
{
	unsigned int i;

	memset(t->data, 0, t->len);
	if (t->len >= 8 && chance(w, 70))
		put_be(t->data, 2, t->len - 2);
	if (t->len >= 8 && chance(w, 70))
		put_be(t->data + 2, 2, t->len - 8);
	for (i = below(w, 6); i && t->len; i--)
		t->data[below(w, t->len < 64 ? t->len : 64)] = chance(w, 50) ? below(w, 9) : rnd(w);
}

static void mode_list(struct worker *w, struct try *t)
{
	unsigned int ten = t->cdb[0] == 0x55, head = ten ? 8 : 4;
	unsigned int len = w->unit->mode_len[ten];

	if (len < head)
		return;
	if (len > t->len)
		len = t->len;
	memset(t->data, 0, t->len);
	memcpy(t->data, w->unit->mode[ten], len);
	/* Lengths and the device specific parameter are reserved in what is sent. */
	memset(t->data, 0, len < head - 1 ? len : head - 1);
	if (len && chance(w, 60))
		t->data[below(w, len)] ^= 1 << below(w, 8);
}

void fill_list(struct worker *w, struct try *t)
{
	unsigned int kind = below(w, 100);

	if ((t->cdb[0] == 0x15 || t->cdb[0] == 0x55) && kind < 60)
		mode_list(w, t);
	else if (kind < 80)
		plausible_list(w, t);
	else
		random_bytes(w, t->data, t->len < 512 ? t->len : 512);
}
