#include "review/shelf.h"

#include <algorithm>
#include <set>
#include <utility>

#include "review/figures.h"

namespace v2v::review {

timeline::Shelved shelved(const model::Workflow& workflow, const std::string& based_on, calendar::Day today) {
  timeline::Shelved line;
  line.id = workflow.id;
  line.title = workflow.title;
  line.indication = workflow.indication;
  line.based_on = based_on;
  line.status = workflow.status;
  line.hash = workflow.own_hash;
  if (workflow.where) line.file = workflow.where.file->name;
  for (const auto& edition : workflow.editions) line.editions.push_back(edition.id);

  std::set<std::pair<const source::File*, std::uint32_t>> seen;
  std::set<std::string> cited;
  for (const Figure& figure : figures_of(workflow)) {
    if (!figure.cited || figure.key == "when") continue;
    for (const Held& held : figure.all) {
      if (!held.origin || !seen.emplace(held.origin->where.file, held.origin->where.begin).second) continue;
      const bool order_alone = held.measures.size() == 1 && held.measures.front().text == "any";
      if (order_alone) continue;
      if (held.cite) cited.insert(held.cite->source);
      switch (standing(workflow, held.cite)) {
        case model::Checked::read:
          ++line.read;
          break;
        case model::Checked::digest:
          ++line.digest;
          break;
        case model::Checked::memory:
          ++line.memory;
          break;
        case model::Checked::unsaid:
          ++line.uncited;
          break;
      }
    }
  }
  for (const auto& source : workflow.sources)
    if (source.review_by && cited.contains(source.id))
      line.review_by = line.review_by ? std::min(*line.review_by, *source.review_by) : *source.review_by;
  line.past_review = line.review_by && *line.review_by < today;
  return line;
}

}  // namespace v2v::review
