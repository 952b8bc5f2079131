#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "command.h"

namespace v2v::cli {
namespace {

constexpr const char* exit_codes =
    "exit codes: 0 done (warnings too); 1 refused (a clash, a failed check); 2 wrong content of a file;\n"
    "  3 misused words, or an id on the command line not found; 4 file, disk, memory; 5 a fault of ours\n";

}  // namespace

const std::string& Words::one(const std::string& option) const {
  static const std::string nothing;
  const auto at = said.find(option);
  return at == said.end() || at->second.empty() ? nothing : at->second.front();
}

const std::vector<std::string>& Words::all(const std::string& option) const {
  static const std::vector<std::string> nothing;
  const auto at = said.find(option);
  return at == said.end() ? nothing : at->second;
}

std::span<const Command> commands() {
  static const std::array<Command, 23> table{
      plan_command(),           calendar_command(),       why_command(),
      todo_command(),           note_command(),           replan_command(),
      compare_command(),        stale_command(),          forecast_command(),
      prove_command(),          slots_command(),          roster_command(),
      capacity_command(),       check_command(),          graph_command(),
      show_command(),           workflows_list_command(), workflows_show_command(),
      workflows_new_command(),  workflows_diff_command(), schema_command(),
      completion_command(),     help_command()};
  return table;
}

const Command* find_command(std::string_view name) {
  const auto table = commands();
  const auto at = std::find_if(table.begin(), table.end(), [&](const Command& c) { return c.name == name; });
  return at == table.end() ? nullptr : &*at;
}

std::vector<const Command*> commands_under(std::string_view word) {
  std::vector<const Command*> under;
  for (const Command& c : commands())
    if (c.name.size() > word.size() && c.name.starts_with(word) && c.name[word.size()] == ' ') under.push_back(&c);
  return under;
}

Option library_option() {
  return {"--library", "DIR", "look for workflows, centres and holidays here too", true, {}, true};
}

Option out_option() {
  return {"--out", "FILE", "write the answer to FILE, whole or not at all", false, {}, true};
}

Option today_option() {
  return {"--today", "DATE", "plan as if on this date (default: the clock's, in the centre's zone)", false, {}, false};
}

std::vector<Option> case_options() {
  return {
      {"--centre", "FILE|ID", "the centre, where the patient file names none or another", false, {}, true},
      {"--patient", "FILE", "the patient", false, {}, true},
      {"--edition", "ID", "the edition of the workflow's rules", false, {}, false},
      today_option(),
      {"--at", "POINT=WHEN", "book a stage, as in --at infusion=2026-10-14", true, {}, false},
      {"--option", "OPTION=VALUE", "make a choice of the workflow's `options`", true, {}, false},
      {"--assume", "WHAT", "lengths: least, likely, most, p80; or STAGE=OUTCOME", true, {}, false},
      {"--slack-to", "STAGE", "hold this stage when slack is reckoned (default: Day 0)", false, {}, false},
      library_option(),
      out_option(),
  };
}

std::string help() {
  std::string page =
      "v2v: dates a clinic can rely on, for CAR-T and other cell therapies\n\nusage: v2v COMMAND ... [options]\n\n";
  for (const Command& c : commands()) page += fmt::format("  {:<16}{}\n", c.name, c.summary);
  page += "\n  v2v help COMMAND says more; v2v --version names the version and its time zone data\n\n";
  return page + exit_codes;
}

std::string help(const std::vector<const Command*>& under) {
  std::string page;
  for (const Command* c : under) page += fmt::format("  v2v {:<16}{}\n", c->name, c->summary);
  return page + fmt::format("\n  v2v help {} says more\n", under.front()->name);
}

std::string help(const Command& command) {
  std::string page =
      fmt::format("v2v {}: {}\n\nusage: v2v {} {}{}\n\n{}\n", command.name, command.summary, command.name,
                  command.arguments, command.options.empty() ? "" : " [options]", command.text);
  if (command.options.empty()) return page;
  page += "\noptions:\n";
  for (const Option& o : command.options) {
    std::string text = o.text;
    if (!o.choices.empty()) text += fmt::format(": {} (default: {})", fmt::join(o.choices, ", "), o.choices.front());
    if (o.many) text += "; may be repeated";
    page += fmt::format("  {:<24}{}\n", (o.letter.empty() ? "" : o.letter + ", ") + o.name + " " + o.value, text);
  }
  return page + "\n" + exit_codes;
}

}  // namespace v2v::cli
