#include <algorithm>
#include <array>

#include "calendar/day.h"
#include "text/decode.h"

namespace v2v::text {
namespace {

std::string text_of(Reader& reader, const Node& map, const char* key) {
  const Node* node = map.find(key);
  return node ? text_in(reader, *node, key, "text").value_or("") : "";
}

model::Status read_status(Reader& reader, const Node& node) {
  model::Status status;
  if (node.kind == Node::map) {
    if (!check_keys(reader, node, Mapping::status, "status", node.where)) return status;
    const Node* approved = node.find("approved");
    if (!approved || !check_keys(reader, *approved, Mapping::approved, "the approval", approved->where)) return status;
    status.kind = model::Status::approved;
    status.by = text_of(reader, *approved, "by");
    status.hash = text_of(reader, *approved, "hash");
    if (const Node* hash = approved->find("hash")) status.where = hash->where;
    if (const Node* date = approved->find("date")) status.date = day_in(reader, *date, "date");
    return status;
  }
  const auto text = text_in(reader, node, "status", "base, draft, {approved: {by, date, hash}} or retired");
  if (!text) return status;
  const auto words = words_of(Mapping::workflow, "status");
  constexpr std::array kinds{model::Status::base, model::Status::draft, model::Status::retired};
  if (const auto found = std::find(words.begin(), words.end(), *text); found != words.end())
    status.kind = kinds[static_cast<std::size_t>(found - words.begin())];
  else if (*text == "approved")
    reader.error("wrong-type", node.where, "An approval says by whom, when and of which rules.",
                 "status: {approved: {by: ..., date: 2026-09-21, hash: ...}}");
  else
    reader.error("unknown-word", node.where, ticked(*text) + " is not a status.",
                 reader.meant(*text, {words.begin(), words.end()}));
  return status;
}

/// A day, or the last day of a month written as 2027-06.
std::optional<calendar::Day> day_or_month(Reader& reader, const Node& node, std::string_view key) {
  if (node.kind == Node::scalar && node.text.size() == 7)
    if (const auto first = calendar::parse_day(node.text + "-01")) return calendar::add_months(*first, 1) - 1;
  return day_in(reader, node, key);
}

void read_editions(Reader& reader, const Node& node, model::Workflow& workflow) {
  if (node.kind != Node::map) return wrong_type(reader, node, "editions", "a mapping from id to its keys");
  for (const auto& entry : node.entries) {
    if (entry.key == "note") continue;
    model::Edition edition{entry.key, "", "", {}, {}, entry.key_where};
    if (check_keys(reader, *entry.value, Mapping::edition, "edition " + entry.key, entry.key_where)) {
      edition.region = text_of(reader, *entry.value, "region");
      edition.title = text_of(reader, *entry.value, "title");
      if (const Node* day = entry.value->find("effective")) edition.effective = day_in(reader, *day, "effective");
      if (const Node* day = entry.value->find("until")) {
        edition.until = day_in(reader, *day, "until");
        if (edition.effective && edition.until && *edition.until <= *edition.effective)
          reader.error("ends-before-it-begins", day->where, "Edition " + entry.key + " ends before it takes effect.");
      }
    }
    workflow.editions.push_back(std::move(edition));
  }
}

void read_sources(Reader& reader, const Node& node, model::Workflow& workflow) {
  if (node.kind != Node::map) return wrong_type(reader, node, "sources", "a mapping from id to its keys");
  for (const auto& entry : node.entries) {
    if (entry.key == "note") continue;
    model::Source source;
    source.id = entry.key;
    source.where = entry.key_where;
    if (check_keys(reader, *entry.value, Mapping::source, "source " + entry.key, entry.key_where)) {
      source.title = text_of(reader, *entry.value, "title");
      source.url = text_of(reader, *entry.value, "url");
      source.revised = text_of(reader, *entry.value, "revised");
      if (const Node* day = entry.value->find("review-by")) source.review_by = day_or_month(reader, *day, "review-by");
      if (const Node* checked = entry.value->find("checked")) source.checked = checked_in(reader, *checked);
    }
    workflow.sources.push_back(std::move(source));
  }
}

void read_leaves(Decoder& d, const Node& node, model::Workflow& workflow) {
  if (node.kind != Node::list) return wrong_type(d.reader, node, "leaves", "a list of {from, until, chance}");
  for (const auto& item : node.items) {
    if (!check_keys(d.reader, *item, Mapping::leaves, "a leave", item->where)) continue;
    model::Leaves leaves;
    const auto stage = [&](const char* key) {
      const Node* id = item->find(key);
      const auto text = id ? id_in(d.reader, *id, key) : std::nullopt;
      return text && d.stage(*text, id->where) ? *text : "";
    };
    leaves.from = stage("from");
    leaves.until = stage("until");
    if (const Node* chance = item->find("chance")) leaves.chance = percent_in(d.reader, *chance, "chance").value_or(0);
    leaves.note = text_of(d.reader, *item, "note");
    workflow.leaves.push_back(std::move(leaves));
  }
}

void read_stages(Decoder& d, const Node& node, const std::string* whole, const std::string& gate_on,
                 model::Workflow& workflow) {
  if (node.kind != Node::map)
    return wrong_type(d.reader, node, whole ? "parts" : "stages", "a mapping from id to stage");
  for (const auto& entry : node.entries) {
    if (entry.key == "note") continue;
    const model::Stage above = [&] {  // a copy of what a part inherits: the list may move while it grows
      model::Stage stage;
      if (whole) {
        stage.id = *whole;
        stage.phase = std::find_if(workflow.stages.rbegin(), workflow.stages.rend(), [&](const auto& s) {
                        return s.id == *whole;
                      })->phase;
      }
      return stage;
    }();
    workflow.stages.push_back(decode_stage(d, entry, whole ? &above : nullptr, gate_on));
    const std::size_t at = workflow.stages.size() - 1;
    const Node* parts = entry.value->kind == Node::map ? entry.value->find("parts") : nullptr;
    if (!parts) continue;
    if (parts->kind == Node::map)
      for (const auto& part : parts->entries)
        if (part.key != "note") workflow.stages[at].parts.push_back(part.key);
    read_stages(d, *parts, &entry.key, gate_on, workflow);
  }
}

}  // namespace

model::Workflow decode_workflow(Decoder& d, const Node& root, const std::string& gate_on) {
  model::Workflow workflow;
  auto& reader = d.reader;
  const auto* head = root.entry("workflow");
  const Span where = head ? head->key_where : root.where;
  check_keys(reader, root, Mapping::workflow, "a workflow", where);
  workflow.where = where;
  if (head) workflow.id = id_in(reader, *head->value, "workflow", true).value_or("");
  workflow.title = text_of(reader, root, "title");
  if (workflow.title.empty()) workflow.title = workflow.id;
  workflow.indication = text_of(reader, root, "indication");
  workflow.note = text_of(reader, root, "note");
  if (const Node* status = root.find("status")) workflow.status = read_status(reader, *status);
  workflow.people = d.names.people;
  if (const Node* node = root.find("editions")) read_editions(reader, *node, workflow);
  if (const Node* node = root.find("sources")) read_sources(reader, *node, workflow);
  if (const Node* node = root.find("options")) {
    if (node->kind != Node::map) wrong_type(reader, *node, "options", "a mapping from id to a list of values");
    for (const auto& entry : node->entries) {
      const auto found = d.names.options.find(entry.key);
      if (found == d.names.options.end()) continue;
      if (found->second.empty() && !entry.value->empty)
        reader.error("empty-value", entry.value->where, "The option " + entry.key + " has no values to choose from.");
      workflow.options.push_back({entry.key, found->second, "", entry.key_where});
    }
  }
  read_rules(d, root);

  const Node* zero = root.find("day-zero");
  const Node* one = root.find("day-one");
  if (!zero && !one) {
    const Node* counts = counts_from_day_zero(root);
    if (counts && workflow.status.kind == model::Status::base)
      reader.error("no-day-zero", counts->where,
                   ticked(counts->text) + " counts from Day 0, and this base does not say which stage is on it.",
                   "day-zero: infusion");
    else if (workflow.status.kind != model::Status::base)
      reader.error("missing-key", where, "A workflow counts its days from a stage; this one does not say from which.",
                   "day-zero: infusion");
  }
  if (zero && one)
    reader.error("keys-clash", root.entry("day-one")->key_where, "A workflow has `day-zero` or `day-one`, not both.");
  workflow.counts_from_one = one && !zero;
  if (const Node* first = one ? one : zero)
    if (const auto id = id_in(reader, *first, one ? "day-one" : "day-zero"); id && d.stage(*id, first->where))
      workflow.day_zero = *id;

  if (d.names.stage_list.size() > most_stages) {
    reader.error("too-many-stages", root.entry("stages")->key_where,
                 "A workflow has at most " + std::to_string(most_stages) + " stages; this one has " +
                     std::to_string(d.names.stage_list.size()) + ".");
  } else if (const Node* stages = root.find("stages")) {
    workflow.stages.reserve(d.names.stage_list.size());
    read_stages(d, *stages, nullptr, gate_on, workflow);
  }
  if (const Node* leaves = root.find("leaves")) read_leaves(d, *leaves, workflow);
  for (const auto& id : d.names.rule_list) {
    const auto& rule = d.names.rules.find(id)->second;
    model::Rule written;
    written.id = id;
    written.by = rule.by;
    for (const auto& c : rule.cases) written.values.push_back(c.value);
    written.origin =
        rule.by.empty() && rule.otherwise ? d.value(*rule.otherwise, rule.speaker).origin : rule.speaker.origin;
    written.origin.where = rule.key_where;
    if (written.origin.cite && written.origin.cite->source.empty()) written.origin.cite.reset();
    written.used = rule.used;
    workflow.rules.push_back(std::move(written));
  }
  return workflow;
}

}  // namespace v2v::text
