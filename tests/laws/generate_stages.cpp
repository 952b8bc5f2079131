// Stages: what they are, what they hang on, about when they are, and what holds them from above.
#include <fmt/format.h>

#include <algorithm>

#include "maker.h"

namespace v2v::laws {
namespace {

struct Name {
  const char* id;
  int phase;
};
constexpr const char* phases[] = {"referral",     "assessment", "collection", "manufacturing", "bridging",
                                  "conditioning", "treatment",  "recovery",   "follow-up"};
constexpr Name pool[] = {{"referral", 0},
                         {"decision", 0},
                         {"approval", 0},
                         {"consent", 1},
                         {"viral-markers", 1},
                         {"scan", 1},
                         {"leukapheresis", 2},
                         {"shipped", 3},
                         {"manufacturing", 3},
                         {"release", 3},
                         {"product-on-site", 3},
                         {"bridging", 4},
                         {"restaging", 4},
                         {"lymphodepletion", 5},
                         {"admission", 6},
                         {"premedication", 6},
                         {"thaw", 6},
                         {"infusion", 6},
                         {"crs", 6},
                         {"daily-visits", 7},
                         {"discharge", 7},
                         {"near-centre", 7},
                         {"no-driving", 7},
                         {"response", 8},
                         {"month-visits", 8},
                         {"long-term", 8}};

/// What may hang on a stage as such: cite, title, say, notice, prefer, carer, note.
void speak(Maker& make, StageSketch& stage) {
  Random& random = make.random;
  Yaml& tree = stage.tree;
  if (make.maybe(make.knobs.prose, 15)) tree.set("title", make.prose());
  if (make.maybe(make.knobs.prose, 12)) {
    if (random.chance(30)) {
      Yaml& say = tree.set("say", Yaml::inline_map());
      say.set("en", make.prose());
      say.set("cy", make.prose());
    } else {
      tree.set("say", make.prose());
    }
  }
  if (make.maybe(make.knobs.prose, 5)) tree.set("note", make.prose());
  if (make.maybe(make.knobs.cites, 25)) tree.set("cite", make.cite());
  if (make.maybe(make.knobs.cites, 5)) tree.set("checked", make.pick({"read", "digest", "memory"}));
  if (random.chance(8)) {
    Said length{"1w", 7};
    tree.set("notice", make.value(length, [] { return Said{"3d", 3}; }));
  }
  if (random.chance(12)) tree.set("prefer", random.chance(75) ? "late" : "early");
  if (make.people.size() > 1 && random.chance(30)) {
    stage.who = make.people[1];
    if (random.chance(40)) {
      Yaml& who = tree.set("who", Yaml::listing());
      for (const auto& person : make.people) who.items.emplace_back(person);
    } else {
      tree.set("who", stage.who);
    }
  }
}

void lengthen(Maker& make, StageSketch& stage) {
  Random& random = make.random;
  const auto spread = [&](const char* key, const std::function<Said()>& again) {
    Said said = again();
    Yaml value = make.value(said, again);
    stage.length = said.days;
    stage.tree.set(key, std::move(value));
  };
  if (make.maybe(make.knobs.uncertain, stage.work ? 25 : 5)) {
    stage.form = StageSketch::lasts;
    spread("lasts", [&] { return make.lasting(); });
  } else if (random.chance(stage.work ? 50 : 85)) {
    stage.form = StageSketch::takes;
    if (random.chance(12))
      spread("takes", [&] { return make.days(1, make.tiny() ? 4 : 20); });
    else if (random.chance(8))
      spread("takes", [&] { return Said{fmt::format("{}wh", make.number(1, 12)), 3}; });
    else
      spread("takes", [&] { return make.length_of_visit(); });
  }
}

void place(Maker& make, StageSketch& stage) {
  Random& random = make.random;
  if (!random.chance(stage.work ? 45 : 80)) return;
  stage.kind = make.pick(make.place_kinds);
  const std::string kind = stage.kind;
  if (make.maybe(make.knobs.rules, 4)) {
    const std::string id = fmt::format("rule-{}", make.rules.items.size() + 1);
    Yaml rule = Yaml::inline_map();
    rule.set("by", make.option());
    rule.set(make.options.find(rule.find("by")->word)->items.front().word, make.pick(make.place_kinds));
    rule.set("otherwise", kind);
    make.rules.set(id, std::move(rule));
    stage.tree.set("at", id);
  } else {
    stage.tree.set("at", make.cited(kind));
  }
  const auto hours = [&] {
    return Said{make.pick({"mon-sun holidays 07:00-19:00", "mon-thu", "mon-sun holidays 10:00-17:00", "wed-sat",
                           "mon-fri 08:00-14:00", "mon-sun"}),
                0};
  };
  for (const char* key : {"hours", "starts"})
    if (random.chance(6)) {
      Said said = hours();
      if (random.chance(25)) {
        Yaml list = Yaml::listing();
        list.items.emplace_back("mon-fri 08:00-16:00");
        list.items.emplace_back("sat sun 09:00-15:00");
        stage.tree.set(key, std::move(list));
      } else {
        stage.tree.set(key, make.value(said, hours));
      }
    }
  if (make.maybe(make.knobs.needs, 20)) {
    static const std::vector<std::string> all{"bed", "nurse", "machine", "chair"};
    Yaml& needs = stage.tree.set("needs", Yaml::inline_map());
    std::string resource = make.pick(all);
    const auto take = [&](const std::string& id) {
      if (std::find(make.resources.begin(), make.resources.end(), id) == make.resources.end())
        make.resources.push_back(id);
    };
    take(resource);
    if (random.chance(15) && resource != "chair") {
      take("chair");
      resource += " or chair";
    }
    const int n = random.chance(85) ? 1 : 2;
    needs.set(resource,
              random.chance(20) ? fmt::format("{} for {}", n, make.pick({"1h", "30min", "1d"})) : std::to_string(n));
  }
}

void repeat(Maker& make, StageSketch& stage, bool after_zero) {
  Random& random = make.random;
  const int most = make.tiny() ? 3 : 6;
  const auto apart = [&] {
    static const std::vector<Said> all{{"1d", 1},  {"exactly 1d", 1}, {"any", 1},        {"2d to 4d", 3},
                                       {"1w", 7},  {"2wd", 4},        {"exactly 2d", 2}, {"at most 3d", 2},
                                       {"24h", 1}, {"1wd to 3wd", 3}};
    return make.pick(all);
  };
  if (make.maybe(make.knobs.outcomes, 15) && stage.outcomes.empty()) {
    Yaml& outcomes = stage.tree.set("outcomes", Yaml::inline_map());
    Yaml enough = Yaml::inline_map();
    Yaml& chances = enough.set("chance", Yaml::listing());
    for (const char* c : {"30%", "60%", "90%"}) chances.items.emplace_back(c);
    outcomes.set("enough", std::move(enough));
    outcomes.set("more", Yaml::inline_map());
    stage.outcomes = {"enough", "more"};
    stage.tree.set("repeat", fmt::format("1 to {} times until enough", make.number(2, most)));
    stage.step = 2;
  } else if (random.chance(15)) {
    stage.visits = 4;
    stage.step = 4;
    stage.tree.set("repeat", make.tiny() ? "1 a week for 2w"
                                         : make.pick({"2 a week for 2w", "1 a week for 3w", "1 a month for 3mo",
                                                      "3 a week for 2w", "1 a day for 4d"}));
    if (make.tiny() || stage.tree.find("repeat")->word != "2 a week for 2w") stage.visits = 2;
    if (random.chance(40)) return;
  } else {
    Said n{fmt::format("{} times", make.number(1, most)), 0};
    stage.visits = n.text[0] - '0';
    const auto again = [&] { return Said{fmt::format("{} times", make.number(1, most)), 0}; };
    Yaml value = make.value(n, again);
    if (value.kind == Yaml::text && value.word.starts_with("rule")) stage.visits = 1;
    stage.tree.set("repeat", std::move(value));
  }
  if (random.chance(80)) {
    Said wait = apart();
    stage.tree.set("apart", make.value(wait, apart));
    stage.step = std::max(stage.step, wait.days);
  }
  (void)after_zero;
}

/// Visits on named days, so many days from Day 0.
void fall(Maker& make, StageSketch& stage, bool after_zero) {
  Random& random = make.random;
  const int shift = make.counts_from_one ? 1 : 0;
  const auto day = [&](int n) { return fmt::format("day {}", n < 0 ? n : n + shift); };
  const auto unless_none = [&](int n) { return n; };
  int from = after_zero ? make.number(0, make.tiny() ? 8 : 30) : -make.number(1, 6);
  int count = make.number(2, make.tiny() ? 3 : 6);
  if (!after_zero && from + count > 0) count = -from;
  Said one{day(from), 0};
  stage.falls = unless_none(from);
  const auto& zero = make.stages[make.zero].id;
  const auto once = [&] { return Said{day(after_zero ? from + 1 : from - 1), 0}; };
  switch (make.number(0, after_zero ? 7 : 3)) {
    case 0:
    case 1:
      stage.tree.set("falls-on", make.value(one, once));
      break;
    case 2:
      stage.visits = count, stage.step = 1;
      stage.tree.set("falls-on", make.cited(fmt::format("every day from {} to {}", day(from), day(from + count - 1))));
      if (count < 2) stage.tree.set("falls-on", one.text);
      break;
    case 3:
      stage.tree.set("falls-on", fmt::format("{}d {} {}", std::abs(from), from < 0 ? "before" : "after", zero));
      break;
    case 4: {
      Yaml list = Yaml::listing();
      list.items.emplace_back(day(from));
      list.items.emplace_back(day(from + 3));
      if (!make.tiny()) list.items.emplace_back(make.pick({"month 1", "week 8", "day 100", "year 1"}));
      stage.visits = 2, stage.step = 3;
      stage.tree.set("falls-on", std::move(list));
      break;
    }
    case 5:
      stage.visits = 2, stage.step = 7;
      stage.tree.set("falls-on", fmt::format("every week from {} to {}", day(from), day(from + 7 + make.number(0, 6))));
      break;
    case 6:
      if (make.tiny()) {
        stage.visits = 4, stage.step = 0;
        stage.tree.set("falls-on", fmt::format("2 a day from {} to {}", day(from), day(from + 1)));
      } else {
        stage.falls = 60;
        stage.tree.set("falls-on", make.pick({"every month from month 2 to month 5",
                                              "every 6mo from month 6 to month 18", "every year from year 1 to year 3",
                                              "every 2w from week 9 to week 14", "1 a week from week 8 to week 11"}));
      }
      break;
    default:
      stage.tree.set("falls-on", one.text);
      break;
  }
  if (random.chance(50)) {
    const auto give = [&] { return make.days(1, 4); };
    Said length = give();
    stage.tree.set("give-or-take", make.value(length, give));
  }
  if (stage.visits > 1 && random.chance(10)) stage.tree.set("apart", "any");
}

void judge(Maker& make, StageSketch& stage, std::size_t at) {
  Random& random = make.random;
  if (stage.form == StageSketch::whole || !stage.outcomes.empty()) return;
  stage.outcomes = {"good", "poor"};
  Yaml& outcomes = stage.tree.set("outcomes", Yaml::inline_map());
  Yaml good = Yaml::inline_map(), poor = Yaml::inline_map();
  const int likely = make.number(0, 20) * 5;
  if (random.chance(70)) good.set("chance", make.cited(fmt::format("{}%", 100 - likely)));
  if (random.chance(10)) good.set("title", make.prose());
  if (random.chance(15)) good.set("then", "carry on");
  if (good.find("chance") == nullptr || random.chance(60)) poor.set("chance", fmt::format("{}%", likely));
  switch (make.number(0, 3)) {
    case 0:
      poor.set("then", "stop");
      break;
    case 1: {
      const std::size_t from =
          static_cast<std::size_t>(make.number(std::max(0, static_cast<int>(at) - 3), static_cast<int>(at)));
      poor.set("then", "again from " + (from == at ? stage.id : make.stages[from].id));
      if (random.chance(50)) poor.set("times", std::to_string(make.number(1, 3)));
      if (random.chance(60)) poor.set("adds", make.pick({"7d", "2d", "12h", "3d to 5d", "1wd"}));
      break;
    }
    case 2:
      poor.set("adds", make.pick({"1d", "2h", "3d to 7d likely 4d"}));
      break;
    default:
      break;
  }
  if (make.maybe(make.knobs.cites, 10)) poor.set("cite", make.cite());
  outcomes.set("good", std::move(good));
  outcomes.set("poor", std::move(poor));
}

std::string point_at(Maker& make, const StageSketch& stage) {
  if (stage.visits > 1 && make.random.chance(25))
    return stage.id + make.pick({" first", " last", " visit 1", " visit 2"});
  if (make.random.chance(4)) return stage.id + " attempt 1";
  return stage.id;
}

void span(Maker& make, StageSketch& stage, std::size_t at) {
  Random& random = make.random;
  stage.form = StageSketch::span;
  stage.work = false;
  stage.tree.set("kind", random.chance(60) ? "restriction" : "stay");
  const auto before = [&]() -> const StageSketch& {
    return make.stages[static_cast<std::size_t>(make.number(0, static_cast<int>(at) - 1))];
  };
  const auto& start = before();
  const std::string from = random.chance(80)   ? point_at(make, start)
                           : random.chance(50) ? fmt::format("{}d before {}", make.number(1, 6), start.id)
                                               : fmt::format("day {}", make.number(1, 5));
  Said length = make.days(1, make.tiny() ? 10 : 60);
  const std::string anchor = from.starts_with("day") ? from : start.id;
  stage.tree.set("from", make.cited(from));
  const auto until = [&] {
    return Said{fmt::format("{} after {}", make.days(1, make.tiny() ? 10 : 60).text, anchor), 5};
  };
  if (make.maybe(make.knobs.rules, 12)) {
    const std::string id = fmt::format("rule-{}", make.rules.items.size() + 1);
    Yaml rule = Yaml::inline_map();
    rule.set("by", make.option());
    rule.set(make.options.find(rule.find("by")->word)->items.front().word, make.days(3, 20).text);
    rule.set("otherwise", length.text);
    make.rules.set(id, std::move(rule));
    stage.tree.set("until", fmt::format("{} after {}", id, anchor));
  } else {
    Said said = until();
    stage.tree.set("until", make.value(said, until));
  }
  if (random.chance(25)) stage.tree.set("carer", make.cited("required"));
  if (make.maybe(make.knobs.needs, 15) && !make.place_kinds.empty()) {
    stage.kind = make.pick(make.place_kinds);
    stage.tree.set("at", stage.kind);
    Yaml& needs = stage.tree.set("needs", Yaml::inline_map());
    needs.set("bed", "1");
    if (std::find(make.resources.begin(), make.resources.end(), "bed") == make.resources.end())
      make.resources.emplace_back("bed");
  }
}

void link(Maker& make, StageSketch& stage, std::size_t at) {
  Random& random = make.random;
  std::vector<std::size_t> earlier;
  for (std::size_t i = 0; i < at; ++i) {
    const auto& other = make.stages[i];
    if (other.form != StageSketch::span || random.chance(10)) earlier.push_back(i);
  }
  if (earlier.empty() || random.chance(8)) return;
  const int links = random.chance(30) ? 2 : 1;
  Yaml after = Yaml::mapping();
  after.flow = random.chance(50);
  for (int n = 0; n < links; ++n) {
    // Mostly what stands just before.
    const std::size_t back = static_cast<std::size_t>(std::min<std::int64_t>(
        random.chance(70) ? random(0, 1) : random(0, 6), static_cast<std::int64_t>(earlier.size()) - 1));
    LinkSketch to;
    to.to = earlier[earlier.size() - 1 - back];
    const auto& other = make.stages[to.to];
    to.point = point_at(make, other);
    if (to.point == other.id && random.chance(6)) to.point += " start", to.to_start = true;
    const auto again = [&] { return make.least_wait(); };
    to.wait = again();
    if (after.find(to.point)) continue;
    after.set(to.point, make.value(to.wait, again));
    stage.links.push_back(to);
  }
  const bool plain = std::all_of(after.items.begin(), after.items.end(),
                                 [](const Yaml& w) { return w.kind == Yaml::text && w.word == "any"; });
  if (plain && after.items.size() == 1 && random.chance(70)) {
    stage.tree.set("after", after.keys.front());
  } else if (plain && random.chance(60)) {
    Yaml list = Yaml::listing();
    for (const auto& key : after.keys) list.items.emplace_back(key);
    stage.tree.set("after", std::move(list));
  } else {
    stage.tree.set("after", std::move(after));
  }
}

}  // namespace

void Maker::make_stages() {
  int n = tiny() ? number(2, 6) : knobs.size == Knobs::large ? number(25, 40) : number(3, 12);
  std::vector<Name> chosen(std::begin(pool), std::end(pool));
  std::vector<std::string> ids;
  while (static_cast<int>(chosen.size()) > n)
    chosen.erase(chosen.begin() + random(0, static_cast<std::int64_t>(chosen.size()) - 1));
  std::vector<std::pair<std::string, int>> all;
  for (const auto& name : chosen) all.emplace_back(name.id, name.phase);
  for (int extra = 1; static_cast<int>(all.size()) < n; ++extra) all.emplace_back(fmt::format("visit-{}", extra), 8);
  // Day 0: the infusion where there is one, else any but the first.
  zero = static_cast<std::size_t>(random(0, static_cast<std::int64_t>(all.size()) - 1));
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].first == "infusion") zero = i;
  counts_from_one = random.chance(15);
  stages.reserve(80);  // references to stages stay good while parts are added
  std::vector<std::size_t> made_at(all.size());
  int manufactured = -1;
  const std::size_t zero_of_all = zero;
  zero = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_zero = i == zero_of_all;
    if (is_zero) zero = stages.size();
    const std::size_t at = stages.size();
    stages.emplace_back();
    StageSketch& stage = stages.back();
    stage.id = all[i].first;
    stage.phase = all[i].second;
    stage.tree.flow = random.chance(30);
    stage.tree.set("phase", phases[stage.phase]);
    const bool later = i > zero_of_all;
    stage.work = stage.phase == 3 || random.chance(20);
    const bool makes_or_conditions = stage.phase == 3 || stage.phase == 5;
    if (at > 0 && !is_zero && !makes_or_conditions && maybe(knobs.spans, stage.phase >= 7 ? 30 : 6)) {
      speak(*this, stage);
      span(*this, stage, at);
      if (maybe(knobs.options, 8)) stage.tree.set("when", condition());
      continue;
    }
    if (stage.work) stage.tree.set("kind", "work");
    speak(*this, stage);
    if (stage.phase == 3) manufactured = static_cast<int>(at);
    if (maybe(knobs.gates, 100) && stage.phase == 5 && manufactured >= 0) {
      const auto has = [&](const char* id) {
        return std::any_of(stages.begin(), stages.end(), [&](const auto& s) { return s.id == id; });
      };
      stage.tree.set("gate", has("release") && has("product-on-site") && random.chance(60)
                                 ? std::string("product")
                                 : stages[static_cast<std::size_t>(manufactured)].id);
    } else if (at > 0 && maybe(knobs.gates, 5)) {
      if (random.chance(50)) {
        Yaml& list = stage.tree.set("gate", Yaml::listing());
        list.items.emplace_back(stages[at - 1].id);
        if (at > 1) list.items.emplace_back(stages[at - 2].id);
      } else {
        stage.tree.set("gate", cited(stages[at - 1].id));
      }
    }
    if (!is_zero && !stage.work && knobs.chances && knobs.uncertain && at > 0 &&
        random.chance(stage.id == "crs" ? 80 : 3)) {
      // A thing that may befall: when it begins and how long it lasts is not ours.
      stage.event = stage.conditional = true;
      stage.form = StageSketch::lasts;
      stage.tree.set("kind", "event");
      stage.tree.set("chance", cited(pick({"94%", "20%", "50%"})));
      const Said begins = lasting(), lasts = lasting();
      stage.tree.set("begins", fmt::format("{} after {}", begins.text, stages[at - 1].id));
      stage.tree.set("lasts", lasts.text);
      stage.links.push_back({at - 1, stages[at - 1].id, begins, false});
      stage.length = lasts.days;
      continue;
    }
    place(*this, stage);
    if (maybe(knobs.parts, 6) && at + 4 < 80) {
      stage.form = StageSketch::whole;
      link(*this, stage, at);
      stage.tree.drop("needs");
      stage.tree.drop("at");
      stage.tree.flow = false;
      const int parts = number(2, 3);
      Yaml inside = Yaml::mapping();
      const std::string whole = stage.id;
      const int phase = stage.phase;
      std::vector<std::size_t> mine;
      for (int p = 0; p < parts; ++p) {
        const std::size_t here = stages.size();
        stages.emplace_back();
        StageSketch& part = stages.back();
        part.id = fmt::format("{}-{}", whole, p + 1);
        part.part = true;
        part.phase = phase;
        part.tree.flow = random.chance(50);
        place(*this, part);
        lengthen(*this, part);
        if (maybe(knobs.visits, 15)) repeat(*this, part, later);
        if (p > 0) {
          const Said wait = least_wait();
          Yaml& after = part.tree.set("after", Yaml::inline_map());
          after.set(stages[here - 1].id, wait.text);
          part.links.push_back({here - 1, stages[here - 1].id, wait, false});
        } else {
          part.links.push_back({at, whole + " start", {"any", 0}, true});
        }
        mine.push_back(here);
      }
      for (const auto here : mine) inside.set(stages[here].id, stages[here].tree);
      stages[at].tree.set("parts", std::move(inside));
      if (maybe(knobs.visits, 10) && !is_zero) stages[at].tree.set("repeat", "2 times");
      continue;
    }
    lengthen(*this, stage);
    if (at > 0 && !is_zero && maybe(knobs.options, 10)) {
      stage.conditional = true;
      stage.tree.set("when", cited(condition()));
    } else if (at > 0 && !is_zero && maybe(knobs.outcomes, 8)) {
      for (std::size_t j = 0; j < at; ++j)
        if (!stages[j].outcomes.empty() || stages[j].event) {
          stage.conditional = true;
          stage.tree.set("when", stages[j].event ? stages[j].id + pick({" happened", " did not happen"})
                                                 : stages[j].id + " is " + pick(stages[j].outcomes));
          break;
        }
    } else if (!is_zero && maybe(knobs.chances, 5)) {
      stage.conditional = true;
      stage.tree.set("chance", pick({"94%", "20%", "50%", "49%"}));
    }
    if (!is_zero && i != 0 && maybe(knobs.visits, later ? 35 : 8))
      fall(*this, stage, later);
    else if (maybe(knobs.visits, 10))
      repeat(*this, stage, later);
    if (maybe(knobs.outcomes, 12)) judge(*this, stage, at);
    if (stage.falls == std::nullopt || random.chance(30)) link(*this, stage, at);
    if (maybe(knobs.washouts, 7)) {
      Yaml& washout = stage.tree.set("washout", Yaml::inline_map());
      const std::string drug = pick({"steroid", "chemo", "vaccine"});
      Said length = days(1, tiny() ? 6 : 40);
      washout.set(drug, value(length, [&] { return days(1, 10); }));
      drugs.push_back(drug);
      for (std::size_t j = 0; j < at; ++j)
        if (!stages[j].part && stages[j].form == StageSketch::takes && random.chance(30)) {
          Yaml& gives = stages[j].tree.set("gives", Yaml::listing());
          gives.items.emplace_back(drug);
          stage.links.push_back({j, "", length, false});
          break;
        }
    }
    if (at > 0 && random.chance(4) && stage.form == StageSketch::takes) {
      const auto& other = stages[static_cast<std::size_t>(number(0, static_cast<int>(at) - 1))];
      Yaml& ends = stage.tree.set("ends-after", Yaml::inline_map());
      ends.set(other.id, pick({"any", "1h", "0min", "1d"}));
    }
  }
}

// About when each stage is; what lies before today and has all before it done may have happened.
void Maker::settle_days() {
  const auto margin = [&] { return has_centre ? number(0, 3) : number(0, 1); };
  std::vector<int> spare;
  for (std::size_t i = 0; i < stages.size(); ++i) spare.push_back(margin());
  int day_zero = -100000;
  for (int round = 0; round < 12; ++round) {
    int wanted = day_zero;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      StageSketch& stage = stages[i];
      int day = 0;
      for (const auto& link : stage.links) {
        const auto& before = stages[link.to];
        day = std::max(day, (link.to_start ? before.day : before.last()) + link.wait.days + spare[i]);
      }
      if (stage.form == StageSketch::span && i > 0) day = stages[i - 1].day;
      if (stage.falls) {
        if (*stage.falls < 0) wanted = std::max(wanted, day - *stage.falls);
        if (day_zero > -100000) day = day_zero + *stage.falls;
      }
      const bool can = knobs.facts && !stage.event && stage.form != StageSketch::span &&
                       stage.form != StageSketch::whole && (!stage.falls || *stage.falls >= 0 || day_zero < today);
      if (round == 0) {
        stage.forgotten = !random.chance(88);
        stage.happened = false;
      }
      bool before_done = true;
      for (const auto& link : stage.links)
        before_done = before_done && (stages[link.to].happened || stages[link.to].forgotten);
      const bool past = can && day < today && before_done && (i == 0 || !stage.links.empty() || stage.falls);
      stage.happened = past && !stage.forgotten;
      if (!past && !stage.falls) day = std::max(day, today + (i == 0 ? 0 : 0));
      if (!past && stage.falls) wanted = std::max(wanted, today - *stage.falls);
      stage.day = day;
      if (i == zero) wanted = std::max(wanted, day), stage.day = std::max(day, day_zero);
    }
    if (wanted == day_zero) break;
    day_zero = wanted;
  }
}

// Greatest waits, windows and targets, mostly so wide that the days above fit.
void Maker::bind_from_above() {
  std::vector<std::size_t> wholes;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    StageSketch& stage = stages[i];
    if (stage.part || stage.event || stage.form == StageSketch::span) continue;
    Yaml* after = stage.tree.find("after");
    for (auto& link : stage.links) {
      Yaml* said = after && after->kind == Yaml::map ? after->find(link.point) : nullptr;
      if (!said || said->kind != Yaml::text || said->word != link.wait.text || !random.chance(knobs.tight ? 50 : 22))
        continue;
      const auto& before = stages[link.to];
      const int gap = std::max(0, stage.day - (link.to_start ? before.day : before.last()));
      const int room = random.chance(knobs.tight ? 55 : 15) ? number(-2, 0) : number(1, 6);
      const int most = std::max(0, gap + room);
      const std::string& least = link.wait.text;
      const char unit = least.back();
      std::string wait;
      if (random.chance(10)) {
        wait = fmt::format("exactly {}d", gap);
      } else if (random.chance(15)) {
        wait = fmt::format("at most {}h", std::max(1, most * 24));
      } else if (unit == 'd' && least.find("wd") == std::string::npos && random.chance(60) && std::stoi(least) < most) {
        wait = fmt::format("{} to {}d", least, most);
      } else if (random.chance(10)) {
        wait = fmt::format("at most {}wd", most + 1);
      } else {
        wait = fmt::format("at most {}d", most);
      }
      if (!wait.starts_with("exactly") && random.chance(20)) wait += " or again";
      said->word = wait;
      link.wait.text = wait;
    }
    const int from_zero = stage.day - stages[zero].day;
    const int shift = counts_from_one && from_zero >= 0 ? 1 : 0;
    if (i != zero && !stage.falls && maybe(knobs.windows, 7)) {
      const auto window = [&] {
        int a = from_zero - number(0, 4), b = from_zero + number(2, 8);
        if (counts_from_one && a >= 0) a += 1;
        if (counts_from_one && b >= 0) b += 1;
        switch (number(0, 3)) {
          case 0:
            return Said{fmt::format("from day {}", a), 0};
          case 1:
            return Said{fmt::format("by day {}", b), 0};
          case 2:
            return i > 0 ? Said{fmt::format("by {}d after {}", std::max(1, stage.day - stages[0].day + number(1, 9)),
                                            stages[0].id),
                                0}
                         : Said{fmt::format("from day {}", a), 0};
          default:
            return Said{fmt::format("day {} to day {}", a, b), 0};
        }
      };
      Said said = window();
      stage.tree.set("window", value(said, window));
    }
    if (maybe(knobs.windows, 6)) {
      const auto target = [&] { return Said{fmt::format("by day {}", from_zero + shift + number(0, 3)), 0}; };
      Said said = target();
      if (!counts_from_one || said.text != "by day 0") stage.tree.set("target", value(said, target));
    }
  }
}

}  // namespace v2v::laws
