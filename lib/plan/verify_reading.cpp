#include "plan/verify_reading.h"

#include <fmt/format.h>

#include <algorithm>

namespace v2v::plan {
namespace {

using model::Point;
using model::Which;
using timeline::State;

const std::vector<calendar::Holidays> no_holidays;
constexpr int most_attempts = 4000;  // of a spoiled plan; what is beyond is not laid

Moments moments_of(const model::Moment& moment, const Diary& diary) {
  if (moment.minute) return {moment.instant, moment.instant};
  return {diary.first_minute(moment.day), diary.last_minute(moment.day)};
}

}  // namespace

Reading::Reading(const model::Case& of, const Settings& how, const timeline::Timeline& shown, Verdict& verdict)
    : what(of),
      settings(how),
      plan(shown),
      out(verdict),
      diary(of.centre ? of.centre->zone : calendar::Zone::utc()),
      attempts(of.workflow.stages.size()),
      now(diary.first_minute(how.today)) {
  weekdays_.shifts.push_back({{true, true, true, true, true, false, false}, false, 0, 24 * 60});
  visits.reserve(plan.entries.size());
  for (const auto& entry : plan.entries) {
    const int s = index(entry.id);
    if (entry.state == State::cancelled || s < 0 || entry.attempt < 1) continue;
    Shown visit;
    visit.entry = &entry;
    visit.stage = s;
    visit.attempt = entry.attempt;
    visit.number = entry.visit;
    visit.lapsed = entry.state == State::overdue && entry.firmness == timeline::Firmness::unknown && entry.start &&
                   *entry.start < now;
    if (entry.start) visit.start = {*entry.start, *entry.start};
    if (entry.end) visit.end = {*entry.end, *entry.end};
    visits.push_back(visit);
  }
  for (auto& visit : visits) {
    auto& rows = attempts[static_cast<std::size_t>(visit.stage)];
    if (rows.size() < static_cast<std::size_t>(visit.attempt) && visit.attempt <= most_attempts)
      rows.resize(static_cast<std::size_t>(visit.attempt));
    if (rows.size() >= static_cast<std::size_t>(visit.attempt))
      rows[static_cast<std::size_t>(visit.attempt) - 1].push_back(&visit);
  }
  for (auto& rows : attempts) {
    std::erase_if(rows, [](const auto& row) { return row.empty(); });
    for (auto& row : rows)
      std::stable_sort(row.begin(), row.end(), [](const Shown* a, const Shown* b) { return a->number < b->number; });
    for (std::size_t k = 0; k < rows.size(); ++k)  // of a spoiled plan or a closed file some may be missing
      for (Shown* visit : rows[k]) visit->attempt = static_cast<int>(k) + 1;
  }
  for (const auto& fact : what.patient.happened) lay(fact, true);
  for (const auto& fact : what.patient.booked) lay(fact, false);
  lay_wholes();
  if (const int s = index(what.workflow.day_zero); s >= 0 && present(s)) {
    const Shown& first = *attempts[static_cast<std::size_t>(s)].back().front();
    const bool is_it = !what.patient.closed || (first.entry->attempt == first.entry->attempts && opens_row(first));
    if (first.dated() && is_it) day_zero = diary.date(*first.entry->start);
  }
}

/// Without a name a fact is of the first visit of the first attempt, a booking of the last attempt.
void Reading::lay(const model::Fact& fact, bool happened) {
  const int s = index(fact.point.stage);
  if (s < 0) return;
  Point point = fact.point;
  if (happened && !point.which.attempt && point.which.visit != Which::nth) point.which.attempt = 1;
  Shown* visit = present(s) ? visit_at(point, false) : nullptr;
  if (happened)
    rule(visit != nullptr, Rule::happened, fact.where, [&] {
      return std::pair{fmt::format("{} happened", to_string(fact.point)), std::string("it is not in the plan")};
    });
  if (!visit) return;
  if (!happened) {
    visit->booked = &fact;
    return;
  }
  const auto begun = moments_of(fact.from, diary);
  const bool closes = fact.to || !fact.from.minute;  // a moment alone begins the stage, so its first visit
  const auto ended = fact.to ? moments_of(*fact.to, diary) : begun;
  std::vector<Shown*> all{visit};
  if (closes && point.which.visit == Which::unsaid)
    all = attempts[static_cast<std::size_t>(s)][static_cast<std::size_t>(visit->attempt) - 1];
  for (Shown* one : all) {
    one->happened = &fact;
    one->start = one == all.front() ? begun : Moments{begun.first, ended.last};
    if (closes) one->end = one == all.back() ? ended : Moments{begun.first, ended.last};
    one->over = closes || (!stage(s).lasts && !stage(s).from && stage(s).parts.empty());
  }
}

/// A whole that nobody recorded has begun with the first of its parts that did, and is over with the last.
void Reading::lay_wholes() {
  for (auto& whole : visits) {
    if (stage(whole.stage).parts.empty() || whole.happened) continue;
    const auto round = round_of(whole);
    whole.over = true;
    for (const auto& id : stage(whole.stage).parts) {
      const int p = index(id);
      if (p < 0 || !present(p) ||
          attempts[static_cast<std::size_t>(p)].size() < static_cast<std::size_t>(whole.attempt))
        continue;
      const auto all = groups(p, static_cast<std::size_t>(whole.attempt) - 1);
      if (round < all.size())
        for (const Shown* part : all[round]) {
          if (part->happened && (!whole.happened || part->start.first < whole.start.first)) {
            whole.happened = part->happened;
            whole.start = part->start;
          }
          whole.over = whole.over && part->happened && part->over;
        }
    }
    if (whole.happened) whole.start.last = std::max(whole.start.last, whole.start.first);
  }
}

std::optional<int> Reading::place_in_row(const Shown& visit, bool in_whole) const {
  const int whole = in_whole ? index(stage(visit.stage).whole) : -1;
  const auto* series = chosen(stage(visit.stage).repeat);
  const int rows = whole >= 0 && present(whole) ? attempts[static_cast<std::size_t>(whole)][0][0]->entry->visits
                                                : visit.entry->attempts;
  const bool as_long = rows == 1 || !series || series->kind != model::Series::until;
  if (!as_long || rows < 1 || visit.entry->visits % rows != 0) return std::nullopt;
  return (visit.number - 1) % (visit.entry->visits / rows);
}

bool Reading::opens_row(const Shown& visit) const {
  return !left_out(visit.stage) || place_in_row(visit, true) == 0;
}

std::size_t Reading::round_of(const Shown& whole) const {
  const auto& row = attempts[static_cast<std::size_t>(whole.stage)][static_cast<std::size_t>(whole.attempt) - 1];
  if (left_out(whole.stage))
    if (const auto place = place_in_row(whole)) return static_cast<std::size_t>(*place);
  return static_cast<std::size_t>(std::find(row.begin(), row.end(), &whole) - row.begin());
}

std::vector<std::vector<Shown*>> Reading::groups(int s, std::size_t a) const {
  const auto& row = attempts[static_cast<std::size_t>(s)][a];
  const int whole = index(stage(s).whole);
  std::vector<std::vector<Shown*>> all;
  if (whole >= 0 && left_out(s) && place_in_row(*row.front()) && place_in_row(*row.front(), true)) {
    for (Shown* visit : row) {
      const int before = *place_in_row(*visit) - *place_in_row(*visit, true);  // in the rounds before its own
      const int wholes = attempts[static_cast<std::size_t>(whole)][0][0]->entry->visits;
      const auto round = static_cast<std::size_t>(before * wholes / visit->entry->visits);
      if (all.size() <= round) all.resize(round + 1);
      all[round].push_back(visit);
    }
    return all;
  }
  std::size_t rounds_of_whole = 1;
  if (whole >= 0 && attempts[static_cast<std::size_t>(whole)].size() > a)
    rounds_of_whole = attempts[static_cast<std::size_t>(whole)][a].size();
  const std::size_t each = std::max<std::size_t>(1, row.size() / rounds_of_whole);
  for (std::size_t k = 0; k < row.size(); k += each)
    all.emplace_back(row.begin() + static_cast<long>(k),
                     row.begin() + static_cast<long>(std::min(row.size(), k + each)));
  return all;
}

std::vector<int> Reading::attempts_meant(int p, const Shown& visit) const {
  const auto& theirs = attempts[static_cast<std::size_t>(p)];
  std::vector<int> all;
  const auto& its_rounds = rounds[static_cast<std::size_t>(visit.stage)];
  if (visit.happened && !its_rounds.empty())  // what a round does anew is of that round, whether it is recorded or not
    if (const int round = its_rounds[static_cast<std::size_t>(visit.attempt) - 1];
        round > 0 && agains[static_cast<std::size_t>(round) - 1].recorded) {
      const auto& others = rounds[static_cast<std::size_t>(p)];
      for (std::size_t k = 0; k < others.size(); ++k)
        if (others[k] == round) return {static_cast<int>(k) + 1};
    }
  if (visit.happened)  // the record decides first: the last that had begun by then
    for (int of = static_cast<int>(theirs.size()); of > 0; --of)
      for (const Shown* one : theirs[static_cast<std::size_t>(of) - 1])
        if (one->happened && one->start.first <= visit.start.last) return {of};
  const auto& my_rounds = rounds[static_cast<std::size_t>(visit.stage)];
  const auto& their_rounds = rounds[static_cast<std::size_t>(p)];
  if (my_rounds.empty() || their_rounds.empty()) {  // done again because it was stale: for one link, not for others
    for (int of = 1; of <= static_cast<int>(theirs.size()); ++of) all.push_back(of);
    return all;
  }
  int meant = 1;
  const auto shared = [&](int round) {
    const auto& asked = asked_rounds[static_cast<std::size_t>(visit.stage)];
    return std::find(asked.begin(), asked.end(), round) != asked.end();
  };
  const auto only_assumed = [&](int round) {
    return round > 0 && !agains[static_cast<std::size_t>(round) - 1].recorded;
  };
  for (std::size_t k = 0; k < their_rounds.size(); ++k) {  // of a later round of both another attempt of mine speaks
    if (visit.happened && only_assumed(their_rounds[k])) continue;  // no record comes after what lies ahead
    if (their_rounds[k] <= my_rounds[static_cast<std::size_t>(visit.attempt) - 1] || !shared(their_rounds[k]))
      meant = static_cast<int>(k) + 1;
  }
  return {meant};
}

bool Reading::left_out(int s) const {
  if (!what.patient.closed || !present(s)) return what.patient.closed.has_value();
  std::size_t shown = 0;
  for (const auto& row : attempts[static_cast<std::size_t>(s)]) shown += row.size();
  return static_cast<int>(shown) < attempts[static_cast<std::size_t>(s)].front().front()->entry->visits;
}

std::vector<int> Reading::attempts_of(const model::Point& point) const {
  const int p = index(point.stage.empty() ? what.workflow.day_zero : point.stage);
  if (p < 0 || !present(p) || !rounds[static_cast<std::size_t>(p)].empty()) return {0};
  std::vector<int> all;
  for (int of = static_cast<int>(attempts[static_cast<std::size_t>(p)].size()); of > 0; --of) all.push_back(of);
  return all;
}

int Reading::index(const std::string& id) const {
  const auto& stages = what.workflow.stages;
  const auto at = std::find_if(stages.begin(), stages.end(), [&](const auto& stage) { return stage.id == id; });
  return at == stages.end() ? -1 : static_cast<int>(at - stages.begin());
}

std::string Reading::fact(const std::string& by) const {
  if (by == "edition") return what.edition;
  if (const auto option = what.patient.options.find(by); option != what.patient.options.end()) return option->second;
  const int s = index(by);
  if (s < 0) return "";
  if (present(s)) {
    const Shown& end = *last(s);
    const auto* series = left_out(s) && end.number < end.entry->visits ? chosen(stage(s).repeat) : nullptr;
    if (!series || series->kind != model::Series::until || end.entry->outcome == series->outcome)
      return end.entry->outcome;  // else its last visits are left out, which are taken to end as they would have
  }
  // What is absent is taken to end as it would have been assumed to.
  if (const auto known = settings.ends_as.find({by, 1, 1}); known != settings.ends_as.end()) return known->second;
  const auto said = what.patient.assume.find(by);
  std::string likeliest;
  double best = -1;
  for (const auto& outcome : stage(s).outcomes)
    if (said != what.patient.assume.end() && said->second == outcome.id) return outcome.id;
  if (const auto* series = chosen(stage(s).repeat); series && series->kind == model::Series::until)
    return series->outcome;  // which is what it is repeated for
  for (const auto& outcome : stage(s).outcomes) {
    const double chance = chance_of(stage(s), outcome.id, 0);
    if (chance < best - 1e-9 || (chance < best + 1e-9 && likeliest < outcome.id)) continue;
    best = chance;
    likeliest = outcome.id;
  }
  return likeliest;
}

/// Stated, or the rest of what others state.
double Reading::chance_of(const model::Stage& of, const std::string& id, std::size_t visit) const {
  double rest = 1, own = -1;
  for (const auto& outcome : of.outcomes) {
    const auto& list = outcome.chances;
    const auto chance = list.empty() ? std::nullopt : list[std::min(visit, list.size() - 1)];
    if (chance) rest -= *chance;
    if (outcome.id == id && chance) own = *chance;
  }
  return own < 0 ? rest : own;
}

Shown* Reading::visit_at(const Point& point, bool end, int of) const {
  const int s = index(point.stage);
  if (s < 0 || !present(s)) return nullptr;
  const auto& rows = attempts[static_cast<std::size_t>(s)];
  const auto& which = point.which;
  if (which.visit == Which::nth && !which.attempt) {
    for (const auto& row : rows)
      for (Shown* visit : row)
        if (visit->number == which.n) return visit;
    return nullptr;
  }
  if (left_out(s) && place_in_row(*rows.front().front())) return shown_at(rows, which, end, of);
  const int count = static_cast<int>(rows.size());
  const int a = which.attempt ? *which.attempt : of > 0 ? std::min(of, count) : count;
  if (a < 1 || a > count) return nullptr;
  const auto& row = rows[static_cast<std::size_t>(a) - 1];
  if (which.visit == Which::first) return row.front();
  if (which.visit == Which::last) return row.back();
  if (which.visit == Which::unsaid) return end ? row.back() : row.front();
  if (which.n >= 1 && which.n <= static_cast<int>(row.size())) return row[static_cast<std::size_t>(which.n) - 1];
  for (Shown* visit : row)
    if (visit->number == which.n) return visit;
  return nullptr;
}

/// Of a stage of which a closed file leaves something out, the visit itself or none.
Shown* Reading::shown_at(const Attempts& rows, const Which& which, bool end, int of) const {
  const auto named = [&](const auto& row) { return row.front()->entry->attempt == *which.attempt; };
  auto row = which.attempt ? std::find_if(rows.begin(), rows.end(), named) : rows.end() - 1;
  if (row == rows.end()) return nullptr;
  if (!which.attempt && of > 0) row = rows.begin() + std::min<std::ptrdiff_t>(of, std::ssize(rows)) - 1;
  const Shown& any = *row->front();
  const int last = any.entry->visits / any.entry->attempts - 1;
  const int wanted = which.visit == Which::nth           ? which.n - 1
                     : which.visit == Which::first       ? 0
                     : which.visit == Which::last || end ? last
                                                         : 0;
  for (Shown* visit : *row)
    if (place_in_row(*visit) == wanted) return visit;
  return nullptr;
}

bool Reading::means_end(const Point& point, bool behind_a_wait) {
  return point.side == Point::unsaid ? behind_a_wait : point.side == Point::end;
}

std::optional<Day> Reading::numbered(model::Period period, int number, int of) const {
  auto zero = day_zero;
  const int s = of > 0 ? index(what.workflow.day_zero) : -1;
  if (s >= 0 && of <= static_cast<int>(attempts[static_cast<std::size_t>(s)].size())) {
    const Shown& first = *attempts[static_cast<std::size_t>(s)][static_cast<std::size_t>(of) - 1].front();
    if (first.dated()) zero = diary.date(*first.entry->start);
  }
  if (!zero) return std::nullopt;
  const bool one = what.workflow.counts_from_one;
  switch (period) {
    case model::Period::day:
      return *zero + (one && number > 0 ? number - 1 : number);
    case model::Period::week:
      return *zero + 7 * number;
    case model::Period::month:
      return Diary::shifted(*zero, {number, calendar::Unit::months});
    default:
      return Diary::shifted(*zero, {number, calendar::Unit::years});
  }
}

std::optional<Moments> Reading::at(const Point& point, bool& whole_day, const Shown& asks, int of) const {
  whole_day = false;
  Moments base;
  if (point.stage.empty()) {
    const auto day = numbered(point.period, point.number, of);
    if (!day) return std::nullopt;
    whole_day = true;
    base = {diary.first_minute(*day), diary.last_minute(*day)};
  } else {
    const bool end = means_end(point, point.offset && !point.before);
    const Shown* visit = visit_at(point, end, of);
    if (!visit || !visit->dated()) return std::nullopt;
    base = end ? visit->end : visit->start;
    if (end && visit->over_by && !asks.happened)
      base = {*visit->entry->end, *visit->entry->end};  // where the plan has it
  }
  if (!point.offset) return base;
  const int sign = point.before ? -1 : 1;
  const auto by = *point.offset;
  if (calendar::family(by.unit) == calendar::Family::elapsed) {
    const auto minutes = sign * by.n * (by.unit == calendar::Unit::hours ? 60 : 1);
    return Moments{{base.first.minutes + minutes}, {base.last.minutes + minutes}};
  }
  if (by.unit == calendar::Unit::work_hours) return std::nullopt;
  whole_day = true;
  if (by.unit == calendar::Unit::work_days) {  // dates of their place
    const auto doors = doors_of(asks);
    const auto moved = [&](Instant t) { return diary.working_day(doors.zone->wall(t).day, by.n, doors, sign); };
    return Moments{diary.first_minute(moved(base.first), *doors.zone),
                   {diary.first_minute(moved(base.last) + 1, *doors.zone).minutes - 1}};
  }
  const auto moved = [&](Instant t) { return Diary::shifted(diary.date(t), by, sign); };
  return Moments{diary.first_minute(moved(base.first)), diary.last_minute(moved(base.last))};
}

const model::Place* Reading::place_of(const Shown& visit) const {
  return what.centre && visit.entry && !visit.entry->place.empty() ? what.centre->place(visit.entry->place) : nullptr;
}

Doors Reading::doors_of(const Shown& visit) const {
  if (const auto* place = place_of(visit)) return {&place->hours, &place->zone, &place->holidays, &place->closed};
  if (what.centre) return {&weekdays_, &what.centre->zone, &what.centre->holidays, nullptr};
  return {&weekdays_, &utc_, &no_holidays, nullptr};
}

std::int64_t Reading::travel(const Shown& from, const Shown& to) const {
  const auto *a = place_of(from), *b = place_of(to);
  if (!a || !b || a->site == b->site) return 0;
  for (const auto& way : what.centre->travel)
    if ((way.from == a->site && way.to == b->site) || (way.from == b->site && way.to == a->site))
      return way.length.n * (way.length.unit == calendar::Unit::hours ? 60 : 1);
  return 0;
}

std::string Reading::name(const Shown& visit) const {
  std::string text = stage(visit.stage).id;
  if (visit.entry->attempts > 1) text += fmt::format(" attempt {}", visit.attempt);
  if (visit.entry->visits > 1) text += fmt::format(" visit {}", visit.number);
  return text;
}

std::string Reading::wall(Instant t) const {
  const auto wall = (what.centre ? what.centre->zone : utc_).wall(t);
  return fmt::format("{} {}", to_string(wall.day), calendar::clock(wall.minute));
}

}  // namespace v2v::plan
