#include "capacity/solve.h"

#include <algorithm>
#include <memory>

#include "capacity/exact.h"
#include "capacity/genetic.h"
#include "capacity/improve.h"

namespace v2v::capacity {

namespace {

constexpr std::size_t most_facts = 16'000'000;  // beyond it exact search would ask for too much memory

constexpr std::size_t most_relaxed = 400;  // a neighbourhood costs the cube of the tasks before it is searched

/// A schedule, if there is any, ends by then: each task in turn waits for all that it could wait for.
Time horizon(const Project& project) {
  std::vector<Time> longest;
  Time last = 0;
  for (const Task& task : project.tasks) {
    longest.push_back(task.duration);
    last = std::max(last, task.earliest);
  }
  for (const Lag& lag : project.lags) {
    Time& far = longest[static_cast<std::size_t>(lag.from)];
    far = std::max(far, lag.least);
  }
  for (const Time t : longest) last += t;
  return last;
}

class Solve {
 public:
  Solve(const Project& project, const Effort& effort) : project_(project), effort_(effort) {}

  Answer run() {
    if (!begin()) return answer(Status::infeasible);
    if (Generator::suits(project_)) {
      generator_ = std::make_unique<Generator>(project_);
      genetic_ = std::make_unique<Genetic>(project_, *generator_, effort_.seed, effort_.schedules);
      breed(std::min<std::int64_t>(effort_.schedules / 10, 500));
    }
    if (project_.tasks.empty()) offer({});
    if (!proved()) search();
    if (proved() || none_) return answer(best_ ? Status::optimal : Status::infeasible);
    return answer(best_ ? Status::feasible : Status::unknown);
  }

 private:
  bool begin() {
    for (const Task& task : project_.tasks) {
      for (std::size_t r = 0; task.duration > 0 && r < project_.capacities.size(); ++r) {
        if (task.demands[r] > project_.capacities[r]) return false;
      }
    }
    distances_ = Distances::of(project_);
    pairs_ = exclusive_pairs(project_);
    if (!distances_ || !force_orders(project_, pairs_, *distances_)) return false;
    const std::vector<Time> head = heads(project_, *distances_), tail = tails(project_, *distances_);
    for (std::size_t i = 0; i < head.size(); ++i) {
      if (head[i] > project_.tasks[i].latest) return false;
      lower_ = std::max(lower_, head[i] + tail[i]);
    }
    return true;
  }

  bool proved() const { return best_ && end_ <= lower_; }
  std::int64_t schedules() const {
    return (generator_ ? generator_->schedules() : 0) + (exact_ ? exact_->dives() : 0) +
           (improve_ ? improve_->schedules() : 0);
  }
  std::int64_t conflicts() const { return (exact_ ? exact_->conflicts() : 0) + (improve_ ? improve_->conflicts() : 0); }
  std::int64_t conflicts_left() const { return effort_.conflicts - conflicts(); }
  bool spent() const { return schedules() >= effort_.schedules || effort_.stop(); }

  void offer(const Schedule& starts) {
    const Time end = makespan(project_, starts);
    if (best_ && end >= end_) return;
    best_ = starts;
    end_ = end;
    if (exact_) {
      exact_->prefer(starts);
      if (!exact_->end_by(end - 1)) none_ = true;
    }
    if (genetic_) genetic_->join(starts);
  }

  void breed(std::int64_t more) {
    if (!genetic_) return;
    more = std::min(more, effort_.schedules - schedules());
    genetic_->run(generator_->schedules() + more, lower_, effort_.stop);
    if (genetic_->any()) offer(genetic_->best());
  }

  /// What exact search found: a pass from either end may still shorten it.
  void polish(Schedule starts) {
    if (generator_ && schedules() + 2 <= effort_.schedules) {
      Schedule moved = starts;
      generator_->right(moved);
      if (generator_->left(moved) < makespan(project_, starts)) starts.swap(moved);
    }
    offer(starts);
  }

  /// Searches below the best, or tries whether the lower bound is one.
  void prove(std::int64_t conflicts, bool from_below) {
    const Time most = from_below ? lower_ : (best_ ? end_ : most_) - 1 + (best_ ? 0 : 1);
    const std::int64_t last = exact_->conflicts() + std::min(conflicts, conflicts_left());
    for (Time asked = most; !none_ && !proved() && !spent() && exact_->conflicts() < last;) {
      const Found found = exact_->look(asked, {}, last - exact_->conflicts(), [&] { return spent(); });
      if (found == Found::schedule) {
        polish(exact_->schedule());
        asked = std::min(asked, end_ - 1);
        if (from_below) return;
      } else if (found == Found::none_here) {
        lower_ = std::max(lower_, asked + 1);
        exact_->end_not_before(lower_);
        asked = from_below ? lower_ : asked;
        if (!from_below) none_ = true;
      } else {
        none_ = none_ || found == Found::none;
        break;
      }
      lower_ = std::max(lower_, exact_->end_at_least());
    }
    if (none_ && best_) lower_ = end_;
  }

  void neighbours(std::int64_t conflicts) {
    const std::int64_t last = improve_->conflicts() + std::min(conflicts, conflicts_left());
    for (std::int64_t tries = 0; tries < 50 && !proved() && !spent() && improve_->conflicts() < last; ++tries) {
      if (auto better = improve_->step(*best_, end_, std::min<std::int64_t>(200, conflicts_left()),
                                       effort_.schedules - schedules(), effort_.stop))
        polish(std::move(*better));
    }
  }

  void search() {
    most_ = best_ ? end_ - 1 : horizon(project_);
    const std::size_t width = static_cast<std::size_t>(std::max<Time>(1, most_ - lower_ + 1));
    if (width * project_.tasks.size() > most_facts) {
      breed(effort_.schedules);
      return;
    }
    exact_ = std::make_unique<Exact>(project_, *distances_, pairs_, most_);
    if (best_) exact_->prefer(*best_);
    improve_ = std::make_unique<Improve>(project_, effort_.seed);
    std::int64_t share = std::max<std::int64_t>(500, effort_.conflicts / 10);
    share = std::min<std::int64_t>(share, 2'000);
    prove(share, false);
    for (bool below = true; !none_ && !proved() && !spent(); below = !below) {
      if (conflicts_left() <= 0) {
        breed(effort_.schedules);
        break;
      }
      if (best_ && project_.tasks.size() <= most_relaxed) neighbours(share);
      breed(std::min(effort_.schedules / 10, share));
      if (!proved()) prove(share, below && best_);
      share += share / 8;
    }
  }

  Answer answer(Status status) const {
    Answer out{status, best_, end_, status == Status::infeasible ? 0 : lower_, schedules(), conflicts()};
    if (status == Status::optimal) out.lower_bound = end_;
    return out;
  }

  const Project& project_;
  const Effort& effort_;
  std::optional<Distances> distances_;
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs_;
  std::unique_ptr<Generator> generator_;
  std::unique_ptr<Genetic> genetic_;
  std::unique_ptr<Exact> exact_;
  std::unique_ptr<Improve> improve_;
  std::optional<Schedule> best_;
  Time end_ = 0, lower_ = 0, most_ = 0;
  bool none_ = false;  // nothing better is left
};

}  // namespace

Answer solve(const Project& project, const Effort& effort) {
  return Solve(project, effort).run();
}

}  // namespace v2v::capacity
