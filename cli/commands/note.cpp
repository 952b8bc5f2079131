#include "text/note.h"

#include <fmt/format.h>

#include <algorithm>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "follow/compare.h"
#include "follow/depends.h"
#include "parse.h"
#include "plan/compile.h"
#include "plan/verify.h"
#include "question.h"
#include "text/sentence.h"
#include "view/compare.h"
#include "view/conflict.h"
#include "view/head.h"
#include "view/say.h"

namespace v2v::cli {
namespace {

using text::Noting;

const std::vector<std::pair<std::string, Noting::Verb>> verbs{
    {"happened", Noting::happened},   {"ended", Noting::ended},   {"booked", Noting::booked}, {"held", Noting::held},
    {"cancelled", Noting::cancelled}, {"undone", Noting::undone}, {"closed", Noting::closed}};

/// FILE POINT VERB WHEN..., or FILE closed DATE.
source::Checked<Noting> read_noting(const Words& words, calendar::Day today, const source::File& line) {
  Noting out;
  out.today = today;
  const auto& typed = words.positional;
  const bool closing = typed[1] == "closed";
  const std::size_t at = closing ? 1 : 2;
  const auto wrong = [&](const std::string& word, const char* code, std::string text, std::string hint = {}) {
    return source::Checked<Noting>{std::nullopt, {misuse(span_of(line, word), code, std::move(text), std::move(hint))}};
  };
  std::vector<std::string> known;
  for (const auto& [word, verb] : verbs) known.push_back(word);
  if (typed.size() <= at)
    return wrong(typed.back(), "missing-word",
                 fmt::format("after the stage comes what is noted: {}", fmt::join(known, ", ")));
  const auto verb = std::find_if(verbs.begin(), verbs.end(), [&](const auto& v) { return v.first == typed[at]; });
  if (verb == verbs.end() || (verb->second == Noting::closed && !closing))
    return wrong(typed[at], "unknown-value",
                 fmt::format("what is noted is {}, not '{}'", fmt::join(known, ", "), typed[at]),
                 did_you_mean(typed[at], known));
  out.verb = verb->second;
  if (!closing) out.point = typed[1];
  for (std::size_t k = at + 1; k < typed.size(); ++k) out.when += (out.when.empty() ? "" : " ") + typed[k];
  const bool timeless = out.verb == Noting::cancelled || out.verb == Noting::undone;
  if (out.when.empty() != timeless)
    return out.when.empty()
               ? wrong(typed[at], "missing-word", fmt::format("{} when? A date or a moment is missing", typed[at]))
           : out.verb == Noting::undone
               ? wrong(typed.back(), "too-many-words",
                       "what is taken back has no time; another time is noted as `happened`")
               : wrong(typed.back(), "too-many-words", "what falls has no new time; what moves is noted as `booked`");
  out.outcome = words.one("--outcome");
  out.place = words.one("--place");
  out.because = words.one("--because");
  if (closing && out.because.empty())
    return wrong(typed[at], "needs-reason", "a file is not closed without a reason",
                 "say --because died, withdrew, declined or finished");
  return {out, {}};
}

std::string what_comes_next(const timeline::Timeline& plan) {
  if (plan.closed) return view::closed_line(plan) + "\n";
  if (const auto* e = view::next_appointment(plan))
    return fmt::format("next: {} {}{}\n", view::moment(*e->start, plan.zone, e->date_only), view::titled(*e),
                       e->place.empty() ? "" : ", " + e->place);
  return "next: nothing is planned any more; close the file with `closed DATE --because finished`\n";
}

/// The patient's file among those that were read: the one that was named.
const source::File* file_named(const source::Sources& sources, const std::string& path) {
  for (const auto& file : sources.files())
    if (file.name == path) return &file;
  return nullptr;
}

/// What other records stand on is not taken back.
source::Diagnostics needed_by(const model::Case& what, const std::string& point, const source::Span& where) {
  std::string why;
  const auto meant = text::parse_point(point, why);
  source::Diagnostics refused_by;
  for (const model::Fact& fact : what.patient.happened) {
    if (!meant || !(fact.point == *meant)) continue;
    const auto on = follow::stands_on(what, fact);
    if (on.empty()) continue;
    source::Diagnostic d{"still-needed", source::Severity::error, where, {}, {}, {}};
    d.text = fmt::format("{} cannot be taken back: what came after it is recorded", point);
    for (const model::Fact* later : on) {
      const model::Stage* stage = what.workflow.stage(later->point.stage);
      d.notes.push_back(
          {later->where, fmt::format("{} stands on it", stage ? plan::title_of(*stage) : later->point.stage)});
    }
    d.hint = "take these back first, in this order; or correct it by `happened` with --because";
    refused_by.push_back(std::move(d));
    break;
  }
  return refused_by;
}

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources, anew;
  const std::string& path = words.positional.front();
  const auto old = read_question(words, {path}, sources);
  if (!old) return console.refuse(old.diagnostics);
  const source::File& line = sources->files().front();
  if (old.value->what.patient.id.empty())
    return console.refuse({misuse(span_of(line, path), "bad-value", fmt::format("'{}' is no patient's file", path))});
  const auto noting = read_noting(words, old.value->settings.today, line);
  if (!noting) return console.refuse(noting.diagnostics);
  auto noted = text::note(*file_named(*sources, path), *noting.value);
  for (auto& d : noted.diagnostics)
    if (!d.where) d.where = span_of(line, words.positional[1]);
  if (!noted) return console.refuse(noted.diagnostics);
  if (noting.value->verb == Noting::undone)
    if (const auto needed = needed_by(old.value->what, noting.value->point, span_of(line, words.positional[1]));
        !needed.empty()) {
      console.say("nothing is written\n");
      console.refuse(needed);
      return refused;
    }
  if (noted.value->lines.empty()) {
    console.answer("the file says so already: nothing is changed\n");
    return done;
  }

  const auto now = read_question(words, {path}, anew, {{path, noted.value->text}});
  if (!now) {
    console.say("nothing is written: with the note the file would have these mistakes\n");
    return console.refuse(now.diagnostics);
  }
  auto settings = old.value->settings;
  settings.explain = false;
  const auto before = plan::plan(old.value->what, settings), after = plan::plan(now.value->what, settings);
  if (!after) {
    console.say("nothing is written\n");
    return console.refuse(after.diagnostics);
  }
  plan::must_hold(now.value->what, settings, *after.value);
  const bool choice = noting.value->verb == Noting::booked || noting.value->verb == Noting::held;
  if (after.value->conflict && choice) {
    console.say(view::conflict(*after.value, colour(2)) + "nothing is written\n");
    return refused;
  }
  const bool preview = words.has("--preview");
  if (!preview) write_over(path, file_named(*sources, path)->text, noted.value->text);

  std::string said = preview ? "would be noted; nothing is written\n" : fmt::format("{}: noted\n", path);
  for (const auto& l : noted.value->lines) said += fmt::format("  {}\n", l);
  if (after.value->conflict) {
    console.answer(said + "next: v2v replan " + path + ", for the plan does not hold any more\n");
    console.say(view::conflict(*after.value, colour(2)));
    return done;
  }
  if (before && !before.value->conflict) {
    plan::must_hold(old.value->what, settings, *before.value);
    const auto differs = follow::compare(old.value->what, *before.value, now.value->what, *after.value);
    said += "\n" + view::compare(differs, {.width = width(), .colour = console.colour_answer()});
  }
  console.answer(said + "\n" + what_comes_next(*after.value));
  return done;
}

}  // namespace

Command note_command() {
  return {
      "note",
      "FILE STAGE VERB WHEN...",
      "write into a patient's file what happened, is booked or fell",
      "VERB is happened, ended, booked, held, cancelled or undone (these two take no WHEN); or FILE closed DATE. STAGE "
      "may name a\nvisit or an attempt, in quotes: v2v note P-0042.yaml 'daily-visits visit 3' booked 2026-10-29 "
      "09:00. "
      "The file keeps its\ncomments and its order. A booking that breaks a rule is refused, with the rule; what "
      "happened, "
      "or a booking that moves or\nfalls, is changed only with --because. A wrong record is corrected by happened, or "
      "taken back by undone unless others stand on\nit; a remark keeps what it said. Then comes what is different, who "
      "must be told, and the next step.",
      2,
      12,
      {},
      {{"--because", "CODE", "why: patient-unwell, slot-moved, out-of-specification, mistyped, ...", false, {}, false},
       {"--outcome", "ID", "how the stage ended", false, {}, false},
       {"--place", "ID", "where it was or will be", false, {}, false},
       {"--preview", "", "show it, and write nothing", false, {}, false},
       today_option(),
       library_option()},
      run};
}

}  // namespace v2v::cli
