#include "generate.h"

#include <algorithm>

#include "maker.h"

namespace v2v::laws {
namespace {

/// Dates near which a plan is most easily wrong: clocks change, years end, months end, February has a 29th.
const std::vector<const char*>& hard_dates() {
  static const std::vector<const char*> all{"2026-03-29", "2026-10-25", "2027-03-28", "2026-03-08", "2026-11-01",
                                            "2027-03-14", "2026-12-31", "2027-01-01", "2028-02-29", "2024-02-29",
                                            "2027-02-28", "2026-01-31", "2026-04-30", "2026-08-31", "2026-12-25",
                                            "2025-12-29", "2027-10-31", "2026-09-21", "2026-10-05"};
  return all;
}

}  // namespace

Yaml* Files::find(const std::string& name) {
  for (auto& [file, tree] : named)
    if (file == name) return &tree;
  return nullptr;
}

const Yaml* Files::find(const std::string& name) const {
  return const_cast<Files*>(this)->find(name);
}

Files generate(Random& random, const Knobs& knobs) {
  Maker make{random, knobs};
  make.has_centre = make.maybe(knobs.centre, 75);
  if (make.has_centre) {
    if (make.maybe(knobs.zones, 45))
      make.zone = make.pick({"America/New_York", "America/New_York", "Europe/Amsterdam", "Asia/Kolkata",
                             "Australia/Sydney", "Australia/Lord_Howe", "America/Santiago", "UTC"});
    make.clock = *calendar::Zone::load(make.zone);
  }
  const int reach = make.tiny() ? 15 : 60;
  make.first = *calendar::parse_day(make.pick(hard_dates())) - make.number(0, reach);
  make.today = random.chance(45) ? -make.number(0, 10) : make.number(0, make.tiny() ? 20 : 70);
  if (make.maybe(knobs.people, 15)) make.people.emplace_back("donor");
  if (make.maybe(knobs.editions, 30)) {
    const int n = make.number(1, 3);
    for (int i = 0; i < n; ++i) {
      Yaml edition = Yaml::inline_map();
      if (random.chance(40)) edition.set("region", "hills");
      if (random.chance(60)) edition.set("effective", make.date(-make.number(100, 900)));
      if (random.chance(30)) edition.set("until", make.date(make.number(200, 400)));
      if (random.chance(30)) edition.set("title", make.prose());
      make.editions.set("ed-" + std::to_string(i + 1), std::move(edition));
    }
    if (n > 1 || random.chance(50)) make.edition = make.editions.keys[static_cast<std::size_t>(make.number(0, n - 1))];
  }
  make.make_places();
  make.make_stages();
  make.settle_days();
  make.bind_from_above();

  Files files;
  Yaml workflow = make.workflow_file();
  const Yaml centre = make.has_centre ? make.centre_file(workflow) : Yaml();
  if (make.maybe(knobs.base, 25)) files.named.emplace_back("base.yaml", make.base_of(workflow));
  files.named.emplace_back("workflow.yaml", std::move(workflow));
  if (make.has_centre) {
    files.named.emplace_back("centre.yaml", centre);
    if (write(centre).find("bank") != std::string::npos) files.named.emplace_back("bank.yaml", make.holidays_file());
  }
  files.named.emplace_back("patient.yaml", make.patient_file(*files.find("workflow.yaml")));
  files.today = make.date(make.today);
  return files;
}

}  // namespace v2v::laws
