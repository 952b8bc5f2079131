// v2v-bench: one program, a subcommand for each kind of work that is measured.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "bench.h"

namespace v2v::bench {

void show(const std::vector<std::vector<std::string>>& rows, const std::string& as) {
  std::vector<std::size_t> width;
  for (const auto& row : rows) {
    width.resize(std::max(width.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], row[i].size());
  }
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (as == "csv")
        fmt::print("{}{}", i == 0 ? "" : ",", row[i]);
      else
        fmt::print("{}{:<{}}", i == 0 ? "" : "  ", row[i], i + 1 == row.size() ? 0 : width[i]);
    }
    fmt::print("\n");
  }
}

double now(const std::string& clock) {
  if (clock == "cpu") return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  if (clock != "wall") throw std::runtime_error("--clock is wall or cpu");
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

}  // namespace v2v::bench

int main(int argc, char** argv) {
  using namespace v2v::bench;
  const std::vector<Subcommand> table{timelines(), rcpspmax(), rcpsp(), stnu(), policy(), cold(), phases(), rosters()};
  CLI::App app("measures vein2vein", "v2v-bench");
  app.require_subcommand(1);
  int code = 0;
  std::vector<Given> given(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Subcommand& s = table[i];
    CLI::App* sub = app.add_subcommand(s.name, s.text);
    sub->add_option("--as", given[i]["as"], "table or csv")
        ->default_val("table")
        ->check(CLI::IsMember({"table", "csv"}));
    for (const Option& o : s.options) {
      std::string& value = given[i][o.name.substr(o.name.rfind('-') + 1)];
      CLI::Option* option = sub->add_option(o.name, value, o.text);
      if (!o.otherwise.empty())
        option->default_val(o.otherwise);
      else if (o.name.front() != '-')
        option->required();
    }
    sub->callback([&code, &s, &words = given[i]] { code = s.run(words); });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 3;
  } catch (const std::exception& e) {
    fmt::print(stderr, "v2v-bench: {}\n", e.what());
    return 4;
  }
  return code;
}
