// view: one row of a CSV file, safe to open in a spreadsheet. Inside this room only.
#pragma once
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "source/csv.h"

namespace v2v::view {

/// One row in the making. Numbers and text are told apart here, since only text is guarded against formulas.
class CsvRow {
 public:
  explicit CsvRow(std::string& out) : out_(out) {}
  ~CsvRow() { out_ += "\r\n"; }
  CsvRow(const CsvRow&) = delete;
  CsvRow& operator=(const CsvRow&) = delete;

  CsvRow& text(std::string_view cell) {
    comma();
    out_ += source::csv_cell(cell);
    return *this;
  }
  template <class Number>
  CsvRow& number(const std::optional<Number>& cell) {
    comma();
    if (cell) out_ += fmt::format("{}", *cell);
    return *this;
  }

 private:
  void comma() {
    if (begun_) out_ += ',';
    begun_ = true;
  }
  std::string& out_;
  bool begun_ = false;
};

}  // namespace v2v::view
