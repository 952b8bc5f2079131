#include "plan/compile.h"

#include <algorithm>

#include "plan/builder.h"

namespace v2v::plan {

bool Voice::ours() const {
  switch (kind) {
    case booking:
    case held:
    case window:
    case absence:
    case last_dose:
    case centre_rule:
    case patient_rule:
    case hours:
      return true;
    default:
      return false;
  }
}

std::string title_of(const model::Stage& stage) {
  return stage.title.empty() ? stage.id : stage.title;
}

std::string name_of(const model::Workflow& workflow, const Visit& visit, int attempts) {
  std::string name = title_of(workflow.stages[static_cast<std::size_t>(visit.stage)]);
  if (visit.row > 1) name += fmt::format(" {} of {}", visit.in_row, visit.row);
  if (attempts > 1) name += fmt::format(" (attempt {})", visit.attempt);
  return name;
}

std::pair<Day, Day> horizon_of(const model::Case& what, const Settings& settings) {
  Day first = settings.today, last = settings.today;
  const auto see = [&](Day day) { first = std::min(first, day), last = std::max(last, day); };
  for (const auto* facts : {&what.patient.happened, &what.patient.booked, &what.patient.held})
    for (const model::Fact& fact : *facts) {
      see(fact.from.day);
      if (fact.to) see(fact.to->day);
    }
  for (const model::DateWindow& window : what.patient.windows) {
    if (window.from) see(*window.from);
    if (window.by) see(*window.by);
  }
  for (const model::Person& person : what.patient.people)
    for (const model::LastDose& dose : person.last_doses)
      if (dose.kind == model::LastDose::on) see(dose.day);
  // The farthest named day of the workflow, and three years for everything before it.
  int years = 3;
  const auto far = [&](const auto& self, const model::Varied<model::Placements>& varied) -> void {
    if (varied.plain)
      for (const model::Placed& placed : varied.plain->value)
        for (const model::Point* p : {&placed.from, &placed.to}) {
          const int n = std::abs(p->number);
          years = std::max(years, 3 + (p->period == model::Period::year    ? n
                                       : p->period == model::Period::month ? n / 12 + 1
                                       : p->period == model::Period::week  ? n / 52 + 1
                                                                           : n / 365 + 1));
          if (p->offset)
            years = std::max(years, 4 + static_cast<int>(calendar::rough_minutes(*p->offset) / (365 * 1440)));
        }
    for (const auto& c : varied.cases) self(self, c.then);
    if (varied.otherwise) self(self, *varied.otherwise);
  };
  for (const model::Stage& stage : what.workflow.stages)
    if (stage.falls_on) far(far, *stage.falls_on);
  return {first - 400, last + 366 * std::min(years, 80)};
}

Builder::Builder(const model::Case& what, const Settings& settings, const Choices& choices, Almanac& almanac)
    : what_(what),
      settings_(settings),
      choices_(choices),
      almanac_(almanac),
      c_(network::Network(almanac.start_of(almanac.first()), almanac.dates().last(almanac.last().n))),
      facts_{what, c_.story} {}

int Builder::rank(Voice::Kind kind) {
  switch (kind) {
    case Voice::today:
    case Voice::actual:
      return 0;
    case Voice::booking:
    case Voice::held:
    case Voice::window:
    case Voice::last_dose:
      return 1;
    case Voice::therapy:
    case Voice::gate:
    case Voice::length:
    case Voice::assumption:
      return 2;
    case Voice::centre_rule:
    case Voice::patient_rule:
      return 3;
    case Voice::absence:
    case Voice::hours:
    case Voice::travel:
      return 4;
    case Voice::order:
      return 5;
  }
  return 9;
}

network::Tag Builder::say(Voice voice, const std::string& key) {
  if (!key.empty())
    if (const auto known = tags_.find(key); known != tags_.end()) return known->second;
  const auto tag = static_cast<network::Tag>(c_.voices.size());
  c_.voices.push_back(std::move(voice));
  if (!key.empty()) tags_[key] = tag;
  return tag;
}

network::Tag Builder::say(Voice::Kind kind, std::string text, const model::Origin& origin, const std::string& key) {
  Voice voice;
  voice.kind = kind;
  if (kind == Voice::therapy || kind == Voice::length) {
    if (origin.layer == model::Layer::centre) voice.kind = Voice::centre_rule;
    if (origin.layer == model::Layer::patient) voice.kind = Voice::patient_rule;
  }
  voice.text = std::move(text);
  voice.where = origin.where;
  voice.cite = origin.cite;
  voice.origin = &origin;
  return say(std::move(voice), key);
}

std::string Builder::name(int v) const {
  const Visit& visit = c_.visits[static_cast<std::size_t>(v)];
  return name_of(what_.workflow, visit,
                 static_cast<int>(c_.story.stages[static_cast<std::size_t>(visit.stage)].attempts.size()));
}

Compiled Builder::build() {
  c_.story = tell(what_, choices_.retries, settings_.today);
  c_.assumptions = c_.story.assumptions;
  c_.now = almanac_.start_of(settings_.today);
  if (!what_.centre)
    c_.assumptions.push_back(
        "no centre: weekends and holidays are not considered, appointments start between 08:00 and 18:00");
  expand();
  take_record();
  take_bookings();
  const int n = static_cast<int>(c_.visits.size());
  for (int v = 0; v < n; ++v) settle_places(v);
  for (int v = 0; v < n; ++v) {
    const model::Stage& s = stage(visit(v));
    visit(v).only_if = s.kind == model::Kind::event || s.begins.has_value();
  }
  // What must have been is known only when every link is: speak the links once to see them, then in earnest.
  const Compiled bare = c_;
  const auto tags = tags_;
  speak_all();
  const std::size_t known = c_.assumptions.size();
  if (mark_unrecorded()) {
    std::vector<Visit::Record> records;
    for (const Visit& v : c_.visits) records.push_back(v.record);
    const std::vector<std::string> said(c_.assumptions.begin() + static_cast<std::ptrdiff_t>(known),
                                        c_.assumptions.end());
    c_ = bare;
    tags_ = tags;
    for (std::size_t v = 0; v < records.size(); ++v) c_.visits[v].record = records[v];
    c_.assumptions.insert(c_.assumptions.end(), said.begin(), said.end());
    speak_all();
  }
  return std::move(c_);
}

void Builder::speak_all() {
  const int n = static_cast<int>(c_.visits.size());
  for (int v = 0; v < n; ++v)
    if (!stage(visit(v)).from) speak_visit(v);
  for (int v = 0; v < n; ++v) speak_links(v);
  for (const Row& row : rows_) speak_row(row);
  for (const auto& [v, aim] : aims_) speak_aim(v, aim);
  for (int v = 0; v < n; ++v) speak_window(v), speak_gates(v);
  speak_again();
  for (int v = 0; v < n; ++v) speak_washouts(v);
  for (int v = 0; v < n; ++v)
    if (stage(visit(v)).from) speak_visit(v);  // spans, once all that they hang on has been spoken
  for (int v = 0; v < n; ++v) speak_whole(v);
  speak_stays();
  speak_order();
}

Compiled compile(const model::Case& what, const Settings& settings, const Choices& choices, Almanac& almanac) {
  return Builder(what, settings, choices, almanac).build();
}

}  // namespace v2v::plan
