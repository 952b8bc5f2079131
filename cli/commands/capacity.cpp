#include "view/capacity.h"

#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "programme.h"
#include "roster/census.h"
#include "roster/what_if.h"

namespace v2v::cli {
namespace {

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources;
  auto asked = read_programme(words, words.positional.front(), sources);
  if (!asked) return console.refuse(asked.diagnostics);
  console.warn(asked.diagnostics);
  const auto present = make_roster(*asked.value);
  if (!present) return console.refuse(present.diagnostics);
  const timeline::Roster& roster = present.value->roster;
  const timeline::Census census = roster::census(roster);
  console.answer(view::capacity({roster, census, {}}, {.width = width(), .colour = console.colour_answer()}));
  return done;
}

}  // namespace

Command capacity_command() {
  auto rows = programme_options();
  rows.insert(
      rows.begin(),
      {{"--as", "FORM", "how to show it", false, {"table"}, false},
       {"--set", "RESOURCE=N", "beside it, as if there were N of it, as in --set ward.bed=9", true, {}, false}});
  return {"capacity",
          "ROSTER",
          "say how full each machine, chair, bed and slot is, by day and by week, and which one the others wait for",
          "ROSTER is a programme, or what `v2v roster --as json` wrote. A census is counted at midnight, the peak "
          "stands beside it.\n`--set` makes the roster again as if there were more or fewer, and lays the two side by "
          "side.",
          1,
          1,
          {},
          rows,
          run};
}

}  // namespace v2v::cli
