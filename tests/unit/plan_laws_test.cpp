// plan: laws that hold for every plan: names and order of the file decide nothing, whole weeks shift it, rules narrow
// it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <tuple>

#include "plan/search.h"
#include "shelf.h"

using namespace v2v;
using namespace v2v::tests;
using timeline::Entry;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Lines of `stages:`, from the one behind it to the first that is not indented.
std::pair<std::size_t, std::size_t> stages_in(const std::vector<std::string>& lines) {
  const auto begin = std::find(lines.begin(), lines.end(), "stages:");
  if (begin == lines.end()) return {0, 0};
  const auto end = std::find_if(begin + 1, lines.end(), [](const auto& l) { return !l.empty() && l.front() != ' '; });
  return {static_cast<std::size_t>(begin - lines.begin()) + 1, static_cast<std::size_t>(end - lines.begin())};
}

bool opens_stage(const std::string& line) {
  return line.size() > 2 && line.starts_with("  ") && line[2] != ' ' && line[2] != '#';
}

/// The same file with its stages in the opposite order.
std::string turned(const std::string& text) {
  auto lines = lines_of(text);
  const auto [from, to] = stages_in(lines);
  std::vector<std::vector<std::string>> blocks;
  for (std::size_t k = from; k < to; ++k) {
    if (opens_stage(lines[k])) blocks.emplace_back();
    if (!blocks.empty()) blocks.back().push_back(lines[k]);
  }
  std::size_t at = from;
  for (auto block = blocks.rbegin(); block != blocks.rend(); ++block)
    for (const auto& line : *block) lines[at++] = line;
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

std::set<std::string> stage_ids(const std::string& text) {
  const auto lines = lines_of(text);
  const auto [from, to] = stages_in(lines);
  std::set<std::string> ids;
  for (std::size_t k = from; k < to; ++k)
    if (opens_stage(lines[k])) ids.insert(lines[k].substr(2, lines[k].find(':') - 2));
  return ids;
}

/// The same file with `zz-` before the name of every stage: the order of the names stays as it was.
std::string renamed(const std::string& text) {
  const auto ids = stage_ids(text);
  const auto of_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; };
  std::string out;
  for (std::size_t k = 0; k < text.size();) {
    if (!of_word(text[k])) {
      out += text[k++];
      continue;
    }
    std::size_t end = k;
    while (end < text.size() && of_word(text[end])) ++end;
    const std::string word = text.substr(k, end - k);
    const bool fixed = out.ends_with("phase: ") || out.ends_with("kind: ") || out.ends_with("at: ");
    out += ids.count(word) && !fixed ? "zz-" + word : word;
    k = end;
  }
  return out;
}

source::Diagnostics failures(source::Sources& sources, const std::string& path, const std::string& text) {
  const auto cases = text::read_checks(sources, {path, text}, shelf_library());
  auto wrong = cases.diagnostics;
  if (cases.value && !source::has_errors(wrong))
    for (auto& d : plan::run_checks(*cases.value)) wrong.push_back(std::move(d));
  return wrong;
}

std::string told(const source::Diagnostics& all) {
  std::string text;
  for (const auto& d : all) text += source::render(d);
  return text;
}

const Entry* same(const timeline::Timeline& plan, const Entry& e) {
  for (const Entry& other : plan.entries)
    if (other.id == e.id && other.visit == e.visit && other.attempt == e.attempt && other.state == e.state)
      return &other;
  return nullptr;
}

/// In which order one person's appointments were put: a choice of the plan, and another choice is another plan.
/// What was chosen between visits: who goes first, and the part with which a whole begins and ends.
auto order_of(const model::Case& what, const plan::Settings& settings) {
  const auto [first, last] = plan::horizon_of(what, settings);
  plan::Almanac almanac(what, first, last);
  const plan::Choices choices = plan::search(what, settings, almanac).choices;
  return std::tuple(choices.in_order, choices.begins_with, choices.ends_with);
}

constexpr const char* shifting_workflow = R"(workflow: shifting
status: draft
day-zero: infusion
stages:
  referral: {phase: referral, kind: work}
  scan: {phase: assessment, takes: 2h, at: clinic, after: {referral: 2wd}, prefer: late}
  check: {phase: assessment, takes: 1h, at: clinic, after: {scan: 3wh}}
  collection: {phase: collection, takes: 4h, at: clinic, after: {check: 1d to 2w or again}}
  culture: {phase: assessment, kind: work, lasts: 10d to 20d likely 13d, after: collection}
  chemotherapy: {phase: conditioning, takes: 3h, at: unit, falls-on: every day from day -5 to day -3, after: culture}
  infusion: {phase: treatment, takes: 30min, at: unit, starts: mon-thu 09:00-15:00, after: {chemotherapy: 3d to 14d}}
  daily: {phase: recovery, takes: 1h, at: unit, falls-on: every day from day 1 to day 7}
  course: {phase: recovery, takes: 1h, at: clinic, repeat: 2 a week for 3w, apart: 3d, after: {infusion: 1w}}
  day-28: {phase: follow-up, takes: 1h, at: clinic, falls-on: day 25, give-or-take: 3d}
)";
constexpr const char* utc_centre = R"(centre: utc
zone: UTC
places:
  clinic: {hours: mon-fri 09:00-17:00}
  unit: {hours: mon-sun 08:00-18:00}
)";

plan::Settings settings_on(const std::string& day) {
  plan::Settings settings;
  settings.today = *calendar::parse_day(day);
  return settings;
}

timeline::Timeline shifted_plan(int weeks) {
  const auto day = [&](const char* text) { return calendar::to_string(*calendar::parse_day(text) + 7 * weeks); };
  source::Sources sources;
  const std::string patient = fmt::format(
      "patient: P-1\nworkflow: shifting\ncentre: utc\nhappened:\n  referral: {} 10:20\nbooked:\n  check: {} 10:00\n"
      "not-available: [{} to {}]\nwindows: {{infusion: from {}}}\n",
      day("2026-09-04"), day("2026-09-10"), day("2026-09-14"), day("2026-09-15"), day("2026-10-09"));
  const auto read =
      text::read_case(sources, {{"w.yaml", shifting_workflow}, {"c.yaml", utc_centre}, {"p.yaml", patient}},
                      {made_disk({}), {}, {}}, {});
  REQUIRE_MESSAGE(read.value, told(read.diagnostics));
  REQUIRE_MESSAGE(!source::has_errors(read.diagnostics), told(read.diagnostics));
  auto answer = plan::plan(*read.value, settings_on(day("2026-09-07")));
  REQUIRE(answer);
  REQUIRE(!answer.value->conflict);
  return std::move(*answer.value);
}

}  // namespace

TEST_CASE("the order of stages in a file decides nothing") {
  source::Sources sources;
  int files = 0;
  for (const auto& path : shelf_paths()) {
    const std::string text = text_at(path), other = turned(text);
    if (other == text) continue;
    ++files;
    const auto wrong = failures(sources, path, other);
    CHECK_MESSAGE(wrong.empty(), short_name(path) << " turned over\n" << told(wrong));
  }
  CHECK(files >= 40);
}

TEST_CASE("the names of stages decide nothing as long as their order stays") {
  source::Sources sources;
  int files = 0;
  for (const auto& path : shelf_paths()) {
    // The centre of one names its stages too, and the date of `referral` chooses the edition of the other.
    if (path.ends_with("centre/overrides.yaml") || path.ends_with("centre/editions.yaml")) continue;
    const std::string text = text_at(path), other = renamed(text);
    CHECK(other != text);
    ++files;
    const auto wrong = failures(sources, path, other);
    CHECK_MESSAGE(wrong.empty(), short_name(path) << " renamed\n" << told(wrong));
  }
  CHECK(files >= 40);
}

TEST_CASE("who attends and which sources are past their review come in an order that is not the file's") {
  const auto answer = [](const std::string& sources_said, const std::string& who) {
    source::Sources sources;
    const std::string workflow =
        "workflow: w\nstatus: draft\nday-zero: infusion\npeople: [patient, donor]\nsources:\n" + sources_said +
        "stages:\n  infusion: {phase: treatment, takes: {is: 1h, cite: a}, cite: b, who: [" + who + "]}\n";
    const auto read = text::read_case(sources, {{"w.yaml", workflow}}, {made_disk({}), {}, {}}, {});
    REQUIRE_MESSAGE(read.value, told(read.diagnostics));
    auto plan = plan::plan(*read.value, settings_on("2026-09-07"));
    REQUIRE(plan);
    return std::move(*plan.value);
  };
  const std::string a = "  a: {title: A, review-by: 2026-01-01}\n", b = "  b: {title: B, review-by: 2026-01-01}\n";
  const auto one = answer(a + b, "patient, donor"), other = answer(b + a, "donor, patient");
  CHECK(one.stale_sources.size() == 2);
  CHECK(one.stale_sources == other.stale_sources);
  REQUIRE(one.entries.size() == 1);
  CHECK(one.entries[0].who == std::vector<std::string>{"patient", "donor"});
  CHECK(one.entries[0].who == other.entries[0].who);
  CHECK(one.hash == other.hash);
}

TEST_CASE(
    "of several places that have what a stage needs elsewhere, the first by id is asked, not the first in the file") {
  const auto day = [&](const std::string& places) {
    source::Sources sources;
    const std::string workflow =
        "workflow: w\nstatus: draft\nday-zero: infusion\nstages:\n"
        "  infusion: {phase: treatment, takes: 1h, at: ward, needs: {nurse: 1}}\n";
    const std::string centre = "centre: c\nzone: UTC\nplaces:\n  ward: {hours: always}\n" + places;
    const auto read = text::read_case(
        sources, {{"w.yaml", workflow}, {"c.yaml", centre}, {"p.yaml", "patient: P-1\nworkflow: w\ncentre: c\n"}},
        {made_disk({}), {}, {}}, {});
    REQUIRE_MESSAGE(read.value, told(read.diagnostics));
    const auto plan = plan::plan(*read.value, settings_on("2026-09-07"));
    REQUIRE(plan);
    REQUIRE(plan.value->entries.size() == 1);
    return calendar::to_string(calendar::Zone::utc().wall(*plan.value->entries[0].start).day);
  };
  const std::string a = "  annex: {hours: always, has: {nurse: {tue: 1, otherwise: 0}}}\n";
  const std::string b = "  block: {hours: always, has: {nurse: {thu: 1, otherwise: 0}}}\n";
  CHECK(day(a + b) == "2026-09-08");
  CHECK(day(b + a) == "2026-09-08");
}

TEST_CASE("whole weeks shift a plan and change nothing else where no zone and no holiday does") {
  const auto base = shifted_plan(0);
  REQUIRE(base.entries.size() > 15);
  for (const int weeks : {1, 7, 52, -30, 521}) {
    CAPTURE(weeks);
    const auto other = shifted_plan(weeks);
    const std::int64_t by = 7 * 1440 * static_cast<std::int64_t>(weeks);
    REQUIRE(other.entries.size() == base.entries.size());
    for (std::size_t k = 0; k < base.entries.size(); ++k) {
      const Entry &a = base.entries[k], &b = other.entries[k];
      CAPTURE(a.id);
      CAPTURE(a.visit);
      CHECK(a.id == b.id);
      CHECK(b.start->minutes - a.start->minutes == by);
      CHECK(b.end->minutes - a.end->minutes == by);
      CHECK(b.earliest->minutes - a.earliest->minutes == by);
      CHECK(a.latest.has_value() == b.latest.has_value());
      if (a.latest && b.latest) CHECK(b.latest->minutes - a.latest->minutes == by);
      CHECK(a.slack_minutes == b.slack_minutes);
      CHECK(a.slack_working_minutes == b.slack_working_minutes);
      CHECK(a.day == b.day);
    }
  }
}

TEST_CASE("one more rule never widens a window while Day 0 is held where it was") {
  source::Sources sources;
  int narrowed = 0, rules = 0;
  for (const ShelfCase& one : whole_shelf(sources)) {
    if (!one.what.patient.held.empty()) continue;
    const auto before = plan::plan(one.what, one.settings);
    REQUIRE(before);
    if (before.value->conflict || !before.value->day_zero) continue;
    std::set<std::string> tried;
    for (const Entry& e : before.value->entries) {
      if (e.state != timeline::State::planned || e.visit != 1 || !e.earliest || !tried.insert(e.id).second) continue;
      if (tried.size() > 6) break;
      model::Case more = one.what;
      model::DateWindow window;
      window.stage = e.id;
      const auto zone = one.what.centre ? one.what.centre->zone : calendar::Zone::utc();
      window.from = zone.wall(*e.earliest).day + 1;
      more.patient.windows.push_back(window);
      const auto after = plan::plan(more, one.settings);
      REQUIRE(after);
      // A rule that moves Day 0, or asks for a new attempt, another order or another last part, is another plan.
      if (after.value->conflict || after.value->day_zero != before.value->day_zero) continue;
      if (after.value->entries.size() != before.value->entries.size()) continue;
      if (after.value->held != before.value->held) continue;
      if (order_of(more, one.settings) != order_of(one.what, one.settings)) continue;
      ++rules;
      for (const Entry& old : before.value->entries) {
        const Entry* now = same(*after.value, old);
        if (!now || !old.earliest || !now->earliest) continue;
        CAPTURE(one.name);
        CAPTURE(e.id);
        CAPTURE(old.id);
        CAPTURE(old.visit);
        CHECK(*now->earliest >= *old.earliest);
        if (old.latest && now->latest) CHECK(*now->latest <= *old.latest);
        if (old.latest) CHECK(now->latest.has_value());
        if (*now->earliest > *old.earliest) ++narrowed;
      }
    }
  }
  MESSAGE(rules << " rules added, " << narrowed << " windows narrowed");
  CHECK(rules > 100);
  CHECK(narrowed > 100);
}
