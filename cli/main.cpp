// The program v2v: words in, an answer and an exit code out.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "calendar/zone.h"
#include "console.h"
#include "disk.h"
#include "elsewhere.h"
#include "parse.h"

namespace v2v::cli {
namespace {

/// A file that we open must never get the number of a closed stdout, or the answer would be written into it.
void hold_standard_descriptors() {
  for (int fd = 0; fd <= 2; ++fd)
    if (::fcntl(fd, F_GETFD) == -1) (void)::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/// Editors that ask for JSON get it even where the words around it are wrong.
bool wants_json(const std::vector<std::string>& typed) {
  for (std::size_t i = 0; i < typed.size(); ++i)
    if (typed[i] == "--as=json" || (typed[i] == "--as" && i + 1 < typed.size() && typed[i + 1] == "json")) return true;
  return false;
}

int run(const std::vector<std::string>& typed) {
  source::Sources sources;
  const auto call = parse(sources, typed);
  Console console(wants_json(typed), call ? call.value->words.one("--out") : "");
  if (!call) return console.refuse(call.diagnostics);
  if (call.value->command) try {
      return call.value->command->run(call.value->words, console);
    } catch (const Elsewhere&) {
      return call_elsewhere(call.value->words);
    }
  console.answer(call.value->page);
  return done;
}

/// Nothing is allocated here, since memory may have run out, and nothing thrown where stderr is closed or full: the
/// exit code still tells.
void say(std::string_view what, std::string_view more = {}, std::string_view end = {}) noexcept {
  static std::array<char, 8192> line;  // the longest path and what is said of it
  std::size_t size = 0;
  for (const std::string_view part : {std::string_view("v2v: "), what, more, end, std::string_view("\n")})
    size += part.copy(line.data() + size, line.size() - size);
  try {
    write_all(2, {line.data(), size}, "stderr");
  } catch (...) {
    // nobody hears
  }
}

constexpr std::string_view out_of_memory = "memory has run out";

/// What the failure in flight means, said and as an exit code.
int outcome() noexcept {
  try {
    throw;
  } catch (const ReaderGone&) {
    return done;
  } catch (const WorldFailed& failure) {
    say(failure.what());
    return world_failed;
  } catch (const calendar::ZonesFailed& failure) {
    say(failure.what());
    return world_failed;
  } catch (const std::bad_alloc&) {
    say(out_of_memory);
    return world_failed;
  } catch (const std::exception& fault) {
    say("a fault of ours (", fault.what(), "); please report it with the command and its files");
  } catch (...) {
    say("a fault of ours; please report it with the command and its files");
  }
  return our_fault;
}

bool memory_ran_out = false;  // the exception that ends the program cannot always be seen

[[noreturn]] void end_at_once() noexcept {
  if (std::current_exception()) ::_exit(outcome());
  say(memory_ran_out ? out_of_memory : "a fault of ours; please report it with the command and its files");
  ::_exit(memory_ran_out ? world_failed : our_fault);
}

/// Where memory runs out inside what must not throw (a library's destructor), or before main (CLI11 makes its
/// validators there), no catch of ours is reached. So this runs before all else of ours.
[[gnu::constructor(101)]] void expect_the_worst() noexcept {
  std::set_terminate(end_at_once);
  std::set_new_handler([] {
    memory_ran_out = true;
    throw std::bad_alloc();
  });
}

}  // namespace
}  // namespace v2v::cli

int main(int argc, char** argv) {
  using namespace v2v::cli;
  hold_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run({argv + 1, argv + argc});
  } catch (...) {
    return outcome();
  }
}
