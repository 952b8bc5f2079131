// laws: sheets of random patients whose files hold what nobody should write into them: line breaks, commas, markup,
// formulas, marks that turn the direction of reading.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "law.h"
#include "timeline/sheet.h"

namespace v2v::laws {

/// A text of up to a dozen such pieces; never empty.
std::string hostile(Random& random);
/// As it may come back: without control characters and blanks at its ends, each line break a \n, each tab a blank.
std::string expected(const std::string& text, bool one_line);

/// The sheets of one random patient, of each reader that may have one, in random languages; none where there is no
/// plan. `later` are the same sheets some days on.
struct SheetCase {
  std::vector<timeline::Sheet> sheets, later;
};
SheetCase random_sheets(Random& random);

}  // namespace v2v::laws
