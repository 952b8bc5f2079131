// network: dates for every way in which lengths that are not ours may turn out, when each is learnt only as it ends.
// One network for each way; they share what is done before it can be known in which of them one is. Verb on plain
// values.
#pragma once
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "network/network.h"

namespace v2v::network {

/// One way in which all lengths turn out: a network in which they are known, waits in days and opening hours and all.
struct History {
  const Network* net = nullptr;  // outlives the call
  std::vector<Event> events;     // by thing: its event here; i < 0 where it does not happen in this history
  bool cut_short = false;        // what does not happen here might have, had it come to its turn before a parting
};

/// Histories `a` and `b` are alike until thing `end` happens in `a`: there a length has ended that runs on in `b`, or
/// something shows that is otherwise in `b`. Where lengths are a grid, the pairs that differ by one step of one length
/// say it all. An `end` of -1: they are alike throughout.
struct Parting {
  std::int32_t a = 0, b = 0, end = 0;
  std::int32_t by = 0;  // which row of Histories::notice holds between them
};
/// In such a row: of this thing nothing is asked.
inline constexpr Tick not_asked = always_before;

struct Histories {
  std::vector<History> all;
  std::vector<Parting> partings;
  Tick now = always_before;               // nothing shows sooner
  std::vector<std::vector<Tick>> notice;  // rows by thing: it is decided so long before it happens
};

/// By history and thing: when it happens; `never` where it does not.
struct Strategy {
  std::vector<std::vector<Tick>> at;
};
/// In this history no dates are left, once what may not differ yet from other histories is counted in: `known`, a pin
/// from below for each event that it holds back.
struct Lost {
  std::int32_t history = 0;
  Question known;
};
/// The search was given up: dates crept on and on.
struct Undecided {};

/// The earliest strategy of all, or a history that is lost whatever one does. Dates of two histories may differ from
/// the moment on in which their parting ends, and by what is decided no sooner than then.
///
/// That such dates have a least: what is asked of one history is kept by the least of two families of dates, event by
/// event, and so is min(a, t) = min(b, t) for a parting at t that itself is one of the dates. So raising only what must
/// rise ends at the least family, or past a limit. O(solves of one network); `most` bounds them.
std::variant<Strategy, Lost, Undecided> strategy(const Histories& histories, long most = 200'000);

/// A length that may come to anything from `least` to `most`, and that nobody acts on before it has ended. The network
/// assumes one, by a link from `from` to `to` that carries `tag`.
struct Wide {
  Event from, to;
  Tag tag = untagged;
  Step least, most;
};

/// The network in which these lengths are wide: what must come after an end waits for the latest, what must come soon
/// after it counts from the earliest. Who keeps its rules keeps them whatever the lengths come to; who cannot may still
/// have a strategy. Nothing where that cannot be said: an end that must fall into opening hours, or with which another
/// of these begins.
std::optional<Network> widened(const Network& network, const std::vector<Wide>& lengths);

}  // namespace v2v::network
