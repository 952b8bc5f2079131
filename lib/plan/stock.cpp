#include "plan/stock.h"

#include <algorithm>

#include "calendar/hours.h"

namespace v2v::plan {
namespace {

using calendar::Day;
using network::Range;
using network::Tick;

// `these` with `more` added, or taken away; both sorted and disjoint.
std::vector<Range> combined(const std::vector<Range>& these, const std::vector<Range>& more, bool add) {
  std::vector<Range> out;
  const auto put = [&](Tick from, Tick to) {
    if (from >= to) return;
    if (!out.empty() && out.back().to >= from)
      out.back().to = std::max(out.back().to, to);
    else
      out.push_back({from, to});
  };
  if (add) {
    std::vector<Range> all = these;
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end(), [](const Range& a, const Range& b) { return a.from < b.from; });
    for (const Range& r : all) put(r.from, r.to);
    return out;
  }
  std::size_t k = 0;
  for (const Range& r : these) {
    Tick from = r.from;
    while (k < more.size() && more[k].to <= from) ++k;
    for (std::size_t j = k; j < more.size() && more[j].from < r.to; ++j) {
      put(from, more[j].from);
      from = std::max(from, more[j].to);
    }
    put(from, r.to);
  }
  return out;
}

/// Ranges in which the amount in force is one of those that serve.
template <class Serves>
std::vector<Range> there(const model::Amount& amount, const calendar::Zone& zone, const std::set<Day>& holidays,
                         Day first, Day last, Serves serves) {
  const auto dates = [&](Day from, Day to) -> std::vector<Range> {
    from = std::max(from, first);
    to = std::min(to, last);
    if (to < from) return {};
    return {{zone.start_of(from).minutes, zone.start_of(to + 1).minutes}};
  };
  const auto* base = amount.plain ? &*amount.plain : amount.otherwise ? &*amount.otherwise : nullptr;
  std::vector<Range> there;
  if (base && serves(*base)) there = dates(first, last);
  auto steps = amount.from;
  std::sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [from, q] : steps) there = combined(there, dates(from, last), serves(q));
  for (const auto& [hours, q] : amount.in_hours)
    there = combined(there, calendar::open_ranges(hours, zone, holidays, {}, first, last), serves(q));
  for (const auto& [from, to, q] : amount.during) there = combined(there, dates(from, to), serves(q));
  return there;
}

/// Every quantity that the amount speaks of, in no order of meaning.
std::vector<const model::Quantity*> quantities(const model::Amount& amount) {
  std::vector<const model::Quantity*> all;
  if (amount.plain) all.push_back(&*amount.plain);
  if (amount.otherwise) all.push_back(&*amount.otherwise);
  for (const auto& [from, q] : amount.from) all.push_back(&q);
  for (const auto& [hours, q] : amount.in_hours) all.push_back(&q);
  for (const auto& [from, to, q] : amount.during) all.push_back(&q);
  return all;
}

}  // namespace

std::optional<std::vector<Range>> enough(const model::Amount& amount, int n, const calendar::Zone& zone,
                                         const std::set<Day>& holidays, Day first, Day last) {
  const auto serves = [&](const model::Quantity& q) { return q.a ? q.n >= 1 : q.n >= n; };
  const auto all = quantities(amount);
  const bool based = amount.plain || amount.otherwise;
  if (based && std::all_of(all.begin(), all.end(), [&](const auto* q) { return serves(*q); })) return std::nullopt;
  return there(amount, zone, holidays, first, last, serves);
}

std::vector<std::pair<Tick, int>> amounts(const model::Amount& amount, const calendar::Zone& zone,
                                          const std::set<Day>& holidays, Day first, Day last) {
  std::set<int> numbers;
  for (const auto* q : quantities(amount)) numbers.insert(q->n);
  std::vector<std::pair<Tick, int>> steps{{zone.start_of(first).minutes, 0}};
  for (const int n : numbers) {
    const auto is = [n](const model::Quantity& q) { return q.n == n; };
    for (const Range& r : there(amount, zone, holidays, first, last, is)) {
      steps.emplace_back(r.from, n);
      steps.emplace_back(r.to, 0);
    }
  }
  // Where one number ends another may begin: of two at one tick the one that begins.
  std::sort(steps.begin(), steps.end());
  std::vector<std::pair<Tick, int>> out;
  for (const auto& [from, n] : steps) {
    if (!out.empty() && out.back().first == from)
      out.back().second = n;
    else
      out.emplace_back(from, n);
  }
  out.erase(std::unique(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second == b.second; }),
            out.end());
  return out;
}

}  // namespace v2v::plan
