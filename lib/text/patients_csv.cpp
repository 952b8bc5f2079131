#include "text/patients_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/say.h"
#include "source/csv.h"
#include "text/merge.h"
#include "text/sentence.h"
#include "text/tree_check.h"

namespace v2v::text {
namespace {

constexpr std::array<std::string_view, 8> plain_columns{"patient",  "workflow", "edition",       "priority",
                                                        "language", "closed",   "closed-reason", "not-available"};
/// Columns with a dot: what stands before it, and the key of the patient's file that they fill.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> dotted{{{"option", "options"},
                                                                               {"last-dose", "last-dose"},
                                                                               {"target", "targets"},
                                                                               {"happened", "happened"},
                                                                               {"booked", "booked"},
                                                                               {"held", "held"}}};

Tree scalar(const source::CsvCell& cell) {
  auto node = std::make_shared<Node>();
  node->text = cell.text;
  node->where = cell.where;
  return node;
}

Tree nest(Node::Kind kind, Span where) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->where = where;
  return node;
}

struct Column {
  std::string key, of;  // `of`: behind the dot
  bool good = true;     // else the column has been refused
};

class Spreadsheet {
 public:
  Spreadsheet(Reader& reader, const source::File& file, const std::vector<const Names*>& workflows)
      : reader_(reader), file_(file), workflows_(workflows) {}

  std::vector<Tree> read() {
    source::Diagnostics found;
    const auto rows = source::read_csv(file_, found);
    reader_.add(std::move(found));
    if (rows.empty()) {
      reader_.error("empty-file", {&file_, 0, 0}, "This spreadsheet holds no columns.", "the first is `patient`");
      return {};
    }
    head(rows.front());
    std::vector<Tree> trees;
    if (lacks_columns(rows.front())) return trees;
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) trees.push_back(tree(*row));
    return trees;
  }

 private:
  void head(const source::CsvRow& row) {
    std::map<std::pair<std::string, std::string>, Span> seen;
    for (const auto& cell : row) {
      columns_.push_back(column(cell));
      auto& last = columns_.back();
      if (last.key.empty()) continue;
      const auto [other, fresh] = seen.emplace(std::pair(last.key, last.of), cell.where);
      if (fresh) continue;
      last.good = false;
      reader_.error("duplicate-key", cell.where, "The column " + ticked(cell.text) + " stands here twice.", "",
                    {{other->second, "the other"}});
    }
  }

  bool lacks_columns(const source::CsvRow& row) {
    std::vector<std::string> lacking;
    for (const char* key : {"patient", "workflow"})
      if (std::none_of(columns_.begin(), columns_.end(), [&](const Column& c) { return c.key == key; }))
        lacking.push_back(ticked(key));
    if (!lacking.empty())
      reader_.error("missing-key", row.front().where,
                    "This spreadsheet has no column " + listed(lacking, "and no") + ".");
    return !lacking.empty();
  }

  Column column(const source::CsvCell& cell) {
    const std::string& name = cell.text;
    if (name.empty()) return {};
    if (std::find(plain_columns.begin(), plain_columns.end(), name) != plain_columns.end()) return {name, "", true};
    const auto dot = name.find('.');
    for (const auto& [before, key] : dotted)
      if (dot != std::string::npos && name.substr(0, dot) == before) {
        Column column{std::string(key), name.substr(dot + 1), true};
        if (known(column)) return column;
      }
    std::vector<std::string> all(plain_columns.begin(), plain_columns.end());
    for (const auto& [before, key] : dotted)
      for (const auto& of : names(key)) all.push_back(std::string(before) + "." + of);
    std::string hint;
    for (const auto& whole : all)
      if (hint.empty() && whole.ends_with("." + name)) hint = "did you mean " + ticked(whole) + "?";
    if (hint.empty()) hint = reader_.meant(name, all);
    if (hint.empty()) hint = "option.OPTION, last-dose.DRUG, and target., happened., booked. or held.STAGE";
    reader_.error("unknown-column", cell.where, ticked(name) + " is no column of a spreadsheet of patients.", hint);
    return {"", "", false};
  }

  /// What the workflows have that may stand behind the dot.
  std::vector<std::string> names(std::string_view key) const {
    std::vector<std::string> all;
    for (const auto* workflow : workflows_) {
      const auto& list = key == "options"     ? workflow->option_list
                         : key == "last-dose" ? workflow->drugs
                                              : workflow->stage_list;
      all.insert(all.end(), list.begin(), list.end());
    }
    return all;
  }

  /// Whether there is such a column; a point is then in the words that all would write it in.
  bool known(Column& column) const {
    std::string why, of = column.of;
    if (column.key == "happened" || column.key == "booked" || column.key == "held") {
      const auto point = parse_point(of, why);
      if (!point) return false;
      of = point->stage;
      column.of = model::to_string(*point);
    }
    const auto all = names(column.key);
    return workflows_.empty() ? !of.empty() : std::find(all.begin(), all.end(), of) != all.end();
  }

  Tree tree(const source::CsvRow& row) {
    auto root = nest(Node::map, {&file_, row.front().where.begin, row.back().where.end});
    for (std::size_t k = 0; k < row.size(); ++k) {
      if (row[k].text.empty()) continue;
      if (k >= columns_.size() || (columns_[k].key.empty() && columns_[k].good))
        reader_.error("bad-row", row[k].where, "This cell stands under no column.",
                      "a cell that holds the separator is written in quotes");
      else if (columns_[k].good)
        put(*root, columns_[k], row[k]);
    }
    // The head of a patient's file: what has no better place is told there.
    std::stable_partition(root->entries.begin(), root->entries.end(), [](const auto& e) { return e.key == "patient"; });
    return root;
  }

  void put(Node& root, const Column& column, const source::CsvCell& cell) {
    if (column.key == "not-available") {
      root.entries.push_back({column.key, cell.where, dates(cell)});
    } else if (column.key == "closed" || column.key == "closed-reason") {
      entry(root, "closed", cell)
          .entries.push_back({column.key == "closed" ? "date" : "reason", cell.where, scalar(cell)});
    } else if (!column.of.empty()) {
      entry(root, column.key, cell).entries.push_back({column.of, cell.where, scalar(cell)});
    } else {
      root.entries.push_back({column.key, cell.where, scalar(cell)});
    }
  }

  static Node& entry(Node& root, std::string_view key, const source::CsvCell& cell) {
    for (auto& e : root.entries)
      if (e.key == key) return *e.value;
    root.entries.push_back({std::string(key), cell.where, nest(Node::map, cell.where)});
    return *root.entries.back().value;
  }

  /// Dates with `;`, a comma or a new line between them, each with its own place.
  static Tree dates(const source::CsvCell& cell) {
    auto list = nest(Node::list, cell.where);
    for (std::size_t at = 0; at <= cell.text.size();) {
      const std::size_t end = std::min(cell.text.find_first_of(";,\n", at), cell.text.size());
      std::size_t first = at, last = end;
      while (first < last && cell.text[first] == ' ') ++first;
      while (last > first && cell.text[last - 1] == ' ') --last;
      at = end + 1;
      if (first == last) continue;
      source::CsvCell part{cell.text.substr(first, last - first), cell.where};
      const std::string_view written = source::text_of(cell.where);
      if (const auto found = written.find(part.text); found != written.npos) {
        part.where.begin += static_cast<std::uint32_t>(found);
        part.where.end = part.where.begin + static_cast<std::uint32_t>(part.text.size());
      }
      list->items.push_back(scalar(part));
    }
    return list;
  }

  Reader& reader_;
  const source::File& file_;
  const std::vector<const Names*>& workflows_;
  std::vector<Column> columns_;
};

}  // namespace

std::vector<Tree> read_patients_csv(Reader& reader, const source::File& file,
                                    const std::vector<const Names*>& workflows) {
  Findings findings(file);
  const Limits limits;
  if (file.text.size() > limits.bytes) {
    findings.add("too-large", 0, 0,
                 fmt::format("the file has {} bytes; at most {} are read", file.text.size(), limits.bytes),
                 "Write several smaller spreadsheets.");
    reader.add(findings.take());
    return {};
  }
  const bool text = readable(file.text, findings).has_value();
  reader.add(findings.take());
  return text ? Spreadsheet(reader, file, workflows).read() : std::vector<Tree>{};
}

}  // namespace v2v::text
