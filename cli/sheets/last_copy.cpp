#include "last_copy.h"

#include <fmt/format.h>

#include "tell/items.h"
#include "tell/sheet.h"
#include "view/ical.h"
#include "view/json.h"

namespace v2v::cli {

std::mutex& libical() {
  static std::mutex one;
  return one;
}

bool is_json(const std::string& text) {
  const auto first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  return first != std::string::npos && text[first] == '{';
}

std::optional<LastCopy> last_calendar(std::string text, const CopyOf& of) {
  const std::lock_guard alone(libical());
  auto said = view::copy_of_ical(text, tell::name_of(of.what, of.reader), of.reader);
  if (!said) return std::nullopt;
  return LastCopy{std::move(*said), std::move(text)};
}

source::Checked<LastCopy> last_plan(const source::File& file, const CopyOf& of) {
  auto plan = view::read_plan(file);
  if (!plan) return {std::nullopt, plan.diagnostics};
  timeline::Timeline& earlier = *plan.value;
  const auto refuse = [&](std::string text) {
    return source::Checked<LastCopy>{std::nullopt,
                                     {{"bad-plan", source::Severity::error, {&file, 0, 1}, std::move(text), {}, ""}}};
  };
  if (earlier.patient != of.what.patient.id)
    return refuse(
        fmt::format("this is a plan of '{}', and the last copy was one of '{}'", earlier.patient, of.what.patient.id));
  if (earlier.workflow != of.what.workflow.id)
    return refuse(fmt::format("this is a plan of the workflow '{}', and {} now has '{}'", earlier.workflow,
                              earlier.patient, of.what.workflow.id));
  if (earlier.today > of.settings.today || of.settings.today - earlier.today > 366 * 100)
    return refuse(fmt::format("this is a plan of {}, and today is {}", calendar::to_string(earlier.today),
                              calendar::to_string(of.settings.today)));
  // Of someone for whom nothing more was planned nothing was told.
  if (earlier.closed) return {LastCopy{{earlier.today, {}}, ""}, {}};
  plan::Settings then = of.settings;
  then.today = earlier.today;
  const auto sheet = tell::sheet(of.what, then, earlier, {of.reader, of.language, nullptr});
  if (!sheet) return {std::nullopt, sheet.diagnostics};
  LastCopy out{tell::copy_of(*sheet.value), ""};
  const std::lock_guard alone(libical());
  out.calendar = view::ical(*sheet.value, {of.plain_titles, {}});
  return {std::move(out), {}};
}

}  // namespace v2v::cli
