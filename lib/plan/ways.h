// plan: which stage leads to which in a story, as far as it is told: who is left out when a pathway ends.
#pragma once
#include <vector>

#include "plan/story.h"

namespace v2v::plan {

class Ways {
 public:
  /// `next`: as `followers` has it.
  Ways(const model::Case& what, const Story& story, const std::vector<std::vector<int>>& next);

  /// What does not lead to the end of the pathway is not planned.
  bool left_out_by(int end, int v) const;
  /// Links and gates put v before these; itself is among them.
  std::vector<bool> behind(int v) const { return reached(behind_, v); }
  /// Something that is there comes of it.
  bool leads_on(int v) const;

 private:
  std::vector<std::vector<int>> leading() const;

  const model::Case& what_;
  const Story& story_;
  const std::vector<std::vector<int>>& next_;
  std::vector<std::vector<int>> behind_, wide_;  // by gates too; by all that leads on
};

}  // namespace v2v::plan
