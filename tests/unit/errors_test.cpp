// tests/errors: wrong files, each saying in its first lines which code it must raise on which line and column.
#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "disk.h"
#include "source/codes.h"
#include "source/render.h"

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
  return library;
}

/// "code line:column [file]", as in a comment `# expect: ...`.
std::multiset<std::string> expected(const std::string& text) {
  std::multiset<std::string> all;
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

std::vector<std::string> wrong_files() {
  std::vector<std::string> files;
  for (const auto& path : tests::yaml_under(root))
    if (path.find("/library/") == std::string::npos) files.push_back(path);
  return files;
}

}  // namespace

TEST_CASE("each wrong file raises exactly the errors that it names") {
  const auto files = wrong_files();
  CHECK(files.size() >= 45);
  for (const auto& path : files) {
    CAPTURE(path);
    const std::string text = tests::text_at(path);
    const auto wanted = expected(text);
    CHECK_FALSE(wanted.empty());
    source::Sources sources;
    const auto found = text::check_file(sources, {path, text}, company());
    std::multiset<std::string> got;
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
