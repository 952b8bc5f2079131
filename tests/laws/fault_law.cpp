// The checker refuses what is spoiled: one thing of a good plan is changed so that one rule is broken for certain, by
// bounds reckoned here, and the checker must name that kind of rule. Plans of the shelf and of random files.
#include <fmt/format.h>

#include <map>

#include "../unit/shelf.h"
#include "fault.h"
#include "generate.h"

using namespace v2v;
using namespace v2v::laws;

namespace {

/// Every fault, and the kind of rule that it breaks.
const std::vector<Fault>& faults() {
  static const std::vector<Fault> all = [] {
    std::vector<Fault> list;
    for (auto part : {faults_of_story(), faults_of_times(), faults_of_rooms(), faults_of_record()})
      list.insert(list.end(), part.begin(), part.end());
    return list;
  }();
  return all;
}

std::optional<Good> made(std::shared_ptr<source::Sources> sources, std::string name, model::Case what,
                         plan::Settings settings) {
  settings.explain = false;
  auto answer = plan::plan(what, settings);
  if (!answer.value || answer.value->conflict) return std::nullopt;
  if (!plan::verify(what, settings, *answer.value).broken.empty()) return std::nullopt;  // accept_law tells of these
  return Good{std::move(sources), std::move(name), std::move(what), settings, std::move(*answer.value)};
}

/// The shelf, and of each fault the plans in which it can be planted.
struct Shelf {
  std::vector<Good> plans;
  std::vector<std::vector<std::size_t>> fit{faults().size()};

  Shelf() {
    auto sources = std::make_shared<source::Sources>();
    for (auto& one : tests::whole_shelf(*sources))
      if (auto good = made(sources, one.name, std::move(one.what), one.settings)) plans.push_back(std::move(*good));
    for (const char* patient : {"P-0042", "P-0057", "P-0063", "P-0070"}) {
      auto one = tests::example(*sources, patient);
      if (auto good = made(sources, one.name, std::move(one.what), one.settings)) plans.push_back(std::move(*good));
    }
    Random random = chance_of(0, 0);
    for (std::size_t p = 0; p < plans.size(); ++p) {
      for (std::size_t f = 0; f < faults().size(); ++f) {
        if (fit[f].size() >= 40 && plans[p].plan.entries.size() > 20) continue;
        Spoiled spoiled(plans[p], random);
        if (faults()[f].plant(spoiled)) fit[f].push_back(p);
      }
    }
  }
};

struct Law {
  Shelf shelf;
  std::map<std::string_view, long> refused;  // by kind of rule
  long random_files = 0;

  void refuse(const Fault& fault, Spoiled& spoiled) {
    const auto verdict = plan::verify(spoiled.what, spoiled.good.settings, spoiled.plan);
    const bool named = std::any_of(verdict.broken.begin(), verdict.broken.end(),
                                   [&](const auto& broken) { return broken.rule == fault.rule; });
    std::string said;
    for (const auto& broken : verdict.broken) said += fmt::format("\n  {}: {}", plan::word(broken.rule), broken.text);
    demand(named, fmt::format("{} ({}) in {} must break `{}`; the checker says{}", fault.name, spoiled.told,
                              spoiled.good.name, plan::word(fault.rule), said.empty() ? " nothing" : said));
    ++refused[plan::word(fault.rule)];
  }

  void one(Random& random, long number) {
    const std::size_t f = static_cast<std::size_t>(number) % faults().size();
    for (int k = 0; k < 6 && random.chance(60); ++k) {  // files of chance first, else the shelf
      Knobs knobs;
      knobs.size = random.chance(30) ? Knobs::tiny : Knobs::small;
      auto opened = std::make_shared<ReadFiles>();
      read(generate(random, knobs), *opened);
      if (!opened->answer.value) continue;
      plan::Settings settings;
      settings.today = opened->today;
      auto good = made(std::shared_ptr<source::Sources>(opened, &opened->sources), fmt::format("case {}", number),
                       *opened->answer.value, settings);
      if (!good) continue;
      Spoiled spoiled(*good, random);
      if (!faults()[f].plant(spoiled)) continue;
      ++random_files;
      return refuse(faults()[f], spoiled);
    }
    const auto& fit = shelf.fit[f];
    demand(!fit.empty(), fmt::format("no plan of the shelf in which `{}` can be planted", faults()[f].name));
    for (int k = 0; k < 200; ++k) {
      Spoiled spoiled(shelf.plans[fit[static_cast<std::size_t>(random(0, std::ssize(fit) - 1))]], random);
      if (faults()[f].plant(spoiled)) return refuse(faults()[f], spoiled);
    }
    demand(false, fmt::format("`{}` could not be planted", faults()[f].name));
  }
};

}  // namespace

int main(int argc, char** argv) {
  Words words;
  words.cases = 2000;
  Law law;
  return run_law(
      argc, argv, "fault_law", words, [&](Random& random, long number, const Words&) { law.one(random, number); },
      [&] {
        std::string table = fmt::format("{} faults, {} of them in random files, over {} kinds of rules",
                                        faults().size(), law.random_files, law.refused.size());
        for (std::size_t k = 0; k < plan::rules; ++k) {
          const auto word = plan::word(static_cast<Rule>(k));
          const auto found = law.refused.find(word);
          table += fmt::format("\n  {:<12} {:>7} refused", word, found == law.refused.end() ? 0 : found->second);
        }
        return table;
      });
}
