// A patient in the middle of an imagined CAR-T pathway, made by hand, for the tests of every view.
#pragma once
#include <algorithm>
#include <string>
#include <utility>

#include "calendar/zone.h"
#include "timeline/timeline.h"

namespace sample {

using namespace v2v;  // NOLINT: a fixture for tests
using calendar::Day;
using calendar::Instant;
using model::Kind;
using model::Phase;
using timeline::Entry;
using timeline::Firmness;
using timeline::State;
using timeline::Timeline;

inline const std::string london = "Europe/London";

inline Day day(std::string_view text) {
  return calendar::parse_day(text).value();
}

/// `2026-10-14 09:00` in London.
inline Instant at(std::string_view text) {
  return calendar::Zone::load(london)->instant({day(text.substr(0, 10)), *calendar::parse_clock(text.substr(11))});
}

inline source::Sources& files() {
  static source::Sources sources;
  return sources;
}

inline const source::File& workflow_file() {
  static const source::File& file = files().add("workflows/car-t/example.yaml",
                                                "workflow: example\n"
                                                "stages:\n"
                                                "  release:\n"
                                                "    takes: 3d\n"
                                                "  infusion:\n"
                                                "    wait: at most 48h\n");
  return file;
}

inline source::Span span(std::string_view words) {
  const auto& file = workflow_file();
  const auto from = static_cast<std::uint32_t>(file.text.find(words));
  return {&file, from, from + static_cast<std::uint32_t>(words.size())};
}

struct Make {
  std::string id, title;
  Phase phase;
  std::string start, end;
  State state = State::planned;
  Firmness firmness = Firmness::likely;
  Kind kind = Kind::appointment;
  std::string place, latest;
};

inline const Day infusion_day = day("2026-10-29");

inline Entry entry(const Make& m) {
  Entry e;
  e.id = m.id;
  e.title = m.title;
  e.phase = m.phase;
  e.kind = m.kind;
  if (m.kind == Kind::appointment) e.who = {"patient"};
  e.place = m.place;
  e.zone = london;
  if (!m.start.empty()) {
    e.start = e.earliest = at(m.start);
    e.end = m.end.empty() ? e.start : at(m.end);
    e.day = day(m.start.substr(0, 10)) - infusion_day;
    e.milestone = m.end.empty();
  }
  e.state = m.state;
  e.firmness = m.firmness;
  if (!m.latest.empty()) {
    e.latest = at(m.latest);
    e.slack_minutes = e.latest->minutes - e.start->minutes;
    e.slack_working_minutes = *e.slack_minutes / 3;
    e.critical = *e.slack_minutes == 0;
  }
  return e;
}

inline Timeline plan() {
  Timeline t;
  t.workflow = "car-t/example";
  t.workflow_title = "Example autologous CAR-T";
  t.status = "draft";
  t.edition = "eu-2024";
  t.hash = "9f3c2a7b51e0d846";
  t.patient = "P-0042";
  t.centre = "royal";
  t.centre_title = "Royal Infirmary";
  t.zone = london;
  t.tzdata = "2025b";
  t.today = day("2026-10-12");
  t.day_zero = infusion_day;
  t.assumed = "likely";
  t.held = "Day 0 (infusion) on 2026-10-29";
  const auto happened = State::happened;
  const auto firm = Firmness::firm;
  const auto work = Kind::work;
  auto& list = t.entries;
  const auto add = [&](const Make& m) -> Entry& {
    list.push_back(entry(m));
    return list.back();
  };
  add({"referral", "Referral received", Phase::referral, "2026-09-01 09:00", "", happened, firm, work, "", ""});
  add({"decision", "National panel decides", Phase::referral, "2026-09-01 09:00", "2026-09-08 12:00", happened, firm,
       work, "panel", ""});
  add({"consent", "Consent", Phase::assessment, "2026-09-10 14:00", "2026-09-10 15:10", happened, firm,
       Kind::appointment, "clinic", ""});
  add({"viral-markers", "Blood tests for infections", Phase::assessment, "2026-09-11 09:00", "2026-09-11 09:30",
       happened, firm, Kind::appointment, "clinic", ""});
  add({"leukapheresis", "Cell collection (leukapheresis)", Phase::collection, "2026-09-21 09:10", "2026-09-21 13:40",
       happened, firm, Kind::appointment, "apheresis-a", ""});
  add({"shipped-to-manufacturer", "Cells travel to the manufacturer", Phase::manufacturing, "2026-09-21 16:00",
       "2026-09-22 11:00", happened, firm, work, "courier", ""});
  add({"manufacturing", "Manufacturing", Phase::manufacturing, "2026-09-23 08:00", "2026-10-09 17:00", happened, firm,
       work, "manufacturer", ""});
  add({"bridging", "Bridging chemotherapy", Phase::bridging, "2026-09-28 09:00", "2026-09-30 17:00", happened, firm,
       Kind::appointment, "day-unit", ""});
  add({"restaging", "Restaging scan", Phase::assessment, "2026-10-12 09:00", "2026-10-12 11:00", State::overdue,
       Firmness::likely, Kind::appointment, "imaging", "2026-10-16 15:00"});
  auto& release = add({"release", "Quality control and release", Phase::manufacturing, "2026-10-09 17:00",
                       "2026-10-15 12:00", State::planned, Firmness::likely, work, "manufacturer", "2026-10-14 17:00"});
  release.range_from = at("2026-10-09 17:00");
  release.range_to = at("2026-10-12 12:00");
  auto& delivery = add({"delivery", "Product travels to the hospital", Phase::manufacturing, "2026-10-16 12:00",
                        "2026-10-17 12:00", State::planned, Firmness::likely, work, "courier", "2026-10-21 12:00"});
  delivery.range_from = at("2026-10-14 12:00");
  delivery.range_to = at("2026-10-20 12:00");
  auto& on_site = add({"product-on-site", "Product received and checked", Phase::manufacturing, "2026-10-19 08:30",
                       "2026-10-19 09:30", State::planned, Firmness::likely, work, "cell-lab", "2026-10-23 09:00"});
  on_site.range_from = at("2026-10-15 08:30");
  on_site.range_to = at("2026-10-22 08:30");
  add({"fitness-check", "Fit to start?", Phase::assessment, "2026-10-22 09:00", "2026-10-22 11:00", State::planned,
       Firmness::likely, Kind::appointment, "clinic", "2026-10-23 15:00"});
  for (int v = 1; v <= 3; ++v) {
    const auto d = calendar::to_string(infusion_day - (6 - v));
    auto& e = add({"lymphodepletion", "Lymphodepleting chemotherapy", Phase::conditioning, d + " 09:00", d + " 13:00",
                   State::planned, Firmness::likely, Kind::appointment, "day-unit", d + " 09:00"});
    e.visit = v;
    e.visits = 3;
  }
  auto& infusion = add({"infusion", "CAR-T infusion", Phase::treatment, "2026-10-29 10:00", "2026-10-29 10:30",
                        State::booked, Firmness::likely, Kind::appointment, "ward", "2026-10-29 10:00"});
  infusion.cites = {{"uspi", "Prescribing information", "2.2", "read"}};
  add({"hospital-stay", "Hospital stay", Phase::treatment, "2026-10-29 09:00", "2026-11-09 12:00", State::planned,
       Firmness::likely, Kind::stay, "ward", ""});
  add({"crs", "Cytokine release syndrome", Phase::treatment, "2026-11-01 09:00", "2026-11-08 09:00", State::planned,
       Firmness::unknown, Kind::event, "", ""});
  for (int v = 1; v <= 7; ++v) {
    const auto d = calendar::to_string(infusion_day + v);
    auto& e = add({"daily-visits", "Daily visit", Phase::recovery, d + " 09:00", d + " 10:00", State::held,
                   Firmness::likely, Kind::appointment, "day-unit", ""});
    e.visit = v;
    e.visits = 7;
  }
  add({"near-centre", "Stay near the centre", Phase::recovery, "2026-10-29 00:00", "2026-11-27 00:00", State::planned,
       Firmness::likely, Kind::restriction, "", ""});
  add({"no-driving", "No driving", Phase::recovery, "2026-10-29 00:00", "2026-12-25 00:00", State::planned,
       Firmness::likely, Kind::restriction, "", ""});
  const int months[] = {28, 100, 183, 274, 365, 730, 1096, 5479};
  int v = 0;
  for (const int n : months) {
    const auto d = calendar::to_string(infusion_day + n);
    auto& e = add({n < 150 ? "month-visits" : "long-term-follow-up", n < 150 ? "Clinic visit" : "Long-term follow-up",
                   Phase::follow_up, d + " 09:00", d + " 10:00", State::planned, Firmness::likely, Kind::appointment,
                   "clinic", ""});
    e.visit = n < 150 ? v + 1 : v - 1;
    e.visits = n < 150 ? 2 : 6;
    ++v;
    e.latest = Instant{e.start->minutes + 3 * 1440};
    e.slack_minutes = 3 * 1440;
    e.slack_working_minutes = 18 * 60;
  }
  std::stable_sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) { return a.start < b.start; });
  t.assumptions = {"release takes 3 days (1 to 7 days, likely 3)", "cytokine release syndrome happens (74%)",
                   "last steroid dose not stated: washout not checked"};
  t.warnings = {"a booking of infusion on 2026-10-29 would break if release took 7 days",
                "departure: lymphodepletion by this patient's own override, because: renal function"};
  t.milestones = {{"vein-to-vein", "Vein to vein", 38, day("2026-09-21"), infusion_day},
                  {"decision-to-infusion", "Decision to infusion", 51, day("2026-09-08"), infusion_day},
                  {"door-to-door", "Door to door", std::nullopt, std::nullopt, std::nullopt}};
  t.breaches = {{"cells reached the manufacturer later than allowed", span("takes: 3d"), 90}};
  t.stale_sources = {"ebmt-2020: review by 2026-01-01"};
  t.gates = {{"lymphodepletion", "product-on-site", false}, {"leukapheresis", "consent", true}};
  return t;
}

/// A chain of 23 days that closes over a weekend, and a holder from above.
inline timeline::Why why() {
  timeline::Why w;
  for (const auto& e : plan().entries)
    if (e.id == "product-on-site") w.entry = e;
  const timeline::Cited uspi{"uspi", "Prescribing information", "3.2", "read"};
  w.not_earlier = {
      {"Manufacturing ended (happened)", 0, {}, std::nullopt, at("2026-10-09 17:00"), at("2026-10-09 17:00"), ""},
      {"release takes 3 to 5 days, 5 days assumed", 5 * 1440 - 5 * 60, span("takes: 3d"), uspi, at("2026-10-09 17:00"),
       at("2026-10-14 12:00"), "replaces 2d by the centre, because: local testing"},
      {"delivery", 2 * 1440, {}, std::nullopt, at("2026-10-14 12:00"), at("2026-10-16 12:00"), ""},
      {"closed Sat to Mon",
       2 * 1440 + 20 * 60 + 30,
       {},
       std::nullopt,
       at("2026-10-16 12:00"),
       at("2026-10-19 08:30"),
       ""}};
  w.not_later = {{"infusion is booked", 0, {}, std::nullopt, at("2026-10-29 10:00"), at("2026-10-29 10:00"), ""},
                 {"at least 6 days before infusion", -(6 * 1440 + 60 + 60), span("at most 48h"), std::nullopt,
                  at("2026-10-29 10:00"), at("2026-10-23 09:00"), ""}};
  w.shown = "earliest";
  w.gates = {"lymphodepletion waits for this stage"};
  return w;
}

/// House example: infusion cannot follow release this soon.
inline Timeline clash() {
  Timeline t = plan();
  t.entries.clear();
  t.conflict = timeline::Conflict{
      "infusion cannot follow release this soon",
      span("at most 48h"),
      {{"sterility testing holds the product for 3 days", span("takes: 3d"), false, 1440,
        "rule of uspi 3.2, not ours to relax"},
       {"infusion at most 48 hours after release", span("at most 48h"), true, 1440, "a booking"}},
      {{"confirm release 24 h earlier", span("release:")}, {"book the infusion from 14 Oct", span("at most 48h")}}};
  return t;
}

}  // namespace sample
