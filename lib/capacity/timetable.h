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
  /// Draws the parts again where a sure part moved.
  void draw(const Engine& engine);
  /// Writes into because_ why more than `free` is held at an instant without the use `but`.
  void reasons(const Engine& engine, Time at, std::int64_t more_than, std::size_t but);
  std::int32_t demand(std::int32_t use) const { return uses_[static_cast<std::size_t>(use)].demand; }
  bool push_later(Engine& engine, std::size_t use);
  bool push_earlier(Engine& engine, std::size_t use);

  std::vector<Use> uses_;
  std::int32_t capacity_;
  std::vector<std::pair<Time, std::int32_t>> begins_, ends_;  // of sure parts, with the use: hardly moved between draws
  std::vector<std::pair<Time, Time>> sure_;                   // by use: what it surely takes, as drawn; {0, 0}: nothing
  std::vector<std::pair<Time, Time>> passed_;                 // by use: bounds with which it fits what is drawn
  std::vector<Part> parts_;                                   // only those that leave too little for some use
  std::int64_t most_ = 0;                                     // held in any part
  std::vector<Fact> because_;
  std::vector<std::size_t> there_;
};

}  // namespace v2v::capacity
