// network: what is worked out only when asked: chains of causes, and the smallest clash. Inside this room only.
#pragma once
#include "network/side.h"

namespace v2v::network {

/// Fixpoint of a compiled network under a question; false when there is none.
bool fixpoint(const Compiled& compiled, const Network& network, Labels& out, const Question& question, bool late);

/// The derivation of a label: hops join end to end, first cause first.
std::vector<Hop> chain_to(const Network& network, const Order& order, Event e, const Question& question, bool late);

/// A smallest set of tags that cannot hold together. Tags are dropped in the order of descending rank (of the smallest
/// rank that carries the tag), then greater tag first, whenever the rest is still infeasible: so low ranks stay.
/// `missed_by` is left empty.
Clash smallest_clash(const Network& network, const Order& order, const Question& question);

/// `missed_by` of a smallest clash: for each tag the least easing with which the rest holds.
std::vector<Tick> measured(const Network& network, const Order& order, const Question& question, const Clash& clash);

}  // namespace v2v::network
