// What each resource is used for, minute by minute and week by week.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/say.h"
#include "roster/verify_reading.h"

namespace v2v::roster {
namespace {

using Key = std::pair<const model::Place*, std::string>;  // what a place has
using model::Period;

class UseRules {
 public:
  UseRules(Checking& checking, const std::vector<Use>& uses) : c(checking) {
    for (const auto& use : uses) uses_[{use.place, use.resource}].push_back(use);
  }

  void run() {
    for (const auto& [key, uses] : uses_) is_quota(key) ? read_quota(key, uses) : read_amount(key, uses);
    for (const auto& keep : c.programme.waiting_list.keep_free) read_keep_free(keep);
    for (const auto& over : c.answer.roster.over) read_over(over);
  }

 private:
  static const model::Amount& amount_of(const Key& key) { return key.first->has.at(key.second); }

  /// DATE to DATE beats hours beats DATE beats otherwise.
  const model::Quantity* quantity(const Key& key, Instant t) const {
    const auto& amount = amount_of(key);
    const auto& place = *key.first;
    if (amount.plain) return &*amount.plain;
    const Day day = place.zone.wall(t).day;
    for (const auto& [from, to, there] : amount.during)
      if (from <= day && day <= to) return &there;
    for (const auto& [hours, there] : amount.in_hours)
      if (c.diary.open_from_to(t, t, {&hours, &place.zone, &place.holidays, nullptr})) return &there;
    const std::pair<Day, model::Quantity>* latest = nullptr;
    for (const auto& step : amount.from)
      if (step.first <= day && (!latest || latest->first <= step.first)) latest = &step;
    return latest ? &latest->second : amount.otherwise ? &*amount.otherwise : nullptr;
  }
  int there(const Key& key, Instant t) const {
    const auto* found = quantity(key, t);
    return found ? found->n : 0;
  }

  std::optional<Period> period_of(const Key& key) const {
    const auto& amount = amount_of(key);
    if (amount.plain) return amount.plain->a;
    if (amount.otherwise) return amount.otherwise->a;
    if (!amount.from.empty()) return amount.from.front().second.a;
    if (!amount.during.empty()) return std::get<2>(amount.during.front()).a;
    return amount.in_hours.empty() ? std::nullopt : amount.in_hours.front().second.a;
  }
  bool is_quota(const Key& key) const { return period_of(key).has_value(); }

  static Day first_of(Day day, Period period) {
    const auto date = calendar::split(day);
    if (period == Period::day) return day;
    if (period == Period::week) return day - static_cast<int>(calendar::weekday(day));
    return *calendar::day_of(date.year, period == Period::month ? date.month : 1, 1);
  }
  static Day after(Day first, Period period) {
    return first_of(first + (period == Period::day     ? 1
                             : period == Period::week  ? 7
                             : period == Period::month ? 31
                                                       : 366),
                    period);
  }

  /// Until when a use is followed by making ready.
  Instant ready(const Use& use) const {
    const auto between = use.place->between.find(use.resource);
    if (between == use.place->between.end() || use.from == use.to) return use.to;
    return plan::Diary(use.place->zone).end_of(use.to, between->second, doors_of(*use.place));
  }

  /// The instants at which use or amount may change, from `from` on.
  std::set<Instant> changes(const Key& key, const std::vector<Use>& uses, Instant from) const {
    std::set<Instant> all{from};
    Instant last = from;
    for (const auto& use : uses)
      for (const Instant t : {use.from, use.to, ready(use)})
        if (from <= t) all.insert(t), last = std::max(last, t);
    const auto& amount = amount_of(key);
    const auto& place = *key.first;
    if (amount.plain) return all;
    const Day begin = place.zone.wall(from).day - 1, end = place.zone.wall(last).day + 1;
    const auto put = [&](Instant t) {
      if (from <= t && t <= last) all.insert(t);
    };
    for (Day day = begin; day <= end; day = day + 1) put(plan::Diary::first_minute(day, place.zone));
    for (const auto& [hours, there] : amount.in_hours)
      for (const auto& [open, shut] : c.diary.openings(begin, end, {&hours, &place.zone, &place.holidays, nullptr}))
        put(open), put(shut);
    return all;
  }

  /// Of somebody who is free to come at another time, or not at all.
  static bool stranger(const Use& use) { return use.free && !use.on_record; }

  struct Count {
    int held = 0, readied = 0, of_record = 0;  // of_record: both, of patients who are on record
    bool stranger = false;                     // somebody who is not on record has it
  };
  Count at(const std::vector<Use>& uses, Instant t) const {
    Count count;
    for (const auto& use : uses) {
      if (t < use.from || ready(use) <= t) continue;
      (t < use.to ? count.held : count.readied) += use.n;
      if (use.on_record) count.of_record += use.n;
      count.stranger = count.stranger || (stranger(use) && t < use.to);
    }
    return count;
  }
  bool too_many(const Count& count, int there) const {
    return count.held > there || (count.held > 0 && there > 0 && count.held + count.readied > there);
  }

  bool called_over(const Key& key, Instant from, Instant to) const {  // somewhere in [from, to)
    return std::any_of(c.answer.roster.over.begin(), c.answer.roster.over.end(), [&](const auto& over) {
      return key == c.held(over.resource) && over.from < to && from < over.to;
    });
  }
  static std::string name(const Key& key) { return fmt::format("{}.{}", key.first->id, key.second); }
  std::string who(const std::vector<Use>& uses, Instant t) const {
    std::string text;
    for (const auto& use : uses)
      if (use.from <= t && t < ready(use))
        text += fmt::format("{}{}{}", text.empty() ? "" : ", ",
                            c.answer.roster.patients[static_cast<std::size_t>(use.patient)].id,
                            t < use.to ? "" : " (made ready)");
    return text;
  }

  void read_amount(const Key& key, const std::vector<Use>& uses) {
    bool before = false;
    for (const Instant t : changes(key, uses, c.now)) {
      const Count count = at(uses, t);
      const int amount = there(key, t);
      const bool over = too_many(count, amount);
      const bool excused = over && !count.stranger && count.of_record > amount && called_over(key, t, {t.minutes + 1});
      const auto text = [&] {
        return std::pair{fmt::format("there are {} of {}", amount, name(key)),
                         fmt::format("{} in use at {}: {}", count.held + count.readied, c.wall(t), who(uses, t))};
      };
      if (before && over) continue;  // was said
      c.rule(count.held <= amount || excused, Rule::amount, key.first->where, text);
      if (count.held <= amount && count.readied > 0) c.rule(!over || excused, Rule::ready, key.first->where, text);
      before = over && !excused;
    }
  }

  /// Starts by the first date of their period, in order.
  std::map<Day, std::vector<const Use*>> by_period(const Key& key, const std::vector<Use>& uses, Period period) const {
    std::map<Day, std::vector<const Use*>> all;
    for (const auto& use : uses) all[first_of(key.first->zone.wall(use.from).day, period)].push_back(&use);
    for (auto& [first, starts] : all)
      std::stable_sort(starts.begin(), starts.end(), [](auto* a, auto* b) { return a->from < b->from; });
    return all;
  }

  void read_quota(const Key& key, const std::vector<Use>& uses) {
    const Period period = *period_of(key);
    for (const auto& [first, starts] : by_period(key, uses, period)) {
      const Instant begin = plan::Diary::first_minute(first, key.first->zone);
      const Instant end = plan::Diary::first_minute(after(first, period), key.first->zone);
      for (std::size_t k = 0; k < starts.size(); ++k) {
        const Use& use = *starts[k];
        const int amount = there(key, use.from);
        if (use.from < c.now) continue;
        const bool over = static_cast<int>(k) >= amount;
        const auto upto = starts.begin() + static_cast<std::ptrdiff_t>(k) + 1;
        const auto on_record = std::count_if(starts.begin(), upto, [](auto* use) { return use->on_record; });
        const bool strangers = std::any_of(starts.begin(), upto, [](auto* use) { return stranger(*use); });
        const bool excused = over && !strangers && on_record > amount && called_over(key, begin, end);
        c.rule(!over || excused, Rule::quota, key.first->where, [&] {
          return std::pair{fmt::format("{} is {} from {} on", name(key), amount, to_string(first)),
                           fmt::format("start {} is at {}", k + 1, c.wall(use.from))};
        });
      }
    }
  }

  const std::vector<Use>& uses_of(const Key& key) const {
    const auto found = uses_.find(key);
    return found == uses_.end() ? none_ : found->second;
  }

  void read_keep_free(const model::KeepFree& keep) {
    const std::size_t heavy = c.programme.rank(keep.amount.priority);
    for (const auto& [key, uses] : uses_) {
      if (key.second != keep.resource || (!keep.place.empty() && keep.place != key.first->id)) continue;
      std::vector<Use> lighter;
      for (const auto& use : uses)
        if (use.rank > heavy) lighter.push_back(use);
      if (is_quota(key))
        keep_of_quota(keep, key, lighter);
      else if (keep.amount.a)
        keep_rooms(keep, key, lighter);
      else
        keep_by_minute(keep, key, lighter);
    }
  }

  template <class Text>
  void kept(bool holds, const model::KeepFree& keep, const Key& key, const Text& how) {
    c.rule(holds, Rule::keep_free, keep.where, [&] {
      return std::pair{fmt::format("{} stays free: {}", name(key), to_string(keep.amount)), std::string(how())};
    });
  }

  void keep_by_minute(const model::KeepFree& keep, const Key& key, const std::vector<Use>& lighter) {
    for (const Instant t : changes(key, lighter, c.now)) {
      const int all = there(key, t);
      int held = 0;
      bool ours = false;
      for (const auto& use : lighter) {
        if (t < use.from || use.to <= t) continue;
        held += use.n;
        ours = ours || stranger(use);
      }
      kept(!ours || held <= std::max(0, all - keep.amount.n), keep, key,
           [&] { return fmt::format("{} of {} are with who is lighter at {}", held, all, c.wall(t)); });
    }
  }

  void keep_of_quota(const model::KeepFree& keep, const Key& key, const std::vector<Use>& lighter) {
    for (const auto& [first, starts] : by_period(key, lighter, *period_of(key))) {
      const bool ours = std::any_of(starts.begin(), starts.end(), [](auto* use) { return stranger(*use); });
      const int all = there(key, starts.back()->from);
      kept(!ours || std::ssize(starts) <= std::max(0, all - keep.amount.n), keep, key, [&] {
        return fmt::format("{} of {} starts are of who is lighter from {} on", starts.size(), all, to_string(first));
      });
    }
  }

  /// Beside the lighter ones so many more find room that begin in each period in which one of them lies, as long as the
  /// longest of these.
  void keep_rooms(const model::KeepFree& keep, const Key& key, const std::vector<Use>& lighter) {
    std::map<Day, std::int64_t> longest;
    std::set<Day> ours;
    const Period period = *keep.amount.a;
    for (const auto& use : lighter) {
      const Instant end{std::max(use.from.minutes, use.to.minutes - 1)};
      for (Day first = first_of(key.first->zone.wall(use.from).day, period); first <= key.first->zone.wall(end).day;
           first = after(first, period)) {
        auto& most = longest[first];
        most = std::max(most, use.to.minutes - use.from.minutes);
        if (stranger(use)) ours.insert(first);
      }
    }
    for (const Day first : ours)
      if (c.now < plan::Diary::first_minute(after(first, period), key.first->zone))
        kept(rooms(key, lighter, keep.amount.n, longest[first], first, after(first, period)), keep, key, [&] {
          return fmt::format("not so many more uses of {} min find room from {} on", longest[first], to_string(first));
        });
  }

  bool rooms(const Key& key, std::vector<Use> uses, int n, std::int64_t length, Day first, Day end) const {
    const auto& zone = key.first->zone;
    const Instant begin = std::max(c.now, plan::Diary::first_minute(first, zone));
    const Instant until = plan::Diary::first_minute(end, zone);
    Use more{key.first, key.second, 0, begin, until, 1, true, false, 0};
    std::set<Instant> starts = changes(key, uses, begin);  // the earliest room begins where something changes
    for (const Instant t : changes(key, {more}, begin)) starts.insert(t);
    for (auto t = starts.begin(); t != starts.end() && *t < until && n > 0;) {
      more.from = *t, more.to = {t->minutes + length};
      uses.push_back(more);
      bool fits = true;
      for (const Instant at_time : changes(key, uses, *t)) {
        if (ready(more) <= at_time) break;
        fits = fits && !too_many(at(uses, at_time), there(key, at_time));
      }
      if (fits) {
        --n;
        starts.insert(ready(more));
      } else {
        uses.pop_back();
        ++t;
      }
    }
    return n <= 0;
  }

  /// What is called over is so all the time, or in the period.
  void read_over(const timeline::Over& over) {
    const Key key = c.held(over.resource);
    bool real = key.first && key.first->has.count(key.second) && over.from < over.to && over.used > over.amount;
    if (real && is_quota(key)) {
      bool any = false;
      for (const auto& [first, starts] : by_period(key, uses_of(key), *period_of(key)))
        for (std::size_t k = 0; k < starts.size(); ++k)
          any = any || (static_cast<int>(k) >= there(key, starts[k]->from) &&
                        plan::Diary::first_minute(first, key.first->zone) < over.to &&
                        over.from < plan::Diary::first_minute(after(first, *period_of(key)), key.first->zone));
      real = any;
    } else if (real) {
      for (const Instant t : changes(key, uses_of(key), std::max(c.now, over.from)))
        if (const Count count = at(uses_of(key), t); t < over.to)
          real = real && count.held + count.readied > there(key, t);
    }
    c.rule(real, Rule::over, key.first ? key.first->where : source::Span{}, [&] {
      return std::pair{fmt::format("more is used than there is from {} to {}", c.wall(over.from), c.wall(over.to)),
                       std::string("it is not so")};
    });
  }

  Checking& c;
  std::map<Key, std::vector<Use>> uses_;
  const std::vector<Use> none_;
};

}  // namespace

void read_uses(Checking& checking, const std::vector<Use>& uses) {
  UseRules(checking, uses).run();
}

}  // namespace v2v::roster
