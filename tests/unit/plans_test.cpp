// The shelf tests/plans/: every right file with its expected dates beside the stages, read and held against the plan.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "source/render.h"
#include "text/read.h"

namespace fs = std::filesystem;
using namespace v2v;

namespace {

const fs::path shelf = fs::path(V2V_ROOT) / "tests" / "plans";

std::string text_of_file(const std::string& path) {
  const std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), "cannot read " << path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::string> files_under(const std::string& folder) {
  std::vector<std::string> found;
  if (!fs::is_directory(folder)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") found.push_back(entry.path().string());
  std::sort(found.begin(), found.end());
  return found;
}

text::Library library() { return {{files_under, text_of_file, {}}, {}, {(fs::path(V2V_ROOT) / "workflows").string()}}; }

struct Ran {
  std::size_t expectations = 0;
  source::Diagnostics wrong;
  std::string told;  // the diagnostics as a person reads them
};

Ran run(const std::string& path, const std::string& text) {
  source::Sources sources;
  const auto cases = text::read_checks(sources, {path, text}, library());
  Ran ran;
  ran.wrong = cases.diagnostics;
  if (cases.value && !source::has_errors(cases.diagnostics)) {
    for (const auto& what : *cases.value)
      for (const auto& check : what.checks) ran.expectations += check.expect.size();
    for (auto& d : plan::run_checks(*cases.value)) ran.wrong.push_back(std::move(d));
  }
  for (const auto& d : ran.wrong) ran.told += source::render(d);
  return ran;
}

bool is_a_story(const std::string& path) {
  const std::string inside = fs::path(path).lexically_relative(shelf).begin()->string();
  return inside != "centres" && inside != "holidays";
}

}  // namespace

TEST_CASE("every file on the shelf of plans comes out on the dates written beside its stages") {
  std::size_t files = 0, expectations = 0;
  for (const std::string& path : files_under(shelf.string())) {
    if (!is_a_story(path)) continue;
    ++files;
    const Ran ran = run(path, text_of_file(path));
    expectations += ran.expectations;
    const std::string name = fs::path(path).lexically_relative(shelf).string();
    CHECK_MESSAGE(ran.expectations > 0, name << " expects nothing, or cannot be read");
    CHECK_MESSAGE(ran.wrong.empty(), name << "\n" << ran.told);
  }
  CHECK(files >= 30);
  MESSAGE(files << " files with " << expectations << " expected dates");
}

TEST_CASE("a wrong date on the shelf would be found") {
  const std::string path = (shelf / "waits" / "each-form.yaml").string();
  std::string text = text_of_file(path);
  const auto at = text.find("least: 2026-09-23");
  REQUIRE(at != std::string::npos);
  text.replace(at, 17, "least: 2026-09-24");
  const Ran ran = run(path, text);
  REQUIRE(ran.wrong.size() == 1);
  CHECK(ran.wrong.front().code == "check-failed");
  CHECK(ran.told.find("each-form.yaml") != std::string::npos);
  CHECK(ran.told.find("2026-09-24") != std::string::npos);
  CHECK(ran.told.find("2026-09-23") != std::string::npos);
}
