/* A disk that fails as it is told to: preloaded (LD_PRELOAD) into a program under test.
 *
 * FAULTY_DISK names a file of rules, looked at anew for each call, so that a disk can fail and
 * recover under a running program. A rule is a line of five words:
 *
 *     CALL PATTERN FATE FIRST COUNT
 *
 * CALL is open, list (a folder), stat, read, write or sync; PATTERN a shell pattern for the whole
 * path, in which * matches slashes too; FATE an error (EIO, ENOSPC, EACCES), "short" (a read or
 * write does half of it) or a time to wait in milliseconds. Of the calls that match, FIRST (from 1)
 * is the first to suffer it, and COUNT how many do; 0 is all.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_RULES 16
#define MOST_TEXT 8192
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int met[MOST_RULES];

/* Nothing (0), an errno, or -1 for half of it; a wait is over when this returns. */
static int fate_of(const char *call, const char *path)
{
    char text[MOST_TEXT], *line, *rest = text;
    const char *rules = getenv("FAULTY_DISK");
    long file = rules ? syscall(SYS_openat, AT_FDCWD, rules, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return 0;
    long size = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    text[size > 0 ? size : 0] = 0;
    for (int number = 0; number < MOST_RULES && (line = strsep(&rest, "\n")); number++) {
        char which[8], pattern[PATH_MAX], fate[16];
        int first, count;
        if (sscanf(line, "%7s %4095s %15s %d %d", which, pattern, fate, &first, &count) != 5)
            continue;
        if (strcmp(which, call) || fnmatch(pattern, path, 0))
            continue;
        int now = __atomic_add_fetch(&met[number], 1, __ATOMIC_SEQ_CST);
        if (now < first || (count && now >= first + count))
            continue;
        if (!strcmp(fate, "EIO"))
            return EIO;
        if (!strcmp(fate, "ENOSPC"))
            return ENOSPC;
        if (!strcmp(fate, "EACCES"))
            return EACCES;
        if (!strcmp(fate, "short"))
            return -1;
        usleep(1000 * (useconds_t)atoi(fate));
    }
    return 0;
}

static int fate_of_file(const char *call, int file)
{
    char name[64], path[PATH_MAX];
    int before = errno;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    long size = syscall(SYS_readlink, name, path, sizeof path - 1);
    errno = before;
    if (size <= 0 || path[0] != '/')
        return 0;
    path[size] = 0;
    return fate_of(call, path);
}

#define FAIL(fate, value)  \
    if ((fate) > 0) {      \
        errno = (fate);    \
        return value;      \
    }

#define MOVES(name, call, buffer)                               \
    ssize_t name(int file, buffer, size_t size)                 \
    {                                                           \
        int fate = fate_of_file(call, file);                    \
        FAIL(fate, -1)                                          \
        return REAL(name)(file, data, fate ? size / 2 : size);  \
    }
#define MOVES_AT(name, call, buffer)                                \
    ssize_t name(int file, buffer, size_t size, off64_t at)         \
    {                                                               \
        int fate = fate_of_file(call, file);                        \
        FAIL(fate, -1)                                              \
        return REAL(name)(file, data, fate ? size / 2 : size, at);  \
    }
MOVES(read, "read", void *data)
MOVES(write, "write", const void *data)
MOVES_AT(pread64, "read", void *data)
MOVES_AT(pwrite64, "write", const void *data)

size_t fwrite(const void *data, size_t size, size_t count, FILE *file)
{
    int fate = fate_of_file("write", fileno(file));
    FAIL(fate, 0)
    return REAL(fwrite)(data, size, count, file);
}

#define SYNCS(name)                              \
    int name(int file)                           \
    {                                            \
        FAIL(fate_of_file("sync", file), -1)     \
        return REAL(name)(file);                 \
    }
SYNCS(fsync)
SYNCS(fdatasync)

#define OPENS(name)                                  \
    int name(const char *path, int flags, ...)       \
    {                                                \
        va_list more;                                \
        va_start(more, flags);                       \
        mode_t mode = va_arg(more, mode_t);          \
        va_end(more);                                \
        FAIL(fate_of("open", path), -1)              \
        return REAL(name)(path, flags, mode);        \
    }
OPENS(open)
OPENS(open64)

DIR *opendir(const char *path)
{
    FAIL(fate_of("list", path), NULL)
    return REAL(opendir)(path);
}

#define STATS(name)                                      \
    int name(const char *path, struct stat64 *found)     \
    {                                                    \
        FAIL(fate_of("stat", path), -1)                  \
        return REAL(name)(path, found);                  \
    }
STATS(stat64)
STATS(lstat64)

int fstatat64(int folder, const char *path, struct stat64 *found, int flags)
{
    FAIL(fate_of("stat", path), -1)
    return REAL(fstatat64)(folder, path, found, flags);
}
