// In `v2v-sheets`: the copy that a reader has, which is a calendar file or an earlier plan.
#pragma once
#include <mutex>
#include <optional>
#include <string>

#include "plan/plan.h"
#include "timeline/sheet.h"

namespace v2v::cli {

/// To be held by whoever calls view/ical.h: libical has global state.
std::mutex& libical();

struct LastCopy {
  timeline::Copy said;   // what the reader was told
  std::string calendar;  // the calendar file that it stands in, or would have stood in
};

/// What is asked for, as it was for the copy.
struct CopyOf {
  const model::Case& what;
  const plan::Settings& settings;
  timeline::Reader reader = timeline::Reader::patient;
  std::string language;
  bool plain_titles = false;
};

/// Whether the text is meant as JSON.
bool is_json(const std::string& text);

/// nullopt: the text is no calendar.
std::optional<LastCopy> last_calendar(std::string text, const CopyOf& of);
/// The earlier plan, told as it would be told today: by these files and words, with its own dates. Refused
/// (`bad-plan`): what is no plan, one of another patient or workflow, one of a later day.
source::Checked<LastCopy> last_plan(const source::File& file, const CopyOf& of);

}  // namespace v2v::cli
