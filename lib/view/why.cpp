#include "view/why.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/head.h"
#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Reason;
using timeline::Why;

class Sheet {
 public:
  explicit Sheet(const WhyStyle& style) : style_(style), ink{style.colour} {}

  /// `text` wrapped behind `lead` blanks; the first line begins with `first` instead.
  void line(std::string first, const std::string& text, bool dim = false) {
    const int indent = width(first);
    for (const auto& part : wrap(safe(text), style_.width > 0 ? std::max(style_.width - indent, 20) : 0)) {
      out += first + (dim ? ink.dim(part) : part) + '\n';
      first.assign(static_cast<std::size_t>(indent), ' ');
    }
  }
  std::string safe(std::string_view text) const { return plain(text, style_.ascii); }

  std::string out;

 private:
  WhyStyle style_;

 public:
  Ink ink;
};

std::string blanks(int n) {
  return std::string(static_cast<std::size_t>(n), ' ');
}

std::string signed_duration(std::int64_t minutes) {
  return (minutes > 0 ? "+" : "") + duration(minutes);
}

void chain(Sheet& page, const std::vector<Reason>& reasons, const std::string& zone, bool date_only) {
  int lengths = 0, moments = 0;
  std::int64_t sum = 0;
  for (const auto& r : reasons) {
    lengths = std::max(lengths, width(signed_duration(r.minutes)));
    moments = std::max(moments, width(moment(r.to, zone, date_only)));
    sum += r.minutes;
  }
  lengths = std::max(lengths, width(duration(sum)) + 2);
  const int lead = 2 + lengths + 2 + moments + 2;
  for (const auto& r : reasons) {
    const auto length = r.minutes == 0 ? "" : signed_duration(r.minutes);
    page.line(fmt::format("  {}  {}  ", pad_left(length, lengths), pad(moment(r.to, zone, date_only), moments)),
              r.text);
    std::string from = place_of(r.where);
    if (r.cite) {
      from += (from.empty() ? "" : "  ") + cited(*r.cite);
      if (!r.cite->title.empty()) from += ", " + r.cite->title;
    }
    if (!from.empty()) page.line(blanks(lead), from, true);
    if (!r.note.empty()) page.line(blanks(lead), r.note, true);
  }
  if (reasons.empty()) return;
  const auto& first = reasons.front();
  page.line(
      fmt::format("  {}  ", page.ink.bold(pad_left("= " + duration(sum), lengths))),
      fmt::format("from {} to {}", moment(first.from, zone, date_only), moment(reasons.back().to, zone, date_only)));
}

}  // namespace

std::string why(const Why& answer, const WhyStyle& style) {
  Sheet page(style);
  const auto& e = answer.entry;
  const auto& zone = style.zone.empty() ? e.zone : style.zone;
  const std::string when = e.start ? moment(*e.start, zone, e.date_only) : "not known";
  page.out += page.ink.bold(page.safe(fmt::format("{}: {}", titled(e), when))) + '\n';
  std::string second = fmt::format("  {}", standing(e));
  if (!answer.shown.empty() && answer.shown != timeline::word(e.state)) second += ", shown: " + answer.shown;
  if (e.day) second += fmt::format(", day {}", day_number(*e.day));
  if (!e.place.empty()) second += ", at " + e.place;
  page.out += page.safe(second) + '\n';
  if (e.range_from && e.range_to && *e.range_from != *e.range_to)
    page.line("  ", fmt::format("likely between {} and {}, by the lengths that are not ours to choose",
                                moment(*e.range_from, zone, e.date_only), moment(*e.range_to, zone, e.date_only)));

  page.out += '\n' + page.ink.bold("Why not earlier") + '\n';
  if (answer.not_earlier.empty()) page.line("  ", "nothing holds it from below");
  chain(page, answer.not_earlier, zone, e.date_only);

  page.out += '\n' + page.ink.bold("Why not later") + '\n';
  if (answer.not_later.empty()) page.line("  ", "nothing holds it from above");
  chain(page, answer.not_later, zone, e.date_only);
  if (e.latest && !answer.not_later.empty())
    page.line("  ", fmt::format("latest {}{}", moment(*e.latest, zone, e.date_only),
                                e.slack_minutes ? ", slack " + duration(*e.slack_minutes) : ""));

  const auto list = [&](std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    page.out += '\n' + page.ink.bold(title) + '\n';
    for (const auto& text : lines) page.line("  ", text);
  };
  list("Gates", answer.gates);
  list("Notes", answer.notes);
  return page.out;
}

std::string rests_on(const timeline::Timeline& answer, const WhyStyle& style) {
  Sheet page(style);
  for (const Section& section : sections(answer)) {
    const bool here = section.title == "Assumptions" || section.title == "Workflow" ||
                      section.title.starts_with("Departures") || section.title.starts_with("Sources");
    if (!here) continue;
    page.out += (page.out.empty() ? "" : "\n") + page.ink.bold(section.title) + '\n';
    for (const auto& text : section.lines) page.line("  ", text);
  }
  return page.out;
}

}  // namespace v2v::view
