#include "roster/stock.h"

#include <algorithm>
#include <set>

#include "calendar/hours.h"
#include "plan/stock.h"

namespace v2v::roster {
namespace {

using calendar::Day;

/// The first tick of each period from the one that holds `first` on.
std::vector<Tick> starts_of(model::Period period, const calendar::Zone& zone, Day first, Day last) {
  std::vector<Tick> all;
  Day at = first;
  const auto date = calendar::split(first);
  if (period == model::Period::week) at = first - static_cast<int>(calendar::weekday(first));
  if (period == model::Period::month) at = first - (date.day - 1);
  if (period == model::Period::year) at = *calendar::day_of(date.year, 1, 1);
  while (at <= last) {
    all.push_back(zone.start_of(at).minutes);
    at = period == model::Period::day     ? at + 1
         : period == model::Period::week  ? at + 7
         : period == model::Period::month ? calendar::add_months(at, 1)
                                          : calendar::add_months(at, 12);
  }
  return all;
}

timeline::Resource::Period named(model::Period period) {
  switch (period) {
    case model::Period::day:
      return timeline::Resource::day;
    case model::Period::week:
      return timeline::Resource::week;
    case model::Period::month:
      return timeline::Resource::month;
    case model::Period::year:
      return timeline::Resource::year;
  }
  return timeline::Resource::week;
}

/// A quota where one of its amounts is one.
std::optional<model::Period> quota_of(const model::Amount& amount) {
  for (const auto* one : {&amount.plain, &amount.otherwise})
    if (*one && (*one)->a) return (*one)->a;
  for (const auto& [from, q] : amount.from)
    if (q.a) return q.a;
  for (const auto& [hours, q] : amount.in_hours)
    if (q.a) return q.a;
  for (const auto& [from, to, q] : amount.during)
    if (q.a) return q.a;
  return std::nullopt;
}

std::vector<std::pair<Tick, int>> less(std::vector<std::pair<Tick, int>> amounts, int n) {
  for (auto& [from, amount] : amounts) amount = std::max(0, amount - n);
  return amounts;
}

}  // namespace

Stock::Stock(const model::Programme& programme, const model::Centre& centre, plan::Almanac& almanac, Tick now)
    : now_(now) {
  std::vector<const model::Place*> places;
  for (const model::Place& place : centre.places) places.push_back(&place);
  std::sort(places.begin(), places.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  const Day first = almanac.first(), last = almanac.last();
  for (const model::Place* place : places) {
    std::set<Day> holidays;
    for (const auto& list : place->holidays) holidays.merge(calendar::days_of(list, first, last));
    for (const auto& [id, amount] : place->has) {
      const auto amounts = plan::amounts(amount, place->zone, holidays, first, last);
      const auto quota = quota_of(amount);
      const auto between = place->between.find(id);
      timeline::Resource one;
      one.place = place->id;
      one.resource = id;
      one.title = place->id + "." + id;
      one.quota = quota.has_value();
      if (quota) one.period = named(*quota);
      one.zone = place->zone.name();
      if (between != place->between.end())
        one.make_ready = calendar::family(between->second.unit) == calendar::Family::elapsed
                             ? plan::minutes_of(between->second)
                             : calendar::rough_minutes(between->second);
      for (const auto& [from, n] : amounts) one.amounts.push_back({calendar::Instant{from}, n});
      std::vector<Tick> periods;
      if (quota) periods = starts_of(*quota, place->zone, first, last);
      Shelf shelf{Book(amounts, one.make_ready, periods), {}};
      for (const model::KeepFree& keep : programme.waiting_list.keep_free) {
        if (keep.resource != id || keep.amount.n < 1) continue;
        if (!keep.place.empty() && keep.place != place->id) continue;
        const std::size_t rank = programme.rank(keep.amount.priority);
        const bool rooms = keep.amount.a && !quota;
        Kept kept{rank,
                  keep.amount.priority,
                  Book(rooms ? amounts : less(amounts, keep.amount.n), one.make_ready, periods),
                  rooms ? keep.amount.n : 0,
                  {},
                  {}};
        if (rooms) {
          kept.periods = starts_of(*keep.amount.a, place->zone, first, last);
          kept.lengths.resize(kept.periods.size());
        }
        shelf.kept.push_back(std::move(kept));
      }
      number_[{place->id, id}] = static_cast<int>(resources_.size());
      resources_.push_back(std::move(one));
      shelves_.push_back(std::move(shelf));
    }
  }
}

std::vector<int> Stock::sought(const model::Place* place, const std::string& resource,
                               const plan::Almanac& almanac) const {
  std::vector<int> all;
  for (const model::Place* holder : almanac.holders(place, resource)) all.push_back(number_.at({holder->id, resource}));
  std::sort(all.begin(), all.end());
  return all;
}

Tick Stock::not_before(const Held& use, std::size_t rank) const {
  const Shelf& shelf = shelves_[static_cast<std::size_t>(use.resource)];
  Tick s = shelf.book.not_before(use.from, use.to, use.n);
  for (const Kept& kept : shelf.kept) {
    if (rank <= kept.rank || s == never) continue;
    s = std::max(s, bound(shelf, kept, use));
  }
  return s;
}

Tick Stock::bound(const Shelf& shelf, const Kept& kept, const Held& use) const {
  if (kept.rooms == 0) return kept.lighter.not_before(use.from, use.to, use.n);
  return shelf.book.fits(use.from, use.to, use.n) ? leave_rooms(kept, use) : use.from;
}

// The first and the last period in which the use lies.
std::pair<std::size_t, std::size_t> Stock::periods_of(const Kept& kept, const Held& use) {
  const auto period = [&](Tick t) {
    const auto after = std::upper_bound(kept.periods.begin(), kept.periods.end(), t);
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - kept.periods.begin() - 1, 0));
  };
  return {period(use.from), period(std::max(use.from, use.to - 1))};
}

// The use's own start where it leaves the rooms; else the next start at which more of them may be left. Equal uses find
// most room when each is as early as it can be, so that where a room more ends is some seam of the book and whole rooms
// after it.
Tick Stock::leave_rooms(const Kept& kept, const Held& use) const {
  const auto [first, last] = periods_of(kept, use);
  Book rest = kept.lighter;
  rest.take(use.from, use.to, use.n);
  for (std::size_t p = first; p <= last; ++p) {
    const Tick end = p + 1 < kept.periods.size() ? kept.periods[p + 1] : never;
    const Tick begin = std::max(kept.periods[p], now_);
    if (end <= now_) continue;
    const auto& lengths = kept.lengths[p];
    const Tick length = std::max(use.to - use.from, lengths.empty() ? Tick{0} : *lengths.rbegin());
    Book left = rest;
    int rooms = 0;
    for (Tick t = begin; rooms < kept.rooms;) {
      t = left.not_before(t, t + length, 1);
      if (t >= end) break;
      if (!left.fits(t, t + length, 1)) continue;
      ++rooms;
      if (length == 0) rooms = kept.rooms;  // what takes no time keeps nobody away
      left.take(t, t + length, 1);
    }
    if (rooms == kept.rooms) continue;
    Tick next = std::min(end, kept.lighter.next_change(use.from));
    for (Tick seam = begin; seam < use.from; seam = kept.lighter.next_change(seam))
      for (int k = 1; k <= kept.rooms; ++k)
        if (const Tick t = seam + k * (length + kept.lighter.make_ready()); t > use.from) next = std::min(next, t);
    return next;
  }
  return use.from;
}

std::optional<Stock::Lack> Stock::lack(const Held& use, std::size_t rank) const {
  const Shelf& shelf = shelves_[static_cast<std::size_t>(use.resource)];
  if (fits(use, rank)) return std::nullopt;
  if (shelf.book.quota()) {
    const auto [from, to] = shelf.book.period(use.from);
    const Tick changes = shelf.book.next_change(use.from);
    return Lack{from, to, std::min(to, changes), true};
  }
  std::optional<Lack> first;
  const auto see = [&](const Book& book) {
    const Tick t = book.first_lack(use.from, use.to, use.n);
    if (t != never && (!first || t < first->from)) first = Lack{t, t + 1, book.next_change(t), false};
  };
  see(shelf.book);
  for (const Kept& kept : shelf.kept)
    if (rank > kept.rank && kept.rooms == 0) see(kept.lighter);
  return first;
}

std::vector<Stock::Share> Stock::shares(int resource) const {
  const Shelf& shelf = shelves_[static_cast<std::size_t>(resource)];
  std::vector<Share> all{{std::nullopt, &shelf.book}};
  for (const Kept& kept : shelf.kept) all.push_back({kept.rank, &kept.lighter});
  return all;
}

bool Stock::keeps_by_number(int resource) const {
  const auto& kept = shelves_[static_cast<std::size_t>(resource)].kept;
  return std::all_of(kept.begin(), kept.end(), [](const Kept& one) { return one.rooms == 0; });
}

bool Stock::keeps_by_period() const {
  return std::any_of(shelves_.begin(), shelves_.end(), [](const Shelf& shelf) {
    return std::any_of(shelf.kept.begin(), shelf.kept.end(), [](const Kept& kept) { return kept.rooms > 0; });
  });
}

Tick Stock::not_after(const Held& use, Tick least, std::size_t rank) const {
  const Shelf& shelf = shelves_[static_cast<std::size_t>(use.resource)];
  const Tick length = use.to - use.from;
  for (Tick t = use.from; t >= least;) {
    t = shelf.book.not_after(t, least, length, use.n);
    if (t < least) break;
    const Held at{use.resource, t, t + length, use.n};
    if (fits(at, rank)) return t;
    --t;
  }
  return least - 1;
}

void Stock::add(const Held& use, std::size_t rank, int sign) {
  Shelf& shelf = shelves_[static_cast<std::size_t>(use.resource)];
  const auto put = [&](Book& book) {
    sign > 0 ? book.take(use.from, use.to, use.n) : book.give(use.from, use.to, use.n);
  };
  put(shelf.book);
  for (Kept& kept : shelf.kept) {
    if (rank <= kept.rank) continue;
    put(kept.lighter);
    if (kept.rooms == 0) continue;
    const auto [first, last] = periods_of(kept, use);
    for (std::size_t p = first; p <= last; ++p) {
      auto& lengths = kept.lengths[p];
      sign > 0 ? void(lengths.insert(use.to - use.from)) : void(lengths.erase(lengths.find(use.to - use.from)));
    }
  }
}

std::string Stock::kept_for(const Held& use, std::size_t rank) const {
  const Shelf& shelf = shelves_[static_cast<std::size_t>(use.resource)];
  if (!shelf.book.fits(use.from, use.to, use.n)) return {};
  for (const Kept& kept : shelf.kept)
    if (rank > kept.rank && bound(shelf, kept, use) != use.from) return kept.word;
  return {};
}

}  // namespace v2v::roster
