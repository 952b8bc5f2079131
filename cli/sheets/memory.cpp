// In `v2v-sheets`: where memory has run out, the program ends there, with a line and exit 4. What draws and speaks
// languages does not bear it: ICU waits for itself for ever (under its own lock), GLib aborts, libical leaves out a
// line and says nothing. So none of them is told: the C library's functions are stood in front of. Nothing is
// half-written then, since a file is written without taking memory.
#include <dlfcn.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string_view>

#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define V2V_OTHER_ALLOCATOR
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define V2V_OTHER_ALLOCATOR
#endif

#ifndef V2V_OTHER_ALLOCATOR
extern "C" {
// The C library's own, for what is taken before `find_others` has run.
void* __libc_malloc(std::size_t size);                       // NOLINT
void* __libc_calloc(std::size_t count, std::size_t size);    // NOLINT
void* __libc_realloc(void* old, std::size_t size);           // NOLINT
void* __libc_memalign(std::size_t align, std::size_t size);  // NOLINT
}

namespace {

constexpr int world_failed = 4;

using Malloc = void* (*)(std::size_t);
using Calloc = void* (*)(std::size_t, std::size_t);
using Realloc = void* (*)(void*, std::size_t);
using Align = void* (*)(std::size_t, std::size_t);
using PosixAlign = int (*)(void**, std::size_t, std::size_t);

Malloc next_malloc = __libc_malloc;
Calloc next_calloc = __libc_calloc;
Realloc next_realloc = __libc_realloc;
Align next_align = __libc_memalign;
PosixAlign next_posix_align = nullptr;

template <class Function>
void find(Function& next, const char* name) {
  if (void* found = ::dlsym(RTLD_NEXT, name)) next = reinterpret_cast<Function>(found);
}

/// Whatever else stands in front of the C library is asked first: tests let memory fail that way.
[[gnu::constructor(101)]] void find_others() {
  find(next_malloc, "malloc");
  find(next_calloc, "calloc");
  find(next_realloc, "realloc");
  find(next_align, "memalign");
  find(next_posix_align, "posix_memalign");
}

[[noreturn]] void run_out() {
  constexpr std::string_view said = "v2v: memory has run out\n";
  (void)!::write(2, said.data(), said.size());
  ::_exit(world_failed);
}

void* must(void* got, std::size_t size) {
  if (!got && size > 0) run_out();
  return got;
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) noexcept {
  return must(next_malloc(size), size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
  return must(next_calloc(count, size), count > 0 ? size : 0);
}
void* realloc(void* old, std::size_t size) noexcept {
  return must(next_realloc(old, size), size);
}
void* memalign(std::size_t align, std::size_t size) noexcept {
  return must(next_align(align, size), size);
}
void* aligned_alloc(std::size_t align, std::size_t size) noexcept {
  return must(next_align(align, size), size);
}
int posix_memalign(void** out, std::size_t align, std::size_t size) noexcept {
  if (!next_posix_align) {
    *out = must(next_align(align, size), size);
    return 0;
  }
  const int failed = next_posix_align(out, align, size);
  if (failed == ENOMEM) run_out();
  return failed;
}

}  // extern "C"
#endif
