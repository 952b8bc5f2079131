// forecast: one branch as it is kept, and what its makers have in common. Inside this room only.
#pragma once
#include <optional>
#include <string_view>

#include "forecast/branches.h"

namespace v2v::forecast {

struct CaseBranches::Known {
  std::optional<model::Case> own;  // without the bookings that it cannot keep
  plan::Found found;
  Pathway way;
  bool holds = true;
};

/// FNV-1a: what is asked of a stage is drawn by its name, whatever else a workflow has.
inline std::uint32_t hash(std::string_view text) {
  std::uint32_t h = 2166136261U;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
  return h;
}

inline std::string called(const model::Outcome& o) {
  return o.title.empty() ? o.id : o.title;
}

}  // namespace v2v::forecast
