// What a subcommand of v2v-bench is: one file each, listed in the table of main.cpp.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace v2v::bench {

/// Words given on the command line, by the name of the option or positional (without dashes); "" where not given.
using Given = std::map<std::string, std::string>;

struct Option {
  std::string name;  // "--runs" or, for a positional, "DIR"
  std::string text;
  std::string otherwise;  // default; a positional without one is required
};

struct Subcommand {
  std::string name;
  std::string text;
  std::vector<Option> options;  // besides --as, which all have
  int (*run)(const Given&);     // exit code
};

Subcommand timelines();
Subcommand rcpspmax();
Subcommand rcpsp();
Subcommand stnu();
Subcommand policy();
Subcommand cold();
Subcommand phases();
Subcommand rosters();

/// Seconds since some moment: by `clock` "wall", or with "cpu" of this process on the processor. Throws on another word.
double now(const std::string& clock);

/// A whole file. Throws where it cannot be read.
std::string slurp(const std::string& path);

/// Rows as `--as csv` or as an aligned table on stdout. The first row is the head.
void show(const std::vector<std::vector<std::string>>& rows, const std::string& as);

}  // namespace v2v::bench
