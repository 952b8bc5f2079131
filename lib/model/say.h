// model: sentences back into the words of the format, and into words for a message. read(write(x)) is x.
#pragma once
#include <string>

#include "model/sentence.h"

namespace v2v::model {

std::string to_string(const Point& point);    // 7d after infusion; leukapheresis attempt 2 start; day -5
std::string to_string(const Wait& wait);      // at most 30d or again
std::string to_string(const Spread& spread);  // 13d to 35d likely 17d
std::string to_string(const Window& window);
std::string to_string(const Placed& placed);
std::string to_string(const Series& series);
std::string to_string(const When& when);          // empty: always
std::string to_string(const Atom& atom);          // bridge-with is not none
std::string to_string(const Quantity& quantity);  // 1 a week for urgent
std::string to_string(const Which& which);        // attempt 2 visit 1
std::string_view word(Period period);

}  // namespace v2v::model
