#include "source/csv.h"

#include <algorithm>

namespace v2v::source {
namespace {

/// Whether a spreadsheet may take a cell for a formula: it drops blanks before it looks. Apostrophes in front are
/// passed over, so that a text which has one of its own keeps it.
bool like_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  const auto first = text.find_first_not_of(' ');
  return first != text.npos && std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
}

class Reading {
 public:
  Reading(const File& file, Diagnostics& found) : file_(file), text_(file.text), found_(found) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    auto line = text_.substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() == 5 && line.starts_with("sep=") && std::string_view(",;|\t").find(line.back()) != line.npos) {
      separator_ = line.back();
      at_ += line.size();
      end_line();
    } else if (std::count(line.begin(), line.end(), ';') > std::count(line.begin(), line.end(), ',')) {
      separator_ = ';';
    }
  }

  std::vector<CsvRow> run() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      CsvRow row{cell()};
      while (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        row.push_back(cell());
      }
      end_line();
      if (torn_) break;
      if (std::any_of(row.begin(), row.end(), [](const CsvCell& c) { return !c.text.empty(); }))
        rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool at_end() const { return at_ >= text_.size() || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n"; }
  void end_line() {
    if (at_ < text_.size()) at_ += text_[at_] == '\r' ? 2 : 1;
  }
  Span span(std::size_t begin, std::size_t end) const {
    return {&file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  CsvCell cell() {
    const std::size_t begin = at_;
    blanks();
    if (at_ < text_.size() && text_[at_] == '"') return quoted();
    const std::size_t first = at_end() || text_[at_] == separator_ ? begin : at_;
    at_ = first;
    while (!at_end() && text_[at_] != separator_) ++at_;
    std::size_t end = at_;
    while (end > first && text_[end - 1] == ' ') --end;
    return {plain(std::string(text_.substr(first, end - first))), span(first, end)};
  }

  CsvCell quoted() {
    const std::size_t begin = ++at_;
    std::string text;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (text_.substr(at_, 2) != "\"\"") break;
        ++at_;
      }
      if (text_.substr(at_, 2) != "\r\n") text += text_[at_];
    }
    const std::size_t end = at_;
    if (at_ >= text_.size()) {
      torn_ = true;
      found_.push_back({"unclosed-quote",
                        Severity::error,
                        span(begin - 1, begin),
                        "This quote is opened and not closed: all that follows is taken for one cell.",
                        {},
                        {}});
    } else {
      ++at_;
      behind();
    }
    return {plain(std::move(text)), span(begin, end)};
  }

  /// Up to the next separator, when a quote has closed.
  void behind() {
    blanks();
    const std::size_t begin = at_;
    while (!at_end() && text_[at_] != separator_) ++at_;
    if (at_ > begin)
      found_.push_back({"bad-row",
                        Severity::error,
                        span(begin, at_),
                        "Text stands behind a quoted cell.",
                        {},
                        "a quote inside a quoted cell is written twice"});
  }

  static std::string plain(std::string text) {
    if (text.starts_with('\'') && like_formula(text)) text.erase(0, 1);
    return text;
  }

  const File& file_;
  std::string_view text_;
  Diagnostics& found_;
  std::size_t at_ = 0;
  char separator_ = ',';
  bool torn_ = false;  // a quote was not closed: nobody knows where the row ends
};

}  // namespace

std::vector<CsvRow> read_csv(const File& file, Diagnostics& found) {
  return Reading(file, found).run();
}

std::string csv_cell(std::string_view text) {
  std::string safe = like_formula(text) ? "'" : "";
  safe += text;
  std::erase(safe, '\0');
  const bool blank = safe.starts_with(' ') || safe.ends_with(' ');
  if (!blank && safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string out(1, '"');
  for (const char c : safe) out.append(c == '"' ? 2 : 1, c);
  return out += '"';
}

}  // namespace v2v::source
