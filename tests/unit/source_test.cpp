// Places in a text, diagnostics as text with carets and as JSON, suggestions, the table of codes.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "source/codes.h"
#include "source/render.h"
#include "source/suggest.h"
#include "source/utf8.h"

using namespace v2v::source;

namespace {

Span find(const File& file, std::string_view word) {
  const std::size_t at = file.text.find(word);
  REQUIRE(at != std::string::npos);
  return {&file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size())};
}

Diagnostic error_at(Span where, std::string text = "wrong") {
  return {"some-code", Severity::error, where, std::move(text), {}, {}};
}

/// The line and the carets of a rendered diagnostic, without the gutter.
std::array<std::string, 2> shown(const Diagnostic& diagnostic) {
  const std::string text = render(diagnostic);
  const std::size_t first = text.find('\n') + 1;
  const std::size_t second = text.find('\n', first) + 1;
  return {text.substr(first + 8, second - first - 9), text.substr(second + 8, text.find('\n', second) - second - 8)};
}

}  // namespace

TEST_CASE("a place is a line and a column in letters") {
  Sources sources;
  const File& f = sources.add("a", "one\nzażółć x\r\n\nlast");
  CHECK(position(find(f, "one")) == Position{1, 1});
  CHECK(position(find(f, "x")) == Position{2, 8});
  CHECK(position({&f, 18, 18}) == Position{3, 1});
  CHECK(position(find(f, "last")) == Position{4, 1});
  CHECK(position({&f, static_cast<std::uint32_t>(f.text.size()), 0}) == Position{4, 5});
  CHECK(position({}) == Position{0, 0});
  CHECK(line_of(find(f, "x")) == "zażółć x");
  CHECK(line_of({&f, 18, 18}).empty());
  CHECK(line_of({}).empty());
  CHECK(text_of(find(f, "last")) == "last");
}

TEST_CASE("a byte order mark is no column and a span past the end is cut") {
  Sources sources;
  const File& f = sources.add("a",
                              "\xEF\xBB\xBF"
                              "ab\n");
  CHECK(position(find(f, "ab")) == Position{1, 1});
  CHECK(position({&f, 0, 1}) == Position{1, 1});
  CHECK(text_of({&f, 4, 900}) == "b\n");
  CHECK(text_of({&f, 900, 901}).empty());
  CHECK(shown(error_at(find(f, "b")))[1] == " ^");
}

TEST_CASE("files keep their addresses and their order") {
  Sources sources;
  std::vector<const File*> added;
  for (int i = 0; i < 50; ++i) added.push_back(&sources.add("f", std::to_string(i)));
  for (int i = 0; i < 50; ++i) CHECK(sources.index_of(added[static_cast<std::size_t>(i)]) == i);
  const File stranger;
  CHECK(sources.index_of(&stranger) == -1);
  CHECK(&sources.add("f", "7") == added[7]);  // the same file twice is one; another text or name is another
  CHECK(sources.files().size() == 50);
  CHECK(sources.index_of(&sources.add("g", "7")) == 50);
}

TEST_CASE("diagnostics are sorted by file and place and repeats are dropped") {
  Sources sources;
  const File& a = sources.add("z", "one two");
  const File& b = sources.add("a", "three");
  Diagnostics list = {error_at(find(b, "three")), error_at(find(a, "two"), "second"), error_at(find(a, "two"), "first"),
                      error_at(find(a, "one")),   error_at(find(a, "two"), "second"), error_at({})};
  list.push_back(list[1]);
  list.back().hint = "another hint";
  sort_by_place(list, sources);
  REQUIRE(list.size() == 6);
  CHECK(list[0].where.file == nullptr);
  CHECK(text_of(list[1].where) == "one");
  CHECK(list[2].text == "second");
  CHECK(list[3].text == "first");
  CHECK(list[4].hint == "another hint");
  CHECK(text_of(list[5].where) == "three");
  CHECK(has_errors(list));
  for (auto& d : list) d.severity = Severity::warning;
  CHECK_FALSE(has_errors(list));
}

TEST_CASE("a diagnostic is rendered as a compiler does") {
  Sources sources;
  const File& f = sources.add("workflows/car-t/example.yaml",
                              "stages:\n  sterility:\n    takes: 3d\n  infusion:\n    wait: at most 48h\n");
  const Diagnostic d{"clash",
                     Severity::error,
                     find(f, "at most 48h"),
                     "infusion cannot follow release this soon",
                     {{find(f, "takes: 3d"), "sterility testing holds the product for 3 days"}, {{}, "nowhere"}},
                     "24 h too tight."};
  CHECK(render(d) ==
        "workflows/car-t/example.yaml:5:11: error: infusion cannot follow release this soon [clash]\n"
        "    5 |     wait: at most 48h\n"
        "      |           ^^^^^^^^^^^\n"
        "workflows/car-t/example.yaml:3:5: note: sterility testing holds the product for 3 days\n"
        "    3 |     takes: 3d\n"
        "      |     ^^^^^^^^^\n"
        "note: nowhere\n"
        "  hint: 24 h too tight.\n");
}

TEST_CASE("a diagnostic without a place has no excerpt") {
  CHECK(render({"lost", Severity::warning, {}, "odd", {}, {}}) == "warning: odd [lost]\n");
}

TEST_CASE("colour is used only when there is ink for it") {
  Sources sources;
  const File& f = sources.add("a", "x\n");
  CHECK(render(error_at(find(f, "x"))).find('\x1b') == std::string::npos);
  const std::string coloured = render(error_at(find(f, "x")), {.colour = true});
  CHECK(coloured.find("\x1b[1;31merror:\x1b[0m") != std::string::npos);
  CHECK(coloured.find("\x1b[1;31m^\x1b[0m") != std::string::npos);
}

TEST_CASE("carets stand under the letters as a terminal shows them") {
  Sources sources;
  SUBCASE("wide letters take two columns") {
    const File& f = sources.add("a", "日本: 語x y\n");
    CHECK(shown(error_at(find(f, "語x"))) == std::array<std::string, 2>{"日本: 語x y", "      ^^^"});
  }
  SUBCASE("combining marks take none") {
    const File& f = sources.add("a", "e\u0301e\u0301: ab\n");
    CHECK(shown(error_at(find(f, "ab")))[1] == "    ^^");
    CHECK(shown(error_at(find(f, "e\u0301")))[1] == "^");
  }
  SUBCASE("a tab shows as one space") {
    const File& f = sources.add("a", "a:\t\tb\n");
    CHECK(shown(error_at(find(f, "b"))) == std::array<std::string, 2>{"a:  b", "    ^"});
  }
  SUBCASE("control characters and stray bytes show as numbers") {
    const File& f = sources.add("a", "a\x1B[31m\xFF z\n");
    CHECK(shown(error_at(find(f, "z"))) == std::array<std::string, 2>{"a\\x1B[31m\\xFF z", "              ^"});
    CHECK(shown(error_at(find(f, "\x1B")))[1] == " ^^^^");
  }
  SUBCASE("overrides of direction are made visible") {
    const File& f = sources.add("a", "a\u202Eb\n");
    CHECK(shown(error_at(find(f, "b"))) == std::array<std::string, 2>{"a\\u202Eb", "       ^"});
  }
  SUBCASE("a span of several lines is underlined on its first") {
    const File& f = sources.add("a", "a: b\nc: d\n");
    CHECK(shown(error_at(find(f, "b\nc")))[1] == "   ^");
  }
  SUBCASE("an empty span has one caret even at the end") {
    const File& f = sources.add("a", "ab\n");
    CHECK(shown(error_at({&f, 0, 0}))[1] == "^");
    CHECK(shown(error_at({&f, 2, 2}))[1] == "  ^");
    CHECK(shown(error_at({&f, 3, 3}))[1] == "^");
    CHECK(shown(error_at({&f, 900, 901}))[1] == "^");
  }
}

TEST_CASE("a line break or a control character in a message cannot forge a line") {
  Sources sources;
  const File& f = sources.add("a\nb", "x\n");
  const std::string text = render({"c\n", Severity::error, find(f, "x"), "one\ntwo\x1B", {}, "h\nh"});
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
  CHECK(text.find('\x1B') == std::string::npos);
}

TEST_CASE("a long line is cut around the caret at 140 columns") {
  Sources sources;
  const std::string left(500, 'l'), right(500, 'r');
  const auto cut = [&](std::string line, std::string_view word) {
    const auto [text, carets] = shown(error_at(find(sources.add("a", std::move(line)), word)));
    CHECK(text.size() <= 140);
    CHECK(text.substr(carets.find('^'), word.size()) == word);
    CHECK(carets.size() <= text.size());
    CHECK(std::count(carets.begin(), carets.end(), '^') == static_cast<std::ptrdiff_t>(word.size()));
    return text;
  };
  SUBCASE("in the middle") {
    const std::string text = cut(left + "WORD" + right, "WORD");
    CHECK(text.starts_with("...l"));
    CHECK(text.ends_with("r..."));
    CHECK(text.size() == 140);
  }
  SUBCASE("near the front") {
    CHECK(cut("WORD" + right, "WORD").ends_with("r..."));
  }
  SUBCASE("near the end") {
    const std::string text = cut(left + "WORD", "WORD");
    CHECK(text.starts_with("...l"));
    CHECK(text.ends_with("WORD"));
    CHECK(text.size() == 140);
  }
  SUBCASE("not when it just fits") {
    CHECK(cut(std::string(136, 'l') + "WORD", "WORD") == std::string(136, 'l') + "WORD");
  }
  SUBCASE("and a span longer than the line is underlined as far as it shows") {
    const File& f = sources.add("a", "ab" + left);
    const auto [text, carets] = shown(error_at({&f, 0, 502}));
    CHECK(text.size() == 140);
    CHECK(carets == std::string(137, '^'));
  }
  SUBCASE("in a line of a million wide letters") {
    std::string line;
    for (int i = 0; i < 300'000; ++i) line += "語";
    const File& f = sources.add("a", line + "WORD" + line);
    const auto [text, carets] = shown(error_at(find(f, "WORD")));
    CHECK(text.starts_with("...語"));
    CHECK(text.ends_with("語..."));
    CHECK(count_code_points(text) < 110);
    CHECK(carets.ends_with(" ^^^^"));
  }
}

TEST_CASE("JSON holds all that an editor asks") {
  Sources sources;
  const File& f = sources.add("a.yaml", "a: 1\nżó: 2\n");
  const Diagnostic d{"c", Severity::warning, find(f, "2"), "m", {{find(f, "a"), "n"}}, "h"};
  const auto json = nlohmann::json::parse(render_json({d, error_at({})}));
  CHECK(json[0] == nlohmann::json::parse(R"({"file":"a.yaml","line":2,"column":5,"end_line":2,"end_column":6,
    "severity":"warning","code":"c","message":"m","hint":"h",
    "notes":[{"file":"a.yaml","line":1,"column":1,"end_line":1,"end_column":2,"message":"n"}]})"));
  CHECK(json[1]["file"].is_null());
  CHECK(json[1]["line"] == 0);
  CHECK(render_json({}) == "[]\n");
}

TEST_CASE("JSON keeps the order of its keys") {
  const std::string text = render_json({error_at({})});
  std::size_t last = 0;
  for (const char* key : {"\"file\"", "\"line\"", "\"column\"", "\"end_line\"", "\"end_column\"", "\"severity\"",
                          "\"code\"", "\"message\"", "\"notes\"", "\"hint\""}) {
    const std::size_t at = text.find(key);
    REQUIRE(at != std::string::npos);
    CHECK(at > last);
    last = at;
  }
}

TEST_CASE("JSON never throws on odd bytes") {
  Sources sources;
  const File& f = sources.add("\xFF", "\xC3\x28\n");
  const std::string text = render_json({error_at({&f, 0, 1}, "bad \xFE")});
  CHECK(nlohmann::json::accept(text));
  CHECK(text.find("\uFFFD") != std::string::npos);
}

TEST_CASE("the nearest word is suggested and only when it is near") {
  const std::vector<std::string> known = {"infusion", "release", "leukapheresis", "takes", "at", "after", "führung"};
  CHECK(nearest("infuson", known) == "infusion");
  CHECK(nearest("realese", known) == "release");
  CHECK(nearest("leukaferesis", known) == "leukapheresis");
  CHECK(nearest("atkes", known) == "takes");
  CHECK(nearest("ta", known) == "at");
  CHECK(nearest("fuhrung", known) == "führung");
  CHECK(nearest("release", known) == "release");
  CHECK(nearest("thaw", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest("x", {}).empty());
}

TEST_CASE("ties go to the word that is known first and a word wholly changed is none") {
  const std::vector<std::string> known = {"cat", "bat", "h"};
  CHECK(nearest("rat", known) == "cat");
  CHECK(nearest("m", known).empty());
  CHECK(nearest(std::string(1'000'000, 'x'), known).empty());
}

TEST_CASE("UTF-8 is taken apart strictly") {
  const auto valid = [](std::string_view text) { return decode(text, 0).valid; };
  CHECK(decode("é", 0).value == 0xE9);
  CHECK(decode("語", 0).bytes == 3);
  CHECK(decode("😀", 0).value == 0x1F600);
  for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3", "\xE8\xAA", "\xC3x"}) {
    CAPTURE(bad);
    CHECK_FALSE(valid(bad));
    CHECK(decode(bad, 0).bytes == 1);
  }
  CHECK(valid("\xF4\x8F\xBF\xBF"));
  CHECK(count_code_points("aé\xFFx") == 4);
}

TEST_CASE("letters fill the columns a terminal gives them") {
  CHECK(columns('a') == 1);
  CHECK(columns(0xE9) == 1);
  CHECK(columns(0x301) == 0);
  CHECK(columns(0x200D) == 0);
  CHECK(columns(0x8A9E) == 2);
  CHECK(columns(0xFF1A) == 2);
  CHECK(columns(0x1F600) == 2);
  CHECK(columns(0x628) == 1);
  CHECK(columns(0x10FFFF) == 1);
}

TEST_CASE("codes are sorted and each has a meaning and a decent name") {
  std::set<std::string_view> seen;
  std::string_view last;
  for (const auto& [code, meaning] : codes()) {
    CHECK(last < code);
    last = code;
    CHECK(seen.insert(code).second);
    CHECK_FALSE(meaning.empty());
    CHECK(code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos);
    CHECK(meaning_of(code) == meaning);
  }
  CHECK(meaning_of("no-such-code").empty());
  CHECK(meaning_of("").empty());
}
