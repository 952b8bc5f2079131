// Things by their id. Lists are short (a workflow has tens of stages), so a plain walk will do.
#include <algorithm>

#include "model/patient.h"
#include "model/workflow.h"

namespace v2v::model {
namespace {

template <class T>
const T* by_id(const std::vector<T>& list, std::string_view id) {
  const auto found = std::find_if(list.begin(), list.end(), [id](const T& item) { return item.id == id; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const Stage* Workflow::stage(std::string_view name) const {
  return by_id(stages, name);
}
const Option* Workflow::option(std::string_view name) const {
  return by_id(options, name);
}
const Source* Workflow::source(std::string_view name) const {
  return by_id(sources, name);
}
const Edition* Workflow::edition(std::string_view name) const {
  return by_id(editions, name);
}

const Person* Patient::person(std::string_view name) const {
  return by_id(people, name);
}

const Place* Centre::place(std::string_view name) const {
  return by_id(places, name);
}

}  // namespace v2v::model
