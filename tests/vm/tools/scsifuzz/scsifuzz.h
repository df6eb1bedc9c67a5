/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands that a unit did not expect, through SG_IO: what is sent is made from
 * the unit's own list of commands (REPORT SUPPORTED OPERATION CODES), so a
 * command that is added to the target is tried without a change here.
 */
#ifndef SCSIFUZZ_H
#define SCSIFUZZ_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_CDB		260
#define MAX_ROWS	256
#define MAX_NODES	4
/* Room for data; the rest of the window around it must stay as it was. */
#define DATA_MAX	(128 << 10)
#define PAGE		4096
#define SENSE_MAX	96

enum { DIR_NONE = -1, DIR_TO = -2, DIR_FROM = -3, DIR_TO_FROM = -4, DIR_UNKNOWN = -5 };

/* A command that the unit says it has. */
struct row {
	uint8_t opcode;
	bool has_sa;
	uint16_t sa;
	unsigned int len;
	uint8_t mask[32];
	bool has_mask;
	/* Racy counters, for the report. */
	unsigned long sent, good;
};

/* What all threads share. */
struct unit {
	const char *nodes[MAX_NODES];
	unsigned int nr_nodes;
	struct row rows[MAX_ROWS];
	unsigned int nr_rows;
	uint64_t blocks;
	unsigned int block_size;
	/* What mode pages say: templates for lists that are nearly right. */
	uint8_t mode[2][256];
	unsigned int mode_len[2];
	/* Nothing that could change the medium may succeed, and this is what is on it. */
	bool keep;
	uint8_t *model;
};

/* One try: what is sent, what is known of it beforehand, what came back. */
struct try {
	struct row *row;
	uint8_t cdb[MAX_CDB];
	unsigned int cdb_len;
	int dir;
	unsigned int len;
	unsigned int pieces;
	bool direct, racing;
	/* The pages were the unit's own to fill: nothing was copied on the way. */
	bool mapped;
	/* A bit is set that the row does not allow: the first such byte, else -1. */
	int bad_byte;

	uint8_t *data;
	int error;
	uint8_t status;
	unsigned int host, driver;
	int resid;
	uint8_t sense[SENSE_MAX];
	unsigned int sense_len;
};

struct worker {
	struct unit *unit;
	unsigned int number;
	uint64_t seed, rng;
	unsigned long count, done;
	int files[MAX_NODES];
	uint8_t *window;
	pthread_t thread, racer;
	/* The racer scribbles over these bytes while they are not NULL. */
	pthread_mutex_t scribble_lock;
	uint8_t *scribble;
	unsigned int scribble_len;
	volatile bool over;
	/* The unit said that it is NOT READY. */
	bool stopped;
	unsigned long good, check, conflict, busy, refused_by_linux, problems;
};

uint64_t rnd(struct worker *w);
/* 0 to n - 1 */
unsigned int below(struct worker *w, unsigned int n);
bool chance(struct worker *w, unsigned int percent);

/* grammar.c */
void learn(struct worker *w);
void compose(struct worker *w, struct try *t);
void fill_list(struct worker *w, struct try *t);
bool may_write(const uint8_t *cdb);
/* The bytes that a READ or WRITE moves; false for other commands. */
bool blocks_moved(const struct unit *u, const uint8_t *cdb, uint64_t *lba, uint64_t *bytes);
bool is_read(const uint8_t *cdb);

/* send.c */
void scribble_on(struct worker *w, uint8_t *data, unsigned int len);
void send_try(struct worker *w, struct try *t, unsigned int node);
void place(struct worker *w, struct try *t);
bool window_untouched(const struct worker *w, const struct try *t);
bool tail_untouched(const struct try *t);
bool plain(struct worker *w, const void *cdb, unsigned int cdb_len, int dir, void *data,
	   unsigned int len, struct try *t);

/* check.c */
void check(struct worker *w, struct try *t);
void start_unit(struct worker *w);
void check_medium(struct worker *w);

#endif
