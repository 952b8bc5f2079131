#include "view/replan.h"

#include <fmt/format.h>

#include <algorithm>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "follow/booking.h"
#include "follow/compare.h"
#include "follow/replan.h"
#include "parse.h"
#include "plan/verify.h"
#include "question.h"
#include "text/note.h"
#include "view/compare.h"
#include "view/conflict.h"
#include "view/data.h"

namespace v2v::cli {
namespace {

bool pinned(const model::Fact& fact) {
  return fact.layer == model::Layer::command_line;
}

/// The patient's file with every move, and every pin of the command line, noted as a booking. Diagnostics of a note
/// that the file cannot take.
source::Checked<std::string> with_moves(const source::File& file, const follow::Replanned& found,
                                        const std::string& because, calendar::Day today) {
  source::Checked<std::string> out{file.text, {}};
  std::vector<std::pair<model::Fact, bool>> notes;  // and whether it falls
  for (const auto& m : found.answer.moved) notes.emplace_back(m.now, m.falls);
  for (const model::Fact& fact : found.what.patient.booked)
    if (pinned(fact)) notes.emplace_back(fact, false);
  for (const auto& [fact, falls] : notes) {
    text::Noting noting;
    noting.verb = falls ? text::Noting::cancelled : text::Noting::booked;
    noting.point = follow::key_of(fact.point);
    noting.when = follow::when_of(fact);
    noting.place = fact.place;
    noting.because = because;
    noting.today = today;
    source::Sources here;
    auto noted = text::note(here.add(file.name, *out.value), noting);
    if (!noted) {
      for (auto& d : noted.diagnostics) d.where = fact.where;
      return {std::nullopt, noted.diagnostics};
    }
    *out.value = noted.value->text;
  }
  return out;
}

/// The words without the pins of the command line.
Words plain(Words words) {
  words.said.erase("--at");
  return words;
}

/// Against the plan as it is booked, where that holds; else, of what moves alone, who must be told.
std::string differences(const Words& words, const follow::Replanned& found, const plan::Settings& settings,
                        view::CompareStyle style) {
  std::shared_ptr<source::Sources> sources;
  const auto question = read_question(plain(words), {words.positional.front()}, sources);
  if (question) {
    const auto before = plan::plan(question.value->what, settings);
    if (before && !before.value->conflict) {
      const auto differs = follow::compare(question.value->what, *before.value, found.what, found.timeline);
      return differs.changes.empty() ? "" : "\n" + view::compare(differs, style);
    }
  }
  if (found.answer.moved.empty()) return "";
  return view::told(
      follow::compare(found.what, follow::as_booked(found.timeline, found.answer), found.what, found.timeline), style);
}

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources, anew;
  const std::string& path = words.positional.front();
  const auto question = read_question(words, {path}, sources);
  if (!question) return console.refuse(question.diagnostics);
  const model::Case& what = question.value->what;
  if (what.patient.id.empty())
    return console.refuse(
        {misuse(span_of(sources->files().front(), path), "bad-value", fmt::format("'{}' is no patient's file", path))});
  auto settings = question.value->settings;
  settings.explain = false;
  const auto found = follow::replan(what, settings);
  if (!found) return console.refuse(found.diagnostics);
  plan::must_hold(found.value->what, settings, found.value->timeline);
  console.warn(question.diagnostics);
  const timeline::Replan& answer = found.value->answer;
  const auto as_json = [&] { return view::json(answer, what.patient.id, settings.today, V2V_VERSION); };
  if (answer.stuck) {
    console.say(view::conflict(found.value->timeline, colour(2)) + "no moving of bookings helps\n");
    if (console.json()) console.answer(as_json());
    return refused;
  }
  const auto ours = [](const model::Fact& fact) { return !pinned(fact); };
  const auto bookings =
      static_cast<std::size_t>(std::count_if(what.patient.booked.begin(), what.patient.booked.end(), ours));
  std::string said = view::replan(answer, what.patient.id, found.value->timeline.zone, bookings,
                                  {.width = width(), .colour = console.colour_answer()});
  const bool pins = std::any_of(what.patient.booked.begin(), what.patient.booked.end(), pinned);
  said += differences(words, *found.value, settings, {.width = width(), .colour = console.colour_answer()});
  const auto tell = [&](const std::string& then) { console.answer(console.json() ? as_json() : said + then); };
  if (answer.moved.empty() && !pins) {
    tell("");
    return done;
  }
  if (!words.has("--accept")) {
    tell("\nnothing is written; --accept writes it into " + path + "\n");
    return done;
  }
  const std::string because = words.has("--because") ? words.one("--because") : "replanned";
  const auto file =
      std::find_if(sources->files().begin(), sources->files().end(), [&](const auto& f) { return f.name == path; });
  const auto text = with_moves(*file, *found.value, because, settings.today);
  if (!text) return console.refuse(text.diagnostics);
  // What is written must read as what was shown.
  const auto now = read_question(plain(words), {path}, anew, {{path, *text.value}});
  if (!now) return console.refuse(now.diagnostics);
  const auto again = plan::plan(now.value->what, settings);
  if (!again || again.value->conflict)
    throw std::logic_error("the bookings that were found do not hold once they are written");
  plan::must_hold(now.value->what, settings, *again.value);
  write_over(path, file->text, *text.value);
  tell("\n" + path + ": written\n");
  return done;
}

}  // namespace

Command replan_command() {
  auto rows = case_options();
  std::erase_if(rows, [](const Option& o) { return o.name == "--patient" || o.name == "--slack-to"; });
  rows.insert(
      rows.begin(),
      {{"--as", "FORM", "how to show it", false, {"text", "json"}, false},
       {"--accept", "", "write the moves into the patient's file; without it they are only shown", false, {}, false},
       {"--because", "CODE", "why, for the bookings that fell (default: replanned)", false, {}, false}});
  return {"replan",
          "FILE",
          "find which bookings must move so that a plan holds again, as few and by as few days as can be",
          "What happened is fixed, nothing lies before today, and a hold gives way before a booking. --at asks what "
          "would have to "
          "move\nif a stage were booked for another date. The smallest number of bookings is proven: the rules that "
          "allow no "
          "fewer are named.",
          1,
          1,
          {},
          rows,
          run};
}

}  // namespace v2v::cli
