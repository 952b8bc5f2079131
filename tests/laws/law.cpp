#include "law.h"

#include <fmt/format.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace v2v::laws {

void demand(bool holds, const std::string& what) {
  if (!holds) throw Failure{what};
}

std::int64_t Random::operator()(std::int64_t from, std::int64_t to) {
  return from + static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(to - from + 1));
}

Random chance_of(unsigned long seed, long number) {
  std::seed_seq mixed{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                      static_cast<std::uint32_t>(number),
                      static_cast<std::uint32_t>(static_cast<std::uint64_t>(number) >> 32)};
  return Random{std::mt19937_64(mixed)};
}

namespace {

bool read_words(int argc, char** argv, Words& words) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view word = argv[i];
    if (i + 1 >= argc) return false;
    const char* value = argv[i + 1];
    char* rest = nullptr;
    if (word == "--cases")
      words.cases = std::strtol(value, &rest, 10);
    else if (word == "--seed")
      words.seed = std::strtoul(value, &rest, 10);
    else if (word == "--first")
      words.first = std::strtol(value, &rest, 10);
    else if (word == "--seconds")
      words.seconds = std::strtod(value, &rest);
    else if (word == "--share") {
      words.share = std::strtol(value, &rest, 10);
      if (*rest != '/') return false;
      words.shares = std::strtol(rest + 1, &rest, 10);
      if (words.share < 1 || words.share > words.shares) return false;
    } else if (word == "--keep") {
      words.keep = value;
      continue;
    } else {
      return false;
    }
    if (rest == value || *rest) return false;
  }
  return true;
}

/// What the watchman prints when one case takes more CPU seconds than any should: nothing else can say where it hangs.
std::string last_words;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int most_seconds = 600;  // sanitizers are slow, and all threads of a case count
#else
constexpr int most_seconds = 30;
#endif

void give_up(int) {
  [[maybe_unused]] const auto written = write(STDOUT_FILENO, last_words.data(), last_words.size());
  _exit(1);
}

void watch(std::string words) {
  last_words = std::move(words);
  itimerval limit{};
  limit.it_value.tv_sec = most_seconds;
  std::signal(SIGPROF, give_up);
  setitimer(ITIMER_PROF, &limit, nullptr);
}

}  // namespace

int run_law(int argc, char** argv, const std::string& name, Words words,
            const std::function<void(Random&, long, const Words&)>& one, const std::function<std::string()>& summary) {
  if (!read_words(argc, argv, words)) {
    fmt::print(stderr, "usage: {} [--cases N] [--seed S] [--first K] [--seconds T] [--share I/N] [--keep DIR]\n", name);
    return 3;
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(); };
  long held = 0, wanted = 0, i = words.first;
  for (long each = i; each < words.first + words.cases; ++each) wanted += each % words.shares == words.share - 1;
  for (; i < words.first + words.cases; ++i) {
    if (i % words.shares != words.share - 1) continue;
    if (words.seconds > 0 && seconds() >= words.seconds) break;
    Random random = chance_of(words.seed, i);
    const auto repeat = fmt::format("repeat: build/tests/{} --seed {} --first {} --cases 1\n", name, words.seed, i);
    watch(fmt::format("{}: case {} takes more than {} CPU seconds\n{}", name, i, most_seconds, repeat));
    try {
      one(random, i, words);
    } catch (const Failure& failure) {
      fmt::print("{}: case {} does not hold: {}\n{}", name, i, failure.what, repeat);
      return 1;
    }
    ++held;
  }
  fmt::print("{}: {} cases hold (seed {}, {:.1f} s){}{}\n", name, held, words.seed, seconds(), summary ? ": " : "",
             summary ? summary() : "");
  if (words.seconds > 0) fmt::print("{}: reached {} of {} cases\n", name, held, wanted);
  if (i < words.first + words.cases) fmt::print("{}: not reached in {} s: cases from {} on\n", name, words.seconds, i);
  return held > 0 ? 0 : 1;
}

}  // namespace v2v::laws
