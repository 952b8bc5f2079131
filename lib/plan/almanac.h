// plan: the tables that one case needs, compiled once and shared: dates of zones, open ticks of places, maps of dates.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/patient.h"
#include "network/network.h"

namespace v2v::plan {

using calendar::Day;
using calendar::Instant;
using calendar::Length;
using network::Tick;

/// A move of a date: months (clamped), then days; several in a row.
struct Move {
  int months = 0;
  int days = 0;
  bool operator==(const Move&) const = default;
};
using Moves = std::vector<Move>;

Day moved(Day day, const Moves& moves);
/// The moves that a calendar length makes; `sign` is 1 or -1. Elapsed and working lengths make none.
Moves moves_of(Length length, int sign);
Tick minutes_of(Length elapsed);  // min and h only

/// Everything is compiled at first use and kept until the almanac goes; references stay good. Not for several threads.
class Almanac {
 public:
  Almanac(const model::Case& what, Day first, Day last);

  Day first() const { return first_; }
  Day last() const { return last_; }
  bool dates_only() const { return !what_.centre; }
  const calendar::Zone& zone() const { return zone_; }
  /// The way between the sites of two places; nullptr where there is none.
  const model::Travel* travel(const model::Place* a, const model::Place* b) const;
  const calendar::Zone& zone_of(const model::Place* place) const { return place ? place->zone : zone_; }
  const network::Dates& dates() { return dates(zone_); }
  const network::Dates& dates(const calendar::Zone& zone);

  /// When a stage may be at the place: its hours, less holidays and closures, narrowed by the stage's own.
  const network::Openings& open(const model::Place& place, const calendar::Hours* narrower);
  /// The stage's own hours alone, in the place's zone (no place: the centre's).
  const network::Openings& hours(const model::Place* place, const calendar::Hours& hours);
  /// Working time: the place's hours; without a place Monday to Friday, whole days, less holidays.
  const network::Openings& working(const model::Place* place);
  /// 08:00 to 18:00 on any day: what is assumed without a centre.
  const network::Openings& plain_day();
  /// The first tick of every date of a zone.
  const network::Openings& midnights(const calendar::Zone& zone);
  /// Where the place finds the resource: there, else at its site, else in the centre; by id, none where nobody has it.
  std::vector<const model::Place*> holders(const model::Place* place, const std::string& resource) const;
  /// When a place that has a resource has enough of it; nullptr: always.
  const network::Openings* enough(const model::Place& holder, const std::string& resource, int n);
  /// The ticks that both are open.
  const network::Openings& both(const network::Openings& a, const network::Openings& b);
  /// The ticks at which one of them is open.
  const network::Openings& either(const network::Openings& a, const network::Openings& b);
  /// The ticks at which something of this length may start.
  const network::Openings& starts(const network::Openings& openings, Tick length);
  /// All but [from, to).
  const network::Openings& all_but(Tick from, Tick to);
  /// Tolerant openings for ends: a range's last tick counts, its first does not.
  const network::Openings& ends(const network::Openings& openings);

  /// A step of this length; `sign` -1 goes back. Working lengths count at `place`. `extra` moves the date once more.
  network::Step step(Length length, int sign, const model::Place* place);
  network::Step step(const Moves& moves);
  /// The same as a stage's own length: elapsed, or the same minute of the wall on the later date.
  network::Step span(Length length, const model::Place* place);

  bool closed(const model::Place& place, Day day);  // no shift of the place begins on that date
  Tick start_of(Day day) { return dates().first(day.n); }
  Day day_of(Instant instant) const { return zone_.wall(instant).day; }

 private:
  const std::set<Day>& holidays(const model::Place* place);
  const network::Openings& keep(const std::string& key, std::vector<network::Range> ranges);
  const network::DayMap& map_of(const Moves& moves);
  const network::DayMap& work_map(const model::Place* place, std::int64_t n);

  const model::Case& what_;
  calendar::Zone zone_;
  Day first_, last_;
  std::map<std::string, std::unique_ptr<network::Dates>> dates_;
  std::map<std::string, std::unique_ptr<network::Openings>> openings_;
  std::map<std::string, std::unique_ptr<network::DayMap>> maps_;
  std::map<std::string, std::set<Day>> holidays_;
};

}  // namespace v2v::plan
