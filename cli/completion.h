// cli: completion scripts for bash, zsh and fish, from what the parser knows.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "command.h"

namespace v2v::cli {

struct Completed {
  std::string name, summary;
  std::vector<std::string> choices;  // of its positional words; empty: files
  std::vector<Option> options;
};

/// `shell` is bash, zsh or fish.
std::string script(std::string_view shell, const std::vector<Completed>& table);

}  // namespace v2v::cli
