// network: one direction of a network in the form in which it is solved: variables in order, links in arrays.
// Inside this room only. "Early" raises labels to the least fixpoint, "late" lowers them to the greatest.
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "network/network.h"

namespace v2v::network {

/// Place of each event in the order of solving (strongly connected part, then along the least waits inside it).
struct Order {
  std::vector<std::int32_t> part;      // of each event; parts are numbered in topological order
  std::vector<std::int32_t> position;  // of each event
};
struct Arc {
  std::int32_t from, to;
  bool forward;  // counts for the order inside a part
};
/// Boost.Graph's strong components; inside a part Kahn's order of the forward arcs, lowest event first. O(E log E).
Order order_of(std::int32_t events, const std::vector<Arc>& arcs);

/// Value of label x through a link, in one direction.
struct Link {
  enum Op : std::uint8_t { add, day, step };
  std::int32_t from = 0, to = 0;  // variables
  std::int32_t arrow = 0;         // index into Network::arrows()
  Op op = add;
  bool greatest = false;
  Tick n = 0;                   // add: ticks; day: dates
  Tick in = 0, out = 0;         // the function is applied to x + in, then out is taken off
  const Tick* edges = nullptr;  // day
  std::int64_t dates = 0;
  const Step* through = nullptr;  // step; lives in the network
};

struct Opened {
  std::int32_t opening = 0;  // index into Network::openings()
  Tick shift = 0;            // the start is at x + shift
  Tick length = 0;
  Tick slack = 0;  // how far from an allowed start is still allowed
  const Openings* only = nullptr;
  const std::vector<const Openings*>* any_of = nullptr;
};

struct Node {
  std::int32_t links = 0, links_end = 0;    // into Side::pull
  std::int32_t opened = 0, opened_end = 0;  // into Side::opened
  std::int32_t closes = -1;                 // the part that ends with this node and has arcs back, or -1
};
struct Part {
  std::int32_t begin = 0, end = 0;  // variables
  std::int32_t back = 0, back_end = 0;
};

/// Variables of a direction are numbered in its order of solving.
struct Side {
  bool late = false;
  Range horizon;
  std::vector<Node> nodes;
  std::vector<Link> pull;                // by target; from variables that come before
  std::vector<Link> back;                // by part; from the same variable or one that comes after
  std::vector<Link> push;                // by source; inside parts that have arcs back
  std::vector<std::int32_t> push_begin;  // for each variable, and one more
  std::vector<Part> parts;               // those with arcs back
  std::vector<Opened> opened;
  std::vector<Tick> start, limit;  // label to start from; label not to pass
};

/// What of a network is compiled, and how.
struct Recipe {
  bool fold = false;              // rigid pairs become one variable
  std::function<bool(Tag)> keep;  // empty: everything
  Tag eased = untagged;           // what carries this tag is eased by `by` ticks
  Tick by = 0;
  bool early_only = false;  // feasibility needs no more
};

struct Compiled {
  bool broken = false;                          // no plan whatever the question
  std::vector<std::int32_t> group;              // of each event
  std::vector<Tick> shift;                      // event = its group's variable + shift
  std::vector<std::int32_t> early_of, late_of;  // variable of each event in each direction
  Side early, late;
};

/// `known`: an order of the whole network, for recipes that do not fold.
Compiled compile(const Network& network, const Recipe& recipe, const Order* known = nullptr);

/// Order of all events by all arrows, independent of the order of adding save among equal arrows.
Order order_of_all(const Network& network);

/// Value that label x demands of link.to. Early: `never` when none is late enough; late: `never` when x bounds nothing.
template <bool late>
Tick follow(const Side& side, const Link& link, Tick x);
/// The next allowed start from x on (late: from x back) over all openings of a node.
template <bool late>
Tick snap(const Side& side, const Node& node, Tick x);
/// The same for one opening.
template <bool late>
Tick snap_one(const Side& side, const Opened& opened, Tick x);

/// Fixpoint of the side from labels `at` (one a variable, already raised by the question), under `limit`. False when a
/// label passes its limit: no plan. O(links) for parts without arcs back; label correction inside the others.
bool run(const Side& side, Tick* at, const Tick* limit, std::vector<Tick>& scratch);

/// A cycle of links, each with the variable it ends in, run from label x of its first variable. Turns it as long as it
/// gains and no label on it passes its limit, and says the label reached. Pieces on which every step moves as one are
/// crossed in one jump (k turns at once).
Tick turn(const Side& side, const std::vector<const Link*>& cycle, Tick x, const Tick* limit);

}  // namespace v2v::network
