// view: the marks of the printed chart. Each differs by shape or hatch, not by colour alone.
#pragma once
#include <string_view>

#include "timeline/timeline.h"
#include "view/page.h"

namespace v2v::view::shapes {

extern const std::string_view patterns;  // for <defs>
extern const std::string_view band;      // the pale rectangle of a likely range

/// How a bar or a visit is filled, by what is to be known of it first.
std::string_view paint(const timeline::Entry& entry);
/// A visit: a diamond about (cx, cy), `r` to each corner.
void diamond(Page& page, long cx, long cy, long r, const timeline::Entry& entry);
/// Booked or held: a small triangle that points down to (x, tip).
void pin(Page& page, long x, long tip);
/// Earliest to latest: a line at y with ends that rise by `h`.
void bracket(Page& page, long from, long to, long y, long h);

/// One line that says what each of them is; baseline at y.
void legend(Page& page, long x, long y);

}  // namespace v2v::view::shapes
