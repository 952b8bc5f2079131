// Cycles that creep: a cycle is followed piece by piece, each piece crossed in one jump while all its steps move as
// one.
#include <algorithm>

#include "network/lookup.h"
#include "network/side.h"

namespace v2v::network {

namespace {

constexpr Tick flat = -1;

/// How far x may still move on in its direction while value y moves by the same: `flat` when y stands still. Never too
/// much; where it is hard to say, `flat` (then the cycle is turned once).
Tick room_in(const Range* from, const Range* to, Tick x, Tick y, bool late) {
  if (!from || !to) return flat;
  const Tick room = late ? std::min(x - from->from - 1, y - to->from - 1) : std::min(from->to - 1 - x, to->to - y);
  return std::max(flat, room);
}

Tick room_on_wall(const Dates& dates, Tick x, Tick y, bool late) {
  if (std::min(x, y) < dates.edges().front() || std::max(x, y) >= dates.edges().back()) return flat;
  const std::int32_t a = dates.date(x), b = dates.date(y);
  if (!dates.plain(a) || !dates.plain(b)) return flat;
  return late ? std::min(x - dates.first(a), y - dates.first(b)) : std::min(dates.last(a) - x, dates.last(b) - y);
}

Tick room_of(const Side& side, const Link& link, Tick x, Tick value) {
  if (link.op == Link::add) return never;
  const Step& step = *link.through;
  const Tick t = x + link.in, y = value + link.out;
  if (step.kind == Step::wall) return room_on_wall(*step.dates, t, y, side.late);
  if (step.kind == Step::worked) {
    if (step.n <= 0) return never;
    // Around the ends of ranges one function looks at the tick before; both ranges are taken there.
    return room_in(step.openings->holding(t - 1), step.openings->holding(y - 1), t, y, side.late);
  }
  if (step.kind == Step::mapped_wall || step.kind == Step::waiting_wall) {
    const bool along = link.greatest == side.late;  // else the function is read backwards
    const std::int32_t day = step.dates->date(along ? t : y), image = step.dates->date(along ? y : t);
    const DayMap& map = *step.map;
    // Where working days wait, the last of the dates that map to one day moves as the wall does.
    if (map(day) != image || map(day + 1) == image) return flat;
    if (step.kind == Step::mapped_wall && map(day - 1) == image) return flat;
    return room_on_wall(*step.dates, t, y, side.late);
  }
  return flat;
}

Tick room_of(const Side& side, const Opened& opened, Tick x) {
  const Tick t = x + opened.shift;
  if (t > side.horizon.to) return side.late ? t - side.horizon.to - 1 : never;  // out there none counts
  Tick room = flat;
  for (const Openings* o : *opened.any_of) {
    const Range* r = o->holding(t);
    if (!r) continue;
    const Tick last = r->to - std::max<Tick>(opened.length, 1);
    if (t <= last) room = std::max(room, side.late ? t - r->from : last - t);
  }
  return room;
}

/// One turn from x: the label it comes to, how far x may move with it, and the least distance to a limit on the way.
struct Round {
  Tick x, room, left;
};

template <bool late>
Round round(const Side& side, const std::vector<const Link*>& cycle, Tick x, const Tick* limit) {
  Round r{x, never, never};
  for (const Link* link : cycle) {
    const Tick raw = follow<late>(side, *link, r.x);
    r.room = std::min(r.room, room_of(side, *link, r.x, raw));
    const Node& node = side.nodes[static_cast<std::size_t>(link->to)];
    const Tick y = node.opened == node.opened_end ? raw : snap<late>(side, node, raw);
    if (y != raw) r.room = flat;
    for (std::int32_t i = node.opened; i < node.opened_end; ++i) {
      r.room = std::min(r.room, room_of(side, side.opened[static_cast<std::size_t>(i)], y));
    }
    r.x = y;
    r.left = std::min(r.left, late ? r.x - limit[link->to] : limit[link->to] - r.x);
  }
  return r;
}

template <bool late>
Tick turn_round(const Side& side, const std::vector<const Link*>& cycle, Tick x, const Tick* limit) {
  for (;;) {
    const Round r = round<late>(side, cycle, x, limit);
    const Tick gain = late ? x - r.x : r.x - x;
    if (gain <= 0 || r.left < 0) return x;
    // k turns from x end at x + k * gain; the last of them starts k - 1 gains on, which must still be in this piece.
    Tick turns = r.room < 0 ? 1 : r.room / gain + 1;
    turns = std::min(turns, r.left / gain + 1);
    x += late ? -turns * gain : turns * gain;
  }
}

}  // namespace

Tick turn(const Side& side, const std::vector<const Link*>& cycle, Tick x, const Tick* limit) {
  return side.late ? turn_round<true>(side, cycle, x, limit) : turn_round<false>(side, cycle, x, limit);
}

}  // namespace v2v::network
