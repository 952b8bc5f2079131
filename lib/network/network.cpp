#include "network/network.h"

#include <cassert>

namespace v2v::network {

Network::Network(Tick horizon_from, Tick horizon_to) : horizon_{horizon_from, horizon_to} {
  assert(horizon_from <= horizon_to);
}

Event Network::event() {
  return Event{events_++};
}

void Network::link(Event u, Event v, const Wait& wait, Tag tag, int rank) {
  assert(u.i >= 0 && u.i < events_ && v.i >= 0 && v.i < events_);
  if (wait.least) arrows_.push_back({u, v, *wait.least, false, tag, rank});
  if (wait.greatest) arrows_.push_back({u, v, *wait.greatest, true, tag, rank});
}

void Network::not_before(Event e, Tick t, Tag tag, int rank) {
  assert(e.i >= 0 && e.i < events_);
  bounds_.push_back({e, t, false, tag, rank});
}

void Network::not_after(Event e, Tick t, Tag tag, int rank) {
  assert(e.i >= 0 && e.i < events_);
  bounds_.push_back({e, t, true, tag, rank});
}

void Network::open(Event e, std::vector<const Openings*> any_of, Tick length, Tag tag, int rank) {
  assert(e.i >= 0 && e.i < events_);
  openings_.push_back({e, std::move(any_of), length, tag, rank});
}

}  // namespace v2v::network
