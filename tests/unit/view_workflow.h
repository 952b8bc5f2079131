// A small workflow with one of everything that a graph draws, made by hand.
#pragma once
#include <string>
#include <utility>

#include "model/workflow.h"

namespace sample {

namespace model = v2v::model;
using model::Kind;
using model::Phase;
using model::Stage;
using model::Workflow;

template <class T>
model::Varied<T> plain_value(T value) {
  model::Varied<T> out;
  out.plain = model::Sourced<T>{std::move(value), {}};
  return out;
}

inline model::Length length(std::string_view text) {
  return v2v::calendar::parse_length(text).value();
}

inline model::Point point(std::string stage) {
  model::Point p;
  p.stage = std::move(stage);
  return p;
}

inline Workflow workflow() {
  Workflow w;
  w.id = "car-t/example";
  w.title = "Example \"CAR-T\" \\ <b>";
  w.day_zero = "infusion";
  w.options = {{"setting", {"inpatient", "outpatient"}, "", {}}};
  w.stages.reserve(20);
  const auto stage = [&](std::string id, std::string title, Phase phase, Kind kind) -> Stage& {
    Stage s;
    s.id = std::move(id);
    s.title = std::move(title);
    s.phase = phase;
    s.kind = kind;
    w.stages.push_back(std::move(s));
    return w.stages.back();
  };
  const auto after = [](Stage& s, model::Point from, model::Varied<model::Wait> wait) {
    model::Link link;
    link.from = std::move(from);
    link.wait = std::move(wait);
    s.after.push_back(std::move(link));
  };
  stage("end", "Referral received", Phase::referral, Kind::work);
  auto& markers = stage("viral-markers", "Blood tests", Phase::assessment, Kind::appointment);
  after(markers, point("end"), plain_value(model::Wait{}));
  auto& collection = stage("leukapheresis", "Cell collection (leukapheresis)", Phase::collection, Kind::appointment);
  after(collection, point("viral-markers"), plain_value(model::Wait{std::nullopt, length("30d"), true}));
  auto& making = stage("manufacturing", "Manufacturing", Phase::manufacturing, Kind::work);
  making.lasts = plain_value(model::Spread{length("13d"), length("35d"), length("17d"), std::nullopt});
  auto from_start = point("leukapheresis");
  from_start.side = model::Point::start;
  after(making, from_start, plain_value(model::Wait{std::nullopt, length("72h"), false}));
  auto& conditioning = stage("lymphodepletion", "Lymphodepletion", Phase::conditioning, Kind::appointment);
  conditioning.gates = {"manufacturing"};
  conditioning.parts = {"flu", "cy"};
  stage("flu", "Fludarabine", Phase::conditioning, Kind::appointment).whole = "lymphodepletion";
  auto& cy = stage("cy", "Cyclophosphamide", Phase::conditioning, Kind::appointment);
  cy.whole = "lymphodepletion";
  after(cy, point("flu"), plain_value(model::Wait{length("1d"), length("1d"), false}));
  auto& infusion = stage("infusion", "CAR-T infusion", Phase::treatment, Kind::appointment);
  model::Varied<model::Wait> rest;
  rest.by = "setting";
  rest.cases.push_back({"outpatient", plain_value(model::Wait{length("3d"), length("3d"), false})});
  rest.otherwise =
      std::make_shared<model::Varied<model::Wait>>(plain_value(model::Wait{length("2d"), length("7d"), false}));
  after(infusion, point("lymphodepletion"), rest);
  auto& stay = stage("hospital-stay", "Hospital stay", Phase::treatment, Kind::stay);
  stay.from = plain_value(point("infusion"));
  model::Atom inpatient;
  inpatient.subject = "setting";
  inpatient.values = {"inpatient"};
  stay.when.atoms = {inpatient};
  auto& driving = stage("no-driving", "No driving", Phase::recovery, Kind::restriction);
  driving.from = plain_value(point("infusion"));
  auto eight_weeks = point("infusion");
  eight_weeks.offset = length("8w");
  driving.until = plain_value(eight_weeks);
  auto& crs = stage("crs", "Cytokine release syndrome", Phase::treatment, Kind::event);
  crs.begins = plain_value(model::Begins{{length("1d"), length("12d"), std::nullopt, std::nullopt}, point("infusion")});
  auto& visits = stage("month-visits", "Clinic visit", Phase::follow_up, Kind::appointment);
  model::Placed day28;
  day28.from.number = 28;
  visits.falls_on = plain_value(model::Placements{day28});
  return w;
}

}  // namespace sample
