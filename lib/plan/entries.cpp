#include "plan/entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "plan/explain.h"
#include "plan/paths.h"

namespace v2v::plan {
namespace {

using timeline::Entry;
using timeline::Firmness;
using timeline::State;
using timeline::Timeline;

class Telling {
 public:
  Telling(const model::Case& what, const Settings& settings, const Found& found, Almanac& almanac)
      : what_(what), settings_(settings), found_(found), almanac_(almanac) {}

  Timeline run() {
    head();
    if (found_.clash) {
      out_.conflict = conflict(what_, settings_, found_, almanac_);
      return std::move(out_);
    }
    find_shut_gates();
    find_ranges();
    out_.entries.reserve(found_.c.visits.size());
    for (std::size_t v = 0; v < found_.c.visits.size(); ++v) add(static_cast<int>(v));
    for (const auto& [a, b] : found_.joined) {
      const Visit &x = found_.c.visits[static_cast<std::size_t>(a)], &y = found_.c.visits[static_cast<std::size_t>(b)];
      out_.joined.push_back({{{stage(x).id, x.number}, {stage(y).id, y.number}}});
    }
    add_cancelled();
    sort_entries();
    milestones();
    wishes();
    note_carers(what_, almanac_, out_);
    note_unheeded(what_, settings_, found_, out_);
    notes();
    return std::move(out_);
  }

 private:
  const model::Stage& stage(const Visit& v) const { return what_.workflow.stages[static_cast<std::size_t>(v.stage)]; }
  Tick shown(network::Event e) const { return found_.shown[e]; }

  void head() {
    const auto& w = what_.workflow;
    out_.workflow = w.id;
    out_.workflow_title = w.title.empty() ? w.id : w.title;
    out_.status = model::word(w.status);
    out_.edition = what_.edition;
    out_.hash = w.hash;
    out_.patient = what_.patient.id;
    if (what_.centre) {
      out_.centre = what_.centre->id;
      out_.centre_title = what_.centre->title;
      out_.zone = what_.centre->zone.name();
    }
    out_.tzdata = calendar::tzdata_version();
    out_.today = settings_.today;
    out_.counts_from_one = w.counts_from_one;
    out_.assumed = settings_.assume == Assume::least    ? "least"
                   : settings_.assume == Assume::likely ? "likely"
                   : settings_.assume == Assume::most   ? "most"
                                                        : "p80";
    out_.closed = what_.patient.closed;
    std::set<std::string> seen;
    for (const std::string& text : found_.c.assumptions)
      if (seen.insert(text).second) out_.assumptions.push_back(text);
    std::set<std::string> unheld;
    for (const int v : found_.unheld) {
      const model::Stage& s = stage(found_.c.visits[static_cast<std::size_t>(v)]);
      if (s.prefer == model::Prefer::late)
        unheld.insert(fmt::format("{} is to be late, but nothing holds it: shown at its earliest", title_of(s)));
    }
    out_.assumptions.insert(out_.assumptions.end(), unheld.begin(), unheld.end());
    out_.warnings = found_.notes;
    out_.warnings.insert(out_.warnings.end(), found_.c.warnings.begin(), found_.c.warnings.end());
    if (what_.edition_not_in_force)
      out_.warnings.push_back(fmt::format("edition {} was named; it is not in force", what_.edition));
    if (!found_.c.story.ended_by.empty())
      out_.warnings.push_back(
          fmt::format("the pathway ends with {}: nothing after it is planned", found_.c.story.ended_by));
    const std::string& accepted = what_.patient.planned_with.hash;
    if (!accepted.empty() && accepted != w.hash)
      out_.warnings.push_back(
          fmt::format("planned with rules {}, these are {}: the rules have changed since", accepted, w.hash));
    out_.breaches = found_.c.breaches;
    for (const model::Source& source : w.sources)
      if (source.review_by && *source.review_by < settings_.today)
        out_.stale_sources.push_back(fmt::format("{}: {} was due for review by {}", source.id, source.title,
                                                 calendar::to_string(*source.review_by)));
    std::sort(out_.stale_sources.begin(), out_.stale_sources.end());
    std::set<std::string> departures;
    std::vector<source::Span> told;
    for (const Voice& voice : found_.c.voices) {
      if (!voice.origin || voice.origin->layer != model::Layer::patient || voice.origin->replaced_text.empty())
        continue;
      departures.insert(fmt::format("departure for this patient: {} (in place of {}; because {})", voice.text,
                                    voice.origin->replaced_text, voice.origin->because));
      told.push_back(voice.origin->where);
    }
    // What no sentence of the plan tells: a link taken away, another place, a stage that comes or goes.
    for (const model::Departure& own : what_.departures)
      if (std::none_of(told.begin(), told.end(), [&](const source::Span& at) {
            return at.file == own.where.file && own.where.begin <= at.begin && at.begin < own.where.end;
          }))
        departures.insert(fmt::format("departure for this patient: {} (because {})", own.text, own.because));
    out_.warnings.insert(out_.warnings.end(), departures.begin(), departures.end());
  }

  // By start; a tie is broken along the links, then by id.
  void sort_entries() {
    std::map<std::string_view, int> rank;
    for (const int i : found_.c.story.order)
      rank.emplace(what_.workflow.stages[static_cast<std::size_t>(i)].id, static_cast<int>(rank.size()));
    std::vector<std::tuple<Tick, int, int, std::size_t>> keys;
    for (const Entry& e : out_.entries) {
      const Tick when = e.start                        ? e.start->minutes
                        : e.state == State::unrecorded ? network::always_before
                                                       : network::never;
      keys.emplace_back(when, rank.at(e.id), e.visit, keys.size());
    }
    std::sort(keys.begin(), keys.end());
    std::vector<Entry> sorted;
    sorted.reserve(keys.size());
    for (const auto& key : keys) sorted.push_back(std::move(out_.entries[std::get<3>(key)]));
    out_.entries = std::move(sorted);
  }

  // Behind a gate that has not opened everything is at most likely.
  void find_shut_gates() {
    const auto& c = found_.c;
    shut_.assign(c.visits.size(), false);
    std::vector<int> stack;
    std::map<std::pair<std::string, std::string>, std::pair<int, std::size_t>> told;  // by attempt: which line
    for (const auto& [v, g] : c.gates) {
      const Visit& waits = c.visits[static_cast<std::size_t>(v)];
      if (waits.record != Visit::ahead) continue;
      const Visit& gate = c.visits[static_cast<std::size_t>(g)];
      const bool open = gate.record == Visit::happened;
      const timeline::Gate line{stage(waits).id, stage(gate).id, open};
      const auto [known, fresh] =
          told.try_emplace(std::pair(line.stage, line.gate), std::pair(waits.attempt, out_.gates.size()));
      if (fresh)
        out_.gates.push_back(line);
      else if (known->second.first < waits.attempt)  // what is told is of the last attempt
        known->second.first = waits.attempt, out_.gates[known->second.second] = line;
      if (!open && !shut_[static_cast<std::size_t>(v)]) shut_[static_cast<std::size_t>(v)] = true, stack.push_back(v);
    }
    std::vector<std::vector<int>> next(c.visits.size());
    for (const Lean& lean : c.leans) next[static_cast<std::size_t>(lean.from)].push_back(lean.to);
    while (!stack.empty()) {
      const int v = stack.back();
      stack.pop_back();
      for (int u : next[static_cast<std::size_t>(v)])
        if (!shut_[static_cast<std::size_t>(u)]) shut_[static_cast<std::size_t>(u)] = true, stack.push_back(u);
    }
  }

  // Where each start falls when everything that is not ours is at its least, and at its most.
  void find_ranges() {
    const auto& c = found_.c;
    low_.assign(c.visits.size(), std::nullopt);
    high_ = low_;
    const bool open =
        std::any_of(c.visits.begin(), c.visits.end(), [](const Visit& v) { return v.uncertain && v.present; });
    if (!open || !settings_.details) return;
    for (const Assume assume : {Assume::least, Assume::most}) {
      Settings other = settings_;
      other.assume = assume;
      const Found seen = search(what_, other, almanac_, found_.choices);
      const std::string_view word = assume == Assume::most ? "most" : "least";
      if (seen.clash) {
        std::string broken;
        for (const auto tag : seen.clash->tags)
          if (const Voice* voice = seen.c.voice(tag); voice && voice->ours())
            broken += (broken.empty() ? "" : "; ") + voice->text;
        out_.warnings.push_back(fmt::format("if everything takes its {}, this cannot be kept: {}", word,
                                            broken.empty() ? "the plan" : broken));
        continue;
      }
      for (const std::string& note : seen.notes)
        if (std::find(found_.notes.begin(), found_.notes.end(), note) == found_.notes.end() &&
            note.find("one after the other") == std::string::npos)
          out_.warnings.push_back(fmt::format("if everything takes its {}: {}", word, note));
      std::map<std::tuple<int, int, int>, std::pair<Tick, Tick>> at;
      for (const Visit& v : seen.c.visits) at[{v.stage, v.attempt, v.number}] = {seen.shown[v.s], seen.shown[v.e]};
      for (std::size_t v = 0; v < c.visits.size(); ++v)
        if (const auto one = at.find({c.visits[v].stage, c.visits[v].attempt, c.visits[v].number}); one != at.end())
          (assume == Assume::least ? low_ : high_)[v] = one->second;
    }
  }

  std::optional<int> day_number(Tick t) const {
    if (found_.c.day_zero < 0) return std::nullopt;
    const Visit& zero = found_.c.visits[static_cast<std::size_t>(found_.c.day_zero)];
    if (zero.record == Visit::unrecorded || (what_.patient.closed && zero.record == Visit::ahead)) return std::nullopt;
    const int n = almanac_.dates().date(t) - almanac_.dates().date(shown(zero.s));
    return what_.workflow.counts_from_one && n >= 0 ? n + 1 : n;
  }

  std::string instance_of(const Visit& v) const {
    std::string out;
    const auto add_word = [&](std::string_view word, int n) {
      out += fmt::format("{}{}-{}", out.empty() ? "" : "-", word, n);
    };
    if (v.attempt > 1) add_word("attempt", v.attempt);
    if (v.whole >= 0) {
      const Visit& whole = found_.c.visits[static_cast<std::size_t>(v.whole)];
      if (whole.in_row > 1) add_word("round", whole.in_row);
    }
    if (v.named) add_word("day", *v.named);
    return out;
  }

  void add(int id) {
    const Visit& v = found_.c.visits[static_cast<std::size_t>(id)];
    const model::Stage& s = stage(v);
    const bool past = v.record == Visit::happened || v.record == Visit::running;
    if (what_.patient.closed && !past) {
      if (v.booking) cancelled(v, *v.booking);
      return;
    }
    if (!v.present) return;
    const Told& told = found_.c.story.stages[static_cast<std::size_t>(v.stage)];
    Entry e;
    e.id = s.id;
    e.visit = v.number;
    e.visits = static_cast<int>(found_.c.visits_of[static_cast<std::size_t>(v.stage)].size());
    e.attempt = v.attempt;
    e.instance = instance_of(v);
    e.attempts = static_cast<int>(told.attempts.size());
    e.title = title_of(s);
    e.phase = s.phase;
    e.kind = s.kind;
    e.who = s.who;
    e.place = v.place() ? v.place()->id : "";
    e.zone = what_.centre ? almanac_.zone_of(v.place()).name() : "";
    e.milestone = !s.takes && !s.lasts && !s.from && s.parts.empty();
    e.where = s.origin.where;
    e.say = s.say.plain;
    if (const auto word = s.say.by_language.find(what_.patient.language); word != s.say.by_language.end())
      e.say = word->second;
    e.state = past                            ? State::happened
              : v.overdue                     ? State::overdue
              : v.record == Visit::unrecorded ? State::unrecorded
              : v.booking && v.held           ? State::held
              : v.booking                     ? State::booked
                                              : State::planned;
    if (e.state == State::overdue)
      out_.warnings.push_back(fmt::format("overdue: {} was {} {} and is not recorded",
                                          name_of(what_.workflow, v, e.attempts), v.held ? "held for" : "booked for",
                                          calendar::to_string(v.booking->from.day)));
    e.cites = cites_of(s, Facts{what_, found_.c.story});
    if (!s.outcomes.empty()) {
      const Attempt& attempt = told.attempts[static_cast<std::size_t>(v.attempt - 1)];
      // In a series that goes on until an outcome each visit has its own.
      const auto* series = s.repeat ? model::chosen(*s.repeat, Facts{what_, found_.c.story}) : nullptr;
      const bool until = series && series->value.kind == model::Series::until;
      const bool own = until && v.fact && !v.fact->outcome.empty();
      if (!until || own || v.in_row == v.row) {
        e.outcome = own ? v.fact->outcome : attempt.outcome;
        e.outcome_assumed = !own && !attempt.recorded;
      }
    }
    if (v.record == Visit::unrecorded) {
      e.firmness = Firmness::unknown;   // done or not, its date is known to nobody
      if (e.state == State::overdue) {  // booked for a day that is over: its date is known, but not that it was kept
        e.start = e.end = v.booking->from.instant;
        e.date_only = !v.booking->from.minute || e.zone.empty();
      }
      out_.entries.push_back(std::move(e));
      return;
    }
    e.start = Instant{shown(v.s)};
    e.end = Instant{shown(v.e)};
    e.date_only = v.date_only || e.zone.empty();
    e.day = day_number(shown(v.s));
    if (found_.c.day_zero == id) out_.day_zero = almanac_.day_of(*e.start);
    const Tick earliest = found_.earliest[v.s], latest = found_.latest[v.s];
    e.earliest = Instant{past ? shown(v.s) : earliest};
    if (past) e.latest = e.earliest;
    if (!past && latest < network::never) {
      e.latest = Instant{latest};
      slack(e, v, earliest, latest);
    }
    e.running = v.record == Visit::running;
    const auto &low = low_[static_cast<std::size_t>(id)], &high = high_[static_cast<std::size_t>(id)];
    if (low && high && !past && low->first != high->first) {
      e.range_from = Instant{std::min(low->first, high->first)};
      e.range_to = Instant{std::max(low->first, high->first)};
    }
    if (low && high && (!past || e.running) && low->second != high->second) {
      e.ends_from = Instant{std::min(low->second, high->second)};
      e.ends_to = Instant{std::max(low->second, high->second)};
    }
    e.firmness = past && !e.running                                                 ? Firmness::firm
                 : v.only_if                                                        ? Firmness::unknown
                 : e.state == State::booked && !shut_[static_cast<std::size_t>(id)] ? Firmness::firm
                                                                                    : Firmness::likely;
    if (settings_.explain) e.because = because(what_, found_, almanac_, id);
    out_.entries.push_back(std::move(e));
  }

  // Total slack: latest less earliest, elapsed and in the working time of the stage's place; whole dates without a
  // centre.
  void slack(Entry& e, const Visit& v, Tick earliest, Tick latest) {
    const auto& working = almanac_.working(v.place());
    if (!what_.centre) {
      earliest = almanac_.dates().first(almanac_.dates().date(earliest));
      latest = almanac_.dates().first(almanac_.dates().date(latest));
    }
    e.slack_minutes = latest - earliest;
    e.slack_working_minutes = working.worked(latest) - working.worked(earliest);
    e.critical = *e.slack_working_minutes == 0;
  }

  void cancelled(const Visit& v, const model::Fact& fact) {
    Entry e;
    const model::Stage& s = stage(v);
    e.id = s.id;
    e.visit = v.number;
    e.visits = static_cast<int>(found_.c.visits_of[static_cast<std::size_t>(v.stage)].size());
    e.attempt = v.attempt;
    e.instance = instance_of(v);
    e.title = title_of(s);
    e.phase = s.phase;
    e.kind = s.kind;
    e.who = s.who;
    e.place = v.place() ? v.place()->id : fact.place;
    e.zone = what_.centre ? almanac_.zone_of(v.place()).name() : "";
    e.where = fact.where;
    e.start = e.end = fact.from.instant;
    e.date_only = !fact.from.minute || e.zone.empty();
    e.day = day_number(fact.from.instant.minutes);
    e.state = State::cancelled;
    e.firmness = Firmness::firm;
    out_.entries.push_back(std::move(e));
  }

  void add_cancelled() {
    for (const model::Fact& fact : what_.patient.cancelled) {
      const int i = index_of(what_.workflow, fact.point.stage);
      if (i < 0 || found_.c.visits_of[static_cast<std::size_t>(i)].empty()) continue;
      const auto& all = found_.c.visits_of[static_cast<std::size_t>(i)];
      int id = all.front();
      for (int v : all) {
        const Visit& visit = found_.c.visits[static_cast<std::size_t>(v)];
        if (fact.point.which.visit == model::Which::nth && visit.number == fact.point.which.n) id = v;
        if (fact.point.which.visit != model::Which::nth && visit.attempt == fact.point.which.attempt.value_or(1) &&
            visit.in_row == 1)
          id = v;
      }
      cancelled(found_.c.visits[static_cast<std::size_t>(id)], fact);
    }
  }

  const Entry* entry(std::string_view id) const {  // the first visit of the last attempt
    const Entry* found = nullptr;
    for (const Entry& e : out_.entries)
      if (e.id == id && e.state != State::cancelled && e.start && (!found || e.attempt > found->attempt)) found = &e;
    return found;
  }

  void milestones() {
    const auto add = [&](const char* id, const char* title, std::string_view from, bool from_end, std::string_view to,
                         bool to_end) {
      timeline::Milestone m;
      m.id = id;
      m.title = title;
      const Entry *a = entry(from), *b = entry(to);
      if (a) m.from = almanac_.day_of(from_end ? *a->end : *a->start);
      if (b) m.to = almanac_.day_of(to_end ? *b->end : *b->start);
      if (m.from && m.to) m.days = *m.to - *m.from;
      out_.milestones.push_back(m);
    };
    add("vein-to-vein", "Vein to vein", "leukapheresis", false, "infusion", false);
    add("door-to-door", "Door to door", "shipped-to-manufacturer", false, "product-on-site", true);
    add("decision-to-infusion", "Decision to infusion", "decision", true, "infusion", false);
  }

  void wishes() {
    for (const auto& wish : found_.c.wishes) {
      const Visit& v = found_.c.visits[static_cast<std::size_t>(wish.visit)];
      if (shown(v.s) > shown(wish.event)) out_.warnings.push_back(fmt::format("target missed: {}", wish.text));
    }
    auto targets = what_.patient.targets;  // along the links, then by id: no order comes from the file
    const auto& order = found_.c.story.order;
    const auto place = [&](const model::DateWindow& target) {
      return std::find(order.begin(), order.end(), index_of(what_.workflow, target.stage));
    };
    std::stable_sort(targets.begin(), targets.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    for (const model::DateWindow& target : targets)
      if (const Entry* e = entry(target.stage); e && e->state != State::happened) {
        const Day day = almanac_.day_of(*e->start);
        if (target.by && day > *target.by)
          out_.warnings.push_back(fmt::format("target missed: {} by {}, shown on {}, {} d late", e->title,
                                              calendar::to_string(*target.by), calendar::to_string(day),
                                              day - *target.by));
        if (target.from && day < *target.from)
          out_.warnings.push_back(fmt::format("target missed: {} from {}, shown on {}", e->title,
                                              calendar::to_string(*target.from), calendar::to_string(day)));
      }
  }

  void notes() {
    const int v = found_.held_visit;
    if (v < 0) return;
    const Visit& held = found_.c.visits[static_cast<std::size_t>(v)];
    out_.held = fmt::format(
        "{}{} on {}", v == found_.c.day_zero ? (what_.workflow.counts_from_one ? "Day 1, " : "Day 0, ") : "",
        name_of(what_.workflow, held, 1), calendar::to_string(almanac_.day_of(Instant{shown(held.s)})));
  }

  const model::Case& what_;
  const Settings& settings_;
  const Found& found_;
  Almanac& almanac_;
  Timeline out_;
  std::vector<bool> shut_;
  std::vector<std::optional<std::pair<Tick, Tick>>> low_, high_;  // start and end of each visit
};

}  // namespace

Timeline timeline_of(const model::Case& what, const Settings& settings, const Found& found, Almanac& almanac) {
  return Telling(what, settings, found, almanac).run();
}

const Visit* visit_of(const Found& found, const model::Workflow& workflow, const Entry& entry) {
  for (const Visit& v : found.c.visits)
    if (v.number == entry.visit && v.attempt == entry.attempt &&
        workflow.stages[static_cast<std::size_t>(v.stage)].id == entry.id)
      return &v;
  return nullptr;
}

}  // namespace v2v::plan
