#include "view/capacity_html.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/page.h"
#include "view/roster_head.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Roster;

constexpr std::string_view style = R"(
:root{color-scheme:light}
body{font:1rem/1.5 "DejaVu Sans",Verdana,sans-serif;color:#111;background:#fff;max-width:82rem;margin:0 auto;padding:1rem}
h1{font-size:1.8rem;margin:.2em 0}h2{font-size:1.3rem;border-bottom:2px solid #111;margin-top:2em}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em;margin:.5em 0}dt{font-weight:bold}dd{margin:0}
.wide{overflow-x:auto}table{border-collapse:collapse;margin-bottom:1.5em}
caption{font-size:1.1rem;font-weight:bold;text-align:start;padding:.4em 0}
th,td{border:1px solid #666;vertical-align:top;text-align:start;padding:.2em .45em}
td{font-variant-numeric:tabular-nums}thead th{background:#eef1f5}
tbody th{font-weight:normal;white-space:nowrap}small{display:block;font-size:.8rem;line-height:1.2}
.shut{background:#f2f4f6;color:#566271}.free{background:#fff;color:#1a2433}.half{background:#dfe9f5;color:#1a2433}
.busy{background:#9dc3ea;color:#1a2433}.near{background:#1f5fa8;color:#fff;font-weight:bold}
.full{background:#12294d;color:#fff;font-weight:bold}.over{background:#b00020;color:#fff;font-weight:bold}
.binding{outline:4px solid #111;outline-offset:-4px;text-decoration:underline}
@media print{body{max-width:none;padding:0}tr{break-inside:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}@page{size:landscape;margin:12mm}}
)";

std::string_view class_of(Level level) {
  static constexpr std::string_view names[] = {"shut", "free", "half", "busy", "near", "full", "over"};
  return names[static_cast<std::size_t>(level)];
}

class Writing {
 public:
  Writing(const Roster& roster, const std::string& behind) {
    const std::string title = headline(roster) + ": " + behind;
    out_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<main>\n<h1>{2}</h1>\n",
        escaped(cut(plain(roster.programme + ": " + behind), 70)), style, escaped(title));
  }
  std::string done() { return out_ + "</main>\n</body>\n</html>\n"; }

  void facts(const std::vector<Fact>& list) {
    out_ += "<dl>\n";
    for (const auto& fact : list)
      out_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(fact.name), escaped(fact.text));
    out_ += "</dl>\n";
  }
  void heading(std::string_view text) { out_ += fmt::format("<h2>{}</h2>\n", escaped(text)); }
  void list(std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    heading(title);
    out_ += "<ul>\n";
    for (const auto& line : lines) out_ += fmt::format("<li>{}</li>\n", escaped(line));
    out_ += "</ul>\n";
  }
  void legend() {
    out_ += "<table>\n<caption>What the colours say</caption>\n<tbody><tr>";
    for (const Level level :
         {Level::shut, Level::free, Level::half, Level::busy, Level::near, Level::full, Level::over})
      out_ += fmt::format("<td class=\"{}\">{}{}</td>", class_of(level), view::word(level),
                          level == Level::over ? " !" : "");
    out_ += "<td class=\"free binding\">binding *</td></tr></tbody>\n</table>\n";
  }
  void begin(std::string_view caption) {
    out_ += fmt::format("<section class=\"wide\" tabindex=\"0\" aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n",
                        escaped(caption));
  }
  void end() { out_ += "</tbody>\n</table></section>\n"; }
  void head(const std::vector<std::string>& names) {
    out_ += "<thead><tr>";
    for (const auto& name : names) out_ += fmt::format("<th scope=\"col\">{}</th>", escaped(name));
    out_ += "</tr></thead>\n<tbody>\n";
  }
  void row(std::string_view name) { out_ += fmt::format("<tr><th scope=\"row\">{}</th>", escaped(name)); }
  void end_row() { out_ += "</tr>\n"; }
  /// The rest of a row of weeks in which nothing is.
  void idle(std::size_t columns) { out_ += fmt::format("<td colspan=\"{}\">{}</td></tr>\n", columns, idle_words); }
  void cell(std::string_view text) { out_ += fmt::format("<td>{}</td>", escaped(text)); }
  void cell(Level level, bool binding, std::string_view text, std::string_view small) {
    out_ += fmt::format("<td class=\"{}{}\">{}{}", class_of(level), binding ? " binding" : "", escaped(text),
                        binding ? " *" : "");
    if (!small.empty()) out_ += fmt::format("<small>{}</small>", escaped(small));
    out_ += "</td>";
  }
  std::string& raw() { return out_; }

 private:
  std::string out_;
};

template <class Use>
std::string share(const Use& use) {
  return percent_words(use.used, use.open) + (use.over > 0 ? " !" : "");
}

/// What is said in small letters under the percentage.
template <class Use>
std::string counts(const Use& use, bool quota) {
  std::string text = quota ? fmt::format("{} of {}", use.used, use.open) : fmt::format("{} / {}", use.census, use.peak);
  if (use.over > 0) text += fmt::format("; over by {}", use.over);
  return text;
}

void by_week(Writing& page, const Counted& answer, const Shown& list) {
  page.heading("By week");
  page.begin("Use in percent; under it the most at midnight / the peak, of a quota starts of its amount");
  std::vector<std::string> names{"Week"};
  for (const auto k : list.resources) names.push_back(answer.roster.resources[k].title);
  names.push_back("Binding");
  page.head(names);
  for (const auto& run : week_runs(answer)) {
    const std::size_t w = run.from;
    const auto& week = answer.census.weeks[w];
    page.row(run_name(run, answer.census, answer.roster.today));
    if (run.idle) {
      page.idle(list.resources.size() + 1);
      continue;
    }
    for (const auto k : list.resources) {
      const auto& use = answer.census.resources[k].weeks[w];
      page.cell(level(use.used, use.open, use.over), week.binding == static_cast<int>(k), share(use),
                counts(use, answer.roster.resources[k].quota));
    }
    std::string binding = "-";
    if (week.binding) {
      const auto waited = answer.census.resources[static_cast<std::size_t>(*week.binding)].weeks[w].waited;
      binding = title_of(answer.roster, *week.binding) + (waited > 0 ? ", " + waited_words(waited) + " waited" : "");
    }
    page.cell(binding);
    page.end_row();
  }
  page.end();
}

void by_day(Writing& page, const Counted& answer, std::size_t k) {
  const auto& resource = answer.roster.resources[k];
  page.begin(resource.title + (resource.quota ? ": use of the period that holds the day, its starts and amount"
                                              : ": use by day; under it who is there at midnight / the peak"));
  page.head({"Week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Week's use", "There", "Waited"});
  for (const auto& run : week_runs(answer)) {
    const std::size_t w = run.from;
    const auto& week = answer.census.weeks[w];
    const auto& all = answer.census.resources[k].weeks[w];
    page.row(run_name(run, answer.census, answer.roster.today));
    if (run.idle) {
      page.idle(10);
      continue;
    }
    const Day monday = week.first - static_cast<int>(calendar::weekday(week.first));
    for (Day d = monday; d < monday + 7; d = d + 1) {
      if (d < week.first || d > week.last) {
        page.cell("");
        continue;
      }
      const auto& use = answer.census.resources[k].days[static_cast<std::size_t>(d - answer.roster.first)];
      page.cell(level(use.used, use.open, use.over), false, share(use), counts(use, resource.quota));
    }
    page.cell(level(all.used, all.open, all.over), week.binding == static_cast<int>(k), share(all), "");
    page.cell(amount_words(all.least, all.most));
    page.cell(waited_words(all.waited));
    page.end_row();
  }
  page.end();
}

void head(Writing& page, const Counted& answer) {
  page.facts(capacity_facts(answer));
}

}  // namespace

std::string capacity_html(const Counted& answer) {
  Writing page(answer.roster, "how full it is" + (answer.label.empty() ? "" : ", " + answer.label));
  head(page, answer);
  const auto list = shown(answer);
  page.list("What holds the others up", binding_lines(answer));
  page.list("Manufacturers", quota_lines(answer));
  if (!list.resources.empty()) {
    page.legend();
    by_week(page, answer, list);
    page.heading("By day");
    for (const auto k : list.resources) by_day(page, answer, k);
  }
  if (!list.idle.empty()) page.list("Not used in the period", list.idle);
  page.list("How to read it", capacity_key());
  return page.done();
}

std::string capacity_html(const Counted& before, const Counted& after) {
  Writing page(after.roster, fmt::format("{} beside {}", after.label, before.label));
  head(page, after);
  const auto gain = bought(before.roster, after.roster);
  page.list("What it buys", bought_lines(gain));
  if (!gain.moved.empty()) {
    page.heading("Patients whose Day 0 moves");
    page.begin("Day 0 before and after");
    page.head({"Patient", before.label, after.label, "Days sooner"});
    for (const auto& m : gain.moved) {
      page.row(m.patient);
      page.cell(date(m.before));
      page.cell(date(m.after));
      page.cell(fmt::format("{}", m.before - m.after));
      page.end_row();
    }
    page.end();
  }
  page.heading("By week");
  page.legend();
  const auto rows = beside(before, after);
  page.begin("Use in percent; under it the most at midnight / the peak, of a quota starts of its amount");
  std::string& out = page.raw();
  out += "<thead><tr><th scope=\"col\" rowspan=\"2\">Week</th>";
  for (const auto& row : rows)
    out += fmt::format("<th scope=\"colgroup\" colspan=\"2\">{}</th>", escaped(row.resource));
  out += "</tr><tr>";
  for (std::size_t k = 0; k < rows.size(); ++k)
    out +=
        fmt::format("<th scope=\"col\">{}</th><th scope=\"col\">{}</th>", escaped(before.label), escaped(after.label));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& run : week_runs(idle_weeks(rows, after.census.weeks.size()))) {
    const std::size_t w = run.from;
    page.row(run_name(run, after.census, after.roster.today));
    if (run.idle) {
      page.idle(2 * rows.size());
      continue;
    }
    for (const auto& row : rows)
      for (const auto& half : {row.before[w], row.after[w]}) {
        if (const auto* use = half.use)
          page.cell(level(use->used, use->open, use->over), half.binding, share(*use), counts(*use, row.quota));
        else
          page.cell("none");
      }
    page.end_row();
  }
  page.end();
  page.list(before.label + ": what holds the others up", binding_lines(before));
  page.list(after.label + ": what holds the others up", binding_lines(after));
  page.list("How to read it", capacity_key());
  return page.done();
}

}  // namespace v2v::view
