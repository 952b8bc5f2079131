// view: a timeline as JSON for other programs, and such a text read again. The shape is published in
// timeline.schema.json (schema 1).
#pragma once
#include <string>
#include <string_view>

#include "source/diagnostic.h"
#include "timeline/timeline.h"

namespace v2v::view {

/// Two blanks of indent, a line break at the end. Keys stand in one order and are never absent; what is not known is
/// null. Moments are RFC 3339 with the offset of the place's zone; dates alone where the entry has no zone. Warnings
/// end the list of assumptions, each with the prefix `warning: `. Bytes that are no UTF-8 become U+FFFD.
std::string json(const timeline::Timeline& answer, std::string_view version);

/// Such a text, read again, as the plan that it was: all but its reasons, citations, milestones and slack; of a breach
/// the text alone, and by how much.
/// Refused, each at its place: what is no such JSON or does not fit together (`bad-plan`, and as in
/// view/json_reader.h), and a plan that is a clash. Keys that nobody knows are passed over: a later version may have
/// written them.
source::Checked<timeline::Timeline> read_plan(const source::File& file);

}  // namespace v2v::view
