// capacity: one resource as a propagator: the parts of tasks that run in any case, and what they leave for the others.
// Reasons are pointwise, of one instant (Schutt, Feydy, Stuckey & Wallace 2011).
#pragma once
#include <vector>

#include "capacity/engine.h"

namespace v2v::capacity {

class Timetable : public Propagator {
 public:
  struct Use {
    std::int32_t start;   // the engine's variable
    Time duration;        // > 0
    std::int32_t demand;  // > 0
  };
  Timetable(std::vector<Use> uses, std::int32_t capacity);
  bool propagate(Engine& engine) override;
  std::vector<std::int32_t> variables() const;

 private:
  struct Part {  // between two instants the same tasks are there in any case
    Time from, to;
    std::int64_t held;
  };
  void draw(const Engine& engine);
  /// Writes into because_ why more than `free` is held at an instant without the use `but`.
  void reasons(const Engine& engine, Time at, std::int64_t more_than, std::size_t but);
  bool push_later(Engine& engine, std::size_t use);
  bool push_earlier(Engine& engine, std::size_t use);

  std::vector<Use> uses_;
  std::int32_t capacity_;
  std::vector<std::pair<Time, std::int64_t>> changes_;
  std::vector<std::pair<Time, Time>> sure_;  // by use: what it surely takes, as drawn
  std::vector<Part> parts_;
  std::vector<Fact> because_;
  std::vector<std::size_t> there_;
};

}  // namespace v2v::capacity
