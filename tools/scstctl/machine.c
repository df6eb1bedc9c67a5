// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine as it is: a netlink socket, a clock, /dev.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "machine.h"

/* Events of others arrive on the same socket while we wait for ours. */
#define RECEIVE_BUFFER	(1 << 20)

static struct mnl_socket *sock;

static void enlarge_buffer(void)
{
	int fd = mnl_socket_get_fd(sock), size = RECEIVE_BUFFER;

	/* Past the limit of the system where we may; else what it allows. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

int machine_open(void)
{
	int on = 1;

	sock = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!sock || mnl_socket_bind(sock, 0, MNL_SOCKET_AUTOPID) < 0)
		return -errno;
	/* Sentences with errors, and errors without the request they answer. */
	if (mnl_socket_setsockopt(sock, NETLINK_EXT_ACK, &on, sizeof(on)) ||
	    mnl_socket_setsockopt(sock, NETLINK_CAP_ACK, &on, sizeof(on)))
		return -errno;
	enlarge_buffer();
	return 0;
}

void machine_close(void)
{
	if (sock)
		mnl_socket_close(sock);
	sock = NULL;
}

int machine_subscribe(uint32_t group)
{
	return mnl_socket_setsockopt(sock, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) ?
		-errno : 0;
}

int machine_send(const void *buf, size_t len)
{
	return mnl_socket_sendto(sock, buf, len) < 0 ? -errno : 0;
}

/* poll() takes an int and is asked again when it runs out. */
static int wait_readable(int64_t deadline)
{
	struct pollfd pfd = { .fd = mnl_socket_get_fd(sock), .events = POLLIN };
	int64_t left;
	int ret;

	for (;;) {
		left = deadline - machine_now();
		if (left <= 0)
			return -ETIMEDOUT;
		ret = poll(&pfd, 1, left > 60000 ? 60000 : (int)left);
		if (ret > 0)
			return 0;
		if (ret < 0 && errno != EINTR)
			return -errno;
	}
}

int machine_recv(void *buf, size_t size, int64_t deadline)
{
	ssize_t len;
	int ret;

	ret = wait_readable(deadline);
	if (ret)
		return ret;
	len = mnl_socket_recvfrom(sock, buf, size);
	return len < 0 ? -errno : (int)len;
}

int64_t machine_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void machine_sleep(int milliseconds)
{
	(void)poll(NULL, 0, milliseconds);
}

static int open_device(const char *name, int flags)
{
	char path[256];
	int fd;

	if (snprintf(path, sizeof(path), "/dev/%s", name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags);
	return fd < 0 ? -errno : fd;
}

int machine_device_answers(const char *name)
{
	int fd = open_device(name, 0), ret;
	struct stat st;

	if (fd < 0)
		return fd;
	ret = fstat(fd, &st) ? -errno : 0;
	if (!ret && !S_ISBLK(st.st_mode) && !S_ISCHR(st.st_mode))
		ret = -ENODEV;
	close(fd);
	return ret;
}

bool machine_device_claimed(const char *name)
{
	int fd = open_device(name, O_EXCL);

	if (fd >= 0)
		close(fd);
	return fd == -EBUSY;
}
