#include "forecast/branches.h"

#include <fmt/format.h>

#include <algorithm>

#include "forecast/known.h"

namespace v2v::forecast {

using model::Outcome;
using plan::Compiled;

CaseBranches::CaseBranches(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                           plan::Found base)
    : what_(what), settings_(settings), almanac_(almanac), ids_(4) {
  auto known = std::make_unique<Known>();
  known->found = std::move(base);
  take(*known, settings_, true);
  known_[{}] = std::move(known);
}

CaseBranches::~CaseBranches() = default;

const Pathway& CaseBranches::assumed() {
  return known_.at({})->way;
}
const plan::Found& CaseBranches::base() const {
  return known_.at({})->found;
}

const Pathway* CaseBranches::where(const Answers& answers) {
  const std::lock_guard lock(mutex_);
  const Known& there = known(answers);
  return there.holds ? &there.way : nullptr;
}

CaseBranches::Known& CaseBranches::known(const Answers& answers) {
  const auto found = known_.find(answers);
  if (found != known_.end()) return *found->second;
  return *(known_[answers] = make(answers));
}

std::optional<std::pair<int, int>> CaseBranches::again(const Answers& answers, const std::vector<network::Tag>& clash) {
  const std::lock_guard lock(mutex_);
  const Compiled& c = known(answers).found.c;
  for (const network::Tag tag : clash) {
    const plan::Voice* voice = c.voice(tag);
    if (!voice || voice->retry_stage < 0) continue;
    const plan::Retry retry{voice->retry_stage, voice->stage, voice->attempt, voice->link};
    // One number for each link of each attempt.
    const int ask = id(again_kind, retry.of, retry.of_attempt, retry.link);
    if (static_cast<std::size_t>(ask) == asked_.size()) asked_.push_back({retry.stage, 1, 0, {}, retry});
    const auto said = std::find_if(answers.begin(), answers.end(), [&](const auto& one) { return one.first == ask; });
    if (said != answers.end() && said->second == 1) continue;
    const auto own = retries_of(answers);
    const bool with_another = said == answers.end() && std::any_of(own.begin(), own.end(), [&](const auto& other) {
                                return other.stage == retry.stage && other.served_by < 0;
                              });
    return std::pair{ask, with_another ? 0 : 1};
  }
  return std::nullopt;
}

/// What is done again because it is too old: what the plan of this branch does, then what became so on the way.
std::vector<plan::Retry> CaseBranches::retries_of(const Answers& answers) {
  Answers rest;
  std::vector<std::pair<plan::Retry, int>> more;
  for (const auto& one : answers) {
    const Asked& asked = asked_[static_cast<std::size_t>(one.first)];
    if (asked.retry)
      more.emplace_back(*asked.retry, one.second);
    else
      rest.push_back(one);
  }
  if (more.empty()) return {};
  std::sort(more.begin(), more.end(), [](const auto& a, const auto& b) {
    const auto key = [](const plan::Retry& r) { return std::tuple(r.stage, r.of, r.of_attempt, r.link); };
    return std::tuple(-a.second, key(a.first)) < std::tuple(-b.second, key(b.first));  // those with their own first
  });
  std::vector<plan::Retry> all = known(rest).found.choices.retries;
  for (auto [retry, said] : more) {
    const auto same =
        std::find_if(all.begin(), all.end(), [&](const plan::Retry& other) { return other.asks_like(retry); });
    if (same != all.end()) {
      same->served_by = -1;
      continue;
    }
    if (said == 0)
      for (std::size_t k = 0; k < all.size(); ++k)
        if (all[k].stage == retry.stage && all[k].served_by < 0) retry.served_by = static_cast<int>(k);
    all.push_back(retry);
  }
  return all;
}

Row CaseBranches::row(int id) const {
  for (const auto& [thing, known] : ids_[0])
    if (known == id) return {std::get<1>(thing), std::get<2>(thing)};
  return {-1, 0};
}
int CaseBranches::row_id(const Row& row) const {
  const auto known = ids_[0].find({row_kind, row.stage, row.attempt, 0});
  return known == ids_[0].end() ? -1 : known->second;
}
int CaseBranches::told_id(int stage, int attempt, int number) const {
  const auto known = ids_[1].find({start_kind, stage, attempt, number});
  return known == ids_[1].end() ? -1 : known->second;
}

int CaseBranches::id(Kind kind, int stage, int attempt, int number) {
  auto& ids = ids_[kind == row_kind                                                ? 0U
                   : kind == start_kind                                            ? 1U
                   : kind == ends_kind || kind == comes_kind || kind == again_kind ? 3U
                                                                                   : 2U];
  return ids.try_emplace({kind, stage, attempt, number}, static_cast<int>(ids.size())).first->second;
}

Variable CaseBranches::variable(Kind kind, int stage, int attempt, int number) const {
  return {hash(this->stage(stage).id), static_cast<std::uint32_t>(kind) << 28U |
                                           static_cast<std::uint32_t>(attempt & 0xfff) << 16U |
                                           static_cast<std::uint32_t>(number & 0xffff)};
}

plan::Settings CaseBranches::settings_of(const Answers& answers) const {
  plan::Settings settings = settings_;
  for (const auto& [ask, said] : answers) {
    const Asked& asked = asked_[static_cast<std::size_t>(ask)];
    const std::string& name = stage(asked.stage).id;
    if (asked.retry) continue;
    if (asked.visit == 0)
      settings.comes[name] = said == 1;
    else
      settings.ends_as[{name, asked.attempt, asked.visit}] = asked.outcomes[static_cast<std::size_t>(said)];
  }
  return settings;
}

std::unique_ptr<CaseBranches::Known> CaseBranches::make(const Answers& answers) {
  auto known = std::make_unique<Known>();
  const plan::Settings settings = settings_of(answers);
  plan::Choices start;
  start.retries = retries_of(answers);
  known->found = plan::search(what_, settings, almanac_, start);
  while (known->found.clash) {
    // A booking that stands against it is given up as it turns out so.
    const Compiled& c = known->found.c;
    const source::Span* where = nullptr;
    for (const network::Tag tag : known->found.clash->tags)
      if (const plan::Voice* voice = c.voice(tag);
          voice && (voice->kind == plan::Voice::booking || voice->kind == plan::Voice::held))
        where = &voice->where;
    if (!where) {
      known->holds = false;
      return known;
    }
    auto own = std::make_unique<Known>();
    own->own = known->own ? *known->own : what_;
    std::size_t before = 0, after = 0;
    for (auto* facts : {&own->own->patient.booked, &own->own->patient.held}) {
      before += facts->size();
      std::erase_if(*facts, [&](const model::Fact& fact) { return fact.where == *where; });
      after += facts->size();
    }
    if (after == before) {
      known->holds = false;
      return known;
    }
    own->found = plan::search(*own->own, settings, almanac_, start);
    known = std::move(own);
  }
  known->holds = !source::has_errors(known->found.c.diagnostics);
  if (known->holds) take(*known, settings, false);
  return known;
}

void CaseBranches::take(Known& known, const plan::Settings& settings, bool tell) {
  known.way.net = &known.found.c.net;
  known.way.now = known.found.c.now;
  take_lengths(known, tell);
  take_visits(known);
  take_asks(known, settings, tell);
  if (!tell) return;
  std::set<std::string> chosen;
  for (const auto& [v, place] : known.found.choices.place)
    if (const plan::Visit& visit = known.found.c.visits[static_cast<std::size_t>(v)];
        visit.present && visit.record == plan::Visit::ahead && !visit.booking)
      chosen.insert(
          fmt::format("{} is at {}, one of several places: as in the plan", plan::title_of(stage(visit.stage)), place));
  left_as_is.insert(left_as_is.end(), chosen.begin(), chosen.end());
}

std::string CaseBranches::words(const Answers& answers) const {
  std::string text;
  for (const auto& [ask, said] : answers) {
    const Asked& asked = asked_[static_cast<std::size_t>(ask)];
    const model::Stage& of = stage(asked.stage);
    if (!text.empty()) text += "; ";
    if (asked.retry) {
      text += plan::title_of(of) + " is too old and done again";
      continue;
    }
    text += plan::title_of(of);
    if (asked.visit == 0) {
      text += said == 1 ? " happens" : " does not happen";
      continue;
    }
    if (asked.attempt > 1) text += fmt::format(" (attempt {})", asked.attempt);
    const std::string& outcome = asked.outcomes[static_cast<std::size_t>(said)];
    for (const Outcome& o : of.outcomes)
      if (o.id == outcome) text += " ends as: " + called(o);
  }
  return text;
}

}  // namespace v2v::forecast
