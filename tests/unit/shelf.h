// tests: every case with expected dates that the repository holds: the shelf tests/plans/ and the shipped workflows.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "disk.h"
#include "plan/plan.h"
#include "source/render.h"

namespace v2v::tests {

inline text::Library shelf_library() {
  return {real_disk(), {}, {std::string(V2V_ROOT) + "/workflows"}};
}

inline bool is_a_story(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path().filename().string();
  return folder != "centres" && folder != "holidays";
}

inline std::vector<std::string> shelf_paths() {
  auto paths = yaml_under(std::string(V2V_ROOT) + "/tests/plans");
  std::erase_if(paths, [](const auto& path) { return !is_a_story(path); });
  return paths;
}

inline std::string short_name(const std::string& path) {
  return std::filesystem::path(path).lexically_relative(V2V_ROOT).string();
}

struct ShelfCase {
  std::string name;  // file and number of the check
  model::Case what;
  plan::Settings settings;
  bool wants_clash = false;
};

/// The cases of one file's checks; those that cannot be read are left out (plans_test tells of them).
inline std::vector<ShelfCase> cases_of(source::Sources& sources, const std::string& path, const std::string& text) {
  std::vector<ShelfCase> all;
  auto read = text::read_checks(sources, {path, text}, shelf_library());
  if (!read.value || source::has_errors(read.diagnostics)) return all;
  for (auto& what : *read.value) {
    ShelfCase one;
    one.name = short_name(path) + " check " + std::to_string(all.size() + 1);
    if (what.checks.empty() || !what.checks.front().today) continue;
    one.settings.today = *what.checks.front().today;
    for (const auto& expected : what.checks.front().expect) one.wants_clash = one.wants_clash || expected.clash;
    one.what = std::move(what);
    all.push_back(std::move(one));
  }
  return all;
}

inline std::vector<ShelfCase> whole_shelf(source::Sources& sources) {
  std::vector<ShelfCase> all;
  auto paths = shelf_paths();
  for (const auto& path : yaml_under(std::string(V2V_ROOT) + "/workflows"))
    if (is_a_story(path)) paths.push_back(path);
  for (const auto& path : paths)
    for (auto& one : cases_of(sources, path, text_at(path))) all.push_back(std::move(one));
  return all;
}

/// A shipped example patient, a day after the last thing that happened.
inline ShelfCase example(source::Sources& sources, const std::string& patient) {
  const std::string path = std::string(V2V_ROOT) + "/examples/patients/" + patient + ".yaml";
  auto read = text::read_case(sources, {{path, text_at(path)}}, shelf_library(), {});
  ShelfCase one;
  one.name = patient;
  if (read.value) one.what = std::move(*read.value);
  for (const auto& fact : one.what.patient.happened)
    one.settings.today = std::max({one.settings.today, fact.from.day + 1, fact.to ? fact.to->day + 1 : fact.from.day});
  return one;
}

}  // namespace v2v::tests
