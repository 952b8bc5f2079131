// A process of its own, timed from outside: what a person at a terminal waits for.
#pragma once
#include <string>
#include <vector>

namespace v2v::bench {

struct Cost {
  double wall_ms, cpu_ms;  // from before the start to after the end; user and system time
  double rss_mb;           // largest resident size, never below that of the program that measures
  int code;                // exit code; -1: killed
};

/// Runs `words` (the first is the program) with both outputs to /dev/null. Throws std::runtime_error if it cannot
/// start.
Cost spawn(const std::vector<std::string>& words);

/// The `name` that stands beside this program.
std::string beside_us(const std::string& name);

/// The middle of `values`, the upper one of two. Not empty.
double median(std::vector<double> values);

}  // namespace v2v::bench
