#include "view/xlsx.h"

#include <fmt/format.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "view/grid.h"
#include "view/roster_head.h"
#include "view/width.h"

namespace v2v::view {
namespace {

constexpr std::int32_t epoch = 25569;         // 1970-01-01 as a spreadsheet counts days
constexpr std::int32_t first_exact = -25508;  // 1900-03-01: before it spreadsheets count a day that never was
constexpr std::size_t most_rows = 1'048'575;
constexpr std::size_t most_letters = 32'000;  // 32,767 may be in a cell

/// Numbers are written with a point whatever the program that uses this library has set.
class PlainLocale {
 public:
  PlainLocale() : plain_(newlocale(LC_ALL_MASK, "C", locale_t{})), old_(uselocale(plain_)) {}
  ~PlainLocale() {
    uselocale(old_);
    if (plain_) freelocale(plain_);
  }
  PlainLocale(const PlainLocale&) = delete;
  PlainLocale& operator=(const PlainLocale&) = delete;

 private:
  locale_t plain_, old_;
};

/// A name of its own on disk for as long as this lives: the library writes to a name and nowhere else.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code none;
    const auto folder = std::filesystem::temp_directory_path(none);
    name_ = ((none ? std::filesystem::path("/tmp") : folder) / "v2v-XXXXXX").string();
    const int file = mkstemp(name_.data());
    if (file < 0) throw WorkbookFailed("no temporary file could be made in " + name_);
    close(file);
  }
  ~TemporaryFile() { unlink(name_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

void must(lxw_error error) {
  if (error != LXW_NO_ERROR) throw WorkbookFailed(fmt::format("the workbook was not written: {}", lxw_strerror(error)));
}

template <class T>
T* there(T* made) {
  if (!made) throw WorkbookFailed("the workbook was not written: no memory");
  return made;
}

class Workbook {
 public:
  explicit Workbook(const std::string& path) : book_(there(workbook_new(path.c_str()))) {
    head_ = format(nullptr);
    format_set_bold(head_);
    format_set_text_wrap(head_);
    format_set_align(head_, LXW_ALIGN_VERTICAL_TOP);
    format_set_bg_color(head_, 0xEEF1F5);
    format_set_bottom(head_, LXW_BORDER_THIN);
    text_ = format("@");
    day_ = format("yyyy-mm-dd");
    moment_ = format("yyyy-mm-dd hh:mm");
    whole_ = format("0");
    number_ = format("0.00");
    share_ = format("0%");
    for (auto* one : {day_, moment_}) format_set_align(one, LXW_ALIGN_LEFT);
  }
  ~Workbook() {
    if (book_) workbook_close(book_);
  }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  void properties(const timeline::Roster& roster) {
    std::string title = plain(headline(roster)), comments = plain(status(roster));
    lxw_doc_properties all{};
    all.title = title.data();
    all.comments = comments.data();
    // The library takes 0 for the present moment.
    all.created = roster.today.n == 0 ? 1 : static_cast<time_t>(roster.today.n) * 86400;
    must(workbook_set_properties(book_, &all));
  }

  void add(const Grid& grid) {
    if (grid.rows.size() > most_rows)
      throw WorkbookFailed(
          fmt::format("the sheet {} would have {} rows, and takes {}", grid.title, grid.rows.size(), most_rows));
    auto* sheet = there(workbook_add_worksheet(book_, grid.title.c_str()));
    const auto columns = static_cast<lxw_col_t>(grid.columns.size());
    for (lxw_col_t c = 0; c < columns; ++c) {
      must(worksheet_set_column(sheet, c, c, grid.columns[c].width, nullptr));
      must(worksheet_write_string(sheet, 0, c, grid.columns[c].head.c_str(), head_));
    }
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_set_landscape(sheet);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_fit_to_pages(sheet, 1, 0);
    lxw_row_t r = 0;
    for (const auto& row : grid.rows) {
      ++r;
      for (lxw_col_t c = 0; c < columns; ++c) write(sheet, r, c, row[c]);
    }
    if (r > 0) must(worksheet_autofilter(sheet, 0, 0, r, static_cast<lxw_col_t>(columns - 1)));
  }

  void done() { must(workbook_close(std::exchange(book_, nullptr))); }

 private:
  lxw_format* format(const char* number) {
    auto* made = there(workbook_add_format(book_));
    if (number) format_set_num_format(made, number);
    return made;
  }

  void write(lxw_worksheet* sheet, lxw_row_t r, lxw_col_t c, const GridCell& cell) {
    const auto number = [&](double x, lxw_format* as) { must(worksheet_write_number(sheet, r, c, x, as)); };
    if (const auto* said = std::get_if<std::string>(&cell)) {
      text(sheet, r, c, *said);
    } else if (const auto* n = std::get_if<std::int64_t>(&cell)) {
      number(static_cast<double>(*n), whole_);
    } else if (const auto* part = std::get_if<Share>(&cell)) {
      number(part->percent / 100.0, share_);
    } else if (const auto* x = std::get_if<double>(&cell)) {
      number(*x, number_);
    } else if (const auto* on = std::get_if<Day>(&cell)) {
      if (on->n < first_exact)
        text(sheet, r, c, calendar::to_string(*on));
      else
        number(on->n + epoch, day_);
    } else if (const auto* at = std::get_if<calendar::Wall>(&cell)) {
      if (at->day.n < first_exact)
        text(sheet, r, c, calendar::to_string(at->day) + " " + calendar::clock(at->minute));
      else
        number(at->day.n + epoch + at->minute / 1440.0, moment_);
    }
  }

  void text(lxw_worksheet* sheet, lxw_row_t r, lxw_col_t c, const std::string& said) {
    if (said.empty()) return;
    const std::string safe = plain(said);
    must(worksheet_write_string(sheet, r, c, cut(safe, static_cast<int>(most_letters)).c_str(), text_));
  }

  lxw_workbook* book_;
  lxw_format *head_, *text_, *day_, *moment_, *whole_, *number_, *share_;
};

}  // namespace

static std::vector<Grid> sheets(const Counted& answer) {
  return {patients_grid(answer.roster), slots_grid(answer.roster), weeks_grid(answer), days_grid(answer),
          about_grid(answer.roster)};
}

static std::string written(const timeline::Roster& roster, const std::vector<Grid>& sheets) {
  const PlainLocale locale;
  const TemporaryFile file;
  Workbook book(file.name());
  book.properties(roster);
  for (const Grid& sheet : sheets) book.add(sheet);
  book.done();
  std::ifstream in(file.name(), std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in || bytes.str().empty()) throw WorkbookFailed("the workbook could not be read again");
  return std::move(bytes).str();
}

std::string xlsx(const Counted& answer) {
  return written(answer.roster, sheets(answer));
}

std::string xlsx(const Counted& before, const Counted& after) {
  auto all = sheets(before), other = sheets(after);
  for (std::size_t k = 0; k < all.size(); ++k)
    all[k] = both(std::move(all[k]), before.label, std::move(other[k]), after.label);
  return written(after.roster, all);
}

}  // namespace v2v::view
