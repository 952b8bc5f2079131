#include "review/facts.h"

#include <fmt/format.h>

#include <algorithm>

namespace v2v::review {
namespace {

constexpr std::size_t most_pairs = 4096;

bool has(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The edition of the region that was in force before this one takes effect.
const model::Edition* follows(const model::Workflow& workflow, const model::Edition& fresh) {
  const model::Edition* last = nullptr;
  for (const auto& e : workflow.editions) {
    if (e.region != fresh.region) continue;
    const auto begins = e.effective.value_or(calendar::Day{});
    if (fresh.until && e.effective && *e.effective >= *fresh.until) continue;
    if (fresh.effective && e.effective && *e.effective > *fresh.effective) continue;
    if (!last || last->effective.value_or(calendar::Day{}) <= begins) last = &e;
  }
  return last;
}

std::vector<std::string> outcomes(const model::Stage* stage) {
  std::vector<std::string> ids;
  if (stage)
    for (const auto& outcome : stage->outcomes) ids.push_back(outcome.id);
  return ids;
}

}  // namespace

std::vector<Beside::Value> Beside::editions() const {
  std::vector<Value> all;
  for (const auto& e : now_.editions) {
    if (before_.edition(e.id))
      all.push_back({e.id, e.id, "edition " + e.id});
    else if (const auto* old = follows(before_, e))
      all.push_back({old->id, e.id, fmt::format("edition {}, beside {}", e.id, old->id)});
    else if (before_.editions.empty())
      all.push_back({"", e.id, "edition " + e.id});
  }
  if (now_.editions.empty())
    for (const auto& e : before_.editions) all.push_back({e.id, "", "edition " + e.id + " of the old file"});
  if (all.empty()) all.push_back({"", "", ""});
  return all;
}

std::vector<Beside::Value> Beside::values(const std::string& by) const {
  if (by == "edition") return editions();
  std::vector<std::string> old, fresh;
  if (const auto* option = before_.option(by)) old = option->values;
  if (const auto* option = now_.option(by)) fresh = option->values;
  if (old.empty() && fresh.empty()) {
    old = outcomes(before_.stage(by));
    fresh = outcomes(now_.stage(by));
  }
  std::vector<Value> all;
  for (const auto& value : fresh)
    // A choice that only one file knows has no other to be laid beside; without any it is asked of both.
    if (has(old, value) || old.empty()) all.push_back({value, value, by + " " + value});
  if (fresh.empty())
    for (const auto& value : old) all.push_back({value, value, by + " " + value});
  if (all.empty()) all.push_back({"", "", ""});
  return all;
}

std::vector<Pair> Beside::pairs(const std::set<std::string>& by) const {
  std::vector<Pair> all{{}};
  for (const auto& one : by) {
    const auto list = values(one);
    if (all.size() * list.size() > most_pairs) return {};
    std::vector<Pair> more;
    for (const auto& pair : all)
      for (const auto& value : list) {
        Pair next = pair;
        next.before[one] = value.before;
        next.now[one] = value.now;
        next.said.push_back(value.said);
        more.push_back(std::move(next));
      }
    all = std::move(more);
  }
  return all;
}

std::string in_words(const std::vector<Pair>& some, const std::vector<Pair>& all) {
  if (some.size() == all.size() || some.empty()) return "";
  std::string text;
  std::size_t combinations = 1;
  for (std::size_t k = 0; k < some.front().said.size(); ++k) {
    std::vector<std::string> here, whole;
    for (const auto& pair : some)
      if (!has(here, pair.said[k])) here.push_back(pair.said[k]);
    for (const auto& pair : all)
      if (!has(whole, pair.said[k])) whole.push_back(pair.said[k]);
    combinations *= here.size();
    if (here.size() == whole.size()) continue;
    for (std::size_t i = 1; i < here.size(); ++i)  // what they are values of is said once
      if (const auto of = here[i].find(' '); here[0].starts_with(here[i].substr(0, of + 1))) here[i].erase(0, of + 1);
    text += (text.empty() ? "" : "; ") + fmt::format("{}", fmt::join(here, " or "));
  }
  if (combinations == some.size()) return text;
  std::vector<std::string> each;  // no such sentence: every combination by itself
  for (const auto& pair : some) each.push_back(fmt::format("{}", fmt::join(pair.said, " with ")));
  return fmt::format("{}", fmt::join(each, ", or "));
}

}  // namespace v2v::review
