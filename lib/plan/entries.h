// plan: the found plan as a timeline: entries, states, firmness, slack, milestones, breaches, what to print beside it.
#pragma once
#include "plan/search.h"
#include "timeline/timeline.h"

namespace v2v::plan {

timeline::Timeline timeline_of(const model::Case& what, const Settings& settings, const Found& found, Almanac& almanac);
/// Adds a warning for each day on which a stage asks for a carer and the patient's file has none; an assumption where
/// it does not say.
void note_carers(const model::Case& what, const Almanac& almanac, timeline::Timeline& out);
/// Adds a warning for each booking ahead whose stage has happened or is absent, and for each end assumed of an attempt
/// that there is not.
void note_unheeded(const model::Case& what, const Settings& settings, const Found& found, timeline::Timeline& out);
/// Place of an entry among Timeline::entries for a visit, and back: entries carry stage id, attempt and number.
const Visit* visit_of(const Found& found, const model::Workflow& workflow, const timeline::Entry& entry);

}  // namespace v2v::plan
