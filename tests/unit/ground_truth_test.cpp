// Published cases with expected dates: each row of the table is planned with the workflow of its therapy.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "shelf.h"

using namespace v2v;
using namespace v2v::tests;
using calendar::Day;
using timeline::Entry;

namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  }
  return fields;
}

std::vector<Row> rows_of(const std::string& path) {
  std::istringstream in(text_at(path));
  std::string line;
  std::getline(in, line);
  const auto head = fields_of(line);
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const auto fields = fields_of(line);
    Row row;
    for (std::size_t k = 0; k < head.size() && k < fields.size(); ++k) row[head[k]] = fields[k];
    rows.push_back(row);
  }
  return rows;
}

/// The patient file that pins a row's anchor, piece by piece.
struct Given {
  std::string workflow, edition, options;
  bool has_setting = true;
  bool outpatient = false;  // no admission the day before
  std::string slack_to;
  std::map<std::string, std::string> happened, booked;
  std::string overrides;
  plan::Assume assume = plan::Assume::likely;
  std::optional<Day> today;
};

std::string text_of(const Given& given) {
  std::string text = fmt::format("patient: P-1\nworkflow: {}\n", given.workflow);
  if (!given.edition.empty()) text += fmt::format("edition: {}\n", given.edition);
  std::string options = given.has_setting ? given.outpatient ? "setting: outpatient" : "setting: inpatient" : "";
  if (!given.options.empty()) options += (options.empty() ? "" : ", ") + given.options;
  if (!options.empty()) text += fmt::format("options: {{{}}}\n", options);
  for (const auto& [key, facts] : {std::pair{"happened", given.happened}, std::pair{"booked", given.booked}}) {
    if (facts.empty()) continue;
    text += fmt::format("{}:\n", key);
    for (const auto& [point, when] : facts) text += fmt::format("  {}: {}\n", point, when);
  }
  return text + given.overrides;
}

struct Planned {
  std::optional<timeline::Timeline> timeline;
  std::string told;

  std::vector<const Entry*> all(const std::string& stage, int attempt = 1) const {
    std::vector<const Entry*> found;
    if (timeline)
      for (const Entry& e : timeline->entries)
        if (e.id == stage && e.attempt == attempt && e.start) found.push_back(&e);
    return found;
  }
  bool clash() const { return timeline && timeline->conflict; }
};

std::string day_of(std::optional<calendar::Instant> t) {
  return t ? calendar::to_string(calendar::Zone::utc().wall(*t).day) : "none";
}
std::string minute_of(calendar::Instant t) {
  const auto wall = calendar::Zone::utc().wall(t);
  return calendar::to_string(wall.day) + "T" + fmt::format("{:02}:{:02}", wall.minute / 60, wall.minute % 60);
}

Planned planned(const Given& given) {
  source::Sources sources;
  Planned out;
  const std::string text = text_of(given);
  const std::string path = std::string(V2V_ROOT) + "/examples/patients/case.yaml";
  const auto read = text::read_case(sources, {{path, text}}, shelf_library(), {});
  for (const auto& d : read.diagnostics) out.told += source::render(d);
  if (!read.value || source::has_errors(read.diagnostics)) return out;
  plan::Settings settings;
  settings.assume = given.assume;
  settings.slack_to = given.slack_to;
  std::optional<Day> first, last;
  for (const auto& fact : read.value->patient.happened)
    last = std::max(last.value_or(fact.from.day), fact.to ? fact.to->day : fact.from.day);
  for (const auto& fact : read.value->patient.booked) first = std::min(first.value_or(fact.from.day), fact.from.day);
  settings.today = given.today ? *given.today : last ? *last : *first - 26 * 7;
  auto answer = plan::plan(*read.value, settings);
  for (const auto& d : answer.diagnostics) out.told += source::render(d);
  out.timeline = std::move(answer.value);
  if (out.clash())
    for (const auto& rule : out.timeline->conflict->rules) out.told += rule.text + "\n";
  return out;
}

/// A product as the table names it, and what of the shipped workflow its rows need.
struct Product {
  std::string begins;  // of the name in the table; the first that fits
  std::string workflow;
  std::map<std::string, std::string> editions;  // by the table's label version
  std::string options;
  int days = 3, rest = 2;  // of chemotherapy, and from its last day to the infusion
  int takes = 30;          // minutes of the infusion
  bool has_setting = true;
};

const std::map<std::string, std::string> kymriah_editions{{"US PI", "us-2025-06"},
                                                          {"US REMS era", "us-rems"},
                                                          {"EU SmPC", "eu"},
                                                          {"CH label", "ch"},
                                                          {"EU SmPC manufacture+release", "eu"},
                                                          {"median vein-to-vein (median of medians)", "eu"}};
const std::vector<Product> products{
    {"Yescarta",
     "axicabtagene-ciloleucel",
     {{"US REMS era (to 2025-06)", "us-rems"},
      {"US after 2025-06-26", "us-2025-06"},
      {"EU SmPC after 2024 variation", "eu-2024"},
      {"EU SmPC before 2024 variation", "eu-2018"},
      {"US PI", "us-2025-06"},
      {"CH label", "ch"},
      {"median vein-to-vein (median of medians)", "us-2025-06"}},
     "",
     3,
     3,
     30},
    {"Kymriah (DLBCL)", "tisagenlecleucel", kymriah_editions, "indication: dlbcl", 3, 2, 20},
    {"Kymriah (FL)", "tisagenlecleucel", kymriah_editions, "indication: follicular", 3, 2, 20},
    {"Kymriah", "tisagenlecleucel", kymriah_editions, "indication: paediatric-all", 4, 2, 20},
    {"Tecartus",
     "brexucabtagene-autoleucel",
     {{"US REMS era", "us-rems"}, {"US PI", "us-2025-06"}, {"CH label", "ch"}},
     "indication: mantle-cell",
     3,
     3,
     30},
    {"Abecma",
     "idecabtagene-vicleucel",
     {{"US PI", "us-2025-06"},
      {"US after 2025-06-26", "us-2025-06"},
      {"CH Fachinfo / EU SmPC", "eu"},
      {"EU SmPC digest", "eu"}},
     "",
     3,
     2,
     20},
    {"Carvykti",
     "ciltacabtagene-autoleucel",
     {{"US PI", "us-2025-06"}, {"US REMS era", "us-rems"}, {"US after 2025-06-26 (class statement)", "us-2025-06"}},
     "",
     3,
     2,
     60},
    {"Breyanzi",
     "lisocabtagene-maraleucel",
     {{"US PI", "us-2025-06"}, {"median vein-to-vein (median of medians)", "us-2025-06"}},
     "indication: large-b-cell",
     3,
     2,
     45},
    {"any autologous CAR-T",
     "axicabtagene-ciloleucel",
     {{"EBMT / tissue directive", "eu-2024"},
      {"cytopenia guidance table", "eu-2024"},
      {"ASH table", "eu-2024"},
      {"EBMT follow-up", "eu-2024"},
      {"GMO long-term follow-up", "eu-2024"}},
     "",
     3,
     3,
     30},
    {"autoHSCT BEAM", "stem-cell/autologous", {{"NZ SRL regimen", ""}, {"any", ""}}, "regimen: beam", 0, 0, 60, false},
    {"alloHSCT",
     "stem-cell/allogeneic",
     {{"MTX prophylaxis", ""}, {"PTCy prophylaxis", ""}, {"chimerism", ""}, {"donor clearance", ""}},
     "",
     0,
     0,
     120,
     false},
    {"Ryoncil", "remestemcel", {{"US PI", "us"}}, "", 0, 0, 60, false},
    {"iPSC-DA neurons", "pluripotent/parkinson-induced", {{"trial", ""}}, "tacrolimus: a-year", 0, 0, 360, false},
    {"iPSC-CM patch", "pluripotent/heart-patch", {{"trial", ""}}, "", 0, 0, 360, false}};

const Product* product_of(const std::string& name) {
  for (const Product& product : products)
    if (name.starts_with(product.begins)) return &product;
  return nullptr;
}

std::string shifted(const std::string& day, int by) {
  return calendar::to_string(*calendar::parse_day(day.substr(0, 10)) + by);
}

/// What the plan says of a row, in the form of its expected column; nothing where the row cannot be mapped.
std::optional<std::string> told_by_plan(const Row& row, std::string& why) {
  const Product& product = *product_of(row.at("product"));
  const std::string& event = row.at("event");
  const std::string& anchor = row.at("anchor_event");
  const std::string& at = row.at("anchor_date");
  const std::string& expected = row.at("expected_date");
  const auto edition = product.editions.find(row.at("label_version"));
  if (edition == product.editions.end()) return std::nullopt;
  Given given;
  given.workflow = product.workflow;
  given.edition = edition->second;
  given.options = row.at("label_version") == "PTCy prophylaxis" ? "gvhd-prevention: cyclophosphamide" : product.options;
  given.has_setting = product.has_setting;
  const std::string moment = at.size() > 10 ? at.substr(0, 10) + " " + at.substr(11) : at;
  const auto say = [&](const Planned& p) { why += p.told; };
  const auto chemotherapy = [&](const std::string& first, int n) {
    std::string list;
    for (int k = 0; k < n; ++k) list += (k > 0 ? ", " : "[") + shifted(first, k);
    return list + "]";
  };

  if (event.starts_with("relymphodeplete")) {  // on that day it still counts, a day later it is given again
    const int n = product.days;
    const std::string first = anchor == "LD_end"             ? shifted(at, 1 - n)
                              : anchor == "planned_infusion" ? shifted(at, 1 - n - product.rest)
                                                             : at;
    given.happened["lymphodepletion"] = chemotherapy(first, n);
    Day last = *calendar::parse_day(first) + (n - 1);
    for (int k = 0; k < 60; ++k, last = last + 1) {
      given.booked["infusion"] = calendar::to_string(last + 1);
      const Planned p = planned(given);
      if (p.clash() && k < product.rest - 1) continue;  // too soon after the last of it
      say(p);
      if (!p.timeline || !p.all("lymphodepletion", 2).empty()) break;
    }
    return calendar::to_string(last);
  }
  if (event == "expiry" || event == "infusion_completed_by" || event == "administration_deadline" ||
      event == "infusion_start_latest") {  // the last minute at which the infusion may end, or start
    const int takes = product.takes;
    given.outpatient = true;
    given.happened["lymphodepletion"] = chemotherapy(shifted(at, 1 - product.days - product.rest), product.days);
    const Day day = *calendar::parse_day(at.substr(0, 10));
    const bool from_start = anchor == "thaw_start" || anchor == "removal_from_frozen_storage";  // 15 minutes of thawing
    const int thawed = std::stoi(at.substr(11, 2)) * 60 + std::stoi(at.substr(14, 2)) + (from_start ? 15 : 0);
    if (event == "expiry")  // on its own, though another rule may want the start sooner
      given.overrides =
          fmt::format("overrides: {{infusion: {{after: {{thaw: any}}, because: expiry alone, by: test, date: {}}}}}\n",
                      calendar::to_string(day));
    given.happened["thaw"] = fmt::format("{} {:02}:{:02} to {:02}:{:02}", calendar::to_string(day), (thawed - 15) / 60,
                                         (thawed - 15) % 60, thawed / 60, thawed % 60);
    int last = -1;
    for (int start = thawed; start < thawed + 240; ++start) {
      given.booked["infusion"] = fmt::format("{} {:02}:{:02}", calendar::to_string(day), start / 60, start % 60);
      const Planned p = planned(given);
      if (p.clash() || !p.timeline) {
        say(p);
        break;
      }
      last = event == "infusion_start_latest" ? start : start + takes;
    }
    return fmt::format("{}T{:02}:{:02}", calendar::to_string(day), last / 60, last % 60);
  }
  if (event == "expected_infusion_median") {  // a published median, given as this patient's own wait
    const long days = std::lrint(std::stod(row.at("rule").substr(1)));
    given.happened["leukapheresis"] = at;
    given.overrides = fmt::format(
        "overrides: {{infusion: {{after: {{leukapheresis: exactly {}d}}, because: median, by: test, date: {}}}}}\n",
        days, at);
    const Planned p = planned(given);
    say(p);
    return p.all("infusion").empty() ? "none" : day_of(p.all("infusion").front()->start);
  }
  if (event == "release_window") {
    given.happened["received-by-manufacturer"] = at;
    std::string window;
    for (const auto assume : {plan::Assume::least, plan::Assume::most}) {
      given.assume = assume;
      const Planned p = planned(given);
      say(p);
      window +=
          (window.empty() ? "" : "..") + (p.all("release").empty() ? "none" : day_of(p.all("release").front()->start));
    }
    return window;
  }

  if (event == "apheresis_latest_valid") {  // on that day the test still counts, a day later it is done again
    given.happened["viral-markers"] = at;
    Day last = *calendar::parse_day(at);
    for (int k = 0; k < 60; ++k, last = last + 1) {
      given.booked["leukapheresis"] = calendar::to_string(last + 1);
      const Planned p = planned(given);
      say(p);
      if (!p.timeline || !p.all("viral-markers", 2).empty()) break;
    }
    return calendar::to_string(last);
  }
  if (anchor == "infusion" || anchor == "infusion_start" || anchor == "stem_cell_infusion" ||
      anchor == "graft_infusion")
    given.booked["infusion"] = moment;
  else if (anchor == "apheresis")
    given.booked["leukapheresis"] = moment;
  else if (anchor == "dose1")
    given.booked["doses visit 1"] = moment;
  else if (anchor == "transplant")
    given.booked["transplant"] = moment;
  else if (anchor == "LD_start")
    given.booked["lymphodepletion visit 1"] = moment;
  else
    return std::nullopt;
  if (event.starts_with("infusion_latest")) given.slack_to = "lymphodepletion";  // what holds it is not Day 0 itself
  if (event == "donor_IDM_sample_earliest_valid") given.booked["donor-collection visit 1"] = at;
  const Planned p = planned(given);
  say(p);
  const auto visit = [&](const std::string& stage, std::size_t n) -> std::string {
    const auto all = p.all(stage);
    return n < all.size() ? day_of(all[n]->start) : "none";
  };
  const auto ends = [&](const std::string& stage) {
    const auto all = p.all(stage);
    return all.empty() ? "none" : day_of(all.back()->end);
  };
  const auto last_of = [&](const std::string& stage) {
    const auto all = p.all(stage);
    return all.empty() ? "none" : day_of(all.back()->start);
  };
  if (event == "LD_Flu30+Cy500_D-5") return visit("lymphodepletion", 0);
  if (event == "LD_Flu30+Cy500_D-4") return visit("lymphodepletion", 1);
  if (event == "LD_Flu30+Cy500_D-3") return visit("lymphodepletion", 2);
  for (const char* drug : {"LD_Flu_day", "LD_Cy_day"})
    if (event.starts_with(drug)) return visit("lymphodepletion", static_cast<std::size_t>(event.back() - '1'));
  if (event == "LD_end") return ends("lymphodepletion");
  if (event == "daily_monitoring_first") return visit("daily-visits", 0);
  if (event == "daily_monitoring_last") return last_of("daily-visits");
  if (event == "monitoring_overall_last") return visit("weekly-visits", 0);  // the label asks for two weeks in all
  if (event == "proximity_release_earliest") return ends("near-centre");
  if (event == "driving_allowed_earliest") return ends("no-driving");
  if (event == "premed_target")
    return p.all("premedication").empty() ? "none" : minute_of(*p.all("premedication").front()->start);
  if (event == "infusion_earliest")
    return p.all("infusion").empty() ? "none" : day_of(p.all("infusion").front()->earliest);
  if (event.starts_with("infusion_latest"))
    return p.all("infusion").empty() ? "none" : day_of(p.all("infusion").front()->latest);
  if (event == "infusion_planned") return visit("infusion", 0);
  if (event == "premed_earliest" && !p.all("premedication").empty())
    return minute_of(*p.all("premedication").front()->earliest);
  if (event == "premed_latest" && !p.all("premedication").empty())
    return minute_of(*p.all("premedication").front()->latest);
  if (event == "IDM_sample_earliest_valid" && !p.all("viral-markers").empty())
    return day_of(p.all("viral-markers").front()->earliest);
  if (event == "donor_IDM_sample_earliest_valid" && !p.all("donor-medical").empty())
    return day_of(p.all("donor-medical").front()->earliest);
  if (event == "response_assessment_window" && !p.all("response").empty())
    return day_of(p.all("response").front()->earliest) + ".." + day_of(p.all("response").front()->latest);
  const std::map<std::string, std::string> from{{"live_vaccine_last_allowed", "no-live-vaccine"},
                                                {"irradiated_blood_from", "irradiated-blood"},
                                                {"PJP_prophylaxis_start", "pjp-prevention"},
                                                {"carmustine_300mg_m2_D-6", "carmustine"},
                                                {"melphalan_140mg_m2_D-1", "melphalan"},
                                                {"GCSF_start", "g-csf"},
                                                {"D100_review", "review"},
                                                {"visit_D28", "response-assessment"},
                                                {"response_assessment", "response"}};
  if (from.contains(event)) return visit(from.at(event), 0);
  const std::map<std::string, std::string> until{{"irradiated_blood_until_at_least", "irradiated-blood"},
                                                 {"inactivated_flu_covid_vaccine_from", "no-flu-covid-vaccine"},
                                                 {"other_inactivated_vaccine_from", "no-inactivated-vaccine"},
                                                 {"live_vaccine_after", "no-live-vaccine"}};
  if (until.contains(event)) return ends(until.at(event));
  if (event == "visit_D100") return visit("response-assessment", 1);
  if (event == "immunosuppression_end") return ends("immunosuppression");
  if (event == "follow_up_end") return last_of("review");
  if (event == "LTFU_end") return last_of("long-term-follow-up");
  const std::size_t number = static_cast<std::size_t>(event.back() - '0');  // of a day or a dose, where it is one digit
  if (event.starts_with("etoposide_")) return visit("etoposide", 5 - number);
  if (event.starts_with("cytarabine_")) return visit("cytarabine", 2 * (5 - number));
  if (event.starts_with("PTCy_D")) return visit("transplant-cyclophosphamide", number - 3);
  if (event.starts_with("dose")) return visit("doses", number - 1);
  const std::vector<std::string> methotrexate{"MTX_D1", "MTX_D3", "MTX_D6", "MTX_D11"};
  const std::vector<std::string> chimerism{"chimerism_D30", "chimerism_D60", "chimerism_D100"};
  for (std::size_t k = 0; k < methotrexate.size(); ++k)
    if (event == methotrexate[k]) return visit("methotrexate", k);
  for (std::size_t k = 0; k < chimerism.size(); ++k)
    if (event == chimerism[k]) return visit("chimerism", k);
  if (event == "visits_min_in_first_week") {  // a least number: planned are at least so many, on days of their own
    std::set<std::string> days;
    for (const Entry* e : p.all("daily-visits"))
      if (e->day && *e->day >= 1 && *e->day <= 7) days.insert(day_of(e->start));
    return static_cast<int>(days.size()) >= std::stoi(expected) ? expected : std::to_string(days.size());
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("every published case comes out to the day or the minute") {
  const std::string path = std::string(V2V_ROOT) + "/../shared/clinical/ground_truth.csv";
  if (!std::filesystem::exists(path)) {
    std::puts("SKIPPED: the table of published cases (../shared/clinical/ground_truth.csv) is not here");
    return;
  }
  int rows = 0;
  std::vector<std::string> unmapped;
  for (const Row& row : rows_of(path)) {
    ++rows;
    const std::string name = fmt::format("{} {} ({}, from {} on {})", row.at("case_id"), row.at("event"),
                                         row.at("label_version"), row.at("anchor_event"), row.at("anchor_date"));
    std::string why;
    const auto told = product_of(row.at("product")) ? told_by_plan(row, why) : std::nullopt;
    if (!told) {
      unmapped.push_back(name);
      continue;
    }
    CHECK_MESSAGE(*told == row.at("expected_date"), name << "\n" << why);
  }
  for (const auto& name : unmapped) MESSAGE("unmapped: " << name);
  CHECK(unmapped.empty());
  CHECK(rows >= 143);
  MESSAGE(rows << " rows");
}
