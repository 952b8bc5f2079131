#include "follow/compare.h"
#include "plan/verify.h"
#include "review/review.h"

namespace v2v::review {
namespace {

std::string first_error(const source::Diagnostics& list) {
  for (const auto& d : list)
    if (d.severity == source::Severity::error) return d.text;
  return "it cannot be planned";
}

/// Nothing where there is a plan; else why there is none.
std::string planned(const source::Checked<model::Case>& read, const plan::Settings& settings,
                    std::optional<timeline::Timeline>& out) {
  if (!read) return first_error(read.diagnostics);
  const model::Case& what = *read.value;
  auto answer = plan::plan(what, settings);
  if (!answer) return first_error(answer.diagnostics);
  plan::must_hold(what, settings, *answer.value);
  if (answer.value->conflict) {
    std::string text = "these cannot hold together:";
    for (const auto& rule : answer.value->conflict->rules) text += (text.back() == ':' ? " " : "; ") + rule.text;
    return text;
  }
  out = std::move(*answer.value);
  return "";
}

}  // namespace

timeline::Tried tried(const source::Checked<model::Case>& before, const source::Checked<model::Case>& now,
                      const plan::Settings& settings, std::string file) {
  timeline::Tried one;
  one.patient = now ? now.value->patient.id : before ? before.value->patient.id : "";
  one.file = std::move(file);
  plan::Settings quick = settings;
  quick.explain = false;
  quick.details = false;
  std::optional<timeline::Timeline> old, fresh;
  one.before = planned(before, quick, old);
  one.now = planned(now, quick, fresh);
  if (old && fresh) one.compared = follow::compare(*before.value, *old, *now.value, *fresh);
  return one;
}

}  // namespace v2v::review
