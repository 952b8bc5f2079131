// tell: which entries of a plan a reader is told of, gathered where nobody knows their dates one by one.
#pragma once
#include <vector>

#include "plan/almanac.h"
#include "plan/plan.h"
#include "tell/voice.h"

namespace v2v::tell {

struct Items {
  std::vector<timeline::Item> dated, maybe;
};

/// The person of a workflow who gives the cells.
inline const std::string donor = "donor";

/// Under which name a reader's sheet goes: the patient's pseudonym, or the donor's own; empty: they have none.
std::string name_of(const model::Case& what, timeline::Reader reader);

/// A donor's: what the donor attends. A patient's and a carer's: what the person treated attends, stays, restrictions,
/// and work that says something to them. The team's: all but events. Visits of one stage that are likely, each a week
/// or less behind the other, are one item.
Items items_of(const model::Case& what, const timeline::Timeline& plan, timeline::Reader reader, const Voice& voice,
               plan::Almanac& almanac);

}  // namespace v2v::tell
