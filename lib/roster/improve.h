// roster: large neighbourhoods (Shaw 1998): some patients are lifted out and put back in another order, or placed
// together by the engine that learns from conflicts; what is better, or as good, stays. First the ones who wait and
// those who have what they wait for (squeaky wheel: Joslin & Clements 1999), then whoever has one resource about one
// time.
#pragma once
#include "capacity/chance.h"
#include "roster/ward.h"

namespace v2v::roster {

class Improve {
 public:
  Improve(Ward& ward, std::uint64_t seed) : ward_(ward), chance_(seed) {}

  /// One neighbourhood; true where it left a better roster.
  bool step();

 private:
  std::vector<std::size_t> around_late(std::size_t most);
  std::vector<std::size_t> around_time(std::size_t most);
  std::vector<std::size_t> who_suit(const std::vector<std::size_t>& chosen) const;
  /// Who has some of the resource in [from, to) and may be lifted.
  void add_holders(std::vector<std::size_t>& chosen, int resource, Tick from, Tick to, std::size_t most);
  void add_holders(std::vector<std::size_t>& chosen, const Push& push, std::size_t most);
  /// What is in the way of somebody who is lifted.
  std::vector<Push> in_the_way(std::size_t person);
  void shuffle(std::vector<std::size_t>& all);

  Ward& ward_;
  capacity::Chance chance_;
};

}  // namespace v2v::roster
