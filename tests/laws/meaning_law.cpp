// laws: what a change of the files, whose meaning is known, does to the plan. Each case tries one law on random files;
// a case that fails is made smaller and left as a folder.
#include <fmt/format.h>

#include "law.h"
#include "meaning.h"
#include "shrink.h"

using namespace v2v;
using namespace v2v::laws;

namespace {

std::vector<LawRow> all_laws() {
  std::vector<LawRow> all;
  for (const auto* some : {&laws_of_writing(), &laws_of_rules(), &laws_of_facts()})
    all.insert(all.end(), some->begin(), some->end());
  return all;
}

std::map<std::string, Counts> counted;

void one(Random& random, long number, const Words& words, const std::vector<LawRow>& rows) {
  const LawRow& row = rows[static_cast<std::size_t>(number) % rows.size()];
  Knobs knobs;
  knobs.size = random.chance(50) ? Knobs::tiny : Knobs::small;
  const Files files = generate(random, knobs);
  const Random chance = random;
  const auto failure = [&](const Files& some) -> std::optional<std::string> {
    Random again = chance;
    try {
      const auto result = row.law(again, planned(some));
      if (&some == &files) ++counted[row.name][result];
    } catch (const Failure& found) {
      return found.what;
    }
    return std::nullopt;
  };
  auto found = failure(files);
  if (!found) return;
  const Files small = shrink(files, [&](const Files& some) { return failure(some).has_value(); });
  const auto folder = fmt::format("{}/meaning_law-{}", words.keep.empty() ? "." : words.keep, number);
  keep(small, folder);
  throw Failure{fmt::format("{}: {}\nthe smallest such files are in {}; of these: {}", row.name, *found, folder,
                            failure(small).value_or("-"))};
}

std::string summary() {
  std::string out;
  for (const auto& [law, counts] : counted) {
    out += "\n  " + law + ':';
    for (const auto& [what, count] : counts) out += fmt::format(" {} {};", count, what);
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const auto rows = all_laws();
  return run_law(
      argc, argv, "meaning_law", {static_cast<long>(rows.size()) * 200, 1},
      [&](Random& random, long number, const Words& words) { one(random, number, words, rows); }, summary);
}
