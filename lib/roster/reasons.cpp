#include "roster/reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace v2v::roster {

using calendar::Instant;

namespace {

const std::string& title(const Ward& ward, int resource) {
  return ward.stock().resources()[static_cast<std::size_t>(resource)].title;
}

/// Who else has some of it in [from, to), or of a quota in the periods of that time.
std::vector<std::string> who_has(const Ward& ward, int resource, Tick from, Tick to, int but,
                                 const std::vector<timeline::Hold>& holds,
                                 const std::vector<timeline::Rostered>& patients) {
  const Book& book = ward.stock().book(resource);
  if (book.quota()) {
    const auto [first, end] = book.period(from);
    from = first;
    to = std::max(to, end);
  }
  std::set<std::string> who;
  for (const timeline::Hold& hold : holds) {
    if (hold.resource != resource || hold.patient == but) continue;
    const bool there = book.quota() ? hold.from.minutes >= from && hold.from.minutes < to
                                    : hold.from.minutes < to && hold.to.minutes + book.make_ready() > from;
    if (there) who.insert(patients[static_cast<std::size_t>(hold.patient)].id);
  }
  return {who.begin(), who.end()};
}

constexpr Tick of_note = 4 * 24 * 60;

/// The longest time in [from, to) in which there is less of it than `n`, if it is of note.
std::optional<std::pair<Instant, Instant>> not_there(const Book& book, Tick from, Tick to, int n) {
  std::optional<std::pair<Instant, Instant>> longest;
  Tick most = of_note - 1;
  for (Tick t = from; t < to;) {
    const Tick begin = t;
    while (t < to && book.amount(t) < n) t = std::min(to, book.next_change(t));
    if (t - begin > most) longest = {Instant{begin}, Instant{t}}, most = t - begin;
    if (t == begin) t = book.next_change(t);
  }
  return longest;
}

/// Down the list: who has some of it in that time now, and why nobody before them does.
timeline::Freed one_freed(Ward& ward, const model::Programme& programme, const timeline::Roster& roster,
                          const model::Case& what, const Pathway& pathway, const Use& use, Tick s, Tick e) {
  const plan::Visit& v = pathway.visit(use);
  timeline::Freed one;
  one.patient = what.patient.id;
  one.reason = fmt::format("{} on {}", what.patient.closed->reason, calendar::to_string(what.patient.closed->date));
  const int resource = use.resources.front();
  one.resource = title(ward, resource);
  one.stage = pathway.stage(v).id;
  one.title = plan::title_of(pathway.stage(v));
  one.from = Instant{s};
  one.to = Instant{e};
  const Book& book = ward.stock().book(resource);
  const auto [from, to] = book.quota() ? book.period(s) : std::pair(s, e);
  for (const std::size_t k : ward.order()) {
    const Person& person = ward.people()[k];
    if (!person.queues || !person.open() || !person.plain().ok()) continue;
    timeline::Freed::Offer offer;
    offer.patient = person.what->patient.id;
    offer.place_in_list = roster.patients[k].place_in_list;
    int mine = -1;
    const auto& uses = person.pathway().uses();
    for (std::size_t u = 0; u < uses.size(); ++u)
      if (std::count(uses[u].resources.begin(), uses[u].resources.end(), resource)) {
        if (mine < 0) mine = static_cast<int>(u);
        const Tick at = person.at ? person.at->held[u].from : never;
        if (person.at && person.at->held[u].resource == resource && at >= from && at < to) offer.takes = true;
      }
    if (mine < 0) continue;  // needs none of it
    const auto& label = person.pathway().found().shown;
    const network::Event begins = person.pathway().visit(uses[static_cast<std::size_t>(mine)]).s;
    if (offer.takes) {
    } else if (person.way().offer_from && to <= *person.way().offer_from) {
      offer.why_not = fmt::format("it is less than {} ahead", calendar::to_string(*programme.waiting_list.offer));
    } else if (label[begins] >= to) {
      offer.why_not =
          fmt::format("is not ready before {}", calendar::to_string(ward.almanac().day_of(Instant{label[begins]})));
    } else if (person.at && person.at->held[static_cast<std::size_t>(mine)].from < from) {
      offer.why_not = "has one sooner";
    } else if (!person.at) {
      offer.why_not = "has no place to be infused";
    } else {
      offer.why_not = "would be infused no sooner";
    }
    const bool takes = offer.takes;
    one.offers.push_back(std::move(offer));
    if (takes) break;
  }
  return one;
}

}  // namespace

std::vector<timeline::Blocked> blocked(Ward& ward, std::size_t k, const std::vector<timeline::Hold>& holds,
                                       const std::vector<timeline::Rostered>& patients) {
  Person& person = ward.people()[k];
  if (!person.open() || !person.plain().ok()) return {};
  const Pathway& pathway = person.pathway();
  std::vector<Push> pushes;
  auto ask = ward.ask_of(person);
  ask.pushes = &pushes;
  ask.force = person.forced;
  std::optional<Placement> old;
  if (person.at) old = ward.lift(k);
  pathway.place(ward.stock(), ask);
  std::vector<timeline::Blocked> all;
  std::map<std::pair<int, int>, std::size_t> row_of;  // of a stage and a resource
  for (const Push& push : pushes) {
    const Use& use = pathway.uses()[static_cast<std::size_t>(push.use)];
    const auto [at, fresh] = row_of.try_emplace({pathway.visit(use).stage, push.resource}, all.size());
    const std::string kept = ward.stock().kept_for({push.resource, push.wanted, push.until, use.n}, person.rank);
    auto by =
        who_has(ward, push.resource, push.wanted,
                ward.stock().book(push.resource).quota() && push.given < never ? push.given
                                                                               : std::max(push.until, push.wanted + 1),
                static_cast<int>(k), holds, patients);
    if (fresh) {
      timeline::Blocked one;
      const plan::Visit& v = pathway.visit(use);
      one.stage = pathway.stage(v).id;
      one.title = plan::title_of(pathway.stage(v));
      one.resource = title(ward, push.resource);
      one.wanted = Instant{push.wanted};
      all.push_back(std::move(one));
    }
    timeline::Blocked& row = all[at->second];
    row.given = std::max(row.given, Instant{push.stuck || push.given == never ? push.wanted : push.given});
    if (!kept.empty()) row.kept_for = kept;
    const auto gone = not_there(ward.stock().book(push.resource), push.wanted,
                                push.stuck || push.given == never ? push.wanted : push.given, use.n);
    if (gone && (!row.not_there || gone->second.minutes - gone->first.minutes >
                                       row.not_there->second.minutes - row.not_there->first.minutes))
      row.not_there = gone;
    row.by.insert(row.by.end(), by.begin(), by.end());
    std::sort(row.by.begin(), row.by.end());
    row.by.erase(std::unique(row.by.begin(), row.by.end()), row.by.end());
    row.kept_free = !row.kept_for.empty() && row.by.empty();
  }
  if (old) ward.put(k, std::move(*old));
  // What costs hours and no day is told only where there is nothing else.
  const auto hours = [&](const timeline::Blocked& one) {
    return ward.almanac().day_of(one.wanted) == ward.almanac().day_of(one.given);
  };
  if (!std::all_of(all.begin(), all.end(), hours)) std::erase_if(all, hours);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.wanted < b.wanted; });
  return all;
}

std::vector<timeline::Freed> freed(Ward& ward, const model::Programme& programme, const timeline::Roster& roster) {
  std::vector<timeline::Freed> all;
  const Tick now = programme.cases.front().centre->zone.start_of(roster.today).minutes;
  for (const model::Case& what : programme.cases) {
    if (!what.patient.closed) continue;
    std::vector<model::Fact> bookings = what.patient.booked;
    bookings.insert(bookings.end(), what.patient.held.begin(), what.patient.held.end());
    for (const model::Fact& booking : bookings) {
      // Each by itself: together they may have become impossible, which is often why somebody withdraws.
      model::Case open = what;
      open.patient.closed.reset();
      open.patient.booked = {booking};
      open.patient.held.clear();
      const Pathway pathway(open, ward.planned_with(), ward.almanac(), ward.stock());
      if (!pathway.ok()) continue;
      for (const Use& use : pathway.uses()) {
        const plan::Visit& v = pathway.visit(use);
        const model::Stage& stage = pathway.stage(v);
        const auto* from =
            stage.from ? model::chosen(*stage.from, plan::Facts{open, pathway.found().c.story}) : nullptr;
        const bool hangs = from && from->value.stage == booking.point.stage;
        if ((!v.booking && !hangs) || v.overdue) continue;
        const Tick s = pathway.found().shown[v.s], e = pathway.found().shown[v.e];
        if (s >= now) all.push_back(one_freed(ward, programme, roster, what, pathway, use, s, e));
      }
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  return all;
}

std::vector<timeline::Over> over(const Ward& ward, const timeline::Roster& roster) {
  std::vector<timeline::Over> all;
  const Tick now = ward.dates().first(roster.today.n);
  const auto put = [&](int resource, Tick from, Tick to, int used, int amount) {
    if (!all.empty() && all.back().resource == resource && all.back().to.minutes == from) {
      all.back().to = Instant{to};
      all.back().used = std::max(all.back().used, used);
      return;
    }
    all.push_back({resource, Instant{from}, Instant{to}, used, amount, {}});
  };
  for (std::size_t r = 0; r < roster.resources.size(); ++r) {
    const int resource = static_cast<int>(r);
    const Book& book = ward.stock().book(resource);
    if (book.quota()) {
      std::map<Tick, Book::Excess> periods;
      for (const Book::Excess& excess : book.excesses()) periods.emplace(excess.from, excess);
      // Where the amount changes within a period, a start may be one too many that was not one before.
      std::map<Tick, int> starts;
      for (const timeline::Hold& hold : roster.holds) {
        if (hold.resource != resource) continue;
        const auto [from, to] = book.period(hold.from.minutes);
        const int count = starts[from] += hold.n;
        if (const int amount = book.amount(hold.from.minutes); count > amount)
          periods.emplace(from, Book::Excess{from, to, book.used(hold.from.minutes), amount});
      }
      for (const auto& [from, excess] : periods)
        if (excess.to > now) put(resource, excess.from, excess.to, excess.used, excess.amount);
      continue;
    }
    // What is used and what is made ready, from minute to minute; what is only made ready is in nobody's way.
    std::map<Tick, std::pair<int, int>> changes;
    for (const timeline::Hold& hold : roster.holds) {
      if (hold.resource != resource || hold.from == hold.to) continue;
      changes[hold.from.minutes].first += hold.n;
      changes[hold.to.minutes].first -= hold.n;
      changes[hold.to.minutes].second += hold.n;
      changes[hold.to.minutes + book.make_ready()].second -= hold.n;
    }
    if (changes.empty()) continue;
    const Tick first = changes.begin()->first, last = changes.rbegin()->first;
    for (const auto& step : roster.resources[r].amounts)
      if (step.from.minutes > first && step.from.minutes < last) changes[step.from.minutes];
    changes[now];
    int held = 0, readied = 0;
    for (auto at = changes.begin(); std::next(at) != changes.end(); ++at) {
      held += at->second.first;
      readied += at->second.second;
      const int there = book.amount(at->first);
      const bool more = held > there || (held > 0 && there > 0 && held + readied > there);
      if (more && at->first >= now) put(resource, at->first, std::next(at)->first, held + readied, there);
    }
  }
  for (timeline::Over& one : all)
    one.by = who_has(ward, one.resource, one.from.minutes, one.to.minutes, -1, roster.holds, roster.patients);
  return all;
}

}  // namespace v2v::roster
