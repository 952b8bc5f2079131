// view: one row of a CSV file, safe to open in a spreadsheet. Inside this room only.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace v2v::view {

/// One row in the making. Numbers and text are told apart here, since only text is guarded against formulas.
class CsvRow {
 public:
  explicit CsvRow(std::string& out) : out_(out) {}
  ~CsvRow() { out_ += "\r\n"; }
  CsvRow(const CsvRow&) = delete;
  CsvRow& operator=(const CsvRow&) = delete;

  CsvRow& text(std::string_view cell) {
    // A spreadsheet drops blanks before it looks for a formula.
    const auto first = cell.find_first_not_of(' ');
    const bool formula =
        first != cell.npos && std::string_view("=+-@\t\r\n").find(cell[first]) != std::string_view::npos;
    std::string safe = formula ? "'" : "";
    safe += cell;
    std::erase(safe, '\0');
    comma();
    if (safe.find_first_of(",\"\r\n") == std::string::npos) {
      out_ += safe;
      return *this;
    }
    out_ += '"';
    for (const char c : safe) out_ += c == '"' ? "\"\"" : std::string(1, c);
    out_ += '"';
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
