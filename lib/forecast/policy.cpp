#include "forecast/policy.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace v2v::forecast {

using network::Question;
using network::Step;

Policy::Policy(const Pathway& pathway)
    : way_(pathway),
      state_(pathway.lengths.size()),
      drawn_(pathway.lengths.size()),
      known_(pathway.lengths.size()),
      stood_(pathway.told.size()),
      ends_(pathway.lengths.size()) {}

Tick Policy::end_of(std::size_t length, Tick begin, std::int64_t n) const {
  const Length& l = way_.lengths[length];
  return l.dates ? Step::of_wall(n, *l.dates).least(begin) : begin + n;
}

/// Of what has lasted so long already only the rest is open.
std::int64_t Policy::drawn(std::size_t length, double u) const {
  const Length& l = way_.lengths[length];
  const double gone = l.table.up_to(l.longer_than);
  if (gone >= 1) return l.longer_than + 1;
  return std::max(l.longer_than + 1, l.table.draw(gone + (1 - gone) * u));
}

const network::Solver& Policy::solver(std::uint64_t known) {
  for (const auto& [bits, solver] : solvers_)
    if (bits == known) return solver;
  const network::Network& all = *way_.net;
  network::Network rest(all.horizon().from, all.horizon().to);
  for (std::int32_t e = 0; e < all.events(); ++e) rest.event();
  const auto without = [&](network::Tag tag) {
    return std::find(way_.without.begin(), way_.without.end(), tag) != way_.without.end();
  };
  const auto known_length = [&](network::Tag tag, const Event* from, Event to) {
    for (std::size_t k = 0; k < way_.lengths.size(); ++k) {
      const Length& l = way_.lengths[k];
      if ((known >> k & 1U) && l.tag == tag && l.to == to && (!from || *from == l.from)) return true;
    }
    return false;
  };
  for (const auto& a : all.arrows()) {
    // A greatest wait is kept as it was given: v no later than its step from u.
    if (without(a.tag) || known_length(a.tag, &a.u, a.v)) continue;
    rest.link(a.u, a.v, a.greatest ? network::at_most(a.step) : network::at_least(a.step), a.tag, a.rank);
  }
  for (const auto& b : all.bounds()) {
    if (without(b.tag) || known_length(b.tag, nullptr, b.e)) continue;
    b.upper ? rest.not_after(b.e, b.t, b.tag, b.rank) : rest.not_before(b.e, b.t, b.tag, b.rank);
  }
  for (const auto& o : all.openings())
    if (!without(o.tag)) rest.open(o.e, o.any_of, o.length, o.tag, o.rank);
  return solvers_.emplace_back(known, network::Solver(rest)).second;
}

/// The plan of this moment: what is known of lengths, and what stands.
bool Policy::solve() {
  question_.pins.clear();
  known_bits_ = 0;
  for (std::size_t k = 0; k < way_.lengths.size(); ++k) {
    if (state_[k] == State::open) continue;
    known_bits_ |= std::uint64_t{1} << k;
    question_.pins.push_back(
        {way_.lengths[k].to, ends_[k], state_[k] == State::ended ? ends_[k] : network::never, network::untagged});
  }
  for (std::size_t s = 0; s < stood_.size(); ++s)
    if (stood_[s].fixed) question_.pins.push_back({way_.told[s].start, stood_[s].at, stood_[s].at, network::untagged});
  return solver(known_bits_).earliest_into(labels_, question_);
}

/// What the plan puts before `until` has been by then; what is nearer to it than its notice is told.
void Policy::fix(Tick until) {
  for (std::size_t s = 0; s < stood_.size(); ++s) {
    const Tick at = labels_[way_.told[s].start];
    stood_[s].past = stood_[s].past || at < until;
    if (stood_[s].fixed || (!stood_[s].past && at - way_.told[s].notice > until)) continue;
    stood_[s].fixed = true;
    stood_[s].at = at;
  }
}

/// Dates that were told move where they must, as little as they must; what has been stays, and if that cannot be a rule
/// is broken.
bool Policy::give_way(Run& out) {
  for (const bool past_too : {false, true}) {
    out.broken = out.broken || past_too;
    question_.pins.clear();
    for (std::size_t k = 0; k < way_.lengths.size(); ++k)
      if (state_[k] != State::open)
        question_.pins.push_back(
            {way_.lengths[k].to, ends_[k], state_[k] == State::ended ? ends_[k] : network::never, network::untagged});
    for (std::size_t s = 0; s < stood_.size(); ++s)
      if (stood_[s].fixed)
        question_.pins.push_back({way_.told[s].start, stood_[s].at,
                                  stood_[s].past && !past_too ? stood_[s].at : network::never, network::untagged});
    if (solver(known_bits_).earliest_into(labels_, question_)) break;
    if (past_too) return false;  // the ends of lengths themselves break a rule
  }
  for (std::size_t s = 0; s < stood_.size(); ++s) {
    const Tick at = labels_[way_.told[s].start];
    if (!stood_[s].fixed || at == stood_[s].at) continue;
    ++out.moved[s];
    stood_[s].at = at;
  }
  return true;
}

void Policy::follow(const std::vector<double>& u, Run& out) {
  assert(u.size() == way_.lengths.size());
  out.moved.assign(way_.told.size(), 0);
  out.broken = false;
  std::fill(state_.begin(), state_.end(), State::open);
  std::fill(stood_.begin(), stood_.end(), Stood{});
  for (std::size_t k = 0; k < u.size(); ++k) {
    drawn_[k] = drawn(k, u[k]);
    known_[k] = std::max(way_.lengths[k].longer_than, way_.lengths[k].table.least() - 1);
  }
  for (std::size_t s = 0; s < stood_.size(); ++s)
    if (way_.told[s].booked) stood_[s] = {true, false, *way_.told[s].booked};
  bool stands = solve() || give_way(out);
  out.broken = out.broken || !stands;
  while (stands) {
    // The next thing that is learnt: a length ends, or the end that was expected passes without it.
    Tick when = network::never;
    std::size_t which = way_.lengths.size();
    for (std::size_t k = 0; k < way_.lengths.size(); ++k) {
      if (state_[k] == State::ended) continue;
      const Tick truth = end_of(k, labels_[way_.lengths[k].from], drawn_[k]);
      const Tick expected = labels_[way_.lengths[k].to];
      const Tick learnt = std::min(truth, expected);
      if (learnt < when) when = learnt, which = k;
    }
    if (which == way_.lengths.size()) break;
    const Length& l = way_.lengths[which];
    const Tick begin = labels_[l.from], truth = end_of(which, begin, drawn_[which]);
    fix(when);
    if (truth <= when) {
      state_[which] = State::ended;
      ends_[which] = truth;
    } else {
      state_[which] = State::passed;
      while (end_of(which, begin, known_[which] + 1) <= when) ++known_[which];
      ends_[which] = end_of(
          which, begin, std::max(known_[which] + 1, std::min(l.table.median_beyond(known_[which]), l.table.most())));
    }
    stands = solve() || give_way(out);
  }
  out.at = labels_.at;
}

void Policy::foresee(const std::vector<double>& u, Run& out) {
  out.moved.assign(way_.told.size(), 0);
  out.broken = false;
  for (std::size_t k = 0; k < u.size(); ++k) drawn_[k] = drawn(k, u[k]);
  known_bits_ = way_.lengths.empty() ? 0 : ~std::uint64_t{0} >> (64 - way_.lengths.size());
  std::fill(ends_.begin(), ends_.end(), network::always_before);
  // Each round moves an end to where its begin now asks for it; begins only rise, so this ends with the least of all.
  for (bool more = true; more;) {
    more = false;
    question_.pins.clear();
    for (std::size_t k = 0; k < way_.lengths.size(); ++k)
      if (ends_[k] != network::always_before)
        question_.pins.push_back({way_.lengths[k].to, ends_[k], network::never, network::untagged});
    if (!solver(known_bits_).earliest_into(labels_, question_)) {
      out.broken = true;
      break;
    }
    for (std::size_t k = 0; k < way_.lengths.size(); ++k) {
      const Tick end = end_of(k, labels_[way_.lengths[k].from], drawn_[k]);
      if (end != ends_[k]) ends_[k] = end, more = true;
    }
  }
  out.at = labels_.at;
}

}  // namespace v2v::forecast
