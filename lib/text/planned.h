// text: a plan that people are given -> the patient's file with what it was made with. Nothing else in the file moves.
#pragma once
#include <string>

#include "source/span.h"

namespace v2v::text {

/// The file's text with `planned-with: {hash, plan}`. `file` must be a patient's, and read without errors; `plan` is a
/// path counted from it. O(bytes).
std::string with_plan(const source::File& file, const std::string& hash, const std::string& plan);

}  // namespace v2v::text
