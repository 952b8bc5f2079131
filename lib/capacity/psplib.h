// capacity: the two files in which researchers exchange projects: PSPLIB's `.sm` (Kolisch & Sprecher 1997) and
// ProGen/max's `.sch` (Schwindt 1998). Text in, project out.
#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "capacity/project.h"

namespace v2v::capacity {

struct Unreadable {
  std::int32_t line = 0;  // from 1
  std::string what;
};
using Read = std::variant<Project, Unreadable>;

/// One mode a task, renewable resources only; a successor begins no earlier than its predecessor ends.
Read read_sm(std::string_view text);
/// Lags from start to start; a negative one is a greatest lag, read backwards.
Read read_sch(std::string_view text);

}  // namespace v2v::capacity
