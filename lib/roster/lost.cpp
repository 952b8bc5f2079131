#include "roster/lost.h"

#include <algorithm>

#include "forecast/branches.h"
#include "forecast/draw.h"

namespace v2v::roster {

using network::Tick;

namespace {

/// One that is the same for a pseudonym on any machine (FNV-1a: Fowler, Noll & Vo).
std::uint32_t number_of(const std::string& pseudonym) {
  std::uint32_t hash = 2166136261U;
  for (const char c : pseudonym) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

}  // namespace

std::optional<double> lost(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                           plan::Found found, int draws) {
  if (found.clash || found.held_visit < 0) return std::nullopt;
  forecast::CaseBranches branches(what, settings, almanac, std::move(found));
  const forecast::Pathway& way = branches.assumed();
  const plan::Found& base = branches.base();
  const network::Labels& shown = base.shown;
  const Tick zero = shown[base.c.visits[static_cast<std::size_t>(base.held_visit)].s];
  std::vector<const forecast::Length*> open;
  std::vector<network::Tag> tags;
  for (const forecast::Length& length : way.lengths)
    if (shown[length.from] < zero && length.only_if < 0) {
      open.push_back(&length);
      tags.push_back(length.tag);
    }
  if (open.empty()) return std::nullopt;
  // Each begins when those before it are over.
  std::stable_sort(open.begin(), open.end(),
                   [&](const auto* a, const auto* b) { return shown[a->from] < shown[b->from]; });
  const std::uint32_t patient = number_of(what.patient.id);
  const auto rest = base.solver->without(tags);
  network::Labels labels;
  int gone = 0;
  for (int draw = 0; draw < draws; ++draw) {
    network::Question question;
    bool kept = rest.earliest_into(labels, question);
    for (std::size_t k = 0; kept && k < open.size(); ++k) {
      const forecast::Length& length = *open[k];
      const double u =
          forecast::uniform({1, 0}, {patient, static_cast<std::uint32_t>(draw), static_cast<std::uint32_t>(k), 0});
      const double had = length.table.up_to(length.longer_than);
      const auto n =
          had >= 1 ? length.longer_than + 1 : std::max(length.longer_than + 1, length.table.draw(had + (1 - had) * u));
      const Tick from = labels[length.from];
      const auto step = static_cast<std::size_t>(std::max<std::int64_t>(0, n - length.table.least()));
      const Tick to =
          length.steps.empty() ? from + n : length.steps[std::min(step, length.steps.size() - 1)].least(from);
      question.pins.push_back({length.to, to, network::never, network::untagged});
      kept = rest.earliest_into(labels, question);
    }
    gone += !kept;
  }
  return static_cast<double>(gone) / draws;
}

}  // namespace v2v::roster
