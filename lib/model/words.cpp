// The one word for each thing, as files, help and messages write it.
#include "model/say.h"
#include "model/workflow.h"

namespace v2v::model {

std::string_view word(Phase phase) {
  switch (phase) {
    case Phase::referral:
      return "referral";
    case Phase::assessment:
      return "assessment";
    case Phase::collection:
      return "collection";
    case Phase::manufacturing:
      return "manufacturing";
    case Phase::bridging:
      return "bridging";
    case Phase::conditioning:
      return "conditioning";
    case Phase::treatment:
      return "treatment";
    case Phase::recovery:
      return "recovery";
    case Phase::follow_up:
      return "follow-up";
  }
  return "";
}

std::string_view title(Phase phase) {
  switch (phase) {
    case Phase::referral:
      return "Referral";
    case Phase::assessment:
      return "Assessment";
    case Phase::collection:
      return "Collection";
    case Phase::manufacturing:
      return "Manufacturing";
    case Phase::bridging:
      return "Bridging";
    case Phase::conditioning:
      return "Conditioning";
    case Phase::treatment:
      return "Treatment";
    case Phase::recovery:
      return "Recovery";
    case Phase::follow_up:
      return "Follow-up";
  }
  return "";
}

std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::appointment:
      return "appointment";
    case Kind::work:
      return "work";
    case Kind::stay:
      return "stay";
    case Kind::restriction:
      return "restriction";
    case Kind::event:
      return "event";
  }
  return "";
}

std::string_view word(Checked checked) {
  switch (checked) {
    case Checked::unsaid:
      return "";
    case Checked::read:
      return "read";
    case Checked::digest:
      return "digest";
    case Checked::memory:
      return "memory";
  }
  return "";
}

std::string_view word(const Status& status) {
  if (status.changed_since_approval) return "draft (changed since approval)";
  if (status.unread > 0) return "draft (approved, but not all of it was read)";
  switch (status.kind) {
    case Status::base:
      return "base";
    case Status::draft:
      return "draft";
    case Status::approved:
      return "approved";
    case Status::retired:
      return "retired";
  }
  return "";
}

std::string_view word(Layer layer) {
  switch (layer) {
    case Layer::base:
      return "base";
    case Layer::workflow:
      return "workflow";
    case Layer::centre:
      return "centre";
    case Layer::patient:
      return "patient";
    case Layer::command_line:
      return "command line";
  }
  return "";
}

std::string_view word(Period period) {
  switch (period) {
    case Period::day:
      return "day";
    case Period::week:
      return "week";
    case Period::month:
      return "month";
    case Period::year:
      return "year";
  }
  return "";
}

}  // namespace v2v::model
