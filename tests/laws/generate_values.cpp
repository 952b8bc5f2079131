// Lengths, waits, rules, conditions, prose, moments.
#include <fmt/format.h>

#include "maker.h"

namespace v2v::laws {

Said Maker::length_of_visit() {
  if (random.chance(3)) return {fmt::format("{}min", number(1, 300)), 0};
  return {pick({"10min", "15min", "30min", "30min", "45min", "1h", "1h", "90min", "2h", "3h", "4h", "1h to 2h",
                "30min to 45min", "2h to 3h likely 2h"}),
          0};
}

Said Maker::days(int from, int to) {
  const int n = number(from, to);
  switch (number(0, 9)) {
    case 0:
      if (n >= 7) return {fmt::format("{}w", n / 7), n / 7 * 7};
      break;
    case 1:
      if (!tiny() && n >= 28) return {fmt::format("{}mo", (n + 2) / 30), (n + 2) / 30 * 30};
      break;
    case 2:
      if (n >= 1) return {fmt::format("{}wd", n), n + 2 * (n / 5 + 1)};
      break;
    case 3:
      if (!tiny() && n >= 330) return {fmt::format("{}y", (n + 40) / 365), (n + 40) / 365 * 365};
      break;
    default:
      break;
  }
  return {fmt::format("{}d", n), n};
}

Said Maker::least_wait() {
  switch (number(0, 9)) {
    case 0:
    case 1:
    case 2:
      return {"any", 0};
    case 3:
      return {fmt::format("{}min", number(0, 12) * 10), 0};
    case 4: {
      const int n = number(1, tiny() ? 60 : 90);
      return {fmt::format("{}h", n), n / 24 + 1};
    }
    case 5:
      return random.chance(50) ? Said{fmt::format("{}wh", number(1, 12)), 2} : days(0, tiny() ? 5 : 40);
    case 6:
      return random.chance(tiny() || knobs.size == Knobs::large ? 0 : 30) ? days(28, 400) : days(1, 4);
    default:
      return days(1, tiny() ? 7 : 14);
  }
}

Said Maker::lasting() {
  const int n = number(1, tiny() ? 4 : 20);
  switch (number(0, 9)) {
    case 7:
      return {fmt::format("{}d to {}d peak {}d", n, n + 5, n + 1), n + 3};
    case 8:
      return {
          fmt::format("{}d to {}d {}% by {}d {}% by {}d", n, n + 9, number(2, 5) * 10, n + 2, number(6, 9) * 10, n + 5),
          n + 4};
    case 9:
      return {fmt::format("one of {}d {}d {}d {}d", n + 1, n, n + 1, n + 4), n + 1};
    case 0:
      return {fmt::format("{}h", n * 3), n * 3 / 24 + 1};
    case 1:
      return {fmt::format("{}h to {}h likely {}h", n * 2, n * 5, n * 3), n * 3 / 24 + 1};
    case 2:
      return {fmt::format("{}d to {}d", n, n + number(1, 6)), n + 3};
    case 3:
      return {fmt::format("{}d to {}d median {}d", n, n + 5, n + 1), n + 3};
    case 4:
      return {fmt::format("{}wd to {}wd", n, n + 3), n * 2 + 2};
    case 5:
      return {fmt::format("{}min to {}min", n * 10, n * 25), 0};
    default:
      return {fmt::format("{}d to {}d likely {}d", n, n + 4, n + 2), n + 2};
  }
}

std::string Maker::prose() {
  return pick({"Come fasting.", "Bring your list, please.", "Nobody knows: ask first", "Tests, a talk # and a plan",
               "It says \"wait here\" on the door", "A visit", "Behandlung für Sie", "{read} me", "it's fine",
               "Eight o'clock", "no", "12:30", "- one"});
}

std::string Maker::cite() {
  if (sources.items.empty() || (sources.items.size() < 3 && random.chance(15))) {
    const std::string id = fmt::format("book-{}", sources.items.size() + 1);
    Yaml source = Yaml::inline_map();
    source.set("title", pick({"A book of rules", "Label, section 5", "Planning default"}));
    if (random.chance(40)) source.set("revised", pick({"2024-01", "2025-06-30", "third"}));
    if (random.chance(50)) source.set("review-by", pick({"2027-11-30", "2025-06", "2026-10-25", "2030-01"}));
    if (random.chance(60)) source.set("checked", pick({"read", "digest", "memory"}));
    if (random.chance(30)) source.set("url", "https://example.org/book?a=b,c");
    if (random.chance(10)) source.set("note", prose());
    sources.set(id, std::move(source));
  }
  const std::string section = pick({"", " 2.2", " p5", " table 3", " 1271.80 (d)"});
  return sources.keys[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(sources.keys.size()) - 1))] +
         section;
}

std::string Maker::option() {
  if (options.items.empty() || (options.items.size() < 3 && random.chance(30))) {
    static const std::vector<std::pair<const char*, std::vector<const char*>>> all{
        {"setting", {"inpatient", "outpatient"}},
        {"strength", {"full", "reduced", "none"}},
        {"bridge-with", {"none", "steroids", "first"}}};
    const auto& [id, values] = all[options.items.size()];
    Yaml list = Yaml::listing();
    for (const char* value : values) list.items.emplace_back(value);
    options.set(id, std::move(list));
  }
  return options.keys[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(options.keys.size()) - 1))];
}

std::string Maker::condition() {
  const auto atom = [&] {
    const std::string id = option();
    const auto& values = options.find(id)->items;
    const std::string a = pick(values).word, b = pick(values).word;
    if (a != b && random.chance(25)) return fmt::format("{} is {} or {}", id, a, b);
    return fmt::format("{} is {}{}", id, random.chance(50) ? "not " : "", a);
  };
  const std::string one = atom();
  if (!random.chance(20)) return one;
  const std::string two = atom();
  const bool values = (one + two).find(" or ") != std::string::npos;
  return one + (values || random.chance(50) ? " or " : " and ") + two;
}

Yaml Maker::cited(Yaml said) {
  if (!maybe(knobs.cites, 20)) return said;
  Yaml wrapped = Yaml::inline_map();
  wrapped.set("is", std::move(said));
  wrapped.set("cite", cite());
  if (random.chance(15)) wrapped.set("checked", pick({"read", "digest", "memory"}));
  if (random.chance(15)) wrapped.set("note", prose());
  if (random.chance(5)) wrapped.set("because", prose());
  if (random.chance(5)) wrapped.set("by", "Dr A. Consultant");
  if (random.chance(5)) wrapped.set("date", "2026-02-28");
  return wrapped;
}

Yaml Maker::value(Said& said, const std::function<Said()>& again) {
  if (!maybe(knobs.rules, 10)) return cited(said.text);
  if (rules.items.size() > 1 && random.chance(10) && said.text.find("rule-") == std::string::npos) {
    // A rule within a rule.
    const std::string inner = fmt::format("rule-{}", rules.items.size() + 1);
    rules.set(inner, said.text);
    const std::string outer = fmt::format("rule-{}", rules.items.size() + 1);
    Yaml rule = Yaml::inline_map();
    rule.set("by", option());
    const Said other = again();
    said.days = std::max(said.days, other.days);
    rule.set(options.find(rule.find("by")->word)->items.front().word, inner);
    rule.set("otherwise", other.text);
    rules.set(outer, std::move(rule));
    return cited(outer);
  }
  const std::string id = fmt::format("rule-{}", rules.items.size() + 1);
  std::vector<std::string> values;
  Yaml rule = Yaml::inline_map();
  const StageSketch* judged = nullptr;
  for (const auto& stage : stages)
    if (!stage.outcomes.empty() && random.chance(50)) judged = &stage;
  const int kind = number(0, 9);
  if (kind < 2) {
    rules.set(id, cited(said.text));
    return cited(id);
  }
  if (kind < 5 && !editions.items.empty()) {
    if (random.chance(40)) rule.set("by", "edition");
    values = editions.keys;
  } else if (kind < 7 && judged) {
    rule.set("by", judged->id);
    values = judged->outcomes;
  } else if (knobs.options) {
    rule.set("by", option());
    for (const auto& v : options.find(rule.find("by")->word)->items) values.push_back(v.word);
  } else {
    return cited(said.text);
  }
  const bool otherwise = random.chance(60);
  for (std::size_t i = otherwise ? 1 : 0; i < values.size(); ++i) {
    const Said other = again();
    said.days = std::max(said.days, other.days);
    rule.set(values[i], cited(other.text));
  }
  if (otherwise) rule.set("otherwise", cited(said.text));
  if (maybe(knobs.cites, 30)) rule.set("cite", cite());
  if (random.chance(5)) rule.set("note", prose());
  rules.set(id, std::move(rule));
  return cited(id);
}

std::string Maker::moment(Day day, int minute) {
  const auto reading = clock.read({day, minute});
  auto instant = random.chance(50) ? reading.first : reading.second;
  const auto offset = [](const calendar::Zone& z, calendar::Instant at) {
    const int minutes = z.offset_minutes(at);
    return fmt::format(" {}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
  };
  calendar::Zone shown = clock;
  std::string behind;
  if (random.chance(4)) {
    behind = pick({"Europe/Amsterdam", "America/New_York", "Asia/Kolkata"});
    shown = *calendar::Zone::load(behind);
    behind = " " + behind;
  }
  const auto wall = shown.wall(instant);
  if (shown.read(wall).kind == calendar::Reading::repeated || random.chance(2)) behind += offset(shown, instant);
  return fmt::format("{} {:02}:{:02}{}", calendar::to_string(wall.day), wall.minute / 60, wall.minute % 60, behind);
}

}  // namespace v2v::laws
