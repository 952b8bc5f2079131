// A clash held to its word through the files: what it names is taken out of them, what it offers is done to them, and
// they are read and planned anew.
#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "plan_checks.h"
#include "text/tree.h"

namespace v2v::laws {
namespace {

using timeline::ClashRule;
using timeline::Conflict;
using timeline::Mend;

/// Where in which file: the name, and the keys and numbers that lead there.
struct Spot {
  std::string file;
  std::vector<std::size_t> path;
  std::vector<std::string> keys;
};

/// The deepest value, or key, of the file that begins where the span does.
bool find(const text::Node& node, source::Span where, Spot& spot) {
  for (std::size_t i = 0; i < node.entries.size() + node.items.size(); ++i) {
    const bool map = !node.entries.empty();
    const text::Node& below = map ? *node.entries[i].value : *node.items[i];
    spot.path.push_back(i);
    spot.keys.push_back(map ? node.entries[i].key : std::to_string(i));
    if (below.where.begin == where.begin || (map && node.entries[i].key_where.begin == where.begin)) return true;
    if (find(below, where, spot)) return true;
    spot.path.pop_back();
    spot.keys.pop_back();
  }
  return false;
}

std::optional<Spot> spot_of(source::Span where) {
  if (!where) return std::nullopt;
  Spot spot;
  spot.file = where.file->name.substr(where.file->name.rfind('/') + 1);
  const auto root = text::parse(*where.file);
  if (!root.value || !find(**root.value, where, spot)) return std::nullopt;
  return spot;
}

/// Where the path is shorter, the first on the way: a mapping begins where its first key does.
Yaml& at(Files& files, const Spot& spot, std::size_t depth) {
  Yaml* node = files.find(spot.file);
  for (std::size_t i = 0; i < depth; ++i) node = &node->items[i < spot.path.size() ? spot.path[i] : 0];
  return *node;
}

void take_out(Files& files, const Spot& spot) {
  Yaml& above = at(files, spot, spot.path.size() - 1);
  const auto i = static_cast<std::ptrdiff_t>(spot.path.back());
  above.items.erase(above.items.begin() + i);
  if (above.kind == Yaml::map) above.keys.erase(above.keys.begin() + i);
}

std::set<std::pair<std::string, std::string>> names_of(const Conflict& conflict) {
  std::set<std::pair<std::string, std::string>> all;
  for (const auto& rule : conflict.rules) {
    const auto spot = spot_of(rule.where);
    // With what stands there, since an item of a list goes by another number once one before it is taken out.
    all.emplace(
        rule.text,
        spot ? fmt::format("{}:{} {}", spot->file, fmt::join(spot->keys, "."), source::text_of(rule.where)) : "");
  }
  return all;
}

bool among_facts(const Spot& spot, std::string_view key) {
  return spot.file == "patient.yaml" && !spot.keys.empty() && spot.keys.front() == key;
}

/// Takes what the rule says out of the files; false where it stands in more than one place, or leaves another length.
bool without(Files& files, const ClashRule& rule) {
  const auto spot = spot_of(rule.where);
  if (!spot || spot->keys.size() < 2) return false;
  const auto& keys = spot->keys;
  for (const char* facts : {"booked", "held", "windows", "not-available"})
    if (among_facts(*spot, facts)) {
      Spot fact = *spot;
      if (std::string_view(facts) != "not-available") fact.path.resize(2);
      take_out(files, fact);
      return true;
    }
  if (spot->file == "centre.yaml" && keys[0] == "places" && keys.size() > 2 && keys[2] == "hours") {
    Yaml& place = at(files, *spot, 2);
    place.set("hours", "always");
    place.set("holidays", Yaml::listing());
    place.drop("closed");
    return true;
  }
  if (spot->file != "workflow.yaml" || keys[0] != "stages" || files.find("base.yaml")) return false;
  static const std::set<std::string> at_once{"after", "ends-after", "window", "hours", "starts", "washout", "apart"};
  for (std::size_t k = 2; k < keys.size() && k < 5; ++k) {
    if (!at_once.contains(keys[k])) continue;
    Spot said = *spot;
    const bool each = keys[k] == "after" || keys[k] == "ends-after" || keys[k] == "washout";
    said.path.resize(std::min(said.path.size(), k + (each ? 2 : 1)));
    take_out(files, said);
    return true;
  }
  return false;
}

struct When {
  std::string day, clock;  // the clock with the zone behind it, where one is named
};
std::optional<When> first_date(const std::string& text) {
  static const std::regex date(R"((\d{4}-\d\d-\d\d)(?: (\d\d:\d\d(?: [A-Z][A-Za-z_]+/[A-Za-z_]+)?))?)");
  std::smatch m;
  if (!std::regex_search(text, m, date)) return std::nullopt;
  return When{m[1], m[2]};
}

/// Does to the files what the mend says; false where its words cannot be done to them one way only.
bool apply(Files& files, const Planned& planned, const Mend& mend) {
  const auto starts = [&](const char* words) { return mend.text.starts_with(words); };
  if (starts("choose ")) {
    const auto colon = mend.text.find(": ");
    files.find("patient.yaml")->under("options").set(mend.text.substr(7, colon - 7), mend.text.substr(colon + 2));
    return true;
  }
  const auto spot = spot_of(mend.where);
  if (!spot) throw Failure{"a mend stands nowhere: " + mend.text};
  if (starts("move ") || starts("book ")) {
    Spot fact = *spot;
    fact.path.resize(2);
    if (fact.keys[0] != "booked" && fact.keys[0] != "held")
      throw Failure{"a mend moves what is not booked: " + mend.text};
    Yaml* when = &at(files, fact, 2);
    if (when->kind == Yaml::list) when = &when->items[spot->path.size() > 2 ? spot->path[2] : 0];
    if (Yaml* inner = when->find("at")) when = inner;
    const auto to = first_date(mend.text);
    if (!to) throw Failure{"a mend without its date: " + mend.text};
    const bool timed = when->word.find(':') != std::string::npos;
    if (starts("book ")) {
      // book X on Wed 2026-01-07 09:00 to Wed 2026-01-07 11:00
      const auto second = first_date(mend.text.substr(mend.text.rfind(" to ")));
      if (!second || to->clock.empty() || second->clock.empty()) return false;
      *when = to->day + " " + to->clock + " to " + second->day + " " + second->clock;
      return true;
    }
    if (timed && to->clock.empty()) throw Failure{"a mend without its time of day: " + mend.text};
    *when = to->day + (timed ? " " + to->clock : "");
    return true;
  }
  if (starts("let ")) {
    Yaml& window = at(files, *spot, 2);
    Yaml& text = window.kind == Yaml::map ? *window.find("is") : window;
    const auto to = first_date(mend.text);
    std::string from, by;
    if (text.word.starts_with("from ")) {
      from = text.word.substr(5);
    } else if (text.word.starts_with("by ")) {
      by = text.word.substr(3);
    } else {
      from = text.word.substr(0, 10);
      by = text.word.substr(14);
    }
    if (!by.empty()) by = std::max(by, to->day);
    if (!from.empty()) from = std::min(from, to->day);
    text = from.empty() ? "by " + by : by.empty() ? "from " + from : from + " to " + by;
    return true;
  }
  if (starts("come on ")) {
    Yaml& above = at(files, *spot, spot->path.size() - 1);
    if (above.kind == Yaml::list && above.items.size() == 1) {
      Spot whole = *spot;
      whole.path.pop_back();
      take_out(files, whole);
    } else {
      take_out(files, *spot);
    }
    return true;
  }
  if (mend.text.find("write the day on which it stops") != std::string::npos) {
    const auto day = first_date(mend.text.substr(mend.text.find(" stops")));
    if (!day) throw Failure{"a mend without its date: " + mend.text};
    at(files, *spot, spot->path.size()) = day->day;
    return true;
  }
  if (starts("open ") || starts("have it there on ")) {
    if (spot->file != "centre.yaml" || spot->keys[0] != "places")
      throw Failure{"a mend opens what is no place: " + mend.text};
    Yaml& place = at(files, *spot, 2);
    if (starts("open ")) {
      place.set("hours", "always");
      place.set("holidays", Yaml::listing());
      place.drop("closed");
      return true;
    }
    Yaml* has = place.find("has");
    if (!has) return false;
    for (auto& amount : has->items) amount = "99";
    place.drop("between");
    return true;
  }
  (void)planned;
  return false;  // loosen: by how much is said, not how its file would say it
}

void check_offer(const Planned& planned, const Conflict& conflict, const Mend& mend, Counts& counts) {
  const auto spot = spot_of(mend.where);
  const bool choice = mend.text.starts_with("choose ");
  if (spot && !choice) {
    if (spot->file != "patient.yaml" && spot->file != "centre.yaml")
      throw Failure{"a mend of the therapy: " + mend.text};
    if (among_facts(*spot, "happened")) throw Failure{"a mend of the past: " + mend.text};
    const bool named = std::any_of(conflict.rules.begin(), conflict.rules.end(),
                                   [&](const auto& rule) { return rule.ours && rule.where == mend.where; });
    if (!named) throw Failure{"a mend of no rule of the clash that is ours: " + mend.text};
  }
  Files mended = planned.files;
  if (!apply(mended, planned, mend)) return;
  ++counts.mends;
  Planned again{mended, {}, {}, {}, 0};
  plan_files(again, false, 1e9);
  if (!again.answer) {
    std::string code = again.opened.answer.diagnostics.empty() ? "" : again.opened.answer.diagnostics.front().text;
    throw Failure{fmt::format("a mend makes files that cannot be read: {} {}", mend.text, code)};
  }
  if (!again.answer->conflict) return;
  if (mend.text.find("another clash stands behind") == std::string::npos)
    throw Failure{fmt::format("a mend does not mend: {}; then {}", mend.text, again.answer->conflict->headline)};
  if (names_of(*again.answer->conflict) == names_of(conflict))
    throw Failure{fmt::format("a mend changes nothing: {}", mend.text)};
}

}  // namespace

void check_clash(const Planned& planned, Counts& counts) {
  const Conflict& conflict = *planned.answer->conflict;
  if (conflict.headline.empty() || conflict.rules.empty()) throw Failure{"a clash without words: none"};
  if (!planned.answer->entries.empty()) throw Failure{"a clash with dates: none may be shown"};
  for (const auto& rule : conflict.rules) {
    if (rule.text.empty() || rule.standing.empty()) throw Failure{"a rule of a clash without words: " + rule.text};
    const auto spot = spot_of(rule.where);
    if (spot && rule.ours && (spot->file == "workflow.yaml" || spot->file == "base.yaml"))
      throw Failure{"a therapy rule called ours: " + rule.text};
    if (spot && rule.ours && among_facts(*spot, "happened")) throw Failure{"a past event called ours: " + rule.text};
  }
  const auto names = names_of(conflict);
  // A place whose hours are taken out of the files counts other working hours and days, too: then it is another rule
  // that is read beside it.
  static const std::regex working(R"(\b\d+w[hd]\b)");
  const bool counts_work = std::any_of(conflict.rules.begin(), conflict.rules.end(),
                                       [](const auto& rule) { return std::regex_search(rule.text, working); });
  for (const auto& rule : conflict.rules) {
    const auto spot = spot_of(rule.where);
    if (counts_work && spot && spot->file == "centre.yaml") continue;
    Files fewer = planned.files;
    if (!without(fewer, rule)) continue;
    ++counts.dropped;
    Planned again{fewer, {}, {}, {}, 0};
    plan_files(again, false, 1e9);
    if (!again.answer || !again.answer->conflict) continue;
    // Another clash may stand behind; what is left of this one may not clash.
    const auto then = names_of(*again.answer->conflict);
    if (std::includes(names.begin(), names.end(), then.begin(), then.end()))
      throw Failure{fmt::format("the clash is not smallest: it stands without {}", rule.text)};
  }
  for (const auto& mend : conflict.mends) check_offer(planned, conflict, mend, counts);
}

}  // namespace v2v::laws
