// roster: why: what a patient waits for and who has it, which slots a withdrawal freed and who has them now, what is
// more than there is.
#pragma once
#include "roster/ward.h"

namespace v2v::roster {

/// What is in the way of being sooner, beside all others as they stand. One row for each thing waited for in one go.
std::vector<timeline::Blocked> blocked(Ward& ward, std::size_t person, const std::vector<timeline::Hold>& holds,
                                       const std::vector<timeline::Rostered>& patients);

/// Slots that closed files had ahead of them, each down the waiting list.
std::vector<timeline::Freed> freed(Ward& ward, const model::Programme& programme, const timeline::Roster& roster);

std::vector<timeline::Over> over(const Ward& ward, const timeline::Roster& roster);

}  // namespace v2v::roster
