// SPDX-License-Identifier: GPL-2.0-only
/*
 * What must be true of every answer, whatever was asked.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "scsifuzz.h"

#define NOT_READY	2
#define ILLEGAL_REQUEST	5

static void problem(struct worker *w, const struct try *t, const char *what)
{
	unsigned int i;

	w->problems++;
	flockfile(stdout);
	printf("PROBLEM: %s: worker %u command %lu:", what, w->number, w->done);
	for (i = 0; i < t->cdb_len && i < 32; i++)
		printf(" %02x", t->cdb[i]);
	printf(" | cdb_len %u dir %d len %u pieces %u direct %d racing %d bad byte %d | errno %d status %#x host %#x driver %#x resid %d sense",
	       t->cdb_len, t->dir, t->len, t->pieces, t->direct, t->racing, t->bad_byte, t->error,
	       t->status, t->host, t->driver, t->resid);
	for (i = 0; i < t->sense_len && i < 24; i++)
		printf(" %02x", t->sense[i]);
	printf("\n");
	fflush(stdout);
	funlockfile(stdout);
}

struct sense {
	uint8_t key, asc, ascq;
	bool has_field, in_cdb;
	unsigned int field;
};

static void read_specific(struct sense *s, const uint8_t *at)
{
	s->has_field = at[0] & 0x80;
	s->in_cdb = at[0] & 0x40;
	s->field = at[1] << 8 | at[2];
}

/* SPC-4 4.5.2: descriptors that fill the additional length, each of a known size. */
static bool read_descriptors(const struct try *t, struct sense *s)
{
	unsigned int end = 8 + t->sense[7], at = 8;

	s->key = t->sense[1] & 0xf;
	s->asc = t->sense[2];
	s->ascq = t->sense[3];
	while (at + 2 <= end) {
		if (at + 2 + t->sense[at + 1] > end)
			return false;
		if (t->sense[at] == 2)
			read_specific(s, t->sense + at + 4);
		at += 2 + t->sense[at + 1];
	}
	return at == end;
}

static bool read_sense(const struct try *t, struct sense *s)
{
	uint8_t code = t->sense[0] & 0x7f;

	memset(s, 0, sizeof(*s));
	if (t->sense_len < 8 || code < 0x70 || code > 0x73 ||
	    8u + t->sense[7] > t->sense_len)
		return false;
	if (code >= 0x72)
		return read_descriptors(t, s);
	if (t->sense[7] < 10)
		return false;
	s->key = t->sense[2] & 0xf;
	s->asc = t->sense[12];
	s->ascq = t->sense[13];
	/* With INFORMATION of a miscompare and the like, these bytes mean other things. */
	if (s->key == ILLEGAL_REQUEST)
		read_specific(s, t->sense + 15);
	return true;
}

static void check_sense(struct worker *w, struct try *t)
{
	struct sense s;

	if (!read_sense(t, &s)) {
		problem(w, t, "sense data is not well-formed");
		return;
	}
	if (!s.key && !s.asc)
		problem(w, t, "CHECK CONDITION with NO SENSE");
	if (s.key == NOT_READY)
		w->stopped = true;
	if (s.key != ILLEGAL_REQUEST)
		return;
	if (t->dir == DIR_FROM && t->resid != (int)t->len)
		problem(w, t, "an illegal request moved data");
	if (s.has_field && s.in_cdb && s.field >= t->cdb_len)
		problem(w, t, "the field pointer leads out of the CDB");
	if (s.has_field && !s.in_cdb && s.field >= t->len)
		problem(w, t, "the field pointer leads out of the list");
	if (t->bad_byte < 0)
		return;
	if (s.asc != 0x24 || s.ascq)
		problem(w, t, "a forbidden bit was not called INVALID FIELD IN CDB");
	else if (s.has_field && (!s.in_cdb || s.field != (unsigned int)t->bad_byte))
		problem(w, t, "the field pointer misses the forbidden bit");
}

static void check_read(struct worker *w, struct try *t)
{
	struct unit *u = w->unit;
	uint64_t lba, bytes, moved = t->len - t->resid;

	if (t->dir != DIR_FROM || !is_read(t->cdb) || !blocks_moved(u, t->cdb, &lba, &bytes))
		return;
	if (moved != (bytes < t->len ? bytes : t->len))
		problem(w, t, "a READ moved other than what it was asked for");
	else if (u->model && memcmp(t->data, u->model + lba * u->block_size, moved))
		problem(w, t, "a READ gave other data than is on the medium");
}

/* Allocation lengths, of the commands that have one in a place of their own. */
static uint64_t room(const uint8_t *c)
{
	switch (c[0]) {
	case 0x12:
		return c[3] << 8 | c[4];
	case 0x03:
	case 0x1a:
		return c[4];
	case 0x5a:
	case 0x5e:
	case 0x4d:
		return c[7] << 8 | c[8];
	case 0xa0:
	case 0xa3:
		return (uint64_t)c[6] << 24 | c[7] << 16 | c[8] << 8 | c[9];
	case 0x9e:
		return (uint64_t)c[10] << 24 | c[11] << 16 | c[12] << 8 | c[13];
	default:
		return DATA_MAX;
	}
}

static void check_good(struct worker *w, struct try *t)
{
	w->good++;
	if (t->row)
		t->row->good++;
	if (t->sense_len)
		problem(w, t, "GOOD with sense data");
	if (t->bad_byte >= 0)
		problem(w, t, "a forbidden bit was let through");
	if (w->unit->keep && may_write(t->cdb))
		problem(w, t, "a command that may write succeeded");
	if (t->dir == DIR_FROM && t->len - t->resid > room(t->cdb))
		problem(w, t, "more data than there was room for");
	check_read(w, t);
}

static bool refused_by_linux(int error)
{
	return error == EINVAL || error == EMSGSIZE || error == EIO || error == ENOMEM ||
	       error == EDOM || error == E2BIG;
}

static void check_status(struct worker *w, struct try *t)
{
	switch (t->status) {
	case 0x00:
		check_good(w, t);
		break;
	case 0x02:
		w->check++;
		check_sense(w, t);
		break;
	case 0x18:
		w->conflict++;
		break;
	case 0x08:
	case 0x28:
		w->busy++;
		break;
	default:
		problem(w, t, "a status that nobody expects");
	}
}

void check(struct worker *w, struct try *t)
{
	if (!window_untouched(w, t))
		problem(w, t, "memory beyond the buffer was written to");
	if (t->error) {
		w->refused_by_linux++;
		if (!refused_by_linux(t->error))
			problem(w, t, "SG_IO failed");
		return;
	}
	if (t->row)
		t->row->sent++;
	if (t->host || t->driver & ~8u) {
		problem(w, t, "the transport failed");
		return;
	}
	if (t->resid < 0 || t->resid > (int)t->len) {
		problem(w, t, "the residual is out of bounds");
		return;
	}
	if (t->dir == DIR_FROM && t->mapped && !tail_untouched(t))
		problem(w, t, "data beyond what the residual says");
	check_status(w, t);
}

void start_unit(struct worker *w)
{
	static const uint8_t start[6] = { 0x1b, 0, 0, 0, 1 };
	struct try t;

	plain(w, start, 6, DIR_NONE, NULL, 0, &t);
	w->stopped = false;
}

/* The whole of a small medium, against what was there at the beginning. */
void check_medium(struct worker *w)
{
	struct unit *u = w->unit;
	uint8_t cdb[10] = { 0x28 };
	uint8_t data[16 * 4096];
	unsigned int lba, step = 16;
	struct try t;

	start_unit(w);
	for (lba = 0; u->model && lba + step <= u->blocks; lba += step) {
		cdb[2] = lba >> 24;
		cdb[3] = lba >> 16;
		cdb[4] = lba >> 8;
		cdb[5] = lba;
		cdb[8] = step;
		if (!plain(w, cdb, 10, DIR_FROM, data, step * u->block_size, &t))
			problem(w, &t, "the medium can't be read");
		else if (memcmp(data, u->model + (size_t)lba * u->block_size,
				step * u->block_size))
			problem(w, &t, "the medium has changed");
	}
}
