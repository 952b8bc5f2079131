#include "view/csv.h"

#include <fmt/format.h>

#include "view/csv_row.h"
#include "view/say.h"

namespace v2v::view {
namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : "; ") + item;
  return out;
}

}  // namespace

std::string csv(const timeline::Timeline& answer) {
  std::string out;
  {
    CsvRow head(out);
    for (const auto* name :
         {"patient",  "workflow", "status",   "stage",       "visit",     "attempt",       "title",
          "phase",    "kind",     "who",      "place",       "zone",      "day",           "start",
          "end",      "earliest", "latest",   "likely_from", "likely_to", "slack_minutes", "slack_working_minutes",
          "critical", "state",    "firmness", "outcome",     "cites"})
      head.text(name);
  }
  for (const auto& e : answer.entries) {
    const auto zone = zone_of(e.zone);
    const auto when = [&](const std::optional<Instant>& t) -> std::string {
      if (!t) return "";
      const auto wall = zone.wall(*t);
      const std::string day = calendar::to_string(wall.day);
      return e.zone.empty() || e.date_only ? day : day + " " + calendar::clock(wall.minute);
    };
    std::vector<std::string> cites;
    for (const auto& c : e.cites) cites.push_back(cited(c));
    CsvRow row(out);
    row.text(answer.patient).text(answer.workflow).text(status(answer)).text(e.id);
    row.number(std::optional(e.visit)).number(std::optional(e.attempt));
    row.text(e.title.empty() ? e.id : e.title).text(model::word(e.phase)).text(model::word(e.kind));
    row.text(joined(e.who)).text(e.place).text(e.zone).number(e.day);
    row.text(when(e.start)).text(when(e.end)).text(when(e.earliest)).text(when(e.latest));
    row.text(when(e.range_from)).text(when(e.range_to));
    row.number(e.slack_minutes).number(e.slack_working_minutes).text(e.critical ? "yes" : "no");
    row.text(timeline::word(e.state)).text(timeline::word(e.firmness));
    row.text(e.outcome_assumed && !e.outcome.empty() ? e.outcome + " (assumed)" : e.outcome).text(joined(cites));
  }
  return out;
}

}  // namespace v2v::view
