// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsifuzz [-k] [-n COMMANDS] [-s SEED] [-t THREADS] NODE...
 *
 * Sends commands to one unit through its nodes (/dev/sgN, /dev/sdX) and checks
 * every answer.  -k: nothing may change what is on the medium, which is checked.
 * The same seed sends the same commands.  Exits with 1 where there was a problem.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "scsifuzz.h"

#define THREADS_MAX	16
/* Between two looks at whether the unit is still started and its medium the same. */
#define ROUND		512

uint64_t rnd(struct worker *w)
{
	w->rng ^= w->rng << 13;
	w->rng ^= w->rng >> 7;
	w->rng ^= w->rng << 17;
	return w->rng;
}

unsigned int below(struct worker *w, unsigned int n)
{
	return n ? (rnd(w) >> 16) % n : 0;
}

bool chance(struct worker *w, unsigned int percent)
{
	return below(w, 100) < percent;
}

static void *race(void *arg)
{
	struct worker *w = arg;
	unsigned int at = 0;
	bool idle;

	while (!w->over) {
		pthread_mutex_lock(&w->scribble_lock);
		at += 7;
		idle = !w->scribble_len;
		if (!idle)
			w->scribble[at % w->scribble_len] ^= at;
		pthread_mutex_unlock(&w->scribble_lock);
		if (idle)
			usleep(50);
	}
	return NULL;
}

static void open_nodes(struct worker *w)
{
	unsigned int i;

	for (i = 0; i < w->unit->nr_nodes; i++) {
		w->files[i] = open(w->unit->nodes[i], O_RDWR | O_NONBLOCK | O_CLOEXEC);
		if (w->files[i] < 0)
			err(2, "%s", w->unit->nodes[i]);
	}
}

static void prepare(struct worker *w, struct unit *u, unsigned int number, uint64_t seed)
{
	w->unit = u;
	w->number = number;
	w->seed = seed;
	pthread_mutex_init(&w->scribble_lock, NULL);
	w->rng = (seed + 1) * 0x9e3779b97f4a7c15ull + number * 0xd1342543de82ef95ull;
	w->window = mmap(NULL, DATA_MAX + 4 * PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (w->window == MAP_FAILED)
		err(2, "mmap");
	open_nodes(w);
}

static void one(struct worker *w)
{
	struct try t;

	compose(w, &t);
	place(w, &t);
	if (t.dir == DIR_TO || t.dir == DIR_TO_FROM)
		fill_list(w, &t);
	send_try(w, &t, below(w, w->unit->nr_nodes));
	check(w, &t);
	w->done++;
}

static void *work(void *arg)
{
	struct worker *w = arg;

	if (pthread_create(&w->racer, NULL, race, w))
		errx(2, "no thread");
	while (w->done < w->count && w->problems < 20) {
		if (w->done % ROUND == 0)
			check_medium(w);
		if (w->stopped && chance(w, 30))
			start_unit(w);
		one(w);
	}
	check_medium(w);
	w->over = true;
	pthread_join(w->racer, NULL);
	return NULL;
}

static void load_model(struct worker *w)
{
	struct unit *u = w->unit;
	int file = open(u->nodes[u->nr_nodes - 1], O_RDONLY | O_CLOEXEC);
	size_t size = u->blocks * u->block_size;

	u->model = malloc(size);
	if (file < 0 || !u->model || pread(file, u->model, size, 0) != (ssize_t)size)
		err(2, "the last node must be a disk that can be read");
	close(file);
}

static void report_rows(const struct unit *u)
{
	unsigned int i, good = 0;

	printf("never GOOD:");
	for (i = 0; i < u->nr_rows; i++) {
		if (u->rows[i].good)
			good++;
		else
			printf(" %02x/%x", u->rows[i].opcode, u->rows[i].sa);
	}
	printf("\nrows %u good %u\n", u->nr_rows, good);
}

static int report(const struct unit *u, const struct worker *all, unsigned int threads)
{
	struct worker sum = { 0 };
	unsigned int i;

	for (i = 0; i < threads; i++) {
		sum.done += all[i].done;
		sum.good += all[i].good;
		sum.check += all[i].check;
		sum.conflict += all[i].conflict;
		sum.busy += all[i].busy;
		sum.refused_by_linux += all[i].refused_by_linux;
		sum.problems += all[i].problems;
	}
	report_rows(u);
	printf("commands %lu good %lu check %lu conflict %lu busy %lu linux %lu problems %lu seed %llu\n",
	       sum.done, sum.good, sum.check, sum.conflict, sum.busy, sum.refused_by_linux,
	       sum.problems, (unsigned long long)all[0].seed);
	return !!sum.problems;
}

int main(int argc, char **argv)
{
	static struct worker workers[THREADS_MAX];
	static struct unit unit;
	unsigned int threads = 1, i;
	unsigned long count = 1000;
	uint64_t seed = time(NULL);
	int option;

	while ((option = getopt(argc, argv, "kn:s:t:")) != -1) {
		if (option == 'k')
			unit.keep = true;
		else if (option == 'n')
			count = strtoul(optarg, NULL, 0);
		else if (option == 's')
			seed = strtoull(optarg, NULL, 0);
		else if (option == 't')
			threads = strtoul(optarg, NULL, 0);
		else
			errx(2, "usage: scsifuzz [-k] [-n COMMANDS] [-s SEED] [-t THREADS] NODE...");
	}
	while (optind < argc && unit.nr_nodes < MAX_NODES)
		unit.nodes[unit.nr_nodes++] = argv[optind++];
	if (!unit.nr_nodes || !threads || threads > THREADS_MAX)
		errx(2, "no node, or too many threads");
	printf("seed %llu\n", (unsigned long long)seed);
	fflush(stdout);
	for (i = 0; i < threads; i++) {
		prepare(&workers[i], &unit, i, seed);
		workers[i].count = count / threads;
	}
	learn(&workers[0]);
	if (!unit.nr_rows || !unit.block_size)
		errx(2, "the unit says neither what it can nor how large it is");
	if (unit.keep)
		load_model(&workers[0]);
	for (i = 0; i < threads; i++)
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
			errx(2, "no thread");
	for (i = 0; i < threads; i++)
		pthread_join(workers[i].thread, NULL);
	return report(&unit, workers, threads);
}
