// Capacity against brute force: small random projects with least and greatest lags, windows and one or two resources.
// Every assignment of starts is tried, rule by rule and instant by instant; the kernel must find the same optimum or
// that there is none, whatever its effort never claim more, and the checker must refuse exactly what breaks a rule.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "capacity/solve.h"
#include "capacity/verify.h"
#include "law.h"

using namespace v2v::laws;
using namespace v2v::capacity;

namespace {

/// Tries all starts, task by task in the order of the project.
class Trial {
 public:
  explicit Trial(const Project& project) : project_(project), starts_(project.tasks.size(), -1) {
    for (const Task& t : project.tasks) {
      last_ += t.duration;
      late_ = std::max(late_, t.earliest);
    }
    for (const Lag& l : project.lags) last_ += std::max<Time>(0, l.least);
    last_ += late_;
  }

  std::optional<Time> optimum() {
    best_.reset();
    place(0, 0);
    return best_;
  }

  /// Whether these tasks, and no other, keep every rule: those that are placed, in a plain reading.
  bool keeps(const std::vector<Time>& starts) const {
    for (std::size_t i = 0; i < starts.size(); ++i) {
      if (starts[i] >= 0 && (starts[i] < project_.tasks[i].earliest || starts[i] > project_.tasks[i].latest))
        return false;
    }
    for (const Lag& l : project_.lags) {
      const Time from = starts[static_cast<std::size_t>(l.from)], to = starts[static_cast<std::size_t>(l.to)];
      if (from >= 0 && to >= 0 && to < from + l.least) return false;
    }
    for (std::size_t r = 0; r < project_.capacities.size(); ++r) {
      for (Time t = 0; t <= last_ + 8; ++t) {
        std::int32_t held = 0;
        for (std::size_t i = 0; i < starts.size(); ++i) {
          if (starts[i] >= 0 && starts[i] <= t && t < starts[i] + project_.tasks[i].duration)
            held += project_.tasks[i].demands[r];
        }
        if (held > project_.capacities[r]) return false;
      }
    }
    return true;
  }

 private:
  void place(std::size_t task, Time end) {
    if (best_ && end >= *best_) return;
    if (task == starts_.size()) {
      best_ = end;
      return;
    }
    for (Time t = 0; t <= last_; ++t) {
      starts_[task] = t;
      if (keeps(starts_)) place(task + 1, std::max(end, t + project_.tasks[task].duration));
    }
    starts_[task] = -1;
  }

  const Project& project_;
  std::vector<Time> starts_;
  Time last_ = 0, late_ = 0;
  std::optional<Time> best_;
};

Project random_project(Random& random) {
  Project p;
  const auto tasks = static_cast<std::size_t>(random.chance(15) ? random(5, 6) : random(1, 4));
  const auto resources = static_cast<std::size_t>(random(1, 2));
  for (std::size_t r = 0; r < resources; ++r) p.capacities.push_back(static_cast<std::int32_t>(random(1, 4)));
  for (std::size_t i = 0; i < tasks; ++i) {
    Task t;
    t.duration = static_cast<Time>(random(random.chance(20) ? 0 : 1, tasks > 4 ? 2 : 3));
    for (const std::int32_t c : p.capacities)
      t.demands.push_back(static_cast<std::int32_t>(random.chance(3) ? random(0, 5) : random(0, c)));
    if (random.chance(8)) t.earliest = static_cast<Time>(random(0, 3));
    if (random.chance(8)) t.latest = static_cast<Time>(t.earliest + random(0, 6));
    p.tasks.push_back(t);
  }
  const bool only_least = random.chance(40);
  for (std::int64_t k = random(0, static_cast<std::int64_t>(tasks) + 1); k > 0; --k) {
    const auto from = static_cast<std::int32_t>(random(0, static_cast<std::int64_t>(tasks) - 1));
    const auto to = static_cast<std::int32_t>(random(0, static_cast<std::int64_t>(tasks) - 1));
    if (only_least && from >= to) continue;
    const Time duration = p.tasks[static_cast<std::size_t>(from)].duration;
    p.lags.push_back(
        {from, to, static_cast<Time>(only_least ? random.chance(60) ? duration : random(0, 3) : random(-4, 3))});
  }
  return p;
}

std::string words(const Project& p) {
  std::string out = "capacities";
  for (const std::int32_t c : p.capacities) out += fmt::format(" {}", c);
  for (std::size_t i = 0; i < p.tasks.size(); ++i) {
    const Task& t = p.tasks[i];
    out += fmt::format("; {}: {} long, needs", i, t.duration);
    for (const std::int32_t d : t.demands) out += fmt::format(" {}", d);
    if (t.earliest > 0) out += fmt::format(", from {}", t.earliest);
    if (t.latest != unbounded) out += fmt::format(", until {}", t.latest);
  }
  for (const Lag& l : p.lags) out += fmt::format("; {}->{} {}", l.from, l.to, l.least);
  return out;
}

void check(const Answer& answer, const std::optional<Time>& optimum, const Trial& trial, const Project& p,
           bool to_the_end) {
  const auto say = [&](const char* what) { return fmt::format("{}: {}", what, words(p)); };
  demand(!(answer.status == Status::infeasible && optimum), say("called infeasible, and is not"));
  demand(!answer.schedule || optimum, say("a schedule where there is none"));
  demand(answer.schedule.has_value() == (answer.status == Status::feasible || answer.status == Status::optimal),
         say("a status that does not go with its schedule"));
  if (answer.schedule) {
    demand(trial.keeps(*answer.schedule), say("a schedule that breaks a rule"));
    demand(makespan(p, *answer.schedule) == answer.end, say("an end that is not the schedule's"));
    demand(answer.lower_bound <= *optimum, say("a lower bound above the optimum"));
    demand(answer.status != Status::optimal || answer.end == *optimum, say("called optimal, and is not"));
  }
  demand(!to_the_end || answer.status == (optimum ? Status::optimal : Status::infeasible), say("not decided"));
}

}  // namespace

int main(int argc, char** argv) {
  Words said;
  said.cases = 10'000;
  said.seed = 1;
  long feasible = 0, infeasible = 0;
  std::array<long, 4> refused{};
  return run_law(
      argc, argv, "capacity_law", said,
      [&](Random& random, long, const Words&) {
        const Project p = random_project(random);
        demand(!fault(p), "a project that is refused: " + words(p));
        Trial trial(p);
        const std::optional<Time> optimum = trial.optimum();
        ++(optimum ? feasible : infeasible);
        Effort effort;
        effort.seed = static_cast<std::uint64_t>(random(0, 1'000'000));
        effort.schedules = 1'000'000'000;
        effort.conflicts = 1'000'000'000;
        const Answer whole = solve(p, effort);
        check(whole, optimum, trial, p, true);
        // By lists alone, and cut short.
        effort.schedules = random(1, 60);
        effort.conflicts = 0;
        check(solve(p, effort), optimum, trial, p, false);
        effort.conflicts = random(0, 3);
        const Answer cut = solve(p, effort), again = solve(p, effort);
        check(cut, optimum, trial, p, false);
        demand(cut.schedules <= effort.schedules && cut.conflicts <= effort.conflicts,
               "more than was allowed: " + words(p));
        demand(cut.schedule == again.schedule && cut.schedules == again.schedules, "not the same twice: " + words(p));
        // The checker: moved starts, and any starts at all.
        for (int k = 0; k < 6; ++k) {
          Schedule starts(p.tasks.size());
          if (whole.schedule && k < 4) {
            starts = *whole.schedule;
            Time& moved = starts[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(starts.size()) - 1))];
            moved = std::max<Time>(0, moved + static_cast<Time>(random(-3, 3)));
          } else {
            for (Time& t : starts) t = static_cast<Time>(random(0, 6));
          }
          const std::vector<Breach> breaches = verify(p, starts);
          demand(breaches.empty() == trial.keeps(starts), "the checker reads a rule otherwise: " + words(p));
          for (const Breach& b : breaches) ++refused[static_cast<std::size_t>(b.kind)];
        }
        demand(verify(p, Schedule(p.tasks.size() + 1)).front().kind == Breach::Kind::shape,
               "a task too many is not seen");
      },
      [&] {
        return fmt::format("{} have a schedule, {} have none; refused for a window {}, a lag {}, a resource {} times",
                           feasible, infeasible, refused[1], refused[2], refused[3]);
      });
}
