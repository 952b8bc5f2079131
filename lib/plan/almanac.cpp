#include "plan/almanac.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "calendar/hours.h"
#include "plan/stock.h"

namespace v2v::plan {
namespace {

constexpr int opens_at = 8 * 60, shuts_at = 18 * 60;  // an appointment's start where no centre says its hours

std::vector<network::Range> shared(const std::vector<network::Range>& a, const std::vector<network::Range>& b) {
  std::vector<network::Range> both;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Tick from = std::max(a[i].from, b[j].from), to = std::min(a[i].to, b[j].to);
    if (from < to) both.push_back({from, to});
    (a[i].to < b[j].to ? i : j)++;
  }
  return both;
}

std::string key_of(const Moves& moves) {
  std::string key = "move";
  for (const Move& m : moves) key += fmt::format(" {}mo{}d", m.months, m.days);
  return key;
}

/// Days in the month that begins then: the 32nd day from there tells.
int length_of(Day month) {
  return 32 - calendar::split(month + 31).day;
}

/// Moves many dates that never fall. A month is worked out when it is come to, not for each date: all its dates land in
/// one month, clamped to its end.
void move_all(std::vector<std::int32_t>& dates, Move move) {
  if (move.months == 0) {
    if (move.days != 0)
      for (std::int32_t& n : dates) n += move.days;
    return;
  }
  Day month, next, target;  // the first of the month, of the one behind it, and of where it lands
  int length = 0;           // days in the month where it lands
  for (std::size_t i = 0; i < dates.size();) {
    const bool one_on = length > 0 && dates[i] == next.n;
    const Day at{dates[i]};
    month = one_on ? next : at - (calendar::split(at).day - 1);
    target = one_on ? target + length : calendar::add_months(month, move.months);
    next = month + length_of(month);
    length = length_of(target);
    for (; i < dates.size() && dates[i] < next.n; ++i)
      dates[i] = target.n + std::min(dates[i] - month.n, length - 1) + move.days;
  }
}

}  // namespace

Day moved(Day day, const Moves& moves) {
  for (const Move& m : moves) {
    if (m.months != 0) day = calendar::add_months(day, m.months);
    day = day + m.days;
  }
  return day;
}

Moves moves_of(Length length, int sign) {
  const int n = static_cast<int>(length.n) * sign;
  switch (length.unit) {
    case calendar::Unit::days:
      return {{0, n}};
    case calendar::Unit::weeks:
      return {{0, 7 * n}};
    case calendar::Unit::months:
      return {{n, 0}};
    case calendar::Unit::years:
      return {{12 * n, 0}};
    default:
      return {};
  }
}

Tick minutes_of(Length elapsed) {
  return elapsed.unit == calendar::Unit::minutes ? elapsed.n : elapsed.n * 60;
}

Almanac::Almanac(const model::Case& what, Day first, Day last)
    : what_(what), zone_(what.centre ? what.centre->zone : calendar::Zone::utc()), first_(first), last_(last) {}

const network::Dates& Almanac::dates(const calendar::Zone& zone) {
  auto& slot = dates_[zone.name()];
  if (!slot) slot = std::make_unique<network::Dates>(calendar::dates_of(zone, first_, last_));
  return *slot;
}

const std::set<Day>& Almanac::holidays(const model::Place* place) {
  static const std::vector<calendar::Holidays> none;
  const auto& lists = place ? place->holidays : what_.centre ? what_.centre->holidays : none;
  std::string key;
  for (const auto& list : lists) key += list.id + " ";
  const auto [at, fresh] = holidays_.try_emplace(key);
  if (fresh)
    for (const auto& list : lists) at->second.merge(calendar::days_of(list, first_, last_));
  return at->second;
}

const network::Openings& Almanac::keep(const std::string& key, std::vector<network::Range> ranges) {
  auto& slot = openings_[key];
  slot = std::make_unique<network::Openings>(std::move(ranges));
  return *slot;
}

const network::Openings& Almanac::open(const model::Place& place, const calendar::Hours* narrower) {
  const std::string key =
      narrower ? fmt::format("at {} {}", place.id, calendar::to_string(*narrower)) : "at " + place.id;
  if (const auto at = openings_.find(key); at != openings_.end()) return *at->second;
  if (narrower) return keep(key, shared(open(place, nullptr).ranges(), hours(&place, *narrower).ranges()));
  return keep(key, calendar::open_ranges(place.hours, place.zone, holidays(&place), place.closed, first_, last_));
}

const network::Openings& Almanac::hours(const model::Place* place, const calendar::Hours& hours) {
  const std::string key = fmt::format("hours {} {}", place ? place->id : "", calendar::to_string(hours));
  if (const auto at = openings_.find(key); at != openings_.end()) return *at->second;
  return keep(key, calendar::open_ranges(hours, zone_of(place), holidays(place), {}, first_, last_));
}

const network::Openings& Almanac::working(const model::Place* place) {
  if (place) return open(*place, nullptr);
  if (const auto at = openings_.find("working"); at != openings_.end()) return *at->second;
  calendar::Shift week;
  std::fill_n(week.weekdays.begin(), 5, true);
  return keep("working", calendar::open_ranges({false, {week}}, zone_, holidays(nullptr), {}, first_, last_));
}

const network::Openings& Almanac::plain_day() {
  if (const auto at = openings_.find("plain day"); at != openings_.end()) return *at->second;
  std::vector<network::Range> ranges;
  for (int d = first_.n; d <= last_.n; ++d)  // the last start is at 18:00 itself
    ranges.push_back({dates().at(d, opens_at), dates().at(d, shuts_at) + 1});
  return keep("plain day", std::move(ranges));
}

const network::Openings& Almanac::midnights(const calendar::Zone& zone) {
  const std::string key = "midnights " + std::string(zone.name());
  if (const auto at = openings_.find(key); at != openings_.end()) return *at->second;
  std::vector<network::Range> ranges;
  for (int d = first_.n; d <= last_.n; ++d) ranges.push_back({dates(zone).first(d), dates(zone).first(d) + 1});
  return keep(key, std::move(ranges));
}

const network::Openings& Almanac::all_but(Tick from, Tick to) {
  const std::string key = fmt::format("but {} {}", from, to);
  if (const auto at = openings_.find(key); at != openings_.end()) return *at->second;
  const Tick begin = dates().first(first_.n), end = dates().last(last_.n) + 1;
  std::vector<network::Range> ranges;
  if (begin < from) ranges.push_back({begin, from});
  if (to < end) ranges.push_back({to, end});
  return keep(key, std::move(ranges));
}

std::vector<const model::Place*> Almanac::holders(const model::Place* place, const std::string& resource) const {
  const auto has = [&](const model::Place& p) { return p.has.count(resource) > 0; };
  if (place && has(*place)) return {place};
  std::vector<const model::Place*> all;
  for (const bool same_site : {true, false}) {
    if (!all.empty()) break;
    for (const model::Place& p : what_.centre->places)
      if (has(p) && (!same_site || (place && !p.site.empty() && p.site == place->site))) all.push_back(&p);
  }
  std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  return all;
}

const network::Openings* Almanac::enough(const model::Place& holder, const std::string& resource, int n) {
  const std::string key = fmt::format("stock {} {} {}", holder.id, resource, n);
  if (const auto at = openings_.find(key); at != openings_.end()) return at->second.get();
  auto ranges = plan::enough(holder.has.at(resource), n, holder.zone, holidays(&holder), first_, last_);
  if (ranges) return &keep(key, std::move(*ranges));
  openings_[key] = nullptr;
  return nullptr;
}

const network::Openings& Almanac::both(const network::Openings& a, const network::Openings& b) {
  const std::string key = fmt::format("both {} {}", static_cast<const void*>(&a), static_cast<const void*>(&b));
  if (const auto at = openings_.find(key); at != openings_.end()) return *at->second;
  return keep(key, shared(a.ranges(), b.ranges()));
}

const network::Openings& Almanac::either(const network::Openings& a, const network::Openings& b) {
  const std::string key = fmt::format("either {} {}", static_cast<const void*>(&a), static_cast<const void*>(&b));
  if (const auto at = openings_.find(key); at != openings_.end()) return *at->second;
  std::vector<network::Range> all, joined;
  std::merge(a.ranges().begin(), a.ranges().end(), b.ranges().begin(), b.ranges().end(), std::back_inserter(all),
             [](const auto& x, const auto& y) { return x.from < y.from; });
  for (const auto& r : all)
    if (!joined.empty() && r.from <= joined.back().to)
      joined.back().to = std::max(joined.back().to, r.to);
    else
      joined.push_back(r);
  return keep(key, std::move(joined));
}

const network::Openings& Almanac::starts(const network::Openings& openings, Tick length) {
  if (length <= 1) return openings;
  const std::string key = fmt::format("starts {} {}", static_cast<const void*>(&openings), length);
  if (const auto at = openings_.find(key); at != openings_.end()) return *at->second;
  auto ranges = openings.ranges();
  for (auto& r : ranges) r.to -= length - 1;
  std::erase_if(ranges, [](const auto& r) { return r.from >= r.to; });
  return keep(key, std::move(ranges));
}

const network::Openings& Almanac::ends(const network::Openings& openings) {
  const std::string key = fmt::format("ends {}", static_cast<const void*>(&openings));
  if (const auto at = openings_.find(key); at != openings_.end()) return *at->second;
  auto ranges = openings.ranges();
  for (auto& r : ranges) ++r.from, ++r.to;
  return keep(key, std::move(ranges));
}

const network::DayMap& Almanac::map_of(const Moves& moves) {
  auto& slot = maps_[key_of(moves)];
  if (slot) return *slot;
  // Dates that move out of the horizon need no row: for year 15 of a follow-up that is most of them.
  double days = 0;
  for (const Move& move : moves) days += move.months * (365.2425 / 12) + move.days;
  const int all = last_ - first_ + 1, out = std::clamp(static_cast<int>(std::abs(days)) - 8, 0, all - 2);
  std::vector<std::int32_t> to(static_cast<std::size_t>(all - out));
  const Day begin = days < 0 ? first_ + out : first_;
  std::iota(to.begin(), to.end(), begin.n);
  for (const Move& move : moves) move_all(to, move);
  slot = std::make_unique<network::DayMap>(begin.n, std::move(to));
  return *slot;
}

const network::DayMap& Almanac::work_map(const model::Place* place, std::int64_t n) {
  auto& slot = maps_[fmt::format("work {} {}", place ? place->id : "", n)];
  if (!slot) {
    calendar::Shift week;
    std::fill_n(week.weekdays.begin(), 5, true);
    const calendar::Hours weekdays{false, {week}};
    const auto open = place ? calendar::open_dates(place->hours, holidays(place), place->closed, first_, last_)
                            : calendar::open_dates(weekdays, holidays(nullptr), {}, first_, last_);
    slot = std::make_unique<network::DayMap>(calendar::working_days_map(n, open, first_));
  }
  return *slot;
}

network::Step Almanac::step(Length length, int sign, const model::Place* place) {
  switch (length.unit) {
    case calendar::Unit::minutes:
    case calendar::Unit::hours:
      return {sign * minutes_of(length)};
    case calendar::Unit::work_days:
      return network::Step::of_map(work_map(place, sign * length.n), dates(zone_of(place)));
    case calendar::Unit::work_hours:
      return sign > 0 ? network::Step::of_work(length.n * 60, working(place)) : network::Step(-length.n * 60);
    default:
      return step(moves_of(length, sign));
  }
}

network::Step Almanac::step(const Moves& moves) {
  int days = 0;
  bool months = false;
  for (const Move& m : moves) days += m.days, months |= m.months != 0;
  return months ? network::Step::of_map(map_of(moves), dates()) : network::Step::of_days(days, dates());
}

network::Step Almanac::span(Length length, const model::Place* place) {
  switch (calendar::family(length.unit)) {
    case calendar::Family::elapsed:
      return {minutes_of(length)};
    case calendar::Family::working:
      return length.unit == calendar::Unit::work_hours
                 ? network::Step::of_work(length.n * 60, working(place))
                 : network::Step::of_waiting_wall(work_map(place, length.n), dates(zone_of(place)));
    case calendar::Family::calendar:
      break;
  }
  const Moves moves = moves_of(length, 1);
  if (moves.front().months != 0) return network::Step::of_mapped_wall(map_of(moves), dates());
  return network::Step::of_wall(moves.front().days, dates());
}

const model::Travel* Almanac::travel(const model::Place* a, const model::Place* b) const {
  if (!what_.centre || !a || !b || a->site == b->site) return nullptr;
  for (const model::Travel& t : what_.centre->travel)
    if ((t.from == a->site && t.to == b->site) || (t.to == a->site && t.from == b->site)) return &t;
  return nullptr;
}

bool Almanac::closed(const model::Place& place, Day day) {
  const auto& open = this->open(place, nullptr);
  const auto& d = dates(place.zone);
  return open.next(d.first(day.n), 0) > d.last(day.n);
}

}  // namespace v2v::plan
