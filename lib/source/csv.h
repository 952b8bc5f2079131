// source: comma-separated values (RFC 4180) in and out, each cell with its place, and safe to open in a spreadsheet.
//
// Read by hand: of the libraries that Debian keeps (libcsv, fast-cpp-csv-parser) none says where a cell stood, and one
// wants the columns fixed when the program is compiled.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "source/diagnostic.h"

namespace v2v::source {

struct CsvCell {
  std::string text;  // without quotes; line ends inside are \n
  Span where;        // as written, without the quotes around it; an empty cell stands where it would begin
};
using CsvRow = std::vector<CsvCell>;

/// The rows that hold anything, the head first. The separator is `,`, or `;` where the first line holds more of them or
/// says `sep=;` as some spreadsheets do. Line ends are \n or \r\n; a byte order mark is passed over. Blanks around a
/// cell that is not quoted are no part of it, and the apostrophe that `csv_cell` writes is taken away again. Reads on
/// after a mistake: `unclosed-quote` (whose row is the last and is left out), and `bad-row` where text follows a
/// closing quote. O(bytes).
std::vector<CsvRow> read_csv(const File& file, Diagnostics& found);

/// A cell as it is written: quoted where it must be, and behind an apostrophe where a spreadsheet would take it for a
/// formula. `read_csv` gives the same text back, but for zero bytes and \r\n.
std::string csv_cell(std::string_view text);

}  // namespace v2v::source
