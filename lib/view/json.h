// view: a timeline as JSON for other programs. The shape is published in timeline.schema.json (schema 1).
#pragma once
#include <string>
#include <string_view>

#include "timeline/timeline.h"

namespace v2v::view {

/// Two blanks of indent, a line break at the end. Keys stand in one order and are never absent; what is not known is
/// null. Moments are RFC 3339 with the offset of the place's zone; dates alone where the entry has no zone. Warnings
/// end the list of assumptions, each with the prefix `warning: `. Bytes that are no UTF-8 become U+FFFD.
std::string json(const timeline::Timeline& answer, std::string_view version);

}  // namespace v2v::view
