// v2v-sheet-files: calendars of random patients as files, each beside what it must say, for readers that are not ours.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "calendar/zone.h"
#include "sheet_case.h"
#include "view/ical.h"

namespace {

using namespace v2v;
using namespace v2v::laws;
using timeline::Item;
using Json = nlohmann::ordered_json;

Json must_say(const timeline::Sheet& sheet) {
  Json all = Json::array();
  std::set<std::string> seen;
  for (const Item& item : sheet.items) {
    const std::string uid = fmt::format("{}@{}.vein2vein", expected(item.uid, true), timeline::word(sheet.reader));
    if (!seen.insert(uid).second) continue;
    Json one = Json::object();
    one["uid"] = uid;
    const bool timed = item.start && !item.zone.empty() && item.kind == Item::visit;
    const auto instant = [&](calendar::Instant at) {  // of the world's clock, so that a zone misread shows
      return calendar::rfc3339(at, calendar::Zone::utc());
    };
    one["start"] = timed ? instant(*item.start) : calendar::to_string(item.from);
    one["end"] = timed ? (item.end ? Json(instant(*item.end)) : Json(nullptr)) : Json(calendar::to_string(item.to + 1));
    const bool firm = item.standing == Item::booked || item.standing == Item::done;
    one["status"] = firm ? "CONFIRMED" : item.standing == Item::cancelled ? "CANCELLED" : "TENTATIVE";
    one["location"] = expected(item.where, false);
    one["title"] = expected(item.title.text, false);
    one["summary"] = sheet.reader == timeline::Reader::team
                         ? Json(expected(item.patient + ": " + item.title.text, true))
                         : Json(nullptr);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: v2v-sheet-files SEED HOW-MANY DIR\n");
    return 3;
  }
  const unsigned long seed = std::strtoul(argv[1], nullptr, 10);
  const long wanted = std::strtol(argv[2], nullptr, 10);
  const std::filesystem::path folder = argv[3];
  std::filesystem::create_directories(folder);
  const auto put = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder / name, std::ios::binary) << text;
  };
  long made = 0;
  for (long number = 0; made < wanted; ++number) {
    Random random = chance_of(seed, number);
    for (const auto& sheet : random_sheets(random).sheets) {
      if (made >= wanted) break;
      put(fmt::format("{}.ics", made), view::ical(sheet));
      put(fmt::format("{}.json", made), must_say(sheet).dump(1));
      ++made;
    }
  }
  fmt::print("{} calendars\n", made);
  return 0;
}
