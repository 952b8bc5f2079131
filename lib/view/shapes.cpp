#include "view/shapes.h"

#include <fmt/format.h>

#include "view/say.h"
#include "view/width.h"

namespace v2v::view::shapes {

using model::Kind;
using timeline::Entry;
using timeline::State;

const std::string_view patterns =
    "<pattern id=\"done\" width=\"10\" height=\"10\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
    "<rect width=\"10\" height=\"10\" fill=\"#f2f4f6\"/><rect width=\"4\" height=\"10\" fill=\"#8b97a5\"/></pattern>\n"
    "<pattern id=\"maybe\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"12\" height=\"12\" fill=\"#ffffff\"/><circle cx=\"6\" cy=\"6\" r=\"3\" "
    "fill=\"#9a5b13\"/></pattern>\n";
const std::string_view band = "fill=\"#dfe9f5\" stroke=\"#7f93ab\" stroke-width=\"1\" stroke-dasharray=\"5 5\"";

std::string_view paint(const Entry& e) {
  if (e.state == State::overdue) return "fill=\"#ffffff\" stroke=\"#b00020\" stroke-width=\"6\"";
  if (e.state == State::happened && !e.running) return "fill=\"url(#done)\" stroke=\"#6b7785\" stroke-width=\"2\"";
  if (e.kind == Kind::event)
    return "fill=\"url(#maybe)\" stroke=\"#9a5b13\" stroke-width=\"2\" stroke-dasharray=\"8 5\"";
  if (e.critical && movable(e)) return "fill=\"#12294d\" stroke=\"#12294d\" stroke-width=\"2\"";
  if (e.kind == Kind::stay || e.kind == Kind::restriction)
    return "fill=\"#ffffff\" stroke=\"#2f6a4f\" stroke-width=\"3\"";
  return "fill=\"#9dc3ea\" stroke=\"#1f5fa8\" stroke-width=\"3\"";
}

void diamond(Page& page, long cx, long cy, long r, const Entry& entry) {
  page.path(fmt::format("M{} {}l{} {}l{} {}l{} {}z", cx, cy - r, r, r, -r, r, -r, -r), paint(entry));
}

void pin(Page& page, long x, long tip) {
  page.path(fmt::format("M{} {}l-7 -12h14z", x, tip), "fill=\"#1a2433\"");
}

void bracket(Page& page, long from, long to, long y, long h) {
  page.path(fmt::format("M{} {}v{}H{}v{}", from, y - h, h, to, -h),
            "fill=\"none\" stroke=\"#1a2433\" stroke-width=\"2\"");
}

void legend(Page& page, long x, long y) {
  struct Item {
    std::string_view text;
    Entry sample;
  };
  Item items[] = {{"happened", {}},   {"planned", {}}, {"critical", {}}, {"stay or restriction", {}},
                  {"may happen", {}}, {"overdue", {}}};
  items[0].sample.state = State::happened;
  items[2].sample.critical = true;
  items[3].sample.kind = Kind::stay;
  items[4].sample.kind = Kind::event;
  items[5].sample.state = State::overdue;
  long at = x;
  const auto label = [&](std::string_view text) {
    page.text(at, y, 24, text);
    at += width(text) * 13l + 42;
  };
  for (const auto& item : items) {
    const long thin = item.sample.kind == Kind::stay ? 6 : 0;
    page.rect({at, y - 20 + thin, 56, 22 - 2 * thin}, paint(item.sample));
    at += 68;
    label(item.text);
  }
  diamond(page, at + 14, y - 9, 13, items[1].sample);
  at += 40;
  label("visit");
  pin(page, at + 10, y - 4);
  at += 32;
  label("booked or held");
  bracket(page, at, at + 60, y - 4, 12);
  at += 72;
  label("earliest to latest");
  page.rect({at, y - 22, 60, 26}, band);
  at += 72;
  label("likely range");
}

}  // namespace v2v::view::shapes
