#include <algorithm>

#include "view/paper_sheet.h"
#include "view/sheet_words.h"

namespace v2v::view {
namespace {

using timeline::Day;
using timeline::Item;
using timeline::Said;

constexpr int days_listed = 14;

/// A row of a table, its columns so wide as shares of the page say; the row turns the page where it does not fit.
class Table {
 public:
  Table(const Setting& setting, Paper& paper, Flow& flow, std::vector<double> shares)
      : setting_(setting), paper_(paper), flow_(flow), shares_(std::move(shares)) {}

  void row(const std::vector<Said>& cells, bool bold) {
    const Font font{.size = setting_.body(), .bold = bold};
    double height = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) height = std::max(height, paper_.measure(cells[c], width(c), font));
    if (height + 4 > flow_.room()) {  // a table no more, but all that it says
      for (const Said& cell : cells) flow_.said(cell, font);
      return;
    }
    flow_.need(height + 4);
    double x = margin;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      paper_.said(x, flow_.y(), width(c), cells[c], font);
      x += width(c) + 6;
    }
    flow_.gap(height + 2);
    paper_.line({Line::rule, margin, flow_.y(), setting_.wide(paper_), 0, bold ? 0.0 : 0.75});
    flow_.gap(2);
  }

 private:
  double width(std::size_t c) const { return setting_.wide(paper_) * shares_[c] - 6; }

  const Setting& setting_;
  Paper& paper_;
  Flow& flow_;
  std::vector<double> shares_;
};

Said hours_of(const Item& item, const words::Language& language) {
  if (!item.start) return {};
  const std::string from = clock_of(item, *item.start, language);
  return {placed(item, item.end ? from + "–" + clock_of(item, *item.end, language) : from, language), ""};
}

/// Work of many days, as the cells' making is, stands on its first alone: the list is of what is begun that day.
bool in_list_of(const Item& item, Day day) {
  if (item.kind == Item::visit) return visit_on(item, day) != nullptr;
  return on_day(item, day);
}

}  // namespace

void lay_out_team(const timeline::Sheet& sheet, const PaperStyle& style, Paper& paper) {
  const auto language = *words::Language::of(sheet.language);
  Setting setting{sheet, style, language};
  paper.new_page();
  setting.footer = footer_height(setting, paper);
  Flow flow(setting, paper);
  flow.gap(margin);
  flow.said(sheet.title, {.size = setting.heading() * 1.3, .bold = true});
  flow.said(sheet.as_of, {.size = setting.body()});
  for (const Said& remark : sheet.remarks) flow.said(remark, {.size = setting.body()});

  flow.heading(language.say("team.huddle", {{"date", sheet.today}}));
  using Shares = std::vector<double>;
  const bool large = style.large_print;  // a word of the head is as wide as its column then
  Table huddle(setting, paper, flow, large ? Shares{0.16, 0.21, 0.24, 0.19, 0.2} : Shares{0.1, 0.16, 0.24, 0.18, 0.32});
  huddle.row({language.say("team.patient"), language.say("team.day-zero"), language.say("team.next"),
              language.say("team.waits"), language.say("team.heed")},
             true);
  for (const timeline::Row& row : sheet.huddle)
    huddle.row({{row.patient, ""}, row.day_zero, row.next, row.waits, row.heed}, false);

  if (sheet.changes) flow.gap(setting.body()), flow.box(*sheet.changes);

  flow.new_page();
  flow.heading(language.say("team.day"));
  Table list(setting, paper, flow, large ? Shares{0.15, 0.16, 0.29, 0.22, 0.18} : Shares{0.14, 0.12, 0.34, 0.26, 0.14});
  for (int n = 0; n < days_listed; ++n) {
    const Day day = sheet.today + n;
    std::vector<const Item*> of_day;
    for (const Item& item : sheet.items)
      if (in_list_of(item, day)) of_day.push_back(&item);
    flow.need(5 * setting.body());
    flow.said({language.date(day), ""}, {.size = setting.heading(), .bold = true});
    if (of_day.empty()) {
      if (!may_hold(sheet, day)) flow.said(language.say("team.empty"), {.size = setting.body()});
      continue;
    }
    list.row({language.say("team.time"), language.say("team.patient"), language.say("team.what"),
              language.say("team.where"), language.say("team.standing")},
             true);
    for (const Item* item : of_day)
      list.row({hours_of(*item, language),
                {item->patient, ""},
                item->title,
                {item->where, ""},
                standing_of(*item, language)},
               false);
    flow.gap(setting.body() / 2);
  }
  draw_footers(setting, paper);
}

}  // namespace v2v::view
