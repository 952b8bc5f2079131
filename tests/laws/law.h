// laws: what every random test shares: its words on the command line, its chance, and the command that repeats a case.
#pragma once
#include <cstdint>
#include <functional>
#include <random>
#include <string>

namespace v2v::laws {

/// What a case throws where the law does not hold.
struct Failure {
  std::string what;
};
void demand(bool holds, const std::string& what);

struct Random {
  std::mt19937_64 bits;
  /// Any whole number from `from` to `to`, both included.
  std::int64_t operator()(std::int64_t from, std::int64_t to);
  bool chance(int percent) { return (*this)(1, 100) <= percent; }
};
/// The chance of one case: it depends on these two alone.
Random chance_of(unsigned long seed, long number);

/// --cases N --seed S --first K --seconds T --share I/N --keep DIR
struct Words {
  long cases = 0;
  unsigned long seed = 0;
  long first = 0;
  double seconds = 0;          // 0: no limit; else stops after the case during which they ran out
  long share = 1, shares = 1;  // of all cases only every shares-th, beginning with the share-th
  std::string keep;            // folder in which a failing case leaves its files; empty: the folder it runs in
};

/// Calls `one` for each case with chance that depends on seed and case alone. Prints how many held, then `summary()`;
/// at the first failure what failed and the one command that repeats it. Exit code of main: 0, 1 failed, 3 misused.
int run_law(int argc, char** argv, const std::string& name, Words defaults,
            const std::function<void(Random&, long number, const Words&)>& one,
            const std::function<std::string()>& summary);

}  // namespace v2v::laws
