// forecast: visits that may stray from their day, as a plan settles them (plan/settle.cpp), by the kernel alone.
#include <algorithm>
#include <utility>

#include "forecast/policy.h"

namespace v2v::forecast {

namespace {

int date(const Near& near, Tick t) {
  return near.aim.dates->date(t);
}

}  // namespace

/// Holds that gave way near their date, then what may stray from its day.
void Policy::be_near() {
  if (way_->near.empty()) return;
  const network::Solver& net = solver(known_bits_);
  // No length that has passed its time is made longer for it.
  for (auto& pin : question_.pins)
    for (std::size_t k = 0; k < way_->lengths.size(); ++k)
      if (const Event end = way_->lengths[k].to; (known_bits_ >> k & 1U) && pin.e == end)
        pin.to = std::min(pin.to, labels_[end]);
  std::vector<const Near*> strays;
  for (const Near& one : way_->near) {
    if (stood(one.told).fixed) continue;
    if (one.anchor.i >= 0)
      strays.push_back(&one);
    else
      near_its_hold(net, one);
  }
  const auto last = [&](const Near* one) { return std::pair(labels_[one->start], one->told); };
  std::vector<int> counted;
  do {  // as in a plan: what they count from may be moved on by another of them
    counted = counted_from(strays);
    on_their_days(net, strays);
    std::sort(strays.begin(), strays.end(), [&](const Near* a, const Near* b) { return last(a) > last(b); });
    for (const Near* one : strays) nearest(net, *one);
  } while (counted_from(strays) != counted);
}

std::vector<int> Policy::counted_from(const std::vector<const Near*>& strays) const {
  std::vector<int> days;
  days.reserve(strays.size());
  for (const Near* one : strays) days.push_back(date(*one, labels_[one->anchor]));
  return days;
}

/// What stands, asked from above.
void Policy::from_above() {
  rest_.pins.clear();
  for (const auto& pin : question_.pins)
    if (pin.to < network::never) rest_.pins.push_back({pin.e, network::always_before, pin.to, network::untagged});
}

/// A hold that gave way is on the nearest day to it, the later of two equals, at its hour if it may be.
void Policy::near_its_hold(const network::Solver& net, const Near& one) {
  const auto& dates = *one.aim.dates;
  const int day = one.date;
  if (date(one, labels_[one.start]) >= day) return;
  question_.pins.push_back({one.start, dates.first(day), network::never, network::untagged});
  const bool later = net.earliest_into(later_, question_);
  from_above();
  rest_.pins.push_back({one.start, network::always_before, dates.last(day), network::untagged});
  const bool earlier = net.latest_into(latest_, rest_) && latest_[one.start] < network::never;
  question_.pins.pop_back();
  if (!later && !earlier) return;
  const int day_later = later ? date(one, later_[one.start]) : 0,
            day_earlier = earlier ? date(one, latest_[one.start]) : 0;
  const int chosen = later && (!earlier || day_later - day <= day - day_earlier) ? day_later : day_earlier;
  for (const int minute : {one.minute, 0}) {
    question_.pins.push_back({one.start, dates.at(chosen, minute), network::never, network::untagged});
    if (net.earliest_into(later_, question_) && date(one, later_[one.start]) == chosen) {
      std::swap(labels_, later_);
      return;
    }
    question_.pins.pop_back();
  }
}

/// Most find their day open: one question for all of them, then those that did get their day keep it.
void Policy::on_their_days(const network::Solver& net, const std::vector<const Near*>& strays) {
  const std::size_t own = question_.pins.size();
  std::vector<std::pair<const Near*, network::Question::Pin>> aims;
  for (const Near* one : strays) {
    const Tick aim = one->aim.least(labels_[one->anchor]);
    if (date(*one, labels_[one->start]) >= date(*one, aim)) continue;
    aims.emplace_back(one, network::Question::Pin{one->start, aim, network::never, network::untagged});
    question_.pins.push_back(aims.back().second);
  }
  if (aims.empty()) return;
  const bool all = net.earliest_into(later_, question_);
  question_.pins.resize(own);
  if (!all) return;
  bool each = true;
  for (const auto& [one, pin] : aims) {
    const bool there = date(*one, later_[one->start]) == date(*one, pin.from) &&
                       date(*one, later_[one->anchor]) == date(*one, labels_[one->anchor]);
    each = each && there;
    if (there) question_.pins.push_back(pin);
  }
  if (each || net.earliest_into(later_, question_))
    std::swap(labels_, later_);
  else
    question_.pins.resize(own);
}

/// On its day; where that is shut, on the nearest allowed day, the later of two equals.
void Policy::nearest(const network::Solver& net, const Near& one) {
  const Tick aim = one.aim.least(labels_[one.anchor]);
  const int day = date(one, aim), counted = date(one, labels_[one.anchor]);
  if (date(one, labels_[one.start]) >= day) return;
  const auto& dates = *one.aim.dates;
  question_.pins.push_back({one.start, aim, network::never, network::untagged});
  const bool later = net.earliest_into(later_, question_) && date(one, later_[one.anchor]) == counted;
  if (later && date(one, later_[one.start]) == day) {
    std::swap(labels_, later_);
    return;
  }
  // As in a plan: the others that stray keep their day, and may make room for it there.
  from_above();
  rest_.pins.push_back({one.anchor, network::always_before, dates.last(counted), network::untagged});
  for (const Near& other : way_->near)
    if (other.anchor.i >= 0)
      rest_.pins.push_back({other.start, network::always_before,
                            dates.last(&other == &one ? day : date(one, labels_[other.start])), network::untagged});
  constexpr int far = 1 << 20;
  const bool earlier = net.latest_into(latest_, rest_) && latest_[one.start] < network::never;
  const int gap_later = later ? date(one, later_[one.start]) - day : far;
  const int gap_earlier = earlier ? day - date(one, latest_[one.start]) : far;
  if (gap_later > gap_earlier)
    question_.pins.back().from = dates.first(date(one, latest_[one.start]));
  else if (!later) {
    question_.pins.pop_back();
    return;
  }
  if (net.earliest_into(later_, question_) && date(one, later_[one.anchor]) == counted)
    std::swap(labels_, later_);
  else
    question_.pins.pop_back();
}

}  // namespace v2v::forecast
