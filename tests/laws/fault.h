// laws: a good plan and what is spoiled in it. Each fault breaks one kind of rule for certain, by bounds reckoned with
// the library's calendar and not with the checker's.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "law.h"
#include "plan/verify.h"

namespace v2v::laws {

using calendar::Day;
using calendar::Instant;
using plan::Rule;
using timeline::Entry;
using timeline::State;

struct Good {
  std::shared_ptr<source::Sources> sources;
  std::string name;
  model::Case what;
  plan::Settings settings;
  timeline::Timeline plan;
};

/// A good plan and what a fault changes of it.
struct Spoiled {
  const Good& good;
  Random& random;
  model::Case what;
  timeline::Timeline plan;
  std::string told;  // what was done

  Spoiled(const Good& of, Random& chance) : good(of), random(chance), what(of.what), plan(of.plan) {}
  const calendar::Zone& zone() const {
    static const calendar::Zone utc = calendar::Zone::utc();
    return what.centre ? what.centre->zone : utc;
  }
  Day date(Instant t) const { return zone().wall(t).day; }
  const model::Stage& stage(const Entry& e) const { return *what.workflow.stage(e.id); }
  template <class T>
  const T* chosen(const model::Boxed<model::Varied<T>>& varied) const {
    return varied && varied->plain ? &varied->plain->value : nullptr;  // what varies is left alone
  }

  /// One of the entries that will do, by chance.
  template <class Test>
  Entry* pick(const Test& test) {
    std::vector<Entry*> all;
    for (Entry& e : plan.entries)
      if (e.state != State::cancelled && test(e)) all.push_back(&e);
    return all.empty() ? nullptr : all[static_cast<std::size_t>(random(0, std::ssize(all) - 1))];
  }
  /// A planned visit with dates of its own.
  Entry* planned() {
    return pick([&](const Entry& e) { return is_planned(e); });
  }
  bool is_planned(const Entry& e) const { return e.state == State::planned && e.start && e.end; }
  bool is_own(const Entry& e) const { return is_planned(e) && !stage(e).from && stage(e).parts.empty(); }
  std::string at(const Entry& e) const {
    const auto wall = zone().wall(*e.start);
    return fmt::format("{} visit {} at {} {}", e.id, e.visit, to_string(wall.day), calendar::clock(wall.minute));
  }
  void move(Entry& e, Instant to, const std::string& why) {
    const auto length = e.end->minutes - e.start->minutes;
    e.start = to;
    e.end = Instant{to.minutes + length};
    told = fmt::format("{} moved to {}: {}", e.id, at(e), why);
  }
};

inline Instant operator+(Instant t, std::int64_t minutes) {
  return {t.minutes + minutes};
}

struct Fault {
  const char* name;
  Rule rule;
  bool (*plant)(Spoiled&);
};

std::vector<Fault> faults_of_story();   // what is there, lengths, spans
std::vector<Fault> faults_of_times();   // waits, series, named days, windows
std::vector<Fault> faults_of_rooms();   // hours, places, people
std::vector<Fault> faults_of_record();  // facts, bookings, what is told beside the dates

bool alone(const Spoiled& s, const std::string& stage);  // the stage has one visit
Entry* only(Spoiled& s, const std::string& stage);       // that visit
model::Place* place_of(Spoiled& s, const Entry& e);
bool day_alone(const Entry& e);  // it happened, at some time of that day
bool by_clock(calendar::Length l);
const model::Fact* fact_of(const Spoiled& s, const std::vector<model::Fact>& facts, const Entry& e);
/// Moves a visit into the night of a place that is shut then.
bool outside_hours(Spoiled& s);

}  // namespace v2v::laws
