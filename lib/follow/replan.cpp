#include "follow/replan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "follow/booking.h"

namespace v2v::follow {
namespace {

using calendar::Day;
using model::Fact;
using timeline::Entry;
using timeline::State;
using timeline::Timeline;

using Set = std::vector<int>;  // bookings by number, ascending

constexpr int most_sets = 300;  // that are tried beyond what the clashes ask for
constexpr int farthest = 366;   // days that a booking is tried away from its old date

class Replanning {
 public:
  Replanning(const model::Case& what, const plan::Settings& settings, int effort)
      : zone_(what.centre ? what.centre->zone : calendar::Zone::utc()), settings_(settings), effort_(effort) {
    out_.what = what;
    settings_.explain = settings_.details = false;
    whole_ = settings;
    all_ = what.patient.booked;
    for (std::size_t b = 0; b < all_.size(); ++b)
      if (all_[b].layer != model::Layer::command_line) movable_.push_back(static_cast<int>(b));
  }

  source::Checked<Replanned> run() {
    auto first = planner_.plan(settings_);
    if (!first) return {std::nullopt, first.diagnostics};
    if (!first.value->conflict) {
      first = plan::plan(out_.what, whole_);
      return done(std::move(*first.value), {}, first.diagnostics);
    }
    // Each clash names bookings that cannot all stay. A smallest set that takes one of each is no larger than any that
    // helps.
    std::vector<Set> ways;
    Set least;
    Timeline shown = std::move(*first.value);
    std::set<Set> known;
    bool without_all = false;  // was it looked at whether the plan holds without any booking?
    for (std::size_t size = 0; ways.empty();) {
      // A clash without bookings that could move speaks of this set alone, as long as some other does better.
      if (shown.conflict && !learn(*shown.conflict, least) && !without_all) {
        if (least == movable_) return stuck(std::move(shown));
        beyond_cores_ = true;
        Timeline none = plan_without(movable_);
        if (none.conflict) return stuck(std::move(none));
        without_all = true;
      }
      const auto next = hitting(known, size);
      if (!next) return stuck(std::move(shown));
      least = *next;
      shown = plan_without(least);
      known.insert(least);
      if (!shown.conflict) ways.push_back(least);
    }
    prove(ways, known);
    others(ways, ways.front());
    choose(ways);
    if (!best_.found) return fallen(ways.front());
    apply(best_);
    auto last = plan::plan(out_.what, whole_);
    return done(std::move(*last.value), best_, last.diagnostics);
  }

 private:
  struct Dates {
    std::vector<std::pair<int, Fact>> to;  // booking, where it is now
    int days = 0, earlier = 0;
    bool found = false;
    auto cost() const { return std::tuple(days, earlier); }
  };

  Timeline plan_with(const Set& left_out, const std::vector<std::pair<int, Fact>>& instead) {
    auto& booked = out_.what.patient.booked;
    booked.clear();
    for (std::size_t b = 0; b < all_.size(); ++b)
      if (!std::binary_search(left_out.begin(), left_out.end(), static_cast<int>(b))) booked.push_back(all_[b]);
    for (const auto& move : instead) booked.push_back(move.second);
    auto answer = planner_.plan(settings_);
    if (answer) return std::move(*answer.value);
    Timeline none;
    none.conflict.emplace();
    return none;
  }
  Timeline plan_without(const Set& left_out) { return plan_with(left_out, {}); }

  /// The bookings of a clash that are ours to move and not moved already; false where there are none.
  bool learn(const timeline::Conflict& clash, const Set& gone) {
    Set core;
    for (const int b : movable_) {
      if (std::binary_search(gone.begin(), gone.end(), b)) continue;
      const source::Span& where = all_[static_cast<std::size_t>(b)].where;
      if (std::any_of(clash.rules.begin(), clash.rules.end(), [&](const auto& r) { return r.where == where; }))
        core.push_back(b);
    }
    if (core.empty()) return false;
    cores_.push_back(core);
    by_order_ =
        by_order_ || std::any_of(clash.rules.begin(), clash.rules.end(), [](const auto& r) { return r.by_order; });
    timeline::Replan::Reason reason{{}, clash};
    for (const int b : core) reason.bookings.push_back(key_of(all_[static_cast<std::size_t>(b)].point));
    out_.answer.reasons.push_back(std::move(reason));
    return true;
  }

  bool hits(const Set& set) const {
    return std::all_of(cores_.begin(), cores_.end(), [&](const Set& core) {
      return std::any_of(core.begin(), core.end(),
                         [&](int b) { return std::binary_search(set.begin(), set.end(), b); });
    });
  }

  /// Branches on the bookings of the first core that is not hit: every smallest hitting set is met.
  void hitting(Set& taken, std::size_t size, const std::set<Set>& but, std::set<Set>& found) const {
    const auto open = std::find_if(cores_.begin(), cores_.end(), [&](const Set& core) {
      return std::none_of(core.begin(), core.end(),
                          [&](int b) { return std::find(taken.begin(), taken.end(), b) != taken.end(); });
    });
    const bool all_hit = open == cores_.end();
    if (all_hit) {
      Set set = taken;
      std::sort(set.begin(), set.end());
      if (!but.contains(set)) found.insert(std::move(set));
      if (!beyond_cores_) return;
    }
    if (taken.size() == size) return;
    for (const int b : all_hit ? movable_ : *open) {
      if (std::find(taken.begin(), taken.end(), b) != taken.end()) continue;
      taken.push_back(b);
      hitting(taken, size, but, found);
      taken.pop_back();
      if (found.size() > most_sets) return;
    }
  }
  std::optional<Set> hitting(const std::set<Set>& but, std::size_t& size) const {
    for (; size <= movable_.size(); ++size) {
      std::set<Set> found;
      Set taken;
      hitting(taken, size, but, found);
      if (!found.empty()) return *found.begin();
    }
    return std::nullopt;
  }

  /// Every set of so many bookings, in their order, until `tried` says that it is enough.
  template <class Tried>
  void each_set(std::size_t size, const Tried& tried) const {
    Set set(size);
    std::vector<std::size_t> at(size);
    for (std::size_t k = 0; k < size; ++k) at[k] = k;
    while (true) {
      for (std::size_t k = 0; k < size; ++k) set[k] = movable_[at[k]];
      if (tried(set)) return;
      std::size_t k = size;
      while (k > 0 && at[k - 1] == movable_.size() - size + k - 1) --k;
      if (k == 0) return;
      ++at[k - 1];
      for (std::size_t j = k; j < size; ++j) at[j] = at[j - 1] + 1;
    }
  }

  /// The clashes say that no fewer will do. Where that takes few plans, every smaller set is tried all the same: a
  /// clash may be one of the order in which visits were put, and not of the rules.
  void prove(std::vector<Set>& ways, const std::set<Set>& known) {
    int plans = 0;
    const std::size_t least = ways.front().size();
    for (std::size_t size = 1; size < least && ways.front().size() == least && plans <= most_sets; ++size)
      each_set(size, [&](const Set& set) {
        if (known.contains(set)) return false;
        if (++plans > most_sets) return true;
        if (plan_without(set).conflict) return false;
        ways = {set};
        return true;
      });
  }

  /// Other sets of the same size that help as well: of the bookings that the clashes name, and of all where a clash
  /// rests on the order in which visits were put, since the other order asks for others.
  void others(std::vector<Set>& ways, const Set least) {
    std::set<Set> known{least};
    const auto helps = [&](const Set& set) {
      known.insert(set);
      Timeline shown = plan_without(set);
      if (!shown.conflict)
        ways.push_back(set);
      else
        learn_quietly(*shown.conflict, set);
    };
    for (int tried = 0;; ++tried) {
      std::set<Set> found;
      Set taken;
      hitting(taken, least.size(), known, found);
      std::erase_if(found, [&](const Set& set) { return set.size() != least.size(); });
      if (found.empty()) break;
      if (tried == 200) {
        out_.answer.fewest_days = false;
        return;
      }
      helps(*found.begin());
    }
    if (!by_order_) return;
    int plans = 0;
    each_set(least.size(), [&](const Set& set) {
      if (known.contains(set)) return false;
      if (++plans > most_sets) return out_.answer.fewest_days = false, true;
      helps(set);
      return false;
    });
  }
  void learn_quietly(const timeline::Conflict& clash, const Set& gone) {
    const auto reasons = out_.answer.reasons.size();
    learn(clash, gone);
    out_.answer.reasons.resize(reasons);
  }

  /// The booking on another date, at its own hour where it has one and `hour` asks for it; nothing where the clock
  /// skips it.
  std::optional<Fact> on(int b, Day day, bool hour) const {
    const Fact& old = all_[static_cast<std::size_t>(b)];
    Fact fact = old;
    const auto put = [&](model::Moment& m, const model::Moment& was) {
      m.day = day + (was.day - old.from.day);
      if (!hour) m.minute.reset();
      const auto zone = m.zone.empty() ? std::optional(zone_) : calendar::Zone::load(m.zone);
      if (!zone) return false;
      if (!m.minute) {
        m.zone.clear();
        m.instant = zone_.start_of(m.day);
        return true;
      }
      const auto reading = zone->read({m.day, *m.minute});
      m.instant = reading.first;
      return reading.kind == calendar::Reading::unique;
    };
    if (!hour && old.from.minute) fact.to.reset();
    if (!put(fact.from, old.from)) return std::nullopt;
    if (fact.to && !put(*fact.to, *old.to)) return std::nullopt;
    return fact;
  }

  /// A plan that has the booking on this date, and how the booking then reads; the others of `set` beside it are free
  /// or fixed.
  std::optional<Fact> holds(int b, Day day, const Set& set, const std::vector<std::pair<int, Fact>>& fixed) {
    if (day < settings_.today) return std::nullopt;
    const Fact& old = all_[static_cast<std::size_t>(b)];
    auto with = fixed;
    const auto fits = [&](const Fact& fact) {
      --effort_;
      with.resize(fixed.size());
      with.emplace_back(b, fact);
      Timeline shown = plan_with(set, with);
      return shown.conflict ? std::nullopt : std::optional(std::move(shown));
    };
    // First whether the day will do at all; then its own hour, else the hour that is shown, else the day alone.
    const auto that_day = on(b, day, false);
    const auto shown = that_day ? fits(*that_day) : std::nullopt;
    if (!shown || !old.from.minute) return shown ? that_day : std::nullopt;
    if (const auto same_hour = on(b, day, true); same_hour && fits(*same_hour)) return same_hour;
    const Entry* e = entry_of(*shown, old.point);
    if (!e || !e->start || zone_.wall(*e->start).day != day) return that_day;
    Fact at_hour = *that_day;
    timed(at_hour, *e->start);
    return fits(at_hour) ? at_hour : that_day;
  }

  /// The nearest date that will do, in turn later and earlier; `from` is the number of days below which none does.
  std::optional<std::pair<int, Fact>> nearest(int b, int from, int most, const Set& set,
                                              const std::vector<std::pair<int, Fact>>& fixed) {
    const Day old = all_[static_cast<std::size_t>(b)].from.day;
    for (int away = from; away <= std::min(most, farthest) && effort_ > 0; ++away) {
      for (const int days : {away, -away}) {
        if (auto fact = holds(b, old + days, set, fixed)) return std::pair(days, std::move(*fact));
        if (away == 0) break;
      }
    }
    return std::nullopt;
  }

  /// Where the plan puts what moves when nothing else is asked of it.
  Dates as_shown(const Set& set) {
    Dates dates;
    const Timeline free = plan_without(set);
    for (const int b : set) {
      const Fact& old = all_[static_cast<std::size_t>(b)];
      const Entry* e = entry_of(free, old.point);
      if (!e || !e->start) return dates;
      auto fact = on(b, zone_.wall(*e->start).day, false);
      if (!fact || fact->from.day < settings_.today) return dates;
      if (old.from.minute) timed(*fact, *e->start);
      const int days = fact->from.day - old.from.day;
      dates.days += std::abs(days);
      dates.earlier += days < 0 ? -days : 0;
      dates.to.emplace_back(b, std::move(*fact));
    }
    dates.found = !plan_with(set, dates.to).conflict;
    return dates;
  }

  void timed(Fact& fact, calendar::Instant at) const {
    const auto wall = zone_.wall(at);
    if (zone_.read(wall).kind != calendar::Reading::unique) return;
    fact.from.day = wall.day;
    fact.from.minute = wall.minute;
    fact.from.instant = at;
    fact.from.zone.clear();
  }

  void choose(const std::vector<Set>& ways) {
    for (const Set& set : ways) {
      if (Dates dates = as_shown(set); dates.found && (!best_.found || dates.cost() < best_.cost()))
        best_ = std::move(dates);
    }
    for (const Set& set : ways) {
      // Whatever the others do, each moves by as much as it must when they are free.
      std::vector<int> alone;
      int sum = 0;
      bool able = true;
      for (const int b : set) {
        const auto found = nearest(b, 0, best_.found ? best_.days - sum : farthest, set, {});
        able = able && found.has_value();
        if (!able) break;
        alone.push_back(std::abs(found->first));
        sum += alone.back();
      }
      if (!able || (best_.found && sum > best_.days)) continue;
      Dates dates;
      descend(set, alone, 0, dates);
    }
    if (effort_ <= 0) out_.answer.fewest_days = false;
  }

  /// Depth first, nearest dates first; what cannot come under the best so far is not looked at.
  void descend(const Set& set, const std::vector<int>& alone, std::size_t at, Dates& dates) {
    if (at == set.size()) {
      if (!best_.found || dates.cost() < best_.cost()) {
        best_ = dates;
        best_.found = true;
      }
      return;
    }
    int rest = 0;
    for (std::size_t k = at + 1; k < set.size(); ++k) rest += alone[k];
    const Day old = all_[static_cast<std::size_t>(set[at])].from.day;
    for (int away = alone[at]; away <= farthest; ++away) {
      if (effort_ <= 0 || (best_.found && dates.days + away + rest > best_.days)) return;
      for (const int days : {away, -away}) {
        if (const auto fact = holds(set[at], old + days, set, dates.to)) {
          Dates next = dates;
          next.to.emplace_back(set[at], *fact);
          next.days += away;
          next.earlier += days < 0 ? away : 0;
          descend(set, alone, at + 1, next);
        }
        if (away == 0) break;
      }
      if (best_.found && at + 1 == set.size()) return;  // the last one: farther is no better
    }
  }

  void apply(const Dates& dates) {
    auto& booked = out_.what.patient.booked;
    booked = all_;
    for (const auto& [b, fact] : dates.to) booked[static_cast<std::size_t>(b)] = fact;
  }

  source::Checked<Replanned> stuck(Timeline shown) {
    // The same clash, of the bookings that were left in, with what would mend it.
    if (auto whole = planner_.plan(whole_); whole && whole.value->conflict) shown = std::move(*whole.value);
    out_.what.patient.booked = all_;
    out_.answer.stuck = shown.conflict;
    out_.answer.reasons.clear();
    out_.timeline = std::move(shown);
    return {std::move(out_), {}};
  }

  /// Where no dates can be held: the bookings fall, and the plan says where they would be.
  source::Checked<Replanned> fallen(const Set& set) {
    Timeline shown = plan_without(set);
    Dates dates;
    for (const int b : set) {
      Fact fact = all_[static_cast<std::size_t>(b)];
      if (const Entry* e = entry_of(shown, fact.point); e && e->start)
        if (auto there = on(b, zone_.wall(*e->start).day, false)) fact = *there;
      dates.days += std::abs(fact.from.day - all_[static_cast<std::size_t>(b)].from.day);
      dates.to.emplace_back(b, std::move(fact));
    }
    out_.answer.fewest_days = false;
    auto out = done(std::move(shown), dates, {});
    for (auto& moved : out.value->answer.moved) moved.falls = true;
    return out;
  }

  static timeline::Moved moved_of(const Fact& fact, const Timeline& shown) {
    timeline::Moved moved;
    moved.was = fact;
    moved.id = moved.title = fact.point.stage;
    if (const Entry* e = entry_of(shown, fact.point)) {
      moved.title = e->title;
      moved.visit = e->visit;
      moved.visits = e->visits;
      moved.attempt = e->attempt;
    }
    return moved;
  }

  /// A clash of one order says that its bookings cannot stay; in the other order something else is moved, and they can.
  void name_in_reasons(const Dates& dates) {
    std::vector<std::string> moved;
    for (const auto& move : dates.to) moved.push_back(key_of(all_[static_cast<std::size_t>(move.first)].point));
    for (auto& reason : out_.answer.reasons) {
      const auto named = [&](const std::string& key) {
        return std::find(reason.bookings.begin(), reason.bookings.end(), key) != reason.bookings.end();
      };
      if (std::none_of(moved.begin(), moved.end(), named))
        reason.bookings.insert(reason.bookings.end(), moved.begin(), moved.end());
    }
  }

  source::Checked<Replanned> done(Timeline shown, const Dates& dates, source::Diagnostics diagnostics) {
    if (shown.conflict) return stuck(std::move(shown));
    name_in_reasons(dates);
    for (const auto& [b, fact] : dates.to) {
      auto moved = moved_of(all_[static_cast<std::size_t>(b)], shown);
      moved.now = fact;
      moved.days = fact.from.day - moved.was.from.day;
      out_.answer.moved.push_back(std::move(moved));
    }
    std::stable_sort(out_.answer.moved.begin(), out_.answer.moved.end(),
                     [](const auto& a, const auto& b) { return a.was.from.instant < b.was.from.instant; });
    out_.answer.days = dates.days;
    for (const Fact& fact : all_)
      if (const Entry* e = entry_of(shown, fact.point); e && e->state == State::overdue)
        out_.answer.overdue.push_back(moved_of(fact, shown));
    out_.timeline = std::move(shown);
    return {std::move(out_), std::move(diagnostics)};
  }

  calendar::Zone zone_;
  plan::Settings settings_, whole_;  // of the many plans on the way, and of the last
  int effort_;
  std::vector<Fact> all_;
  Set movable_;
  std::vector<Set> cores_;
  bool beyond_cores_ = false;  // a set may have to be larger than the clashes say
  bool by_order_ = false;      // a clash rests on an order that no rule asks for
  Dates best_;
  Replanned out_;
  plan::Planner planner_{out_.what};  // whose bookings change from plan to plan
};

}  // namespace

Timeline as_booked(const Timeline& now, const timeline::Replan& answer) {
  Timeline then = now;
  for (const timeline::Moved& m : answer.moved) {
    const Entry* found = entry_of(then, m.now.point);
    if (!found || !found->start) continue;
    Entry& e = then.entries[static_cast<std::size_t>(found - then.entries.data())];
    const auto length = e.end ? std::optional(e.end->minutes - e.start->minutes) : std::nullopt;
    e.start = m.was.from.instant;
    if (length) e.end = calendar::Instant{e.start->minutes + *length};
    e.date_only = !m.was.from.minute;
    if (!m.was.place.empty()) e.place = m.was.place;
  }
  return then;
}

source::Checked<Replanned> replan(const model::Case& what, const plan::Settings& settings, int effort) {
  return Replanning(what, settings, effort).run();
}

}  // namespace v2v::follow
