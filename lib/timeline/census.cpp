#include "timeline/census.h"

#include <algorithm>

namespace v2v::timeline {

std::optional<int> percent(std::int64_t used, std::int64_t open) {
  if (open <= 0) return std::nullopt;
  if (used <= 0) return 0;
  const std::int64_t of_hundred = used <= open ? used * 100 / open : (used * 100 + open - 1) / open;
  return static_cast<int>(std::clamp<std::int64_t>(of_hundred, 1, 1'000'000));
}

}  // namespace v2v::timeline
