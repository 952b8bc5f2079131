#include "view/sheet_html.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/sheet_words.h"
#include "words/words.h"

namespace v2v::view {
namespace {

using timeline::Day;
using timeline::Item;
using timeline::Reader;
using timeline::Said;
using timeline::Sheet;

constexpr std::string_view style = R"(
:root{color-scheme:light}
body{font:1rem/1.5 "DejaVu Sans",Verdana,sans-serif;color:#111;background:#fff;max-width:62rem;margin:0 auto;padding:1rem}
h1{font-size:1.8rem;margin:.2em 0}h2{font-size:1.3rem;border-bottom:2px solid #111;margin-top:2em}
a.skip{position:absolute;inset-inline-start:-99rem}a.skip:focus{position:static}
.urgent{font-size:1.25rem;font-weight:bold;border:3px solid #111;padding:.5em}
.en{display:block;color:#444;font-size:.9em}
.box{border:2px solid #111;padding:.2em 1em 1em;margin:1em 0}
ol.items{list-style:none;padding:0}ol.items>li{border:2px solid #111;margin:.6em 0;padding:.5em .8em}
ol.items>li.likely{border-style:dashed}ol.items>li.rule{border-inline-start-width:.7em}
ol.items>li.stay{border-inline-start-width:.7em;border-inline-start-style:double}
h3{font-size:1.05rem;margin:.1em 0}.when{font-weight:bold}.mark{font-weight:bold;text-decoration:underline}
p{margin:.2em 0}.name{display:inline-block;min-width:16rem;border-bottom:1px solid #111}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;table-layout:fixed;margin-bottom:1.5em}
caption{font-size:1.2rem;font-weight:bold;text-align:start;padding:.4em 0}
th,td{border:1px solid #666;vertical-align:top;text-align:start;padding:.25em;overflow-wrap:anywhere}
.wide.month table{min-width:46rem}td[aria-current]{outline:3px solid #111;outline-offset:-3px}
td ul,ol.week ul{list-style:none;margin:0;padding:0}td ul{font-size:.85rem}
td li,ol.week ul li{border:1px solid #111;margin:.15em 0;padding:0 .25em}
td li.likely,ol.week li li.likely{border-style:dashed}
td li.stay,ol.week li li.stay{border-inline-start:.6em double #111}
td li.rule,ol.week li li.rule{border-inline-start:.6em solid #111}
ol.week{list-style:none;padding:0}ol.week>li{border-top:1px solid #666;padding:.3em 0}
td .no{font-weight:bold}td .dn{font-size:.8rem;color:#444}.box h2{margin-top:.4em}
@media print{a.skip{display:none}body{max-width:none;padding:0}table,ol>li,.box{break-inside:avoid}
.wide.month table{min-width:0}@page{size:landscape;margin:12mm}}
)";

// Not page.h's `escaped`: marks of direction keep a telephone number whole, and stay.
std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
  return out;
}

class Writing {
 public:
  Writing(const Sheet& sheet, Day until)
      : sheet_(sheet), until_(until), language_(*words::Language::of(sheet.language)) {}

  std::string run() {
    const std::string title = sheet_.title.text + (sheet_.patient.empty() ? "" : " " + sheet_.patient);
    out_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
        sheet_.language, language_.right_to_left() ? "rtl" : "ltr", escape(title), style);
    out_ += "<a class=\"skip\" href=\"#list\">" + escape(language_.say("list").text) + "</a>\n<main>\n";
    head();
    if (sheet_.changes) box(*sheet_.changes);
    for (const auto& one : sheet_.boxes) box(one);
    if (sheet_.reader == Reader::team)
      team();
    else
      week(), months();
    list();
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  std::string said(const Said& text) const {
    std::string out = fmt::format("<bdi>{}</bdi>", lines(text.text));
    if (!text.english.empty() && text.english != text.text)
      out += fmt::format("<span class=\"en\" lang=\"en\" dir=\"ltr\">{}</span>", lines(text.english));
    return out;
  }
  static std::string lines(const std::string& text) {
    std::string out;
    for (const char c : escape(text))
      if (c == '\n')
        out += "<br>";
      else
        out += c;
    return out;
  }
  void p(const Said& text, std::string_view kind = {}) {
    if (text.text.empty()) return;
    out_ += kind.empty() ? "<p>" : fmt::format("<p class=\"{}\">", kind);
    out_ += said(text) + "</p>\n";
  }
  void heading(std::string_view key, const words::Values& values = {}, std::string_view id = {}) {
    out_ += id.empty() ? "<h2>" : fmt::format("<h2 id=\"{}\">", id);
    out_ += said(language_.say(key, values)) + "</h2>\n";
  }

  void head() {
    out_ += "<h1>" + said(sheet_.title) + "</h1>\n";
    p(sheet_.for_whom);
    p({sheet_.centre_title, ""});
    if (sheet_.reader != Reader::team) {
      const Said name = language_.say("name");
      out_ += fmt::format("<p>{}<span class=\"name\">&nbsp;</span></p>\n", said(joined(name, "", {": ", ""})));
    }
    if (sheet_.urgent) p(*sheet_.urgent, "urgent");
    p(sheet_.as_of);
    p(sheet_.confirm);
    for (const Said& remark : sheet_.remarks) p(remark);
  }

  void box(const timeline::Box& one) {
    out_ += "<section class=\"box\">\n<h2>" + said(one.title) + "</h2>\n";
    for (const Said& line : one.lines) p(line);
    out_ += "</section>\n";
  }

  static std::string_view class_of(const Item& item) {
    const bool open = item.standing == Item::likely || item.standing == Item::unknown;
    switch (item.kind) {
      case Item::visit:
        return open ? "visit likely" : "visit";
      case Item::stay:
        return open ? "stay likely" : "stay";
      case Item::rule:
        return open ? "rule likely" : "rule";
      case Item::wait:
        break;
    }
    return open ? "wait likely" : "wait";
  }

  Said mark_of(const Item& item) const {
    return language_.say(item.mark == Item::fresh ? "changed.mark-new" : "changed.mark");
  }

  Said standing(const Item& item) const {
    // That a date is likely is said with the date.
    const bool open = item.standing == Item::likely || item.standing == Item::unknown;
    return open || item.kind == Item::rule || item.kind == Item::wait ? Said{} : standing_of(item, language_);
  }

  void item(const Item& one) {
    out_ += fmt::format("<li class=\"{}\">\n", class_of(one));
    out_ += "<h3>" + (sheet_.reader == Reader::team ? escape(one.patient) + ": " : std::string()) + said(one.title) +
            "</h3>\n";
    // A program that reads the page takes a time for certain: there is none of what may still move.
    if (one.standing == Item::likely || one.to != one.shown_to)
      p(one.when, "when");
    else if (one.standing != Item::unknown)
      out_ += fmt::format("<p class=\"when\"><time datetime=\"{}\">{}</time></p>\n", calendar::to_string(one.from),
                          said(one.when));
    p(standing(one));
    if (one.mark != Item::same) p(mark_of(one), "mark");
    if (one.day && sheet_.day_zero_firm && one.kind == Item::visit && one.visits == 1 && one.standing != Item::unknown)
      p(language_.say("day", {{"n", language_.number(*one.day)}}));
    for (const Said& line : one.lines) p(line);
    out_ += "</li>\n";
  }

  bool ahead(const Item& one) const {
    return one.standing != Item::done && one.standing != Item::cancelled && one.to >= sheet_.today;
  }

  void items(const std::vector<const Item*>& some) {
    out_ += "<ol class=\"items\">\n";
    for (const Item* one : some) item(*one);
    out_ += "</ol>\n";
  }

  void list() {
    std::vector<const Item*> soon, rules, later, maybe, cancelled;
    for (const Item& one : sheet_.items) {
      if (ahead(one)) (one.kind == Item::rule ? rules : one.shown <= until_ ? soon : later).push_back(&one);
      if (one.standing == Item::cancelled && sheet_.reader == Reader::team) cancelled.push_back(&one);
    }
    for (const Item& one : sheet_.maybe) maybe.push_back(&one);
    heading("list", {}, "list");
    if (soon.empty()) p(language_.say("team.empty"));
    if (!soon.empty()) items(soon);
    if (!cancelled.empty()) heading("status.cancelled"), items(cancelled);
    if (!rules.empty()) heading("rules"), items(rules);
    if (!later.empty()) heading("later"), items(later);
    if (!maybe.empty()) {
      heading("maybe");
      p(language_.say("maybe.text"));
      items(maybe);
    }
  }

  void months() {
    const auto first = calendar::split(sheet_.today);
    for (Day month = *calendar::day_of(first.year, first.month, 1); month <= until_;
         month = calendar::add_months(month, 1))
      table(month);
  }

  void table(Day first) {
    const Day last = calendar::add_months(first, 1) - 1;
    const int weekday = static_cast<int>(calendar::weekday(first));
    const Day start = first - (language_.right_to_left() ? (weekday + 2) % 7 : weekday);
    out_ += fmt::format(
        "<section class=\"wide month\" tabindex=\"0\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n"
        "<thead><tr>",
        escape(language_.month(first)));
    for (int c = 0; c < 7; ++c)
      out_ += fmt::format("<th scope=\"col\">{}</th>", escape(language_.weekday_short(start + c)));
    out_ += "</tr></thead>\n<tbody>\n";
    for (Day row = start; row <= last; row = row + 7) {
      out_ += "<tr>";
      for (Day day = row; day < row + 7; day = day + 1) field(day, first, last);
      out_ += "</tr>\n";
    }
    out_ += "</tbody>\n</table>\n</section>\n";
  }

  void field(Day day, Day first, Day last) {
    if (day < first || day > last) {
      out_ += "<td></td>";
      return;
    }
    out_ += fmt::format("<td{}><span class=\"no\">{}</span>", day == sheet_.today ? " aria-current=\"date\"" : "",
                        language_.number(calendar::split(day).day));
    if (const Said n = day_number_of(sheet_, day, language_); !n.text.empty())
      out_ += fmt::format(" <span class=\"dn\">{}</span>", escape(n.text));
    notes(day, false);
    out_ += "</td>";
  }

  /// What a day holds; in full with its place.
  void notes(Day day, bool whole) {
    const auto all = notes_of(sheet_, day, whole, language_);
    if (all.empty()) return;
    out_ += "<ul>";
    for (const Note& note : all) {
      const Item& one = *note.item;
      out_ += fmt::format("<li class=\"{}\">{}", class_of(one), said(note.text));
      if (one.mark != Item::same) out_ += " <span class=\"mark\">" + said(mark_of(one)) + "</span>";
      p(note.likely);
      if (whole && !one.where.empty()) p(language_.say("where", {{"text", one.where}}));
      out_ += "</li>";
    }
    out_ += "</ul>";
  }

  /// Seven days from today, one below the other, so that a telephone shows them whole.
  void week() {
    heading("week", {{"date", sheet_.today}});
    out_ += "<ol class=\"week\">\n";
    for (Day day = sheet_.today; day < sheet_.today + 7; day = day + 1) {
      out_ += "<li><h3>" + escape(language_.date(day));
      if (const Said n = day_number_of(sheet_, day, language_); !n.text.empty()) out_ += " · " + said(n);
      out_ += "</h3>";
      const auto before = out_.size();
      notes(day, true);
      if (out_.size() == before && !may_hold(sheet_, day)) p(language_.say("team.empty"));
      out_ += "</li>\n";
    }
    out_ += "</ol>\n";
  }

  void team() {
    heading("team.huddle", {{"date", sheet_.today}});
    out_ += "<section class=\"wide\" tabindex=\"0\" aria-label=\"" + escape(language_.say("title.team").text) +
            "\">\n<table>\n<thead><tr>";
    for (const auto key : {"team.patient", "team.day-zero", "team.next", "team.waits", "team.heed"})
      out_ += "<th scope=\"col\">" + said(language_.say(key)) + "</th>";
    out_ += "</tr></thead>\n<tbody>\n";
    for (const timeline::Row& row : sheet_.huddle)
      out_ += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                          escape(row.patient), said(row.day_zero), said(row.next), said(row.waits), said(row.heed));
    out_ += "</tbody>\n</table>\n</section>\n";
  }

  const Sheet& sheet_;
  Day until_;
  words::Language language_;
  std::string out_;
};

}  // namespace

std::string html(const Sheet& sheet, Day until) {
  return Writing(sheet, until).run();
}

}  // namespace v2v::view
