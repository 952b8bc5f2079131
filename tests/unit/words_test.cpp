// words: five languages say the same things, in full dates and hours of 24, and none pretends to be checked.
#include "words/words.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

using namespace v2v;
using words::Language;

namespace {

Language in(const char* code) {
  auto language = Language::of(code);
  REQUIRE(language);
  return *language;
}

calendar::Day day(const char* text) {
  return *calendar::parse_day(text);
}

/// The names that a pattern takes: {date}, {n, plural, ...}.
std::set<std::string> names_in(const std::string& pattern) {
  std::set<std::string> out;
  const std::regex name(R"(\{([a-z]+)[,}])");
  for (std::sregex_iterator it(pattern.begin(), pattern.end(), name), end; it != end; ++it) out.insert((*it)[1]);
  return out;
}

}  // namespace

TEST_CASE("a date stands in full with its weekday in each language and in Persian both calendars say it") {
  const auto d = day("2026-10-26");
  CHECK(in("en").date(d) == "Monday 26 October 2026");
  CHECK(in("es").date(d) == "lunes, 26 de octubre de 2026");
  CHECK(in("pl").date(d) == "poniedziałek, 26 października 2026");
  CHECK(in("cy").date(d) == "Dydd Llun, 26 Hydref 2026");
  CHECK(in("fa").date(d) == "دوشنبه ۲۶ اکتبر ۲۰۲۶ (۴ آبان ۱۴۰۵)");
}

TEST_CASE("a leap day and both sides of a year's end are that day wherever the machine stands") {
  CHECK(in("en").date(day("2028-02-29")) == "Tuesday 29 February 2028");
  CHECK(in("en").date(day("2026-12-31")) == "Thursday 31 December 2026");
  CHECK(in("en").date(day("2027-01-01")) == "Friday 1 January 2027");
  CHECK(in("fa").date(day("2027-03-20")) == "شنبه ۲۰ مارس ۲۰۲۷ (۲۹ اسفند ۱۴۰۵)");
  CHECK(in("fa").date(day("2027-03-21")) == "یکشنبه ۲۱ مارس ۲۰۲۷ (۱ فروردین ۱۴۰۶)");
}

TEST_CASE("hours are of 24 in every language") {
  CHECK(in("en").clock(14 * 60 + 5) == "14:05");
  CHECK(in("es").clock(0) == "00:00");
  CHECK(in("fa").clock(9 * 60 + 30) == "۰۹:۳۰");
}

TEST_CASE("Polish and Welsh count as they are spoken") {
  const auto nights = [](const char* code, std::int64_t n) { return in(code).say("nights", {{"n", n}}).text; };
  CHECK(nights("pl", 1) == "1 noc");
  CHECK(nights("pl", 2) == "2 noce");
  CHECK(nights("pl", 5) == "5 nocy");
  CHECK(nights("pl", 22) == "22 noce");
  CHECK(nights("cy", 2) == "2 noson");
  CHECK(nights("en", 1) == "1 night");
}

TEST_CASE("every catalogue has every message of English and puts the same things into it") {
  for (const std::string& code : Language::codes())
    for (const std::string& key : words::keys()) {
      CAPTURE(code);
      CAPTURE(key);
      const std::string own = words::pattern(code, key);
      CHECK(!own.empty());
      if (!key.starts_with("format.")) CHECK(names_in(own) == names_in(words::pattern("en", key)));
    }
}

TEST_CASE("every message can be filled in every language and leaves nothing in braces") {
  for (const std::string& code : Language::codes()) {
    const auto language = in(code.c_str());
    for (const std::string& key : words::keys()) {
      if (key.starts_with("format.")) continue;
      CAPTURE(code);
      CAPTURE(key);
      words::Values values;
      const auto names = names_in(words::pattern("en", key));
      for (const std::string& name : names)
        values.emplace_back(name, name == "n" || name == "k" || name == "m" ? words::Value(std::int64_t{3})
                                                                            : words::Value(std::string("Q")));
      const auto said = language.say(key, values);
      CHECK(said.text.find('{') == std::string::npos);
      CHECK(said.text.find("null") == std::string::npos);
    }
  }
}

TEST_CASE("a translation that nobody has reviewed carries its English and English carries nothing") {
  for (const std::string& code : Language::codes()) {
    const auto language = in(code.c_str());
    const auto said = language.say("confirm");
    if (language.reviewed())
      CHECK(said.english.empty());
    else
      CHECK(said.english == "Plan to be confirmed by your team.");
  }
  CHECK(in("en").reviewed());
}

TEST_CASE("words of a file that are English say so to a reader of another language") {
  CHECK(in("es").quote("Scan", "en").text == "Scan (en inglés)");
  CHECK(in("en").quote("Scan", "en").text == "Scan");
  CHECK(in("es").quote("Escáner", "es").text == "Escáner");
}

TEST_CASE("a telephone number among Persian words keeps its own direction") {
  const auto said = in("fa").say("phone", {{"text", std::string("01632 960 004")}});
  CHECK(said.text ==
        "تلفن: \u2068"
        "01632 960 004\u2069");
}

TEST_CASE("a language is known by the first part of its code and one without words is not") {
  CHECK(Language::of("es-MX"));
  CHECK(Language::of("pl_PL"));
  CHECK(!Language::of("tl"));
  CHECK(!Language::of(""));
}

TEST_CASE("a sentence with an apostrophe, braces or markup put into it says it as it is") {
  const std::string hostile = "O'Brien {x} '{' <b>";
  CHECK(in("en").say("where", {{"text", hostile}}).text == "Where: " + hostile);
}
