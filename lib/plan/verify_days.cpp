// Named days: on which dates a visit may lie, and whether it lies on the nearest of them that was open.
#include <fmt/format.h>

#include <algorithm>

#include "plan/verify_reading.h"

namespace v2v::plan {

using calendar::Unit;
using model::Placed;
using model::Point;

namespace {

class DayRules {
 public:
  explicit DayRules(Reading& reading) : r(reading) {}

  void run() {
    for (int s = 0; s < static_cast<int>(r.attempts.size()); ++s)
      for (std::size_t a = 0; a < rows(s).size(); ++a) read_named_days(s, a);
  }

 private:
  const Attempts& rows(int s) const { return r.attempts[static_cast<std::size_t>(s)]; }

  void read_named_days(int s, std::size_t a) {
    const auto& stage = r.stage(s);
    if (!stage.falls_on || a + 1 < rows(s).size()) return;
    const auto& row = rows(s)[a];
    const auto ahead = std::find_if(row.begin(), row.end(), [](const Shown* one) { return !one->happened; });
    if (ahead == row.end()) return;
    std::vector<std::vector<Slot>> may_be;  // several where it cannot be said from which attempt they count
    for (const auto& placed : *r.chosen(stage.falls_on))
      for (const int of : r.attempts_of(placed.from))
        if (auto slots = r.slots(stage, *ahead, of)) may_be.push_back(std::move(*slots));
    for (std::size_t k = 0; k < row.size() && !may_be.empty(); ++k) {
      if (k >= may_be.front().size() || !row[k]->dated() || row[k]->happened) continue;
      const Day day = r.diary.date(row[k]->start.first);
      const auto in = [&](const auto& slots) { return k < slots.size() && slots[k].from <= day && day <= slots[k].to; };
      const auto kept = std::find_if(may_be.begin(), may_be.end(), in);
      const auto& slot = (kept == may_be.end() ? may_be.front() : *kept)[k];
      r.rule(kept != may_be.end(), Rule::named_day, stage.origin.where, [&] {
        return std::pair{
            fmt::format("{} lies from {} to {}", r.name(*row[k]), to_string(slot.from), to_string(slot.to)),
            fmt::format("it is on {}", to_string(day))};
      });
      if (slot.day && row[k]->entry->state == timeline::State::planned && stage.prefer == model::Prefer::early &&
          !was_held(*row[k]))
        read_nearest(*row[k], slot, day);
    }
  }

  /// What gave way from where it was held stays as near to that as it may.
  bool was_held(const Shown& visit) const {
    const auto& held = r.what.patient.held;
    return std::any_of(held.begin(), held.end(), [&](const auto& fact) {
      return fact.point.stage == r.stage(visit.stage).id && r.visit_at(fact.point, false) == &visit;
    });
  }

  /// No nearer day, and of two equals no later one, was open to this visit with the rest of the plan as it is.
  void read_nearest(Shown& visit, const Slot& slot, Day day) {
    for (std::size_t s = 0; s < r.rounds.size(); ++s)
      if (r.rounds[s].empty() && r.attempts[s].size() > 1) return;  // nobody can say what counts from which attempt
    const int off = std::abs(day - *slot.day);
    std::optional<Day> nearer;
    for (int k = 0; k <= off && !nearer; ++k)
      for (const Day other : {*slot.day + k, *slot.day - k})
        if (!nearer && other != day && (k < off || day < other) && slot.from <= other && other <= slot.to &&
            r.would_fit && r.would_fit(visit, other))
          nearer = other;
    r.rule(!nearer, Rule::nearest, r.stage(visit.stage).origin.where, [&] {
      return std::pair{fmt::format("{} is shown on the nearest day to {}", r.name(visit), to_string(*slot.day)),
                       fmt::format("it is on {}, and {} was open", to_string(day), to_string(*nearer))};
    });
  }

  Reading& r;
};

}  // namespace

std::optional<std::vector<Slot>> Reading::slots(const model::Stage& stage, const Shown* of, int attempt) const {
  std::vector<Slot> all;
  const auto* list = chosen(stage.falls_on);
  const auto* give = chosen(stage.give_or_take);
  const auto day_of = [&](const Point& point) -> std::optional<Day> {
    bool whole_day = false;
    const int s = index(point.stage.empty() ? what.workflow.day_zero : point.stage);
    const auto meant = of && s >= 0 && present(s) ? attempts_meant(s, *of) : std::vector<int>{};
    const auto at_point = at(point, whole_day, Shown{}, meant.size() == 1 ? meant.front() : attempt);
    return at_point ? std::optional(diary.date(at_point->first)) : std::nullopt;
  };
  const auto put = [&](Day from, Day to, std::optional<Day> day) {
    if (give && calendar::family(give->unit) == calendar::Family::calendar) {
      from = Diary::shifted(from, *give, -1);
      to = Diary::shifted(to, *give);
    }
    all.push_back({from, to, day});
  };
  if (!list) return all;
  for (const auto& placed : *list) {
    const auto from = day_of(placed.from);
    const auto to = placed.kind == Placed::once ? from : day_of(placed.to);
    if (!from || !to) return std::nullopt;
    if (placed.kind == Placed::once) put(*from, *from, *from);
    const Length every =
        placed.kind == Placed::every ? placed.every_length : Length{1, unit_of[static_cast<int>(placed.period)]};
    // Months and years are counted from Day 0, so that the 31st comes back after a shorter month.
    const bool months = placed.from.stage.empty() && !placed.from.offset &&
                        (every.unit == Unit::months || every.unit == Unit::years) &&
                        (placed.from.period == model::Period::month || placed.from.period == model::Period::year);
    const int first = placed.from.number * (placed.from.period == model::Period::year ? 12 : 1);
    const auto step = [&](int k) {
      const int by = static_cast<int>(every.n) * k;
      if (months) return *numbered(model::Period::month, first + by * (every.unit == Unit::years ? 12 : 1), attempt);
      return Diary::shifted(*from, {by, every.unit});
    };
    if (placed.kind != Placed::once)
      for (int k = 0; step(k) <= *to && k < 5000; ++k) {
        if (placed.kind == Placed::every)
          put(step(k), step(k), step(k));
        else
          for (int n = 0; n < placed.times; ++n) put(step(k), std::min(step(k + 1) - 1, *to), std::nullopt);
      }
  }
  std::stable_sort(all.begin(), all.end(), [](const Slot& a, const Slot& b) {
    return std::pair(a.day.value_or(a.from), a.to) < std::pair(b.day.value_or(b.from), b.to);
  });
  return all;
}

void read_days(Reading& r) {
  DayRules(r).run();
}

}  // namespace v2v::plan
