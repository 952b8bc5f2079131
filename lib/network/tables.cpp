#include "network/tables.h"

#include <cassert>

#include "network/lookup.h"

namespace v2v::network {

Openings::Openings(std::vector<Range> ranges) : ranges_(std::move(ranges)) {
  done_.reserve(ranges_.size() + 1);
  Tick total = 0;
  for (const Range& r : ranges_) {
    assert(r.from < r.to);
    done_.push_back(total);
    total += r.to - r.from;
    longest_ = std::max(longest_, r.to - r.from);
  }
  done_.push_back(total);
  if (ranges_.empty()) return;
  origin_ = ranges_.front().from;
  std::size_t i = 0;
  for (Tick t = origin_; t < ranges_.back().to; t += ticks_a_day) {
    while (ranges_[i].to <= t) ++i;
    by_day_.push_back(static_cast<std::int32_t>(i));
  }
  work_block_ = std::max<Tick>(1, total / static_cast<Tick>(ranges_.size()));
  i = 0;
  for (Tick work = 0; work < total; work += work_block_) {
    while (done_[i + 1] <= work) ++i;
    by_work_.push_back(static_cast<std::int32_t>(i));
  }
}

Tick Openings::next(Tick t, Tick length) const {
  const Tick need = std::max<Tick>(length, 1);
  if (need > longest_) return never;
  for (std::size_t i = range_after(*this, t); i < ranges_.size(); ++i) {
    const Tick start = std::max(t, ranges_[i].from);
    if (start + need <= ranges_[i].to) return start;
  }
  return never;
}

Tick Openings::previous(Tick t, Tick length) const {
  const Tick need = std::max<Tick>(length, 1);
  if (need > longest_) return always_before;
  std::size_t i = range_after(*this, t);
  if (i == ranges_.size() || ranges_[i].from > t) {
    if (i == 0) return always_before;
    --i;
  }
  for (;; --i) {
    const Tick start = std::min(t, ranges_[i].to - need);
    if (start >= ranges_[i].from) return start;
    if (i == 0) return always_before;
  }
}

const Range* Openings::holding(Tick t) const {
  const std::size_t i = range_after(*this, t);
  return i < ranges_.size() && ranges_[i].from <= t ? &ranges_[i] : nullptr;
}

Tick Openings::worked(Tick t) const {
  const std::size_t i = range_after(*this, t);
  if (i == ranges_.size()) return done_.back();
  return done_[i] + std::max<Tick>(0, t - ranges_[i].from);
}

std::size_t Openings::range_of_work(Tick done) const {
  auto i = static_cast<std::size_t>(by_work_[static_cast<std::size_t>(done / work_block_)]);
  while (done_[i + 1] <= done) ++i;
  return i;
}

Tick Openings::after_work(Tick s, Tick work) const {
  if (work <= 0) return s;
  const Tick wanted = worked(s) + work;
  if (wanted > done_.back()) return never;
  const std::size_t i = range_of_work(wanted - 1);
  return ranges_[i].from + (wanted - done_[i]);
}

Tick Openings::before_work(Tick t, Tick work) const {
  if (work <= 0) return t;
  const Tick left = worked(t) - work;
  if (left < 0) return always_before;
  const std::size_t i = range_of_work(left);
  return ranges_[i].from + (left - done_[i]);
}

Tick Openings::least_before_work(Tick t, Tick work) const {
  if (work <= 0) return t;
  // after_work(s) >= t exactly when the work is not yet done one tick before t.
  const Tick wanted = worked(t - 1) - work + 1;
  if (wanted <= 0) return always_before;
  const std::size_t i = range_of_work(wanted - 1);
  return ranges_[i].from + (wanted - done_[i]);
}

Dates::Dates(std::int32_t first_day, std::vector<Tick> edges, std::vector<Offset> offsets)
    : first_day_(first_day), edges_(std::move(edges)), offsets_(std::move(offsets)) {
  assert(edges_.size() >= 2 && !offsets_.empty());
  plain_.resize(edges_.size() - 1);
  std::size_t next = 0;
  for (std::size_t i = 0; i + 1 < edges_.size(); ++i) {
    while (next < offsets_.size() && offsets_[next].from <= edges_[i]) ++next;
    const bool changes = next < offsets_.size() && offsets_[next].from < edges_[i + 1];
    const Tick offset = offsets_[next == 0 ? 0 : next - 1].minutes;
    const bool midnight = (edges_[i] + offset) % ticks_a_day == 0;
    plain_[i] = edges_[i + 1] - edges_[i] == ticks_a_day && !changes && midnight;
  }
}

std::int32_t Dates::date(Tick t) const {
  return first_day_ +
         static_cast<std::int32_t>(date_index(edges_.data(), static_cast<std::int64_t>(edges_.size()) - 1, t));
}

Tick Dates::first(std::int32_t date) const {
  return edges_[static_cast<std::size_t>(std::clamp(date, first_day(), last_day()) - first_day_)];
}

Tick Dates::last(std::int32_t date) const {
  return edges_[static_cast<std::size_t>(std::clamp(date, first_day(), last_day()) - first_day_) + 1] - 1;
}

Tick Dates::minute(Tick t) const {
  t = std::clamp(t, edges_.front(), edges_.back() - 1);
  const auto d = static_cast<std::size_t>(date(t) - first_day_);
  if (plain_[d]) return t - edges_[d];
  const auto offset_at = [this](Tick tick) {
    const auto after = std::upper_bound(offsets_.begin(), offsets_.end(), tick,
                                        [](Tick value, const Offset& o) { return value < o.from; });
    return after == offsets_.begin() ? after : after - 1;
  };
  const Tick end = edges_[d + 1] - 1;
  const Tick wall_end = end + offset_at(end)->minutes;
  const Tick midnight = wall_end - ((wall_end % ticks_a_day) + ticks_a_day) % ticks_a_day;
  Tick furthest = 0;
  for (auto o = offset_at(edges_[d]); o != offsets_.end() && (o == offsets_.begin() || o->from <= t); ++o) {
    const Tick until = o + 1 == offsets_.end() ? t : std::min(t, (o + 1)->from - 1);
    furthest = std::max(furthest, until + o->minutes - midnight);
  }
  return std::min<Tick>(furthest, ticks_a_day - 1);
}

Tick Dates::at(std::int32_t date, Tick minute_of_day) const {
  date = std::clamp(date, first_day(), last_day());
  const auto d = static_cast<std::size_t>(date - first_day_);
  if (plain_[d]) return edges_[d] + std::clamp<Tick>(minute_of_day, 0, ticks_a_day - 1);
  Tick low = edges_[d], high = std::max(edges_[d], edges_[d + 1] - 1);
  while (low < high) {  // minute() rises within the date
    const Tick middle = low + (high - low) / 2;
    if (minute(middle) >= minute_of_day)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

DayMap::DayMap(std::int32_t first_day, std::vector<std::int32_t> to) : first_day_(first_day), to_(std::move(to)) {
  assert(!to_.empty() && std::is_sorted(to_.begin(), to_.end()));
  up_to_.resize(static_cast<std::size_t>(to_.back() - to_.front()) + 1);
  std::size_t i = 0;
  for (std::size_t k = 0; k < up_to_.size(); ++k) {
    while (i < to_.size() && to_[i] <= to_.front() + static_cast<std::int32_t>(k)) ++i;
    up_to_[k] = static_cast<std::int32_t>(i);
  }
}

std::int32_t DayMap::operator()(std::int32_t date) const {
  const std::int64_t i = static_cast<std::int64_t>(date) - first_day_;
  return to_[static_cast<std::size_t>(std::clamp<std::int64_t>(i, 0, static_cast<std::int64_t>(to_.size()) - 1))];
}

std::int32_t DayMap::greatest_at_most(std::int32_t date) const {
  if (date < to_.front()) return no_date;
  if (date >= to_.back()) return every_date;
  return first_day_ + up_to_[static_cast<std::size_t>(date - to_.front())] - 1;
}

std::int32_t DayMap::least_at_least(std::int32_t date) const {
  if (date <= to_.front()) return no_date;
  if (date > to_.back()) return every_date;
  return first_day_ + up_to_[static_cast<std::size_t>(date - 1 - to_.front())];
}

}  // namespace v2v::network
