// view: every sheet on paper as it was, in what it says and how it looks; and days on which much happens.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "drawn.h"
#include "shelf.h"
#include "tell/sheet.h"
#include "view/paper_sheet.h"

using namespace v2v;
using namespace v2v::tests;
using timeline::Item;
using timeline::Reader;
using timeline::Sheet;

namespace {

Sheet sheet_of(const std::string& patient, const std::string& today, Reader reader, const std::string& language) {
  source::Sources sources;
  auto one = example(sources, patient);
  one.settings.today = *calendar::parse_day(today);
  const auto plan = plan::plan(one.what, one.settings);
  REQUIRE(plan);
  const auto sheet = tell::sheet(one.what, one.settings, *plan.value, {reader, language, nullptr});
  REQUIRE(sheet);
  return *sheet.value;
}

view::PaperStyle style(const std::string& until, bool large = false, bool letter = false) {
  return {letter, large, *calendar::parse_day(until)};
}

/// A sheet with so many visits on one day.
Sheet crowded(int visits, const std::string& today, const std::string& day, const std::string& language) {
  Sheet sheet = sheet_of("P-0042", "2026-10-05", Reader::patient, language);
  sheet.today = *calendar::parse_day(today);
  sheet.items.clear();
  sheet.maybe.clear();
  for (int n = 1; n <= visits; ++n) {
    Item item;
    item.uid = item.patient = "P-0042";
    item.stage = "visit" + std::to_string(n);
    item.from = item.to = item.shown = item.shown_to = *calendar::parse_day(day);
    item.days = {{item.shown, item.shown, item.shown}};
    item.standing = item.shown < sheet.today ? Item::done : Item::booked;
    item.zone = "Europe/London";
    item.start = calendar::Zone::load(item.zone)->instant({item.shown, 8 * 60 + 20 * n});
    item.title = {"Visit number " + std::to_string(n) + " of a long day", ""};
    item.when = {"Wednesday", ""};
    sheet.items.push_back(item);
  }
  return sheet;
}

/// The texts of the page that begins with this line; all others.
std::pair<std::string, std::string> page_and_rest(const view::Paper& paper, const std::string& first) {
  std::pair<std::string, std::string> out;
  for (std::size_t page = 0; page < paper.count(); ++page)
    if (const auto text = drawn::words_of(paper, page); text.starts_with(first + "\n"))
      out.first += text;
    else
      out.second += text;
  return out;
}

}  // namespace

TEST_CASE("every sheet on paper is as it was") {
  drawn::same("patient", sheet_of("P-0042", "2026-10-05", Reader::patient, "en"), style("2026-11-30"), 5);
  drawn::same("patient-fa", sheet_of("P-0042", "2026-10-05", Reader::patient, "fa"), style("2026-11-30"), 4);
  drawn::same("patient-large", sheet_of("P-0042", "2026-10-05", Reader::patient, "en"), style("2026-10-31", true), 5);
  drawn::same("patient-letter", sheet_of("P-0042", "2026-10-29", Reader::patient, "es"),
              style("2026-11-30", false, true), 4);
  drawn::same("carer", sheet_of("P-0057", "2026-10-29", Reader::carer, "pl"), style("2026-11-30"), 4);
  drawn::same("donor", sheet_of("P-0109", "2026-10-05", Reader::donor, "cy"), style("2026-10-31"), 4);
  std::vector<Sheet> all;
  for (const char* patient : {"P-0042", "P-0057", "P-0063", "P-0088"})
    all.push_back(sheet_of(patient, "2026-10-05", Reader::team, "en"));
  drawn::same("team", tell::together(std::move(all)), style("2026-10-31"), 3);
}

TEST_CASE("a picture that is another is seen to be") {
  if (!drawn::fonts_are_those_of_the_goldens()) return;
  const auto pictures = view::png_pages(crowded(3, "2026-10-05", "2026-10-07", "en"), style("2026-10-31"));
  const auto one = drawn::picture_of(pictures.at(1)), other = drawn::picture_of(pictures.at(2));
  int far = 0;
  for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i) far += std::abs(one[i] - other[i]) > 2;
  CHECK(far > 100);
  drawn::alike(one, one);
}

TEST_CASE("a day with more than its field holds says how many more and the list has them all") {
  for (const char* language : {"en", "fa", "pl"})
    for (const char* today : {"2026-10-05", "2026-10-20"})  // ahead, and over
      for (const int visits : {1, 4, 5, 9, 40}) {
        CAPTURE(language);
        CAPTURE(today);
        CAPTURE(visits);
        const auto sheet = crowded(visits, today, "2026-10-14", language);
        const auto paper = drawn::paper_of(sheet, style("2026-10-31"));
        const auto& words = *words::Language::of(language);
        const auto [month, rest] = page_and_rest(paper, words.month(*calendar::parse_day("2026-10-01")));
        int shown = 0;
        for (const Item& item : sheet.items) shown += golden::holds(month, item.title.text + "\n");
        CHECK(shown >= 1);
        const std::string more = words.say("more", {{"n", static_cast<std::int64_t>(visits - shown)}}).text;
        CHECK(golden::holds(month, more) == (shown < visits));
        for (const Item& item : sheet.items) {
          const bool there =
              golden::holds(rest, item.title.text + "\n") || golden::holds(month, item.title.text + "\n");
          CHECK(there);
        }
      }
}

TEST_CASE("signs of a large print month that do not fit are counted") {
  for (const int visits : {1, 5, 6, 7, 30}) {
    const auto paper = drawn::paper_of(crowded(visits, "2026-10-05", "2026-10-14", "en"), style("2026-10-31", true));
    std::size_t dots = 0;
    std::string month;
    for (std::size_t page = 0; page < paper.count(); ++page) {
      const auto text = drawn::words_of(paper, page);
      if (!text.starts_with("October 2026\n")) continue;
      month = text;
      for (const auto& line : paper.pages()[page].lines) dots += line.kind == view::Line::dot;
    }
    CAPTURE(visits);
    const auto left = static_cast<int>(dots) < visits;
    CHECK(golden::holds(month, "+" + std::to_string(visits - static_cast<int>(dots)) + "\n") == left);
  }
}

TEST_CASE("no text of a sheet is drawn below its page or through its foot") {
  std::vector<Sheet> sheets;
  for (const int visits : {3, 12, 60})
    for (const char* language : {"fa", "cy"}) sheets.push_back(crowded(visits, "2026-10-12", "2026-10-14", language));
  sheets.push_back(sheet_of("P-0057", "2026-10-29", Reader::carer, "cy"));
  sheets.push_back(sheet_of("P-0042", "2026-10-05", Reader::team, "pl"));
  auto wordy = crowded(3, "2026-10-12", "2026-10-14", "es");
  std::string long_text = "Turn left.";
  for (int n = 0; n < 600; ++n) long_text += " Then turn right, and left again.";
  wordy.items[0].lines.push_back({long_text, long_text});
  wordy.items[1].title = {long_text, ""};
  wordy.items[1].shown = wordy.items[1].from = wordy.items[1].to = *calendar::parse_day("2027-06-01");
  sheets.push_back(wordy);
  wordy.reader = Reader::team;
  wordy.huddle.push_back({"P-0042", {long_text, ""}, {}, {}, {long_text, ""}});
  sheets.push_back(wordy);
  for (const Sheet& sheet : sheets)
    for (const bool large : {false, true})
      for (const bool letter : {false, true}) {
        const auto look = style("2026-12-31", large, letter);
        auto paper = drawn::paper_of(sheet, look);
        const auto language = *words::Language::of(sheet.language);
        const double foot = paper.height() - view::margin - view::footer_height({sheet, look, language}, paper);
        for (std::size_t page = 0; page < paper.count(); ++page)
          for (const auto& one : paper.pages()[page].words) {
            int high = 0;
            pango_layout_get_size(one.layout.get(), nullptr, &high);
            const double end = one.y + static_cast<double>(high) / PANGO_SCALE;
            CAPTURE(sheet.language);
            CAPTURE(page);
            CAPTURE(std::string(pango_layout_get_text(one.layout.get())));
            CHECK(end <= (one.y < foot ? foot + 1 : paper.height()));
          }
      }
}
