// capacity: better schedules out of good ones: lists are crossed and justified from both ends (hybrid genetic
// algorithm, Valls, Ballestin & Quintanilla 2008; lists by start times as Debels & Vanhoucke 2007).
#pragma once
#include <functional>
#include <vector>

#include "capacity/chance.h"
#include "capacity/generate.h"

namespace v2v::capacity {

class Genetic {
 public:
  /// A population for about so many schedules in all.
  Genetic(const Project& project, Generator& generator, std::uint64_t seed, std::int64_t schedules);

  /// Goes on until the generator has made so many schedules, the best ends by `good_enough`, or `stop` says so.
  void run(std::int64_t schedules, Time good_enough, const std::function<bool()>& stop);
  bool any() const { return !population_.empty(); }
  const Schedule& best() const { return best_.starts; }
  Time end() const { return best_.end; }
  /// A schedule found elsewhere joins.
  void join(const Schedule& starts);

 private:
  struct One {
    Schedule starts;
    std::vector<std::int32_t> list;
    Time end = 0;
    std::int64_t sum = 0;  // of all starts: of equal ends the one with earlier starts is better
  };
  One finish(const std::vector<std::int32_t>& list);
  std::vector<std::int32_t> sampled();
  std::vector<std::int32_t> crossed(const One& mother, const One& father);
  std::vector<std::int32_t> peak_crossed(const One& mother, const One& father);
  void mutate(std::vector<std::int32_t>& list);
  const One& tournament();
  void keep(One one);

  const Project& project_;
  Generator& generator_;
  Chance chance_;
  std::size_t size_, moved_;  // of the population; of a hundred places of a list
  std::int64_t limit_ = 0;    // of the generator's schedules
  std::vector<Time> latest_;  // starts by tails alone, for sampling
  std::vector<One> population_;
  One best_;
  std::vector<std::int32_t> mark_;
  std::int32_t stamp_ = 0;
};

}  // namespace v2v::capacity
