// failing: counts the program's calls into the world and makes the k-th fail. Stands in front of it by LD_PRELOAD.
//
// FAILING=WHAT,HOW,K  WHAT: m memory, r reading, w writing. HOW: once, on (from the k-th), short, interrupt, or signal,
//   which fails nothing and sends the signal FAILING_SIGNAL before the k-th.
// FAILING=WHAT,HOW,fork  makes a child at each call, in which that call fails, and writes a Record of how it ended to
//   FAILING_FD; the parent itself never fails. FAILING_SITES=FD: only one of each chain of FAILING_DEPTH callers, of
//   those that the file FD has not met yet. FAILING_UNTIL=T: none from this second of the monotonic clock on.
// FAILING_COUNT=FD  writes the number of calls counted, at the end.
// What the loader and the libraries take before the program's own first instruction is not counted.
#define _GNU_SOURCE
#include "world.h"

#include <errno.h>
#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <unwind.h>

struct Record {
  uint64_t k, out_size, out_hash, error_size;
  int64_t status;  // of waitpid
};

enum How { once, on, short_count, interrupt, raising };
static enum What what_fails;
static enum How how;
static bool armed, inside, forking, by_site, is_child;
/// Only calls of the first thread count: those of a library's own (pango loads fonts in one) come whenever they come, and a
/// child made at one of them would be without the thread that waits for it.
static __thread bool first_thread __attribute__((tls_model("initial-exec")));
static uint64_t counted, due, until;
static int records = -1, count_to = -1;

enum { site_slots = 1 << 20, most_modules = 64 };
static uint64_t* sites;
static int depth;

/// Where the program and its libraries lie in this process: a place in one of them is the same in the next process.
struct Module {
  uint64_t base, from, to;
};
static struct Module modules[most_modules];
static int module_count;

static int add_module(struct dl_phdr_info* info, size_t size, void* unused) {
  (void)size, (void)unused;
  for (int i = 0; i < info->dlpi_phnum && module_count < most_modules; ++i) {
    const ElfW(Phdr)* part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
    const uint64_t from = info->dlpi_addr + part->p_vaddr;
    modules[module_count++] = (struct Module){info->dlpi_addr, from, from + part->p_memsz};
  }
  return 0;
}

static uint64_t place_of(uint64_t at) {
  for (int i = 0; i < module_count; ++i)
    if (at >= modules[i].from && at < modules[i].to) return at - modules[i].base + ((uint64_t)i << 48);
  return 0;
}

struct Chain {
  uint64_t hash;
  int left;
};

static _Unwind_Reason_Code add_caller(struct _Unwind_Context* context, void* chain) {
  struct Chain* c = chain;
  c->hash = (c->hash ^ place_of(_Unwind_GetIP(context))) * 0x100000001b3u;
  return --c->left > 0 ? _URC_NO_REASON : _URC_END_OF_STACK;
}

/// Has this chain of callers not been met before? A full table says no, and the run is a little shorter for it.
static bool is_new_site(void) {
  struct Chain chain = {0xcbf29ce484222325u, depth};
  _Unwind_Backtrace(add_caller, &chain);
  for (uint64_t i = chain.hash % site_slots, tries = 0; tries < 64; i = (i + 1) % site_slots, ++tries) {
    if (sites[i] == chain.hash) return false;
    if (sites[i]) continue;
    sites[i] = chain.hash;
    return true;
  }
  return false;
}

static bool is_due(void) {
  if (until) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if ((uint64_t)now.tv_sec >= until) return false;
  }
  return !by_site || is_new_site();
}

/// What the parent has written so far stands in front of what the child will write.
static int copy_of(int fd) {
  const int copy = (int)syscall(SYS_memfd_create, "answer", 0u);
  char block[4096];
  ssize_t n;
  for (off_t at = 0; (n = syscall(SYS_pread64, fd, block, sizeof block, at)) > 0; at += n)
    syscall(SYS_write, copy, block, n);
  return copy;
}

static uint64_t hash_of(int fd, uint64_t* size) {
  uint64_t hash = 0xcbf29ce484222325u;
  char block[4096];
  ssize_t n;
  off_t at = 0;
  for (; (n = syscall(SYS_pread64, fd, block, sizeof block, at)) > 0; at += n)
    for (ssize_t i = 0; i < n; ++i) hash = (hash ^ (unsigned char)block[i]) * 0x100000001b3u;
  *size = (uint64_t)at;
  return hash;
}

static void tell(int out, int errors, int64_t status) {
  struct Record r = {.k = counted, .status = status};
  r.out_hash = hash_of(out, &r.out_size);
  char text[1 << 16];
  const ssize_t n = syscall(SYS_pread64, errors, text, sizeof text, 0);
  r.error_size = n > 0 ? (uint64_t)n : 0;
  syscall(SYS_write, records, &r, sizeof r);
  if (n > 0) syscall(SYS_write, records, text, n);
  syscall(SYS_close, out);
  syscall(SYS_close, errors);
}

/// A thread of a library may read on while the parent waits for its child.
static bool has_other_threads(void) {
  struct stat tasks;
  return stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 3;  // two, and one of each thread
}

/// Open files have one position for parent and child: the parent goes on from where it stood.
enum { files = 64 };
static void positions(off_t* at, bool back) {
  for (int fd = 3; fd < files; ++fd)
    if (!back)
      at[fd] = syscall(SYS_lseek, fd, 0, SEEK_CUR);
    else if (at[fd] >= 0 && fd != records)
      syscall(SYS_lseek, fd, at[fd], SEEK_SET);
}

/// true in the child, which fails the call that is due.
static bool split(void) {
  const int out = copy_of(1), errors = copy_of(2);
  off_t at[files];
  positions(at, false);
  const pid_t child = fork();
  if (child != 0) {
    int status = -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (!has_other_threads()) positions(at, true);
    tell(out, errors, child < 0 ? -1 : status);
    return false;
  }
  const struct rlimit seconds = {10, 10}, no_core = {0, 0};
  setrlimit(RLIMIT_CPU, &seconds);
  setrlimit(RLIMIT_CORE, &no_core);
  alarm(120);
  dup2(out, 1);
  dup2(errors, 2);
  syscall(SYS_close, out);
  syscall(SYS_close, errors);
  syscall(SYS_close, records);
  forking = false;
  is_child = true;
  due = counted;
  return true;
}

static uint64_t number(const char* name, uint64_t otherwise) {
  const char* said = getenv(name);
  return said ? strtoull(said, NULL, 10) : otherwise;
}

static bool is_partial(void) {
  return how == short_count || how == interrupt;
}

bool fails(enum What what) {
  return !is_partial() && fails_in_part(what);
}

bool fails_in_part(enum What what) {
  if (!armed || !first_thread || inside || what != what_fails) return false;
  ++counted;
  if (how == raising && counted == due) kill(getpid(), (int)number("FAILING_SIGNAL", SIGINT));
  if (how == raising) return false;
  if (!forking) return how == on ? counted >= due : counted == due;
  inside = true;
  const int saved = errno;
  const bool failing = is_due() && split();
  errno = saved;
  inside = false;
  return failing;
}

bool is_short(void) {
  return how == short_count;
}

int error_of(enum What what) {
  if (how == interrupt) return EINTR;
  return what == memory ? ENOMEM : what == writing ? ENOSPC : EIO;
}

__attribute__((constructor)) static void begin(void) {
  const char* said = getenv("FAILING");
  if (!said || !said[0] || said[1] != ',') return;
  const char* manner = said + 2;
  const char* k = strchr(manner, ',');
  if (!k) return;
  what_fails = (enum What)said[0];
  const char* const names[] = {"once,", "on,", "short,", "interrupt,", "signal,"};
  for (int i = 0; i < 5; ++i)
    if (strncmp(manner, names[i], strlen(names[i])) == 0) how = (enum How)i;
  forking = strcmp(k + 1, "fork") == 0;
  due = strtoull(k + 1, NULL, 10);
  records = (int)number("FAILING_FD", (uint64_t)-1);
  until = number("FAILING_UNTIL", 0);
  count_to = (int)number("FAILING_COUNT", (uint64_t)-1);
  const int met = (int)number("FAILING_SITES", (uint64_t)-1);
  by_site = met >= 0 && ftruncate(met, site_slots * sizeof *sites) == 0;
  if (by_site) sites = mmap(NULL, site_slots * sizeof *sites, PROT_READ | PROT_WRITE, MAP_SHARED, met, 0);
  by_site = by_site && sites != MAP_FAILED;
  depth = (int)number("FAILING_DEPTH", 8);
  dl_iterate_phdr(add_module, NULL);
  struct Chain warm = {0, depth};
  _Unwind_Backtrace(add_caller, &warm);
  unsetenv("LD_PRELOAD");
  armed = first_thread = true;
}

__attribute__((destructor)) static void end(void) {
  armed = false;
  if (count_to >= 0 && !is_child) syscall(SYS_write, count_to, &counted, sizeof counted);
}
