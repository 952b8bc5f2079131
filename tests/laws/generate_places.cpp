// Places with odd hours, and the files of a centre and its holidays.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "maker.h"

namespace v2v::laws {
namespace {

constexpr const char* names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string clock_text(int minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

}  // namespace

void Maker::make_places() {
  static const std::vector<std::string> pool{"clinic", "day-unit", "ward", "lab", "courier", "maker", "home"};
  const int kinds = tiny() ? number(1, 3) : number(2, static_cast<int>(pool.size()));
  for (int k = 0; k < kinds; ++k) {
    place_kinds.push_back(pool[static_cast<std::size_t>(k)]);
    const int several = random.chance(20) ? 2 : 1;
    for (int n = 0; n < several; ++n) {
      PlaceSketch place;
      place.kind = pool[static_cast<std::size_t>(k)];
      place.id = n == 0 ? place.kind : fmt::format("{}-{}", place.kind, n + 1);
      if (random.chance(40)) place.site = pick({"north", "south", "east"});
      if (maybe(knobs.zones, 6)) place.zone = pick({"Europe/Amsterdam", "America/New_York", "Asia/Kolkata"});
      const auto open = [&](int from, int to) {
        std::fill(place.open.begin() + from, place.open.begin() + to + 1, true);
      };
      const auto hours = [&](const std::string& days, int a, int b) {
        place.from = std::max(place.from, a);
        place.to = std::min(place.to, b);
        return fmt::format("{} {}-{}", days, clock_text(a), clock_text(b % 1441));
      };
      const int odd = random.chance(15) ? number(0, 29) : 0;
      switch (number(0, 11)) {
        case 0:
        case 1:
          place.always = true;
          open(0, 6);
          place.hours = "always";
          break;
        case 2:
          open(0, 6);
          place.hours = hours("mon-sun holidays", number(7, 9) * 60 + odd, number(16, 20) * 60);
          break;
        case 3: {
          open(0, 6);
          Yaml list = Yaml::listing();
          list.items.emplace_back(hours("mon-fri", 8 * 60, number(16, 18) * 60 + odd));
          list.items.emplace_back(hours(pick({"sat sun holidays", "sat sun"}), number(8, 9) * 60, number(13, 16) * 60));
          place.hours = std::move(list);
          break;
        }
        case 4: {  // night shift
          open(0, 6);
          place.hours = fmt::format("{} {}-{}", pick({"mon-sun", "mon-sun holidays", "fri-mon wed"}),
                                    clock_text(number(18, 22) * 60 + odd), clock_text(number(5, 9) * 60));
          place.from = 23 * 60, place.to = 1440;
          if (place.hours.word.starts_with("fri")) place.open[1] = place.open[3] = false;
          break;
        }
        case 5: {  // some days only
          const int a = number(0, 3), b = number(a + 1, 4);
          place.open[static_cast<std::size_t>(a)] = place.open[static_cast<std::size_t>(b)] = true;
          place.hours = hours(fmt::format("{} {}", names[a], names[b]), 9 * 60, number(13, 16) * 60 + odd);
          break;
        }
        case 6: {  // a break at noon
          open(0, 4);
          Yaml list = Yaml::listing();
          list.items.emplace_back(hours("mon-fri", 8 * 60, 12 * 60 + odd));
          list.items.emplace_back(fmt::format("mon-fri {}-17:00", clock_text(13 * 60 + odd)));
          place.hours = std::move(list);
          break;
        }
        case 7:
          open(0, 6);
          place.hours = pick({"mon-sun", "mon-sun holidays 00:00-24:00", "mon-sun holidays"});
          break;
        default:
          open(0, 4);
          place.hours = hours("mon-fri", number(7, 9) * 60 + odd, number(15, 18) * 60 + odd);
          break;
      }
      places.push_back(std::move(place));
    }
  }
}

PlaceSketch* Maker::place_of(const StageSketch& stage) {
  if (!has_centre || stage.kind.empty()) return nullptr;
  for (auto& place : places)
    if (place.kind == stage.kind) return &place;
  return nullptr;
}

std::pair<int, int> Maker::open_at(const StageSketch& stage, int day) {
  const PlaceSketch* place = place_of(stage);
  const int spread = number(0, 5) * 15;
  if (!place) return {day, 9 * 60 + spread};
  for (int d = day; d < day + 7; ++d)
    if (place->open[static_cast<std::size_t>(calendar::weekday(first + d))])
      return {d, std::min(std::max(place->from, place->always ? 8 * 60 : 0) + spread, place->to - 1)};
  return {day, place->from};
}

namespace {

Yaml amount(Maker& make, int most) {
  const int n = most + make.number(0, 2);
  if (make.random.chance(60)) return std::to_string(n);
  Yaml rows = Yaml::inline_map();
  if (make.random.chance(40)) {
    rows.set(make.date(-200), std::to_string(n));
    if (make.random.chance(50)) rows.set(make.date(make.number(5, 60)), std::to_string(n + 1));
    if (make.random.chance(50)) {
      const int from = make.number(0, 80);
      rows.set(make.date(from) + " to " + make.date(from + make.number(0, 8)), std::to_string(make.number(0, most)));
    }
  } else {
    rows.set(make.pick({"mon-fri 08:00-13:00", "mon-sun 07:00-19:00", "mon wed fri 08:00-16:00"}), std::to_string(n));
    if (make.random.chance(85)) rows.set("otherwise", std::to_string(make.number(0, n)));
  }
  return rows;
}

Yaml place_tree(Maker& make, const PlaceSketch& place, bool first, int most) {
  Random& random = make.random;
  Yaml tree = Yaml::mapping();
  if (place.id != place.kind) tree.set("kind", place.kind);
  if (random.chance(10)) tree.set("title", make.prose());
  if (!place.site.empty()) tree.set("site", place.site);
  if (!place.zone.empty()) tree.set("zone", place.zone);
  if (make.maybe(make.knobs.holidays, 8)) {
    Yaml list = Yaml::listing();
    if (random.chance(60)) list.items.emplace_back("bank");
    tree.set("holidays", std::move(list));
  }
  if (random.chance(10)) {
    Yaml& hours = tree.set("hours", Yaml::inline_map());
    hours.set("is", place.hours);
    hours.set("note", make.prose());
  } else {
    tree.set("hours", place.hours);
  }
  if (random.chance(20)) {
    Yaml closed = Yaml::listing();
    for (int n = make.number(1, 3), from = make.number(-10, 40); n > 0; --n, from += make.number(5, 30)) {
      const int until = from + make.number(0, 5);
      closed.items.emplace_back(until > from ? make.date(from) + " to " + make.date(until) : make.date(from));
    }
    if (closed.items.size() == 1 && random.chance(50))
      tree.set("closed", Yaml(closed.items.front()));
    else
      tree.set("closed", std::move(closed));
  }
  Yaml has = Yaml::inline_map(), between = Yaml::inline_map();
  for (const auto& resource : make.resources) {
    if (!first && !random.chance(30)) continue;
    if (first && random.chance(12) && most < 3) {
      has.set(resource, fmt::format("{} a {}", make.number(most, 6), make.pick({"day", "week", "month"})));
    } else {
      has.set(resource, amount(make, most));
      if (random.chance(25)) between.set(resource, make.pick({"45min", "30min", "1h"}));
    }
  }
  if (!has.items.empty()) tree.set("has", std::move(has));
  if (!between.items.empty()) tree.set("between", std::move(between));
  if (random.chance(8)) tree.set("address", "1 Hill Road, Hill");
  if (random.chance(8)) tree.set("phone", "+44 20 7946 0000");
  if (random.chance(8)) tree.set("bring", make.prose());
  if (random.chance(8)) tree.set("arrive-early", "15min");
  if (place.kind == "maker") {
    Yaml makes = Yaml::listing();
    makes.items.emplace_back(make.workflow_id);
    tree.set("makes", std::move(makes));
  }
  if (random.chance(5)) tree.set("note", make.prose());
  return tree;
}

/// What a site may make stricter of a stage; empty where nothing fits.
Yaml stricter(Maker& make, const StageSketch& stage, const Yaml& tree) {
  Random& random = make.random;
  Yaml over = Yaml::inline_map();
  const bool visit = stage.form == StageSketch::milestone || stage.form == StageSketch::takes;
  switch (make.number(0, 4)) {
    case 0:
      if (visit && !tree.find("starts"))
        over.set("starts", make.pick({"mon-sun holidays 00:00-24:00", "mon-fri", "mon-sat 08:00-18:00"}));
      break;
    case 1:
      if (visit && !tree.find("hours"))
        over.set("hours", make.pick({"mon-sun holidays 07:00-20:00", "mon-fri 06:00-22:00"}));
      break;
    case 2:
      if (stage.form == StageSketch::takes) over.set("takes", make.pick({"20min", "1h", "2h"}));
      break;
    case 3:
      if (tree.find("notice"))
        over.set("notice", "remove");
      else
        over.set("notice", "3d");
      break;
    default:
      for (const auto& link : stage.links)
        if (link.wait.text.size() == 2 && link.wait.text[1] == 'd' && !link.to_start && tree.find("after") &&
            tree.find("after")->kind == Yaml::map && tree.find("after")->find(link.point) &&
            tree.find("after")->find(link.point)->word == link.wait.text) {
          Yaml after = Yaml::inline_map();
          after.set(link.point, fmt::format("{}d", link.wait.text[0] - '0' + 1));
          over.set("after", std::move(after));
          break;
        }
      break;
  }
  if (!over.items.empty()) {
    if (random.chance(30)) over.set("note", make.prose());
    over.set("because", make.pick({"two doctors must be there", "our protocol", "it's safer, we think"}));
  }
  return over;
}

}  // namespace

Yaml Maker::centre_file(const Yaml& workflow) {
  Yaml centre = Yaml::mapping();
  centre.set("centre", centre_id);
  if (random.chance(50)) centre.set("title", "Hill Hospitals");
  centre.set("zone", zone);
  if (random.chance(50)) centre.set("region", "hills");
  if (random.chance(20)) centre.set("language", "cy");
  if (std::any_of(stages.begin(), stages.end(), [](const auto& s) { return s.id == "release"; }) || random.chance(10))
    centre.set("gate-on", "release");
  if (random.chance(20)) centre.set("urgent-phone", "+44 20 7946 0001");
  if (random.chance(10)) {
    Yaml lodging = Yaml::inline_map();
    lodging.set("free-cancel", "2d");
    lodging.set("note", prose());
    centre.set("lodging", std::move(lodging));
  }
  if (maybe(knobs.holidays, 50)) {
    Yaml list = Yaml::listing();
    list.items.emplace_back(random.chance(80) ? "bank" : "bank.yaml");
    centre.set("holidays", std::move(list));
  }
  Yaml& all = centre.set("places", Yaml::mapping());
  std::set<std::string> sites;
  for (std::size_t i = 0; i < places.size(); ++i) {
    all.set(places[i].id, place_tree(*this, places[i], i == 0 || random.chance(30), tiny() ? 1 : 2));
    sites.insert(places[i].site.empty() ? places[i].id : places[i].site);
  }
  if (sites.size() > 1 && random.chance(40)) {
    Yaml& travel = centre.set("travel", Yaml::inline_map());
    const std::vector<std::string> list(sites.begin(), sites.end());
    for (std::size_t i = 1; i < list.size(); ++i)
      if (random.chance(60)) travel.set(list[i - 1] + " to " + list[i], pick({"45min", "20min", "2h", "1d"}));
  }
  if (random.chance(10)) centre.set("note", prose());
  if (!maybe(knobs.overrides, 35)) return centre;
  Yaml ours = Yaml::mapping(), every = Yaml::mapping();
  const Yaml* written = workflow.find("stages");
  for (const auto& stage : stages) {
    if (stage.part || !random.chance(20)) continue;
    const Yaml* tree = written->find(stage.id);
    Yaml over = tree ? stricter(*this, stage, *tree) : Yaml();
    if (!over.items.empty()) (random.chance(30) ? every : ours).set(stage.id, std::move(over));
  }
  Yaml& overrides = centre.set("overrides", Yaml::mapping());
  if (!every.items.empty()) overrides.set("every-workflow", std::move(every));
  if (!ours.items.empty()) overrides.set(workflow_id, std::move(ours));
  if (overrides.items.empty()) centre.drop("overrides");
  return centre;
}

Yaml Maker::holidays_file() {
  Yaml list = Yaml::mapping();
  list.set("holidays", "bank");
  if (random.chance(50)) list.set("title", "Bank holidays");
  if (random.chance(30)) list.set("cite", "the gazette");
  Yaml& days = list.set("days", Yaml::mapping());
  const auto rule = [&](const char* id, std::string on) {
    Yaml day = Yaml::inline_map();
    day.set("falls-on", std::move(on));
    if (random.chance(50)) day.set("if-weekend", pick({"next-weekday", "nearest-weekday", "stays"}));
    if (random.chance(15)) day.set("from", "2020");
    if (random.chance(15)) day.set("until", pick({"2026", "2035"}));
    if (random.chance(10)) day.set("title", prose());
    days.set(id, std::move(day));
  };
  rule("new-year", "01-01");
  if (random.chance(60)) rule("good-friday", "easter - 2");
  if (random.chance(60)) rule("easter-monday", "easter + 1");
  if (random.chance(60)) rule("spring", pick({"last mon of may", "first monday of may", "third thursday of november"}));
  rule("christmas", "12-25");
  if (random.chance(60)) rule("boxing-day", "12-26");
  if (random.chance(20)) rule("leap-day", "02-29");
  const auto dates = [&](const char* key) {
    Yaml& all = list.set(key, Yaml::listing());
    std::set<int> seen;
    for (int n = number(1, 4); n > 0; --n) seen.insert(number(-5, 60));
    for (const int d : seen) all.items.emplace_back(date(d));
  };
  if (random.chance(50)) dates("dates");
  if (random.chance(20)) dates("except");
  return list;
}

}  // namespace v2v::laws
