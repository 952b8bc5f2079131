#include "view/json_reader.h"

namespace v2v::view {

using calendar::Day;
using calendar::Instant;

std::optional<Instant> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T') return std::nullopt;
  const auto day = calendar::parse_day(text.substr(0, 10));
  const auto clock = calendar::parse_clock(text.substr(11, 5));
  if (!day || !clock || *clock >= 1440 || text.substr(16, 3) != ":00") return std::nullopt;
  const auto behind = text.substr(19);
  std::int64_t offset = 0;
  if (behind != "Z") {
    if (behind.size() != 6 || (behind[0] != '+' && behind[0] != '-')) return std::nullopt;
    const auto by = calendar::parse_clock(behind.substr(1));
    if (!by || *by >= 1440) return std::nullopt;
    offset = behind[0] == '-' ? -*by : *by;
  }
  return Instant{std::int64_t{day->n} * 1440 + *clock - offset};
}

void JsonReader::fail(const JsonNode& at, std::string code, std::string text) {
  constexpr std::size_t most = 50;  // of a damaged file of thousands of rows the first are enough
  if (wrong_.size() < most)
    wrong_.push_back({std::move(code), source::Severity::error, at.where, std::move(text), {}, ""});
}

bool JsonReader::has(std::string_view key) const {
  return node_.kind == JsonNode::object && node_.find(key);
}

const JsonNode* JsonReader::any(std::string_view key) {
  asked_.emplace(key);
  if (node_.kind != JsonNode::object) return nullptr;
  const JsonNode* value = node_.find(key);
  if (!value) fail(node_, "missing-key", fmt::format("\"{}\" is missing here", key));
  return value;
}

const JsonNode* JsonReader::of(std::string_view key, JsonNode::Kind kind) {
  const JsonNode* value = any(key);
  if (!value || value->kind == kind) return value;
  const std::string_view names[] = {"null",   "true or false",   "a whole number", "a number",
                                    "a text", "a list with [ ]", "an object { }"};
  fail(*value, "wrong-type", fmt::format("\"{}\" takes {}", key, names[kind]));
  return nullptr;
}

std::string JsonReader::text(std::string_view key) {
  const JsonNode* value = of(key, JsonNode::text);
  return value ? value->said : "";
}

std::string JsonReader::text_or_null(std::string_view key) {
  const JsonNode* value = any(key);
  if (!value || value->kind == JsonNode::null) return "";
  if (value->kind == JsonNode::text) return value->said;
  fail(*value, "wrong-type", fmt::format("\"{}\" takes a text, or null", key));
  return "";
}

bool JsonReader::truth(std::string_view key) {
  const JsonNode* value = of(key, JsonNode::truth);
  return value && value->yes;
}

std::int64_t JsonReader::whole(std::string_view key, std::int64_t least, std::int64_t most) {
  const JsonNode* value = of(key, JsonNode::whole);
  if (!value) return least;
  if (value->n >= least && value->n <= most) return value->n;
  fail(*value, code_, fmt::format("\"{}\" lies between {} and {}", key, least, most));
  return least;
}

std::optional<double> JsonReader::share_or_null(std::string_view key) {
  const JsonNode* value = any(key);
  if (!value || value->kind == JsonNode::null) return std::nullopt;
  if ((value->kind == JsonNode::whole || value->kind == JsonNode::real) && value->x >= 0 && value->x <= 1)
    return value->x;
  fail(*value, "wrong-type", fmt::format("\"{}\" takes a number from 0 to 1, or null", key));
  return std::nullopt;
}

std::optional<Day> JsonReader::day_or_null(std::string_view key) {
  const JsonNode* value = any(key);
  if (!value || value->kind == JsonNode::null) return std::nullopt;
  if (value->kind == JsonNode::text)
    if (const auto day = calendar::parse_day(value->said)) return day;
  fail(*value, "bad-date", fmt::format("\"{}\" takes a date such as \"2026-09-21\", or null", key));
  return std::nullopt;
}

Day JsonReader::day(std::string_view key) {
  const JsonNode* value = of(key, JsonNode::text);
  if (!value) return {};
  if (const auto day = calendar::parse_day(value->said)) return *day;
  fail(*value, "bad-date", fmt::format("\"{}\" takes a date such as \"2026-09-21\"", key));
  return {};
}

std::optional<Instant> JsonReader::instant_or_null(std::string_view key) {
  const JsonNode* value = any(key);
  if (!value || value->kind == JsonNode::null) return std::nullopt;
  if (value->kind == JsonNode::text)
    if (const auto at = parse_rfc3339(value->said)) return at;
  fail(*value, "bad-moment", fmt::format("\"{}\" takes a moment such as \"2026-09-21T09:00:00+01:00\", or null", key));
  return std::nullopt;
}

Instant JsonReader::instant(std::string_view key) {
  const JsonNode* value = of(key, JsonNode::text);
  if (!value) return {};
  if (const auto at = parse_rfc3339(value->said)) return *at;
  fail(*value, "bad-moment", fmt::format("\"{}\" takes a moment such as \"2026-09-21T09:00:00+01:00\"", key));
  return {};
}

std::vector<std::string> JsonReader::texts(std::string_view key) {
  std::vector<std::string> out;
  list(key, [&](const JsonNode& item) {
    if (item.kind == JsonNode::text)
      out.push_back(item.said);
    else
      fail(item, "wrong-type", fmt::format("\"{}\" holds texts", key));
  });
  return out;
}

std::string JsonReader::zone(std::string_view key) {
  const JsonNode* value = of(key, JsonNode::text);
  if (!value) return "";
  if (!value->said.empty() && !calendar::Zone::load(value->said))
    fail(*value, "unknown-zone", fmt::format("there is no time zone '{}'", value->said));
  return value->said;
}

const JsonNode* JsonReader::object_or_null(std::string_view key) {
  const JsonNode* value = any(key);
  if (!value || value->kind == JsonNode::null) return nullptr;
  if (value->kind == JsonNode::object) return value;
  fail(*value, "wrong-type", fmt::format("\"{}\" takes an object {{ }}, or null", key));
  return nullptr;
}

void JsonReader::done() {
  for (const auto& key : node_.keys)
    if (!asked_.contains(key.name)) {
      JsonNode at;
      at.where = key.where;
      fail(at, "unknown-key", fmt::format("\"{}\" is no key of this object", key.name));
    }
}

}  // namespace v2v::view
