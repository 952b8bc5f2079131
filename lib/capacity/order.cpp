#include "capacity/order.h"

namespace v2v::capacity {

void Order::resize(std::size_t facts) {
  activity_.resize(facts, 0);
  position_.resize(facts, -1);
}

void Order::bump(std::int32_t fact) {
  double& activity = activity_[static_cast<std::size_t>(fact)];
  activity += step_;
  if (activity > 1e100) {
    for (double& a : activity_) a *= 1e-100;
    step_ *= 1e-100;
  }
  const std::int32_t at = position_[static_cast<std::size_t>(fact)];
  if (at < 0)
    insert(fact);
  else
    up(static_cast<std::size_t>(at));
}

void Order::insert(std::int32_t fact) {
  if (position_[static_cast<std::size_t>(fact)] >= 0) return;
  heap_.push_back(fact);
  place(heap_.size() - 1, fact);
  up(heap_.size() - 1);
}

std::int32_t Order::pop() {
  const std::int32_t top = heap_.front(), last = heap_.back();
  heap_.pop_back();
  position_[static_cast<std::size_t>(top)] = -1;
  if (!heap_.empty()) {
    place(0, last);
    down(0);
  }
  return top;
}

void Order::up(std::size_t at) {
  const std::int32_t fact = heap_[at];
  for (; at > 0; at = (at - 1) / 2) {
    const std::int32_t above = heap_[(at - 1) / 2];
    if (!before(fact, above)) break;
    place(at, above);
  }
  place(at, fact);
}

void Order::down(std::size_t at) {
  const std::int32_t fact = heap_[at];
  for (std::size_t child = 2 * at + 1; child < heap_.size(); child = 2 * at + 1) {
    if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) ++child;
    if (!before(heap_[child], fact)) break;
    place(at, heap_[child]);
    at = child;
  }
  place(at, fact);
}

}  // namespace v2v::capacity
