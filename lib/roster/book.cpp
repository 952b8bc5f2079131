#include "roster/book.h"

#include <algorithm>

namespace v2v::roster {

Book::Book(const std::vector<std::pair<Tick, int>>& amounts, Tick make_ready, std::vector<Tick> periods)
    : periods_(std::move(periods)), starts_(periods_.size()), make_ready_(make_ready) {
  segments_.push_back({network::always_before, amounts.empty() ? 0 : amounts.front().second, 0});
  for (std::size_t k = 1; k < amounts.size(); ++k) segments_.push_back({amounts[k].first, amounts[k].second, 0});
}

std::size_t Book::at(Tick t) const {
  const auto after =
      std::upper_bound(segments_.begin(), segments_.end(), t, [](Tick x, const Segment& s) { return x < s.from; });
  return static_cast<std::size_t>(after - segments_.begin()) - 1;
}

std::size_t Book::split(Tick t) {
  const std::size_t k = at(t);
  if (segments_[k].from == t) return k;
  segments_.insert(segments_.begin() + static_cast<std::ptrdiff_t>(k) + 1, {t, segments_[k].amount, segments_[k].used});
  return k + 1;
}

std::size_t Book::period_of(Tick t) const {
  const auto after = std::upper_bound(periods_.begin(), periods_.end(), t);
  return after == periods_.begin() ? 0 : static_cast<std::size_t>(after - periods_.begin()) - 1;
}

std::pair<Tick, Tick> Book::period(Tick t) const {
  const std::size_t k = period_of(t);
  return {periods_[k], k + 1 < periods_.size() ? periods_[k + 1] : never};
}

int Book::amount(Tick t) const {
  return segments_[at(t)].amount;
}

int Book::used(Tick t) const {
  return quota() ? static_cast<int>(starts_[period_of(t)].size()) : segments_[at(t)].used;
}

// Of those who start in the period none would be one too many.
bool Book::has_room(std::size_t period, int n) const {
  const auto& starts = starts_[period];
  const int all = static_cast<int>(starts.size()) + n;
  return std::all_of(starts.begin(), starts.end(), [&](Tick t) { return all <= amount(t); });
}

Tick Book::not_before(Tick s, Tick e, int n) const {
  if (quota()) {
    Tick t = s;
    for (std::size_t k = period_of(t); k < periods_.size(); ++k) {
      const Tick end = k + 1 < periods_.size() ? periods_[k + 1] : never;
      const int all = static_cast<int>(starts_[k].size()) + n;
      if (has_room(k, n))
        for (std::size_t i = at(t); i < segments_.size() && segments_[i].from < end; ++i)
          if (all <= segments_[i].amount) return std::max(t, segments_[i].from);
      t = end;
      if (end == never) break;
    }
    return never;
  }
  // What takes no time needs the thing to be there, and keeps it from nobody.
  const bool moment = e <= s;
  const Tick main = moment ? s + 1 : e, tail = moment ? s + 1 : e + make_ready_;
  const auto lacks = [&](const Segment& x) { return (moment ? x.amount : x.amount - x.used) < n; };
  const auto taken = [&](const Segment& x) { return x.amount >= 1 && x.amount - x.used < n; };
  Tick start = s;
  for (std::size_t i = at(s); i < segments_.size() && segments_[i].from < tail; ++i) {
    const bool whole = segments_[i].from < main;
    if (whole ? !lacks(segments_[i]) : !taken(segments_[i])) continue;
    std::size_t j = i + 1;
    while (j < segments_.size() && (whole ? lacks(segments_[j]) : taken(segments_[j]))) ++j;
    if (j == segments_.size()) return never;
    start = segments_[j].from;
    i = j - 1;
  }
  return start;
}

Tick Book::first_lack(Tick s, Tick e, int n) const {
  const bool moment = e <= s;
  const Tick main = moment ? s + 1 : e, tail = moment ? s + 1 : e + make_ready_;
  for (std::size_t i = at(s); i < segments_.size() && segments_[i].from < tail; ++i) {
    const Segment& x = segments_[i];
    const bool bad =
        x.from < main ? (moment ? x.amount : x.amount - x.used) < n : x.amount >= 1 && x.amount - x.used < n;
    if (bad) return std::max(s, x.from);
  }
  return never;
}

Tick Book::next_change(Tick t) const {
  const std::size_t k = at(t) + 1;
  return k < segments_.size() ? segments_[k].from : never;
}

Tick Book::not_after(Tick s, Tick least, Tick length, int n) const {
  Tick t = s;
  while (t >= least) {
    if (quota()) {
      const std::size_t k = period_of(t);
      const Segment& x = segments_[at(t)];
      const bool room = has_room(k, n);
      if (room && static_cast<int>(starts_[k].size()) + n <= x.amount) return t;
      t = (room ? std::max(x.from, periods_[k]) : periods_[k]) - 1;
      continue;
    }
    if (fits(t, t + length, n)) return t;
    // Past the last stretch before the end that lacks it: end where that begins, or before.
    const bool moment = length <= 0;
    const Tick end = moment ? t + 1 : t + length + make_ready_;
    Tick next = t - 1;
    for (std::size_t i = at(end - 1);; --i) {
      const Segment& x = segments_[i];
      const bool whole = moment || x.from < t + length;
      const bool bad = whole ? (moment ? x.amount : x.amount - x.used) < n : x.amount >= 1 && x.amount - x.used < n;
      if (bad) {
        next = std::min(next, x.from - (moment ? 1 : length + (whole ? 0 : make_ready_)));
        break;
      }
      if (x.from <= t || i == 0) break;
    }
    t = next;
  }
  return least - 1;
}

void Book::add(Tick from, Tick to, int n) {
  if (quota()) {
    auto& starts = starts_[period_of(from)];
    const auto where = std::lower_bound(starts.begin(), starts.end(), from);
    if (n > 0)
      starts.insert(where, static_cast<std::size_t>(n), from);
    else
      starts.erase(where, where - n);
    return;
  }
  if (to <= from) return;
  to += make_ready_;
  const std::size_t first = split(from), last = split(to);
  for (std::size_t k = first; k < last; ++k) segments_[k].used += n;
  if (n > 0) return;
  // What was given back leaves no seams.
  const auto same = [](const Segment& a, const Segment& b) { return a.amount == b.amount && a.used == b.used; };
  for (std::size_t k = std::min(last, segments_.size() - 1) + 1; k-- > std::max<std::size_t>(first, 1);)
    if (same(segments_[k - 1], segments_[k])) segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(k));
}

std::vector<Book::Excess> Book::excesses() const {
  std::vector<Excess> all;
  if (quota()) {
    for (std::size_t k = 0; k < periods_.size(); ++k) {
      const Tick end = k + 1 < periods_.size() ? periods_[k + 1] : never;
      int most = 0;
      for (std::size_t i = at(periods_[k]); i < segments_.size() && segments_[i].from < end; ++i)
        most = std::max(most, segments_[i].amount);
      const int used = static_cast<int>(starts_[k].size());
      if (used > most) all.push_back({periods_[k], end, used, most});
    }
    return all;
  }
  for (std::size_t k = 0; k < segments_.size(); ++k)
    if (segments_[k].amount >= 1 && segments_[k].used > segments_[k].amount) {
      const Tick end = k + 1 < segments_.size() ? segments_[k + 1].from : never;
      all.push_back({segments_[k].from, end, segments_[k].used, segments_[k].amount});
    }
  return all;
}

}  // namespace v2v::roster
