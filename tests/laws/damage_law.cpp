// Single damages of good files: the reader never crashes, takes no second, says where what is wrong stands in the file,
// and never reads a number, unit or name otherwise away from the damage in silence.
#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include "../unit/disk.h"
#include "damage.h"
#include "generate.h"
#include "plan/plan.h"
#include "source/csv.h"
#include "source/render.h"
#include "text/patients_csv.h"
#include "text/read_programme.h"

using namespace v2v;
using namespace v2v::laws;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double longest = 10;  // seconds of the processor: the tools make all of it slower
#else
constexpr double longest = 1;
#endif

const std::string root = V2V_ROOT;

/// The world's failure of this disk: a damaged path leads nowhere.
struct NoFile {};

text::Library library_of(const std::map<std::string, std::string>& texts) {
  text::Library library;
  library.disk.list = [&texts](const std::string& folder) {
    std::vector<std::string> paths;
    for (auto at = texts.lower_bound(folder + "/"); at != texts.end() && at->first.starts_with(folder + "/"); ++at)
      if (!at->first.ends_with(".csv")) paths.push_back(at->first);
    return paths;
  };
  library.disk.read = [&texts](const std::string& path) {
    const auto at = texts.find(path);
    if (at == texts.end()) throw NoFile{};
    return at->second;
  };
  return library;
}

/// What is wrong with a file; empty where nothing is.
std::string errors_of(const std::string& path, const std::map<std::string, std::string>& texts) {
  source::Sources sources;
  const auto found = text::check_file(sources, {path, texts.at(path)}, library_of(texts));
  return has_errors(found) ? source::render(found.front()) : std::string();
}

const std::string programme = root + "/examples/programmes/northern-2027.yaml";
const std::string spreadsheet = root + "/examples/programmes/northern/waiting.csv";

/// The files of the project, read once.
struct Shelf {
  std::map<std::string, std::string> texts;
  std::vector<std::string> good;  // not two that name files which do not stand near them

  Shelf() {
    for (const char* folder : {"workflows", "examples", "tests/plans", "tests/errors/library"})
      for (const auto& path : tests::yaml_under(root + "/" + folder)) texts[path] = tests::text_at(path);
    for (const auto& path : tests::files_under(root + "/examples", {".csv"})) texts[path] = tests::text_at(path);
    for (const auto& [path, _] : texts)
      if (path.ends_with("yaml") && !path.ends_with("/ring.yaml") && !path.ends_with("/strict.yaml"))
        good.push_back(path);
  }

  void check() const {
    for (const auto& path : good)
      if (const std::string wrong = errors_of(path, texts); !wrong.empty()) throw Failure{"not good: " + wrong};
  }
};

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void demand_place(const source::Sources& sources, const source::Span& where, const std::string& what) {
  if (!where) return;
  demand(sources.index_of(where.file) >= 0, what + " stands in a file that is not there");
  demand(where.begin <= where.end && where.end <= where.file->text.size(), what + " stands outside its file");
  const auto at = source::position(where);
  demand(at.line >= 1 && at.line <= static_cast<int>(where.file->lines.size()) && at.column >= 1,
         what + " stands on no line");
  const std::string_view line = source::line_of(where);
  demand(at.column <= static_cast<int>(line.size()) + 2, what + " stands behind its line");
}

std::string counted(const std::map<std::string, long>& all) {
  std::string text;
  for (const auto& [name, n] : all) text += fmt::format("\n  {:8} {}", n, name);
  return text;
}

/// What each patient's row says, by pseudonym: the cells that say something, by column.
using Rows = std::map<std::string, std::map<std::string, std::string>>;

Rows rows_of(const model::Programme& programme) {
  source::Sources sources;
  source::Diagnostics none;
  const auto table = source::read_csv(sources.add("patients.csv", text::patients_csv(programme).text), none);
  Rows rows;
  for (std::size_t r = 1; r < table.size(); ++r)
    for (std::size_t c = 0; c < table[r].size(); ++c)
      if (!table[r][c].text.empty()) rows[table[r][0].text][table[0][c].text] = table[r][c].text;
  return rows;
}

class Law {
 public:
  void one(Random& random, long number, const Words& words) {
    if (!checked_) shelf_.check();
    checked_ = true;
    if (number % 80 == 3) return rows(random, words, number);
    if (number % 5 != 4) {
      const std::string& path = shelf_.good[static_cast<std::size_t>(random(0, std::ssize(shelf_.good) - 1))];
      return file(random, words, number, path, shelf_.texts);
    }
    Knobs knobs;
    knobs.size = random.chance(50) ? Knobs::tiny : Knobs::small;
    std::map<std::string, std::string> texts;
    std::vector<std::string> names;
    for (const auto& [name, text] : laws::texts(generate(random, knobs))) {
      if (!name.ends_with(".yaml")) continue;
      names.push_back("random/" + name);
      texts[names.back()] = text;
    }
    const std::string& path = names[static_cast<std::size_t>(random(0, std::ssize(names) - 1))];
    if (errors_of(path, texts).empty()) file(random, words, number, path, texts);
  }

  std::string summary() const {
    return fmt::format("{} read with errors, {} without, {} of them planned; slowest {:.3f} s{}", refused_, read_,
                       planned_, slowest_, counted(kinds_));
  }

 private:
  void file(Random& random, const Words& words, long number, const std::string& path,
            const std::map<std::string, std::string>& texts) {
    const std::string& text = texts.at(path);
    const Damage damage = laws::damage(random, text);
    ++kinds_[damage.what];
    try {
      hold(path, text, damage, library_of(texts));
    } catch (const Failure& failure) {
      const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(damage.begin), '\n') + 1;
      keep(words, number, path.starts_with(root) ? path.substr(root.size() + 1) : path, damage, "yaml",
           fmt::format("line {}: {}", line, failure.what));
    }
  }

  void keep(const Words& words, long number, const std::string& path, const Damage& damage, const std::string& ending,
            const std::string& why) {
    const std::string kept = fmt::format("{}/damage-{}.{}", words.keep.empty() ? "." : words.keep, number, ending);
    std::ofstream(kept, std::ios::binary) << damage.text;
    throw Failure{fmt::format("{}: {} in {}: {}", path, damage.what, kept, why)};
  }

  /// A spreadsheet of patients: what its programme reads of all the rows that the damage does not touch is the same.
  void rows(Random& random, const Words& words, long number) {
    auto texts = shelf_.texts;
    const std::string old = texts.at(spreadsheet);
    const Damage damage = laws::damage(random, old);
    texts[spreadsheet] = damage.text;
    ++kinds_[damage.what];
    try {
      source::Sources sources, before;
      const auto now = text::read_programme(sources, {programme, texts.at(programme)}, library_of(texts), {});
      demand_places(sources, now.diagnostics);
      if (!now.value) return void(++refused_);
      ++read_;
      if (damage.begin <= old.find('\n')) return;  // the head names every cell
      if (good_rows_.empty()) {
        const auto good = text::read_programme(before, {programme, texts.at(programme)}, library_of(shelf_.texts), {});
        good_rows_ = rows_of(*good.value);
      }
      const Rows is = rows_of(*now.value);
      for (const auto& [id, row] : good_rows_) {
        const auto line = old.find(id + ",");  // of a patient who has no file
        if (line == old.npos || (line <= damage.old_end && old.find('\n', line) >= damage.begin)) continue;
        demand(is.contains(id) && is.at(id) == row, "the row of " + id + " reads otherwise");
      }
    } catch (const Failure& failure) {
      keep(words, number, "waiting.csv", damage, "csv", failure.what);
    }
  }

  static void demand_places(const source::Sources& sources, const source::Diagnostics& found) {
    for (const auto& diagnostic : found) {
      source::render(diagnostic);
      demand_place(sources, diagnostic.where, diagnostic.code);
      for (const auto& note : diagnostic.notes) demand_place(sources, note.where, "a note of " + diagnostic.code);
    }
  }

  /// Puts a file that still reads well to use: the plan of a patient, or of a workflow and its first checks.
  void plan(const text::Input& input, const text::Library& library) {
    constexpr std::size_t some = 3;
    source::Sources sources;
    const auto whole = text::read_case(sources, {input}, library, {});
    if (whole) {
      plan::plan(*whole.value, {.today = *calendar::parse_day("2026-10-05"),
                                .assume = plan::Assume::likely,
                                .slack_to = {},
                                .explain = false});
      ++planned_;
    }
    auto checks = text::read_checks(sources, input, library);
    if (!checks) return;
    if (checks.value->size() > some) checks.value->erase(checks.value->begin() + some, checks.value->end());
    plan::run_checks(*checks.value);
  }

  void hold(const std::string& path, const std::string& text, const Damage& damage, const text::Library& library) {
    const double begun = processor_seconds();
    source::Sources sources;
    source::Diagnostics found;
    try {
      found = text::check_file(sources, {path, damage.text}, library);
      for (const auto& diagnostic : found) source::render(diagnostic);
      source::render_json(found);
      if (!has_errors(found)) plan({path, damage.text}, library);
    } catch (const NoFile&) {
      ++refused_;
      return;
    } catch (const std::exception& failure) {
      throw Failure{fmt::format("an exception: {}", failure.what())};
    }
    const double took = processor_seconds() - begun;
    slowest_ = std::max(slowest_, took);
    demand(took < longest, fmt::format("takes {:.1f} s", took));
    demand_places(sources, found);
    if (has_errors(found)) {
      ++refused_;
      return;
    }
    ++read_;
    source::Sources both;
    const auto old_tree = text::parse(both.add(path, text)), new_tree = text::parse(both.add(path, damage.text));
    demand(old_tree.value.has_value(), "the file was not good before");
    demand(new_tree.value.has_value(), "no error, and no tree");
    const auto other = strayed(**old_tree.value, text, **new_tree.value, damage);
    demand(!other, "away from the damage " + other.value_or(""));
  }

  Shelf shelf_;
  Rows good_rows_;
  bool checked_ = false;
  std::map<std::string, long> kinds_;
  long refused_ = 0, read_ = 0, planned_ = 0;
  double slowest_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Law law;
  return run_law(
      argc, argv, "damage_law", {.cases = 20'000, .seed = 1},
      [&](Random& random, long number, const Words& words) { law.one(random, number, words); },
      [&] { return law.summary(); });
}
