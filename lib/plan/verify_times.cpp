// Waits, series and windows, each held against the dates as they stand.
#include <fmt/format.h>

#include <algorithm>

#include "model/say.h"
#include "plan/verify_reading.h"

namespace v2v::plan {

using calendar::Unit;
using model::Point;

namespace {

using Group = std::vector<Shown*>;

class TimeRules {
 public:
  explicit TimeRules(Reading& reading) : r(reading) {}

  void run() {
    for (int s = 0; s < static_cast<int>(r.attempts.size()); ++s)
      for (std::size_t a = 0; a < rows(s).size(); ++a) {
        const auto groups = r.groups(s, a);
        for (std::size_t g = 0; g < groups.size(); ++g)
          if (!groups[g].empty()) read_group(s, a, g, groups[g]);
      }
  }

 private:
  const Attempts& rows(int s) const { return r.attempts[static_cast<std::size_t>(s)]; }

  void read_group(int s, std::size_t a, std::size_t g, const Group& group) {
    const auto& stage = r.stage(s);
    const bool opens = r.opens_row(*group.front());  // else its first visit may have been, or its last:
    if (opens)
      for (const auto& link : stage.after) read_link(a, g, link, *group.front(), false);
    if (!r.left_out(s))  // nobody wrote down when
      for (const auto& link : stage.ends_after) read_link(a, g, link, *group.back(), true);
    for (const auto& gate : stage.gates)
      if (const int p = r.index(gate); p >= 0 && !r.present(p) && group.front()->dated() && !group.front()->happened) {
        model::Link link;
        link.from.stage = gate;
        link.origin = stage.gate_origin;
        read_passed_on(p, link, *group.front(), false, 0, false);
      }
    read_order(stage, group);
    if (a > 0 && (!r.left_out(s) || rows(s)[a - 1].back()->number + 1 == group.front()->number))
      read_attempt(stage, *rows(s)[a - 1].back(), *group.front());
    const auto* window = opens ? r.chosen(stage.window) : nullptr;
    if (window && group.front()->happened) read_window(stage, *window, *group.front());
    if (g > 0 || !opens) return;
    read_adds(s, a, *group.front());
    if (a + 1 < rows(s).size()) return;
    if (window && !group.front()->happened) read_window(stage, *window, *group.front());
    read_asked(stage, *group.front());
  }

  /// What is done again comes after it was done before.
  void read_attempt(const model::Stage& stage, const Shown& before, const Shown& again) {
    if (!before.dated() || !again.dated()) return;
    r.told(before.end.first.minutes - again.start.last.minutes, before.happened && before.over && again.happened,
           Rule::attempts, stage.origin.where, {}, [&] {
             return std::pair{fmt::format("{} after {}", r.name(again), r.name(before)),
                              fmt::format("{} after {}", r.wall(again.start.first), r.wall(before.end.first))};
           });
  }

  // ---- waits

  struct Base {
    Moments at;
    bool happened = false, running = false;
    const Shown* visit = nullptr;
  };
  Base base_of(const Shown& visit, bool end, const Shown& asks) const {
    Moments at = end ? visit.end : visit.start;
    if (end && visit.over_by && !asks.happened) at = {*visit.entry->end, *visit.entry->end};  // where the plan has it
    return {at, end ? visit.over && visit.happened : visit.happened != nullptr, end && visit.happened && !visit.over,
            &visit};
  }

  /// Which of the visits a link may count from: that of the same round; where it cannot be said which round an attempt
  /// belongs to (it was done again because it was stale), any that keeps the wait.
  std::vector<Base> bases(const Shown& visit, std::size_t a, std::size_t g, const model::Link& link) const {
    const int s = visit.stage;
    std::vector<Base> all;
    const Point& point = link.from;
    const bool end = Reading::means_end(point, true);
    const int p = r.index(point.stage);
    if (point.offset || p < 0) {
      bool whole_day = false;
      const Point& behind = point;
      if (const auto moments = r.at(behind, whole_day, visit)) all.push_back({*moments, false, false, nullptr});
      return all;
    }
    if (!r.present(p)) return all;
    const auto add = [&](const Shown* one) {
      if (one && one->dated()) all.push_back(base_of(*one, end, visit));
    };
    const bool sibling = !r.stage(s).whole.empty() && r.stage(p).whole == r.stage(s).whole;
    if (sibling && !point.which.attempt && point.which.visit == model::Which::unsaid && rows(p).size() > a) {
      const auto groups = r.groups(p, a);
      if (g < groups.size() && !groups[g].empty() && (end || r.opens_row(*groups[g].front())))
        add(end ? groups[g].back() : groups[g].front());
      return all;
    }
    if (g > 0) return all;
    if (point.which.attempt || point.which.visit == model::Which::nth)
      add(r.visit_at(point, end));
    else
      for (const int of : r.attempts_meant(p, visit)) {
        const Shown* base = r.visit_at(point, end, of);
        if (base && !base->dated()) return {};  // taken as done without a date, it binds nothing
        add(base);
      }
    return all;
  }

  /// Minutes by which the wait is missed; 0: it is kept. `mine` is the later moment.
  std::int64_t missed(const Base& base, const model::Wait& wait, const Shown& visit, const Moments& mine) const {
    const auto doors = r.doors_of(visit);
    const bool facts = base.happened && visit.happened;  // however they came there
    const std::int64_t way = base.visit && !facts ? r.travel(*base.visit, visit) : 0;
    Instant from{base.at.first.minutes + way};
    if (wait.least) {
      const Instant least = r.diary.least(base.at.first, *wait.least, doors);
      const bool by_clock = calendar::family(wait.least->unit) == calendar::Family::elapsed;
      from = std::max(from, Instant{least.minutes + (by_clock ? way : 0)});
    }
    if (mine.last < from) return from.minutes - mine.last.minutes;
    if (!wait.greatest) return 0;
    const Instant to = r.diary.greatest(base.at.last, *wait.greatest, doors);
    return std::max<std::int64_t>(0, mine.first.minutes - to.minutes);
  }

  void read_link(std::size_t a, std::size_t g, const model::Link& link, const Shown& visit, bool my_end) {
    if (!visit.dated()) return;
    const auto* chosen = r.chosen(link.wait);
    const int p = r.index(link.from.stage);
    const model::Wait any;
    if (p >= 0 && from_left_out(p, link.from)) return;
    if (p >= 0 && !r.present(p)) {
      if (g == 0) read_passed_on(p, link, visit, my_end, 0);
      return;
    }
    const auto all = bases(visit, a, g, link);
    const auto undone = [](const auto& row) { return !row.front()->dated(); };
    if (visit.happened && chosen && chosen->or_again && p >= 0 && std::any_of(rows(p).begin(), rows(p).end(), undone))
      return;  // taken as done again
    if (!all.empty()) judge(all, chosen ? *chosen : any, link, visit, my_end);
  }

  /// What counts from the last visit of a stage of which a closed file may have left that out.
  bool from_left_out(int p, const Point& point) const {
    const bool last = point.which.visit == model::Which::last ||
                      (point.which.visit == model::Which::unsaid && Reading::means_end(point, true));
    return r.left_out(p) && (last || !r.present(p));
  }

  /// An absent stage passes its links on, with waits of `any`; a gate, or what only begins after, without the way.
  void read_passed_on(int p, const model::Link& link, const Shown& visit, bool my_end, int deep, bool way = true) {
    if (deep > static_cast<int>(r.attempts.size())) return;
    const auto& absent = r.stage(p);
    const auto pass = [&](Point before, bool by_way) {
      const bool end = Reading::means_end(before, true);
      before.offset.reset();
      const int q = r.index(before.stage);
      if (q < 0 || before.before) return;
      if (!r.present(q)) return read_passed_on(q, link, visit, my_end, deep + 1, by_way);
      std::vector<Base> all;
      for (int of = 1; of <= static_cast<int>(rows(q).size()); ++of) {
        const Shown* from = r.visit_at(before, end, of);
        if (from && !from->dated()) return;  // taken as done without a date, it binds nothing
        if (from && from->dated()) all.push_back(base_of(*from, end, visit));
      }
      if (!by_way)
        for (Base& base : all) base.visit = nullptr;
      if (!all.empty()) judge(all, {}, link, visit, my_end);
    };
    for (const auto& before : absent.after)
      if (!before.from.offset) pass(before.from, way);
    if (visit.happened) return;
    for (const auto& before : absent.ends_after)
      if (!before.from.offset) pass(before.from, false);
    if (const auto* begins = r.chosen(absent.begins)) pass(begins->after, false);
    const auto edge = [&](Point point) {  // where a span would have lain
      if (point.before) return;
      if (point.side == Point::unsaid && !point.offset) point.side = Point::start;
      pass(point, false);
    };
    if (const auto* from = r.chosen(absent.from)) edge(*from);
    if (const auto* until = r.chosen(absent.until)) edge(*until);
  }

  void judge(const std::vector<Base>& may_be, const model::Wait& wait, const model::Link& link, const Shown& visit,
             bool my_end) {
    const Moments& mine = my_end ? visit.end : visit.start;
    const bool i_happened = my_end ? visit.happened && visit.over : visit.happened != nullptr;
    std::vector<Base> all = may_be;  // the record is judged by the record, where there is one
    if (i_happened && std::any_of(all.begin(), all.end(), [](const Base& b) { return b.happened || b.running; }))
      std::erase_if(all, [](const Base& b) { return !b.happened && !b.running; });
    std::int64_t least = r.in_doubt_kept ? INT64_MAX : 0;
    bool fact = i_happened, running = false;
    std::int64_t running_since = 0;
    for (const auto& base : all) {
      const auto by = missed(base, wait, visit, mine);
      least = r.in_doubt_kept ? std::min(least, by) : std::max(least, by);
      fact = fact && base.happened;
      running = running || base.running;
    }
    if (i_happened && running) {  // what it waits for is recorded as begun; that it is over was not written down
      for (const auto& base : all)
        if (base.running) {
          Instant from = base.visit->start.first;
          if (wait.least) from = std::max(from, r.diary.least(from, *wait.least, r.doors_of(visit)));
          running_since =
              std::max(running_since, mine.last < base.visit->start.first ? from.minutes - mine.last.minutes : 0);
        }
      least = running_since;
      fact = true;
    }
    r.told(least, fact, Rule::wait, link.origin.where, r.where(link.wait), [&] {
      return std::pair{fmt::format("{} {} {}: {}", r.name(visit), my_end ? "ends after" : "after", to_string(link.from),
                                   to_string(wait)),
                       fmt::format("it is at {}, after {}", r.wall(mine.first), r.wall(all.back().at.first))};
    });
  }

  /// A new attempt begins no earlier than what asked for it ended, and what its outcome adds. Where the stage from
  /// which all is done again is left out, that goes for what comes after it.
  void read_adds(int s, std::size_t a, const Shown& visit) {
    const auto& rounds = r.rounds[static_cast<std::size_t>(s)];
    if (rounds.size() <= a || rounds[a] == 0 || !visit.dated()) return;
    const auto& again = r.agains[static_cast<std::size_t>(rounds[a]) - 1];
    const Shown& asked = *again.visit;
    if (!asked.dated()) return;
    Instant from = asked.end.first;
    if (again.outcome->adds && begins_again(again.from, s, 0)) {
      const auto added = [&](const Doors& doors) {
        return r.diary.least(from, r.assumed(*again.outcome->adds).first, doors);
      };
      from = s == again.from ? added(r.doors_of(visit)) : added_at_best(added);
    }
    r.told(from.minutes - visit.start.last.minutes, asked.happened && visit.happened, Rule::wait,
           again.outcome->origin.where, {}, [&] {
             return std::pair{
                 fmt::format("{} is done again after {} ends as {}", r.stage(s).id, r.name(asked), again.outcome->id),
                 fmt::format("it starts at {}", r.wall(visit.start.first))};
           });
  }

  bool begins_again(int from, int s, int deep) const {
    if (s == from) return true;
    const auto& after = r.stage(s).after;
    return deep < static_cast<int>(r.attempts.size()) && !r.present(from) &&
           std::any_of(after.begin(), after.end(), [&](const auto& link) {
             const auto& which = link.from.which;  // a visit or attempt by its number is not one of those done again
             const bool by_number = which.attempt || which.visit == model::Which::nth;
             const int p = link.from.offset || by_number ? -1 : r.index(link.from.stage);
             return p >= 0 && !r.present(p) && begins_again(from, p, deep + 1);
           });
  }

  /// By the hours of whichever of its places makes it earliest: of what is left out nobody knows where it would be.
  template <class Added>
  Instant added_at_best(const Added& added) const {
    Instant best = added(r.doors_of(Shown{}));
    if (!r.what.centre) return best;
    for (const auto& place : r.what.centre->places)
      best = std::min(best, added(Doors{&place.hours, &place.zone, &place.holidays, &place.closed}));
    return best;
  }

  // ---- series, named days, windows

  template <class T>
  source::Span origin(const model::Boxed<model::Varied<T>>& varied) const {
    return varied ? r.where(*varied) : source::Span{};
  }

  void read_order(const model::Stage& stage, const Group& group) {
    const auto* apart = r.chosen(stage.apart);
    for (std::size_t k = 0; k + 1 < group.size(); ++k) {
      const Shown &one = *group[k], &next = *group[k + 1];
      if (!one.dated() || !next.dated() || next.number > one.number + 1) continue;  // one left out between them
      const bool facts = one.happened && next.happened;
      const auto text = [&] {
        return std::pair{
            fmt::format("{} after visit {}{}", r.name(next), one.number, apart ? ", apart: " + to_string(*apart) : ""),
            fmt::format("{} after {}", r.wall(next.start.first), r.wall(one.start.first))};
      };
      const bool says = apart && *apart != model::Wait{};
      std::int64_t by = says ? missed({one.start, false, false, nullptr}, *apart, next, next.start) : 0;
      if (!facts) by = std::max(by, one.end.first.minutes - next.start.last.minutes);  // the record's own order is free
      r.told(by, facts, Rule::apart, stage.origin.where, origin(stage.apart), text);
    }
    const auto* series = r.chosen(stage.repeat);
    if (!series || series->kind != model::Series::rate || !group.front()->dated()) return;
    if (r.left_out(group.front()->stage) && !r.opens_row(*group.front())) return;  // its week is that of the first
    const Day first = r.diary.date(group.front()->start.first);
    for (std::size_t k = 1; k < group.size(); ++k) {
      if (!group[k]->dated()) continue;
      const int block = (group[k]->number - group.front()->number) / series->least;
      const Unit unit = unit_of[static_cast<int>(series->period)];
      const Moments& at = group[k]->start;
      const Instant from = r.diary.first_minute(Diary::shifted(first, {block, unit}));
      const Instant to = r.diary.first_minute(Diary::shifted(first, {block + 1, unit}));
      const auto by = std::max(from.minutes - at.last.minutes, at.first.minutes - to.minutes + 1);
      r.told(
          by, group[k]->happened && group.front()->happened, Rule::rate, stage.origin.where, origin(stage.repeat), [&] {
            return std::pair{fmt::format("{} lies in block {} of {}", r.name(*group[k]), block + 1, to_string(*series)),
                             fmt::format("it is at {}", r.wall(at.first))};
          });
    }
  }

  void read_window(const model::Stage& stage, const model::Window& window, const Shown& visit) {
    if (!visit.dated()) return;
    const auto text = [&] {
      return std::pair{fmt::format("{} lies in {}", r.name(visit), to_string(window)),
                       fmt::format("it starts at {}", r.wall(visit.start.first))};
    };
    if (visit.happened) {  // what has happened is held only to what has
      bool from_day = false, by_day = false;
      const int of = visit.attempt;
      const auto from = window.from ? r.at(*window.from, from_day, visit, of) : std::nullopt;
      const auto by = window.by ? r.at(*window.by, by_day, visit, of) : std::nullopt;
      const auto recorded = [&](const Point& point) {
        const Shown* other = r.visit_at(point, Reading::means_end(point, false), of);
        return other && other->happened;
      };
      if (from && recorded(*window.from))
        r.told(from->first.minutes - visit.start.last.minutes, true, Rule::window, stage.origin.where,
               origin(stage.window), text);
      if (by && recorded(*window.by))
        r.told(visit.start.first.minutes - by->last.minutes, true, Rule::window, stage.origin.where,
               origin(stage.window), text);
      return;
    }
    // Of what was done again because it was stale nobody says which attempt is meant.
    const auto kept = [&](const std::optional<Point>& point, const auto& good) {
      const int p = !point ? -1 : r.index(point->stage.empty() ? r.what.workflow.day_zero : point->stage);
      bool known = false, one_does = false;
      for (const int of : p >= 0 && r.present(p) ? r.attempts_meant(p, visit) : std::vector{0}) {
        bool whole_day = false;
        const auto at = point ? r.at(*point, whole_day, visit, of) : std::nullopt;
        known = known || at;
        one_does = one_does || (at && good(*at));
      }
      return !known || one_does;
    };
    r.rule(kept(window.from, [&](const Moments& at) { return at.first <= visit.start.first; }) &&
               kept(window.by, [&](const Moments& at) { return visit.start.first <= at.last; }),
           Rule::window, stage.origin.where, text);
  }

  void read_asked(const model::Stage& stage, const Shown& visit) {
    for (const auto& window : r.what.patient.windows) {
      if (window.stage != stage.id || !visit.dated() || visit.happened) continue;
      const Day day = r.diary.date(visit.start.first);
      r.rule((!window.from || *window.from <= day) && (!window.by || day <= *window.by), Rule::window, window.where,
             [&] {
               return std::pair{fmt::format("the file asks {} for its dates", stage.id),
                                fmt::format("it is on {}", to_string(day))};
             });
    }
  }

  Reading& r;
};

}  // namespace

void read_times(Reading& r) {
  TimeRules(r).run();
}

}  // namespace v2v::plan
