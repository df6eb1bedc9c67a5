// SPDX-License-Identifier: GPL-2.0-only
/*
 * How it is sent: a buffer in the midst of a window whose other bytes nobody
 * may touch, in one piece or several, sometimes changed while it is read.
 */
#include <errno.h>
#include <scsi/sg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include "scsifuzz.h"

#define TIMEOUT_MS	120000
/* The window: a page before the data, and one after it. */
#define FILL		0x5a

static unsigned int window_len(const struct try *t)
{
	return (PAGE + t->len + PAGE + PAGE - 1) / PAGE * PAGE + PAGE;
}

/* Puts the buffer at the beginning of a page, or at its end, or anywhere. */
void place(struct worker *w, struct try *t)
{
	unsigned int offset = 0;

	if (chance(w, 20))
		offset = below(w, PAGE);
	else if (chance(w, 20))
		offset = (PAGE - t->len % PAGE) % PAGE;
	t->data = w->window + PAGE + offset;
	memset(w->window, FILL, window_len(t));
}

static bool filled(const uint8_t *at, size_t len)
{
	return !len || (*at == FILL && !memcmp(at, at + 1, len - 1));
}

bool window_untouched(const struct worker *w, const struct try *t)
{
	const uint8_t *end = w->window + window_len(t);

	return filled(w->window, t->data - w->window) &&
	       filled(t->data + t->len, end - (t->data + t->len));
}

/* What was not moved is as it was, where the pages were the unit's own to fill. */
bool tail_untouched(const struct try *t)
{
	return filled(t->data + t->len - t->resid, t->resid);
}

static unsigned int cut(struct worker *w, struct try *t, struct iovec *pieces)
{
	unsigned int i, at = 0, len;

	for (i = 0; i < t->pieces; i++) {
		len = i == t->pieces - 1 ? t->len - at : below(w, t->len - at + 1);
		pieces[i] = (struct iovec){ t->data + at, len };
		at += len;
	}
	return t->pieces;
}

static void run(struct try *t, int file, struct sg_io_hdr *head)
{
	head->interface_id = 'S';
	head->cmdp = t->cdb;
	head->cmd_len = t->cdb_len;
	head->sbp = t->sense;
	head->mx_sb_len = sizeof(t->sense);
	head->dxfer_direction = t->dir;
	head->dxfer_len = t->len;
	head->timeout = TIMEOUT_MS;
	t->error = ioctl(file, SG_IO, head) < 0 ? errno : 0;
	t->status = head->status;
	t->host = head->host_status;
	t->driver = head->driver_status;
	t->resid = head->resid;
	t->sense_len = head->sb_len_wr;
}

/* When it returns, the racer has let go of what it had before. */
void scribble_on(struct worker *w, uint8_t *data, unsigned int len)
{
	pthread_mutex_lock(&w->scribble_lock);
	w->scribble = data;
	w->scribble_len = len;
	pthread_mutex_unlock(&w->scribble_lock);
}

void send_try(struct worker *w, struct try *t, unsigned int node)
{
	struct iovec pieces[8];
	struct sg_io_hdr head = { .dxferp = t->data };

	if (t->pieces && t->len) {
		head.iovec_count = cut(w, t, pieces);
		head.dxferp = pieces;
	}
	if (t->direct)
		head.flags = SG_FLAG_DIRECT_IO;
	if (t->racing)
		scribble_on(w, t->data, t->len);
	run(t, w->files[node], &head);
	scribble_on(w, NULL, 0);
	/* /dev/sg copies unless it says otherwise; SG_IO of a disk maps whole pages. */
	if (strstr(w->unit->nodes[node], "/sg"))
		t->mapped = (head.info & SG_INFO_DIRECT_IO_MASK) == SG_INFO_DIRECT_IO;
	else
		t->mapped = !t->pieces && t->len % PAGE == 0 && (uintptr_t)t->data % PAGE == 0;
}

/* An ordinary command, again while there are unit attentions. */
bool plain(struct worker *w, const void *cdb, unsigned int cdb_len, int dir, void *data,
	   unsigned int len, struct try *t)
{
	struct sg_io_hdr head;
	unsigned int tries = 10;

	do {
		memset(t, 0, sizeof(*t));
		memcpy(t->cdb, cdb, cdb_len);
		t->cdb_len = cdb_len;
		t->dir = dir;
		t->len = len;
		memset(&head, 0, sizeof(head));
		head.dxferp = data;
		run(t, w->files[0], &head);
	} while (t->status == 2 && (t->sense[0] & 0x7f) >= 0x70 && tries--);
	return !t->error && !t->status && !t->host;
}
