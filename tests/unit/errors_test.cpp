// tests/errors: wrong files, each saying in its first lines which code it must raise on which line and column; and
// every code has such a file, or a transcript.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "disk.h"
#include "plan/plan.h"
#include "source/codes.h"
#include "source/render.h"
#include "view/conflict.h"
#include "view/ical.h"

using namespace v2v;

namespace {

const std::string root = std::string(V2V_ROOT) + "/tests/errors/";

/// Only the folder `library` is found: what stands beside a wrong file is another wrong file.
text::Library company() {
  text::Library library;
  library.disk = tests::real_disk();
  library.disk.list = [](const std::string& folder) {
    return folder == root + "library" ? tests::yaml_under(folder) : std::vector<std::string>{};
  };
  library.libraries = {root + "library"};
  library.closed_days = view::closed_days;
  return library;
}

/// "code line:column [file]", as in a comment `# expect: ...`.
std::set<std::string> expected(const std::string& text) {
  std::set<std::string> all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("# expect: ")) all.insert(line.substr(10));
  return all;
}

std::string place_of(const source::Diagnostic& diagnostic, const std::string& path) {
  const auto at = source::position(diagnostic.where);
  std::string text = diagnostic.code + " " + std::to_string(at.line) + ":" + std::to_string(at.column);
  if (diagnostic.where.file && diagnostic.where.file->name != path)
    text += " " + diagnostic.where.file->name.substr(std::min(root.size(), diagnostic.where.file->name.size()));
  return text;
}

/// What only shows once a file that reads well is put to use: a workflow's slips and checks, a patient's plan.
source::Diagnostics put_to_use(source::Sources& sources, const text::Input& input) {
  const calendar::Day today = calendar::parse_day("2026-10-05").value();
  const auto& file = sources.files().front();
  const auto tree = text::parse(file);
  if (!tree) return {};
  const auto kind = text::kind_of(**tree.value);
  source::Diagnostics all;
  const auto add = [&](const source::Diagnostics& more) { all.insert(all.end(), more.begin(), more.end()); };
  if (kind && *kind.value == text::FileKind::workflow) {
    text::Ask alone;
    alone.alone = true;
    if (const auto whole = text::read_case(sources, {input}, company(), alone)) add(plan::lint(*whole.value, today));
    if (const auto checks = text::read_checks(sources, input, company())) add(plan::run_checks(*checks.value));
  } else if (kind && *kind.value == text::FileKind::patient) {
    const auto whole = text::read_case(sources, {input}, company(), {});
    if (!whole) return {};
    const auto answer =
        plan::plan(*whole.value, {.today = today, .assume = plan::Assume::likely, .slack_to = {}, .explain = false});
    add(answer.diagnostics);
    if (answer) add(view::clash(*answer.value));
  }
  return all;
}

std::vector<std::string> wrong_files() {
  std::vector<std::string> files;
  for (const auto& path : tests::yaml_under(root))
    if (path.find("/library/") == std::string::npos) files.push_back(path);
  return files;
}

}  // namespace

TEST_CASE("each wrong file raises exactly the errors that it names") {
  const auto files = wrong_files();
  CHECK(files.size() >= 120);
  for (const auto& path : files) {
    CAPTURE(path);
    const std::string text = tests::text_at(path);
    const auto wanted = expected(text);
    CHECK_FALSE(wanted.empty());
    source::Sources sources;
    auto found = text::check_file(sources, {path, text}, company());
    if (!source::has_errors(found))
      for (auto& diagnostic : put_to_use(sources, {path, text})) found.push_back(std::move(diagnostic));
    std::set<std::string> got;
    std::string shown;
    for (const auto& diagnostic : found) {
      got.insert(place_of(diagnostic, path));
      shown += source::render(diagnostic);
      CHECK_MESSAGE(!source::meaning_of(diagnostic.code).empty(), diagnostic.code);
      CHECK(diagnostic.text.size() > 10);
    }
    CAPTURE(shown);
    CHECK(got == wanted);
  }
}

TEST_CASE("the files that keep the wrong ones company are right") {
  for (const auto& path : tests::yaml_under(root + "library")) {
    if (path.ends_with("ring.yaml")) continue;  // its base is one of the wrong files
    CAPTURE(path);
    source::Sources sources;
    const auto found = text::check_file(sources, {path, tests::text_at(path)}, company());
    for (const auto& diagnostic : found) FAIL_CHECK(source::render(diagnostic));
  }
}

// Codes that no single file can raise. Each has a transcript instead.
const std::map<std::string, std::string> not_from_a_file{
    {"absent-stage", "a stage is asked for on the command line"},
    {"bad-certificate", "a proof named on the command line"},
    {"bad-plan", "an earlier plan named on the command line, or by a patient's file"},
    {"bad-roster", "a roster named on the command line"},
    {"bad-value", "a value on the command line"},
    {"missing-command", "the command line"},
    {"missing-value", "the command line"},
    {"missing-word", "the command line"},
    {"more-problems", "comes with a hundred others in a file too long to be read beside this one"},
    {"needs-reason", "what is noted on the command line"},
    {"no-pseudonym", "a sheet is asked for on the command line"},
    {"no-urgent-phone", "a sheet is asked for on the command line"},
    {"no-workflow", "which files are given on the command line"},
    {"not-begun", "what is noted on the command line"},
    {"nothing-booked", "what is noted on the command line"},
    {"nothing-noted", "what is noted on the command line"},
    {"patient-closed", "a sheet is asked for on the command line"},
    {"repeated-option", "the command line"},
    {"several-centres", "which files are given on the command line"},
    {"several-patients", "which files are given on the command line"},
    {"several-workflows", "which files are given on the command line"},
    {"still-needed", "what is noted on the command line"},
    {"too-many-stages", "a file of thousands of stages"},
    {"too-many-values", "a file of more than fifty thousand values"},
    {"too-many-words", "the command line"},
    {"unknown-command", "the command line"},
    {"unknown-patient", "whom the command line names"},
    {"unknown-language", "the command line; of a patient's file, when a sheet is asked for"},
    {"unused-file", "which files are given on the command line"},
};

// What the program does not let come so far: it reads no file of more than a megabyte (unit/tree_test raises it), and
// no roster of another program (unit/roster_json_test does).
const std::set<std::string> only_in_the_library{"too-large"};

TEST_CASE("each code is raised by a wrong file, or by a transcript where no file can raise it") {
  std::set<std::string> by_files, by_transcripts;
  for (const auto& path : wrong_files())
    for (const auto& line : expected(tests::text_at(path))) by_files.insert(line.substr(0, line.find(' ')));
  for (const auto& entry : std::filesystem::directory_iterator(std::string(V2V_ROOT) + "/tests/cli")) {
    if (entry.path().extension() != ".txt") continue;
    std::istringstream lines(tests::text_at(entry.path().string()));
    for (std::string line; std::getline(lines, line);) {
      const bool message = line.starts_with("! ") && line.ends_with(']') && line.find(": ") != line.npos;
      if (message) by_transcripts.insert(line.substr(line.rfind('[') + 1, line.size() - line.rfind('[') - 2));
    }
  }
  for (const auto& [code, meaning] : source::codes()) {
    const std::string name(code);
    CAPTURE(name);
    CHECK(meaning.size() > 15);
    if (only_in_the_library.contains(name)) continue;
    CHECK(by_files.contains(name) != not_from_a_file.contains(name));
    if (not_from_a_file.contains(name)) CHECK(by_transcripts.contains(name));
  }
  for (const auto& code : by_files) CHECK_MESSAGE(!source::meaning_of(code).empty(), code);
  for (const auto& code : by_transcripts) CHECK_MESSAGE(!source::meaning_of(code).empty(), code);
  for (const auto& each : not_from_a_file) CHECK_MESSAGE(!source::meaning_of(each.first).empty(), each.first);
}
