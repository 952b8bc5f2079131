// Lengths, begins, spans and parts, each held against the dates as they stand.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "plan/verify_reading.h"

namespace v2v::plan {

using calendar::Unit;
using model::Point;

namespace {

/// The length in the smallest unit of its family, months apart from days.
Length smallest(Length l) {
  if (l.unit == Unit::hours) return {l.n * 60, Unit::minutes};
  if (l.unit == Unit::weeks) return {l.n * 7, Unit::days};
  if (l.unit == Unit::years) return {l.n * 12, Unit::months};
  return l;
}

/// Of a PERT distribution (beta with its mode at `likely`): where four fifths lie below; by Simpson's rule.
double pert_p80(double least, double likely, double most) {
  const double a = 1 + 4 * (likely - least) / (most - least), b = 1 + 4 * (most - likely) / (most - least);
  const auto density = [&](double x) { return std::pow(x, a - 1) * std::pow(1 - x, b - 1); };
  constexpr int steps = 4000;
  std::vector<double> below{0};
  for (int k = 0; k < steps; ++k) {
    const double x = static_cast<double>(k) / steps, h = 1.0 / steps;
    below.push_back(below.back() + h / 6 * (density(x) + 4 * density(x + h / 2) + density(x + h)));
  }
  const auto at = std::lower_bound(below.begin(), below.end(), 0.8 * below.back());
  return least + (most - least) * static_cast<double>(at - below.begin()) / steps;
}

class LengthRules {
 public:
  explicit LengthRules(Reading& reading) : r(reading) {}

  void run() {
    for (const Shown& visit : r.visits) read_length(visit);
  }

 private:
  const Attempts& rows(int s) const { return r.attempts[static_cast<std::size_t>(s)]; }

  void read_length(const Shown& visit) {
    const auto& stage = r.stage(visit.stage);
    if (!visit.dated() || !visit.entry->end) return;
    const auto where = stage.origin.where;
    const auto says = [&](const std::string& text) {
      return [&visit, text, this] {
        return std::pair{fmt::format("{} {}", r.name(visit), text),
                         fmt::format("{} to {}", r.wall(*visit.entry->start), r.wall(*visit.entry->end))};
      };
    };
    const Instant start = *visit.entry->start, end = *visit.entry->end;
    if (!stage.parts.empty()) return read_parts(visit);
    if (const auto* begins = r.chosen(stage.begins)) read_begins(visit, *begins);
    if (visit.happened && visit.happened->to) return;  // the record says how long
    if (visit.over_by)
      return r.rule(start <= end && end <= *visit.over_by, Rule::length, where, says("is over by what came after it"));
    if (const auto* from = r.chosen(stage.from), *until = r.chosen(stage.until); from && until) {
      read_end_of_span(visit, *from, true);
      read_end_of_span(visit, *until, false);
      r.rule(start <= end, Rule::span, where, says("ends after it starts"));
      return;
    }
    if (visit.happened && !visit.happened->from.minute)  // some time on that day
      return r.rule(start <= end, Rule::length, where, says("ends after it starts"));
    const auto doors = r.doors_of(visit);
    const auto* adds = r.lengthened(visit);
    const auto longer = [&](Instant t, bool most = false) {
      if (!adds) return t;
      const auto more = r.assumed(*adds);
      return r.diary.end_of(t, most ? more.second : more.first, doors);
    };
    const auto after = [&](Length length, bool most = false) {
      return longer(r.diary.end_of(start, length, doors), most);
    };
    if (const auto* takes = r.chosen(stage.takes)) {
      Instant wanted = after(takes->most), most = after(takes->most, true);
      if (const auto* to = end_of_slot(visit)) {
        const Instant slot = to->minute ? to->instant : r.diary.last_minute(to->day);
        const auto own = [&](Length length) { return r.diary.end_of(start, length, doors); };
        const Instant fitted = std::min(own(takes->most), std::max(slot, own(takes->least)));
        wanted = longer(fitted);
        most = longer(fitted, true);
      }
      r.rule((wanted <= end && end <= most) || r.rounds_up(start, takes->most, doors, end, wanted) ||
                 (adds &&
                  r.rounds_up(r.diary.end_of(start, takes->most, doors), r.assumed(*adds).first, doors, end, wanted)),
             Rule::length, where, says(fmt::format("takes {}", to_string(*takes))));
    } else if (const auto* lasts = r.chosen(stage.lasts)) {
      const auto assumed = r.assumed(visit, false, *lasts);
      Instant from = after(assumed.first), to = after(assumed.second, true);
      if (visit.happened) std::tie(from, to) = std::pair(std::max(from, r.now), std::max(to, r.now));
      const bool pinned = visit.booked && visit.booked->to && !visit.happened && after(lasts->least) <= end &&
                          end <= after(lasts->most);
      r.rule((from <= end && end <= to) || pinned || r.rounds_up(start, assumed.second, doors, end, to), Rule::length,
             where, says(fmt::format("lasts {}", to_string(*lasts))));
    } else {
      r.rule(end == start, Rule::length, where, says("takes no time"));
    }
  }

  /// Until when the visit has its slot, booked or held, where that is said.
  const model::Moment* end_of_slot(const Shown& visit) const {
    if (visit.happened) return nullptr;
    if (visit.entry->state == timeline::State::booked && visit.booked && visit.booked->to) return &*visit.booked->to;
    if (visit.entry->state != timeline::State::held) return nullptr;
    for (const auto& held : r.what.patient.held)
      if (held.to && held.point.stage == r.stage(visit.stage).id && r.visit_at(held.point, false) == &visit)
        return &*held.to;
    return nullptr;
  }

  void read_begins(const Shown& visit, const model::Begins& begins) {
    if (visit.happened) return;
    Point after = begins.after;
    if (after.side == Point::unsaid) after.side = Point::end;
    const auto doors = r.doors_of(visit);
    const auto assumed = r.assumed(visit, true, begins.spread);
    bool known = false, kept = false;
    const int p = r.index(begins.after.stage);
    for (const int of : p >= 0 && r.present(p) ? r.attempts_meant(p, visit) : r.attempts_of(begins.after)) {
      bool whole_day = false;
      const auto base = r.at(after, whole_day, visit, of);
      if (!base) continue;
      known = true;
      const auto from = std::max(r.diary.end_of(base->first, assumed.first, doors), r.now);
      const auto to = std::max(r.diary.end_of(base->last, assumed.second, doors), r.now);
      kept = kept || (from <= visit.start.first && visit.start.first <= to) ||
             r.rounds_up(base->last, assumed.second, doors, visit.start.first, to);
    }
    if (!known) return;
    r.rule(kept, Rule::begins, r.stage(visit.stage).origin.where, [&] {
      return std::pair{
          fmt::format("{} begins {} after {}", r.name(visit), to_string(begins.spread), to_string(begins.after)),
          fmt::format("it begins at {}", r.wall(visit.start.first))};
    });
  }

  void read_end_of_span(const Shown& visit, const Point& point, bool starts) {
    if (starts && visit.happened) return;
    const Instant shown = starts ? *visit.entry->start : *visit.entry->end;
    bool known = false, kept = false;
    const int p = r.index(point.stage.empty() ? r.what.workflow.day_zero : point.stage);
    for (const int of : p >= 0 && r.present(p) ? r.attempts_meant(p, visit) : r.attempts_of(point)) {
      bool whole_day = false;
      const auto at = r.at(point, whole_day, visit, of);
      if (!at) continue;
      known = true;
      Moments wanted = *at;
      const bool working = point.offset && point.offset->unit == calendar::Unit::work_days;
      const auto& zone = working ? *r.doors_of(visit).zone : r.diary.zone();
      if (whole_day) wanted.last = r.diary.first_minute(zone.wall(wanted.last).day, zone);
      const bool still = visit.happened && wanted.last <= r.now && shown == r.now;  // it goes on today
      kept = kept || still || (wanted.first <= shown && shown <= wanted.last);
    }
    if (!known) return;
    r.rule(kept, Rule::span, r.stage(visit.stage).origin.where, [&] {
      return std::pair{fmt::format("{} is {} {}", r.name(visit), starts ? "from" : "until", to_string(point)),
                       fmt::format("it is at {}", r.wall(shown))};
    });
  }

  void read_parts(const Shown& whole) {
    const auto& stage = r.stage(whole.stage);
    const std::size_t round = r.round_of(whole);
    std::optional<Instant> start, end;
    bool sure = true;
    for (const auto& id : stage.parts) {
      const int p = r.index(id);
      if (p < 0 || !r.present(p)) continue;
      const std::size_t a = std::min(rows(p).size(), static_cast<std::size_t>(whole.attempt)) - 1;
      const auto groups = r.groups(p, a);
      if (round >= groups.size()) continue;
      for (const Shown* part : groups[round]) {
        if (!part->dated()) {
          sure = false;
          continue;
        }
        start = start ? std::min(*start, part->start.first) : part->start.first;
        end = end ? std::max(*end, *part->entry->end) : *part->entry->end;
      }
    }
    if (!start || whole.happened) return;
    r.rule((*whole.entry->start == *start || (!sure && *whole.entry->start <= *start)) &&
               (*whole.entry->end == *end || (!sure && *end <= *whole.entry->end)),
           Rule::parts, stage.origin.where, [&] {
             return std::pair{fmt::format("{} starts with its first part and ends with its last", r.name(whole)),
                              fmt::format("{} to {}", r.wall(*whole.entry->start), r.wall(*whole.entry->end))};
           });
  }

  Reading& r;
};

}  // namespace

namespace {

/// The least of what was seen of which at least so many tenths are no longer.
Length seen_share(const std::vector<Length>& seen, std::size_t tenths) {
  for (const Length& one : seen) {
    std::size_t no_longer = 0, shorter = 0;
    for (const Length& other : seen) {
      no_longer += calendar::rough_minutes(other) <= calendar::rough_minutes(one);
      shorter += calendar::rough_minutes(other) < calendar::rough_minutes(one);
    }
    if (10 * no_longer >= tenths * seen.size() && 10 * shorter < tenths * seen.size()) return one;
  }
  return seen.front();  // not reached: one of them is it
}

/// Where so much of the normal distribution lies below: by halving.
double normal_share(double share) {
  double low = -9, high = 9;
  for (int round = 0; round < 100; ++round) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::sqrt(2.0)) / 2 < share ? low : high) = middle;
  }
  return low;
}

/// The logarithm of what lies beyond the least rises in a straight line with the normal shares.
std::pair<Length, Length> lognormal_share(const model::Spread& spread, int percent) {
  for (const auto& share : spread.shares)
    if (share.percent == percent) return {share.by, share.by};
  Length least = spread.least, most = spread.most, first = spread.shares[0].by, second = spread.shares[1].by;
  if (least.unit != most.unit || least.unit != Unit::hours)
    for (Length* length : {&least, &most, &first, &second}) *length = smallest(*length);
  else if (first.unit != Unit::hours ||
           second.unit != Unit::hours)  // hours of a range in hours: minutes are parts of one
    for (Length* length : {&first, &second})
      length->n = length->unit == Unit::hours ? length->n : (length->n + 59) / 60;
  const auto beyond = [&](const Length& l) { return std::log(static_cast<double>(l.n - least.n)); };
  const double from = normal_share(spread.shares[0].percent / 100.0),
               to = normal_share(spread.shares[1].percent / 100.0), at = normal_share(percent / 100.0);
  const double line = beyond(first) + (beyond(second) - beyond(first)) * (at - from) / (to - from);
  const double length = std::min(static_cast<double>(most.n), static_cast<double>(least.n) + std::exp(line));
  const auto whole = [&](double n) { return Length{static_cast<std::int64_t>(n), least.unit}; };
  return {whole(std::ceil(length - 1e-6)), whole(std::ceil(length + 1e-6))};
}

double triangle_p80(double from, double peak, double to) {
  const double below = (peak - from) / (to - from);
  return below > 0.8 ? from + std::sqrt(0.8 * (to - from) * (peak - from))
                     : to - std::sqrt(0.2 * (to - from) * (to - peak));
}

}  // namespace

std::pair<Length, Length> Reading::assumed(const model::Spread& spread) const {
  const auto just = [](Length length) { return std::pair(length, length); };
  if (spread.least == spread.most || settings.assume == Assume::least) return just(spread.least);
  if (settings.assume == Assume::most) return just(spread.most);
  const bool p80 = settings.assume == Assume::p80;
  if (!p80 && spread.likely) return just(*spread.likely);
  if (!p80 && spread.median) return just(*spread.median);
  if (!p80 && spread.peak) return just(*spread.peak);
  if (!spread.one_of.empty()) return just(seen_share(spread.one_of, p80 ? 8 : 5));
  if (!spread.shares.empty()) return lognormal_share(spread, p80 ? 80 : 50);
  Length least = spread.least, most = spread.most,
         mode = spread.likely.value_or(spread.median.value_or(spread.peak.value_or(least)));
  if (!p80 || least.unit != most.unit || least.unit != mode.unit)
    for (Length* length : {&least, &most, &mode}) *length = smallest(*length);
  const auto from = static_cast<double>(least.n), to = static_cast<double>(most.n), in = static_cast<double>(mode.n);
  const auto whole = [&](double n) { return Length{static_cast<std::int64_t>(n), least.unit}; };
  if (!p80) return just(whole(std::floor((from + to) / 2 + 0.5)));
  const double at = spread.likely   ? pert_p80(from, in, to)
                    : spread.median ? to - (to - in) * std::sqrt(0.4)
                    : spread.peak   ? triangle_p80(from, in, to)
                                    : from + 0.8 * (to - from);
  return {whole(std::floor(at)), whole(std::ceil(at))};
}

std::pair<Length, Length> Reading::assumed(const Shown& visit, bool begins, const model::Spread& spread) const {
  const auto known = settings.as_if.find({stage(visit.stage).id, visit.number, begins});
  return known == settings.as_if.end() ? assumed(spread) : std::pair(known->second, known->second);
}

const model::Spread* Reading::lengthened(const Shown& visit) const {
  const auto& rows = attempts[static_cast<std::size_t>(visit.stage)];
  const auto attempt = static_cast<std::size_t>(visit.attempt);
  if (attempt < 1 || attempt > rows.size() || rows[attempt - 1].empty()) return nullptr;  // a plan with a gap
  const auto& ends = rows[attempt - 1].back()->entry->outcome;
  for (const auto& outcome : stage(visit.stage).outcomes)
    if (outcome.id == ends && outcome.then != model::Outcome::again && outcome.adds) return &*outcome.adds;
  return nullptr;
}

bool Reading::rounds_up(Instant start, Length length, const Doors& doors, Instant end, Instant wanted) const {
  const bool working = length.unit == calendar::Unit::work_days;
  if (calendar::family(length.unit) != calendar::Family::calendar && !working) return false;
  const auto& zone = what.centre && !working ? what.centre->zone : *doors.zone;
  const Day day = zone.wall(end).day, from = zone.wall(start).day;
  if (end < wanted || day != zone.wall(wanted).day) return false;
  const Instant noon = Diary::first_minute(from - 1, zone, 12 * 60);
  return zone.wall(diary.end_of(noon, length, doors)).day == day ||
         Diary::first_minute(from + 1, zone).minutes - Diary::first_minute(from, zone).minutes > 24 * 60;
}

Instant Reading::moved_end(const Shown& visit, Instant start) const {
  const auto* takes = chosen(stage(visit.stage).takes);
  const bool days = takes && calendar::family(takes->most.unit) != calendar::Family::elapsed;
  if (!days && !lengthened(visit))  // as long as it is shown: perhaps as booked, or as it is assumed to last
    return {start.minutes + visit.entry->end->minutes - visit.entry->start->minutes};
  if (!takes) return start;
  const Instant end = diary.end_of(start, takes->most, doors_of(visit));
  const auto* adds = lengthened(visit);
  return adds ? diary.end_of(end, assumed(*adds).second, doors_of(visit)) : end;
}

void read_lengths(Reading& r) {
  LengthRules(r).run();
}

}  // namespace v2v::plan
