#include "text/assemble.h"

#include <algorithm>

namespace v2v::text {
namespace {

std::string scalar(const Node* map, const char* key) {
  const Node* node = map && map->kind == Node::map ? map->find(key) : nullptr;
  return node && node->kind == Node::scalar ? node->text : "";
}

/// The edition of the case; before one is chosen, those of the centre's region.
std::vector<std::string> editions_in_play(const model::Case& answer) {
  if (!answer.edition.empty()) return {answer.edition};
  std::vector<std::string> all;
  const std::string region = answer.centre ? answer.centre->region : "";
  for (const auto& edition : answer.workflow.editions)
    if (region.empty() || edition.region.empty() || edition.region == region) all.push_back(edition.id);
  return all;
}

/// The day of the referral: recorded, or else of the first that is recorded of anything, for a pathway once begun keeps
/// its rules; or booked; else today.
std::optional<calendar::Day> begun_on(const model::Patient& patient, std::optional<calendar::Day> today) {
  std::optional<calendar::Day> referral, any, ahead;
  const auto least = [](std::optional<calendar::Day>& day, calendar::Day seen) {
    day = day ? std::min(*day, seen) : seen;
  };
  for (const auto& fact : patient.happened) {
    least(any, fact.from.day);
    if (fact.point.stage == "referral") least(referral, fact.from.day);
  }
  for (const auto* facts : {&patient.booked, &patient.held})
    for (const auto& fact : *facts)
      if (fact.point.stage == "referral") least(ahead, fact.from.day);
  return referral ? referral : any ? any : ahead ? ahead : today;
}

/// Every value that an override states, with the keys that lead to it.
void list_departures(const Node& node, const std::string& path, std::string because, bool top,
                     std::vector<model::Departure>& out) {
  if (node.kind == Node::scalar) {
    out.push_back({path + ": " + node.text, because, node.where});
  } else if (node.kind == Node::list) {
    std::vector<std::string> all;
    for (const auto& item : node.items)
      if (item->kind == Node::scalar) all.push_back(item->text);
    out.push_back({path + ": " + listed(all), because, node.where});
  } else {
    if (const auto own = scalar(&node, "because"); !own.empty()) because = own;
    for (const auto& entry : node.entries) {
      const std::string_view key = entry.key;
      const bool signs = key == "because" || key == "date" || key == "note" || key == "cite" || key == "checked" ||
                         (key == "by" && (top || node.find("is")));
      if (!signs)
        list_departures(*entry.value,
                        key == "is"    ? path
                        : path.empty() ? entry.key
                                       : path + " " + entry.key,
                        because, path.empty(), out);
    }
  }
}

const Tree nothing = [] {
  auto node = std::make_shared<Node>();
  node->kind = Node::map;
  return node;
}();

}  // namespace

Tree Assembler::chain(Opened& workflow, std::vector<const Opened*>& inside) {
  workflow.used = true;
  const auto* based = workflow.root->entry("based-on");
  if (!based || based->value->kind != Node::scalar) return workflow.root;
  inside.push_back(&workflow);
  Opened* base = finder_.find(FileKind::workflow, based->value->text, workflow.path, based->value->where);
  if (!base) return workflow.root;
  if (std::find(inside.begin(), inside.end(), base) != inside.end()) {
    reader_.error("based-on-cycle", based->value->where, workflow.id + " is in the end based on itself.");
    return workflow.root;
  }
  const Tree under = chain(*base, inside);
  set_layer(*base->root, Layer::base);
  auto& removals = gone_[&workflow];
  removals = gone_[base];
  auto laid = lay_over(reader_, *under, *workflow.root, removals);
  check_day_one(reader_, *laid, *under, *workflow.root);
  return laid;
}

Tree Assembler::whole(Opened& workflow) {
  auto& tree = wholes_[&workflow];
  std::vector<const Opened*> inside;
  if (!tree) tree = chain(workflow, inside);
  return tree;
}

const model::Centre* Assembler::centre(Opened& opened) {
  opened.used = true;
  if (const auto known = centres_.find(&opened); known != centres_.end()) return &known->second;
  set_layer(*opened.root, Layer::centre);
  const auto find = [&](const std::string& name, Span where) -> std::optional<calendar::Holidays> {
    if (is_calendar(name)) {
      const auto* closed = finder_.calendar(name, opened.path, where);
      return closed ? std::optional(*closed) : std::nullopt;
    }
    const bool path = name.ends_with(".yaml") || name.ends_with(".yml");
    if (path && !finder_.is_there(name, opened.path, where)) return std::nullopt;
    Opened* list = path ? finder_.open(name, opened.path) : finder_.find(FileKind::holidays, name, opened.path, where);
    if (!list) return std::nullopt;
    if (list->kind != FileKind::holidays) {
      reader_.error("wrong-kind", where, ticked(name) + " is a " + std::string(word(list->kind)) + ", not holidays.");
      return std::nullopt;
    }
    list->used = true;
    const auto [known, fresh] = holidays_.try_emplace(list);
    if (fresh) known->second = decode_holidays(reader_, *list->root);
    return known->second;
  };
  return &centres_.emplace(&opened, decode_centre(reader_, *opened.root, find)).first->second;
}

Tree Assembler::with_overrides(const Tree& whole, const Parts& parts, const std::string& id,
                               std::vector<Removal>& removals) {
  Tree tree = whole;
  const Node* overrides = parts.centre ? parts.centre->root->find("overrides") : nullptr;
  if (overrides && overrides->kind == Node::map)
    for (const auto& name : {std::string("every-workflow"), id})
      if (const Node* own = overrides->find(name); own && own->kind == Node::map)
        tree = lay_overrides(reader_, *tree, *own, name == "every-workflow", {"because"}, removals);
  const Node* own = parts.patient && parts.patient->kind == Node::map ? parts.patient->find("overrides") : nullptr;
  if (own && own->kind == Node::map)
    tree = lay_overrides(reader_, *tree, *own, false, {"because", "by", "date"}, removals);
  else if (own)
    wrong_type(reader_, *own, "overrides", "a mapping from stage or rule to keys");
  return tree;
}

void Assembler::choose_edition(model::Case& answer, const Parts& parts) {
  const auto& editions = answer.workflow.editions;
  const std::string region = answer.centre ? answer.centre->region : "";
  const auto day = begun_on(answer.patient, parts.today);
  const auto in_force = [&](const model::Edition& e) {
    return (region.empty() || e.region.empty() || e.region == region) &&
           (!day || ((!e.effective || *e.effective <= *day) && (!e.until || *day < *e.until)));
  };
  answer.edition = !parts.edition.empty() ? parts.edition : answer.patient.edition;
  if (!answer.edition.empty()) {
    const auto* named = answer.workflow.edition(answer.edition);
    answer.edition_not_in_force = named && !in_force(*named);
    return;
  }
  std::vector<std::string> fitting, all;
  for (const auto& edition : editions) {
    all.push_back(edition.id);
    if (in_force(edition)) fitting.push_back(edition.id);
  }
  if (fitting.size() == 1) {
    answer.edition = fitting.front();
  } else if (!all.empty()) {
    const std::string when = day ? " on " + calendar::to_string(*day) : "";
    const std::string where = region.empty() ? "" : " in region " + region;
    reader_.error("edition-needed", parts.edition_where,
                  fitting.empty() ? "No edition of " + answer.workflow.id + " is in force" + when + where +
                                        "; it has " + listed(all) + "."
                                  : "Several editions of " + answer.workflow.id + " are in force" + when + where +
                                        ": " + listed(fitting) + ".",
                  "name one: `edition:` in the patient's file, or --edition");
  }
}

Merged Assembler::merge(const Parts& parts) {
  Merged all;
  all.own = whole(*parts.workflow);
  const model::Centre* at = parts.centre ? centre(*parts.centre) : nullptr;
  all.tree = with_overrides(all.own, parts, parts.workflow->id, all.removals);
  all.names = names_of(reader_, *all.tree);
  Decoder decoder{reader_, all.names};
  const std::string gate_on = at && at->gate_on_release ? "release" : "product-on-site";
  auto& workflow = all.workflow;
  workflow = decode_workflow(decoder, *all.tree, gate_on);
  workflow.own_hash = hash_of(*all.own);
  workflow.hash = all.tree == all.own ? workflow.own_hash : hash_of(*all.tree);
  if (workflow.status.kind == model::Status::approved) {
    workflow.status.changed_since_approval = workflow.status.hash != workflow.own_hash;
    find_unread(*all.own, workflow.status);
  }
  if (all.tree == all.own) {
    check_whole(decoder, workflow, *all.tree);
  } else {
    // What the therapy leaves unused, and what the centre loosens, shows in the workflow without overrides.
    Reader silent;
    Names before = names_of(silent, *all.own);
    Decoder plain{silent, before};
    all.therapy = decode_workflow(plain, *all.own, gate_on);
    Decoder judge{reader_, before};
    check_whole(judge, *all.therapy, *all.own);
  }
  return all;
}

Merged& Assembler::merged(Opened& workflow, Opened* centre) {
  const auto at = std::pair<const Opened*, const Opened*>(&workflow, centre);
  if (const auto known = merged_.find(at); known != merged_.end()) return known->second;
  Parts parts;
  parts.workflow = &workflow;
  parts.centre = centre;
  return merged_.emplace(at, merge(parts)).first->second;
}

model::Case Assembler::assemble(const Parts& parts, LaidOver* laid) {
  model::Case answer;
  const std::string id = parts.workflow->id;
  if (parts.centre) answer.centre = *centre(*parts.centre);
  if (parts.patient && parts.patient_is == Mapping::patient)
    set_layer(*const_cast<Node*>(parts.patient), Layer::patient);
  const Node& patient = parts.patient ? *parts.patient : *nothing;
  std::optional<Merged> alone;  // with the patient's own overrides
  if (patient.kind == Node::map && patient.find("overrides")) alone = merge(parts);
  Merged& all = alone ? *alone : merged(*parts.workflow, parts.centre);
  answer.workflow = alone ? std::move(alone->workflow) : all.workflow;
  if (laid) {
    *laid = {all.tree, gone_[parts.workflow]};
    laid->gone.insert(laid->gone.end(), all.removals.begin(), all.removals.end());
  }
  const auto& workflow = answer.workflow;
  Decoder decoder{reader_, all.names};
  answer.patient = decode_patient(decoder, patient, parts.patient ? parts.patient_is : Mapping::given,
                                  parts.command_line, answer.centre ? &*answer.centre : nullptr, workflow);
  if (const Node* said = patient.find("overrides"); said && said->kind == Node::map)
    list_departures(*said, "", "", false, answer.departures);
  answer.patient.workflow = id;
  if (answer.centre) answer.patient.centre = answer.centre->id;
  if (!parts.edition.empty() && !workflow.edition(parts.edition)) {
    reader_.error("unknown-edition", parts.edition_where,
                  "There is no edition " + ticked(parts.edition) + "; it has " + listed(all.names.editions) + ".",
                  reader_.meant(parts.edition, all.names.editions));
  } else if (!parts.alone) {
    choose_edition(answer, parts);
  }
  if (all.therapy)
    if (const auto editions = editions_in_play(answer); all.tightened.insert(editions).second)
      check_tightening(reader_, *all.therapy, workflow, all.removals, editions);
  if (answer.centre && !parts.alone) check_places(reader_, workflow, *answer.centre, answer.patient, answer.edition);
  return answer;
}

std::vector<model::Case> Assembler::checks(Opened& workflow) {
  std::vector<model::Case> cases;
  const Node* list = workflow.root->find("checks");
  if (!list) return cases;
  if (list->kind != Node::list) {
    wrong_type(reader_, *list, "checks", "a list of {given, expect}");
    return cases;
  }
  Names names = names_of(reader_, *whole(workflow));
  Decoder decoder{reader_, names};
  for (const auto& item : list->items) {
    model::Check check = decode_check(decoder, *item);
    const Node* given = item->kind == Node::map ? item->find("given") : nullptr;
    if (!given) continue;
    if (given->kind != Node::map) {
      wrong_type(reader_, *given, "given", "a mapping of a patient's keys");
      continue;
    }
    Parts parts;
    parts.workflow = &workflow;
    parts.patient = given;
    parts.patient_is = Mapping::given;
    parts.edition_where = item->where;
    if (const auto name = scalar(given, "centre"); !name.empty())
      parts.centre = finder_.find(FileKind::centre, name, workflow.path, given->find("centre")->where);
    // The day of the check may hang on its facts, which are read first without an edition.
    Parts facts = parts;
    facts.alone = true;
    if (!check.today) check.today = today_of(assemble(facts).patient);
    parts.today = check.today;
    auto answer = assemble(parts);
    check.given = answer.patient;
    answer.checks.push_back(std::move(check));
    cases.push_back(std::move(answer));
  }
  return cases;
}

void Assembler::check_overrides(Opened& opened) {
  centre(opened);
  const Node* overrides = opened.root->find("overrides");
  if (!overrides || overrides->kind != Node::map) return;
  for (const auto& entry : overrides->entries) {
    if (entry.key == "every-workflow" || entry.key == "note" || entry.value->kind != Node::map) continue;
    Parts parts;
    parts.workflow = finder_.find(FileKind::workflow, entry.key, opened.path, entry.key_where);
    if (!parts.workflow) continue;
    parts.centre = &opened;
    parts.alone = true;
    assemble(parts);
  }
}

}  // namespace v2v::text
