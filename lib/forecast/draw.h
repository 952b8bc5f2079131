// forecast: chance. The same numbers for the same question on any machine and any number of threads.
#pragma once
#include <array>
#include <cstdint>

namespace v2v::forecast {

/// What a number is drawn for. Each is independent of every other, and drawing one changes none: two scenarios that ask
/// the same question get the same chance.
struct Asked {
  std::uint32_t patient = 0, replication = 0, variable = 0, draw = 0;
};
struct Seed {
  std::uint32_t seed = 0, stream = 0;
};

/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011), by the library Random123.
std::array<std::uint32_t, 4> bits(Seed seed, Asked asked);
/// In (0, 1), never 0 or 1: 53 bits.
double uniform(Seed seed, Asked asked);

}  // namespace v2v::forecast
