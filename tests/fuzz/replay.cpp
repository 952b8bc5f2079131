// fuzz: gives each text of the corpus, and of the shelves, to a target once. Built as everything else is.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "../unit/disk.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::string said;  // the command that repeats the text at hand

/// A target that does not hold ends the program.
void tell(int) {
  const auto written = ::write(2, said.data(), said.size());
  std::_Exit(written < 0 ? 2 : 1);
}

/// On a stack of its own, since that may be what ran out.
void tell_at_the_end() {
  static char stack[1 << 16];
  const stack_t own{stack, 0, sizeof stack};
  sigaltstack(&own, nullptr);
  struct sigaction action {};
  action.sa_handler = tell;
  action.sa_flags = SA_ONSTACK;
  for (const int end : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE}) sigaction(end, &action, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  tell_at_the_end();
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    if (!fs::exists(argv[i])) {
      fmt::print("there is no {}\n", argv[i]);
      return 1;
    }
    if (!fs::is_directory(argv[i])) {
      paths.emplace_back(argv[i]);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argv[i]))
      if (entry.is_regular_file()) paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  double slowest = 0;
  for (const auto& path : paths) {
    const std::string text = v2v::tests::text_at(path);
    said = fmt::format("repeat: {} {}\n", argv[0], path);
    const std::clock_t begun = std::clock();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    slowest = std::max(slowest, static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
  }
  fmt::print("{} texts, the slowest {:.3f} s\n", paths.size(), slowest);
  return paths.empty() ? 1 : 0;
}
