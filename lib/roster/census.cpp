#include "roster/census.h"

#include <algorithm>
#include <map>

namespace v2v::roster {
namespace {

using calendar::Day;
using calendar::Zone;
using timeline::Resource;

Day monday(Day day) {
  return day - static_cast<int>(calendar::weekday(day));
}

Day first_of(Day day, Resource::Period period) {
  const auto date = calendar::split(day);
  switch (period) {
    case Resource::day:
      return day;
    case Resource::week:
      return monday(day);
    case Resource::month:
      return day - (date.day - 1);
    case Resource::year:
      return calendar::day_of(date.year, 1, 1).value_or(day);
  }
  return day;
}

Day after(Day first, Resource::Period period) {
  switch (period) {
    case Resource::day:
      return first + 1;
    case Resource::week:
      return first + 7;
    case Resource::month:
      return calendar::add_months(first, 1);
    case Resource::year:
      return calendar::add_months(first, 12);
  }
  return first + 1;
}

/// The dates about the roster's period, whole weeks and years, as instants of one zone.
struct Dates {
  Day first;
  std::vector<std::int64_t> starts;  // of first + k; the last ends the last date

  Dates(const Zone& zone, Day from, Day to) {
    first = std::min(monday(from), first_of(from, Resource::year));
    const Day end = std::max(monday(to) + 7, after(first_of(to, Resource::year), Resource::year));
    for (Day d = first; d <= end; d = d + 1) starts.push_back(zone.start_of(d).minutes);
  }
  std::int64_t start(Day day) const { return starts[static_cast<std::size_t>(day - first)]; }
  /// Nothing outside these dates.
  std::optional<Day> of(std::int64_t t) const {
    const auto next = std::upper_bound(starts.begin(), starts.end(), t);
    if (next == starts.begin() || next == starts.end()) return std::nullopt;
    return first + static_cast<int>(next - starts.begin() - 1);
  }
};

/// From `at` on so many more.
struct Change {
  std::int64_t at;
  int held, ready, amount;
};

class Counting {
 public:
  explicit Counting(const timeline::Roster& roster) : roster_(roster) {}

  timeline::Census run() {
    out_.resources.resize(roster_.resources.size());
    if (roster_.last < roster_.first) return std::move(out_);
    for (Day d = monday(roster_.first); d <= roster_.last; d = d + 7)
      out_.weeks.push_back({std::max(d, roster_.first), std::min(d + 6, roster_.last), {}, {}});
    sort_holds();
    for (std::size_t k = 0; k < roster_.resources.size(); ++k) {
      const Resource& one = roster_.resources[k];
      out_.resources[k].weeks.resize(out_.weeks.size());
      if (one.quota)
        quota(k);
      else
        amount(k);
    }
    waits();
    for (std::size_t w = 0; w < out_.weeks.size(); ++w) bind(w);
    manufacturers();
    return std::move(out_);
  }

 private:
  const Dates& dates(const Resource& one) {
    const std::string& name = one.zone.empty() ? roster_.zone : one.zone;
    const auto found = dates_.find(name);
    if (found != dates_.end()) return found->second;
    const auto zone = Zone::load(name);
    return dates_.emplace(name, Dates(zone ? *zone : Zone::utc(), roster_.first, roster_.last)).first->second;
  }

  std::size_t week_of(Day day) const { return static_cast<std::size_t>((day - monday(roster_.first)) / 7); }

  void sort_holds() {
    holds_.resize(roster_.resources.size());
    for (const auto& hold : roster_.holds)
      if (hold.resource >= 0 && static_cast<std::size_t>(hold.resource) < holds_.size())
        holds_[static_cast<std::size_t>(hold.resource)].push_back(&hold);
  }

  void amount(std::size_t k) {
    const Resource& one = roster_.resources[k];
    const Dates& calendar = dates(one);
    std::vector<Change> changes;
    int there = one.amounts.empty() ? 0 : one.amounts.front().amount;
    const int first = there;
    for (const auto& step : one.amounts) {
      changes.push_back({step.from.minutes, 0, 0, step.amount - there});
      there = step.amount;
    }
    for (const auto* hold : holds_[k]) {
      if (hold->to <= hold->from) continue;
      changes.push_back({hold->from.minutes, hold->n, 0, 0});
      changes.push_back({hold->to.minutes, -hold->n, one.make_ready > 0 ? hold->n : 0, 0});
      if (one.make_ready > 0) changes.push_back({hold->to.minutes + one.make_ready, 0, -hold->n, 0});
    }
    std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.at < b.at; });

    Change now{0, 0, 0, first};
    auto next = changes.begin();
    const auto pass = [&](std::int64_t t) {
      for (; next != changes.end() && next->at <= t; ++next) {
        now.held += next->held;
        now.ready += next->ready;
        now.amount += next->amount;
      }
    };
    for (Day d = roster_.first; d <= roster_.last; d = d + 1) {
      const std::int64_t from = calendar.start(d), to = calendar.start(d + 1);
      pass(from);
      timeline::DayUse use{.day = d, .least = now.amount, .most = now.amount, .census = now.held};
      for (std::int64_t t = from; t < to;) {
        const std::int64_t until = next == changes.end() ? to : std::min(next->at, to);
        // What is made ready is taken only while something is there, and never more than that.
        const int ready = std::clamp(now.amount - now.held, 0, now.ready), taken = now.held + ready;
        const bool over =
            now.held > now.amount || (now.held > 0 && now.amount > 0 && now.held + now.ready > now.amount);
        use.least = std::min(use.least, now.amount);
        use.most = std::max(use.most, now.amount);
        use.peak = std::max(use.peak, taken);
        if (over) use.over = std::max(use.over, now.held + now.ready - now.amount);
        use.used += (until - t) * taken;
        use.open += (until - t) * now.amount;
        t = until;
        pass(t);
      }
      add(k, use, true);
    }
  }

  void quota(std::size_t k) {
    const Resource& one = roster_.resources[k];
    const Dates& calendar = dates(one);
    std::map<Day, int> starts;
    for (const auto* hold : holds_[k])
      if (const auto day = calendar.of(hold->from.minutes)) starts[*day] += hold->n;
    auto& periods = out_.resources[k].periods;
    for (Day d = first_of(roster_.first, one.period); d <= roster_.last; d = after(d, one.period)) {
      timeline::PeriodUse period{d, after(d, one.period) - 1, 0, 0};
      period.amount = most(one, calendar.start(d), calendar.start(period.last + 1));
      for (auto at = starts.lower_bound(d); at != starts.end() && at->first <= period.last; ++at)
        period.starts += at->second;
      periods.push_back(period);
    }
    auto period = periods.begin();
    for (Day d = roster_.first; d <= roster_.last; d = d + 1) {
      while (period->last < d) ++period;
      const auto today = starts.find(d);
      timeline::DayUse use{.day = d, .least = period->amount, .most = period->amount};
      use.peak = today == starts.end() ? 0 : today->second;
      use.over = std::max(0, period->starts - period->amount);
      use.used = period->starts;
      use.open = period->amount;
      add(k, use, one.period == Resource::day);
      out_.resources[k].weeks[week_of(d)].starts += use.peak;
    }
  }

  static int most(const Resource& one, std::int64_t from, std::int64_t to) {
    int there = one.amounts.empty() ? 0 : one.amounts.front().amount;
    int best = 0;
    bool begun = false;
    for (const auto& step : one.amounts) {
      if (step.from.minutes >= to) break;
      if (step.from.minutes > from) best = begun ? std::max(best, there) : there, begun = true;
      there = step.amount;
    }
    return begun ? std::max(best, there) : there;
  }

  /// A day, and what its week makes of it: the sum, or what its first day says.
  void add(std::size_t k, const timeline::DayUse& use, bool sum) {
    auto& all = out_.resources[k];
    auto& week = all.weeks[week_of(use.day)];
    const bool fresh = use.day == out_.weeks[week_of(use.day)].first;
    all.days.push_back(use);
    week.least = fresh ? use.least : std::min(week.least, use.least);
    week.most = std::max(week.most, use.most);
    week.census = std::max(week.census, use.census);
    week.peak = std::max(week.peak, use.peak);
    week.over = std::max(week.over, use.over);
    if (!sum && !fresh) return;
    week.used += use.used;
    week.open += use.open;
  }

  void waits() {
    std::map<std::string, std::size_t, std::less<>> number;
    for (std::size_t k = 0; k < roster_.resources.size(); ++k) number.emplace(roster_.resources[k].title, k);
    for (const auto& patient : roster_.patients) {
      std::map<std::size_t, std::vector<std::pair<std::int64_t, std::int64_t>>> spans;
      for (const auto& blocked : patient.blocked)
        if (const auto k = number.find(blocked.resource); k != number.end())
          spans[k->second].push_back({blocked.wanted.minutes, blocked.given.minutes});
      for (auto& [k, list] : spans) {
        std::sort(list.begin(), list.end());
        std::int64_t done = list.front().first;
        for (const auto& [from, to] : list) {
          wait(k, std::max(from, done), to);
          done = std::max(done, to);
        }
      }
    }
  }

  void wait(std::size_t k, std::int64_t from, std::int64_t to) {
    const Dates& calendar = dates(roster_.resources[k]);
    from = std::max(from, calendar.start(roster_.first));
    to = std::min(to, calendar.start(roster_.last + 1));
    while (from < to) {
      const std::size_t w = week_of(*calendar.of(from));
      const std::int64_t until = std::min(to, calendar.start(out_.weeks[w].last + 1));
      out_.resources[k].weeks[w].waited += until - from;
      from = until;
    }
  }

  void bind(std::size_t w) {
    auto& week = out_.weeks[w];
    const auto use = [&](std::size_t k) -> const timeline::WeekUse& { return out_.resources[k].weeks[w]; };
    // Compared as shares: a / b with nothing to be used is more than all others as soon as it is used.
    const auto fuller = [](const timeline::WeekUse& a, const timeline::WeekUse& b) {
      if (a.open <= 0 || b.open <= 0) return a.open <= 0 && a.used > 0 && (b.open > 0 || a.used > b.used);
      return static_cast<double>(a.used) / static_cast<double>(a.open) >
             static_cast<double>(b.used) / static_cast<double>(b.open);
    };
    const auto full = [](const timeline::WeekUse& a) {
      return a.used > 0 && a.used * 100 >= a.open * timeline::near_percent;
    };
    for (std::size_t k = 0; k < out_.resources.size(); ++k) {
      if (use(k).waited == 0 && !full(use(k))) continue;
      if (!week.binding) {
        week.binding = static_cast<int>(k);
        continue;
      }
      const auto& best = use(static_cast<std::size_t>(*week.binding));
      if (use(k).waited > best.waited || (use(k).waited == best.waited && fuller(use(k), best)))
        week.binding = static_cast<int>(k);
    }
    for (std::size_t k = 0; k < out_.resources.size(); ++k)
      if (full(use(k)) && week.binding != static_cast<int>(k)) week.near.push_back(static_cast<int>(k));
  }

  void manufacturers() {
    std::map<std::string, std::vector<int>> places;
    std::vector<int> all;
    for (std::size_t k = 0; k < roster_.resources.size(); ++k) {
      if (!roster_.resources[k].quota) continue;
      places[roster_.resources[k].place].push_back(static_cast<int>(k));
      all.push_back(static_cast<int>(k));
    }
    for (auto& [place, list] : places) out_.quotas.push_back({place, std::move(list), {}, {}});
    if (!all.empty()) out_.quotas.push_back({"", std::move(all), {}, {}});
    for (auto& quota : out_.quotas) {
      for (const auto& week : out_.weeks) quota.weeks.push_back(share(quota.resources, week.first, week.last));
      quota.total = share(quota.resources, roster_.first, roster_.last);
    }
  }

  timeline::QuotaUse::Share share(const std::vector<int>& resources, Day from, Day to) const {
    timeline::QuotaUse::Share sum;
    for (const int k : resources) {
      const auto& use = out_.resources[static_cast<std::size_t>(k)];
      for (Day d = from; d <= to; d = d + 1) sum.starts += use.days[static_cast<std::size_t>(d - roster_.first)].peak;
      for (const auto& period : use.periods) {
        const int days = std::min(to, period.last) - std::max(from, period.first) + 1;
        if (days > 0) sum.amount += static_cast<double>(period.amount) * days / (period.last - period.first + 1);
      }
    }
    return sum;
  }

  const timeline::Roster& roster_;
  timeline::Census out_;
  std::map<std::string, Dates> dates_;
  std::vector<std::vector<const timeline::Hold*>> holds_;  // by resource
};

}  // namespace

timeline::Census census(const timeline::Roster& roster) {
  return Counting(roster).run();
}

}  // namespace v2v::roster
