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

}  // namespace

std::optional<std::vector<Range>> enough(const model::Amount& amount, int n, const calendar::Zone& zone,
                                         const std::set<Day>& holidays, Day first, Day last) {
  const auto serves = [&](const model::Quantity& q) { return q.a ? q.n >= 1 : q.n >= n; };
  const auto dates = [&](Day from, Day to) -> std::vector<Range> {
    from = std::max(from, first);
    to = std::min(to, last);
    if (to < from) return {};
    return {{zone.start_of(from).minutes, zone.start_of(to + 1).minutes}};
  };
  const auto* base = amount.plain ? &*amount.plain : amount.otherwise ? &*amount.otherwise : nullptr;
  bool always = base ? serves(*base) : false;
  for (const auto& [from, q] : amount.from) always = always && serves(q);
  for (const auto& [hours, q] : amount.in_hours) always = always && serves(q);
  for (const auto& [from, to, q] : amount.during) always = always && serves(q);
  if (always) return std::nullopt;

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

}  // namespace v2v::plan
