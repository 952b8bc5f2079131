#include "view/capacity.h"

#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "elsewhere.h"
#include "parse.h"
#include "programme.h"
#include "question.h"
#include "roster/census.h"
#include "view/capacity_html.h"
#include "view/capacity_json.h"
#include "view/capacity_svg.h"
#include "view/capacity_versus.h"
#include "view/roster_csv.h"
#include "view/roster_json.h"

namespace v2v::cli {
namespace {

std::string drawn(const view::Counted& counted, const Words& words, const Console& console) {
  const std::string& as = words.one("--as");
  if (as == "json") return view::json(counted, V2V_VERSION);
  if (as == "csv") return view::csv(counted);
  if (as == "xlsx") return workbook(counted);
  if (as == "svg") return view::capacity_svg(counted);
  if (as == "html") return view::capacity_html(counted);
  return view::capacity(counted, {.width = width(), .colour = console.colour_answer()});
}

/// A roster that was made before: nothing of it is worked out again.
int show_made(const Words& words, Console& console, const std::string& path, std::string text) {
  auto sources = std::make_shared<source::Sources>();
  const source::File& line = command_line(*sources, words.typed);
  for (const char* option : {"--set", "--assume", "--seconds", "--iterations", "--seed"})
    if (words.has(option))
      return console.refuse({misuse(span_of(line, option), "bad-value",
                                    fmt::format("{} asks for another roster: name the programme", option))});
  source::Diagnostics wrong;
  check_out(words, {path}, line, wrong);
  if (!wrong.empty()) return console.refuse(wrong);
  const auto roster = view::read_roster(*sources, path, std::move(text));
  if (!roster) return console.refuse(roster.diagnostics);
  console.warn(roster.diagnostics);
  const timeline::Census census = roster::census(*roster.value);
  console.answer(drawn({*roster.value, census, {}}, words, console));
  return done;
}

int run(const Words& words, Console& console) {
  if (words.one("--as") == "xlsx") workbook_elsewhere(words);
  const std::string& file = words.positional.front();
  std::string text = read_file(file, largest_roster);
  if (const auto at = text.find_first_not_of(" \t\r\n"); at != std::string::npos && text[at] == '{')
    return show_made(words, console, file, std::move(text));
  std::shared_ptr<source::Sources> sources;
  auto asked = read_programme(words, file, sources);
  if (!asked) return console.refuse(asked.diagnostics);
  const source::File& line = sources->files().front();
  const std::string& as = words.one("--as");
  if (!asked.value->set.empty() && as == "svg")
    return console.refuse(
        {misuse(span_of(line, as), "bad-value", "two side by side are shown as table, html, json, csv or xlsx")});
  console.warn(asked.diagnostics);
  auto present = make_roster(*asked.value);
  if (present && !asked.value->set.empty()) {  // tried as long as the other will have been, which begins with it
    asked.value->from = present.value->roster;
    present = make_roster(*asked.value);
  }
  if (!present) return console.refuse(present.diagnostics);
  const timeline::Roster& roster = present.value->roster;
  const timeline::Census census = roster::census(roster);
  if (asked.value->set.empty()) {
    console.answer(drawn({roster, census, {}}, words, console));
    return done;
  }
  std::string label;
  for (const auto& [resource, n] : asked.value->set)
    label += fmt::format("{}{}={}", label.empty() ? "" : ", ", resource, n);
  set_amounts(*asked.value);
  asked.value->from = roster;  // nobody moves but for what is set
  const auto other = make_roster(*asked.value);
  if (!other) return console.refuse(other.diagnostics);
  const timeline::Census then = roster::census(other.value->roster);
  const view::Counted before{roster, census, "at present"}, after{other.value->roster, then, label};
  if (as == "json")
    console.answer(view::json(before, after, V2V_VERSION));
  else if (as == "html")
    console.answer(view::capacity_html(before, after));
  else if (as == "csv")
    console.answer(view::csv(before, after));
  else if (as == "xlsx")
    console.answer(workbook(before, after));
  else
    console.answer(view::versus(before, after, {.width = width(), .colour = console.colour_answer()}));
  return done;
}

}  // namespace

Command capacity_command() {
  auto rows = programme_options();
  rows.insert(
      rows.begin(),
      {{"--as", "FORM", "how to show it", false, {"table", "json", "csv", "xlsx", "svg", "html"}, false},
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
