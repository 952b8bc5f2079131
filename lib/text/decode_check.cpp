#include <algorithm>

#include "calendar/zone.h"
#include "text/decode.h"

namespace v2v::text {
namespace {

/// DATE, DATE hh:mm, DATE to DATE, absent or clash.
bool read_expected(Reader& reader, const Node& node, const std::string& key, model::Expectation& out) {
  const auto text = text_in(reader, node, key, "DATE, DATE to DATE, absent or clash");
  if (!text) return false;
  out.text = *text;
  out.where = node.where;
  if (*text == "absent" || *text == "clash") {
    (*text == "absent" ? out.absent : out.clash) = true;
    return true;
  }
  std::string why;
  if (text->size() == 16 && (*text)[10] == ' ') {
    const auto day = parse_day(text->substr(0, 10), why);
    const auto minute = calendar::parse_clock(text->substr(11));
    if (day && minute) {
      out.from = out.to = day;
      out.minute = minute;
      return true;
    }
  }
  const auto days = parse_days(*text, why);
  if (!days) {
    reader.error("bad-expect", node.where, "Not an expected date, `absent` or `clash`: " + why + ".",
                 reader.meant(*text, {"absent", "clash"}));
    return false;
  }
  out.from = days->first;
  out.to = days->last;
  return true;
}

}  // namespace

model::Check decode_check(Decoder& d, const Node& item) {
  model::Check check;
  check.where = item.where;
  if (!check_keys(d.reader, item, Mapping::check, "a check", item.where)) return check;
  const Node* given = item.find("given");
  if (const Node* today = given && given->kind == Node::map ? given->find("today") : nullptr)
    check.today = day_in(d.reader, *today, "today");
  const Node* expect = item.find("expect");
  if (!expect) return check;
  if (expect->kind == Node::scalar && expect->text == "clash") {  // of the whole plan
    model::Expectation all;
    all.clash = true;
    all.text = expect->text;
    all.where = expect->where;
    check.expect.push_back(std::move(all));
    return check;
  }
  if (expect->kind != Node::map) {
    wrong_type(d.reader, *expect, "expect", "a mapping from point to date");
    return check;
  }
  for (const auto& entry : expect->entries) {
    if (entry.key == "note") continue;
    std::string why;
    const auto point = parse_point(entry.key, why);
    if (!point) {
      d.reader.error("bad-point", entry.key_where, "Not a point: " + why + ".");
      continue;
    }
    Node key;
    key.where = entry.key_where;
    if (!point->stage.empty() && !d.stage(point->stage, span_of(key, point->stage))) continue;
    model::Expectation expected;
    expected.point = *point;
    expected.is_end = point->side == model::Point::end;
    const Node* value = entry.value.get();
    if (value->kind == Node::map && value->find("is")) {  // a date may be cited too
      check_keys(d.reader, *value, Mapping::value, "a value", value->where);
      value = value->find("is");
    }
    if (read_expected(d.reader, *value, entry.key, expected)) check.expect.push_back(std::move(expected));
  }
  return check;
}

std::optional<calendar::Day> today_of(const model::Patient& given) {
  std::optional<calendar::Day> latest, earliest;
  const auto see = [](std::optional<calendar::Day>& best, calendar::Day day, bool later) {
    if (!best || (later ? *best < day : day < *best)) best = day;
  };
  for (const auto& fact : given.happened) see(latest, fact.to ? fact.to->day : fact.from.day, true);
  if (latest) return latest;
  for (const auto* facts : {&given.booked, &given.held})
    for (const auto& fact : *facts) see(earliest, fact.from.day, false);
  for (const auto* windows : {&given.windows, &given.targets})
    for (const auto& window : *windows)
      if (const auto day = window.from ? window.from : window.by) see(earliest, *day, false);
  for (const auto& person : given.people)
    for (const auto& dose : person.last_doses)
      if (dose.kind == model::LastDose::on) see(earliest, dose.day, false);
  if (earliest) return *earliest - 26 * 7;
  return std::nullopt;
}

}  // namespace v2v::text
