// The program v2v: words in, an answer and an exit code out.
#include <fcntl.h>
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "console.h"
#include "disk.h"
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
  if (call.value->command) return call.value->command->run(call.value->words, console);
  console.answer(call.value->page);
  return done;
}

/// Nothing is thrown where stderr is closed or full: the exit code still tells.
void say(const std::string& line) {
  std::fputs(fmt::format("v2v: {}\n", line).c_str(), stderr);
}

}  // namespace
}  // namespace v2v::cli

int main(int argc, char** argv) {
  using namespace v2v::cli;
  hold_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run({argv + 1, argv + argc});
  } catch (const ReaderGone&) {
    return done;
  } catch (const WorldFailed& failure) {
    say(failure.what());
    return world_failed;
  } catch (const std::exception& fault) {
    say(fmt::format("a fault of ours ({}); please report it with the command and its files", fault.what()));
    return our_fault;
  }
}
