// The guarded YAML reader: what it gives, where each piece stands, and each flaw of YAML or yaml-cpp it refuses.
#include "text/tree.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <string>
#include <vector>

#include "source/codes.h"
#include "source/render.h"

using namespace v2v;
using source::Position;
using text::Node;

namespace {

struct Read {
  source::Sources sources;
  const source::File* file;
  source::Checked<std::shared_ptr<Node>> all;

  explicit Read(std::string text, text::Limits limits = {})
      : file(&sources.add("a.yaml", std::move(text))), all(text::parse_past_errors(*file, limits)) {}

  const Node& root() const {
    REQUIRE(all.value.has_value());
    return **all.value;
  }
  const Node& operator[](std::string_view key) const {
    const Node* found = root().find(key);
    REQUIRE(found != nullptr);
    return *found;
  }
  std::string at(std::string_view key) const { return std::string(text_of((*this)[key].where)); }
  /// "code line:column 'text under the carets'" for each finding.
  std::vector<std::string> findings() const {
    std::vector<std::string> out;
    for (const auto& d : all.diagnostics) {
      const Position p = position(d.where);
      out.push_back(fmt::format("{} {}:{} '{}'", d.code, p.line, p.column, text_of(d.where)));
    }
    return out;
  }
};

using Found = std::vector<std::string>;

Found findings_of(std::string text) {
  return Read(std::move(text)).findings();
}

const source::Diagnostic& only(const Read& read) {
  REQUIRE(read.all.diagnostics.size() == 1);
  return read.all.diagnostics.front();
}

double seconds_to_read(std::string text) {
  source::Sources sources;
  const auto& file = sources.add("big.yaml", std::move(text));
  const auto begin = std::chrono::steady_clock::now();
  const auto checked = text::parse(file);
  CHECK((checked.value.has_value() || has_errors(checked.diagnostics)));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace

TEST_CASE("values are text and keep the look they were written with") {
  const Read r("time: 12:30\nno: no\nedition: 5.10\noctal: 014\nhex: 0x1F\nhuge: 1e400\nnan: .NaN\n");
  CHECK(r.all.diagnostics.empty());
  CHECK(r["time"].text == "12:30");
  CHECK(r["no"].text == "no");
  CHECK(r["edition"].text == "5.10");
  CHECK(r["octal"].text == "014");
  CHECK(r["hex"].text == "0x1F");
  CHECK(r["huge"].text == "1e400");
  CHECK(r["nan"].text == ".NaN");
  CHECK_FALSE(r["no"].quoted);
}

TEST_CASE("a map keeps the order of its keys and says where each stands") {
  const Read r("b: 1\na: {d: 2, c: 3}\n");
  REQUIRE(r.root().entries.size() == 2);
  CHECK(r.root().entries[0].key == "b");
  CHECK(r.root().entries[1].key == "a");
  CHECK(position(r["a"].entries[1].key_where) == Position{2, 11});
  CHECK(text_of(r["a"].entries[1].key_where) == "c");
  CHECK(r.root().find("c") == nullptr);
}

TEST_CASE("a span covers exactly the written value") {
  SUBCASE("not trailing spaces or a comment") {
    const Read r("a:   at most 48h   # why\nb: x#y\n");
    CHECK(r.at("a") == "at most 48h");
    CHECK(r.at("b") == "x#y");
  }
  SUBCASE("the quotes too") {
    const Read r("a: \"x \\\" # y\" # c\nb: 'it''s' \n\"c d\": 1\n");
    CHECK(r.at("a") == "\"x \\\" # y\"");
    CHECK(r["a"].text == "x \" # y");
    CHECK(r.at("b") == "'it''s'");
    CHECK(r["b"].text == "it's");
    CHECK(text_of(r.root().entries[2].key_where) == "\"c d\"");
    CHECK(r.root().entries[2].key == "c d");
  }
  SUBCASE("all lines of text that goes on") {
    const Read r("a: one\n   two  \n\n   three # c\nb: \"one\n  two\" # d\n");
    CHECK(r.at("a") == "one\n   two  \n\n   three");
    CHECK(r["a"].text == "one two\nthree");
    CHECK(r.at("b") == "\"one\n  two\"");
  }
  SUBCASE("a block from its sign to its last letter") {
    const Read r("a: |  # c\n  one\n    two\n\n  # not a comment\n\nb: >-\n  three\n  four  \nc: 1\n");
    CHECK(r.at("a") == "|  # c\n  one\n    two\n\n  # not a comment");
    CHECK(r["a"].text == "one\n  two\n\n# not a comment\n");
    CHECK(r["a"].quoted);
    CHECK(r.at("b") == ">-\n  three\n  four");
    CHECK(r["b"].text == "three four  ");
    CHECK(r.at("c") == "1");
  }
  SUBCASE("a block inside lists and with its own indentation") {
    const Read r("a:\n  - |2\n      one\n    two\n  - k: |+\n      x\n\n    l: 2\nb: |\nc: 3\n");
    CHECK(text_of(r["a"].items[0]->where) == "|2\n      one\n    two");
    CHECK(r["a"].items[0]->text == "  one\ntwo\n");
    CHECK(text_of(r["a"].items[1]->find("k")->where) == "|+\n      x");
    CHECK(r["a"].items[1]->find("k")->text == "x\n\n");
    CHECK(r.at("b") == "|");
    CHECK(r["b"].text.empty());
    CHECK_FALSE(r["b"].empty);
  }
  SUBCASE("lists and maps in brackets to the closing one") {
    const Read r("a: [x, {k: v , l: [y]} , # c ]\n  z , ] # d\nb: {}\nc: [ ]\nd: {e: }\n");
    CHECK(r.at("a") == "[x, {k: v , l: [y]} , # c ]\n  z , ]");
    CHECK(text_of(r["a"].items[1]->where) == "{k: v , l: [y]}");
    CHECK(text_of(r["a"].items[1]->find("k")->where) == "v");
    CHECK(r.at("b") == "{}");
    CHECK(r["b"].kind == Node::map);
    CHECK(r.at("c") == "[ ]");
    CHECK(r["c"].kind == Node::list);
    CHECK(r.at("d") == "{e: }");
  }
  SUBCASE("lists and maps of lines from the first to the last letter") {
    const Read r("a:\n  b: 1\n  c:\n  - x\n  - y: 2  \n\nd:\n  - e:\n");
    CHECK(r.at("a") == "b: 1\n  c:\n  - x\n  - y: 2");
    CHECK(text_of(r["a"].find("c")->where) == "- x\n  - y: 2");
    CHECK(r.at("d") == "- e:");
  }
  SUBCASE("a pair in a list without braces") {
    const Read r("a: [x, y: z w, q]\n");
    CHECK(text_of(r["a"].items[1]->where) == "y: z w");
    CHECK(text_of(r["a"].items[2]->where) == "q");
  }
}

TEST_CASE("columns are counted in letters and spans in bytes") {
  const Read r("title: {żółć: \"Łódź\", b: zażółć gęślą}\n日本: 語\nlast: é\n");
  CHECK(r.all.diagnostics.empty());
  CHECK(position(r["title"].find("żółć")->where) == Position{1, 15});
  CHECK(text_of(r["title"].find("żółć")->where) == "\"Łódź\"");
  CHECK(position(r["title"].find("b")->where) == Position{1, 26});
  CHECK(text_of(r["title"].find("b")->where) == "zażółć gęślą");
  CHECK(position(r["日本"].where) == Position{2, 5});
  CHECK(r.at("last") == "é");
}

TEST_CASE("line ends of Windows and a byte order mark move no place") {
  const Read r(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: \"x\r\n  y\"\r\nc: |\r\n  one\r\n  two\r\nd: {e: f}\r\n");
  CHECK(r.all.diagnostics.empty());
  CHECK(position(r.root().entries[0].key_where) == Position{1, 1});
  CHECK(position(r["a"].where) == Position{1, 4});
  CHECK(r.at("a") == "1");
  CHECK(r.at("b") == "\"x\r\n  y\"");
  CHECK(r["b"].text == "x y");
  CHECK(r.at("c") == "|\r\n  one\r\n  two");
  CHECK(r["c"].text == "one\ntwo\n");
  CHECK(r.at("d") == "{e: f}");
  CHECK(position(r["d"].where) == Position{7, 4});
}

TEST_CASE("a key without a value is empty and stands at its key") {
  const Read r("a:\nb: ~\nc: null\nd: \"\"\ne: ''\nf: nullable\ng:\n");
  CHECK(r.all.diagnostics.empty());
  for (const char* key : {"a", "b", "c", "g"}) {
    CHECK(r[key].empty);
    CHECK(r.at(key) == key);
  }
  for (const char* key : {"d", "e"}) {
    CHECK_FALSE(r[key].empty);
    CHECK(r[key].text.empty());
    CHECK(r[key].quoted);
  }
  CHECK(r.at("d") == "\"\"");
  CHECK(r["f"].text == "nullable");
}

TEST_CASE("an item without a value stands at its dash") {
  const Read r("a:\n  - x\n  -\n  - y\nb: [~, z]\n");
  CHECK(r["a"].items[1]->empty);
  CHECK(position(r["a"].items[1]->where) == Position{3, 3});
  CHECK(text_of(r["a"].items[1]->where) == "-");
  CHECK(r["b"].items[0]->empty);
  CHECK(text_of(r["b"].items[0]->where) == "~");
  CHECK(text_of(r["b"].items[1]->where) == "z");
}

TEST_CASE("the last block of a file without a line end gains none") {
  CHECK(Read("a: |\n  x")["a"].text == "x");
  CHECK(Read("a: |\n  x\n")["a"].text == "x\n");
  CHECK(Read("a: |+\n  x\n")["a"].text == "x\n");
  CHECK(Read("a: |-\n  x\n")["a"].text == "x");
}

TEST_CASE("a duplicate key is refused with the place of the first") {
  const Read r("a: 1\nb: 2\n\"a\": 3\nc: {d: 1, d: 2}\n");
  CHECK(r.findings() == Found{"duplicate-key 3:1 '\"a\"'", "duplicate-key 4:11 'd'"});
  REQUIRE(r.all.diagnostics[0].notes.size() == 1);
  CHECK(position(r.all.diagnostics[0].notes[0].where) == Position{1, 1});
  CHECK(r["a"].text == "1");
  CHECK(r.root().entries.size() == 3);
}

TEST_CASE("duplicate keys are found in a map of any size") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += fmt::format("k{}: {}\n", i, i);
  const Read r(text + "k3: x\nk39: y\n");
  CHECK(r.findings() == Found{"duplicate-key 41:1 'k3'", "duplicate-key 42:1 'k39'"});
}

TEST_CASE("a large map finds its keys and stays right when entries come and go") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += fmt::format("k{}: {}\n", i, i);
  const Read r(text);
  for (int i = 0; i < 100; ++i) CHECK(r[fmt::format("k{}", i)].text == std::to_string(i));
  CHECK(r.root().find("k100") == nullptr);
  Node changed = r.root();
  changed.entries.erase(changed.entries.begin() + 5);
  changed.entries.push_back({"new", {}, std::make_shared<Node>()});
  CHECK(changed.find("k5") == nullptr);
  CHECK(changed.find("new") != nullptr);
  for (int i = 6; i < 100; ++i) CHECK(changed.find(fmt::format("k{}", i))->text == std::to_string(i));
}

TEST_CASE("anchors and aliases are refused where they stand") {
  CHECK(findings_of("a: &x 1\nb: *x\n") == Found{"anchor 1:4 '&x'", "alias 2:4 '*x'"});
  CHECK(findings_of("a: &x\nb: 1\n") == Found{"anchor 1:4 '&x'"});
  CHECK(findings_of("a:\n&x b: 1\n") == Found{"anchor 2:1 '&x'"});
  CHECK(findings_of("a: &x [*x]\n") == Found{"anchor 1:4 '&x'", "alias 1:8 '*x'"});
  CHECK(findings_of("a: &x\n  b: 1\nc: {<<: *x}\n") ==
        Found{"anchor 1:4 '&x'", "merge-key 3:5 '<<'", "alias 3:9 '*x'"});
  CHECK(findings_of("a: *none\n") == Found{"alias 1:4 '*none'"});
  CHECK(findings_of("a: * see below\n") == Found{"alias 1:4 '*'"});
  CHECK(findings_of("a: & see\n") == Found{"anchor 1:4 '&'"});
}

TEST_CASE("an alias bomb is refused and never unfolded") {
  std::string text = "l0: &l0 [x]\n";
  for (int i = 1; i <= 20; ++i) {
    text += fmt::format("l{}: &l{} [", i, i);
    for (int j = 0; j < 10; ++j) text += fmt::format("*l{}, ", i - 1);
    text += "]\n";
  }
  const Read r(text);
  CHECK(r.all.diagnostics.size() == 101);
  CHECK(r.all.diagnostics.front().code == "anchor");
  CHECK_FALSE(text::parse(*r.file).value.has_value());
}

TEST_CASE("tags are refused even those yaml-cpp keeps to itself") {
  CHECK(findings_of("a: !foo 1\nb: !!str 2\nc: ! 3\nd: !<tag:x> 4\n") ==
        Found{"tag 1:4 '!foo'", "tag 2:4 '!!str'", "tag 3:4 '!'", "tag 4:4 '!<tag:x>'"});
  CHECK(findings_of("a: !!map\n  b: 1\n") == Found{"tag 1:4 '!!map'"});
  CHECK(Read("a: !foo [x]\n").at("a") == "[x]");
}

TEST_CASE("a merge key is refused unless it is quoted") {
  CHECK(findings_of("a: {<<: {b: 1}}\n") == Found{"merge-key 1:5 '<<'"});
  CHECK(Read("\"<<\": 1\n")["<<"].text == "1");
}

TEST_CASE("a key that is no word is refused") {
  CHECK(findings_of("? [a]\n: 1\nb: 2\n") == Found{"key-not-text 1:3 '[a]'"});
  CHECK(findings_of("x: {{a: 1}: 2, c: 3}\n") == Found{"key-not-text 1:5 '{a: 1}'"});
  CHECK(findings_of(": 1\n") == Found{"key-not-text 1:1 ':'"});
  CHECK(findings_of("~: 1\n") == Found{"key-not-text 1:1 '~'"});
  CHECK(findings_of("b: &x 1\n*x : 2\n") == Found{"anchor 1:4 '&x'", "alias 2:1 '*x'"});
  CHECK(Read("? [a]\n: 1\nb: 2\n").at("b") == "2");
}

TEST_CASE("prose in braces that lacks its quotes is refused at the words behind the comma") {
  const Read r("a: {note: fasting, no breakfast, is: 3d}\n");
  CHECK(r.findings() == Found{"needs-quotes 1:20 'no breakfast'"});
  REQUIRE(only(r).notes.size() == 1);
  CHECK(text_of(only(r).notes[0].where) == "fasting");
  CHECK(findings_of("a: {b:1, c: 2}\n") == Found{"needs-quotes 1:5 'b:1'"});
  CHECK(findings_of("a: {b: , c: 2}\n").empty());
  CHECK(findings_of("a: {note: \"fasting, no breakfast\"}\n").empty());
}

TEST_CASE("an unclosed quote is reported where it opens") {
  SUBCASE("when no other quote follows") {
    CHECK(findings_of("a: \"xyz\nb: 3\n") == Found{"unclosed-quote 1:4 '\"xyz'"});
    CHECK(findings_of("a: \"xyz\nb: 3") == Found{"unclosed-quote 1:4 '\"xyz'"});
    CHECK(findings_of("k: 1\na: [x, 'xyz]\nb: 3\n") == Found{"unclosed-quote 2:8 ''xyz]'"});
    CHECK(findings_of("'a: 1\n") == Found{"unclosed-quote 1:1 ''a: 1'"});
  }
  SUBCASE("when the next quote seems to close it") {
    CHECK(findings_of("a: \"x\nb: \"y\"\nc: 3\n") == Found{"unclosed-quote 1:4 '\"x'"});
    CHECK(findings_of("s:\n  a: 'x  # c\n  b: 'y'\n") == Found{"unclosed-quote 2:6 ''x  # c'"});
  }
  SUBCASE("when everything seems to fit") {
    CHECK(findings_of("a: \"x\nb: \"\nc: 3\n") == Found{"unclosed-quote 1:4 '\"x'"});
  }
  SUBCASE("but not when the text goes on as it should") {
    CHECK(findings_of("s:\n  a: \"x\n\n    b: c\"\n").empty());
    CHECK(findings_of("a: it's\nb: 5\" tube\n").empty());
  }
}

TEST_CASE("several documents are refused where the second begins") {
  CHECK(findings_of("a: 1\n---\nb: 2\n") == Found{"several-documents 2:1 '---'"});
  CHECK(findings_of("a: 1\n...\nb: 2\n") == Found{"several-documents 2:1 '...'"});
  CHECK(findings_of("---\na: 1\n").empty());
  CHECK(findings_of("a: 1\n...\n").empty());
  CHECK(findings_of("a: 1\n---\n") == Found{"several-documents 2:1 '---'"});
  CHECK(findings_of("a: 1\n---\nb: [\n") == Found{"several-documents 2:1 '---'"});
}

TEST_CASE("what yaml-cpp takes for a silent second document is told for what it is") {
  CHECK(findings_of("'a':1\n") == Found{"yaml-syntax 1:4 ':'"});
  CHECK(findings_of("  a: 1\nb: 2\n") == Found{"yaml-syntax 2:1 'b: 2'"});
  CHECK(findings_of("- a\nb: 1\n") == Found{"yaml-syntax 2:1 'b: 1'"});
}

TEST_CASE("directives are refused") {
  CHECK(findings_of("# c\n%YAML 1.3\n---\na: 1\n") == Found{"directive 2:1 '%YAML 1.3'"});
  CHECK(findings_of("%foo\na: 1\n") == Found{"directive 1:1 '%foo'"});
}

TEST_CASE("an empty file is refused") {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n", "\xEF\xBB\xBF", "~\n", "null", "  \n\n"}) {
    CAPTURE(text);
    CHECK(only(Read(text)).code == "empty-file");
    CHECK_FALSE(Read(text).all.value.has_value());
  }
}

TEST_CASE("a file must be a map") {
  CHECK(findings_of("- a\n- b\n") == Found{"root-not-map 1:1 '- a\n- b'"});
  CHECK(findings_of("just words # c\n") == Found{"root-not-map 1:1 'just words'"});
  CHECK(findings_of("[a]\n") == Found{"root-not-map 1:1 '[a]'"});
}

TEST_CASE("tabs that indent are refused with a word about tabs") {
  CHECK(findings_of("a:\n\tb: 1\n") == Found{"tab-indent 2:1 '\t'"});
  CHECK(findings_of("a: 1\n\tb: 1\n") == Found{"tab-indent 2:1 '\t'"});
  CHECK(findings_of("a:\n  b: 1\n  \tc: 1\n") == Found{"tab-indent 3:3 '\t'"});
  CHECK(findings_of("a: [x,\n\ty]\n") == Found{"tab-indent 2:1 '\t'"});
  const Read r("a:\n\tb: 1\n\tc: 1\n");
  CHECK(only(r).text.find("tab") != std::string::npos);
}

TEST_CASE("tabs that indent nothing are left alone") {
  CHECK(findings_of("a:\tx\t# c\n").empty());
  CHECK(findings_of("a: |\n  x\n  \ty\nb: 1\n").empty());
  CHECK(findings_of("a: \"x\n  \ty\"\nb: 1\n").empty());
  CHECK(findings_of("a: 1\n\t\nb: 1\n\t# c\n \t \r\nd: 1\n").empty());
  CHECK(Read("a: |\n  x\n  \ty\n")["a"].text == "x\n\ty\n");
}

TEST_CASE("bytes that are not UTF-8 are refused at the first") {
  CHECK(findings_of("a: 1\nb: x\xFFy\n") == Found{"not-utf8 2:5 '\xFF'"});
  CHECK(only(Read("a: \xC3")).code == "not-utf8");
  CHECK(only(Read("a: \xC0\xAF\n")).code == "not-utf8");
  CHECK(only(Read("a: \xED\xA0\x80\n")).code == "not-utf8");
  const Read utf16(
      std::string("\xFF\xFE"
                  "a\0:\0",
                  6));
  CHECK(only(utf16).code == "not-utf8");
  CHECK(only(utf16).text.find("UTF-16") != std::string::npos);
}

TEST_CASE("unseen characters are all refused and reading goes on") {
  CHECK(Read(std::string("a: x\0y\nb: \x1B[31m\na: 2\n", 21)).findings() ==
        Found{std::string("control-character 1:5 '\0'", 25), "control-character 2:4 '\x1B'", "duplicate-key 3:1 'a'"});
  CHECK(findings_of("a: x\xEF\xBB\xBFy\n") == Found{"control-character 1:5 '\xEF\xBB\xBF'"});
  CHECK(findings_of("a: x\xC2\x85y\n") == Found{"control-character 1:5 '\xC2\x85'"});
  CHECK(only(Read("a: 1\rb: 2\n")).code == "control-character");
  CHECK(findings_of("a: می\xE2\x80\x8C"
                    "خواهم\n")
            .empty());
}

TEST_CASE("a file that is too large is refused unread") {
  CHECK(only(Read("a: 12345\n", {.bytes = 8})).code == "too-large");
  CHECK(Read("a: 1234\n", {.bytes = 8}).all.diagnostics.empty());
}

TEST_CASE("depth is bounded") {
  const auto nested = [](int levels) {
    return repeated("[", static_cast<std::size_t>(levels)) + repeated("]", static_cast<std::size_t>(levels));
  };
  CHECK(findings_of("a: " + nested(31) + "\n").empty());
  CHECK(findings_of("a: " + nested(32) + "\n") == Found{"too-deep 1:35 '['"});
  CHECK(only(Read("a: " + repeated("[", 5000))).code == "too-deep");
  std::string block;
  for (int i = 0; i < 32; ++i) block += repeated(" ", static_cast<std::size_t>(i)) + "a:\n";
  CHECK(findings_of(block).empty());
  block += repeated(" ", 32) + "a: 1\n";
  CHECK(only(Read(block)).code == "too-deep");
  CHECK(only(Read("a: [x]", {.depth = 1})).code == "too-deep");
}

TEST_CASE("the number of values is bounded") {
  CHECK(Read("a: 1\nb: 2\n", {.nodes = 3}).all.diagnostics.empty());
  const Read r("a: 1\nb: 2\nc: 3\n", {.nodes = 3});
  CHECK(r.findings() == Found{"too-many-values 3:4 '3'"});
  CHECK_FALSE(r.all.value.has_value());
}

TEST_CASE("single brackets in prose do not add up to depth") {
  std::string text = "a: |\n" + repeated("  from [0 to 5)\n", 3000);
  CHECK(findings_of(text).empty());
}

TEST_CASE("errors of syntax are told in plain words at the mistake") {
  const auto told = [](std::string text, std::string_view at, std::string_view word) {
    const Read r(text);
    CAPTURE(text);
    REQUIRE(r.all.diagnostics.size() == 1);
    CHECK(r.findings()[0] == fmt::format("yaml-syntax {}", at));
    CAPTURE(r.all.diagnostics[0].text);
    CHECK(r.all.diagnostics[0].text.find(word) != std::string::npos);
    CHECK_FALSE(r.all.diagnostics[0].hint.empty());
    CHECK_FALSE(r.all.value.has_value());
  };
  told("a: b: c\n", "1:4 'b: c'", "second colon");
  told("a: 1\nb:2\n", "2:1 'b:'", "space is missing");
  told("a: 1\nb:2\nc: 3\n", "2:1 'b:'", "space is missing");
  told("b:2\nc: 3\n", "1:1 'b:'", "space is missing");
  told(
      "a: 1\nb:\xC2\xA0"
      "2\n",
      "2:1 'b:'", "not an ordinary space");
  told("a: 1\nb：2\n", "2:2 '：'", "full-width");
  told("a: 1\njust words\n", "2:1 'just words'", "neither a key");
  told("a: 1\n  b: 2\n", "2:3 'b'", "already has a value");
  told("a:\n    b: 1\n  c: 2\n", "3:3 'c'", "indentation");
  told("a:\n  - x\n - y\n", "3:2 '- y'", "list item");
  told("a: 1\n- b\n", "2:1 '- b'", "list item");
  told("a: - b\n", "1:4 '- b'", "list item");
  told("k: 1\na: {b: 1\nc: 2\n", "2:4 '{'", "not closed");
  told("a: [b, {c: 1}, [d\n", "1:16 '['", "not closed");
  told("a: {b: 1]\n", "1:9 ']'", "closes nothing");
  told("a: @x y\n", "1:4 '@x y'", "cannot begin with @");
  told("a: `x\n", "1:4 '`x'", "cannot begin with `");
  told("a: %x\n", "1:4 '%x'", "cannot begin with %");
  told("a: \"x\\q\"\n", "1:6 '\\q'", "escape");
  told("a: \"x\" y\nb: 1\n", "1:8 'y'", "after the closing \"");
  told("a: 'it's'\nb: 1\n", "1:8 's''", "after the closing '");
  told("a: [x] y\nb: 1\n", "1:8 'y'", "after the closing ]");
  told("takes:3d\n", "1:1 'takes:'", "space is missing");
  told("a: {b: 1, c: x: 3d}\n", "1:14 'x: 3d'", "second colon");
  told("a: {b: 1 c: 2}\n", "1:8 '1 c: 2'", "second colon");
  told("a: {b: 'it's', c: 1}\n", "1:12 's''", "after the closing '");
  told("a: “x: y”\n", "1:4 '“x: y”'", "second colon");
  told("a:\n  - x\n  -y\n", "3:3 '-y'", "after the dash");
  told("a: |\nx\n", "2:1 'x'", "block");
}

TEST_CASE("a list item that would be swallowed by the text above it is refused") {
  CHECK(findings_of("a: 2\n  - d\n") == Found{"yaml-syntax 2:3 '- d'"});
  CHECK(findings_of("a:\n  -x\n  - y\nb: 1\nb: 2\n") == Found{"yaml-syntax 3:3 '- y'", "duplicate-key 5:1 'b'"});
  CHECK(findings_of("a: two\n  -d\nb: \"x\n  - y\"\nc: |\n  - z\n").empty());
}

TEST_CASE("mistakes before an error of syntax are reported with it in file order") {
  CHECK(findings_of("a: 1\na: 2\nb: &x 3\nc: d: e\n") ==
        Found{"duplicate-key 2:1 'a'", "anchor 3:4 '&x'", "yaml-syntax 4:4 'd: e'"});
}

TEST_CASE("a tree with errors is given only to those who ask for it") {
  source::Sources sources;
  const auto& file = sources.add("a.yaml", "a: 1\na: 2\nb: 3\n");
  const auto strict = text::parse(file);
  CHECK_FALSE(strict.value.has_value());
  CHECK(strict.diagnostics.size() == 1);
  const auto lenient = text::parse_past_errors(file);
  REQUIRE(lenient.value.has_value());
  CHECK((*lenient.value)->find("b")->text == "3");
  CHECK(has_errors(lenient.diagnostics));
}

TEST_CASE("at most a hundred problems are shown and the rest counted") {
  const Read r(repeated("a: 1\n", 20'001));
  REQUIRE(r.all.diagnostics.size() == 101);
  CHECK(r.all.diagnostics[99].code == "duplicate-key");
  CHECK(r.all.diagnostics[100].severity == source::Severity::note);
  CHECK(r.all.diagnostics[100].code == "more-problems");
  CHECK(r.all.diagnostics[100].text.find("19900") != std::string::npos);
}

TEST_CASE("every code the reader gives is in the table") {
  for (const char* text :
       {"", "- a\n", "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "a: !x 1\n", "a: \"x\n", "a:\n\tb: 1\n", "a: 1\n---\n",
        "%x\na: 1\n", "a: {b}\n", "[a]: 1\n", "a: b: c\n", "a: \x01\n", "a: \xFF\n", "<<: 1\n"}) {
    const Read r(text);
    REQUIRE_FALSE(r.all.diagnostics.empty());
    for (const auto& d : r.all.diagnostics) CHECK_FALSE(source::meaning_of(d.code).empty());
  }
}

TEST_CASE("a mebibyte of anything is answered at once") {
  constexpr std::size_t mebibyte = 1 << 20;
  const std::string lines = [] {
    std::string text;
    for (int i = 0; text.size() < mebibyte - 64; ++i) text += fmt::format("key-{}: some words of a value here\n", i);
    return text;
  }();
  const std::pair<const char*, std::string> cases[] = {
      {"lines", lines},
      {"duplicates", repeated("a: 1\n", 20'000)},
      {"brackets", repeated("[", 200'000)},
      {"brackets with text", "a: " + repeated("[a,", mebibyte / 3 - 2)},
      {"brackets on lines", repeated("[\n", mebibyte / 2)},
      {"dashes", repeated("- ", mebibyte / 2)},
      {"a scalar", "a: " + std::string(mebibyte - 4, 'x')},
      {"a quoted text", "a: '" + repeated("''", mebibyte / 2 - 4) + "'"},
      {"an open quote", "a: \"" + repeated("x \n", mebibyte / 3 - 4)},
      {"quoted texts on a line", "a: [" + repeated("\"x\", ", 45'000) + std::string(700'000, 'y') + "]"},
      {"a block", "a: |\n" + repeated("  words in a line\n", mebibyte / 18 - 2)},
      {"a block of nothing", "a: |\n" + repeated(" \n", mebibyte / 2 - 4)},
      {"prose in braces", "a: {" + repeated("x, ", mebibyte / 3 - 4) + "}"},
      {"tabs", "a:\n" + repeated("\tb: 1\n", mebibyte / 6 - 2)},
      {"control characters", "a: " + std::string(mebibyte - 4, '\x01')},
      {"colons", "a: " + repeated("b: ", mebibyte / 3 - 2)},
      {"blank lines", std::string(mebibyte, '\n')},
  };
  for (const auto& [name, text] : cases) {
    CAPTURE(name);
    REQUIRE(text.size() <= mebibyte);
    CHECK(seconds_to_read(text) < 1.0);  // 0.4 s on an idle machine; others may run beside this test
  }
}
