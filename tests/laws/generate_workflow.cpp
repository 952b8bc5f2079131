// The workflow's file around its stages, and the part of it that a base holds.
#include <fmt/format.h>

#include <algorithm>

#include "maker.h"

namespace v2v::laws {
namespace {

Yaml status(Maker& make) {
  const int kind = make.number(0, 19);
  if (kind == 0) return "retired";
  if (kind > 1) return "draft";
  Yaml approval = Yaml::inline_map();
  approval.set("by", "Dr A. Consultant");
  approval.set("date", "2026-01-31");
  approval.set("hash", "0123456789abcdef");
  Yaml status = Yaml::inline_map();
  status.set("approved", std::move(approval));
  return status;
}

/// A check of the workflow itself: a date that is known.
Yaml checks(Maker& make) {
  Yaml given = Yaml::inline_map(), happened = Yaml::inline_map(), check = Yaml::inline_map();
  happened.set(make.stages.front().id, make.date(0));
  if (make.random.chance(50)) given.set("today", make.date(1));
  given.set("happened", std::move(happened));
  check.set("given", std::move(given));
  Yaml expect = Yaml::inline_map();
  expect.set(make.stages.front().id, make.date(0));
  expect.set(make.stages.back().id,
             make.random.chance(50) ? Yaml("absent") : Yaml(make.date(0) + " to " + make.date(90)));
  check.set("expect", make.random.chance(20) ? Yaml("clash") : std::move(expect));
  if (make.random.chance(30)) check.set("note", make.prose());
  Yaml list = Yaml::listing();
  list.items.push_back(std::move(check));
  return list;
}

Yaml leaves(Maker& make) {
  Yaml leave = Yaml::inline_map(), list = Yaml::listing();
  leave.set("from", make.stages.front().id);
  leave.set("until", make.stages.back().id);
  leave.set("chance", "3%");
  if (make.random.chance(50)) leave.set("note", make.prose());
  list.items.push_back(std::move(leave));
  return list;
}

/// Whether the id stands as a word of a sentence below.
bool stands_in(const Yaml& node, const std::string& id) {
  if (node.kind == Yaml::text) return (" " + node.word + " ").find(" " + id + " ") != std::string::npos;
  return std::any_of(node.items.begin(), node.items.end(), [&](const Yaml& item) { return stands_in(item, id); });
}

/// A choice that fell away may have left a rule or an option that nothing uses.
void drop_unused(Maker& make) {
  const auto used = [&](const std::string& id) {
    return stands_in(make.rules, id) || std::any_of(make.stages.begin(), make.stages.end(),
                                                    [&](const auto& stage) { return stands_in(stage.tree, id); });
  };
  for (bool any = true; any;) {
    any = false;
    for (auto* list : {&make.rules, &make.options})
      for (const auto& id : std::vector<std::string>(list->keys))
        if (!used(id)) any = list->drop(id);
  }
}

}  // namespace

Yaml Maker::workflow_file() {
  drop_unused(*this);
  Yaml file = Yaml::mapping();
  file.set("workflow", workflow_id);
  if (random.chance(40)) {
    file.set("title", prose());
    file.set("indication", "an illness");
  }
  if (random.chance(15)) file.set("note", prose());
  file.set("status", status(*this));
  file.set(counts_from_one ? "day-one" : "day-zero", stages[zero].id);
  if (people.size() > 1 || random.chance(5)) {
    Yaml& list = file.set("people", Yaml::listing());
    for (const auto& person : people) list.items.emplace_back(person);
  }
  if (!editions.items.empty()) file.set("editions", editions);
  if (!sources.items.empty()) file.set("sources", sources);
  if (!options.items.empty()) {
    Yaml said = options;
    for (auto& list : said.items) list = cited(std::move(list));
    file.set("options", std::move(said));
  }
  if (!sources.items.empty()) file.set("sources", sources);  // a citation above may have made one
  if (!rules.items.empty()) file.set("rules", rules);
  Yaml& all = file.set("stages", Yaml::mapping());
  for (const auto& stage : stages)
    if (!stage.part) all.set(stage.id, stage.tree);
  if (random.chance(6)) file.set("leaves", leaves(*this));
  if (random.chance(4)) file.set("checks", checks(*this));
  return file;
}

// The base says most; the workflow restates a few keys, adds some, takes away what the base had too much.
Yaml Maker::base_of(Yaml& workflow) {
  Yaml base = Yaml::mapping();
  const std::string id = "family/" + workflow_id;
  base.set("workflow", id);
  if (random.chance(30)) base.set("title", prose());
  base.set("status", "base");
  workflow.set("based-on", id);
  for (const char* key : {"people", "editions", "sources", "options", "rules", "leaves"})
    if (const Yaml* value = workflow.find(key); value && random.chance(60)) {
      base.set(key, *value);
      workflow.drop(key);
    }
  const char* head = counts_from_one ? "day-one" : "day-zero";
  if (random.chance(70)) {
    base.set(head, *workflow.find(head));
    workflow.drop(head);
  }
  Yaml& under = base.set("stages", Yaml::mapping());
  Yaml own = Yaml::mapping();
  const Yaml whole = *workflow.find("stages");
  for (std::size_t i = 0; i < whole.items.size(); ++i) {
    const std::string& stage = whole.keys[i];
    if (random.chance(20)) {
      own.set(stage, whole.items[i]);
      continue;
    }
    Yaml below = whole.items[i], above = Yaml::mapping();
    for (const char* key : {"takes", "title", "say", "prefer", "notice", "target"})
      if (const Yaml* value = below.find(key); value && random.chance(15)) {
        above.set(key, *value);
        if (random.chance(50))
          below.drop(key);
        else if (std::string_view(key) == "takes")
          below.set(key, "20min");
      }
    if (Yaml* after = below.find("after"); after && after->kind == Yaml::map && random.chance(20)) {
      Yaml links = Yaml::inline_map();
      links.set(after->keys.front(), after->items.front());
      after->items.front() = random.chance(50) ? "any" : "1d";
      above.set("after", std::move(links));
    } else if (i > 0 && !below.find("after") && !below.find("from") && !below.find("falls-on") && random.chance(15)) {
      below.set("after", whole.keys[0]);
      above.set("after", "remove");
    }
    under.set(stage, std::move(below));
    if (!above.items.empty()) own.set(stage, std::move(above));
  }
  if (random.chance(25)) {
    Yaml extra = Yaml::inline_map();
    extra.set("phase", "follow-up");
    under.set("given-up", std::move(extra));
    if (random.chance(50)) {
      Yaml& gone = own.set("remove", Yaml::listing());
      gone.items.emplace_back("given-up");
    } else {
      own.set("given-up", "remove");
    }
  }
  workflow.set("stages", std::move(own));
  return base;
}

}  // namespace v2v::laws
