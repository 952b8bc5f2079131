// fuzz: gives each text of the corpus, and of the shelves, to a target once. Built as everything else is; no text may
// take more than a second of the processor.
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

}  // namespace

int main(int argc, char** argv) {
  for (const int end : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(end, tell);
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      paths.emplace_back(argv[i]);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argv[i]))
      if (entry.is_regular_file()) paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  double slowest = 0;
  int slow = 0;
  for (const auto& path : paths) {
    const std::string text = v2v::tests::text_at(path);
    said = fmt::format("repeat: {} {}\n", argv[0], path);
    const std::clock_t begun = std::clock();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    const double took = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
    slowest = std::max(slowest, took);
    if (took <= 1) continue;
    fmt::print("{:.1f} s of the processor\n{}", took, said);
    ++slow;
  }
  fmt::print("{} texts, {} too slow, the slowest {:.3f} s\n", paths.size(), slow, slowest);
  return paths.empty() || slow ? 1 : 0;
}
