#include <algorithm>

#include "view/paper_day.h"

namespace v2v::view {
namespace {

using timeline::Day;
using timeline::Item;
using timeline::Said;

bool ahead(const Item& item, Day today) {
  return item.standing != Item::done && item.standing != Item::cancelled && item.to >= today;
}

void head(const Setting& setting, Paper& paper, Flow& flow) {
  const auto& sheet = setting.sheet;
  flow.said(sheet.title, {.size = setting.heading() * 1.4, .bold = true});
  flow.said(sheet.for_whom, {.size = setting.body(), .bold = true});
  if (!sheet.centre_title.empty()) flow.said({sheet.centre_title, ""}, {.size = setting.body()});
  flow.gap(setting.body());
  // Written by hand: a file never needs a name.
  const Said name = setting.language.say("name");
  const double y = flow.y();
  flow.said(joined(name, "", {":", ""}), {.size = setting.body()});
  paper.line({Line::rule, margin + setting.body() * 9, y + setting.body() * 1.2, setting.body() * 28, 0});
  flow.gap(setting.body() / 2);
  if (sheet.urgent) flow.said(*sheet.urgent, {.size = setting.heading(), .bold = true});
  flow.said(sheet.as_of, {.size = setting.body()});
  flow.said(sheet.confirm, {.size = setting.body()});
  for (const Said& remark : sheet.remarks) flow.said(remark, {.size = setting.body()});
  flow.gap(setting.body() / 2);
}

}  // namespace

void lay_out(const timeline::Sheet& sheet, const PaperStyle& style, Paper& paper) {
  const auto language = *words::Language::of(sheet.language);
  Setting setting{sheet, style, language};
  paper.new_page();
  setting.footer = footer_height(setting, paper);
  Flow flow(setting, paper);
  flow.gap(margin);
  head(setting, paper, flow);
  if (sheet.changes) flow.box(*sheet.changes);
  for (const auto& box : sheet.boxes) flow.box(box);
  flow.key();

  const auto listed = [&](const std::vector<const Item*>& items, const Said& heading) {
    const auto rows = rows_of(items);
    flow.heading(heading, rows.empty() ? 0 : flow.height_of(rows.front()));
    for (const auto& row : rows) flow.items(row);
    if (rows.empty()) flow.said(language.say("team.empty"), {.size = setting.body()});
  };
  const auto picked = [&](const auto& wanted) {
    std::vector<const Item*> out;
    for (const Item& item : sheet.items)
      if (ahead(item, sheet.today) && wanted(item)) out.push_back(&item);
    return out;
  };
  const auto is_rule = [](const Item& item) { return item.kind == Item::rule; };
  // The seven days from today lie in one week or in two.
  for (Day week = week_of(setting, sheet.today); week <= sheet.today + 6; week = week + 7)
    draw_week(setting, paper, week);

  const auto first = calendar::split(sheet.today);
  Day month = *calendar::day_of(first.year, first.month, 1);
  std::vector<const Item*> left_out;
  for (; month <= style.until; month = calendar::add_months(month, 1)) {
    const auto some = draw_month(setting, paper, month);
    left_out.insert(left_out.end(), some.begin(), some.end());
  }

  flow.new_page();
  listed(picked([&](const Item& item) { return !is_rule(item) && item.shown <= style.until; }), language.say("list"));
  if (const auto rules = picked(is_rule); !rules.empty()) listed(rules, language.say("rules"));
  const auto later = picked([&](const Item& item) { return !is_rule(item) && item.shown > style.until; });
  if (!later.empty()) flow.heading(language.say("later"));
  for (const Item* item : later) flow.brief(*item);
  // What is over stands in the months and not in the list: a full day of the past would send the reader there in vain.
  std::vector<const Item*> over;
  for (const Item& item : sheet.items)
    if (!ahead(item, sheet.today) && std::find(left_out.begin(), left_out.end(), &item) != left_out.end())
      over.push_back(&item);
  if (!over.empty()) flow.heading(language.say("status.done"));
  for (const Item* item : over) flow.brief(*item);
  if (!sheet.maybe.empty()) {
    flow.heading(language.say("maybe"));
    flow.said(language.say("maybe.text"), {.size = setting.body()});
    for (const Item& item : sheet.maybe) flow.items({&item});
  }
  draw_footers(setting, paper);
}

namespace {

/// As of when; whose it is and that it is to be confirmed; which page.
struct Foot {
  Foot(const Setting& setting, std::int64_t page, std::int64_t pages)
      : as_of(setting.sheet.as_of),
        // The sentence first: a pseudonym is of Latin letters, and would turn a line of Persian round.
        confirm(joined(setting.sheet.confirm, "  ", {setting.sheet.patient, ""})),
        number(setting.language.say("page", {{"n", page}, {"m", pages}})) {}
  Said as_of, confirm, number;
};
constexpr double as_of_share = 0.4, confirm_share = 0.4, number_share = 0.2;

}  // namespace

double footer_height(const Setting& setting, Paper& paper) {
  const Font font{.size = setting.small()};
  const double wide = setting.wide(paper);
  const Foot foot(setting, 100, 100);
  double height = 6;
  if (setting.sheet.urgent) height += paper.measure(*setting.sheet.urgent, wide, {.size = font.size, .bold = true});
  return height + std::max({paper.measure(foot.as_of, wide * as_of_share, font),
                            paper.measure(foot.confirm, wide * confirm_share, font),
                            paper.measure(foot.number, wide * number_share, font)});
}

void draw_footers(const Setting& setting, Paper& paper) {
  const double wide = setting.wide(paper), size = setting.small();
  const auto pages = static_cast<std::int64_t>(paper.count());
  for (std::size_t page = 0; page < paper.count(); ++page) {
    paper.turn_to(page);
    double y = paper.height() - margin - setting.footer;
    paper.line({Line::rule, margin, y + 2, wide, 0, 0.6});
    y += 6;
    if (setting.sheet.urgent) y += paper.said(margin, y, wide, *setting.sheet.urgent, {.size = size, .bold = true});
    const Foot foot(setting, static_cast<std::int64_t>(page) + 1, pages);
    paper.said(margin, y, wide * as_of_share, foot.as_of, {.size = size});
    paper.said(margin + wide * as_of_share, y, wide * confirm_share, foot.confirm, {.size = size, .centred = true});
    paper.said(margin + wide * (1 - number_share), y, wide * number_share, foot.number,
               {.size = size, .far_side = true});
  }
}

}  // namespace v2v::view
