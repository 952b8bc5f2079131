// forecast: the plan of one moment: what is known, what stands, what is late, and what gives way.
#include <algorithm>

#include "forecast/by_id.h"
#include "forecast/policy.h"

namespace v2v::forecast {

const network::Solver& Policy::solver(std::uint64_t known) {
  for (const auto& [bits, solver] : past_->solvers)
    if (bits == known) return solver;
  const network::Network& all = *way_->net;
  network::Network rest(all.horizon().from, all.horizon().to);
  for (std::int32_t e = 0; e < all.events(); ++e) rest.event();
  const auto without = [&](network::Tag tag) {
    return std::find(way_->without.begin(), way_->without.end(), tag) != way_->without.end();
  };
  const auto known_length = [&](network::Tag tag, const Event* from, Event to) {
    for (std::size_t k = 0; k < way_->lengths.size(); ++k) {
      const Length& l = way_->lengths[k];
      if ((known >> k & 1U) && l.tag == tag && l.to == to && (!from || *from == l.from)) return true;
    }
    return false;
  };
  const auto begun = [&](Event e) {
    return std::find(past_->begun.begin(), past_->begun.end(), e) != past_->begun.end();
  };
  // What has been waits for nothing. But it may hold what is to come: no later than so long after it.
  const Tick sometime = all.horizon().from / 2 + all.horizon().to / 2;
  const auto idle = [&](const network::Network::Arrow& a) {
    if (a.greatest || !begun(a.v)) return false;
    return a.step.least(sometime) >= sometime ||
           std::find(way_->patterns.begin(), way_->patterns.end(), a.tag) != way_->patterns.end();
  };
  for (const auto& a : all.arrows()) {
    // A greatest wait is kept as it was given: v no later than its step from u.
    if (without(a.tag) || known_length(a.tag, &a.u, a.v) || idle(a)) continue;
    rest.link(a.u, a.v, a.greatest ? network::at_most(a.step) : network::at_least(a.step), a.tag, a.rank);
  }
  for (const auto& b : all.bounds()) {
    if (without(b.tag) || known_length(b.tag, nullptr, b.e)) continue;
    b.upper ? rest.not_after(b.e, b.t, b.tag, b.rank) : rest.not_before(b.e, b.t, b.tag, b.rank);
  }
  for (const auto& o : all.openings())
    if (!without(o.tag)) rest.open(o.e, o.any_of, o.length, o.tag, o.rank);
  for (const Dose& dose : way_->doses)
    if (begun(dose.given_from) && !begun(dose.start))
      rest.link(dose.given, dose.start, network::at_least(dose.washout), dose.tag);
  return past_->solvers.emplace_back(known, network::Solver(rest)).second;
}

/// What is known of lengths, and that nothing new begins in the past.
void Policy::pin_lengths() {
  question_.pins = floor_;
  known_bits_ = 0;
  for (std::size_t k = 0; k < way_->lengths.size(); ++k) {
    const Going& g = going(k);
    if (g.state == State::open) continue;
    known_bits_ |= std::uint64_t{1} << k;
    question_.pins.push_back(
        {way_->lengths[k].to, g.ends, g.state == State::ended ? g.ends : network::never, network::untagged});
  }
}

/// The earliest dates; what has not begun by then does not begin before.
bool Policy::earliest(Tick when) {
  for (bool more = true; more;) {
    if (!solver(known_bits_).earliest_into(labels_, question_)) return false;
    more = false;
    for (std::size_t s = 0; s < way_->told.size(); ++s) {
      const Event start = way_->told[s].start;
      if (labels_[start] >= when || stood(s).past) continue;
      question_.pins.push_back({start, when, network::never, network::untagged});
      more = true;
    }
  }
  return true;
}

/// The plan of this moment: what is known of lengths, and what stands.
bool Policy::solve(Tick when) {
  pin_lengths();
  for (std::size_t s = 0; s < way_->told.size(); ++s)
    if (const Stood& one = stood(s); one.fixed)
      question_.pins.push_back({way_->told[s].start, one.at, one.at, network::untagged});
  if (!earliest(when)) return false;
  be_late();
  be_near();
  return true;
}

/// As a plan shows them: each at its latest, given the rest where it stands.
void Policy::be_late() {
  const auto fixed = [&](const Late& late) { return late.told && stood(*late.told).fixed; };
  if (std::all_of(way_->late.begin(), way_->late.end(), fixed)) return;
  const network::Solver& net = solver(known_bits_);
  rest_.pins.clear();
  const auto hold = [&](Event start, Event end) {
    rest_.pins.push_back({start, network::always_before, labels_[start], network::untagged});
    rest_.pins.push_back({end, network::always_before, labels_[end], network::untagged});
  };
  for (const auto& [start, end] : way_->placed) hold(start, end);
  for (const Late& late : way_->late)
    if (fixed(late)) hold(late.start, late.end);
  for (const Late& late : way_->late) {
    if (fixed(late)) continue;
    if (net.latest_into(latest_, rest_) && latest_[late.start] < network::never &&
        latest_[late.start] > labels_[late.start]) {
      question_.pins.push_back({late.start, latest_[late.start], network::never, network::untagged});
      if (net.earliest_into(later_, question_))
        std::swap(labels_, later_);
      else
        question_.pins.pop_back();
    }
    hold(late.start, late.end);
  }
}

/// What the plan puts before `until` has been by then; what is nearer to it than its notice is told.
void Policy::fix(Tick until) {
  if (branches_)
    for (const auto& [id, start] : way_->starts)
      if (labels_[start] < until) at_id(begun_, id, 0) = 1;
  for (std::size_t s = 0; s < way_->told.size(); ++s) {
    const Tick at = labels_[way_->told[s].start];
    Stood& one = stood(s);
    one.past = one.past || at < until;
    if (one.fixed || (!one.past && at - way_->told[s].notice > until)) continue;
    one.fixed = true;
    one.at = at;
  }
}

/// Dates that were told move where they must, as little as they must. What has grown too old is done again, where its
/// rule says so. What has been stays, and if that cannot be a rule is broken.
bool Policy::give_way(Tick when, Run& out) {
  constexpr int most_again = 20;
  for (int round = 0;; ++round) {
    pin_all(false);
    if (earliest(when)) break;
    if (round < most_again && branches_ && do_again()) {
      out.again = true;
      enter(*branch_, when);
      turn(when);
      continue;
    }
    out.broken = true;
    pin_all(true);
    if (earliest(when)) break;
    return false;  // the ends of lengths themselves break a rule
  }
  be_late();
  be_near();
  for (std::size_t s = 0; s < way_->told.size(); ++s) {
    const Tick at = labels_[way_->told[s].start];
    Stood& one = stood(s);
    if (!one.fixed || at == one.at) continue;
    ++at_id(out.moved, static_cast<int>(branch_->told[s]), 0);
    one.at = at;
  }
  return true;
}

void Policy::pin_all(bool past_too) {
  pin_lengths();
  for (std::size_t s = 0; s < way_->told.size(); ++s)
    if (const Stood& one = stood(s); one.fixed)
      question_.pins.push_back(
          {way_->told[s].start, one.at, one.past && !past_too ? one.at : network::never, network::untagged});
}

/// Goes over to the branch in which something that has grown too old is done again.
bool Policy::do_again() {
  const auto answer = solver(known_bits_).earliest_unmeasured(question_);
  const auto* clash = std::get_if<network::Clash>(&answer);
  const auto again = clash ? branches_->again(answers_, clash->tags) : std::nullopt;
  if (!again) return false;
  Answers then = answers_;
  std::erase_if(then, [&](const auto& one) { return one.first == again->first; });
  then.insert(std::lower_bound(then.begin(), then.end(), *again), *again);
  Branch& there = branch(then);
  if (!there.way) return false;
  answers_ = std::move(then);
  branch_ = &there;
  return true;
}

}  // namespace v2v::forecast
