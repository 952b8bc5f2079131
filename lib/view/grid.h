// view: rows and columns of plain values, from which CSV and XLSX are written alike. Inside this room only.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "timeline/roster.h"
#include "view/capacity_words.h"

namespace v2v::view {

/// Nothing, text, a whole number, a share (1 is 100 %), a number, a date, a wall time of the zone that the row names or
/// the roster has.
struct Share {
  int percent = 0;
};
using GridCell = std::variant<std::monostate, std::string, std::int64_t, Share, double, Day, calendar::Wall>;

struct Grid {
  std::string title;
  struct Column {
    std::string head;
    int width = 12;  // letters
  };
  std::vector<Column> columns;
  std::vector<std::vector<GridCell>> rows;  // each as long as `columns`
};

Grid patients_grid(const timeline::Roster& roster);
/// A row a slot; who is not placed and has none has a row with nothing but that.
Grid slots_grid(const timeline::Roster& roster);
Grid weeks_grid(const Counted& answer);
Grid days_grid(const Counted& answer);
/// What the roster is, and all that stands under its table.
Grid about_grid(const timeline::Roster& roster);

/// The rows of both, the first column says of which: so that a spreadsheet can lay them side by side as it likes.
Grid both(Grid before, const std::string& label, Grid after, const std::string& other);

/// RFC 4180, safe from formulas (csv_row.h); shares as whole percentages.
std::string csv(const Grid& grid);

}  // namespace v2v::view
