// laws: read(write(file)) is the file, for every good file of the project and for random trees of hostile text; and a
// plan made from files written anew is the plan.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "../unit/shelf.h"
#include "answer.h"
#include "generate.h"
#include "law.h"
#include "source/utf8.h"
#include "text/write.h"

using namespace v2v;
using laws::demand;
using laws::Random;
using text::Node;

namespace {

std::string rendered(const source::Diagnostics& all) {
  std::string out;
  for (const auto& d : all) out += source::render(d);
  return out;
}

/// Where two trees differ first; empty: nowhere.
std::string difference(const Node& a, const Node& b, const std::string& path = "") {
  if (a.kind != b.kind) return path + ": of another kind";
  if (a.text != b.text) return path + fmt::format(": `{}` and `{}`", a.text, b.text);
  if (a.empty != b.empty) return path + ": a value and none";
  if (a.entries.size() != b.entries.size() || a.items.size() != b.items.size()) return path + ": of another size";
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].key != b.entries[i].key)
      return path + fmt::format(": keys `{}` and `{}`", a.entries[i].key, b.entries[i].key);
    if (auto found = difference(*a.entries[i].value, *b.entries[i].value, path + '/' + a.entries[i].key);
        !found.empty())
      return found;
  }
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (auto found = difference(*a.items[i], *b.items[i], path + fmt::format("/{}", i)); !found.empty()) return found;
  return "";
}

/// The first text that is quoted in one and not in the other; empty: none. The trees are the same otherwise.
std::string quoted_otherwise(const Node& a, const Node& b) {
  if (a.quoted != b.quoted) return a.text;
  for (std::size_t i = 0; i < a.entries.size(); ++i)
    if (auto found = quoted_otherwise(*a.entries[i].value, *b.entries[i].value); !found.empty()) return found;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (auto found = quoted_otherwise(*a.items[i], *b.items[i]); !found.empty()) return found;
  return "";
}

std::shared_ptr<Node> parsed(const std::string& file) {
  source::Sources sources;
  auto read = text::parse(sources.add("written.yaml", file));
  demand(read.value.has_value() && read.diagnostics.empty(),
         "what was written is not read:\n" + rendered(read.diagnostics) + file);
  return *read.value;
}

/// A line may be too long only for a word that nothing can break.
void demand_width(const std::string& file) {
  for (std::size_t at = 0; at < file.size();) {
    const auto end = std::min(file.find('\n', at), file.size());
    const std::string line = file.substr(at, end - at);
    at = end + 1;
    if (source::count_code_points(line) <= 140) continue;
    const auto first = line.find_first_not_of(' ');
    const auto blank = line.find(' ', std::max<std::size_t>(line.find(": ", first) + 2, first));
    demand(line.starts_with(std::string(first, ' ')) && (blank == std::string::npos || line.size() > 140),
           "a line of more than 140 columns: " + line);
  }
}

/// The tree that is read from what is written; the same as `tree`, and written the same once more.
void demand_round_trip(const Node& tree) {
  const std::string once = text::write(tree);
  const auto again = parsed(once);
  const auto found = difference(tree, *again);
  demand(found.empty(), found + "\n" + once);
  const std::string twice = text::write(*again);
  demand(twice == once, "written otherwise the second time:\n" + once + "----\n" + twice);
  demand_width(once);
}

// ---- the files of the project

std::vector<std::string> all_files() {
  std::vector<std::string> paths;
  for (const auto* folder : {"/workflows", "/examples", "/tests", "/../shared/design/sketches"})
    for (auto& path : tests::yaml_under(std::string(V2V_ROOT) + folder)) paths.push_back(std::move(path));
  return paths;
}

struct Counted {
  long files = 0, of_wrong_ones = 0, plans = 0, trees = 0, texts = 0, bare = 0, cases = 0;
} counted;

std::string written_anew(const std::string& path, const std::string& text) {
  source::Sources sources;
  auto read = text::parse(sources.add(path, text));
  return read.value ? text::write(**read.value) : text;
}

text::Library anew(text::Library library) {
  library.disk.read = [read = library.disk.read](const std::string& path) { return written_anew(path, read(path)); };
  return library;
}

/// Every plan that the files give, one after the other.
std::string plans_of(const std::string& path, const std::string& text, const text::Library& library) {
  source::Sources sources;
  std::string out;
  const auto plan_one = [&](const model::Case& what, calendar::Day today) {
    out += what.workflow.hash + ' ' + what.workflow.own_hash + '\n';
    const auto answer = plan::plan(what, {today});
    out += answer ? laws::without_places(*answer.value) : "no plan";
    ++counted.plans;
  };
  if (written_anew(path, text).starts_with("patient:")) {  // whatever comments stand above
    const auto read = text::read_case(sources, {{path, text}}, library, {});
    if (read.value) plan_one(*read.value, *calendar::parse_day("2027-03-01"));
    return out;
  }
  const auto read = text::read_checks(sources, {path, text}, library);
  if (!read.value) return out;
  for (const auto& what : *read.value)
    if (!what.checks.empty() && what.checks.front().today) plan_one(what, *what.checks.front().today);
  return out;
}

void one_file(const std::string& path) {
  const std::string text = tests::text_at(path);
  source::Sources sources;
  const auto read = text::parse(sources.add(path, text));
  if (!read.value) {
    ++counted.of_wrong_ones;
    demand(path.find("/errors/") != std::string::npos, path + " cannot be read\n" + rendered(read.diagnostics));
    return;
  }
  ++counted.files;
  demand_round_trip(**read.value);
  const auto quotes = quoted_otherwise(**read.value, *parsed(text::write(**read.value)));
  demand(quotes.empty(), path + ": quoted otherwise: " + quotes);
  if (path.find("/errors/") != std::string::npos) return;
  const auto library = tests::shelf_library();
  demand(plans_of(path, text, library) == plans_of(path, written_anew(path, text), anew(library)),
         path + ": another plan when its files are written anew");
}

// ---- random files of the generator

std::string plan_of(const laws::Files& files, bool again) {
  std::map<std::string, std::string> disk;
  for (const auto& [name, text] : laws::texts(files))
    if (name != "today") disk["/case/" + name] = again ? written_anew(name, text) : text;
  text::Library library;
  library.disk = tests::made_disk(disk);
  const auto today = *calendar::parse_day(files.today);
  text::Ask ask;
  ask.today = today;
  source::Sources sources;
  const auto read = text::read_case(sources, {{"/case/patient.yaml", disk.at("/case/patient.yaml")}}, library, ask);
  std::string out;
  for (const auto& d : read.diagnostics) out += d.code + ' ';
  if (!read.value) return out;
  const auto answer = plan::plan(*read.value, {today});
  return out + read.value->workflow.hash + (answer ? laws::without_places(*answer.value) : "no plan");
}

void one_case(Random& random) {
  const auto files = laws::generate(random, {});
  for (const auto& [name, text] : laws::texts(files))
    if (name != "today") demand_round_trip(*parsed(text));
  demand(plan_of(files, false) == plan_of(files, true), "another plan when its files are written anew");
  ++counted.cases;
}

// ---- random trees

std::string hostile(Random& random) {
  static const std::vector<std::string> whole{"no",
                                              "on",
                                              "null",
                                              "~",
                                              "Null",
                                              "NULL",
                                              "true",
                                              "012",
                                              "5.10",
                                              "1e3",
                                              "12:30",
                                              "remove",
                                              "---",
                                              "...",
                                              "-",
                                              "?",
                                              ":",
                                              "<<",
                                              "- item",
                                              "key: value",
                                              "a # comment",
                                              "a #",
                                              "#a",
                                              "a:",
                                              "a, b",
                                              "[a]",
                                              "{a}",
                                              "a]",
                                              "*a",
                                              "&a",
                                              "!a",
                                              "|",
                                              ">",
                                              "%a",
                                              "@a",
                                              "`a`",
                                              "'a'",
                                              "\"a\"",
                                              "it's",
                                              "a\"b'",
                                              "\\",
                                              "\\n",
                                              "",
                                              " ",
                                              "\n",
                                              "\n\n",
                                              "\t",
                                              "=",
                                              "a:b",
                                              "a::",
                                              "?a",
                                              "-a",
                                              ":a",
                                              "--- a",
                                              "... a",
                                              "a\n- b",
                                              "a\n# b",
                                              "a\n",
                                              "a\n\n",
                                              "\na",
                                              " a",
                                              "a ",
                                              "a\tb",
                                              "2026-09-21 09:00",
                                              "2d to 7d or again",
                                              "day -5",
                                              "\xEF\xBB\xBF",
                                              "\xE2\x80\xA8"};
  static const std::vector<std::string> pieces{"a",
                                               "b",
                                               "word",
                                               "day",
                                               " ",
                                               "  ",
                                               " ",
                                               "\n",
                                               "\t",
                                               ":",
                                               ": ",
                                               " #",
                                               "#",
                                               "'",
                                               "\"",
                                               "\\",
                                               ",",
                                               ", ",
                                               "[",
                                               "]",
                                               "{",
                                               "}",
                                               "-",
                                               "- ",
                                               "?",
                                               "? ",
                                               "!",
                                               "&",
                                               "*",
                                               "%",
                                               "@",
                                               "`",
                                               "|",
                                               ">",
                                               "\xC3\xA9",
                                               "\xE2\x82\xAC",
                                               "\xF0\x9F\x98\x80",
                                               "\xE0\xB8\x81",
                                               "\xC2\x85",
                                               "\x01",
                                               "\x7F",
                                               "\r",
                                               "\r\n",
                                               "\xC2\xA0",
                                               "0",
                                               "7",
                                               "=",
                                               "<<",
                                               "~",
                                               "null",
                                               "--",
                                               "..."};
  const auto pick = [&](const auto& from) {
    return from[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(from.size()) - 1))];
  };
  if (random.chance(40)) return pick(whole);
  std::string out;
  if (random.chance(10)) {  // prose, some of it wider than a line
    for (auto words = random(5, 80); words-- > 0;) out += (out.empty() ? "" : " ") + pick(pieces) + pick(pieces);
    return out;
  }
  if (random.chance(3)) return std::string(static_cast<std::size_t>(random(100, 3000)), 'x') + pick(pieces);
  for (auto count = random(1, 6); count-- > 0;) out += pick(pieces);
  return out;
}

Node random_tree(Random& random, int depth, int& left) {
  Node node;
  const auto kind = depth == 0 ? 0 : random(0, 9);
  if (left-- <= 0 || kind < 5) {
    node.empty = random.chance(5);
    if (!node.empty) node.text = hostile(random);
    node.quoted = !node.empty && random.chance(20);
    ++counted.texts;
    return node;
  }
  node.kind = kind < 8 ? Node::map : Node::list;
  const auto size = random(0, random.chance(10) ? 30 : 5);
  for (std::int64_t i = 0; i < size; ++i) {
    auto value = std::make_shared<Node>(random_tree(random, depth - 1, left));
    if (node.kind == Node::list) {
      node.items.push_back(std::move(value));
      continue;
    }
    std::string key = random.chance(60) ? fmt::format("key-{}", i) : hostile(random);
    if (!node.find(key)) node.entries.push_back({std::move(key), {}, std::move(value)});
  }
  return node;
}

/// Whether the reader gets `text` out of the words of `line`, bare as they stand.
bool reads_bare(const std::string& line, const std::string& text) {
  source::Sources sources;
  const auto read = text::parse(sources.add("bare", line));
  if (!read.value || !read.diagnostics.empty() || (*read.value)->entries.size() != 1) return false;
  const Node* value = (*read.value)->entries.front().value.get();
  if (value->kind == Node::list && value->items.size() == 1) value = value->items.front().get();
  return value->kind == Node::scalar && !value->empty && !value->quoted && value->text == text;
}

/// Quotes stand exactly where the reader needs them.
void demand_no_idle_quotes(const std::string& text) {
  if (text.find('\n') != std::string::npos || text.find('\t') != std::string::npos || text.size() > 100) return;
  const auto quoted = [&](const Node& root) {
    const auto again = parsed(text::write(root));
    const Node& value = *again->entries.front().value;
    return value.kind == Node::list ? value.items.front()->quoted : value.quoted;
  };
  auto leaf = std::make_shared<Node>(), items = std::make_shared<Node>();
  leaf->text = text;
  items->kind = Node::list;
  items->items.push_back(leaf);
  Node root;
  root.kind = Node::map;
  root.entries.push_back({"k", {}, leaf});
  demand(quoted(root) != reads_bare("k: " + text + "\n", text), "idle quotes around a value: " + text);
  root.entries.front().value = items;
  if (text == "-" || text == ":") return;  // a bracket behind them would do, a comma would not always
  demand(quoted(root) != reads_bare("k: [" + text + "]\n", text), "idle quotes in a list: " + text);
  ++counted.bare;
}

void one_tree(Random& random) {
  ++counted.trees;
  int left = 80;
  Node root = random_tree(random, 6, left);
  while (root.kind != Node::map || root.entries.empty()) root = random_tree(random, 6, left = 80);
  demand_round_trip(root);
  demand_no_idle_quotes(hostile(random));
}

}  // namespace

int main(int argc, char** argv) {
  const auto files = all_files();
  const auto count = static_cast<long>(files.size());
  return laws::run_law(
      argc, argv, "round_trip_law", {count + 8'000, 3},
      [&](Random& random, long number, const laws::Words&) {
        if (number < count)
          one_file(files[static_cast<std::size_t>(number)]);
        else if (number % 8 == 0)
          one_case(random);
        else
          one_tree(random);
      },
      [&] {
        return fmt::format(
            "{} files written anew, {} not parsed (wrong ones), {} plans the same, {} of random cases; {} random trees "
            "with {} texts; "
            "quotes "
            "only where needed around {}",
            counted.files, counted.of_wrong_ones, counted.plans / 2, counted.cases, counted.trees, counted.texts,
            counted.bare);
      });
}
