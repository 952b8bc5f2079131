// v2v-generate: writes random files of a case, or shrinks a folder of them while a command still succeeds.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "generate.h"
#include "plan/plan.h"
#include "shrink.h"

namespace {

using namespace v2v;
using namespace v2v::laws;

int misused() {
  fmt::print(stderr,
             "usage: v2v-generate [--seed S] [--first K] [--cases N] [--size tiny|small|large] [--out DIR]\n"
             "       v2v-generate --shrink DIR --while COMMAND\n");
  return 3;
}

/// What becomes of the case in the engine: planned, clash, or the code that refuses it.
std::string fate(const Files& files) {
  ReadFiles opened;
  read(files, opened);
  const auto first_code = [](const source::Diagnostics& all) {
    for (const auto& d : all)
      if (d.severity == source::Severity::error) return d.code;
    return std::string("unsaid");
  };
  if (!opened.answer.value) return "refused: " + first_code(opened.answer.diagnostics);
  plan::Settings settings;
  settings.today = opened.today;
  const auto planned = plan::plan(*opened.answer.value, settings);
  if (!planned.value) return "refused by the plan: " + first_code(planned.diagnostics);
  return planned.value->conflict ? "clash" : "planned";
}

int make(std::map<std::string, std::string>& words) {
  const unsigned long seed = std::strtoul(words["--seed"].c_str(), nullptr, 10);
  const long first = std::strtol(words["--first"].c_str(), nullptr, 10);
  const long cases = words.contains("--cases") ? std::strtol(words["--cases"].c_str(), nullptr, 10) : 1;
  Knobs knobs;
  const std::string size = words.contains("--size") ? words["--size"] : "small";
  if (size != "tiny" && size != "small" && size != "large") return misused();
  knobs.size = size == "tiny" ? Knobs::tiny : size == "small" ? Knobs::small : Knobs::large;
  std::map<std::string, long> fates, keys;
  for (long k = first; k < first + cases; ++k) {
    Random random = chance_of(seed, k);
    const Files files = generate(random, knobs);
    if (words.contains("--out")) keep(files, fmt::format("{}/{}", words["--out"], k));
    ++fates[fate(files)];
    for (const auto& key : keys_used(files)) ++keys[key];
  }
  for (const auto& [what, n] : fates) fmt::print("{:8} {}\n", n, what);
  fmt::print("{} keys of the format used\n", keys.size());
  if (words.contains("--keys"))
    for (const auto& [key, n] : keys) fmt::print("{:8} {}\n", n, key);
  return 0;
}

int reduce(const std::string& folder, const std::string& command) {
  const auto try_out = [&](const Files& files) {
    const std::string scratch = folder + "/.try";
    std::filesystem::remove_all(scratch);
    keep(files, scratch);
    return std::system(fmt::format("cd '{}' && ({}) >/dev/null 2>&1", scratch, command).c_str()) == 0;
  };
  const Files files = take_up(folder);
  if (!try_out(files)) {
    fmt::print(stderr, "the command fails in {} as it stands\n", folder);
    std::filesystem::remove_all(folder + "/.try");
    return 1;
  }
  keep(shrink(files, try_out), folder);
  std::filesystem::remove_all(folder + "/.try");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> words;
  for (int i = 1; i + 1 < argc; i += 2) words[argv[i]] = argv[i + 1];
  for (const auto& [word, _] : words)
    if (word != "--seed" && word != "--first" && word != "--cases" && word != "--size" && word != "--out" &&
        word != "--shrink" && word != "--while" && word != "--keys")
      return misused();
  if (argc % 2 == 0 || words.contains("--shrink") != words.contains("--while")) return misused();
  try {
    return words.contains("--shrink") ? reduce(words["--shrink"], words["--while"]) : make(words);
  } catch (const Failure& failure) {
    fmt::print(stderr, "{}\n", failure.what);
    return 2;
  }
}
