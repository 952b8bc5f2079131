#include "meaning.h"

#include <fmt/format.h>

#include <stdexcept>

#include "source/span.h"

namespace v2v::laws {

Planned planned(const Files& files, plan::Assume assume, bool explain) {
  Planned out;
  out.files = files;
  out.opened = std::make_shared<ReadFiles>();
  try {
    read(files, *out.opened);
  } catch (const std::out_of_range&) {  // a file that is named and, while a case is made smaller, gone
    out.opened->answer = {};
  }
  out.settings.today = out.opened->today;
  out.settings.assume = assume;
  out.settings.explain = explain;
  if (!out.opened->answer.value) return out;
  auto answer = plan::plan(*out.opened->answer.value, out.settings);
  out.answer = std::move(answer.value);
  return out;
}

Chosen chosen_in(const Planned& plan) {
  const auto [first, last] = plan::horizon_of(plan.what(), plan.settings);
  plan::Almanac almanac(plan.what(), first, last);
  const auto found = plan::search(plan.what(), plan.settings, almanac);
  const auto& choices = found.choices;
  Chosen chosen;
  auto& out = chosen.choices;
  for (const auto& r : choices.retries) out += fmt::format("again {} {} {} {}\n", r.stage, r.of, r.of_attempt, r.link);
  for (const auto& [visit, place] : choices.place) out += fmt::format("at {} {}\n", visit, place);
  for (const auto* fact : choices.released) out += fmt::format("let go {}\n", source::text_of(fact->where));
  for (const auto& [a, b] : choices.in_order) out += fmt::format("order {} {}\n", a, b);
  for (const auto& [a, b] : choices.doses) out += fmt::format("washed out {} {}\n", a, b);
  for (const auto& [whole, part] : choices.begins_with) out += fmt::format("begins {} {}\n", whole, part);
  for (const auto& [whole, part] : choices.ends_with) out += fmt::format("ends {} {}\n", whole, part);
  if (found.held_visit >= 0) chosen.held = found.shown[found.c.visits[static_cast<std::size_t>(found.held_visit)].s];
  return chosen;
}

std::string name_of(const timeline::Entry& entry) {
  return fmt::format("{} visit {} attempt {}", entry.id, entry.visit, entry.attempt);
}

std::string states_of(const timeline::Timeline& answer) {
  std::map<std::string, std::string> all;
  for (const auto& e : answer.entries) all[name_of(e)] = timeline::word(e.state);
  std::string out;
  for (const auto& [name, state] : all) out += name + ' ' + state + '\n';
  return out;
}

std::string when(const Planned& plan, const std::optional<calendar::Instant>& instant) {
  if (!instant) return "-";
  const auto zone = plan.what().centre ? plan.what().centre->zone : calendar::Zone::utc();
  return calendar::rfc3339(*instant, zone).substr(0, 16);
}

const timeline::Entry* same_visit(const timeline::Timeline& answer, const timeline::Entry& entry) {
  for (const auto& other : answer.entries)
    if (other.id == entry.id && other.visit == entry.visit && other.attempt == entry.attempt &&
        (other.state == timeline::State::cancelled) == (entry.state == timeline::State::cancelled))
      return &other;
  return nullptr;
}

}  // namespace v2v::laws
