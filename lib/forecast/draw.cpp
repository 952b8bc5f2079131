#include "forecast/draw.h"

#include <Random123/philox.h>

namespace v2v::forecast {

std::array<std::uint32_t, 4> bits(Seed seed, Asked asked) {
  const r123::Philox4x32::ctr_type counter{{asked.patient, asked.replication, asked.variable, asked.draw}};
  const r123::Philox4x32::key_type key{{seed.seed, seed.stream}};
  const auto out = r123::Philox4x32()(counter, key);
  return {out[0], out[1], out[2], out[3]};
}

double uniform(Seed seed, Asked asked) {
  const auto b = bits(seed, asked);
  const std::uint64_t top = (static_cast<std::uint64_t>(b[0]) << 21) | (b[1] >> 11);  // 53 bits
  return (static_cast<double>(top >> 1) + 0.5) * 0x1p-52;
}

}  // namespace v2v::forecast
