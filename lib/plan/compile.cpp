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
    case stock:
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

// What the file does not choose is taken as the first value of the option, and said.
static std::vector<std::string> defaults_taken(const model::Case& what) {
  const auto& said = what.patient.options_said;
  std::vector<std::string> out;
  for (const auto& [option, value] : what.patient.options)
    if (std::find(said.begin(), said.end(), option) == said.end())
      out.push_back(fmt::format("{} not stated: taken as {}", option, value));
  return out;
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
    case Voice::stock:
      return 5;
    case Voice::order:
      return 6;
  }
  return 9;
}

network::Tag Builder::say(Voice voice) {
  const auto tag = static_cast<network::Tag>(c_.voices.size());
  c_.voices.push_back(std::move(voice));
  return tag;
}

Voice Builder::voice_of(Voice::Kind kind, std::string text, const model::Origin& origin) {
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
  return voice;
}

std::string Builder::name(int v) const {
  const Visit& visit = c_.visits[static_cast<std::size_t>(v)];
  return name_of(what_.workflow, visit,
                 static_cast<int>(c_.story.stages[static_cast<std::size_t>(visit.stage)].attempts.size()));
}

Compiled Builder::build() {
  c_.story = tell(what_, choices_.retries, settings_);
  c_.assumptions = defaults_taken(what_);
  c_.assumptions.insert(c_.assumptions.end(), c_.story.assumptions.begin(), c_.story.assumptions.end());
  c_.now = almanac_.start_of(settings_.today);
  if (!what_.centre)
    c_.assumptions.push_back(
        "no centre: weekends and holidays are not considered, appointments start between 08:00 and 18:00");
  expand();
  for (const auto& d : c_.diagnostics)
    if (d.code == "too-many-visits") return std::move(c_);
  take_record();
  take_bookings();
  let_pass();
  // A closed file plans nothing: whatever lies ahead is absent and binds nothing, so that its bookings cannot clash.
  if (what_.patient.closed)
    for (Visit& v : c_.visits)
      if (v.record == Visit::ahead) v.present = false;
  const int n = static_cast<int>(c_.visits.size());
  for (int v = 0; v < n; ++v) {
    settle_places(v);
    if (!visit(v).to) visit(v).to = visit(v).to_last = ended(v);
  }
  for (int v = 0; v < n; ++v) {
    const model::Stage& s = stage(visit(v));
    visit(v).only_if = s.kind == model::Kind::event || s.begins.has_value();
  }
  // What must have been is known only when every link is: speak the links once to see them, then in earnest.
  const Compiled bare = c_;
  const auto tags = tags_;
  speak_all();
  const std::size_t known = c_.assumptions.size();
  const bool over = mark_over();
  if (mark_unrecorded() || over) {
    struct Known {
      Visit::Record record;
      bool over;
      std::optional<Tick> to, to_last;
    };
    std::vector<Known> records;
    for (const Visit& v : c_.visits) records.push_back({v.record, v.over, v.to, v.to_last});
    const std::vector<std::string> said(c_.assumptions.begin() + static_cast<std::ptrdiff_t>(known),
                                        c_.assumptions.end());
    c_ = bare;
    tags_ = tags;
    for (std::size_t v = 0; v < records.size(); ++v) {
      Visit& of = c_.visits[v];
      of.record = records[v].record;
      if ((of.over = records[v].over)) of.to = records[v].to, of.to_last = records[v].to_last;
    }
    c_.assumptions.insert(c_.assumptions.end(), said.begin(), said.end());
    speak_all();
  }
  if (what_.patient.closed) c_.assumptions.clear();  // what happened rests on none
  return std::move(c_);
}

void Builder::speak_all() {
  const int n = static_cast<int>(c_.visits.size());
  spread_unknown();
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
