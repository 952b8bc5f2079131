// capacity: which fact is worth asking about next: those that took part in recent conflicts (Moskewicz et al. 2001).
#pragma once
#include <cstdint>
#include <vector>

namespace v2v::capacity {

/// A heap of facts by their activity. Facts that never took part are not in it.
class Order {
 public:
  void resize(std::size_t facts);
  void bump(std::int32_t fact);
  void decay() { step_ /= 0.95; }
  bool empty() const { return heap_.empty(); }
  std::int32_t pop();
  /// Back into the heap, where it is not in it.
  void insert(std::int32_t fact);

 private:
  bool before(std::int32_t a, std::int32_t b) const {
    const double x = activity_[static_cast<std::size_t>(a)], y = activity_[static_cast<std::size_t>(b)];
    return x > y || (x == y && a < b);
  }
  void place(std::size_t at, std::int32_t fact) {
    heap_[at] = fact;
    position_[static_cast<std::size_t>(fact)] = static_cast<std::int32_t>(at);
  }
  void up(std::size_t at);
  void down(std::size_t at);

  std::vector<double> activity_;
  std::vector<std::int32_t> position_;  // -1 where not in the heap
  std::vector<std::int32_t> heap_;
  double step_ = 1;
};

}  // namespace v2v::capacity
