/*
 * Answers each datagram with 300 bytes and looks at none, in batches of 32: the least that a UDP server costs on this
 * machine. Listens on 127.0.0.1, prints its port, ends when its standard input does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

#define BATCH 32
#define LONGEST 2049
#define ANSWER 300

static char in[BATCH][LONGEST], out[ANSWER];
static struct sockaddr_in from[BATCH];
static struct iovec to_read[BATCH], to_write = {out, ANSWER};
static struct mmsghdr received[BATCH], answers[BATCH];

int main(void) {
    int s = socket(AF_INET, SOCK_DGRAM, 0), room = 4 << 20;
    struct sockaddr_in self = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof self;
    setsockopt(s, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(s, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    if (s < 0 || bind(s, (struct sockaddr *)&self, sizeof self) < 0 || getsockname(s, (struct sockaddr *)&self, &length) < 0) {
        perror("echo");
        return 1;
    }
    printf("%d\n", ntohs(self.sin_port));
    fflush(stdout);
    for (int i = 0; i < BATCH; i++) {
        to_read[i] = (struct iovec){in[i], LONGEST};
        received[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &to_read[i], .msg_iovlen = 1};
        answers[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &to_write, .msg_iovlen = 1};
    }
    struct pollfd wait[] = {{.fd = s, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    for (;;) {
        int n = recvmmsg(s, received, BATCH, MSG_DONTWAIT, NULL);
        if (n > 0) {
            sendmmsg(s, answers, n, 0);
        } else if (poll(wait, 2, -1) > 0 && wait[1].revents) {
            return 0;
        }
    }
}
