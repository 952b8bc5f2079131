#include <algorithm>

#include "network/clash.h"
#include "network/side.h"

namespace v2v::network {

struct Solver::Impl {
  Network network;
  Compiled compiled;  // folded

  explicit Impl(const Network& n) : network(n), compiled(compile(network, Recipe{.fold = true, .keep = {}})) {}

  // Of all events, for the trail: few networks are ever asked why.
  Order order() const { return order_of_all(network); }

  bool into(Labels& out, const Question& question, bool late) const {
    if (question.without.empty()) return fixpoint(compiled, network, out, question, late);
    return fixpoint(rest(question.without), network, out, question, late);
  }

  Compiled rest(const std::vector<Tag>& without) const {
    const auto keep = [&](Tag tag) { return std::find(without.begin(), without.end(), tag) == without.end(); };
    return compile(network, Recipe{.fold = true, .keep = keep});
  }
};

struct Solver::Rest::Impl {
  const Network& network;
  Compiled compiled;
};

bool fixpoint(const Compiled& c, const Network& network, Labels& out, const Question& question, bool late) {
  if (c.broken) return false;
  const Side& side = late ? c.late : c.early;
  const std::vector<std::int32_t>& of = late ? c.late_of : c.early_of;
  const std::size_t variables = side.nodes.size(), events = of.size();
  // scratch: labels, limits, then words for settling.
  const std::size_t words = 2 * variables;
  if (out.scratch.size() < words) out.scratch.resize(words);
  Tick* const at = out.scratch.data();
  Tick* const limit = at + variables;
  std::copy(side.start.begin(), side.start.end(), at);
  std::copy(side.limit.begin(), side.limit.end(), limit);
  Tick* const low = late ? limit : at;
  Tick* const high = late ? at : limit;
  for (const Question::Pin& pin : question.pins) {
    const auto e = static_cast<std::size_t>(pin.e.i);
    const auto v = static_cast<std::size_t>(of[e]);
    low[v] = std::max(low[v], pin.from - c.shift[e]);
    if (pin.to < never) high[v] = std::min(high[v], pin.to - c.shift[e]);
  }
  out.at.resize(events);
  if (!run(side, at, limit, out.words)) return false;
  const Tick end = network.horizon().to;
  for (std::size_t e = 0; e < events; ++e) {
    const Tick t = at[of[e]] + c.shift[e];
    out.at[e] = late && t > end ? never : t;
  }
  return true;
}

Solver::Solver(const Network& network) : impl_(std::make_unique<Impl>(network)) {}
Solver::~Solver() = default;
Solver::Solver(Solver&&) noexcept = default;
Solver& Solver::operator=(Solver&&) noexcept = default;

Solver::Rest Solver::without(const std::vector<Tag>& tags) const {
  return Rest(std::make_shared<Rest::Impl>(Rest::Impl{impl_->network, impl_->rest(tags)}));
}
bool Solver::Rest::earliest_into(Labels& out, const Question& question) const {
  return fixpoint(impl_->compiled, impl_->network, out, question, false);
}

bool Solver::earliest_into(Labels& out, const Question& question) const {
  return impl_->into(out, question, false);
}
bool Solver::latest_into(Labels& out, const Question& question) const {
  return impl_->into(out, question, true);
}

std::variant<Labels, Clash> Solver::earliest(const Question& question) const {
  auto answer = earliest_unmeasured(question);
  if (auto* clash = std::get_if<Clash>(&answer)) clash->missed_by = missed_by(*clash, question);
  return answer;
}

std::variant<Labels, Clash> Solver::earliest_unmeasured(const Question& question) const {
  Labels labels;
  if (earliest_into(labels, question)) return labels;
  return smallest_clash(impl_->network, impl_->order(), question);
}

std::vector<Tick> Solver::missed_by(const Clash& clash, const Question& question) const {
  return measured(impl_->network, impl_->order(), question, clash);
}

std::variant<Labels, Clash> Solver::latest(const Question& question) const {
  Labels labels;
  // Only the earliest plan sees what the horizon alone forbids. That there is none below it which is the latest is
  // not reached: the latest is the greatest of all plans, and here is one.
  if (earliest_into(labels, question) && latest_into(labels, question)) return labels;
  Clash clash = smallest_clash(impl_->network, impl_->order(), question);
  clash.missed_by = missed_by(clash, question);
  return clash;
}

std::vector<Hop> Solver::why_not_earlier(Event e, const Question& question) const {
  return chain_to(impl_->network, impl_->order(), e, question, false);
}
std::vector<Hop> Solver::why_not_later(Event e, const Question& question) const {
  return chain_to(impl_->network, impl_->order(), e, question, true);
}

std::variant<Timeline, Clash> solve(const Network& network, const Question& question) {
  const Solver solver(network);
  Timeline timeline;
  // not reached: an earliest without a latest, as above.
  if (solver.earliest_into(timeline.earliest, question) && solver.latest_into(timeline.latest, question)) {
    return timeline;
  }
  return std::get<Clash>(solver.earliest(question));
}

}  // namespace v2v::network
