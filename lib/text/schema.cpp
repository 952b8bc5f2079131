#include "text/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "text/keys.h"

namespace v2v::text {
namespace {

using Json = nlohmann::ordered_json;

Json defined(std::string_view name) {
  return {{"$ref", fmt::format("#/$defs/{}", name)}};
}

/// `waiting list` -> `waiting-list`
std::string name_of(Mapping mapping) {
  std::string name(word(mapping));
  for (char& c : name)
    if (c == ' ') c = '-';
  return name;
}

/// What a form is called, and what is said, by editors that know `patternErrorMessage`, of a text that is none.
struct Named {
  Form form;
  std::string_view name, wanted;
};
constexpr Named form_names[] = {
    {Form::text, "text", ""},
    {Form::id, "id", "small letters, digits and hyphens only"},
    {Form::slashed_id, "id-with-slashes", "small letters, digits and hyphens, with / between them"},
    {Form::date, "date", "a date as in 2026-09-21"},
    {Form::month, "date-or-month", "a date as in 2026-09-21, or a month as in 2027-06"},
    {Form::days, "date-or-dates", "DATE, or DATE to DATE"},
    {Form::closed, "closed-days", "DATE, DATE to DATE, or the path of a calendar file (.ics)"},
    {Form::moments, "moment-or-moments", "a date, or 2026-09-21 09:00, or two with `to` between them"},
    {Form::date_window, "date-window", "from DATE, by DATE, or DATE to DATE"},
    {Form::dose, "last-dose", "a date, never or ongoing"},
    {Form::expected, "expected-date", "a date, DATE to DATE, absent or clash"},
    {Form::holiday, "day-of-a-year", "12-25, easter + 1, or last monday of may"},
    {Form::year, "year", "a year"},
    {Form::length, "length", "a length: a whole number and a unit, as in 3d, 48h or 2w"},
    {Form::quantity, "quantity", "a whole number, as in 2 or 3 a week"},
    {Form::need, "need", "a whole number, as in 1 or 1 for 2h"},
    {Form::percent, "percent", "a whole percentage, as in 40%"},
    {Form::times, "times", "a whole number from 1 to 99"},
    {Form::weight, "weight", "a whole number"},
    {Form::then, "then", "carry on, stop, or again from STAGE"},
    {Form::hours, "hours", "always, or days and times as in mon-fri 08:00-17:00"},
    {Form::spread, "spread", "a length such as 4h, or 13d to 35d likely 17d, each with its unit"},
    {Form::wait, "wait", "a wait: 2d, at most 48h, 2d to 7d, exactly 3d or any, each with its unit"},
    {Form::point, "point", "a point: a stage, day 7, or 4w after infusion"},
    {Form::window, "window", "a window: day 3 to day 7, from a point, or by a point"},
    {Form::placed, "placed", "days of visits: day 14, or every day from day 1 to day 7"},
    {Form::series, "series", "a series: 3 times, or 2 a week for 4w"},
    {Form::begins, "start", "a start: 1d to 12d median 3d after infusion"},
    {Form::condition, "condition", "a condition such as setting is inpatient"},
    {Form::route, "route", "SITE to SITE"},
    {Form::resources, "resources", "a resource, or two with `or` between them"},
};

/// What YAML itself may read a plain text of this form as. An empty value is none.
Json types_of(Form form) {
  switch (form) {
    case Form::text:
    case Form::id:
    case Form::slashed_id:
      return {"string", "number", "boolean"};
    case Form::year:
    case Form::quantity:
    case Form::need:
    case Form::times:
    case Form::weight:
      return {"string", "integer"};
    default:
      return "string";
  }
}

class Writer {
 public:
  Json write(FileKind kind) {
    constexpr std::array roots{Mapping::workflow, Mapping::centre, Mapping::patient, Mapping::programme,
                               Mapping::holidays};
    const Mapping root = roots[static_cast<std::size_t>(kind)];
    Json out{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
             {"$id", fmt::format("urn:vein2vein:{}:1", v2v::text::word(kind))},
             {"title", fmt::format("vein2vein {}", v2v::text::word(kind))}};
    out.update(keys(root));
    if (root == Mapping::workflow) complete(out);
    // Definitions ask for more of them until none is new.
    while (!wanted_.empty()) {
      const auto [name, mapping] = *wanted_.begin();
      wanted_.erase(wanted_.begin());
      if (made_.contains(name)) continue;
      made_[name];
      made_[name] = keys(mapping);
    }
    Json& defs = out["$defs"] = Json::object();
    for (auto& [name, made] : made_) defs[name] = std::move(made);
    return out;
  }

 private:
  std::map<std::string, Json> made_;
  std::map<std::string, Mapping> wanted_;

  /// A mapping of the table. What may be laid over another may leave out what that other says.
  Json keys(Mapping of) {
    const MappingRow& row = row_of(of);
    Json properties = Json::object(), required = Json::array();
    const auto put = [&](const Key& key, bool layered) {
      if (properties.contains(key.name)) return;
      Json value = property(key);
      value.update(shape(key.shape, layered));
      properties[std::string(key.name)] = std::move(value);
    };
    for (const Key& key : row.keys) {
      put(key, row.layered);
      if (key.required && (!row.layered || key.name == "workflow" || key.name == "status"))
        required.push_back(key.name);
    }
    if (of == Mapping::given)
      for (const Key& key : keys_of(Mapping::patient).subspan(2)) put(key, false);
    for (const Key& key : speaking_keys().first(row.speaks ? speaking_keys().size() : 1))
      if (!properties.contains(key.name)) properties[std::string(key.name)] = spoken(key);
    if (row.layered && of != Mapping::workflow && of != Mapping::rule) properties["remove"] = remove();
    Json out{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) out["required"] = std::move(required);
    out["additionalProperties"] = row.others ? shape(*row.others, row.layered) : Json(false);
    if (of == Mapping::stage) {
      out["not"] = {{"anyOf", clashes()}};
      out["properties"]["target"]["not"] = {{"type", "string"}, {"pattern", "^from | to "}};  // a wish has no beginning
    }
    if (of == Mapping::workflow) out["not"] = having("day-zero", "day-one");
    return out;
  }

  static Json having(std::string_view key) { return {{"required", Json::array({key})}}; }
  static Json having(std::string_view a, std::string_view b) { return {{"required", Json::array({a, b})}}; }

  /// Pairs of keys of a stage that exclude one another, unless one is said to be taken away.
  static Json clashes() {
    const Json gone{{"const", "remove"}};
    const Json there{
        {"not",
         {{"anyOf",
           Json::array(
               {gone, {{"type", "object"}, {"properties", {{"is", gone}}}, {"required", Json::array({"is"})}}})}}}};
    Json all = Json::array();
    for (const auto& [a, b] : {std::pair("takes", "lasts"), std::pair("takes", "parts"), std::pair("takes", "from"),
                               std::pair("lasts", "parts"), std::pair("lasts", "from"), std::pair("parts", "from"),
                               std::pair("begins", "from"), std::pair("falls-on", "repeat")}) {
      Json pair = having(a, b);
      pair["properties"] = {{a, there}, {b, there}};
      all.push_back(std::move(pair));
    }
    return all;
  }

  static Json property(const Key& key) { return {{"description", fmt::format("{} ({})", key.meaning, key.type)}}; }

  /// A key that stands in many mappings is defined once.
  Json once(const std::string& name, const Json& property, const Shape& of) {
    if (made_[name].is_null()) {
      made_[name] = property;
      Json more = shape(of, false);
      made_[name].update(more);
    }
    return defined(name);
  }
  Json spoken(const Key& key) { return once("said-" + std::string(key.name), property(key), key.shape); }
  Json remove() {
    return once("remove", {{"description", "takes away keys of what this is laid over (a key, or a list of keys)"}},
                one_or_list(a(Form::text)));
  }

  Json shape(const Shape& of, bool layered) {
    std::vector<Json> ways;
    std::vector<Json> single;
    if (of.form == Form::word)
      single.push_back({{"enum", std::vector<std::string>(of.words.begin(), of.words.end())}});
    else if (of.form != Form::none)
      single.push_back(text(of.form, of.varies));
    if (of.mapping) {
      wanted_.emplace(name_of(*of.mapping), *of.mapping);
      single.push_back(defined(name_of(*of.mapping)));
    }
    if (of.each) single.push_back(each(of, layered));
    if (of.many != Shape::list) ways = single;
    if (of.many != Shape::one) ways.push_back({{"type", "array"}, {"items", any_of(single)}});
    Json plain = any_of(ways);
    if (of.wrapped) ways.push_back(wrapped(plain));
    // Text that fits any word fits `remove` too.
    if (layered && (of.form == Form::none || of.form == Form::word || of.form == Form::percent ||
                    of.form == Form::times || of.form == Form::date || of.form == Form::month ||
                    of.form == Form::quantity || of.form == Form::need || of.form == Form::then))
      ways.push_back({{"const", "remove"}});
    return any_of(ways);
  }

  static Json any_of(const std::vector<Json>& ways) {
    if (ways.size() == 1) return ways.front();
    return {{"anyOf", ways}};
  }

  /// A mapping from names. `note` may stand in it, of whatever kind.
  Json each(const Shape& of, bool layered) {
    Json out{{"type", "object"}, {"properties", {{"note", true}}}};
    if (layered) out["properties"]["remove"] = remove();
    if (const auto pattern = pattern_of(of.names, false); !pattern.empty())
      out["propertyNames"] = {{"pattern", pattern}};
    out["additionalProperties"] = shape(*of.each, layered);
    return out;
  }

  /// `{is: VALUE, cite: ...}`
  Json wrapped(const Json& inner) {
    Json properties{{"is", inner}};
    for (const Key& key : speaking_keys()) properties[std::string(key.name)] = spoken(key);
    properties["is"]["description"] = keys_of(Mapping::value).front().meaning;
    return {{"type", "object"},
            {"required", Json::array({"is"})},
            {"properties", properties},
            {"additionalProperties", false}};
  }

  Json text(Form form, bool varies) {
    const Named& named = *std::find_if(std::begin(form_names), std::end(form_names),
                                       [&](const Named& known) { return known.form == form; });
    std::string name(named.name);
    if (varies && (form == Form::length || form == Form::hours)) name += "-or-rule";
    Json& made = made_[name];
    if (!made.is_null()) return defined(name);
    made = {{"type", types_of(form)}};
    const auto pattern = pattern_of(form, varies);
    if (pattern.empty()) {
      made["minLength"] = 1;
    } else {
      made["pattern"] = pattern;
      made["patternErrorMessage"] = fmt::format("wanted: {}", named.wanted);
    }
    return defined(name);
  }

  /// A workflow that is based on no other says all of itself.
  static void complete(Json& out) {
    const auto required = [](Mapping of) {
      Json names = Json::array();
      for (const Key& key : keys_of(of))
        if (key.required) names.push_back(key.name);
      return Json{{"required", std::move(names)}};
    };
    Json whole = required(Mapping::workflow);
    const Json base{{"properties", {{"status", {{"const", "base"}}}}}};  // one that counts no days
    whole["anyOf"] = Json::array({having("day-zero"), having("day-one"), base});
    for (const auto& [key, of] : {std::pair("sources", Mapping::source), std::pair("stages", Mapping::stage)}) {
      Json& each = whole["properties"][key];
      each["properties"]["note"] = true;
      each["additionalProperties"] = required(of);
    }
    Json& stage = whole["properties"]["stages"]["additionalProperties"];
    stage["dependentRequired"] = {{"until", Json::array({"from"})},
                                  {"from", Json::array({"until"})},
                                  {"give-or-take", Json::array({"falls-on"})}};
    const Json again{{"required", Json::array({"then"})}, {"properties", {{"then", {{"pattern", "^again "}}}}}};
    stage["properties"]["outcomes"]["additionalProperties"] = {{"if", having("times")}, {"then", again}};
    Json names = Json::array({"by"});
    for (const Key& key : speaking_keys()) names.push_back(key.name);
    const Json nothing{{"type", "object"}, {"propertyNames", {{"enum", std::move(names)}}}};
    whole["properties"]["rules"]["properties"]["note"] = true;
    whole["properties"]["rules"]["additionalProperties"] = {{"not", nothing}};
    out["if"] = having("based-on");
    out["else"] = std::move(whole);
  }
};

}  // namespace

std::string schema(FileKind kind) {
  return Writer().write(kind).dump(2) + "\n";
}

}  // namespace v2v::text
