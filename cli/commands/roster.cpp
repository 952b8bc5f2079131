#include "view/roster.h"

#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "elsewhere.h"
#include "programme.h"
#include "roster/census.h"
#include "view/roster_again.h"
#include "view/roster_csv.h"
#include "view/roster_json.h"

namespace v2v::cli {
namespace {

/// Whether the roster that was made before comes out of its inputs once more.
int show_again(const timeline::Roster& before, const timeline::Roster& now, Console& console) {
  if (console.json())
    console.answer(view::json_again(before, now, V2V_VERSION));
  else
    console.answer(view::roster_again(before, now, {.width = width(), .colour = console.colour_answer()}));
  return view::again(before, now).same() ? done : refused;
}

int run(const Words& words, Console& console) {
  if (words.one("--as") == "xlsx") workbook_elsewhere(words);
  std::shared_ptr<source::Sources> sources;
  auto asked = read_programme(words, words.positional.front(), sources);
  if (!asked) return console.refuse(asked.diagnostics);
  console.warn(asked.diagnostics);
  set_amounts(*asked.value);
  auto answer = make_roster(*asked.value);
  if (!answer) return console.refuse(answer.diagnostics);
  timeline::Roster& roster = answer.value->roster;
  roster.set = asked.value->set;
  const std::string& as = words.one("--as");
  if (asked.value->again) return show_again(*asked.value->again, roster, console);
  if (console.json())
    console.answer(view::json(roster, V2V_VERSION));
  else if (as == "csv")
    console.answer(view::csv(roster));
  else if (as == "xlsx")
    console.answer(workbook({roster, roster::census(roster), {}}));
  else
    console.answer(view::roster(roster, {.width = width(), .colour = console.colour_answer()}));
  return roster.objective.not_placed > 0 ? refused : done;
}

}  // namespace

Command roster_command() {
  auto rows = programme_options();
  rows.insert(
      rows.begin(),
      {{"--as", "FORM", "how to show it", false, {"table", "json", "csv", "xlsx"}, false},
       {"--set", "RESOURCE=N", "as if there were N of it, as in --set ward.bed=9", true, {}, false},
       {"--from", "FILE", "begin with this roster: who stands in it moves only for something better", false, {}, true},
       {"--again",
        "FILE",
        "make this roster again from its inputs, and say whether it comes out the same",
        false,
        {},
        true}});
  return {"roster",
          "PROGRAMME",
          "plan all patients of a programme on what one centre has, and say who waits and for what",
          "Everybody gets all that they need, or nothing new: nobody is collected without a place to be infused. What "
          "happened and\nwhat is booked stays. First served is who comes first on the programme's waiting list; then "
          "orders are tried that make\nthe days late, by weight, fewer. Every roster is checked before it is shown.",
          1,
          1,
          {},
          rows,
          run};
}

}  // namespace v2v::cli
