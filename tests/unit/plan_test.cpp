// plan: clashes are smallest, mends mend, whys add up. Over the whole shelf of plans and the example patients.
#include "plan/plan.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

#include "plan/search.h"
#include "shelf.h"

using namespace v2v;
using namespace v2v::tests;
using timeline::Entry;
using timeline::Reason;

namespace {

std::vector<ShelfCase> all_cases(source::Sources& sources) {
  auto all = whole_shelf(sources);
  for (const char* patient : {"P-0042", "P-0057", "P-0063", "P-0070"}) all.push_back(example(sources, patient));
  return all;
}

bool holds(const network::Solver& solver, const std::vector<network::Tag>& voices,
           const std::vector<network::Tag>& kept) {
  network::Question q;
  for (const auto tag : voices)
    if (std::find(kept.begin(), kept.end(), tag) == kept.end()) q.without.push_back(tag);
  network::Labels labels;
  return solver.earliest_into(labels, q);
}

struct When {
  calendar::Day day;
  std::optional<int> minute;
};
std::optional<When> first_date(const std::string& text) {
  static const std::regex date(R"((\d{4}-\d\d-\d\d)(?: (\d\d):(\d\d))?)");
  std::smatch m;
  if (!std::regex_search(text, m, date)) return std::nullopt;
  When when{*calendar::parse_day(m[1].str()), std::nullopt};
  if (m[2].matched) when.minute = std::stoi(m[2].str()) * 60 + std::stoi(m[3].str());
  return when;
}

// Does to the case what a mend says. False where it names a rule that only its file can change.
bool apply(model::Case& what, const timeline::Mend& mend) {
  const auto zone = what.centre ? what.centre->zone : calendar::Zone::utc();
  for (auto* facts : {&what.patient.booked, &what.patient.held})
    for (auto& fact : *facts)
      if (fact.where == mend.where) {
        const auto to = first_date(mend.text);
        REQUIRE(to.has_value());
        fact.from.day = to->day;
        if (fact.from.minute && to->minute) fact.from.minute = to->minute;
        fact.from.instant =
            fact.from.minute ? zone.instant({fact.from.day, *fact.from.minute}) : zone.start_of(fact.from.day);
        fact.to.reset();
        return true;
      }
  for (auto& window : what.patient.windows)
    if (window.where == mend.where) {
      const auto to = first_date(mend.text);
      REQUIRE(to.has_value());
      if (window.by && *window.by < to->day) window.by = to->day;
      if (window.from && *window.from > to->day) window.from = to->day;
      return true;
    }
  for (auto& person : what.patient.people) {
    if (std::erase_if(person.absences, [&](const auto& away) { return away.where == mend.where; }) > 0) return true;
    if (std::erase_if(person.last_doses, [&](const auto& dose) { return dose.where == mend.where; }) > 0) return true;
  }
  for (const auto& option : what.workflow.options)
    for (const auto& value : option.values)
      if (mend.text == fmt::format("choose {}: {}", option.id, value)) {
        what.patient.options[option.id] = value;
        return true;
      }
  if (what.centre)
    for (auto& place : what.centre->places)
      if (mend.text.starts_with(fmt::format("open {} on ", place.id))) {
        place.hours = calendar::Hours::all_days();
        place.holidays.clear();
        place.closed.clear();
        return true;
      }
  if (what.centre && mend.text.starts_with("have it there on ")) {
    for (auto& place : what.centre->places)
      for (auto& [resource, amount] : place.has) {
        amount = {};
        amount.plain = model::Quantity{99, {}, {}};
      }
    return true;
  }
  return false;
}

void check_chain(const std::string& name, const std::vector<Reason>& steps, calendar::Instant to) {
  if (steps.empty()) return;
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    sum += steps[k].minutes;
    CHECK_MESSAGE(steps[k].minutes == steps[k].to.minutes - steps[k].from.minutes,
                  name << ": step " << k << " " << steps[k].text);
    if (k > 0)
      CHECK_MESSAGE(steps[k].from == steps[k - 1].to, name << ": a gap before step " << k << " " << steps[k].text);
    CHECK_MESSAGE(!steps[k].text.empty(), name << ": step " << k << " says nothing");
  }
  CHECK_MESSAGE(steps.front().from.minutes + sum == to.minutes,
                name << ": the steps end at " << steps.back().to.minutes << ", not at " << to.minutes);
}

}  // namespace

TEST_CASE("a clash is smallest: its rules cannot hold together and without any one of them the rest can") {
  source::Sources sources;
  int clashes = 0;
  for (const ShelfCase& one : all_cases(sources)) {
    CAPTURE(one.name);
    const auto [first, last] = plan::horizon_of(one.what, one.settings);
    plan::Almanac almanac(one.what, first, last);
    const plan::Found found = plan::search(one.what, one.settings, almanac);
    if (!found.clash) continue;
    ++clashes;
    const auto& tags = found.clash->tags;
    REQUIRE(found.solver.has_value());
    CHECK(!tags.empty());
    CHECK(found.solver->missed_by(*found.clash).size() == tags.size());
    std::vector<network::Tag> voices;
    for (std::size_t t = 0; t < found.c.voices.size(); ++t) voices.push_back(static_cast<network::Tag>(t));
    CHECK_FALSE(holds(*found.solver, voices, tags));
    for (const auto tag : tags) {
      auto kept = tags;
      std::erase(kept, tag);
      CHECK_MESSAGE(holds(*found.solver, voices, kept), "needless: " << found.c.voice(tag)->text);
    }
  }
  CHECK(clashes >= 20);
}

TEST_CASE("a mend that is offered does mend and is never of a therapy rule or a gate or a fact") {
  source::Sources sources;
  int tried = 0, clashes = 0;
  for (const ShelfCase& one : all_cases(sources)) {
    CAPTURE(one.name);
    const auto answer = plan::plan(one.what, one.settings);
    REQUIRE(answer);
    const auto& conflict = answer.value->conflict;
    if (!conflict) continue;
    ++clashes;
    CHECK(!conflict->headline.empty());
    CHECK(answer.value->entries.empty());
    for (const auto& mend : conflict->mends) {
      CAPTURE(mend.text);
      for (const auto& rule : conflict->rules)
        if (!rule.ours && rule.where) CHECK_FALSE(rule.where == mend.where);
      for (const auto& fact : one.what.patient.happened) CHECK_FALSE(fact.where == mend.where);
      if (mend.text.find("another clash stands behind") != std::string::npos) continue;
      model::Case mended = one.what;
      if (!apply(mended, mend)) {
        CHECK(mend.text.starts_with("loosen "));
        continue;
      }
      ++tried;
      const auto again = plan::plan(mended, one.settings);
      REQUIRE(again);
      CHECK_MESSAGE(!again.value->conflict, "still clashes: " << again.value->conflict->headline);
    }
  }
  MESSAGE(clashes << " clashes, " << tried << " mends applied");
  CHECK(tried >= 10);
}

TEST_CASE("why a date is that date adds up to the minute in both directions") {
  source::Sources sources;
  int chains = 0, both = 0;
  for (const ShelfCase& one : all_cases(sources)) {
    const auto answer = plan::plan(one.what, one.settings);
    REQUIRE(answer);
    if (answer.value->conflict) continue;
    const bool many = answer.value->entries.size() > 60;
    for (std::size_t k = 0; k < answer.value->entries.size(); ++k) {
      const Entry& entry = answer.value->entries[k];
      if (!entry.start || entry.state == timeline::State::cancelled) continue;
      const std::string name = fmt::format("{}: {} visit {}", one.name, entry.id, entry.visit);
      check_chain(name, entry.because, *entry.start);
      ++chains;
      if (many && k % 4 != 0) continue;  // each asks for a plan of its own
      model::Point point;
      point.stage = entry.id;
      point.which.visit = model::Which::nth;
      point.which.n = entry.visit;
      const auto why = plan::why(one.what, one.settings, point);
      CHECK_MESSAGE(why, name);
      if (!why) continue;
      REQUIRE(why.value->whys.size() == 1);
      const timeline::Why& told = why.value->whys.front();
      CHECK_MESSAGE(told.entry.start == entry.start, name);
      check_chain(name + ", not earlier", told.not_earlier, *entry.start);
      // A date alone is shown at its first minute and binds the rest at any: it has no one minute to come out at.
      const bool whole_day = entry.state == timeline::State::happened && entry.date_only;
      if (entry.latest && !whole_day) check_chain(name + ", not later", told.not_later, *entry.latest);
      if (!told.not_later.empty()) ++both;
    }
  }
  MESSAGE(chains << " chains, " << both << " of them from above too");
  CHECK(chains > 500);
  CHECK(both > 100);
}

TEST_CASE("a shown date lies inside its window and nothing not done lies before today") {
  source::Sources sources;
  for (const ShelfCase& one : all_cases(sources)) {
    const auto answer = plan::plan(one.what, one.settings);
    REQUIRE(answer);
    const auto zone = one.what.centre ? one.what.centre->zone : calendar::Zone::utc();
    const auto now = zone.start_of(one.settings.today);
    for (const Entry& e : answer.value->entries) {
      CAPTURE(one.name);
      CAPTURE(e.id);
      CAPTURE(e.visit);
      if (!e.start || e.state == timeline::State::cancelled) continue;
      REQUIRE(e.end.has_value());
      CHECK(*e.start <= *e.end);
      if (e.earliest) CHECK(*e.earliest <= *e.start);
      if (e.latest) CHECK(*e.start <= *e.latest);
      const bool span = e.kind == model::Kind::stay || e.kind == model::Kind::restriction;
      if (e.state != timeline::State::happened && !span) CHECK(*e.start >= now);
      if (e.slack_minutes) CHECK(*e.slack_minutes >= 0);
      if (e.slack_working_minutes) CHECK(e.critical == (*e.slack_working_minutes == 0));
      if (e.range_from && e.range_to) CHECK(*e.range_from <= *e.range_to);
    }
  }
}

TEST_CASE("the same case gives the same answer twice") {
  source::Sources sources;
  for (const ShelfCase& one : all_cases(sources)) {
    const auto a = plan::plan(one.what, one.settings), b = plan::plan(one.what, one.settings);
    REQUIRE(a);
    REQUIRE(b);
    REQUIRE(a.value->entries.size() == b.value->entries.size());
    for (std::size_t k = 0; k < a.value->entries.size(); ++k) {
      CHECK(a.value->entries[k].id == b.value->entries[k].id);
      CHECK(a.value->entries[k].start == b.value->entries[k].start);
    }
    CHECK(a.value->warnings == b.value->warnings);
    CHECK(a.value->assumptions == b.value->assumptions);
  }
}

TEST_CASE("a stage that asks for a carer is held against the days on which someone can be there") {
  source::Sources sources;
  auto one = example(sources, "P-0042");
  one.settings.today = *calendar::parse_day("2026-10-05");
  const auto said = [&](bool warned) {
    const auto answer = plan::plan(one.what, one.settings);
    REQUIRE(answer);
    std::string all;
    for (const auto& text : warned ? answer.value->warnings : answer.value->assumptions)
      if (text.find("carer") != std::string::npos) all += text + "\n";
    return all;
  };
  const auto range = [](std::string_view from, std::string_view to) {
    return std::pair(*calendar::parse_day(from), *calendar::parse_day(to));
  };
  auto& carers = one.what.patient.carers;
  CHECK(said(true).empty());  // 12 October to 15 December; near the hospital from 26 October to 22 November
  carers = {range("2026-10-26", "2026-11-10"), range("2026-11-12", "2026-11-24")};
  CHECK(said(true) == "no carer on 2026-11-11: Stay near the hospital asks for one\n");
  carers = {range("2026-10-26", "2026-11-22")};
  CHECK(said(true) ==
        "if everything takes its most, no carer on 2026-11-23 to 2026-11-24: Stay near the hospital asks for one\n");
  carers = {};
  CHECK(said(true) == "no carer on 2026-10-26 to 2026-11-22: Stay near the hospital asks for one\n");
  CHECK(said(false).empty());
  one.what.patient.carers_said = false;
  CHECK(said(true).empty());
  CHECK(said(false) == "when a carer can be there is not stated: not checked for Stay near the hospital\n");
}
