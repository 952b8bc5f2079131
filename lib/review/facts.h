// review: the facts under which two workflows are laid beside each other, and how those are said. Inside this room
// only.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "model/workflow.h"
#include "review/figures.h"

namespace v2v::review {

/// Facts of the old file and the facts of the new that stand for the same.
struct Pair {
  Facts before, now;
  std::vector<std::string> said;  // edition eu-2024; bridge-with steroids: in the order of `by`
};

class Beside {
 public:
  Beside(const model::Workflow& before, const model::Workflow& now) : before_(before), now_(now) {}

  /// Every combination of what decides; one, empty, where nothing does. Nothing where there are more than 4096.
  std::vector<Pair> pairs(const std::set<std::string>& by) const;

 private:
  struct Value {
    std::string before, now, said;
  };
  std::vector<Value> values(const std::string& by) const;
  std::vector<Value> editions() const;

  const model::Workflow& before_;
  const model::Workflow& now_;
};

/// What several combinations have in common: "edition eu-2018 or eu-2024; setting inpatient". Empty where `some` are
/// all.
std::string in_words(const std::vector<Pair>& some, const std::vector<Pair>& all);

}  // namespace v2v::review
