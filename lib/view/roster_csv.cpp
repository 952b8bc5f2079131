#include "view/roster_csv.h"

#include "view/grid.h"

namespace v2v::view {

std::string csv(const timeline::Roster& answer) {
  return csv(slots_grid(answer));
}

std::string csv(const Counted& answer) {
  return csv(days_grid(answer));
}

std::string csv(const Counted& before, const Counted& after) {
  return csv(both(days_grid(before), before.label, days_grid(after), after.label));
}

}  // namespace v2v::view
