#include "programme_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plan/plan.h"
#include "text/read_programme.h"

namespace v2v::laws {
namespace {

using calendar::Day;
using calendar::Instant;
using timeline::State;

Yaml flow(const std::vector<std::pair<std::string, Yaml>>& entries) {
  Yaml out = Yaml::inline_map();
  for (const auto& [key, value] : entries) out.set(key, value);
  return out;
}

Yaml words(const std::vector<std::string>& items) {
  Yaml out = Yaml::listing();
  for (const auto& item : items) out.items.emplace_back(item);
  return out;
}

class ProgrammeMaker {
 public:
  ProgrammeMaker(Random& random, const ProgrammeKnobs& knobs) : random_(random), knobs_(knobs) {}

  Files make() {
    today_ = *calendar::parse_day("2027-01-11") + static_cast<int>(random_(0, 170));
    files_.today = to_string(today_);
    centre();
    const int therapies = random_.chance(35) ? 2 : 1;
    for (int k = 1; k <= therapies; ++k) therapy(k);
    programme(therapies);
    const auto patients = random_(knobs_.least_patients, knobs_.most_patients);
    for (int k = 1; k <= patients; ++k) patient(fmt::format("P-{:04}", 200 + k), therapies);
    return std::move(files_);
  }

 private:
  int some(int from, int to) { return static_cast<int>(random_(from, to)); }
  std::string pick(const std::vector<std::string>& of) {
    return of[static_cast<std::size_t>(some(0, static_cast<int>(std::ssize(of)) - 1))];
  }
  std::string date(int days) { return to_string(today_ + days); }
  Yaml& file(const std::string& name) { return files_.named.emplace_back(name, Yaml::mapping()).second; }

  /// How many there are: always, from a date on, between dates, by the hour.
  Yaml amount(int usual) {
    const auto n = [&](int least) { return std::to_string(std::max(least, usual + some(-1, 1))); };
    switch (some(0, 9)) {
      case 0:
        return flow({{"2026-01-01", n(1)}, {date(some(5, 40)), n(0)}, {date(some(41, 80)), n(1)}});
      case 1:
        return flow({{"otherwise", n(1)}, {fmt::format("{} to {}", date(some(3, 20)), date(some(21, 30))), n(0)}});
      case 2:
        return flow({{"mon-fri 08:00-18:00", n(1)}, {"otherwise", n(0)}});
      case 3:
        return flow({{"mon-fri 08:00-13:00", n(1)},
                     {"mon-fri 13:00-18:00", n(1)},
                     {"otherwise", "1"},
                     {fmt::format("{} to {}", date(some(3, 20)), date(some(21, 30))), n(0)}});
      default:
        return std::to_string(usual);
    }
  }
  Yaml quota() {
    const auto one = [&] {
      return fmt::format("{} a {}", some(1, 3), random_.chance(80) ? "week" : pick({"day", "month"}));
    };
    return random_.chance(80) ? Yaml(one())
                              : flow({{"2026-01-01", fmt::format("{} a week", some(1, 2))},
                                      {date(some(7, 40)), fmt::format("{} a week", some(1, 3))}});
  }

  void centre() {
    Yaml& bank = file("bank.yaml");
    bank.set("holidays", "bank");
    bank.set("title", "Bank holidays");
    bank.set("dates", words({date(some(5, 30)), "2027-03-26", "2027-05-03"}));
    Yaml& centre = file("centre.yaml");
    centre.set("centre", "royal");
    centre.set("title", "Royal");
    centre.set("zone", random_.chance(80) ? "Europe/London" : pick({"America/New_York", "Australia/Sydney"}));
    if (random_.chance(60)) centre.set("holidays", words({"bank"}));
    const int units = random_.chance(40) ? 2 : 1;
    if (units == 2 && random_.chance(60)) centre.set("travel", flow({{"royal to north", "45min"}}));
    Yaml& places = centre.under("places");
    const auto place = [&](const std::string& id, const std::string& site, const std::string& hours) -> Yaml& {
      Yaml& out = places.set(id, Yaml::mapping());
      out.set("site", site);
      out.set("hours", hours);
      return out;
    };
    Yaml& clinic = place("clinic", "royal", "mon-fri 08:30-17:00");
    if (random_.chance(40)) clinic.set("has", flow({{"doctor", amount(1)}}));
    for (int k = 1; k <= units; ++k) {
      Yaml& unit = place(fmt::format("apheresis-{}", k), k == 1 ? "royal" : "north",
                         pick({"mon-fri 08:00-18:00", "mon wed fri 08:00-16:00", "mon-sat 08:00-13:00"}));
      unit.set("kind", "apheresis-unit");
      Yaml& has = unit.set("has", flow({{"machine", amount(1)}}));
      if (random_.chance(50)) has.set("nurse", amount(1));
      if (random_.chance(50)) unit.set("between", flow({{"machine", pick({"45min", "2h", "20h"})}}));
      if (random_.chance(15))
        unit.set("closed", words({fmt::format("{} to {}", date(some(3, 15)), date(some(16, 20)))}));
    }
    Yaml& ward = place("ward", "royal", "always");
    ward.set("has", flow({{"bed", amount(some(1, 3))}}));
    if (random_.chance(30)) ward.set("between", flow({{"bed", pick({"4h", "12h"})}}));
    if (random_.chance(15)) ward.set("closed", words({date(some(3, 25))}));
    place("day-unit", "royal", pick({"mon-fri 08:00-18:00", "mon-sun 08:00-16:00"}))
        .set("has", flow({{"chair", amount(some(1, 2))}, {"nurse", amount(some(1, 2))}}));
    place("icu", "royal", "always").set("has", flow({{"icu-bed", "1"}}));
    Yaml& maker = place("maker", "plant", pick({"mon-fri 07:00-16:00", "mon-thu 07:00-16:00", "always"}));
    maker.set("zone", "Europe/Amsterdam");
    maker.set("has", flow({{"slot", quota()}}));
  }

  void therapy(int number) {
    Yaml& w = file(fmt::format("therapy-{}.yaml", number));
    const std::string id = fmt::format("therapy-{}", number);
    w.set("workflow", id);
    w.set("status", "draft");
    w.set(random_.chance(80) ? "day-zero" : "day-one", "infusion");
    Yaml& stages = w.under("stages");
    const auto stage = [&](const std::string& name, const std::string& phase) -> Yaml& {
      Yaml& out = stages.set(name, Yaml::mapping());
      out.set("phase", phase);
      return out;
    };
    stage("referral", "referral");
    std::string last = "referral";
    if (random_.chance(50)) {
      Yaml& consult = stage("consult", "assessment");
      consult.set("takes", pick({"1h", "30min"}));
      consult.set("at", "clinic");
      consult.set("after", flow({{last, pick({"1d", "0d to 14d", "2wd"})}}));
      if (has("clinic", "doctor") && random_.chance(70)) consult.set("needs", flow({{"doctor", "1"}}));
      last = "consult";
    }
    Yaml& collection = stage("leukapheresis", "collection");
    collection.set("takes", pick({"4h", "3h", "5h"}));
    collection.set("at", "apheresis-unit");
    collection.set("after", flow({{last, pick({"1d", "2d", "1wd", "2d to 60d"})}}));
    Yaml& needs = collection.set("needs", flow({{"machine", "1"}}));
    if (random_.chance(40)) needs.set(pick({"nurse", "nurse or doctor"}), pick({"1", "1 for 2h"}));
    if (!has("apheresis-1", "nurse") && !has("day-unit", "nurse")) needs.drop("nurse");
    if (random_.chance(20)) {
      collection.set("repeat", "2 times");
      collection.set("apart", pick({"exactly 1d", "1d to 3d"}));
    }
    Yaml& making = stage("manufacturing", "manufacturing");
    making.set("kind", "work");
    making.set(random_.chance(85) ? "lasts" : "takes", pick({"10d to 16d", "7d to 12d likely 9d", "8d"}));
    making.set("at", "maker");
    making.set("after", flow({{"leukapheresis", pick({"1d", "1d to 3d", "24h to 96h", "at most 5d"})}}));
    if (random_.chance(75)) making.set("needs", flow({{"slot", "1"}}));
    std::string before = "manufacturing";
    if (random_.chance(70)) {
      Yaml& chemo = stage("chemo", "conditioning");
      chemo.set("takes", pick({"2h", "90min"}));
      chemo.set("at", "day-unit");
      chemo.set("after", flow({{"manufacturing", pick({"1d", "2d", "1d to 30d"})}}));
      chemo.set("gate", "manufacturing");
      if (random_.chance(60)) {
        chemo.set("repeat", pick({"2 times", "3 times"}));
        chemo.set("apart", pick({"exactly 1d", "1d to 2d"}));
      }
      Yaml& of = chemo.set("needs", flow({{"chair", "1"}}));
      if (random_.chance(40)) of.set("nurse", pick({"1 for 30min", "1"}));
      before = "chemo";
    }
    Yaml& infusion = stage("infusion", "treatment");
    infusion.set("takes", pick({"1h", "2h"}));
    infusion.set("at", "ward");
    infusion.set("after", flow({{before, before == "chemo" ? pick({"2d to 5d", "exactly 3d", "2d to 14d"})
                                                           : pick({"1d", "1d to 20d"})}}));
    if (random_.chance(30)) infusion.set("starts", pick({"mon-thu 09:00-14:00", "mon-fri 08:00-16:00"}));
    if (random_.chance(30)) infusion.set("needs", flow({{"nurse", "1"}}));
    if (random_.chance(75)) {
      Yaml& stay = stage("hospital-stay", "treatment");
      stay.set("kind", "stay");
      stay.set("at", "ward");
      stay.set("from", pick({"infusion start", "1d before infusion", "2d before infusion"}));
      stay.set("until", pick({"3d after infusion", "7d after infusion", "2w after infusion"}));
      stay.set("needs", flow({{"bed", "1"}}));
    }
    if (random_.chance(30)) {
      Yaml& icu = stage("icu-stay", "recovery");
      icu.set("kind", "event");
      icu.set("at", "icu");
      icu.set("lasts", pick({"2d to 5d", "1d to 3d"}));
      icu.set("after", flow({{"infusion", "1d to 4d"}}));
      icu.set("chance", pick({"60%", "30%"}));
      icu.set("needs", flow({{"icu-bed", "1"}}));
    }
    if (random_.chance(40)) {
      Yaml& daily = stage("daily-visits", "recovery");
      daily.set("takes", "1h");
      daily.set("at", pick({"day-unit", "clinic"}));
      if (random_.chance(50))
        daily.set("falls-on", "every day from day 8 to day 11"), daily.set("give-or-take", "2d");
      else
        daily.set("falls-on", words({"day 9", "day 16"})), daily.set("give-or-take", pick({"2d", "3d"}));
      daily.set("needs", flow({{"chair", "1"}}));
    }
    if (random_.chance(40)) {
      Yaml& follow = stage("response-assessment", "follow-up");
      follow.set("takes", "30min");
      follow.set("at", "clinic");
      follow.set("falls-on", "day 28");
      follow.set("give-or-take", "4d");
      if (has("clinic", "doctor")) follow.set("needs", flow({{"doctor", "1"}}));
    }
  }
  bool has(const std::string& place, const std::string& resource) {
    const auto* all = files_.find("centre.yaml")->find("places")->find(place)->find("has");
    return all && all->find(resource);
  }

  void programme(int therapies) {
    Yaml& p = file("programme.yaml");
    p.set("programme", "royal-2027");
    p.set("centre", "royal");
    p.set("period", "2027-01-01 to 2027-12-31");
    std::vector<std::string> ids;
    for (int k = 1; k <= therapies; ++k) ids.push_back(fmt::format("therapy-{}", k));
    p.set("workflows", words(ids));
    p.set("patients", words({"."}));
    if (random_.chance(80)) p.set("priorities", flow({{"emergency", "8"}, {"urgent", "4"}, {"routine", "1"}}));
    const bool words_known = p.find("priorities");
    Yaml& list = p.under("waiting-list");
    if (random_.chance(50))
      list.set("order", words(random_.chance(50) ? std::vector<std::string>{"priority", "target", "referral"}
                                                 : std::vector<std::string>{"target", "priority"}));
    if (random_.chance(70)) list.set("waits-before", random_.chance(80) ? "leukapheresis" : "infusion");
    if (random_.chance(40)) list.set("offer", pick({"5wd", "7d", "48h", "2wd"}));
    if (words_known && random_.chance(40)) {
      Yaml free = Yaml::inline_map();
      if (random_.chance(50)) free.set("bed", "1 for emergency");
      if (random_.chance(50))
        free.set("machine",
                 pick({"1 a week for urgent", "2 a week for urgent", "1 a month for urgent", "1 for emergency"}));
      if (random_.chance(30)) free.set("slot", "1 a week for urgent");
      if (!free.keys.empty()) list.set("keep-free", free);
    }
    if (list.keys.empty()) p.drop("waiting-list");
  }

  void patient(const std::string& id, int therapies) {
    Yaml& p = file(id + ".yaml");
    p.set("patient", id);
    p.set("workflow", fmt::format("therapy-{}", some(1, therapies)));
    p.set("centre", "royal");
    if (files_.find("programme.yaml")->find("priorities") && random_.chance(70))
      p.set("priority", pick({"emergency", "urgent", "urgent", "routine", "routine"}));
    const bool begun = knobs_.facts && random_.chance(40);
    const int since = begun ? some(3, 70) : some(1, 9);
    p.under("happened").set("referral", date(-since));
    if (random_.chance(25)) p.set("targets", flow({{pick({"infusion", "leukapheresis"}), "by " + date(some(5, 60))}}));
    if (random_.chance(15)) p.set("windows", flow({{"leukapheresis", "from " + date(some(1, 20))}}));
    if (random_.chance(15))
      p.set("not-available",
            words({date(some(1, 12)), fmt::format("{} to {}", date(some(13, 17)), date(some(18, 21)))}));
    if (begun || (knobs_.facts && random_.chance(30))) record(id, today_ - since + 1);
    if (knobs_.facts && random_.chance(8)) {
      Yaml& own = *files_.find(id + ".yaml");
      own.drop("booked");
      own.drop("held");
      own.set("closed",
              flow({{"date", date(begun ? 0 : -some(0, 2))}, {"reason", pick({"died", "withdrew", "declined"})}}));
    }
  }

  /// Puts down what would have been, as it was planned on that day, up to today; some of the rest is booked or held.
  void record(const std::string& id, Day day) {
    source::Sources sources;
    const auto what = read_patient(files_, id + ".yaml", sources);
    if (!what.value) return;
    plan::Settings settings;
    settings.today = day;
    settings.explain = settings.details = false;
    const auto plan = plan::plan(*what.value, settings);
    if (!plan.value || plan.value->conflict) return;
    const auto& zone = what.value->centre->zone;
    const Instant now = zone.start_of(today_);
    const auto moment = [&](Instant t) {
      const auto wall = zone.wall(t);
      return fmt::format("{} {}", to_string(wall.day), calendar::clock(wall.minute));
    };
    Yaml& own = *files_.find(id + ".yaml");
    const int booked = some(0, 3);
    int ahead = 0;
    for (const auto& e : plan.value->entries) {
      const auto* stage = what.value->workflow.stage(e.id);
      if (!e.start || e.state == State::happened || stage->from || stage->chance) continue;
      const std::string key = e.visits > 1 ? fmt::format("{} visit {}", e.id, e.visit) : e.id;
      if (*e.end <= now && *e.start < now && (e.visits > 1 || !random_.chance(3)))
        own.under("happened").set(key, moment(*e.start) + " to " + moment(*e.end));
      else if (*e.start < now)
        own.under(*e.end <= now ? "booked" : "happened").set(key, moment(*e.start));
      else if (ahead++ < booked) {
        const int chance = some(0, 9);
        const Instant other{e.start->minutes + (chance < 2 ? 1440 * some(-2, 3) : 0)};
        own.under(chance < 7 ? "booked" : "held")
            .set(key, chance == 6 ? moment(*e.start).substr(0, 10) : moment(chance >= 7 ? other : *e.start));
      }
    }
  }

  Random& random_;
  const ProgrammeKnobs& knobs_;
  Files files_;
  Day today_;
};

text::Library library_of(const Files& files) {
  auto disk = std::make_shared<std::map<std::string, std::string>>();
  for (const auto& [name, tree] : files.named) (*disk)["/case/" + name] = write(tree);
  text::Library library;
  library.disk.list = library.disk.beside = [disk](const std::string& folder) {
    std::vector<std::string> paths;
    if (folder == "/case")
      for (const auto& [path, _] : *disk) paths.push_back(path);
    return paths;
  };
  library.disk.read = [disk](const std::string& path) { return disk->at(path); };
  return library;
}

}  // namespace

Files generate_programme(Random& random, const ProgrammeKnobs& knobs) {
  return ProgrammeMaker(random, knobs).make();
}

void read(const Files& files, ReadProgramme& into) {
  const auto library = library_of(files);
  text::Ask ask;
  into.today = calendar::parse_day(files.today).value_or(Day{});
  ask.today = into.today;
  const std::string path = "/case/programme.yaml";
  into.answer = text::read_programme(into.sources, {path, library.disk.read(path)}, library, ask);
}

source::Checked<model::Case> read_patient(const Files& files, const std::string& name, source::Sources& sources) {
  const auto library = library_of(files);
  text::Ask ask;
  ask.today = calendar::parse_day(files.today);
  return text::read_case(sources, {{"/case/" + name, library.disk.read("/case/" + name)}}, library, ask);
}

}  // namespace v2v::laws
