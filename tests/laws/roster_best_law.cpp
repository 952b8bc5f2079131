// The engine against exhaustive search: tiny programmes in which a date says all (one visit's hours a day, or two), so
// that every choice of dates can be tried by a reading of waits and amounts of its own. After enough iterations the
// engine's objective is the least that there is, never less, and its bound never more.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "programme_files.h"
#include "roster/verify.h"

using namespace v2v;
using namespace v2v::laws;

namespace {

using calendar::Day;

constexpr int horizon = 70;  // days from today on

/// What is tried and what is written, by days from today. One therapy: a collection, an infusion some days later, and
/// perhaps a stay from then on, or what may come of it: a bed in intensive care for who needs it.
struct Toy {
  struct Patient {
    bool urgent = false;
    int referred = 1;  // days ago
    std::optional<int> target, by, booked, held;
    bool target_is_collection = false;
  };
  Day today;
  std::vector<Patient> patients;
  int heavy = 4;                                      // weight of an urgent day; a routine one weighs 1
  int after_referral = 1;                             // days at least
  int least = 2, most = 5;                            // from the collection to the infusion
  int machines = 1, a_day = 1;                        // uses of a machine in a day
  std::optional<std::tuple<int, int, int>> serviced;  // from, to: so many machines
  int quota = 0;                                      // collections a week; 0: any number
  int chairs = 1;
  bool weekends = false;  // infusions on any day
  int stay = 0, beds = 1;
  int care_after = 0, care = 0, care_beds = 1;  // days; nobody can put care off, only the infusion
  std::optional<int> closed;                    // no collection on that day
  int offer = 0;
  bool offer_works = false;  // in working days
  bool keep_machine = false, keep_chair = false, keep_quota = false;

  bool weekday(int d) const { return static_cast<int>(calendar::weekday(today + d)) < 5; }
  bool collects(int d) const { return weekday(d) && closed != d; }
  bool follows(
      int d) const {  // some infusion a collection on that day: a hold that can be kept is kept by who is alone
    for (int b = d + least; b <= d + most; ++b)
      if (weekends || weekday(b)) return true;
    return false;
  }
  int machines_on(int d) const {
    return serviced && std::get<0>(*serviced) <= d && d <= std::get<1>(*serviced) ? std::get<2>(*serviced) : machines;
  }
  int week(int d) const { return (today + d - static_cast<int>(calendar::weekday(today + d))).n; }
  int first_offer() const {
    if (!offer_works) return offer;
    int d = 0;
    while (!collects(d)) ++d;
    for (int k = 0; k < offer; ++k) do
        ++d;
      while (!collects(d));
    return d;
  }
};

Toy random_toy(Random& random) {
  const auto some = [&](int from, int to) { return static_cast<int>(random(from, to)); };
  Toy t;
  t.today = *calendar::parse_day("2027-01-11") + some(0, 300);
  t.heavy = some(2, 6);
  t.after_referral = some(0, 6);
  t.least = some(1, 6);
  t.most = t.least + some(0, 4);
  t.machines = some(1, 2);
  t.a_day = random.chance(70) ? 1 : 2;
  if (random.chance(30)) t.serviced = {some(0, 5), some(6, 12), some(0, 1)};
  if (random.chance(40)) t.quota = some(1, 2);
  t.chairs = some(1, 2);
  t.weekends = random.chance(30);
  if (random.chance(50)) t.stay = some(2, 8), t.beds = some(1, 2);
  if (random.chance(40)) t.care_after = some(0, 4), t.care = some(1, 5), t.care_beds = some(1, 2);
  if (random.chance(20)) t.closed = some(0, 10);
  if (random.chance(30)) t.offer = some(1, 8), t.offer_works = random.chance(50);
  if (random.chance(30)) {
    t.keep_machine = t.machines == 2 && random.chance(50);
    t.keep_chair = t.chairs == 2 && random.chance(50);
    t.keep_quota = t.quota == 2 && random.chance(50);
  }
  bool fixed = false;  // one booking at most: two may be in each other's way for good
  for (int n = some(2, 4); n > 0; --n) {
    Toy::Patient p;
    p.urgent = random.chance(40);
    p.referred = some(0, 5);
    if (random.chance(25)) p.target = some(3, 25), p.target_is_collection = random.chance(40);
    if (random.chance(20)) p.by = some(2, 15);
    if (!fixed && random.chance(30)) {
      const int d = some(1, 12);
      if (t.collects(d) && t.machines_on(d) > 0 && d + p.referred >= t.after_referral && (!p.by || d <= *p.by) &&
          t.follows(d)) {
        (random.chance(50) ? p.booked : p.held) = d;
        fixed = true;
      }
    }
    t.patients.push_back(p);
  }
  // What is booked stays whatever is kept free, and what the others leave is seen from it: it is laid first.
  std::stable_partition(t.patients.begin(), t.patients.end(), [](const auto& one) { return one.booked.has_value(); });
  return t;
}

Files files_of(const Toy& t) {
  const auto date = [&](int d) { return to_string(t.today + d); };
  const auto flow = [](std::vector<std::pair<std::string, Yaml>> entries) {
    Yaml out = Yaml::inline_map();
    for (auto& [key, value] : entries) out.set(key, value);
    return out;
  };
  Files files;
  files.today = date(0);
  const auto file = [&](const std::string& name) -> Yaml& {
    return files.named.emplace_back(name, Yaml::mapping()).second;
  };
  Yaml& centre = file("centre.yaml");
  centre.set("centre", "royal");
  centre.set("zone", "Europe/London");
  Yaml& places = centre.under("places");
  Yaml unit = flow({{"hours", t.a_day == 1 ? "mon-fri 08:00-12:00" : "mon-fri 08:00-16:00"}});
  Yaml has = flow({{"machine", std::to_string(t.machines)}});
  if (t.serviced)
    has.set("machine", flow({{"otherwise", std::to_string(t.machines)},
                             {date(std::get<0>(*t.serviced)) + " to " + date(std::get<1>(*t.serviced)),
                              std::to_string(std::get<2>(*t.serviced))}}));
  if (t.quota) has.set("slot", fmt::format("{} a week", t.quota));
  unit.set("has", has);
  if (t.closed) {
    Yaml closed = Yaml::listing();
    closed.items.emplace_back(date(*t.closed));
    unit.set("closed", closed);
  }
  unit.flow = false;
  places.set("unit", unit);
  Yaml day = flow({{"hours", t.weekends ? "mon-sun 09:00-11:00" : "mon-fri 09:00-11:00"},
                   {"has", flow({{"chair", std::to_string(t.chairs)}})}});
  day.flow = false;
  places.set("day-unit", day);
  Yaml ward = flow({{"hours", "always"}, {"has", flow({{"bed", std::to_string(t.beds)}})}});
  ward.flow = false;
  places.set("ward", ward);
  Yaml icu = flow({{"hours", "always"}, {"has", flow({{"icu-bed", std::to_string(t.care_beds)}})}});
  icu.flow = false;
  places.set("icu", icu);

  Yaml& w = file("therapy.yaml");
  w.set("workflow", "therapy");
  w.set("status", "draft");
  w.set("day-zero", "infusion");
  Yaml& stages = w.under("stages");
  stages.set("referral", flow({{"phase", "referral"}}));
  Yaml needs = flow({{"machine", "1"}});
  if (t.quota) needs.set("slot", "1");
  stages.set("collection", flow({{"phase", "collection"},
                                 {"takes", "4h"},
                                 {"at", "unit"},
                                 {"after", flow({{"referral", fmt::format("{}d", t.after_referral)}})},
                                 {"needs", needs}}));
  stages.set("infusion",
             flow({{"phase", "treatment"},
                   {"takes", "2h"},
                   {"at", "day-unit"},
                   {"after", flow({{"collection", t.least == t.most ? fmt::format("exactly {}d", t.least)
                                                                    : fmt::format("{}d to {}d", t.least, t.most)}})},
                   {"needs", flow({{"chair", "1"}})}}));
  if (t.stay)
    stages.set("hospital-stay", flow({{"phase", "treatment"},
                                      {"kind", "stay"},
                                      {"at", "ward"},
                                      {"from", "infusion start"},
                                      {"until", fmt::format("{}d after infusion", t.stay)},
                                      {"needs", flow({{"bed", "1"}})}}));
  if (t.care)
    stages.set("intensive-care", flow({{"phase", "treatment"},
                                       {"kind", "event"},
                                       {"lasts", fmt::format("{}d", t.care)},
                                       {"after", flow({{"infusion", fmt::format("{}d", t.care_after)}})},
                                       {"needs", flow({{"icu-bed", "1"}})}}));

  Yaml& p = file("programme.yaml");
  p.set("programme", "tiny");
  p.set("centre", "royal");
  p.set("period", "2027-01-01 to 2028-12-31");
  Yaml list = Yaml::listing();
  list.items.emplace_back("therapy");
  p.set("workflows", list);
  list.items.front() = ".";
  p.set("patients", list);
  p.set("priorities", flow({{"urgent", std::to_string(t.heavy)}, {"routine", "1"}}));
  Yaml& waiting = p.under("waiting-list");
  waiting.set("waits-before", "collection");
  if (t.offer) waiting.set("offer", fmt::format("{}{}", t.offer, t.offer_works ? "wd" : "d"));
  Yaml free = Yaml::inline_map();
  if (t.keep_machine) free.set("machine", "1 for urgent");
  if (t.keep_chair) free.set("chair", "1 for urgent");
  if (t.keep_quota) free.set("slot", "1 a week for urgent");
  if (!free.keys.empty()) waiting.set("keep-free", free);

  for (std::size_t k = 0; k < t.patients.size(); ++k) {
    const auto& one = t.patients[k];
    Yaml& patient = file(fmt::format("P-{:04}.yaml", 201 + k));
    patient.set("patient", fmt::format("P-{:04}", 201 + k));
    patient.set("workflow", "therapy");
    patient.set("centre", "royal");
    patient.set("priority", one.urgent ? "urgent" : "routine");
    patient.set("happened", flow({{"referral", date(-one.referred)}}));
    if (one.target)
      patient.set("targets", flow({{one.target_is_collection ? "collection" : "infusion", "by " + date(*one.target)}}));
    if (one.by) patient.set("windows", flow({{"collection", "by " + date(*one.by)}}));
    if (one.booked) patient.set("booked", flow({{"collection", date(*one.booked)}}));
    if (one.held) patient.set("held", flow({{"collection", date(*one.held)}}));
  }
  return files;
}

/// Tries every pair of dates of every patient, and to leave a patient out.
class Trial {
 public:
  using Cost = std::array<std::int64_t, 4>;  // as timeline::Objective

  explicit Trial(const Toy& toy) : t(toy) {
    for (const auto& one : t.patients) lay(one);
    least_of_rest_.assign(t.patients.size() + 1, Cost{});
    for (std::size_t k = t.patients.size(); k-- > 0;) {
      const auto& choices = choices_[k];
      least_of_rest_[k] = sum(least_of_rest_[k + 1], choices.empty() ? left_out(k) : choices.front().cost);
    }
  }

  timeline::Objective best() {
    best_.fill(INT64_MAX / 4);
    place(0, Cost{});
    return {best_[0], best_[1], best_[2], best_[3]};
  }

 private:
  struct Choice {
    int collection, infusion;
    Cost cost;
  };

  static Cost sum(Cost a, const Cost& b) {
    for (std::size_t k = 0; k < a.size(); ++k) a[k] += b[k];
    return a;
  }
  Cost left_out(std::size_t k) const { return {weight(t.patients[k]), 0, 0, 0}; }
  std::int64_t weight(const Toy::Patient& one) const { return one.urgent ? t.heavy : 1; }

  /// All its dates, the least cost first. Alone nobody waits for an offer, and nothing is kept free.
  void lay(const Toy::Patient& one) {
    std::vector<Choice> all;
    std::optional<int> alone;
    for (int a = 0; a < horizon; ++a) {
      if (!t.collects(a) || t.machines_on(a) == 0 || a + one.referred < t.after_referral) continue;
      if ((one.by && a > *one.by) || (one.booked && a != *one.booked)) continue;
      for (int b = a + t.least; b <= a + t.most; ++b) {
        if (!t.weekends && !t.weekday(b)) continue;
        if (!one.held || a == *one.held) alone = std::min(alone.value_or(b), b);
        all.push_back({a, b, {}});
      }
    }
    if (!one.booked && !one.held) std::erase_if(all, [&](const auto& c) { return c.collection < t.first_offer(); });
    // What was told to somebody moves on, not back.
    if (one.held) std::erase_if(all, [&](const auto& c) { return c.collection < *one.held; });
    for (auto& c : all) {
      const int waits = std::max(0, c.infusion - *alone);
      const int late =
          one.target ? std::max(0, (one.target_is_collection ? c.collection : c.infusion) - *one.target) : waits;
      c.cost = {0, late * weight(one), one.held && c.collection != *one.held, waits};
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& x, const auto& y) { return x.cost < y.cost; });
    choices_.push_back(std::move(all));
  }

  bool fits(std::size_t k, const Choice& c) const {
    int machines = 1, chairs = 1, quota = 1, light_machines = 1, light_chairs = 1, light_quota = 1;
    for (std::size_t j = 0; j < k; ++j) {
      const auto& other = taken_[j];
      if (!other) continue;
      const bool light = !t.patients[j].urgent;
      if (other->collection == c.collection) machines++, light_machines += light;
      if (other->infusion == c.infusion) chairs++, light_chairs += light;
      if (t.week(other->collection) == t.week(c.collection)) quota++, light_quota += light;
    }
    const int there = t.machines_on(c.collection);
    if (machines > there * t.a_day || chairs > t.chairs || (t.quota && quota > t.quota)) return false;
    if (!t.patients[k].urgent) {
      if (t.keep_chair && light_chairs > t.chairs - 1) return false;
      const bool chooses = !t.patients[k].booked;  // what is booked stays, whatever is to be kept free
      if (chooses && t.keep_machine && light_machines > std::max(0, there - 1) * t.a_day) return false;
      if (chooses && t.keep_quota && light_quota > t.quota - 1) return false;
    }
    for (int d = c.infusion; d < c.infusion + t.stay; ++d) {
      int beds = 1;
      for (std::size_t j = 0; j < k; ++j)
        if (const auto& other = taken_[j]) beds += other->infusion <= d && d < other->infusion + t.stay;
      if (beds > t.beds) return false;
    }
    for (int d = c.infusion; d < c.infusion + t.care; ++d) {
      int beds = 1;
      for (std::size_t j = 0; j < k; ++j)
        if (const auto& other = taken_[j]) beds += other->infusion <= d && d < other->infusion + t.care;
      if (beds > t.care_beds) return false;
    }
    return true;
  }

  void place(std::size_t k, const Cost& cost) {
    if (best_ <= sum(cost, least_of_rest_[k])) return;
    if (k == t.patients.size()) {
      best_ = cost;
      return;
    }
    taken_.resize(k + 1);
    for (const auto& choice : choices_[k]) {
      if (!fits(k, choice)) continue;
      taken_.resize(k + 1);
      taken_[k] = choice;
      place(k + 1, sum(cost, choice.cost));
    }
    // Nobody is collected without a place to be infused: who is booked gives way to nobody.
    if (t.patients[k].booked && !choices_[k].empty()) return;
    taken_.resize(k + 1);
    taken_[k].reset();
    place(k + 1, sum(cost, left_out(k)));
  }

  const Toy& t;
  std::vector<std::vector<Choice>> choices_;  // of each patient
  std::vector<Cost> least_of_rest_;
  std::vector<std::optional<Choice>> taken_;
  Cost best_{};
};

std::string say(const timeline::Objective& o) {
  return fmt::format("{} not placed, {} late, {} moved, {} waiting", o.not_placed, o.weighted_late, o.moved, o.waiting);
}

}  // namespace

int main(int argc, char** argv) {
  Words words;
  words.cases = 200;
  long long_ones = 0, proved = 0, late = 0, unplaced = 0, exact_bound = 0;
  return run_law(
      argc, argv, "roster_best_law", words,
      [&](Random& random, long number, const Words& said) {
        const Toy toy = random_toy(random);
        const auto best = Trial(toy).best();
        const Files files = files_of(toy);
        const auto folder = fmt::format("{}{}roster-best-{}", said.keep, said.keep.empty() ? "" : "/", number);
        const auto must = [&](bool holds, const std::string& what) {
          if (!holds) keep(files, folder);
          demand(holds, what + "\nfiles: " + folder);
        };
        ReadProgramme opened;
        read(files, opened);
        must(opened.answer.value.has_value(),
             "the reader refuses it: " + (opened.answer.diagnostics.empty() ? "" : opened.answer.diagnostics[0].text));
        roster::Settings settings;
        settings.today = opened.today;
        settings.iterations = 1000;
        settings.lost = false;
        auto answer = roster::roster(*opened.answer.value, settings);
        must(answer.value.has_value(), "there is no answer");
        if (best < answer.value->roster.objective) {
          settings.iterations = 30'000;  // enough is more here
          ++long_ones;
          answer = roster::roster(*opened.answer.value, settings);
        }
        const auto& found = answer.value->roster;
        const auto verdict = roster::verify(*opened.answer.value, settings, *answer.value);
        std::string broken;
        for (const auto& b : verdict.broken)
          broken += fmt::format("\n  {}: {}; it is: {}", roster::word(b.rule), b.text, b.how);
        must(broken.empty(), "the checker refuses it: " + broken);
        const std::string both = fmt::format("found {}; least {}; bound {}{}", say(found.objective), say(best),
                                             say(found.bound), found.proved ? ", proved" : "");
        must(best <= found.objective, "better than the best: " + both);
        must(found.bound <= best, "the bound is too high: " + both);
        must(found.objective == best, "not the best: " + both);
        proved += found.proved;
        exact_bound += found.bound == best;
        late += best.weighted_late > 0;
        unplaced += best.not_placed > 0;
      },
      [&] {
        return fmt::format(
            "{} with somebody late, {} with somebody not placed; {} proved, the bound exact in {}; {} needed more "
            "iterations",
            late, unplaced, proved, exact_bound, long_ones);
      });
}
