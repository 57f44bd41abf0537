// Writes down, in their order, what a process does to files and the answers that it sends over HTTP: preloaded (LD_PRELOAD) into a service on 64-bit Linux, for
// FlushTests. A line is a word, a tab and a path, or two; it goes to the file that DISK_TRACE names. A flush is written down when it is over, everything else when
// it begins: so what stands before an answer was over before anybody could read it. With DISK_TRACE_KILL=3:.wglog the process is killed before it flushes what
// ends in .wglog for the third time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int trace = -1, flushes_to_live = -1;
static const char *deadly = "";

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("DISK_TRACE");
    if (path != NULL) trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char *kill = getenv("DISK_TRACE_KILL");
    if (kill == NULL) return;
    flushes_to_live = atoi(kill);
    deadly = strchr(kill, ':') + 1;
}

static void say(const char *word, const char *path, const char *other) {
    char line[2 * PATH_MAX + 32];
    int length = snprintf(line, sizeof line, other == NULL ? "%s\t%s\n" : "%s\t%s\t%s\n", word, path, other);
    int before = errno;
    if (trace >= 0 && syscall(SYS_write, trace, line, (size_t)length) != length) abort();
    errno = before;
}

static const char *whole(const char *path, char *buffer) {
    if (path[0] == '/' || getcwd(buffer, PATH_MAX) == NULL) return path;
    strncat(buffer, "/", PATH_MAX - strlen(buffer) - 1);
    strncat(buffer, path, PATH_MAX - strlen(buffer) - 1);
    return buffer;
}

// Where a file is; nothing of a socket or a pipe.
static const char *path_of(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0 || path[0] != '/') return NULL;
    path[length] = 0;
    return path;
}

static void say_of(const char *word, int file) {
    char buffer[PATH_MAX];
    const char *path = path_of(file, buffer);
    if (path != NULL) say(word, path, NULL);
}

static int is_deadly(int file) {
    char buffer[PATH_MAX];
    const char *path = path_of(file, buffer);
    return path != NULL && strlen(path) >= strlen(deadly) && strcmp(path + strlen(path) - strlen(deadly), deadly) == 0;
}

static void say_sent(const void *bytes, size_t length) {
    static const char begins[] = "HTTP/1.1 ";
    if (length < sizeof begins + 3 || memcmp(bytes, begins, sizeof begins - 1) != 0) return;
    char status[4] = { 0 };
    memcpy(status, (const char *)bytes + sizeof begins - 1, 3);
    say("answer", status, NULL);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    char buffer[PATH_MAX];
    if ((flags & O_CREAT) != 0) say(access(path, F_OK) == 0 ? "write" : "create", whole(path, buffer), NULL);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int fsync(int file) {
    if (flushes_to_live > 0 && is_deadly(file) && --flushes_to_live == 0) kill(getpid(), SIGKILL);
    int result = (int)syscall(SYS_fsync, file);
    if (result == 0) say_of("flush", file);
    return result;
}

int mkdir(const char *path, mode_t mode) {
    char buffer[PATH_MAX];
    int result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (result == 0) say("folder", whole(path, buffer), NULL);
    return result;
}

int rename(const char *from, const char *to) {
    char one[PATH_MAX], other[PATH_MAX];
    say("rename", whole(from, one), whole(to, other));
    return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

ssize_t write(int file, const void *bytes, size_t length) {
    say_of("write", file);
    return syscall(SYS_write, file, bytes, length);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    say_of("write", file);
    return syscall(SYS_pwrite64, file, bytes, length, at);
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t at) {
    say_of("write", file);
    return syscall(SYS_pwritev, file, parts, count, at, 0);
}

int ftruncate64(int file, off64_t length) {
    say_of("write", file);
    return (int)syscall(SYS_ftruncate, file, length);
}

ssize_t send(int socket, const void *bytes, size_t length, int flags) {
    say_sent(bytes, length);
    return syscall(SYS_sendto, socket, bytes, length, flags, NULL, 0);
}

ssize_t sendmsg(int socket, const struct msghdr *message, int flags) {
    if (message->msg_iovlen > 0) say_sent(message->msg_iov[0].iov_base, message->msg_iov[0].iov_len);
    return syscall(SYS_sendmsg, socket, message, flags);
}

// Managed code that imports from libc asks that library alone, and so would pass by what stands above.
void *dlsym(void *library, const char *name) {
    static void *(*next)(void *, const char *);
    static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
    for (size_t i = 0; next == NULL && i < sizeof versions / sizeof *versions; i++) *(void **)&next = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    if (strcmp(name, "fsync") == 0) {
        int (*own)(int) = fsync;
        return *(void **)&own;
    }

    return next(library, name);
}
