// roster: the written waiting list: who is before whom, and why, from the files alone.
#pragma once
#include <cstddef>
#include <vector>

#include "model/programme.h"

namespace v2v::roster {

/// Numbers of `cases` in the order in which they are served: by the keys of the waiting list in turn, then by
/// pseudonym. What is earlier goes first, what is not known last.
std::vector<std::size_t> in_order(const model::Programme& programme);

/// The earliest `targets` date of a patient; nothing: none.
std::optional<calendar::Day> target_of(const model::Patient& patient);

}  // namespace v2v::roster
