// One person's facts: what happened, what is booked, doses, absences, windows, choices.
#include <fmt/format.h>

#include <algorithm>

#include "maker.h"

namespace v2v::laws {
namespace {

struct Facts {
  Maker& make;
  Random& random;
  Yaml happened = Yaml::mapping(), booked = Yaml::mapping(), held = Yaml::mapping(), cancelled = Yaml::mapping();
  bool anchored = false;  // Day 0, or what is reckoned from it, is pinned

  Yaml place_in(Yaml when, const StageSketch& stage, bool outcome) {
    const PlaceSketch* place = make.place_of(stage);
    const bool says_outcome = outcome && !stage.outcomes.empty() && random.chance(80);
    const bool says_place = place && random.chance(12);
    if (!says_outcome && !says_place && !random.chance(5)) return when;
    Yaml fact = Yaml::inline_map();
    fact.set("at", std::move(when));
    if (says_outcome) fact.set("outcome", random.chance(80) ? stage.outcomes.front() : stage.outcomes.back());
    if (says_place) fact.set("place", place->id);
    if (random.chance(15)) fact.set("note", make.prose());
    if (outcome && stage.day % 4 == 0)
      fact.set("because", "mistyped");  // without a draw: all other cases stay as they are
    return fact;
  }

  std::string when(const StageSketch& stage, int day, bool open_end) {
    const auto [_, minute] = make.open_at(stage, day);
    if (open_end) return make.moment(day, minute);
    if (stage.length > 0) {
      const int last = std::min(day + stage.length, make.today);
      if (random.chance(50)) return make.date(day) + " to " + make.date(last);
      if (last > day) return make.moment(day, minute) + " to " + make.moment(last, minute);
      return make.date(day);
    }
    switch (make.number(0, 3)) {
      case 0:
        return make.date(day);
      case 1: {
        // The end is told by the clock alone where the zone is the centre's and the hours are plain.
        const auto from = make.moment(day, minute);
        const int to = std::min(minute + make.number(1, 120), 1439);
        if (from.size() == 16 && to > minute && to > 4 * 60)
          return fmt::format("{} to {:02}:{:02}", from, to / 60, to % 60);
        return from;
      }
      default:
        return make.moment(day, minute);
    }
  }

  void happen(const StageSketch& stage) {
    const bool open_end = stage.form == StageSketch::lasts && stage.last() >= make.today && random.chance(80);
    if (stage.visits <= 1 || stage.falls.value_or(0) < 0) {
      happened.set(stage.id, place_in(when(stage, stage.day, open_end), stage, true));
      return;
    }
    std::vector<std::string> all;
    for (int v = 0; v < stage.visits && stage.day + v * stage.step < make.today; ++v)
      all.push_back(when(stage, stage.day + v * stage.step, false));
    if (all.size() == 1 && random.chance(50)) {
      happened.set(stage.id + " first", all.front());
    } else if (random.chance(50)) {
      Yaml list = Yaml::listing();
      for (auto& w : all) list.items.emplace_back(std::move(w));
      happened.set(stage.id, std::move(list));
    } else {
      for (std::size_t v = 0; v < all.size(); ++v) happened.set(fmt::format("{} visit {}", stage.id, v + 1), all[v]);
    }
  }

  void book(const StageSketch& stage, std::size_t at) {
    const bool anchor = at == make.zero || stage.falls;
    if (anchor && (anchored || random.chance(60))) return;
    if (stage.form == StageSketch::whole || stage.form == StageSketch::span) return;
    anchored = anchored || anchor;
    const int slip = random.chance(make.knobs.tight ? 55 : 12) ? make.number(-6, 0) : make.number(0, 3);
    const auto [day, minute] = make.open_at(stage, stage.day + (stage.falls ? 0 : slip));
    std::string when = random.chance(50) ? make.date(day) : make.moment(day, minute);
    if (when.size() == 16 && stage.length == 0 && random.chance(15) && minute + 60 < 1440 && minute > 240)
      when += fmt::format(" to {:02}:{:02}", (minute + 60) / 60, (minute + 60) % 60);
    std::string point = stage.id;
    if (stage.visits > 1) point += make.pick({" visit 1", " first"});
    (random.chance(55) ? booked : held).set(point, place_in(when, stage, false));
  }

  void cancel(const StageSketch& stage) {
    Yaml fact = Yaml::inline_map();
    fact.set("at", make.moment(stage.day, 600));
    fact.set("because", make.pick({"staff", "infection", "patient-choice"}));
    if (const PlaceSketch* place = make.place_of(stage); place && random.chance(30)) fact.set("place", place->id);
    cancelled.set(stage.id, std::move(fact));
  }
};

Yaml absences(Maker& make) {
  Yaml list = Yaml::listing();
  for (int n = make.number(1, 3); n > 0; --n) {
    const int from = make.today + make.number(-3, make.tiny() ? 20 : 60), until = from + make.number(0, 4);
    if (make.random.chance(30))
      list.items.emplace_back(make.moment(from, 13 * 60) + " to " +
                              (make.random.chance(50) ? make.moment(from + 1, 8 * 60) : make.moment(from, 17 * 60)));
    else
      list.items.emplace_back(until > from ? make.date(from) + " to " + make.date(until) : make.date(from));
  }
  return list;
}

Yaml doses(Maker& make) {
  Yaml all = Yaml::inline_map();
  for (const auto& drug : make.drugs)
    if (make.random.chance(75))
      all.set(drug, make.random.chance(75) ? make.date(make.today - make.number(0, 40))
                                           : make.pick({"never", "never", "ongoing"}));
  return all;
}

void windows(Maker& make, Yaml& patient) {
  Yaml required = Yaml::inline_map(), wished = Yaml::inline_map();
  for (const auto& stage : make.stages) {
    if (stage.happened || stage.event) continue;
    const auto dates = [&] {
      const int from = stage.day - make.number(0, 5), by = stage.day + make.number(2, 14);
      switch (make.number(0, 2)) {
        case 0:
          return "from " + make.date(from + 3);
        case 1:
          return "by " + make.date(by);
        default:
          return make.date(from) + " to " + make.date(by);
      }
    };
    if (make.random.chance(5)) required.set(stage.id, dates());
    if (make.random.chance(5)) wished.set(stage.id, dates());
  }
  if (!required.items.empty()) patient.set("windows", std::move(required));
  if (!wished.items.empty()) patient.set("targets", std::move(wished));
}

Yaml overrides(Maker& make) {
  Yaml all = Yaml::mapping();
  const auto sign = [&](Yaml& over) {
    over.set("because", make.pick({"kidneys", "wish of the family, noted", "team"}));
    over.set("by", "Dr A. Consultant");
    over.set("date", make.date(-3));
  };
  for (const auto& stage : make.stages) {
    if (!make.random.chance(8)) continue;
    Yaml over = Yaml::inline_map();
    const auto& tree = stage.tree;
    if (tree.find("takes") && make.random.chance(40)) over.set("takes", make.pick({"40min", "2h"}));
    if (const Yaml* after = tree.find("after"); after && after->kind == Yaml::map && make.random.chance(60)) {
      Yaml links = Yaml::inline_map();
      links.set(after->keys.front(), make.pick({"any", "1d", "remove", "0min"}));
      over.set("after", std::move(links));
    }
    if (tree.find("washout") && make.random.chance(40)) over.set("washout", "remove");
    if (over.items.empty()) continue;
    sign(over);
    all.set(stage.id, std::move(over));
  }
  for (std::size_t i = 0; i < make.rules.items.size(); ++i)
    if (const Yaml& rule = make.rules.items[i]; rule.kind == Yaml::map && rule.find("otherwise") &&
                                                rule.find("otherwise")->kind == Yaml::text && make.random.chance(8)) {
      Yaml over = Yaml::inline_map();
      over.set("is", *rule.find("otherwise"));
      sign(over);
      all.set(make.rules.keys[i], std::move(over));
    }
  return all;
}

}  // namespace

Yaml Maker::patient_file(const Yaml&) {
  Yaml patient = Yaml::mapping();
  patient.set("patient", fmt::format("P-{:04}", number(1, 9999)));
  patient.set("workflow", workflow_id);
  if (has_centre) patient.set("centre", centre_id);
  if (!edition.empty()) patient.set("edition", edition);
  if (random.chance(4)) {
    patient.set("planned-with", "0123456789abcdef");
  } else if (random.chance(4)) {
    Yaml& planned = patient.set("planned-with", Yaml::inline_map());
    planned.set("hash", "0123456789abcdef");
    if (random.chance(50)) planned.set("plan", "P-1.2026-10-05.plan.json");
  }
  if (random.chance(10)) patient.set("language", pick({"en", "cy"}));
  if (random.chance(20)) patient.set("priority", pick({"urgent", "routine"}));
  if (!options.items.empty() && random.chance(70)) {
    Yaml& chosen = patient.set("options", Yaml::inline_map());
    for (std::size_t i = 0; i < options.items.size(); ++i)
      if (random.chance(60)) chosen.set(options.keys[i], pick(options.items[i].items));
    if (chosen.items.empty()) patient.drop("options");
  }
  if (people.size() > 1 && random.chance(70)) {
    Yaml person = Yaml::inline_map();
    person.set("pseudonym", "D-0101");
    if (random.chance(40)) person.set("language", "en");
    if (maybe(knobs.absences, 40)) person.set("not-available", absences(*this));
    if (!drugs.empty() && random.chance(40)) person.set("last-dose", doses(*this));
    Yaml& all = patient.set("people", Yaml::mapping());
    all.set(people[1], std::move(person));
  }
  if (!drugs.empty() && random.chance(70)) {
    Yaml said = doses(*this);
    if (!said.items.empty()) patient.set("last-dose", std::move(said));
  }
  if (random.chance(10)) {
    Yaml& list = patient.set("carers", Yaml::listing());
    list.items.emplace_back(date(number(0, 30)) + " to " + date(number(31, 200)));
  }
  if (random.chance(2)) {
    Yaml& closed = patient.set("closed", Yaml::inline_map());
    closed.set("date", date(today));
    closed.set("reason", pick({"died", "withdrew", "declined", "finished"}));
  }
  if (maybe(knobs.absences, 18)) patient.set("not-available", absences(*this));
  if (knobs.windows) windows(*this, patient);
  Facts facts{*this, random};
  bool pinned = maybe(knobs.bookings, 60);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const StageSketch& stage = stages[i];
    if (stage.happened && stage.day < today)
      facts.happen(stage);
    else if (pinned && !stage.event && stage.day >= today &&
             random.chance(knobs.tight         ? 35
                           : stage.conditional ? 8
                                               : 16))
      facts.book(stage, i);
    else if (maybe(knobs.bookings, 2) && !stage.part && stage.form != StageSketch::span)
      facts.cancel(stage);
  }
  if (!facts.happened.items.empty()) patient.set("happened", std::move(facts.happened));
  if (!facts.booked.items.empty()) patient.set("booked", std::move(facts.booked));
  if (!facts.held.items.empty()) patient.set("held", std::move(facts.held));
  if (!facts.cancelled.items.empty()) patient.set("cancelled", std::move(facts.cancelled));
  Yaml assume = Yaml::inline_map();
  for (const auto& stage : stages) {
    if (!stage.outcomes.empty() && random.chance(25)) assume.set(stage.id, pick(stage.outcomes));
    if (stage.tree.find("chance") && random.chance(30)) assume.set(stage.id, pick({"happens", "absent"}));
  }
  if (!assume.items.empty()) patient.set("assume", std::move(assume));
  if (maybe(knobs.overrides, 15)) {
    Yaml said = overrides(*this);
    if (!said.items.empty()) patient.set("overrides", std::move(said));
  }
  if (random.chance(5)) patient.set("note", prose());
  return patient;
}

}  // namespace v2v::laws
