// model: a workflow's own `checks:` as its file writes them, key by key. What a review compares.
#pragma once
#include <map>
#include <string>

#include "source/span.h"

namespace v2v::model {

struct Asked {
  std::string note;
  std::map<std::string, std::string> given;   // "booked infusion" -> "2026-10-14"
  std::map<std::string, std::string> expect;  // "daily-visits last" -> "2026-10-21"; "": of the whole plan
  source::Span where;
};

}  // namespace v2v::model
