// view: what every output says of a roster as a whole, above it and under it; and of each wait, in words.
#pragma once
#include <string>
#include <vector>

#include "timeline/roster.h"
#include "view/head.h"
#include "view/say.h"

namespace v2v::view {

/// `Riverside CAR-T programme (riverside-2027)`
std::string headline(const timeline::Roster& roster);
/// Status, centre, period, today, assumed lengths, what people queue for, objective, bound.
std::vector<Fact> facts(const timeline::Roster& roster);
/// More used than there is, who is not placed, holds that moved, slots that may come too soon, freed slots, warnings,
/// assumptions, who is closed: those that have something to say.
std::vector<Section> sections(const timeline::Roster& roster);
/// `draft: not approved for use (yescarta); an aid to planning: ...`: what holds for every status is always said.
std::string status(const timeline::Roster& roster);

/// `4 to 18 May`, `22 Mar 09:00 to 13:00` within a day; a year where it is not that of `near`.
std::string days_between(Instant from, Instant to, const std::string& zone, Day near);
/// `ward.bed taken 4 to 18 May by P-0203, P-0207 (Hospital stay)`.
std::string blocked_words(const timeline::Blocked& blocked, const std::string& zone, Day near);
/// Title with `visit n/N` where there are several and `attempt n` where it is not the first.
std::string titled(const timeline::Slot& slot);
/// When the stage for which people queue is, else when the first slot is; nothing: there is none.
std::optional<Day> first_slot(const timeline::Rostered& patient, const std::string& zone);
std::string_view word(timeline::Rostered::Kind kind);     // placed, not placed, closed
std::string_view word(timeline::Rostered::Due due_from);  // by its target, by itself
std::string joined(const std::vector<std::string>& list, std::string_view between = ", ");

/// The patients as they are served: by place in the list, then those who do not queue, by pseudonym. Points into it.
std::vector<const timeline::Rostered*> in_order(const timeline::Roster& roster);

}  // namespace v2v::view
