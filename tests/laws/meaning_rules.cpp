// Laws of rules: one rule more never widens, one less never clashes, a day later is never earlier, longer lengths are
// never sooner.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "meaning.h"

namespace v2v::laws {
namespace {

using timeline::Entry;
using timeline::State;

const Yaml& one_of(Random& random, const std::vector<Yaml>& all) {
  return all[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(all.size()) - 1))];
}

/// The loose plan and the tight one, which differs by a rule more. Whether plans that chose otherwise are compared is
/// the only way out, and it is counted.
std::string rises(const Planned& loose, const Planned& tight, bool bounds = true) {
  if (!loose.answer || !tight.answer) return "refused";
  const auto chose = chosen_in(loose), chose_then = chosen_in(tight);
  if (chose.choices != chose_then.choices) return "other choices";
  demand(!loose.clash() || tight.clash(), "a clash, which one rule more takes away");
  if (loose.clash()) return "held: both clash";
  if (tight.clash()) return "held: a clash by one rule more";
  if (states_of(*loose.answer) != states_of(*tight.answer)) return "other visits or records";
  const bool held = bounds && loose.answer->held == tight.answer->held && chose.held == chose_then.held;
  for (const auto& a : loose.answer->entries) {
    const auto* b = same_visit(*tight.answer, a);
    if (!b || a.state == State::cancelled) continue;
    if (a.earliest && b->earliest)
      demand(*a.earliest <= *b->earliest, fmt::format("{} is at earliest {}, and {} with one rule more", name_of(a),
                                                      when(loose, a.earliest), when(tight, b->earliest)));
    if (held && a.latest)
      demand(b->latest && *b->latest <= *a.latest,
             fmt::format("{} is at latest {}, and {} with one rule more", name_of(a), when(loose, a.latest),
                         when(tight, b->latest)));
  }
  return held ? "held" : "held: earliest alone";
}

bool counts_working_days(const Files& files) {
  for (const auto& [name, text] : texts(files))
    for (const char* unit : {"wd", "wh"})
      for (auto at = text.find(unit); at != std::string::npos; at = text.find(unit, at + 1))
        if (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') return true;
  return false;
}

/// Entries that a rule may be laid on.
std::vector<const Entry*> ahead(const Planned& plan) {
  std::vector<const Entry*> all;
  for (const auto& e : plan.answer->entries)
    if (e.state == State::planned && e.start && e.kind != model::Kind::event) all.push_back(&e);
  return all;
}

std::string day_near(Random& random, const Planned& plan, const Entry& e) {
  const auto zone = plan.what().centre ? plan.what().centre->zone : calendar::Zone::utc();
  return calendar::to_string(zone.wall(*e.start).day + static_cast<std::int32_t>(random(-3, 6)));
}

/// The stage's mapping where the workflow itself may say more of it; nullptr where it may not.
Yaml* stage_in(Files& files, const std::string& id) {
  Yaml* stages = files.find("workflow.yaml")->find("stages");
  if (!stages) return nullptr;
  if (Yaml* stage = stages->find(id)) return stage->kind == Yaml::map ? stage : nullptr;
  for (auto& stage : stages->items)
    if (Yaml* parts = stage.find("parts"))
      if (Yaml* part = parts->find(id)) return part;
  return nullptr;
}

void add_to_list(Yaml& file, const char* key, const std::string& item) {
  Yaml* list = file.find(key);
  if (!list) list = &file.set(key, Yaml::listing());
  if (list->kind == Yaml::text) {
    const Yaml one = *list;
    *list = Yaml::listing();
    list->items.push_back(one);
  }
  list->items.emplace_back(item);
}

/// Days of a wait, one more at the least or one less at the most; false where it is no such wait.
bool tighten(Random& random, std::string& wait) {
  const bool greatest = wait.starts_with("at most ");
  const std::string number = greatest ? wait.substr(8) : wait;
  const auto digits = number.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos || number.find(' ') != std::string::npos) return false;
  const int n = std::stoi(number.substr(0, digits)), by = static_cast<int>(random(1, 3));
  if (greatest && n < by) return false;
  wait = fmt::format("{}{}{}", greatest ? "at most " : "", greatest ? n - by : n + by, number.substr(digits));
  return true;
}

/// One rule more; false where none could be laid on.
bool one_rule_more(Random& random, const Planned& plan, Files& files) {
  const auto all = ahead(plan);
  if (all.empty()) return false;
  const auto any = [&]() -> const Entry& { return *all[static_cast<std::size_t>(random(0, std::ssize(all) - 1))]; };
  const Entry &one = any(), &other = any();
  Yaml& patient = *files.find("patient.yaml");
  switch (random(0, 6)) {
    case 0: {
      Yaml& windows = patient.under("windows");
      if (windows.find(one.id)) return false;
      windows.set(one.id, (random.chance(50) ? "from " : "by ") + day_near(random, plan, one));
      return true;
    }
    case 1:
      add_to_list(patient, "not-available", day_near(random, plan, one));
      return true;
    case 2: {
      Yaml* centre = files.find("centre.yaml");
      Yaml* place = centre && !one.place.empty() ? centre->find("places")->find(one.place) : nullptr;
      // What counts open dates counts others when one is shut: longer waits, and greatest ones too.
      if (!place || counts_working_days(files)) return false;
      add_to_list(*place, "closed", day_near(random, plan, one));
      return true;
    }
    case 3: {
      Yaml* stage = stage_in(files, one.id);
      if (!stage || one.id == other.id || files.find("base.yaml")) return false;
      Yaml* after = stage->find("after");
      if (after && (after->kind != Yaml::map || after->find(other.id))) return false;
      stage->under("after").set(other.id, one_of(random, {"any", "1d", "2h", "3d", "at most 4d", "1d to 5d"}));
      return true;
    }
    case 4: {
      Yaml* stage = stage_in(files, one.id);
      // Without a centre hours of its own stand in place of the assumed 08:00 to 18:00, and may be wider.
      if (!stage || !stage->find("at") || stage->find("starts") || files.find("base.yaml") || !plan.what().centre)
        return false;
      stage->set("starts", one_of(random, {"mon-thu 09:00-15:00", "mon-sun 08:00-12:00", "tue thu sat", "mon-sun"}));
      return true;
    }
    case 5: {
      Yaml* stage = stage_in(files, one.id);
      if (!stage || stage->find("window") || files.find("base.yaml")) return false;
      stage->set("window", (random.chance(50) ? "from " : "by ") + fmt::format("{}d after {}", random(0, 9), other.id));
      return one.id != other.id;
    }
    default: {
      Yaml* stage = stage_in(files, one.id);
      Yaml* after = stage ? stage->find("after") : nullptr;
      if (!after || after->kind != Yaml::map || after->items.empty()) return false;
      Yaml& wait = after->items[static_cast<std::size_t>(random(0, std::ssize(after->items) - 1))];
      return wait.kind == Yaml::text && tighten(random, wait.word);
    }
  }
}

std::string more_is_narrower(Random& random, const Planned& given) {
  if (!given.answer) return "refused";
  if (given.clash()) return "a clash already";
  Files files = given.files;
  if (!one_rule_more(random, given, files)) return "no place for a rule";
  return rises(given, planned(files));
}

/// One rule less; false where there was none of the kind that chance wanted.
bool one_rule_less(Random& random, Files& files) {
  const auto drop_any = [&](Yaml& file, const char* key) {
    Yaml* all = file.find(key);
    if (!all || all->kind == Yaml::text) return file.drop(key);
    if (all->items.size() < 2) return file.drop(key);
    const auto at = random(0, std::ssize(all->items) - 1);
    all->items.erase(all->items.begin() + at);
    if (all->kind == Yaml::map) all->keys.erase(all->keys.begin() + at);
    return true;
  };
  Yaml& patient = *files.find("patient.yaml");
  if (random.chance(25)) return drop_any(patient, random.chance(50) ? "windows" : "not-available");
  if (files.find("base.yaml")) return false;
  Yaml* stages = files.find("workflow.yaml")->find("stages");
  Yaml& stage = stages->items[static_cast<std::size_t>(random(0, std::ssize(stages->items) - 1))];
  if (stage.kind != Yaml::map) return false;
  if (random.chance(60)) {
    Yaml* after = stage.find("after");
    return after && after->kind == Yaml::map ? drop_any(stage, "after") : stage.drop("after");
  }
  return stage.drop(one_of(random, {"window", "starts", "washout", "ends-after", "hours", "apart"}).word);
}

std::string less_is_wider(Random& random, const Planned& given) {
  if (!given.answer) return "refused";
  Files files = given.files;
  if (!one_rule_less(random, files)) return "no rule to take away";
  return rises(planned(files), given);
}

// Whether a visit that was still to come is taken as over in the later plan. By what was compiled: a clash shows no
// visits.
bool lapses(const Planned& given, const Planned& after) {
  std::set<std::tuple<int, int, int>> over;
  const auto visits = [](const Planned& plan, plan::Visit::Record record, const auto& take) {
    const auto [first, last] = plan::horizon_of(plan.what(), plan.settings);
    plan::Almanac almanac(plan.what(), first, last);
    for (const auto& v : plan::search(plan.what(), plan.settings, almanac).c.visits)
      if (v.present && v.record == record) take(std::tuple(v.stage, v.attempt, v.number));
  };
  visits(after, plan::Visit::unrecorded, [&](const auto& visit) { over.insert(visit); });
  bool any = false;
  visits(given, plan::Visit::ahead, [&](const auto& visit) { any = any || over.contains(visit); });
  return any;
}

// A day later nothing is earlier. A booking of that day becomes overdue and binds no longer, and a named day of which
// nothing is recorded lapses: then there are fewer rules. A length that is not ours and that the day outruns is assumed
// longer, so that what is latest may move.
std::string a_day_later(Random&, const Planned& given) {
  if (!given.answer) return "refused";
  Files files = given.files;
  files.today = calendar::to_string(*calendar::parse_day(files.today) + 1);
  const auto after = planned(files);
  if (!after.answer) return "refused";
  if (given.answer->edition != after.answer->edition) return "another edition";
  for (const auto* facts : {&given.what().patient.booked, &given.what().patient.held})
    for (const auto& fact : *facts)
      if (fact.from.day <= given.settings.today) return "a booking is overdue";
  if (given.clash() && !after.clash() && lapses(given, after)) return "a named day lapses";
  return rises(given, after, false);
}

// Longer lengths, later dates: for what is where its chain of reasons puts it, and no step of the chain leads back in
// time, since a length read backwards (its end held, its start sought) makes the start earlier.
std::string longer_is_later(Random& random, const Planned& given) {
  if (!given.dated()) return "refused or a clash";
  static const std::vector<plan::Assume> all{plan::Assume::least, plan::Assume::likely, plan::Assume::most};
  const auto k = static_cast<std::size_t>(random(0, 1));
  const auto shorter = planned(given.files, all[k], true), longer = planned(given.files, all[k + 1], true);
  if (!shorter.dated()) return "a clash with shorter lengths";
  if (chosen_in(shorter).choices != chosen_in(longer).choices) return "other choices";
  if (longer.clash()) return "held: a clash with longer lengths";
  if (states_of(*shorter.answer) != states_of(*longer.answer)) return "other visits or records";
  long compared = 0;
  for (const auto& a : shorter.answer->entries) {
    const auto* b = same_visit(*longer.answer, a);
    if (!b || !a.earliest || !b->earliest || a.start != a.earliest || a.state == State::cancelled) continue;
    if (std::any_of(a.because.begin(), a.because.end(), [](const auto& r) { return r.minutes < 0; })) continue;
    ++compared;
    demand(*a.earliest <= *b->earliest, fmt::format("{} is at earliest {}, and {} when lengths are longer", name_of(a),
                                                    when(shorter, a.earliest), when(longer, b->earliest)));
  }
  return compared ? "held" : "nothing to compare";
}

}  // namespace

const std::vector<LawRow>& laws_of_rules() {
  static const std::vector<LawRow> all{{"more-is-narrower", more_is_narrower},
                                       {"less-is-wider", less_is_wider},
                                       {"a-day-later", a_day_later},
                                       {"longer-is-later", longer_is_later}};
  return all;
}

}  // namespace v2v::laws
