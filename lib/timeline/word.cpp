#include "timeline/roster.h"
#include "timeline/sheet.h"
#include "timeline/timeline.h"

namespace v2v::timeline {

std::string_view word(State state) {
  switch (state) {
    case State::planned:
      return "planned";
    case State::held:
      return "held";
    case State::booked:
      return "booked";
    case State::happened:
      return "happened";
    case State::unrecorded:
      return "unrecorded";
    case State::overdue:
      return "overdue";
    case State::cancelled:
      return "cancelled";
  }
  return "planned";
}

std::string_view word(Firmness firmness) {
  switch (firmness) {
    case Firmness::firm:
      return "firm";
    case Firmness::likely:
      return "likely";
    case Firmness::unknown:
      return "unknown";
  }
  return "unknown";
}

std::string_view word(Reader reader) {
  switch (reader) {
    case Reader::patient:
      return "patient";
    case Reader::carer:
      return "carer";
    case Reader::donor:
      return "donor";
    case Reader::team:
      return "team";
  }
  return "team";
}

std::string_view word(Hold::State state) {
  switch (state) {
    case Hold::planned:
      return "planned";
    case Hold::held:
      return "held";
    case Hold::booked:
      return "booked";
    case Hold::happened:
      return "happened";
  }
  return "planned";
}

}  // namespace v2v::timeline
