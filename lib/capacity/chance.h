// capacity: chance that is the same on any machine (SplitMix64: Steele, Lea & Flood 2014).
#pragma once
#include <cstdint>

namespace v2v::capacity {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// 0 to below - 1; below > 0.
  std::size_t below(std::size_t below) { return static_cast<std::size_t>((next() >> 32) * below >> 32); }
  bool percent(std::size_t of_hundred) { return this->below(100) < of_hundred; }

 private:
  std::uint64_t state_;
};

}  // namespace v2v::capacity
