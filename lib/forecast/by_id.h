// forecast: lists by the numbers of things, which grow as branches are met. Inside this room only.
#pragma once
#include <cstddef>

namespace v2v::forecast {

/// What stands at `id`; where the list does not reach so far, it is filled up with `otherwise` first.
template <class All>
auto& at_id(All& all, int id, const typename All::value_type& otherwise) {
  if (static_cast<std::size_t>(id) >= all.size()) all.resize(static_cast<std::size_t>(id) + 1, otherwise);
  return all[static_cast<std::size_t>(id)];
}

}  // namespace v2v::forecast
