#include <algorithm>
#include <array>

#include "calendar/hours.h"
#include "text/decode.h"

namespace v2v::text {
namespace {

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 4> counts{"first", "second", "third", "fourth"};

/// The place in a list of a word, or of its first three letters; -1 when it is none of them.
template <std::size_t n>
int place(const std::array<std::string_view, n>& list, std::string_view word) {
  std::string small;
  for (const char c : word) small += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (std::size_t i = 0; i < n; ++i)
    if (small == list[i] || (small.size() == 3 && small == list[i].substr(0, 3))) return static_cast<int>(i);
  return -1;
}

std::optional<int> number(std::string_view text) {
  if (text.empty() || text.size() > 4 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  return std::stoi(std::string(text));
}

bool read_falls_on(std::string_view text, calendar::HolidayRule& rule) {
  auto words = words_of(text);
  if (words.size() == 1 && text.size() == 5 && text[2] == '-') {
    const auto month = number(text.substr(0, 2)), day = number(text.substr(3));
    if (!month || !day || !calendar::day_of(2024, *month, *day)) return false;
    rule.month = *month;
    rule.day = *day;
    return true;
  }
  if (!words.empty() && words[0] == "easter") {
    rule.kind = calendar::HolidayRule::easter;
    if (words.size() == 1) return true;
    if (words.size() == 2 && (words[1][0] == '+' || words[1][0] == '-')) {  // easter -2
      words.insert(words.begin() + 1, words[1].substr(0, 1));
      words[2].remove_prefix(1);
    }
    const auto n = words.size() == 3 ? number(words[2]) : std::nullopt;
    if (!n || *n > 200 || (words[1] != "+" && words[1] != "-")) return false;
    rule.offset = words[1] == "+" ? *n : -*n;
    return true;
  }
  if (words.size() != 4 || words[2] != "of") return false;
  const int nth = place(counts, words[0]), day = place(weekdays, words[1]), month = place(months, words[3]);
  if ((nth < 0 && words[0] != "last") || day < 0 || month < 0) return false;
  rule.kind = calendar::HolidayRule::nth_weekday;
  rule.nth = nth < 0 ? -1 : nth + 1;
  rule.on = static_cast<calendar::Weekday>(day);
  rule.month = month + 1;
  return true;
}

std::optional<int> year_in(Reader& reader, const Node& node, std::string_view key) {
  const auto text = text_in(reader, node, key, "a year");
  if (!text) return std::nullopt;
  auto year = number(*text);
  if (!year || *year < 1583) {
    reader.error("bad-date", node.where, ticked(*text) + " is not a year.");
    return std::nullopt;
  }
  return year;
}

calendar::HolidayRule read_day(Reader& reader, const Node::Entry& entry) {
  calendar::HolidayRule rule;
  rule.id = entry.key;
  const Node& node = *entry.value;
  if (!check_keys(reader, node, Mapping::holiday, "holiday " + entry.key, entry.key_where)) return rule;
  if (const Node* on = node.find("falls-on"))
    if (const auto text = text_in(reader, *on, "falls-on", "a day of the year"); text && !read_falls_on(*text, rule))
      reader.error("bad-holiday", on->where, ticked(*text) + " is not a day of every year.",
                   "write 12-25, easter + 1, or last monday of may");
  if (const Node* weekend = node.find("if-weekend")) {
    const auto text = text_in(reader, *weekend, "if-weekend", "next-weekday, nearest-weekday or stays");
    const auto words = words_of(Mapping::holiday, "if-weekend");
    constexpr std::array ways{calendar::HolidayRule::next_weekday, calendar::HolidayRule::nearest_weekday,
                              calendar::HolidayRule::stays};
    const auto found = text ? std::find(words.begin(), words.end(), *text) : words.end();
    if (found != words.end())
      rule.if_weekend = ways[static_cast<std::size_t>(found - words.begin())];
    else if (text)
      reader.error("unknown-word", weekend->where,
                   ticked(*text) + " is none of next-weekday, nearest-weekday and stays.",
                   reader.meant(*text, {words.begin(), words.end()}));
  }
  if (const Node* year = node.find("from")) rule.from = year_in(reader, *year, "from");
  if (const Node* year = node.find("until")) rule.until = year_in(reader, *year, "until");
  return rule;
}

}  // namespace

std::optional<calendar::Holidays> decode_holidays(Reader& reader, const Node& root) {
  calendar::Holidays holidays;
  check_keys(reader, root, Mapping::holidays, "a list of holidays", root.entries.front().key_where);
  if (const Node* id = root.find("holidays")) holidays.id = id_in(reader, *id, "holidays").value_or("");
  holidays.title = holidays.id;
  if (const Node* title = root.find("title")) holidays.title = text_in(reader, *title, "title", "text").value_or("");
  if (const Node* days = root.find("days")) {
    if (days->kind != Node::map) wrong_type(reader, *days, "days", "a mapping from id to its keys");
    for (const auto& entry : days->entries)
      if (entry.key != "note") holidays.rules.push_back(read_day(reader, entry));
  }
  for (const auto* key : {"dates", "except"}) {
    const Node* list = root.find(key);
    if (!list) continue;
    auto& out = std::string_view(key) == "dates" ? holidays.dates : holidays.except;
    if (list->kind != Node::list) wrong_type(reader, *list, key, "a list of dates");
    for (const auto& item : list->items)
      if (const auto day = day_in(reader, *item, key)) out.push_back(*day);
  }
  return holidays;
}

}  // namespace v2v::text
