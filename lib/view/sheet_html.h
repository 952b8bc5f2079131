// view: a sheet as one self-contained page for screens, readers and printers.
#pragma once
#include <string>

#include "timeline/sheet.h"

namespace v2v::view {

/// Headings, lists and tables in the order in which they are read; no script, nothing loaded; every text of a file is
/// escaped and kept apart from the direction of what stands around it. Months up to `until`'s are tables.
std::string html(const timeline::Sheet& sheet, timeline::Day until);

}  // namespace v2v::view
