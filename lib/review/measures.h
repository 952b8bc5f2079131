// review: a value of a workflow as the things it says, each with its name. Inside this room only.
#pragma once
#include <string>
#include <vector>

#include "model/workflow.h"
#include "review/figures.h"

namespace v2v::review {

using Measures = std::vector<Measure>;

/// `of` is what the value belongs to: "from approval to leukapheresis", "of infusion".
Measures measures_of(const model::Length& length, const std::string& name);
Measures measures_of(const model::Spread& spread, const std::string& name);
Measures measures_of(const model::Wait& wait, const std::string& name);
Measures measures_of(const model::Point& point, const std::string& name);
Measures measures_of(const model::Window& window, const std::string& name);
Measures measures_of(const model::Placements& days, const std::string& name);
Measures measures_of(const model::Series& series, const std::string& name);
Measures measures_of(const model::Begins& begins, const std::string& name);
Measures measures_of(const model::Hours& hours, const std::string& name);
Measures measures_of(const std::string& word, const std::string& name);

Measure in_words(std::string name, std::string text);
Measure number(std::string name, double n);
Measure share(std::string name, double n);

}  // namespace v2v::review
