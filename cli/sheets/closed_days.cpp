// In `v2v-sheets`: lists of closed days from calendar files.
#include <mutex>
#include <stdexcept>

#include "elsewhere.h"
#include "last_copy.h"
#include "view/ical.h"

namespace v2v::cli {

source::Checked<calendar::Holidays> closed_days_elsewhere(const source::File& file) {
  const std::lock_guard alone(libical());
  return view::closed_days(file);
}

int call_elsewhere(const Words&) {
  throw std::logic_error("calendar files are read in v2v-sheets");
}

}  // namespace v2v::cli
