#include "view/roster_again.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "view/frame.h"
#include "view/json_values.h"
#include "view/roster_head.h"

namespace v2v::view {
namespace {

using timeline::Roster;
using timeline::Rostered;

void compare_inputs(const Roster& before, const Roster& now, Again& out) {
  std::multimap<std::string, std::string> old, fresh;
  for (const auto& one : before.inputs) old.emplace(one.file, one.digest);
  for (const auto& one : now.inputs) fresh.emplace(one.file, one.digest);
  // What is alike in both goes; of what is left, one name in both has changed.
  for (auto at = old.begin(); at != old.end();) {
    const auto [first, last] = fresh.equal_range(at->first);
    const auto same = std::find_if(first, last, [&](const auto& one) { return one.second == at->second; });
    if (same == last) {
      ++at;
      continue;
    }
    fresh.erase(same);
    at = old.erase(at);
  }
  for (const auto& [file, digest] : old) {
    const auto other = fresh.find(file);
    (other == fresh.end() ? out.removed : out.changed).push_back(file);
    if (other != fresh.end()) fresh.erase(other);
  }
  for (const auto& [file, digest] : fresh) out.added.push_back(file);
}

std::string slot_key(const timeline::Slot& slot) {
  return titled(slot);
}

std::string slot_words(const timeline::Slot& slot, const std::string& zone) {
  return moment(slot.start, zone) + (slot.place.empty() ? "" : " at " + slot.place);
}

void compare_patient(const Rostered* before, const Rostered* now, const std::string& zone, Again& out) {
  const std::size_t first = out.lines.size();
  const std::string& id = (before ? before : now)->id;
  const auto say = [&](const std::string& what, const std::string& old, const std::string& fresh) {
    if (old != fresh) out.lines.push_back(fmt::format("{}: {}: {}, now {}", id, what, old, fresh));
  };
  const auto listed = [](const Rostered* one) {
    return !one ? std::string("not there") : one->place_in_list ? std::to_string(one->place_in_list) : "none";
  };
  if (!before || !now) {
    say("patient", before ? "there" : "not there", now ? "there" : "not there");
  } else {
    say("state", std::string(word(before->kind)), std::string(word(now->kind)));
    say("place in the list", listed(before), listed(now));
    std::map<std::string, std::pair<std::string, std::string>> slots;
    for (const auto& slot : before->slots) slots[slot_key(slot)] = {slot_words(slot, zone), "none"};
    for (const auto& slot : now->slots) {
      auto& both = slots.try_emplace(slot_key(slot), "none", "").first->second;
      both.second = slot_words(slot, zone);
    }
    for (const auto& [title, both] : slots) say(title, both.first, both.second);
    const auto day = [](const std::optional<Day>& d) { return d ? calendar::to_string(*d) : std::string("none"); };
    say("Day 0", day(before->day_zero), day(now->day_zero));
  }
  if (out.lines.size() > first) out.otherwise.push_back(id);
}

std::string counted(std::size_t n, const char* one, const char* more) {
  return fmt::format("{} {}", n, n == 1 ? one : more);
}

}  // namespace

Again again(const Roster& before, const Roster& now) {
  Again out;
  compare_inputs(before, now, out);
  std::map<std::string_view, std::pair<const Rostered*, const Rostered*>> all;
  for (const Rostered& one : before.patients) all[one.id].first = &one;
  for (const Rostered& one : now.patients) all[one.id].second = &one;
  for (const auto& [id, both] : all) compare_patient(both.first, both.second, now.zone, out);
  return out;
}

std::string roster_again(const Roster& before, const Roster& now, const RosterStyle& style) {
  const Again found = again(before, now);
  const std::size_t changes = found.changed.size() + found.added.size() + found.removed.size();
  std::string with = fmt::format("today {}, lengths as {}, seed {}, {}, {} of exact search",
                                 calendar::to_string(before.today), before.assumed, before.seed,
                                 counted(static_cast<std::size_t>(before.iterations), "iteration", "iterations"),
                                 counted(static_cast<std::size_t>(before.nodes), "node", "nodes"));
  for (const auto& [resource, n] : before.set) with += fmt::format(", {}={}", resource, n);
  std::vector<Fact> facts{
      {"made with", with},
      {"inputs", found.same_inputs() ? fmt::format("{}, as they were", counted(now.inputs.size(), "file", "files"))
                                     : fmt::format("{} not as they were", counted(changes, "file", "files"))},
      {"roster", found.same() ? fmt::format("the same for {}", counted(now.patients.size(), "patient", "patients"))
                              : fmt::format("another for {} of {}", found.otherwise.size(),
                                            counted(std::max(now.patients.size(), before.patients.size()), "patient",
                                                    "patients"))}};
  if (before.tzdata != now.tzdata)
    facts.push_back({"zones", fmt::format("tzdata {}, now {}", before.tzdata, now.tzdata)});
  std::vector<Section> sections;
  std::vector<std::string> files;
  for (const auto& file : found.changed) files.push_back(file + " has changed");
  for (const auto& file : found.added) files.push_back(file + " is new");
  for (const auto& file : found.removed) files.push_back(file + " is gone");
  if (!files.empty()) sections.push_back({"Files that are not as they were", files, true});
  if (!found.lines.empty()) sections.push_back({"What comes out otherwise", found.lines, true});
  const FrameStyle frame{style.width, style.colour, style.ascii};
  return headline(now) + '\n' + frame_facts(facts, 11, frame) + frame_sections(sections, frame);
}

std::string json_again(const Roster& before, const Roster& now, std::string_view version) {
  const Again found = again(before, now);
  Json out = Json::object();
  out["format"] = "vein2vein-roster-again";
  out["version"] = 1;
  out["v2v"] = version;
  out["programme"] = now.programme;
  out["today"] = calendar::to_string(before.today);
  out["same_inputs"] = found.same_inputs();
  out["same"] = found.same();
  out["changed"] = found.changed;
  out["added"] = found.added;
  out["removed"] = found.removed;
  out["otherwise"] = found.otherwise;
  out["differences"] = found.lines;
  return written(out);
}

}  // namespace v2v::view
