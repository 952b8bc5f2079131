// The shelf tests/plans/: every right file with its expected dates beside the stages, read and held against the plan.
#include <doctest/doctest.h>

#include <string>

#include "shelf.h"

using namespace v2v;
using namespace v2v::tests;

namespace {

struct Ran {
  std::size_t expectations = 0;
  source::Diagnostics wrong;
  std::string told;  // the diagnostics as a person reads them
};

Ran run(const std::string& path, const std::string& text) {
  source::Sources sources;
  const auto cases = text::read_checks(sources, {path, text}, shelf_library());
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

}  // namespace

TEST_CASE("every file on the shelf of plans comes out on the dates written beside its stages") {
  std::size_t files = 0, expectations = 0;
  for (const std::string& path : shelf_paths()) {
    ++files;
    const Ran ran = run(path, text_at(path));
    expectations += ran.expectations;
    CHECK_MESSAGE(ran.expectations > 0, short_name(path) << " expects nothing, or cannot be read");
    CHECK_MESSAGE(ran.wrong.empty(), short_name(path) << "\n" << ran.told);
  }
  CHECK(files >= 40);
  CHECK(expectations >= 300);
  MESSAGE(files << " files with " << expectations << " expected dates");
}

TEST_CASE("a wrong date on the shelf would be found") {
  const std::string path = std::string(V2V_ROOT) + "/tests/plans/waits/each-form.yaml";
  std::string text = text_at(path);
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
