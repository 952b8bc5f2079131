#include "roster/slots.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "parse.h"
#include "programme.h"
#include "question.h"
#include "text/read.h"
#include "view/capacity_json.h"
#include "view/roster_json.h"
#include "view/slots.h"

namespace v2v::cli {
namespace {

constexpr long most_sets = 50;

/// The pseudonym asked about. A file of somebody who is not in the programme yet is taken in.
source::Checked<std::string> patient_of(const std::string& word, const Words& words, Programme& asked) {
  auto& cases = asked.programme.cases;
  const source::File& line = asked.sources->files().front();
  const auto with = [&](const std::string& id) {
    return std::find_if(cases.begin(), cases.end(), [&](const model::Case& c) { return c.patient.id == id; });
  };
  if (!looks_like_path(word)) {
    if (with(word) != cases.end()) return {word, {}};
    std::vector<std::string> known;
    for (const model::Case& c : cases) known.push_back(c.patient.id);
    return {std::nullopt,
            {misuse(span_of(line, word), "unknown-patient",
                    fmt::format("{} has no patient '{}'", asked.programme.id, word), did_you_mean(word, known))}};
  }
  text::Ask ask;
  ask.today = asked.settings.today;
  ask.centre = asked.programme.centre;
  auto read = text::read_case(*asked.sources, {{word, read_file(word)}}, library(words.all("--library")), ask);
  if (!read || source::has_errors(read.diagnostics)) return {std::nullopt, read.diagnostics};
  const std::string id = read.value->patient.id;
  if (const auto at = with(id); at != cases.end())
    *at = std::move(*read.value);
  else
    cases.insert(std::find_if(cases.begin(), cases.end(), [&](const model::Case& c) { return c.patient.id > id; }),
                 std::move(*read.value));
  return {id, read.diagnostics};
}

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources;
  if (!words.has("--programme")) {
    sources = std::make_shared<source::Sources>();
    const source::File& line = command_line(*sources, words.typed);
    return console.refuse(
        {misuse(span_of(line, words.command), "missing-word", "slots needs --programme FILE: beside whom?")});
  }
  auto asked = read_programme(words, words.one("--programme"), sources);
  if (!asked) return console.refuse(asked.diagnostics);
  const source::File& line = sources->files().front();
  long n = 5;
  if (const std::string& said = words.one("--sets"); !said.empty()) {
    const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), n);
    if (error != std::errc{} || end != said.data() + said.size() || n < 1 || n > most_sets)
      return console.refuse(
          {misuse(span_of(line, said), "bad-value",
                  fmt::format("--sets takes a whole number from 1 to {}, not '{}'", most_sets, said))});
  }
  source::Diagnostics wrong;
  check_out(words, {words.positional.front(), words.one("--roster")}, line, wrong);
  if (!wrong.empty()) return console.refuse(wrong);
  const auto patient = patient_of(words.positional.front(), words, *asked.value);
  if (!patient) return console.refuse(patient.diagnostics);
  console.warn(asked.diagnostics);
  console.warn(patient.diagnostics);
  set_amounts(*asked.value);
  std::vector<roster::Theirs> theirs;
  if (const std::string& path = words.one("--roster"); !path.empty()) {
    const auto made = view::read_roster(*sources, path, read_file(path, largest_roster));
    if (!made) return console.refuse(made.diagnostics);
    console.warn(made.diagnostics);
    theirs = roster::rostered_to_others(*made.value, *patient.value);
  } else if (words.one("--beside") == "roster") {
    const auto roster = make_roster(*asked.value);
    if (!roster) return console.refuse(roster.diagnostics);
    theirs = roster::rostered_to_others(roster.value->roster, *patient.value);
  } else {
    theirs = roster::booked_by_others(asked.value->programme, asked.value->settings, *patient.value);
  }
  const auto answer =
      roster::slots(asked.value->programme, asked.value->settings, *patient.value, theirs, static_cast<std::size_t>(n));
  if (!answer) return console.refuse(answer.diagnostics);
  if (console.json())
    console.answer(view::json(*answer.value, V2V_VERSION));
  else
    console.answer(view::slots(*answer.value, {.width = width(), .colour = console.colour_answer()}));
  return answer.value->sets.empty() ? refused : done;
}

}  // namespace

Command slots_command() {
  auto rows = programme_options();
  rows.insert(
      rows.begin(),
      {{"--as", "FORM", "how to show it", false, {"table", "json"}, false},
       {"--programme", "FILE", "beside whom: the programme of the centre", false, {}, true},
       {"--sets", "N", "how many sets (default: 5)", false, {}, false, "-n"},
       {"--beside", "WHAT", "what the others have", false, {"bookings", "roster"}, false},
       {"--roster", "FILE", "the others have what this roster gives them (`v2v roster --as json`)", false, {}, true},
       {"--set", "RESOURCE=N", "as if there were N of it, as in --set ward.bed=9", true, {}, false}});
  return {
      "slots",
      "PATIENT",
      "say which sets of slots work for one patient beside the others, the soonest first",
      "PATIENT is a pseudonym of the programme, or a file. A set is a day for each visit that needs a machine, a "
      "chair, a bed, a\nnurse or a manufacturer's slot, with which every rule is kept and nobody's booking touched. "
      "What is said to be in the\nway names who has it. `--beside roster` leaves the others what a roster of all "
      "would give them, too.",
      1,
      1,
      {},
      rows,
      run};
}

}  // namespace v2v::cli
