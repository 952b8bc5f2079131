#include <algorithm>

#include "text/decode.h"

namespace v2v::text {
namespace {

std::string text_of(Reader& reader, const Node& map, const char* key) {
  const Node* node = map.find(key);
  return node ? text_in(reader, *node, key, "text").value_or("") : "";
}

struct PatientReader {
  Decoder& d;
  const calendar::Zone& zone;
  const model::Centre* centre;
  model::Patient patient{};

  template <class Put>
  void each(const Node& node, std::string_view key, const char* wanted, Put put) {
    if (node.kind != Node::map) return wrong_type(d.reader, node, key, wanted);
    for (const auto& entry : node.entries)
      if (entry.key != "note") put(entry);
  }

  model::Person& person(const std::string& id) {
    for (auto& p : patient.people)
      if (p.id == id) return p;
    patient.people.push_back({});
    patient.people.back().id = id;
    return patient.people.back();
  }

  void read_person_key(const std::string& key, const Node& value, model::Person& who) {
    if (key == "language") {
      who.language = text_in(d.reader, value, key, "the code of a language").value_or("");
    } else if (key == "pseudonym") {
      who.pseudonym = text_in(d.reader, value, key, "a pseudonym").value_or("");
    } else if (key == "not-available") {
      const auto put = [&](const Node& item) {
        const auto text = text_in(d.reader, item, key, "a date, DATE to DATE or moment to moment");
        if (!text) return;
        std::string why;
        if (auto absence = parse_absence(*text, zone, why)) {
          absence->where = item.where;
          who.absences.push_back(*absence);
        } else {
          bad_time(item, why);
        }
      };
      if (value.kind == Node::list)
        for (const auto& item : value.items) put(*item);
      else
        put(value);
    } else if (key == "last-dose") {
      each(value, key, "a mapping from drug to date, never or ongoing",
           [&](const Node::Entry& e) { read_last_dose(e, who); });
    }
  }

  void read_last_dose(const Node::Entry& e, model::Person& who) {
    const auto& drugs = d.names.drugs;
    if (std::find(drugs.begin(), drugs.end(), e.key) == drugs.end())
      d.reader.error("unknown-drug", e.key_where, "No washout of the workflow concerns " + ticked(e.key) + ".",
                     d.reader.meant(e.key, drugs));
    const Node& value = *d.value(*e.value, {}).node;
    model::LastDose dose{e.key, model::LastDose::on, {}, value.where};
    if (value.kind == Node::scalar && value.text == "never") {
      dose.kind = model::LastDose::never;
    } else if (value.kind == Node::scalar && value.text == "ongoing") {
      dose.kind = model::LastDose::ongoing;
    } else {
      const auto text = text_in(d.reader, value, e.key, "a date, never or ongoing");
      std::string why;
      const auto day = text ? parse_day(*text, why) : std::nullopt;
      if (text && !day)
        d.reader.error("bad-date", value.where, "Not a date, `never` or `ongoing`: " + why + ".",
                       d.reader.meant(*text, {"never", "ongoing"}));
      if (!day) return;
      dose.day = *day;
    }
    who.last_doses.push_back(std::move(dose));
  }

  void bad_time(const Node& node, const std::string& why) { say_bad_time(d.reader, node, why); }
  static void say_bad_time(Reader& reader, const Node& node, const std::string& why) {
    // The two mistakes that clocks make have codes of their own.
    const auto says = [&](const char* words) { return why.find(words) != std::string::npos; };
    const char* code = says("occurs twice")     ? "twice-that-time"
                       : says("does not exist") ? "no-such-time"
                       : says(", not at ")      ? "wrong-offset"
                                                : "bad-moment";
    reader.error(code, node.where, "Not a time: " + why + ".");
  }

  std::optional<model::Point> point_of(const Node::Entry& e) {
    std::string why;
    auto point = parse_point(e.key, why);
    if (!point) {
      d.reader.error("bad-point", e.key_where, "Not a point: " + why + ".");
      return point;
    }
    if (point->offset || point->stage.empty() || point->side == model::Point::end) {
      d.reader.error("bad-point", e.key_where, "A fact is of a stage, or of a visit or attempt of it, as a whole.");
      return std::nullopt;
    }
    Node key;
    key.where = e.key_where;
    if (!d.stage(point->stage, span_of(key, point->stage))) return std::nullopt;
    return point;
  }

  bool read_fact(const Node& node, Mapping mapping, model::Fact& fact) {
    fact.where = node.where;
    fact.layer = node.layer;
    if (node.kind != Node::map)
      return mapping == Mapping::cancelled
                 ? (wrong_type(d.reader, node, "cancelled", "{at: WHEN, because: CODE}"), false)
                 : read_when_of(d.reader, node, zone, fact);
    if (!check_keys(d.reader, node, mapping, "a fact", node.where)) return false;
    const Node* at = node.find("at");
    const bool good = at && read_when_of(d.reader, *at, zone, fact);
    fact.because = text_of(d.reader, node, "because");
    if (const Node* place = node.find("place")) {
      fact.place = id_in(d.reader, *place, "place").value_or("");
      if (centre && !fact.place.empty() && !centre->place(fact.place)) {
        std::vector<std::string> known;
        for (const auto& p : centre->places) known.push_back(p.id);
        d.reader.error("unknown-place", place->where, "The centre has no place " + ticked(fact.place) + ".",
                       d.reader.meant(fact.place, known));
      }
    }
    if (const Node* outcome = node.find("outcome")) {
      fact.outcome = id_in(d.reader, *outcome, "outcome").value_or("");
      if (!fact.outcome.empty()) check_outcome(fact.point.stage, fact.outcome, outcome->where, {});
    }
    return good;
  }

  void check_outcome(const std::string& stage, const std::string& outcome, Span where, std::vector<std::string> also) {
    const auto found = d.names.outcomes.find(stage);
    if (found != d.names.outcomes.end()) also.insert(also.begin(), found->second.begin(), found->second.end());
    if (std::find(also.begin(), also.end(), outcome) == also.end())
      d.reader.error("unknown-outcome", where, stage + " has no outcome " + ticked(outcome) + ".",
                     d.reader.meant(outcome, also));
  }

  void read_facts(const Node& node, const std::string& key, std::vector<model::Fact>& facts) {
    const Mapping mapping = key == "cancelled" ? Mapping::cancelled : Mapping::fact;
    each(node, key, "a mapping from point to WHEN", [&](const Node::Entry& e) {
      const auto point = point_of(e);
      if (!point) return;
      const auto put = [&](const Node& value, int visit) {
        model::Fact fact;
        fact.point = *point;
        if (visit > 0) {  // a list gives visits in order
          fact.point.which.visit = model::Which::nth;
          fact.point.which.n = visit;
        }
        if (read_fact(value, mapping, fact)) facts.push_back(std::move(fact));
      };
      if (e.value->kind != Node::list) return put(*e.value, 0);
      if (point->which.visit != model::Which::unsaid)
        d.reader.error("bad-point", e.key_where, "A list gives all visits in order, so its key names none.");
      for (std::size_t i = 0; i < e.value->items.size(); ++i) put(*e.value->items[i], static_cast<int>(i) + 1);
    });
  }

  void read_windows(const Node& node, const std::string& key, std::vector<model::DateWindow>& windows) {
    each(node, key, "a mapping from stage to dates", [&](const Node::Entry& e) {
      if (!d.stage(e.key, e.key_where)) return;
      const Node& value = *d.value(*e.value, {}).node;
      const auto text = text_in(d.reader, value, e.key, "from DATE, by DATE or DATE to DATE");
      if (!text) return;
      std::string why;
      auto window = parse_date_window(*text, why);
      if (!window) return d.reader.error("bad-date-window", value.where, "Not a window of dates: " + why + ".");
      window->stage = e.key;
      window->where = value.where;
      windows.push_back(std::move(*window));
    });
  }

  void read_options(const Node& node) {
    each(node, "options", "a mapping from option to value", [&](const Node::Entry& e) {
      const auto option = d.names.options.find(e.key);
      if (option == d.names.options.end())
        return d.reader.error("unknown-option", e.key_where, "There is no option " + ticked(e.key) + ".",
                              d.reader.meant(e.key, d.names.option_list));
      const Node& value = *d.value(*e.value, {}).node;
      const auto text = text_in(d.reader, value, e.key, "one of " + listed(option->second, "or"));
      if (!text) return;
      if (std::find(option->second.begin(), option->second.end(), *text) == option->second.end())
        return d.reader.error("unknown-value", value.where,
                              ticked(*text) + " is no value of " + e.key + ": " + listed(option->second, "or") + ".",
                              d.reader.meant(*text, option->second));
      patient.options[e.key] = *text;
      patient.options_said.push_back(e.key);
      patient.option_where[e.key] = value.where;
    });
  }

  void read_planned(const Node& node) {
    auto& planned = patient.planned_with;
    planned.where = node.where;
    if (node.kind == Node::map) {
      if (!check_keys(d.reader, node, Mapping::planned, "planned-with", node.where)) return;
      planned.hash = text_of(d.reader, node, "hash");
      planned.plan = text_of(d.reader, node, "plan");
      if (const Node* plan = node.find("plan")) planned.plan_where = plan->where;
      if (const Node* hash = node.find("hash")) planned.where = hash->where;
    } else {
      planned.hash = text_in(d.reader, node, "planned-with", "a hash, or {hash, plan}").value_or("");
    }
  }

  void read(const std::string& key, const Node& value) {
    const auto text = [&](const char* wanted) { return text_in(d.reader, value, key, wanted).value_or(""); };
    if (key == "patient") {
      patient.id = text("a pseudonym");
    } else if (key == "workflow") {
      patient.workflow = text("an id");
    } else if (key == "centre") {
      patient.centre = text("an id");
    } else if (key == "edition") {
      patient.edition = text("an id");
      if (!patient.edition.empty() &&
          std::find(d.names.editions.begin(), d.names.editions.end(), patient.edition) == d.names.editions.end())
        d.reader.error("unknown-edition", value.where, "There is no edition " + ticked(patient.edition) + ".",
                       d.reader.meant(patient.edition, d.names.editions));
    } else if (key == "planned-with") {
      read_planned(value);
    } else if (key == "priority") {
      patient.priority = id_in(d.reader, value, key).value_or("");
    } else if (key == "language" || key == "not-available" || key == "last-dose") {
      read_person_key(key, value, patient.people.front());
    } else if (key == "options") {
      read_options(value);
    } else if (key == "people") {
      each(value, key, "a mapping from person to keys", [&](const Node::Entry& e) {
        if (std::find(d.names.people.begin(), d.names.people.end(), e.key) == d.names.people.end())
          return d.reader.error("unknown-person", e.key_where, "There is no person " + ticked(e.key) + ".",
                                d.reader.meant(e.key, d.names.people));
        if (!check_keys(d.reader, *e.value, Mapping::person, "person " + e.key, e.key_where)) return;
        for (const auto& k : e.value->entries) read_person_key(k.key, *k.value, person(e.key));
      });
    } else if (key == "carers") {
      patient.carers_said = true;
      const auto put = [&](const Node& item) {
        if (const auto days = days_in(d.reader, item, key)) patient.carers.push_back(*days);
      };
      if (value.kind == Node::list)
        for (const auto& item : value.items) put(*item);
      else
        put(value);
    } else if (key == "closed") {
      if (!check_keys(d.reader, value, Mapping::closed, "closed", value.where)) return;
      const auto day = value.find("date") ? day_in(d.reader, *value.find("date"), "date") : std::nullopt;
      if (day) patient.closed = model::Closed{*day, text_of(d.reader, value, "reason"), value.where};
    } else if (key == "windows") {
      read_windows(value, key, patient.windows);
    } else if (key == "targets") {
      read_windows(value, key, patient.targets);
    } else if (key == "happened") {
      read_facts(value, key, patient.happened);
    } else if (key == "booked") {
      read_facts(value, key, patient.booked);
    } else if (key == "held") {
      read_facts(value, key, patient.held);
    } else if (key == "cancelled") {
      read_facts(value, key, patient.cancelled);
    } else if (key == "assume") {
      each(value, key, "a mapping from stage to outcome, happens or absent", [&](const Node::Entry& e) {
        const auto outcome = id_in(d.reader, *e.value, e.key);
        if (!d.stage(e.key, e.key_where) || !outcome) return;
        check_outcome(e.key, *outcome, e.value->where, {"happens", "absent"});
        patient.assume[e.key] = *outcome;
      });
    }
  }
};

}  // namespace

bool read_when_of(Reader& reader, const Node& node, const calendar::Zone& zone, model::Fact& fact) {
  const auto text = text_in(reader, node, "at", "moment to moment, moment to hh:mm, or one alone");
  if (!text) return false;
  std::string why;
  const auto times = parse_times(*text, zone, why);
  if (!times) {
    PatientReader::say_bad_time(reader, node, why);
    return false;
  }
  fact.from = times->from;
  fact.to = times->to;
  return true;
}

model::Patient decode_patient(Decoder& decoder, const Node& root, Mapping mapping, const Node* command_line,
                              const model::Centre* centre, const model::Workflow& workflow) {
  const calendar::Zone utc = calendar::Zone::utc();
  PatientReader all{decoder, centre ? centre->zone : utc, centre};
  auto& patient = all.patient;
  for (const auto& id : workflow.people) all.person(id);
  const auto* head = root.entry("patient");
  patient.where = head ? head->key_where : root.where;
  check_keys(decoder.reader, root, mapping, mapping == Mapping::given ? "`given`" : "a patient", patient.where);
  for (const auto& entry : root.entries) all.read(entry.key, *entry.value);
  if (command_line) {
    const auto in_file = patient.booked.size();
    for (const auto& entry : command_line->entries) all.read(entry.key, *entry.value);
    // A pin of the command line stands in for what the file says of the same point.
    const std::vector<model::Fact> pins(patient.booked.begin() + static_cast<std::ptrdiff_t>(in_file),
                                        patient.booked.end());
    const auto pinned = [&](const model::Fact& fact) {
      return fact.layer != Layer::command_line &&
             std::any_of(pins.begin(), pins.end(), [&](const auto& pin) { return pin.point == fact.point; });
    };
    std::erase_if(patient.booked, pinned);
    std::erase_if(patient.held, pinned);
  }
  for (const auto& option : workflow.options)
    if (!option.values.empty()) patient.options.emplace(option.id, option.values.front());
  patient.language = patient.people.front().language;
  if (patient.language.empty() && centre) patient.language = centre->language;
  return std::move(patient);
}

}  // namespace v2v::text
