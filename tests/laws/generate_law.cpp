// The random files are fit to test with: hardly any is refused, most can be planned, many clash, every key of the
// format occurs, and what is written is read back as it was.
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

#include "generate.h"
#include "plan/plan.h"
#include "shrink.h"
#include "text/keys.h"

namespace {

using namespace v2v;
using namespace v2v::laws;

std::map<std::string, long> fates;
std::set<std::string> keys;

Knobs knobs_of(long number) {
  Knobs knobs;
  knobs.size = number % 20 == 0 ? Knobs::large : number % 2 ? Knobs::tiny : Knobs::small;
  return knobs;
}

std::string code_of(const source::Diagnostics& all) {
  for (const auto& d : all)
    if (d.severity == source::Severity::error) return d.code;
  return "unsaid";
}

void one(Random& random, long number, const Words&) {
  const Files files = generate(random, knobs_of(number));
  for (const auto& key : keys_used(files)) keys.insert(key);
  ReadFiles opened;
  read(files, opened);
  std::string fate = "refused";
  if (opened.answer.value) {
    plan::Settings settings;
    settings.today = opened.today;
    settings.explain = false;
    const auto planned = plan::plan(*opened.answer.value, settings);
    fate = !planned.value ? "refused" : planned.value->conflict ? "clash" : "planned";
    // What a random choice can still bring about; anything else would be a fault of the maker, or of the reader.
    static const std::set<std::string> known{"no-such-place", "unknown-visit"};
    if (!planned.value)
      demand(known.contains(code_of(planned.diagnostics)), "the plan refuses it: " + code_of(planned.diagnostics));
  } else {
    static const std::set<std::string> known{"unknown-drug"};
    demand(known.contains(code_of(opened.answer.diagnostics)),
           "the reader refuses it: " + code_of(opened.answer.diagnostics));
  }
  ++fates[fate];
  if (number % 100 == 0) {
    const std::string folder =
        std::filesystem::temp_directory_path() / fmt::format("v2v-generate-{}-{}", number, random(0, 1 << 30));
    keep(files, folder);
    const bool same = texts(take_up(folder)).size() == texts(files).size();
    bool equal = same;
    for (const auto& [name, tree] : take_up(folder).named) {
      const Yaml* was = files.find(name);
      equal = equal && was && *was == tree;
    }
    std::filesystem::remove_all(folder);
    demand(equal, "files written and taken up again differ");
  }
}

std::string summary() {
  return fmt::format("{} planned, {} clash, {} refused, {} keys of the format", fates["planned"], fates["clash"],
                     fates["refused"], keys.size());
}

/// Every key of every mapping that one plan reads, over all cases.
int all_keys_occur() {
  using text::Mapping;
  int missing = 0;
  for (const auto mapping :
       {Mapping::workflow, Mapping::status,   Mapping::approved, Mapping::edition, Mapping::source, Mapping::rule,
        Mapping::stage,    Mapping::outcome,  Mapping::leaves,   Mapping::check,   Mapping::centre, Mapping::lodging,
        Mapping::place,    Mapping::patient,  Mapping::planned,  Mapping::person,  Mapping::fact,   Mapping::cancelled,
        Mapping::closed,   Mapping::holidays, Mapping::holiday})
    for (const auto& key : text::keys_of(mapping))
      if (!keys.contains(fmt::format("{}.{}", text::word(mapping), key.name))) {
        fmt::print("generate_law: no case has the key {} of a {}\n", key.name, text::word(mapping));
        ++missing;
      }
  return missing;
}

}  // namespace

int main(int argc, char** argv) {
  Words words;
  words.cases = 2500;
  words.seed = 1;
  const int code = run_law(argc, argv, "generate_law", words, one, summary);
  const long all = fates["planned"] + fates["clash"] + fates["refused"];
  if (code != 0 || all < 1000) return code;
  if (all_keys_occur() > 0) return 1;
  if (fates["refused"] * 100 > all || fates["clash"] * 10 < all || fates["planned"] * 2 < all) {
    fmt::print("generate_law: too many are refused, or too few clash or can be planned\n");
    return 1;
  }
  return 0;
}
