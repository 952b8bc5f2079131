// Laws of writing: dates shifted, keys and lists in another order, other names. The plan is the same but for these.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>

#include "answer.h"
#include "meaning.h"

namespace v2v::laws {
namespace {

/// Every text of a tree, keys too, anew. `under` is the key that a text stands behind.
void each_text(Yaml& node, const std::string& under,
               const std::function<void(std::string&, const std::string&)>& change) {
  if (node.kind == Yaml::text) return change(node.word, under);
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string key = node.kind == Yaml::map ? node.keys[i] : under;
    each_text(node.items[i], key, change);
    if (node.kind == Yaml::map) change(node.keys[i], "");
  }
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void shift_dates(std::string& text, std::int32_t days) {
  for (std::size_t at = 0; at + 10 <= text.size(); ++at) {
    if ((at > 0 && is_digit(text[at - 1])) || (at + 10 < text.size() && is_digit(text[at + 10]))) continue;
    if (const auto day = calendar::parse_day(text.substr(at, 10))) {
      text.replace(at, 10, calendar::to_string(*day + days));
      at += 9;
    }
  }
}

Files shifted(Files files, std::int32_t days) {
  for (auto& [name, tree] : files.named)
    each_text(tree, "", [&](std::string& text, const std::string&) { shift_dates(text, days); });
  shift_dates(files.today, days);
  return files;
}

/// What a plan says, line by line, dates moved back by so many minutes and ids by their old names.
using Names = std::map<std::string, std::string>;
std::string skeleton(const timeline::Timeline& answer, std::int64_t minutes, const Names* old = nullptr) {
  const auto id = [&](const std::string& name) {
    if (!old || !old->contains(name)) return name;
    return old->at(name);
  };
  const auto moment = [&](const std::optional<calendar::Instant>& t) {
    return t ? std::to_string(t->minutes - minutes) : "-";
  };
  const auto number = [](const auto& n) { return n ? std::to_string(*n) : "-"; };
  std::vector<std::string> lines;
  for (const auto& e : answer.entries) {
    std::vector<std::string> who;
    for (const auto& person : e.who) who.push_back(id(person));
    lines.push_back(fmt::format("{} {} {} {}-{} in {}-{} range {}-{} slack {} {} day {} {} {} at {} by {}", id(e.id),
                                e.visit, e.attempt, moment(e.start), moment(e.end), moment(e.earliest),
                                moment(e.latest), moment(e.range_from), moment(e.range_to), number(e.slack_minutes),
                                number(e.slack_working_minutes), number(e.day), timeline::word(e.state),
                                timeline::word(e.firmness), id(e.place), fmt::join(who, " ")));
  }
  if (answer.conflict)
    for (const auto& rule : answer.conflict->rules)
      lines.push_back(fmt::format("clash ours {} missed by {}", rule.ours, number(rule.missed_by_minutes)));
  if (!old)  // which stages they lie between is told by the ids that all workflows share
    for (const auto& m : answer.milestones) lines.push_back(m.id + ' ' + number(m.days));
  for (const auto& b : answer.breaches) lines.push_back(fmt::format("breach by {}", b.by_minutes));
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

/// The lines that stand in one and not in the other.
std::string unlike(const std::string& before, const std::string& after) {
  const auto lines = [](const std::string& text) {
    std::multiset<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      all.insert(text.substr(at, end - at));
      at = end + 1;
    }
    return all;
  };
  const auto a = lines(before), b = lines(after);
  std::vector<std::string> out;
  for (const auto& line : a)
    if (a.count(line) != b.count(line)) out.push_back("- " + line);
  for (const auto& line : b)
    if (a.count(line) != b.count(line)) out.push_back("+ " + line);
  return fmt::format("{}", fmt::join(out, "\n"));
}

void demand_same(const std::string& before, const std::string& after) {
  if (before != after) demand(false, "another plan:\n" + unlike(before, after));
}

/// No clock changes: every zone becomes one that has none, and the offsets behind times go.
Files without_clock_changes(Files files, bool& months) {
  static const std::vector<std::string> zones{"Europe/London",   "America/New_York", "Europe/Amsterdam",
                                              "Asia/Kolkata",    "Australia/Sydney", "Australia/Lord_Howe",
                                              "America/Santiago"};
  static const std::vector<std::string> units{"month", "year"};
  for (auto& [name, tree] : files.named)
    each_text(tree, "", [&](std::string& text, const std::string&) {
      for (const auto& zone : zones)
        if (const auto at = text.find(zone); at != std::string::npos) text.replace(at, zone.size(), "Asia/Kolkata");
      if (text.size() > 6 && (text[text.size() - 6] == '+' || text[text.size() - 6] == '-') &&
          text[text.size() - 3] == ':' && text[text.size() - 7] == ' ')
        text.resize(text.size() - 7);
      std::string word;
      for (const char c : text + ' ') {
        if (c != ' ') {
          word += c;
          continue;
        }
        months = months || word == "month" || word == "year" ||
                 (!word.empty() && is_digit(word[0]) && (word.ends_with("mo") || word.ends_with('y')));
        word.clear();
      }
    });
  return files;
}

// Weeks: where no zone has clock changes, no wait counts months or years (their lengths differ), no holiday has a date
// in the year.
std::string whole_weeks(Random& random, const Planned& given) {
  bool months = false;
  const Files files = without_clock_changes(given.files, months);
  if (months) return "months or years are counted";
  if (files.find("bank.yaml")) return "holidays";
  const auto before = planned(files);
  if (!before.answer) return "refused";
  const std::int32_t days = static_cast<std::int32_t>(random(1, 200)) * 7 * (random.chance(50) ? 1 : -1);
  const auto after = planned(shifted(files, days));
  demand(after.answer.has_value(), fmt::format("refused when shifted by {} days", days));
  demand_same(skeleton(*before.answer, 0), skeleton(*after.answer, std::int64_t{days} * 1440));
  return "held";
}

// 400 years are whole weeks too, and after them the calendar repeats itself: months, leap days, the rules by which
// clocks change and holidays fall, but not Easter.
std::string four_centuries(Random&, const Planned& given) {
  constexpr std::int32_t days = 146'097;
  if (const Yaml* bank = given.files.find("bank.yaml"); bank && write(*bank).find("easter") != std::string::npos)
    return "Easter";
  const auto before = planned(given.files);
  if (!before.answer) return "refused";
  auto files = shifted(given.files, days);
  // Years of holidays stand without a date.
  if (Yaml* bank = files.find("bank.yaml"))
    if (Yaml* all = bank->find("days"))
      for (auto& day : all->items)
        for (const char* key : {"from", "until"})
          if (Yaml* year = day.find(key)) year->word = std::to_string(std::stoi(year->word) + 400);
  const auto after = planned(files);
  demand(after.answer.has_value(), "refused 400 years later");
  demand_same(skeleton(*before.answer, 0), skeleton(*after.answer, std::int64_t{days} * 1440));
  return "held";
}

/// `all`: opening hours and named days too, which a reason quotes as they are written.
void shuffle(Random& random, Yaml& node, const std::string& under, bool root, bool all) {
  static const std::set<std::string> lists{"gate",  "gives",  "who",   "not-available", "closed", "holidays",
                                           "dates", "except", "makes", "after",         "carers"};
  const bool quoted = all && (under == "hours" || under == "starts" || under == "falls-on");
  const std::size_t size = node.items.size(), first = root ? 1 : 0;
  if (node.kind == Yaml::map || (node.kind == Yaml::list && (quoted || lists.count(under))))
    for (std::size_t i = size; i-- > first + 1;) {
      const auto other =
          static_cast<std::size_t>(random(static_cast<std::int64_t>(first), static_cast<std::int64_t>(i)));
      std::swap(node.items[i], node.items[other]);
      if (node.kind == Yaml::map) std::swap(node.keys[i], node.keys[other]);
    }
  for (std::size_t i = 0; i < size; ++i)
    shuffle(random, node.items[i], node.kind == Yaml::map ? node.keys[i] : under, false, all);
}

std::string other_order(Random& random, const Planned& given) {
  // A departure quotes what it replaced as it is written.
  const bool all = random.chance(50) || given.files.find("patient.yaml")->find("overrides");
  const auto before = planned(given.files, plan::Assume::likely, true);
  if (!before.answer) return "refused";
  Files files = given.files;
  for (auto& [name, tree] : files.named) shuffle(random, tree, "", true, all);
  const auto after = planned(files, plan::Assume::likely, true);
  demand(after.answer.has_value(), "refused when put in another order");
  demand(before.answer->hash == after.answer->hash, "another hash in another order");
  const auto a = all ? skeleton(*before.answer, 0) : without_places(*before.answer);
  const auto b = all ? skeleton(*after.answer, 0) : without_places(*after.answer);
  if (a != b) demand(false, "another answer in another order:\n" + unlike(a, b));
  return "held";
}

/// The ids of a case, by what they name: order decides between two of one class.
using Classes = std::map<std::string, std::set<std::string>>;

void stage_ids(const Yaml& stages, std::set<std::string>& ids) {
  for (std::size_t i = 0; i < stages.keys.size(); ++i) {
    if (stages.keys[i] != "remove") ids.insert(stages.keys[i]);
    if (const Yaml* parts = stages.items[i].find("parts")) stage_ids(*parts, ids);
  }
}

Classes ids_of(const Files& files) {
  Classes all;
  for (const auto& [name, tree] : files.named) {
    if (const Yaml* stages = tree.find("stages")) stage_ids(*stages, all["stages"]);
    for (const char* key : {"rules", "options", "editions"})
      if (const Yaml* map = tree.find(key)) all[key].insert(map->keys.begin(), map->keys.end());
    if (const Yaml* places = tree.find("places"))
      for (std::size_t i = 0; i < places->keys.size(); ++i) {
        auto& ids = all["places"];
        ids.insert(places->keys[i]);
        for (const char* key : {"kind", "site"})
          if (const Yaml* said = places->items[i].find(key)) ids.insert(said->word);
        if (const Yaml* has = places->items[i].find("has")) all["resources"].insert(has->keys.begin(), has->keys.end());
      }
    if (const Yaml* people = tree.find("people"); people && people->kind == Yaml::list)
      for (const auto& person : people->items)
        if (person.word != "patient") all["people"].insert(person.word);
  }
  for (const char* drug : {"steroid", "chemo", "vaccine"}) all["drugs"].insert(drug);
  return all;
}

/// Words behind these keys are the format's or prose.
bool keeps_words(const std::string& key) {
  static const std::set<std::string> keys{"phase",  "title",   "say",    "note",   "because", "gate-on",
                                          "status", "cite",    "prefer", "carer",  "en",      "cy",
                                          "bring",  "address", "phone",  "region", "reason"};
  return keys.count(key) > 0;
}

Files renamed(Files files, const Names& names) {
  for (auto& [file, tree] : files.named)
    each_text(tree, "", [&](std::string& text, const std::string& under) {
      if (keeps_words(under)) return;
      std::string out, word;
      for (const char c : text + '\n') {
        if (c != ' ' && c != '\n') {
          word += c;
          continue;
        }
        const auto found = names.find(word);
        out += found == names.end() ? word : found->second;
        if (c == ' ') out += c;
        word.clear();
      }
      text = out;
    });
  return files;
}

/// What a name means beside naming: `product` is of the stages called so, an edition is chosen by the date of
/// `referral`.
std::string named_by_the_format(const Planned& given) {
  if (!given.answer) return "refused";
  for (const auto& [name, tree] : given.files.named) {
    std::string found;
    Yaml copy = tree;
    each_text(copy, "", [&](std::string& text, const std::string& under) {
      if (under == "gate" && text == "product") found = "a gate on the product";
    });
    if (!found.empty()) return found;
    if (tree.find("editions") && !given.files.find("patient.yaml")->find("edition")) return "an edition by its date";
  }
  return "";
}

std::string renamed_in_order(Random&, const Planned& given) {
  if (auto reason = named_by_the_format(given); !reason.empty()) return reason;
  const Names none;
  Names names, old;
  for (const auto& [kind, ids] : ids_of(given.files))
    for (const auto& id : ids) names[id] = "q-" + id, old["q-" + id] = id;
  const auto after = planned(renamed(given.files, names));
  demand(after.answer.has_value(), "refused when renamed");
  demand_same(skeleton(*given.answer, 0, &none), skeleton(*after.answer, 0, &old));
  return "held";
}

// In another order of names only ties change: where a plan has none to break, each date can be no earlier than before.
std::string renamed_at_will(Random& random, const Planned& given) {
  if (auto reason = named_by_the_format(given); !reason.empty()) return reason;
  Names names, old;
  for (const auto& [kind, ids] : ids_of(given.files))
    for (const auto& id : ids) {
      const auto name = fmt::format("q{:05}-{}", random(0, 99999), id);
      names[id] = name, old[name] = id;
    }
  const auto after = planned(renamed(given.files, names));
  demand(after.answer.has_value(), "refused when renamed");
  if (!chosen_in(given).choices.empty() || !chosen_in(after).choices.empty())
    return "choices, where ties are broken by id";
  demand(given.clash() == after.clash(), given.clash() ? "no clash when renamed" : "a clash when renamed");
  for (const auto& e : after.answer->entries) {
    timeline::Entry before = e;
    before.id = old.contains(e.id) ? old.at(e.id) : e.id;
    const auto* entry = same_visit(*given.answer, before);
    demand(entry != nullptr, e.id + " is no visit before it was renamed");
    demand(entry->earliest == e.earliest, fmt::format("{}: earliest {}, renamed {}", name_of(*entry),
                                                      when(given, entry->earliest), when(after, e.earliest)));
  }
  return "held";
}

}  // namespace

const std::vector<LawRow>& laws_of_writing() {
  static const std::vector<LawRow> all{{"whole-weeks", whole_weeks},
                                       {"four-centuries", four_centuries},
                                       {"other-order", other_order},
                                       {"renamed-in-order", renamed_in_order},
                                       {"renamed-at-will", renamed_at_will}};
  return all;
}

}  // namespace v2v::laws
