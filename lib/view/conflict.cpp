#include "view/conflict.h"

#include <fmt/format.h>

#include "source/render.h"
#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

std::string rule(const timeline::ClashRule& r) {
  std::string text = r.text;
  if (r.missed_by_minutes.value_or(0) != 0) text += fmt::format("; missed by {}", duration(*r.missed_by_minutes));
  if (!r.standing.empty()) text += "; " + r.standing;
  return text;
}

std::string mend(const timeline::Mend& m) {
  const auto at = place_of(m.where);
  return at.empty() ? m.text : fmt::format("{} ({})", m.text, at);
}

}  // namespace

source::Diagnostics clash(const timeline::Timeline& answer) {
  if (!answer.conflict) return {};
  const auto& c = *answer.conflict;
  source::Diagnostic d{"clash", source::Severity::error, c.where, c.headline, {}, ""};
  for (const auto& r : c.rules) d.notes.push_back({r.where, rule(r)});
  for (const auto& m : c.mends) d.hint += (d.hint.empty() ? "" : "; or ") + mend(m);
  if (c.mends.empty()) d.hint = "none of these rules is ours to mend";
  return {d};
}

std::string conflict(const timeline::Timeline& answer, bool colour) {
  auto list = clash(answer);
  if (list.empty()) return "";
  auto& d = list.front();
  const auto& mends = answer.conflict->mends;
  if (!mends.empty()) d.hint.clear();
  std::string out = source::render(d, {colour});
  const Ink ink{colour};
  for (const auto& m : mends) out += fmt::format("  {} {}\n", ink.good("mend:"), plain(mend(m)));
  return out;
}

}  // namespace v2v::view
