// The smallest files of cases that once broke a law (tests/laws/corpus/ID), held to all laws of plans in every run.
#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "plan_checks.h"

int main() {
  using namespace v2v::laws;
  std::set<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(V2V_ROOT) + "/tests/laws/corpus"))
    if (entry.is_directory()) folders.insert(entry.path());
  Counts counts;
  int failed = 0;
  for (const auto& folder : folders) {
    try {
      const Files files = take_up(folder.string());
      Planned planned{files, {}, {}, {}, 0};
      plan_files(planned, true, 1);
      if (!planned.answer) throw Failure{"it can no longer be read or planned"};
      if (planned.answer->conflict) {
        ++counts.clashes;
        check_clash(planned, counts);
        continue;
      }
      ++counts.planned;
      check_dates(planned);
      check_accepted(planned);
      Random random = chance_of(1, 1);
      check_why(planned, random, 40, counts);
    } catch (const Failure& failure) {
      fmt::print("corpus_law: {} does not hold: {}\n", folder.filename().string(), failure.what);
      ++failed;
    }
  }
  fmt::print("corpus_law: {} of {} cases hold: {}\n", folders.size() - static_cast<std::size_t>(failed), folders.size(),
             counts.text());
  return failed == 0 && !folders.empty() ? 0 : 1;
}
