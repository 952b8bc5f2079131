// failing: the calls into the world that world.c may fail. Each does what the system's does, or fails as that would.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "world.h"

void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);

static void* no_memory(void) {
  errno = ENOMEM;
  return NULL;
}

void* malloc(size_t size) {
  return fails(memory) ? no_memory() : __libc_malloc(size);
}
void* calloc(size_t count, size_t size) {
  return fails(memory) ? no_memory() : __libc_calloc(count, size);
}
void* realloc(void* old, size_t size) {
  return fails(memory) ? no_memory() : __libc_realloc(old, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  return fails(memory) ? no_memory() : __libc_memalign(alignment, size);
}
void* memalign(size_t alignment, size_t size) {
  return fails(memory) ? no_memory() : __libc_memalign(alignment, size);
}
int posix_memalign(void** at, size_t alignment, size_t size) {
  void* const got = fails(memory) ? NULL : __libc_memalign(alignment, size);
  if (!got) return ENOMEM;
  *at = got;
  return 0;
}

/// The system's own function behind ours.
#define NEXT(name)               \
  static __typeof__(&name) next; \
  if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define FAIL(what, value)     \
  do {                        \
    if (fails(what)) {        \
      errno = error_of(what); \
      return value;           \
    }                         \
  } while (0)

/// Descriptors that were opened to be written: a lost write may hide in their close.
static bool written[1024];

static int opened(int fd, int flags) {
  if (fd >= 0 && fd < 1024) written[fd] = (flags & O_ACCMODE) != O_RDONLY;
  return fd;
}

static enum What of(int flags) {
  return (flags & O_ACCMODE) == O_RDONLY ? reading : writing;
}

#define OPEN(name)                                                  \
  int name(const char* path, int flags, ...) {                      \
    NEXT(name);                                                     \
    FAIL(of(flags), -1);                                            \
    va_list more;                                                   \
    va_start(more, flags);                                          \
    const mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                   \
    return opened(next(path, flags, mode), flags);                  \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                \
  int name(int folder, const char* path, int flags, ...) {          \
    NEXT(name);                                                     \
    FAIL(of(flags), -1);                                            \
    va_list more;                                                   \
    va_start(more, flags);                                          \
    const mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                   \
    return opened(next(folder, path, flags, mode), flags);          \
  }
OPENAT(openat)
OPENAT(openat64)

int mkostemp(char* name, int flags) {
  NEXT(mkostemp);
  FAIL(writing, -1);
  return opened(next(name, flags), O_RDWR);
}
int mkostemp64(char* name, int flags) {
  NEXT(mkostemp64);
  FAIL(writing, -1);
  return opened(next(name, flags), O_RDWR);
}

#define FOPEN(name)                                \
  FILE* name(const char* path, const char* mode) { \
    NEXT(name);                                    \
    FAIL(*mode == 'r' ? reading : writing, NULL);  \
    return next(path, mode);                       \
  }
FOPEN(fopen)
FOPEN(fopen64)

ssize_t read(int fd, void* to, size_t size) {
  NEXT(read);
  if (!fails_in_part(reading)) return next(fd, to, size);
  if (is_short()) return next(fd, to, (size + 1) / 2 < 7 ? (size + 1) / 2 : 7);
  errno = error_of(reading);
  return -1;
}
size_t fread(void* to, size_t size, size_t count, FILE* from) {
  NEXT(fread);
  if (fails(reading)) {
    from->_flags |= 0x20;  // glibc's mark of an error, for ferror
    errno = error_of(reading);
    return 0;
  }
  return next(to, size, count, from);
}

#define SHORT_OR_FAIL(whole, half)           \
  if (!fails_in_part(writing)) return whole; \
  if (is_short()) return half;               \
  errno = error_of(writing);                 \
  return -1

ssize_t write(int fd, const void* from, size_t size) {
  NEXT(write);
  SHORT_OR_FAIL(next(fd, from, size), next(fd, from, (size + 1) / 2));
}
ssize_t pwrite(int fd, const void* from, size_t size, off_t at) {
  NEXT(pwrite);
  SHORT_OR_FAIL(next(fd, from, size, at), next(fd, from, (size + 1) / 2, at));
}
ssize_t writev(int fd, const struct iovec* parts, int count) {
  NEXT(writev);
  SHORT_OR_FAIL(next(fd, parts, count), next(fd, parts, (count + 1) / 2));
}
size_t fwrite(const void* from, size_t size, size_t count, FILE* to) {
  NEXT(fwrite);
  FAIL(writing, 0);
  return next(from, size, count, to);
}
int fputs(const char* text, FILE* to) {
  NEXT(fputs);
  FAIL(writing, EOF);
  return next(text, to);
}

int close(int fd) {
  NEXT(close);
  if (fd < 0 || fd >= 1024 || !written[fd]) return next(fd);
  written[fd] = false;
  const bool failing = fails(writing);
  const int closed = next(fd);  // the descriptor is gone in either case
  if (!failing) return closed;
  errno = EIO;
  return -1;
}
int fsync(int fd) {
  NEXT(fsync);
  FAIL(writing, -1);
  return next(fd);
}
int fdatasync(int fd) {
  NEXT(fdatasync);
  FAIL(writing, -1);
  return next(fd);
}
int rename(const char* from, const char* to) {
  NEXT(rename);
  FAIL(writing, -1);
  return next(from, to);
}
int fchmod(int fd, mode_t mode) {
  NEXT(fchmod);
  FAIL(writing, -1);
  return next(fd, mode);
}

DIR* opendir(const char* path) {
  NEXT(opendir);
  FAIL(reading, NULL);
  return next(path);
}
DIR* fdopendir(int fd) {
  NEXT(fdopendir);
  FAIL(reading, NULL);
  return next(fd);
}
struct dirent* readdir(DIR* folder) {
  NEXT(readdir);
  FAIL(reading, NULL);
  return next(folder);
}
struct dirent64* readdir64(DIR* folder) {
  NEXT(readdir64);
  FAIL(reading, NULL);
  return next(folder);
}
int stat(const char* path, struct stat* about) {
  NEXT(stat);
  FAIL(reading, -1);
  return next(path, about);
}
int stat64(const char* path, struct stat64* about) {
  NEXT(stat64);
  FAIL(reading, -1);
  return next(path, about);
}
int lstat(const char* path, struct stat* about) {
  NEXT(lstat);
  FAIL(reading, -1);
  return next(path, about);
}
int fstat(int fd, struct stat* about) {
  NEXT(fstat);
  FAIL(reading, -1);
  return next(fd, about);
}
char* realpath(const char* path, char* to) {
  NEXT(realpath);
  FAIL(reading, NULL);
  return next(path, to);
}
