// fuzz: what the targets share: a company of small files to read against, and what must hold of any answer.
#pragma once
#include <string>
#include <string_view>

#include "text/read.h"

namespace v2v::fuzz {

/// Where it does not hold, says so and aborts: libFuzzer then keeps the text.
void demand(bool holds, std::string_view what);

/// Small right files (tests/errors/library, workflows/holidays), read once; nothing else is found.
const text::Library& company();

/// Each code is known, each place lies in its text and between two characters, and all of it can be shown.
void demand_sound(const source::Diagnostics& found, const source::Sources& sources);
/// The same, as one text that two readings can be compared by.
std::string shown(const source::Diagnostics& found);

/// What LLVMFuzzerTestOneInput of each target calls.
void one(const std::string& text);

}  // namespace v2v::fuzz
