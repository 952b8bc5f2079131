// plan: what binds several stages: wholes and parts, new attempts, gates, washouts, stays, one person's order.
#include <algorithm>
#include <set>

#include "plan/builder.h"
#include "plan/spread.h"

namespace v2v::plan {

using model::Point;

// A whole starts with its first part and ends with its last.
void Builder::speak_whole(int w) {
  const model::Stage& whole = stage(visit(w));
  if (whole.parts.empty()) return;
  std::vector<int> inside;
  for (std::size_t v = 0; v < c_.visits.size(); ++v)
    if (c_.visits[v].whole == w) inside.push_back(static_cast<int>(v));
  std::set<int> later, earlier;
  for (const Lean& lean : c_.leans)
    if (visit(lean.from).whole == w && visit(lean.to).whole == w) later.insert(lean.to), earlier.insert(lean.from);
  std::vector<int> roots, leaves;
  for (int v : inside) {
    if (!later.count(v)) roots.push_back(v);
    if (!earlier.count(v)) leaves.push_back(v);
  }
  const auto made = [&] {
    Voice voice;
    voice.kind = Voice::order;
    voice.text = fmt::format("{} starts with its first part and ends with its last", title_of(whole));
    voice.where = whole.origin.where;
    return voice;
  };
  const auto tag = say({Of::whole, visit(w).stage}, made);
  const auto at_most_now = network::exactly({0});
  for (int v : inside) {
    c_.leans.push_back({v, w, true});
    c_.leans.push_back({w, v, true});
    arrow(w, visit(w).s, v, visit(v).s, roots.size() == 1 && v == roots.front() ? at_most_now : network::at_least({0}),
          tag);
    arrow(v, visit(v).e, w, visit(w).e,
          leaves.size() == 1 && v == leaves.front() ? at_most_now : network::at_least({0}), tag);
  }
  const auto carried = [&](const std::map<int, int>& by, bool end) {
    const auto found = by.find(w);
    if (found == by.end()) return;
    const int v = found->second;
    Voice voice = made();
    voice.text = fmt::format("{} {} with {}", title_of(whole), end ? "ends" : "starts", name(v));
    voice.before = w;
    voice.visit = v;
    if (end)
      arrow(w, visit(w).e, v, visit(v).e, network::at_least({0}), say(voice));
    else
      arrow(v, visit(v).s, w, visit(w).s, network::at_least({0}), say(voice));
  };
  carried(choices_.begins_with, false);
  carried(choices_.ends_with, true);
}

// A new attempt comes after what asked for it: after the attempt that failed, or the attempt that went stale.
void Builder::speak_again() {
  for (std::size_t i = 0; i < c_.visits_of.size(); ++i) {
    const model::Stage& s = what_.workflow.stages[i];
    const Told& told = c_.story.stages[i];
    for (int v : c_.visits_of[i]) {
      if (visit(v).attempt == 1 || v != rows_[static_cast<std::size_t>(row_of_[static_cast<std::size_t>(v)])].front())
        continue;
      const Attempt& mine = told.attempts[static_cast<std::size_t>(visit(v).attempt - 1)];
      int before = -1;
      for (int u : c_.visits_of[i])
        if (visit(u).attempt == visit(v).attempt - 1) before = u;
      Voice voice;
      voice.kind = Voice::therapy;
      voice.where = s.origin.where;
      if (before >= 0) {
        voice.text =
            fmt::format("{}: attempt {} after attempt {}", title_of(s), visit(v).attempt, visit(v).attempt - 1);
        c_.leans.push_back({before, v, true, true});
        arrow(before, visit(before).e, v, visit(v).s, network::at_least({0}), say(voice));
      }
      if (mine.opened_by < 0) continue;
      const model::Stage& by = what_.workflow.stages[static_cast<std::size_t>(mine.opened_by)];
      const auto& openers = c_.story.stages[static_cast<std::size_t>(mine.opened_by)].attempts;
      if (mine.opened_by_attempt > std::ssize(openers)) continue;  // it is not planned any more
      const std::string& id = openers[static_cast<std::size_t>(mine.opened_by_attempt - 1)].outcome;
      for (const model::Outcome& o : by.outcomes) {
        if (o.id != id) continue;
        int last = -1;
        for (int u : c_.visits_of[static_cast<std::size_t>(mine.opened_by)])
          if (visit(u).attempt == mine.opened_by_attempt) last = u;
        if (last < 0 || last == v) continue;
        const bool root = s.id == o.again_from;
        const auto tag = say({Of::again, mine.opened_by, same(&o)}, Voice::therapy, o.origin, [&] {
          return fmt::format("{} ends as {}: again from {}", title_of(by), o.id, o.again_from);
        });
        network::Wait wait = network::at_least({0});
        if (root && o.adds)
          wait = network::at_least(almanac_.step(assumed(*o.adds, settings_.assume), 1, visit(v).place()));
        c_.leans.push_back({last, v, true, true});
        arrow(last, visit(last).e, v, visit(v).s, wait, tag);
      }
    }
  }
}

void Builder::speak_gates(int v) {
  const model::Stage& s = stage(visit(v));
  if (!visit(v).present) return;
  const auto gate_of = [&](const std::string& gate) {
    Point point;
    point.stage = gate;
    return spot(point, Point::end, v);
  };
  for (const std::string& gate : s.gates)
    if (const auto at = gate_of(gate)) c_.gates.push_back({v, at->visit});
  // The first that lies ahead is held back, and those behind it with it; what has happened is held to it each by
  // itself.
  const Row& row = rows_[static_cast<std::size_t>(row_of_[static_cast<std::size_t>(v)])];
  const bool known = std::any_of(row.begin(), row.end(), [&](int u) {
    return visit(u).in_row < visit(v).in_row && visit(u).record == Visit::ahead;
  });
  if (known && visit(v).record != Visit::happened && visit(v).record != Visit::running) return;
  for (const std::string& gate : s.gates) {
    const auto at = gate_of(gate);
    if (!at) continue;
    c_.leans.push_back({at->visit, v, true, true});
    const auto tag = say({Of::gate, visit(v).stage, index_of(what_.workflow, gate)}, Voice::gate, s.gate_origin,
                         [&] { return fmt::format("{} waits until {} has happened", title_of(s), gate); });
    arrow(at->visit, at->event, v, visit(v).s, network::at_least({0}), tag);
    std::set<int> over;
    if (!visit(at->visit).present && !visit(v).from) speak_over(at->visit, visit(v).s, v, tag, over, false, false);
  }
}

// Since the last dose of whoever attends: the one in the file, and each that a stage of theirs gives before this one. A
// dose after a start that is past says nothing of it.
void Builder::speak_washouts(int v) {
  const model::Stage& s = stage(visit(v));
  const Visit::Record record = visit(v).record;
  if (visit(v).in_row != 1 || !visit(v).present || record == Visit::unrecorded || s.washouts.empty()) return;
  const auto persons = [&](const model::Stage& of) {
    return of.who.empty() ? std::vector<std::string>{what_.workflow.people.front()} : of.who;
  };
  const auto mine = persons(s);
  std::optional<std::vector<int>> earlier;               // what a link path puts before this visit
  std::map<std::string, const model::Washout*> by_drug;  // not in the order of the file
  for (const model::Washout& washout : s.washouts) by_drug.emplace(washout.drug, &washout);
  for (const auto& [drug, of_drug] : by_drug) {
    const model::Washout& washout = *of_drug;
    const auto* length = model::chosen(washout.length, facts_);
    if (!length) continue;
    const bool own = length->origin.cite || length->origin.layer >= model::Layer::centre;
    const auto tag =
        say({Of::washout, visit(v).stage, same(&washout)}, Voice::therapy, own ? length->origin : washout.origin, [&] {
          return fmt::format("{}: {} after the last {}", title_of(s), calendar::to_string(length->value), washout.drug);
        });
    const auto wait = network::at_least(almanac_.step(length->value, 1, visit(v).place()));
    for (const std::string& who : mine) speak_dose(v, washout.drug, who, wait, tag);
    for (int u = 0; u < static_cast<int>(c_.visits.size()); ++u) {
      const model::Stage& giver = stage(visit(u));
      if ((visit(u).stage == visit(v).stage && visit(u).attempt >= visit(v).attempt) || !visit(u).present ||
          std::find(giver.gives.begin(), giver.gives.end(), washout.drug) == giver.gives.end())
        continue;
      const auto theirs = persons(giver);
      if (std::find_first_of(theirs.begin(), theirs.end(), mine.begin(), mine.end()) == theirs.end()) continue;
      if (!earlier) earlier = before({{v, true}});
      const bool known = visit(u).from && (record == Visit::ahead || *visit(u).from <= *visit(v).from_last);
      const bool behind = visit(u).from && !known;  // the record has it after the start
      const auto& given = choices_.doses;
      if (known || (!behind && std::find(earlier->begin(), earlier->end(), u) != earlier->end()) ||
          std::find(given.begin(), given.end(), std::pair{u, v}) != given.end())
        arrow(u, visit(u).e, v, visit(v).s, wait, tag);
      else if (record == Visit::ahead && visit(u).record == Visit::ahead)
        c_.doses.push_back({u, v, *wait.least});
    }
  }
}

void Builder::speak_dose(int v, const std::string& drug, const std::string& who, const network::Wait& wait,
                         network::Tag tag) {
  const bool other = who != what_.workflow.people.front();
  const model::LastDose* dose = nullptr;
  if (const model::Person* person = what_.patient.person(who))
    for (const auto& d : person->last_doses)
      if (d.drug == drug) dose = &d;
  if (visit(v).record != Visit::ahead) {
    if (!dose || dose->kind != model::LastDose::on) return;
    const Tick given = almanac_.start_of(dose->day);
    const Tick by = missed_by(*wait.least, *visit(v).from_last, wait.least->least(given));
    if (given <= *visit(v).from_last && by > 0)
      c_.breaches.push_back({fmt::format("{} (both have happened)", c_.voice(tag)->text), dose->where, by});
    return;
  }
  if (!dose) {
    c_.assumptions.push_back(fmt::format("{}last {} not stated: its washout before {} not checked",
                                         other ? who + ": " : "", drug, title_of(stage(visit(v)))));
    return;
  }
  if (dose->kind == model::LastDose::never) return;
  Voice given;
  const bool dated = dose->kind == model::LastDose::on, past = dated && !(settings_.today < dose->day);
  given.kind = past ? Voice::actual : Voice::last_dose;
  given.where = dose->where;
  given.text = dated ? fmt::format("the last {} {} on {}", drug, past ? "was given" : "is to be given",
                                   calendar::to_string(dose->day))
                     : fmt::format("{} is still being given", drug);
  const auto given_tag = say(given);
  const network::Event e = c_.net.event();
  const Tick at = dose->kind == model::LastDose::on ? almanac_.start_of(dose->day) : c_.net.horizon().to;
  c_.net.not_before(e, at, given_tag, 0);
  if (dose->kind == model::LastDose::on) c_.net.not_after(e, at, given_tag, 0);
  c_.net.link(e, visit(v).s, wait, tag, rank(tag));
}

// The person's appointments at the place of a stay lie inside it, where there is one such stay.
void Builder::speak_stays() {
  std::vector<int> stays;
  for (std::size_t v = 0; v < c_.visits.size(); ++v)
    if (stage(c_.visits[v]).kind == model::Kind::stay && c_.visits[v].present && !c_.visits[v].only_if &&
        c_.visits[v].record != Visit::unrecorded)
      stays.push_back(static_cast<int>(v));
  const auto at_one_place = [&](const Visit& a, const Visit& b) {
    const auto *one = pick(stage(a).at), *other = pick(stage(b).at);
    const bool settled = a.places.size() == 1 && b.places.size() == 1;
    return one && other && one->value == other->value && (!settled || a.place() == b.place());
  };
  for (std::size_t v = 0; v < c_.visits.size() && !stays.empty(); ++v) {
    const Visit& a = c_.visits[v];
    if (stage(a).kind != model::Kind::appointment || !a.present || a.record != Visit::ahead) continue;
    std::set<int> found;  // of one of those who attend
    for (const std::string& who : stage(a).who) {
      std::vector<int> theirs;
      for (const int u : stays) {
        const auto& all = stage(visit(u)).who;
        if (visit(u).attempt == a.attempt && at_one_place(visit(u), a) &&
            std::find(all.begin(), all.end(), who) != all.end())
          theirs.push_back(u);
      }
      if (theirs.size() == 1) found.insert(theirs.front());
    }
    for (const int stay : found) {
      const auto tag = say({Of::inside, a.stage, stay}, [&] {
        Voice inside;
        inside.kind = Voice::order;
        inside.text = fmt::format("{} lies inside {}", title_of(stage(a)), title_of(stage(visit(stay))));
        inside.where = stage(visit(stay)).origin.where;
        return inside;
      });
      const auto& held = stage(visit(stay));
      const auto is_edge = [&](const model::Boxed<model::Varied<Point>>& edge) {
        const auto* p = pick(edge);
        return p && p->value.stage == stage(a).id;
      };
      if (!is_edge(held.from)) arrow(stay, visit(stay).s, static_cast<int>(v), a.s, network::at_least({0}), tag);
      if (!is_edge(held.until)) arrow(static_cast<int>(v), a.e, stay, visit(stay).e, network::at_least({0}), tag);
    }
  }
}

void Builder::speak_order() {
  for (const auto& [u, v] : choices_.in_order) {
    const model::Travel* t = almanac_.travel(visit(u).place(), visit(v).place());
    Voice voice;
    voice.kind = Voice::order;
    voice.text = fmt::format("one person: {} before {}", name(u), name(v));
    if (t) voice.text += fmt::format(", and {} between {} and {}", calendar::in_words(t->length), t->from, t->to);
    voice.where = stage(visit(v)).origin.where;
    voice.before = u;
    voice.visit = v;
    arrow(u, visit(u).e, v, visit(v).s, network::at_least({t ? minutes_of(t->length) : 0}), say(voice));
  }
}

}  // namespace v2v::plan
