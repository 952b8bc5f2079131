#include "forecast/policy.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "forecast/by_id.h"

namespace v2v::forecast {

namespace {

int id_of(int id, std::size_t place) {
  return id >= 0 ? id : static_cast<int>(place);
}

/// The greatest number of units of which it is known how long they are.
std::int64_t last_of(const Length& l) {
  return l.steps.empty() ? std::numeric_limits<std::int64_t>::max()
                         : l.table.least() + static_cast<std::int64_t>(l.steps.size()) - 1;
}

}  // namespace

Policy::Policy(const Pathway& pathway, Branches* branches) : branches_(branches) {
  known_branches_[{}].way = &pathway;
}

Tick Policy::end_of(const Length& l, Tick begin, std::int64_t n) const {
  if (l.steps.empty()) return begin + n;
  return l.steps[static_cast<std::size_t>(std::clamp(n, l.table.least(), last_of(l)) - l.table.least())].least(begin);
}

/// When a length ends in truth: what does not come is known once its time is over.
Tick Policy::truth(std::size_t length) {
  const Length& l = way_->lengths[length];
  std::int64_t n = going(length).drawn;
  if (l.only_if >= 0)
    for (const Ask& ask : way_->asks)
      if (ask.id == l.only_if && answer(ask) == 0) n = std::max(n, l.table.most());
  return std::max(end_of(l, labels_[l.from], n), going(length).not_before);
}

int Policy::answer(const Ask& ask) {
  int& said = at_id(said_, ask.id, -1);
  if (said < 0) {
    const double u = (*draws_)(ask.variable);
    const auto found = std::upper_bound(ask.up_to.begin(), ask.up_to.end(), u);
    said = static_cast<int>(std::min(found - ask.up_to.begin(), std::ssize(ask.up_to) - 1));
  }
  return said;
}

bool Policy::differs(const Ask& ask, int said) const {
  return !ask.as_assumed[static_cast<std::size_t>(said)];
}

Policy::Branch& Policy::branch(const Answers& answers) {
  const auto known = known_branches_.find(answers);
  if (known != known_branches_.end()) return known->second;
  Branch& made = known_branches_[answers];
  if (branches_) made.way = branches_->where(answers);
  return made;
}

/// Goes over to the branch in which this answer is known, and every other one that has been heard.
void Policy::know(const Ask& ask) {
  const auto put = [&](int id) {
    answers_.insert(std::lower_bound(answers_.begin(), answers_.end(), std::pair{id, 0}),
                    {id, said_[static_cast<std::size_t>(id)]});
  };
  put(ask.id);
  for (bool more = true; more;) {
    branch_ = &branch(answers_);
    way_ = branch_->way;
    more = false;
    if (!way_) return;
    for (const Ask& other : way_->asks) {
      if (!at_id(heard_, other.id, 0) || !differs(other, said_[static_cast<std::size_t>(other.id)])) continue;
      const auto at = std::lower_bound(answers_.begin(), answers_.end(), std::pair{other.id, 0});
      if (at != answers_.end() && at->first == other.id) continue;
      put(other.id);
      more = true;
      break;
    }
  }
}

/// A pathway is entered: what was not there before is drawn.
void Policy::enter(Branch& branch, Tick when) {
  branch_ = &branch;
  way_ = branch.way;
  past_ = &past_of(branch, {});
  if (branch.lengths.size() < way_->lengths.size() || branch.told.size() < way_->told.size()) {
    branch.lengths.clear();
    branch.told.clear();
    for (std::size_t k = 0; k < way_->lengths.size(); ++k) {
      branch.lengths.push_back(static_cast<std::size_t>(id_of(way_->lengths[k].id, k)));
      at_id(going_, static_cast<int>(branch.lengths.back()), {});
    }
    for (std::size_t s = 0; s < way_->told.size(); ++s) {
      branch.told.push_back(static_cast<std::size_t>(id_of(way_->told[s].id, s)));
      at_id(stood_, static_cast<int>(branch.told.back()), {});
    }
  }
  for (std::size_t k = 0; k < way_->lengths.size(); ++k) {
    const Length& l = way_->lengths[k];
    Going& g = going(k);
    if (g.state == State::ended) continue;
    // Of what has lasted so long already only the rest is open.
    const double u = (*draws_)(l.id >= 0 ? l.variable : Variable{static_cast<std::uint32_t>(k), 0});
    const double gone = l.table.up_to(l.longer_than);
    const std::int64_t n =
        gone >= 1 ? l.longer_than + 1 : std::max(l.longer_than + 1, l.table.draw(gone + (1 - gone) * u));
    const int unit = l.steps.empty() ? 0 : 1 + static_cast<int>(l.steps.front().kind);
    if (g.drawn == n && g.unit == unit) continue;
    // An outcome may give another range, whose units are others; what would have ended before it was known ends then.
    g = {State::open, n, std::max(l.longer_than, l.table.least() - 1), 0, unit, when};
  }
  for (std::size_t s = 0; s < way_->told.size(); ++s) {
    Stood& one = stood(s);
    // A hold that had to give way before stands where it is held, once it can.
    if (!one.fixed && way_->told[s].booked) one = {true, false, *way_->told[s].booked};
  }
}

void Policy::begin(const Draws& u, Run& out) {
  draws_ = &u;
  std::fill(going_.begin(), going_.end(), Going{});
  std::fill(stood_.begin(), stood_.end(), Stood{});
  std::fill(said_.begin(), said_.end(), -1);
  std::fill(heard_.begin(), heard_.end(), char{0});
  std::fill(begun_.begin(), begun_.end(), char{0});
  std::fill(out.moved.begin(), out.moved.end(), 0);
  answers_.clear();
  floor_.clear();
  out.broken = out.again = false;
  out.had.clear();
  out.lost.reset();
  enter(branch({}), network::always_before);
  if (out.moved.size() < way_->told.size()) out.moved.resize(way_->told.size());
}

/// When an answer shows. What comes although it was not expected does so as it begins.
Tick Policy::learnt(const Ask& ask) {
  const Tick at = labels_[ask.at];
  const int said = answer(ask);
  if (ask.begins < 0 || !differs(ask, said)) return at;
  Answers then = answers_;
  then.insert(std::lower_bound(then.begin(), then.end(), std::pair{ask.id, 0}), {ask.id, said});
  const Pathway* way = branch(then).way;
  if (!way) return at;
  for (const Length& l : way->lengths) {
    if (l.id != ask.begins) continue;
    Going& g = at_id(going_, l.id, {});
    if (g.drawn < 0) {
      g.drawn = l.table.draw((*draws_)(l.variable));
      g.known = l.table.least() - 1;
    }
    return end_of(l, at, g.drawn);
  }
  return at;
}

/// Something has turned out otherwise: the plan goes on from what has begun by then.
void Policy::turn(Tick when) {
  floor_.clear();
  std::vector<Event> begun;
  for (const auto& [id, start] : way_->starts)
    if (!at_id(begun_, id, 0)) floor_.push_back({start, when, network::never, network::untagged});
  for (std::size_t s = 0; s < way_->told.size(); ++s)
    if (stood(s).past) begun.push_back(way_->told[s].start);
  past_ = &past_of(*branch_, std::move(begun));
}

/// What came about before anybody knew better has come about.
void Policy::keep(const Pathway& before, const network::Labels& labels, Tick when, Run& out) const {
  for (const auto& [id, event] : before.rows) {
    const auto same = [row = id](const auto& other) { return other.first == row; };
    if (labels[event] < when && std::none_of(way_->rows.begin(), way_->rows.end(), same) &&
        std::none_of(out.had.begin(), out.had.end(), same))
      out.had.emplace_back(id, labels[event]);
  }
}

Policy::Past& Policy::past_of(Branch& branch, std::vector<Event> begun) {
  for (Past& past : branch.pasts)
    if (past.begun == begun) return past;
  branch.pasts.push_back({std::move(begun), {}});
  return branch.pasts.back();
}

Moment Policy::moment(Tick when, bool gave_way) {
  Moment now{when, *way_, answers_, labels_, {}, gave_way};
  for (std::size_t k = 0; k < way_->lengths.size(); ++k) {
    const Going& g = going(k);
    auto& known = now.lengths.emplace_back();
    if (g.state == State::open) continue;
    known.state = g.state == State::ended ? Moment::Known::ended : Moment::Known::passed;
    known.ends = g.ends;
  }
  return now;
}

void Policy::follow(const Draws& u, Run& out, const Watch& watch) {
  begin(u, out);
  Tick when = way_->now;
  bool stands = true, kept = true;
  if (first_) {
    labels_.at = first_->at;
  } else {
    kept = solve(when);
    if (kept) first_ = labels_;
  }
  stands = kept || give_way(when, out);
  out.broken = out.broken || !stands;
  if (watch && !out.broken) watch(moment(when, !kept));
  while (stands) {
    // The next thing that is learnt: a length ends, or the end that was expected passes without it; or an answer shows.
    Tick next = network::never;
    std::size_t which = way_->lengths.size();
    const Ask* asked = nullptr;
    for (std::size_t k = 0; k < way_->lengths.size(); ++k) {
      if (going(k).state == State::ended) continue;
      const Tick at = std::min(truth(k), labels_[way_->lengths[k].to]);
      if (at < next) next = at, which = k;
    }
    for (const Ask& ask : way_->asks) {
      if (at_id(heard_, ask.id, 0)) continue;
      const Tick at = learnt(ask);
      if (at < next) next = at, asked = &ask;
    }
    if (next == network::never) break;
    when = std::max(when, next);
    if (asked) {
      heard_[static_cast<std::size_t>(asked->id)] = 1;
      if (!differs(*asked, answer(*asked))) continue;
    }
    fix(when);
    if (asked) {
      const Pathway* before = way_;
      const int begins = asked->begins;
      know(*asked);
      if (!way_) {
        out.broken = true;
        out.lost = answers_;
        way_ = before;
        break;
      }
      enter(*branch_, when);
      keep(*before, labels_, when, out);
      turn(when);
      if (begins >= 0) at_id(going_, begins, {}).state = State::ended, at_id(going_, begins, {}).ends = when;
    } else {
      const Length& l = way_->lengths[which];
      const Tick begin = labels_[l.from], truly = truth(which);
      Going& g = going(which);
      if (truly <= when) {
        const bool as_planned = truly == labels_[l.to];
        g.state = State::ended;
        g.ends = truly;
        if (as_planned) continue;  // nothing to plan anew
      } else {
        g.state = State::passed;
        while (g.known < last_of(l) && end_of(l, begin, g.known + 1) <= when) ++g.known;
        g.ends = end_of(l, begin, std::max(g.known + 1, std::min(l.table.median_beyond(g.known), l.table.most())));
      }
    }
    kept = solve(when);
    stands = kept || give_way(when, out);
    out.broken = out.broken || !stands;
    if (watch && !out.broken) watch(moment(when, !kept));
  }
  out.way = way_;
  out.at = labels_.at;
}

void Policy::foresee(const Draws& u, Run& out) {
  begin(u, out);
  for (bool more = true; more;) {
    more = false;
    for (const Ask& ask : way_->asks) {
      if (at_id(heard_, ask.id, 0)) continue;
      const int said = answer(ask);
      heard_[static_cast<std::size_t>(ask.id)] = 1;
      if (!differs(ask, said)) continue;
      const Pathway* before = way_;
      know(ask);
      if (!way_) {
        out.broken = true;
        out.lost = answers_;
        out.way = before;
        return;
      }
      enter(*branch_, network::always_before);
      more = true;
      break;
    }
  }
  // Each round moves an end to where its begin now asks for it; begins only rise, so this ends with the least of all.
  // What has grown too old by then is done again, and all is worked out anew.
  constexpr int most_again = 20;
  int again = 0;
  const auto restart = [&] {
    known_bits_ = way_->lengths.empty() ? 0 : ~std::uint64_t{0} >> (64 - way_->lengths.size());
    for (std::size_t k = 0; k < way_->lengths.size(); ++k) going(k).ends = network::always_before;
  };
  restart();
  for (bool more = true; more;) {
    more = false;
    question_.pins.clear();
    for (const Told& told : way_->told)  // a booking moves only when it must
      if (told.booked) question_.pins.push_back({told.start, *told.booked, network::never, network::untagged});
    for (std::size_t k = 0; k < way_->lengths.size(); ++k)
      if (const Tick end = going(k).ends; end != network::always_before)
        question_.pins.push_back({way_->lengths[k].to, end, network::never, network::untagged});
    if (!solver(known_bits_).earliest_into(labels_, question_)) {
      if (again++ < most_again && branches_ && do_again()) {
        out.again = true;
        enter(*branch_, network::always_before);
        restart();
        more = true;
        continue;
      }
      out.broken = true;
      break;
    }
    for (std::size_t k = 0; k < way_->lengths.size(); ++k) {
      Going& g = going(k);
      const Tick end = end_of(way_->lengths[k], labels_[way_->lengths[k].from], g.drawn);
      if (end != g.ends) g.ends = end, more = true;
    }
  }
  if (!out.broken) be_late(), be_near();
  out.way = way_;
  out.at = labels_.at;
}

void Policy::follow(const std::vector<double>& u, Run& out) {
  const Draws draws = [&](Variable v) { return u[v.of]; };
  follow(draws, out);
}
void Policy::foresee(const std::vector<double>& u, Run& out) {
  const Draws draws = [&](Variable v) { return u[v.of]; };
  foresee(draws, out);
}

}  // namespace v2v::forecast
