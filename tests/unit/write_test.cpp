// text: a tree becomes a file as a person would have written it.
#include "text/write.h"

#include <doctest/doctest.h>

using namespace v2v;
using namespace v2v::text;

namespace {

/// The text with blanks, comments and quotes of the writer's own choice.
std::string anew(const std::string& file, Layout layout = {}) {
  source::Sources sources;
  const auto read = parse(sources.add("a.yaml", file));
  REQUIRE(read.value);
  return write(**read.value, layout);
}

}  // namespace

TEST_CASE("short mappings stand on one line, and the mappings at the front of a file on lines of their own") {
  CHECK(anew("workflow: w   # a comment\nstages:\n  a: { takes:   1h,\n    after: {b: 1d}}\n  b:\n    takes: 2h\n") ==
        "workflow: w\n\nstages:\n  a: {takes: 1h, after: {b: 1d}}\n  b: {takes: 2h}\n");
  CHECK(anew("patient: P-1\nhappened: {referral: 2026-09-01}\nnot-available: [2026-10-12, 2026-10-13]\n") ==
        "patient: P-1\nhappened: {referral: 2026-09-01}\nnot-available: [2026-10-12, 2026-10-13]\n");
  CHECK(anew("checks: [{given: {today: 2026-01-01}, expect: {a: 2026-01-02, b: {is: {c: d}}}}]\n") ==
        "checks:\n  - given: {today: 2026-01-01}\n    expect:\n      a: 2026-01-02\n      b: {is: {c: d}}\n");
}

TEST_CASE("what is too wide for a line goes on under it") {
  CHECK(anew("a: {b: {one: 1111111111, two: 2222222222, three: 3}}\n", {30}) ==
        "a:\n  b:\n    one: 1111111111\n    two: 2222222222\n    three: 3\n");
  CHECK(anew("note: words that go on and on - and on for more than a line\n", {30}) ==
        "note: words that go on and\n  on - and on for more than a\n  line\n");
}

TEST_CASE("quotes stand where the reader needs them, and where they stood") {
  CHECK(anew("title: \"no\"\nnote: 'a: b'\nsay: it's 5.10\n") == "title: \"no\"\nnote: \"a: b\"\nsay: it's 5.10\n");
  CHECK(anew("a: 'say \"x\"'\nb: \"tab\\there\"\nc: \"remove\"\nd: remove\n") ==
        "a: 'say \"x\"'\nb: \"tab\\there\"\nc: \"remove\"\nd: remove\n");
  Node root, *null;
  root.kind = Node::map;
  root.entries.push_back({"null", {}, std::make_shared<Node>()});
  null = root.entries.front().value.get();
  null->text = "~";
  CHECK(write(root) == "\"null\": \"~\"\n");
  null->text = "[a, b]";
  CHECK(write(root) == "\"null\": \"[a, b]\"\n");
}

TEST_CASE("lines of a text stay lines") {
  CHECK(anew("say: |\n  First.\n\n  Second.\n") == "say: |\n  First.\n\n  Second.\n");
  CHECK(anew("say: \"First.\\nSecond.\"\n") == "say: |-\n  First.\n  Second.\n");
  CHECK(anew("say: \"  First.\\nSecond.\"\n") == "say: \"  First.\\nSecond.\"\n");
}
