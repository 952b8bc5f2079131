#include "source/diagnostic.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace v2v::source {
namespace {

bool same(const Diagnostic& a, const Diagnostic& b) {
  const auto same_note = [](const Note& x, const Note& y) { return x.where == y.where && x.text == y.text; };
  return a.where == b.where && a.severity == b.severity && a.code == b.code && a.text == b.text && a.hint == b.hint &&
         std::equal(a.notes.begin(), a.notes.end(), b.notes.begin(), b.notes.end(), same_note);
}

}  // namespace

bool has_errors(const Diagnostics& list) {
  return std::any_of(list.begin(), list.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void sort_by_place(Diagnostics& list, const Sources& sources) {
  struct Row {
    int file;
    Diagnostic diagnostic;
  };
  std::vector<Row> rows;
  rows.reserve(list.size());
  for (auto& diagnostic : list) rows.push_back({sources.index_of(diagnostic.where.file), std::move(diagnostic)});
  const auto place = [](const Row& row) {
    return std::tuple(row.file, row.diagnostic.where.begin, row.diagnostic.where.end);
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return place(a) < place(b); });

  list.clear();
  std::multimap<std::string_view, std::size_t> here;  // texts at one place, and where in `list` they stand
  list.reserve(rows.size());                          // so that the views stay good
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && place(rows[i]) != place(rows[i - 1])) here.clear();
    auto& diagnostic = rows[i].diagnostic;
    const auto [from, to] = here.equal_range(diagnostic.text);
    if (std::any_of(from, to, [&](const auto& seen) { return same(list[seen.second], diagnostic); })) continue;
    list.push_back(std::move(diagnostic));
    here.emplace(list.back().text, list.size() - 1);
  }
}

}  // namespace v2v::source
