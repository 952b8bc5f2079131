// view: a roster as a workbook for spreadsheets (Office Open XML), through libxlsxwriter. The only file that meets it.
#pragma once
#include <stdexcept>
#include <string>

#include "view/capacity_words.h"

namespace v2v::view {

/// The workbook could not be made: memory, or a temporary file. A failure of the world.
struct WorkbookFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Sheets Patients, Slots, Capacity by week, Capacity by day, Assumptions. Dates are dates and numbers numbers, text is
/// always text and never a formula; the head stays in sight. The bytes depend on nothing but the answer: the file says
/// that it was made on the roster's today. Control characters become `?`, text is cut at 32,767 letters. Throws
/// WorkbookFailed.
std::string xlsx(const Counted& answer);
/// The same sheets with the rows of both; the first column has the label of each.
std::string xlsx(const Counted& before, const Counted& after);

}  // namespace v2v::view
