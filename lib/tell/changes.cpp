#include "tell/changes.h"

#include <algorithm>
#include <map>
#include <set>

namespace v2v::tell {
namespace {

using timeline::Copied;
using timeline::Item;

Said span(bool firm, Day from, Day to, std::optional<Instant> start, const std::string& zone, const Voice& voice) {
  if (firm && start) return voice.at(from, voice.hour(*start, zone));
  if (firm) return from == to ? voice.date(from) : voice.say("span.from-to", {{"from", from}, {"to", to}});
  return from == to ? voice.say("span.on", {{"date", from}}) : voice.say("span.between", {{"from", from}, {"to", to}});
}

bool is_firm(const Item& item) {
  return item.standing == Item::booked || item.standing == Item::done;
}

std::string stage_of(const std::string& uid, const std::string& patient) {
  const std::string rest = uid.starts_with(patient + ".") ? uid.substr(patient.size() + 1) : uid;
  return rest.substr(0, rest.find('.'));
}

}  // namespace

timeline::Box changes(const timeline::Copy& since, timeline::Sheet& sheet, const Voice& voice) {
  timeline::Box out{voice.say("changed", {{"date", since.as_of}}), {}};
  std::map<std::string, const Copied*> before;
  std::set<std::string> stages_before;
  for (const Copied& one : since.items) {
    before.emplace(one.uid, &one);
    stages_before.insert(stage_of(one.uid, sheet.patient));
  }
  std::set<std::string> now;
  for (Item& item : sheet.items) {
    now.insert(item.uid);
    if (item.standing == Item::done || item.standing == Item::cancelled || item.to < sheet.today) continue;
    const Said moment = span(is_firm(item), item.from, item.to, item.start, item.zone, voice);
    const auto known = before.find(item.uid);
    if (known == before.end()) {
      // One of several that were told together, and have their own dates by now.
      const bool parted = stages_before.count(item.stage) > 0 && item.visits == 1;
      if (parted && !is_firm(item)) continue;
      item.mark = Item::fresh;
      out.lines.push_back(voice.say(parted ? "changed.set" : "changed.new", {{"title", item.title}, {"new", moment}}));
      continue;
    }
    const Copied& old = *known->second;
    if (old.from == item.from && old.to == item.to && old.firm == is_firm(item) && old.start == item.start) continue;
    item.mark = Item::changed;
    const Said was = span(old.firm, old.from, old.to, old.start, item.zone, voice);
    const auto key = !old.firm && is_firm(item) && item.kind == Item::visit ? "changed.set"
                     : old.firm && !is_firm(item)                           ? "changed.open"
                                                                            : "changed.moved";
    out.lines.push_back(voice.say(key, {{"title", item.title}, {"old", was}, {"new", moment}}));
  }
  for (const Copied& old : since.items) {
    if (now.count(old.uid) || old.to < sheet.today) continue;
    Entry entry;
    entry.id = stage_of(old.uid, sheet.patient);
    const Said title = old.title ? Said{*old.title, ""} : voice.title(entry);
    const Said was = span(old.firm, old.from, old.to, old.start, sheet.zone, voice);
    out.lines.push_back(voice.say("changed.gone", {{"title", title}, {"old", was}}));
  }
  if (out.lines.empty()) out.lines.push_back(voice.say("changed.none", {{"date", since.as_of}}));
  return out;
}

}  // namespace v2v::tell
