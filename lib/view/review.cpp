#include "view/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "view/compare.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Difference;
using timeline::Review;
using timeline::Side;
using timeline::Tried;

constexpr std::size_t most_dates = 12;  // of one patient
constexpr int longest_text = 300;

/// A file's words, none of which may turn into a mark of Markdown or HTML.
std::string safe(std::string_view text) {
  std::string out;
  for (const char c : cut(plain(text), longest_text)) {
    if (std::string_view("\\`*_<[|").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view id) {
  std::string text = plain(id);
  std::replace(text.begin(), text.end(), '`', '\'');
  return fmt::format("`{}`", text);
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string word_of(const Side& side) {
  std::string text = side.cite ? safe(cited(*side.cite)) : "no source";
  if (const auto place = place_of(side.where); !place.empty()) text += ", " + code(place);
  return text;
}

bool same_word(const Side& a, const Side& b) {
  if (a.cite.has_value() != b.cite.has_value()) return false;
  return !a.cite || (a.cite->source == b.cite->source && a.cite->section == b.cite->section &&
                     a.cite->title == b.cite->title && a.cite->checked == b.cite->checked);
}

/// The line that says what is different, and under it on whose word.
std::string told(const Difference& d, bool sourced) {
  std::string out = "- " + safe(d.what);
  if (!d.under.empty()) out += fmt::format(" ({})", safe(d.under));
  switch (d.kind) {
    case Difference::added:
      out += fmt::format(": new, **{}**", safe(d.now.text));
      break;
    case Difference::removed:
      out += fmt::format(": **{}** is gone", safe(d.before.text));
      break;
    case Difference::changed:
      out += fmt::format(": **{} -> {}**", safe(d.before.text), safe(d.now.text));
      break;
    case Difference::cited:
      out += fmt::format(": {} as before", safe(d.now.text));
      break;
  }
  if (!d.by.empty()) out += fmt::format(" ({})", d.by);
  out += "\n";
  if (!d.shown.empty()) {
    std::vector<std::string> names;
    for (const auto& s : d.shown)
      if (names.empty() || names.back() != s) names.push_back(safe(s));
    out += fmt::format("  - so too {}\n", fmt::join(names, ", "));
  }
  if (!sourced) return out;
  const std::string before = word_of(d.before), now = word_of(d.now);
  if (d.kind == Difference::added) return out + "  - source: " + now + "\n";
  if (d.kind == Difference::removed) return out + "  - source: " + before + "\n";
  if (d.kind == Difference::changed && same_word(d.before, d.now))
    return out + fmt::format("  - source, as before: {}{}\n", before,
                             d.now.where ? " and " + code(place_of(d.now.where)) : "");
  return out + fmt::format("  - source: {} -> {}\n", before, now);
}

std::string told(const timeline::CheckDifference& d) {
  std::string places = d.before ? code(place_of(d.before)) : "";
  if (d.now) places += (places.empty() ? "" : " and ") + code(place_of(d.now));
  std::string out = "- " + (d.note.empty() ? "a check without a note" : safe(d.note));
  out += d.kind == Difference::added ? ": new" : d.kind == Difference::removed ? ": is gone" : "";
  out += fmt::format(" ({})\n", places);
  for (const auto& line : d.lines) {
    out += "  - " + safe(line.what) + ": ";
    if (d.kind != Difference::changed)
      out += safe(line.before + line.now) + "\n";
    else if (line.before.empty())
      out += fmt::format("new, **{}**\n", safe(line.now));
    else if (line.now.empty())
      out += fmt::format("**{}** is gone\n", safe(line.before));
    else
      out += fmt::format("**{} -> {}**\n", safe(line.before), safe(line.now));
  }
  return out;
}

std::string file(const char* word, const Review::File& f) {
  return fmt::format("- {}: {}{}, {}, hash {}\n", word, code(f.id), f.file.empty() ? "" : " in " + code(f.file),
                     f.status, f.hash);
}

std::string days(int n) {
  return fmt::format("{} day{} {}", n < 0 ? -n : n, n == 1 || n == -1 ? "" : "s", n < 0 ? "earlier" : "later");
}

bool moves(const Tried& t) {
  return t.compared && !t.compared->changes.empty();
}
bool breaks(const Tried& t) {
  return t.compared && !t.compared->breaches.empty();
}

std::string patient(const Tried& t) {
  const std::string name = safe(t.patient.empty() ? t.file : t.patient);
  if (!t.before.empty() && !t.now.empty())
    return fmt::format("- {}: no plan with either. New: {}\n", name, safe(t.now));
  if (!t.before.empty()) return fmt::format("- {}: **has a plan now**; with the old file: {}\n", name, safe(t.before));
  if (!t.now.empty()) return fmt::format("- {}: **has no plan any more**: {}\n", name, safe(t.now));
  const auto& c = *t.compared;
  if (!moves(t) && !breaks(t)) return fmt::format("- {}: nothing moves\n", name);
  std::string out = fmt::format("- {}: ", name);
  const int zero = c.counts_from_one ? 1 : 0;
  if (c.day_zero_before && c.day_zero && *c.day_zero_before != *c.day_zero)
    out += fmt::format("**Day {} {} -> {} ({})**", zero, date(*c.day_zero_before), date(*c.day_zero),
                       days(*c.day_zero - *c.day_zero_before));
  else if (c.day_zero)
    out += fmt::format("Day {} stays {}", zero, date(*c.day_zero));
  else
    out += "no Day 0";
  out += ", " + counted(c.changes.size(), "difference", "differences") + "\n";
  for (std::size_t k = 0; k < std::min(most_dates, c.changes.size()); ++k)
    out += "  - " + safe(said(c.changes[k], c.zone)) + "\n";
  if (c.changes.size() > most_dates)
    out += fmt::format("  - and {} more, which `--as json` lists\n", c.changes.size() - most_dates);
  for (const auto& b : c.breaches) out += "  - breaks: " + safe(b.text) + "\n";
  return out;
}

std::string summary(const Review& r, std::size_t changed, std::size_t words) {
  std::vector<std::string> parts;
  const auto put = [&](std::size_t n, std::string_view one, std::string_view many) {
    if (n > 0) parts.push_back(counted(n, one, many));
  };
  put(r.stages_added.size(), "stage new", "stages new");
  put(r.stages_removed.size(), "stage gone", "stages gone");
  put(r.rules_added.size(), "rule new", "rules new");
  put(r.rules_removed.size(), "rule gone", "rules gone");
  put(changed, "value different", "values different");
  put(words, "value on another word", "values on another word");
  const auto checks = [&](Difference::Kind kind) {
    return static_cast<std::size_t>(
        std::count_if(r.checks.begin(), r.checks.end(), [&](const auto& d) { return d.kind == kind; }));
  };
  put(checks(Difference::added), "check new", "checks new");
  put(checks(Difference::removed), "check gone", "checks gone");
  put(checks(Difference::changed), "check different", "checks different");
  std::string text = parts.empty() ? "Nothing is different in meaning" : fmt::format("{}", fmt::join(parts, ", "));
  const auto moved = static_cast<std::size_t>(std::count_if(r.tried.begin(), r.tried.end(), moves));
  const auto lost = static_cast<std::size_t>(
      std::count_if(r.tried.begin(), r.tried.end(), [](const Tried& t) { return t.before.empty() && !t.now.empty(); }));
  if (r.tried.empty())
    text += "; no patient's file was found to try it on";
  else
    text += fmt::format("; dates move for {} of {}", moved, counted(r.tried.size(), "patient", "patients"));
  const auto broken = static_cast<std::size_t>(std::count_if(r.tried.begin(), r.tried.end(), breaks));
  if (broken > 0) text += fmt::format(", **of {} what happened breaks a rule that was kept**", broken);
  if (lost > 0) text += fmt::format(", and **{} {} no plan any more**", lost, lost == 1 ? "has" : "have");
  return text + ".\n";
}

}  // namespace

std::string markdown(const Review& r) {
  std::vector<const Difference*> whole, rules, stages, words;
  for (const auto& d : r.differences)
    (d.kind == Difference::cited ? words : !d.rule.empty() ? rules : d.stage.empty() ? whole : stages).push_back(&d);
  std::string out = fmt::format("## {}\n\n", safe(r.now.title));
  out += file("old", r.before) + file("new", r.now) + "\n";
  out += summary(r, whole.size() + rules.size() + stages.size(), words.size());
  const auto named = [&](const char* title, const std::vector<std::pair<std::string, std::string>>& list) {
    if (list.empty()) return;
    out += fmt::format("\n### {}\n", title);
    for (const auto& [id, name] : list) out += fmt::format("- {}: {}\n", code(id), safe(name));
  };
  named("Stages that are new", r.stages_added);
  named("Stages that are gone", r.stages_removed);
  const auto plain_list = [&](const char* title, const std::vector<std::string>& list) {
    if (list.empty()) return;
    out += fmt::format("\n### {}\n", title);
    for (const auto& id : list) out += fmt::format("- {}\n", code(id));
  };
  plain_list("Rules that are new", r.rules_added);
  plain_list("Rules that are gone", r.rules_removed);
  if (!whole.empty()) out += "\n### The therapy as a whole\n";
  for (const auto* d : whole) out += told(*d, d->before.cite || d->now.cite);
  std::string heading;
  for (const auto* list : {&rules, &stages})
    for (const auto* d : *list) {
      const std::string here = d->rule.empty() ? fmt::format("{} ({})", safe(d->title), code(d->stage))
                                               : fmt::format("Rule {}", code(d->rule));
      if (here != heading) out += fmt::format("\n### {}\n", heading = here);
      out += told(*d, true);
    }
  if (!words.empty()) out += "\n### As before, on another word\n";
  for (const auto* d : words) out += told(*d, true);
  if (!r.checks.empty()) out += "\n### Checks\n";
  for (const auto& d : r.checks) out += told(d);
  if (!r.tried.empty()) out += fmt::format("\n### Dates that move, as of {}\n", calendar::to_string(r.today));
  for (const auto& t : r.tried) out += patient(t);
  return out;
}

}  // namespace v2v::view
