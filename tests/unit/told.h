// What the tests of sheets share: what a reader is told of an example's plan.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "shelf.h"
#include "tell/sheet.h"

namespace told {

using namespace v2v;         // NOLINT: a fixture for tests
using namespace v2v::tests;  // NOLINT
using timeline::Item;
using timeline::Reader;
using timeline::Sheet;

inline source::Checked<Sheet> asked(const ShelfCase& one, const tell::Wanted& wanted) {
  const auto plan = plan::plan(one.what, one.settings);
  REQUIRE(plan);
  REQUIRE(!plan.value->conflict);
  return tell::sheet(one.what, one.settings, *plan.value, wanted);
}

inline Sheet sheet_of(const ShelfCase& one, Reader reader, const std::string& language = "en",
                      const timeline::Copy* since = nullptr) {
  auto sheet = asked(one, {reader, language, since});
  REQUIRE(sheet);
  return *sheet.value;
}

inline const Item* find(const std::vector<Item>& items, const std::string& stage) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.stage == stage; });
  return at == items.end() ? nullptr : &*at;
}

inline bool says(const Item& item, const std::string& part) {
  return std::any_of(item.lines.begin(), item.lines.end(),
                     [&](const auto& line) { return line.text.find(part) != std::string::npos; });
}

inline bool says(const timeline::Box& box, const std::string& part) {
  return std::any_of(box.lines.begin(), box.lines.end(),
                     [&](const auto& line) { return line.text.find(part) != std::string::npos; });
}

/// In the middle of waiting for the cells.
inline ShelfCase waiting(source::Sources& sources) {
  auto one = example(sources, "P-0042");
  one.settings.today = *calendar::parse_day("2026-10-05");
  return one;
}

inline void book(ShelfCase& one, const std::string& stage, const std::string& date, int hour) {
  model::Fact fact;
  fact.point.stage = stage;
  fact.from.day = *calendar::parse_day(date);
  fact.from.minute = hour * 60;
  fact.from.instant = one.what.centre->zone.instant({fact.from.day, hour * 60});
  one.what.patient.booked.push_back(fact);
}

}  // namespace told
