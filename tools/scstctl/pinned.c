// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing a file out, so that it can be pinned: no hole is left, and no block
 * that was given out but never written.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <scst_netlink.h>

#include "cli.h"
#include "text.h"

#define CHUNK		(1 << 20)
/* How much is written before it is waited for: the page cache belongs to others, too. */
#define SYNC_EVERY	(64 << 20)
#define BAR		40

/**
 * struct filling - a file that is written out
 * @path: as it was given
 * @fd: of the file
 * @size: its size
 * @percent: what the bar shows, -1 for no bar
 */
struct filling {
	const char *path;
	int fd;
	off_t size;
	int percent;
};

static int complain_file(const struct filling *f, const char *what)
{
	return complain(-1, "%s: %s: %s", f->path, what, strerror(errno));
}

/* Percent written, for somebody who looks on. */
static void show_bar(struct filling *f, off_t done)
{
	int percent = (int)((double)done * 100 / f->size), i;

	if (f->percent < 0 || percent == f->percent)
		return;
	f->percent = percent;
	fputs("\rwriting [", stderr);
	for (i = 0; i < BAR; i++)
		fputc(i * 100 < percent * BAR ? '#' : '.', stderr);
	fprintf(stderr, "] %3d %%", percent);
	fflush(stderr);
}

static void end_bar(const struct filling *f)
{
	if (f->percent > 0)
		fputc('\n', stderr);
}

static int settle(const struct filling *f)
{
	if (fdatasync(f->fd))
		return complain_file(f, "can't be written back");
	/* What was read of a block that was never written would look like data. */
	(void)posix_fadvise(f->fd, 0, 0, POSIX_FADV_DONTNEED);
	return 0;
}

static int write_zeroes(struct filling *f, off_t at, off_t end)
{
	static const char zeroes[CHUNK];
	off_t synced = at;

	while (at < end) {
		ssize_t n = pwrite(f->fd, zeroes, end - at < CHUNK ? (size_t)(end - at) : CHUNK, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return complain_file(f, "can't be written");
		at += n;
		if (at - synced >= SYNC_EVERY) {
			if (settle(f))
				return -1;
			synced = at;
		}
		show_bar(f, at);
	}
	return 0;
}

/* Zeroes where there is nothing yet; what is there stays as it is. */
static int fill(struct filling *f)
{
	off_t hole, data = 0;

	while (data < f->size) {
		hole = lseek(f->fd, data, SEEK_HOLE);
		if (hole < 0)
			return complain_file(f, "can't be looked through");
		if (hole >= f->size)
			break;
		data = lseek(f->fd, hole, SEEK_DATA);
		if (data < 0 && errno != ENXIO)
			return complain_file(f, "can't be looked through");
		if (data < 0)
			data = f->size;
		if (write_zeroes(f, hole, data))
			return -1;
	}
	return settle(f);
}

/* Room for all of it at once, so that it is in few pieces and none is missing at the end. */
static int reserve(struct filling *f, uint64_t size)
{
	if (!fallocate(f->fd, 0, 0, size))
		return 0;
	if (errno != EOPNOTSUPP)
		return complain_file(f, "there is no room for it");
	return ftruncate(f->fd, size) ? complain_file(f, "can't be made so long") : 0;
}

static int check_file(struct filling *f, uint64_t size)
{
	struct stat st;

	if (fstat(f->fd, &st))
		return complain_file(f, "can't be looked at");
	if (!S_ISREG(st.st_mode))
		return complain(-1, "%s: only a regular file can be pinned", f->path);
	if (size && (uint64_t)st.st_size > size)
		return complain(-1, "%s: has %llu bytes already, more than --size", f->path,
				(unsigned long long)st.st_size);
	if (size && (uint64_t)st.st_size < size && reserve(f, size))
		return -1;
	f->size = size ? (off_t)size : st.st_size;
	return f->size ? 0 : complain(-1, "%s: is empty; --size says how large it shall be",
				      f->path);
}

/* A file that is not there is made, if it is known how large. */
static int open_file(struct filling *f, uint64_t size, bool *made)
{
	f->fd = open(f->path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (f->fd < 0 && errno == ENOENT && size) {
		f->fd = open(f->path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600);
		*made = f->fd >= 0;
	}
	if (f->fd < 0 && errno == ENOENT)
		return complain(-1, "%s: is not there; --size would make it", f->path);
	return f->fd < 0 ? complain_file(f, "can't be opened") : 0;
}

/* 0, or -1 after a complaint; a file that was made for this is gone again then. */
int write_out(const char *path, uint64_t size)
{
	struct filling f = { .path = path, .percent = isatty(STDERR_FILENO) ? 0 : -1 };
	bool made = false;
	int ret;

	if (open_file(&f, size, &made))
		return -1;
	ret = check_file(&f, size);
	if (!ret)
		ret = settle(&f);
	if (!ret)
		ret = fill(&f);
	end_bar(&f);
	if (ret && made)
		(void)unlink(path);
	close(f.fd);
	return ret;
}
