#include "answer.h"

#include "view/json.h"

namespace v2v::laws {

std::string without_places(timeline::Timeline answer) {
  for (auto& entry : answer.entries) {
    entry.where = {};
    for (auto& reason : entry.because) reason.where = {};
  }
  for (auto& breach : answer.breaches) breach.where = {};
  if (answer.conflict) {
    answer.conflict->where = {};
    for (auto& rule : answer.conflict->rules) rule.where = {};
    for (auto& mend : answer.conflict->mends) mend.where = {};
  }
  return view::json(answer, "");
}

}  // namespace v2v::laws
