// One change to a file leaves all the rest as it was: random files in every layout a person may use, comments anywhere,
// either line ending. What is read afterwards is the old tree with the change (edit.h sees to that, and throws); every
// comment and every line that the change does not concern stays, byte for byte and in order.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "law.h"
#include "text/edit.h"

using namespace v2v;
using namespace v2v::laws;
using text::Change;

namespace {

const std::vector<std::string> sections{"patient", "workflow", "planned-with", "happened",
                                        "booked",  "held",     "cancelled"};
const std::vector<std::string> keys{"referral", "decision", "daily-visits visit 2", "leukapheresis attempt 2",
                                    "infusion", "crs"};

Change::Value random_value(Random& random) {
  static const std::vector<std::string> plain{"2026-09-21", "2026-09-21 09:10 to 13:05", "2026-10-25 01:30 +01:00"};
  const std::string& at = plain[static_cast<std::size_t>(random(0, 2))];
  if (random.chance(60)) return {{"", at}};
  return {{"at", at}, {"because", random.chance(50) ? "slot-moved" : "a # b, c: {d} 'e' \"f\""}};
}

/// `[2026-09-21, {at: 2026-09-28, because: slot-moved}]`, one time in five.
std::string random_list_or_value(Random& random, bool in_braces) {
  if (random.chance(80)) return text::written(random_value(random), in_braces);
  std::string list = "[";
  for (auto n = random(1, 4); n > 0; --n) list += text::written(random_value(random), true) + (n > 1 ? ", " : "");
  return list + "]";
}

struct File {
  std::string text;
  std::vector<std::string> comments;

  std::string comment(Random& random) {
    if (!random.chance(35)) return {};
    comments.push_back(fmt::format("# remark {}", comments.size()));
    return std::string(static_cast<std::size_t>(random(1, 9)), ' ') + comments.back();
  }
};

File random_file(Random& random) {
  File f;
  const std::string end = random.chance(20) ? "\r\n" : "\n";
  const bool flow_root = random.chance(5);
  if (flow_root) f.text += "{";
  f.text += flow_root ? "patient: P-1" : "patient: P-1" + f.comment(random) + end;
  for (std::size_t s = 1; s < sections.size(); ++s) {
    if (random.chance(40)) continue;
    if (sections[s] == "workflow") {
      f.text += flow_root           ? ", workflow: w"
                : random.chance(30) ? "workflow: >" + end + "  w" + end
                                    : "workflow: w" + end;
      continue;
    }
    if (sections[s] == "planned-with" && random.chance(60)) {  // a value of the root itself
      f.text += flow_root ? ", planned-with: 0123" : "planned-with: 0123" + f.comment(random) + end;
      continue;
    }
    f.text += (flow_root ? ", " : "") + sections[s] + ":";
    const auto n = random(0, 3);
    const bool flow = flow_root || random.chance(40) || (n == 0 && random.chance(80));
    std::vector<std::string> of(keys.begin() + random(0, 2), keys.end());
    if (flow) {
      f.text += " {";
      for (std::int64_t k = 0; k < n; ++k) {
        f.text += k == 0 ? "" : random.chance(20) ? "," + end + "  " : ", ";
        f.text += of[static_cast<std::size_t>(k)] + ": " + random_list_or_value(random, true);
      }
      f.text += "}" + (flow_root ? "" : f.comment(random) + end);
      continue;
    }
    f.text += f.comment(random) + end;
    const std::string indent(static_cast<std::size_t>(random(1, 4)), ' ');
    for (std::int64_t k = 0; k < n; ++k) {
      if (random.chance(15)) f.text += indent + f.comment(random) + end;
      const auto value = random_value(random);
      f.text += indent + of[static_cast<std::size_t>(k)] + ":";
      if (value.size() > 1 && random.chance(50)) {
        f.text += end;
        for (const auto& [key, word] : value)
          f.text += indent + "  " + key + ": " + text::written({{"", word}}, false) + f.comment(random) + end;
      } else if (value.size() == 1 && random.chance(10)) {
        f.text += end + indent + "  - " + value.front().second + f.comment(random) + end + indent + "  - " +
                  value.front().second + end;
      } else if (value.size() == 1 && random.chance(10)) {
        f.text += " |" + end + indent + "  " + value.front().second + end;
      } else {
        f.text += " " + random_list_or_value(random, false) + f.comment(random) + end;
      }
    }
  }
  if (flow_root) f.text += "}";
  if (random.chance(15))
    while (!f.text.empty() && (f.text.back() == '\n' || f.text.back() == '\r')) f.text.pop_back();
  return f;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

/// How many lines of the old file are kept in their order (longest common subsequence).
std::size_t kept(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      best[i][j] = a[i] == b[j] ? best[i + 1][j + 1] + 1 : std::max(best[i + 1][j], best[i][j + 1]);
  return best[0][0];
}

}  // namespace

int main(int argc, char** argv) {
  Words words;
  words.cases = 20'000;
  words.seed = 1;
  long added = 0, changed = 0, taken = 0, nothing = 0, lists = 0, left = 0;
  return run_law(
      argc, argv, "edit_law", words,
      [&](Random& random, long, const Words&) {
        const File file = random_file(random);
        source::Sources sources;
        const source::File& old = sources.add("p.yaml", file.text);
        const auto tree = text::parse(old);
        demand(tree.value.has_value(), "a file that was to be good is not read:\n" + file.text);
        // A list of visits, each on a line of its own: no remark is lost.
        for (const auto& in : (*tree.value)->entries)
          for (const auto& list : in.value->entries) {
            if (list.value->kind != text::Node::list) continue;
            std::vector<std::string> each;
            for (std::size_t k = 1; k <= list.value->items.size(); ++k)
              each.push_back(list.key + " item " + std::to_string(k));
            const auto flat = text::unrolled(old, in.key, list.key, each);
            lists += flat.has_value();
            left += !flat;
            if (!flat) continue;
            for (const std::string& comment : file.comments)
              demand(flat->find(comment) != flat->npos, "a remark is lost: " + comment + "\n" + file.text);
          }
        Change change{
            sections[static_cast<std::size_t>(random(3, 6))], keys[static_cast<std::size_t>(random(0, 5))], {}, {}};
        if (random.chance(70)) change.value = random_value(random);
        if (random.chance(15)) change = {"planned-with", "", {{"hash", "89ab"}, {"plan", "a # b.json"}}, {}};
        const text::Node::Entry* section = (*tree.value)->entry(change.section);
        const text::Node::Entry* entry = change.key.empty() ? section
                                         : section          ? section->value->entry(change.key)
                                                            : nullptr;
        std::string now;
        try {
          now = text::edited(old, change, sections);
        } catch (const std::exception& e) {
          throw Failure{fmt::format("{}\n{} {} {}:\n{}", e.what(), change.section, change.key,
                                    change.value.empty() ? "" : text::written(change.value, false), file.text)};
        }
        const auto before = lines_of(file.text), after = lines_of(now);
        const auto said = [&] {
          return fmt::format("\n{} {}:\n{}\n->\n{}", change.section, change.key, file.text, now);
        };
        std::string own;  // comments that stand inside what is changed or taken away go with it
        if (entry) {
          const auto begin = entry->key_where.begin;
          const auto line = file.text.find('\n', entry->value->where.end);
          own = file.text.substr(begin, line == std::string::npos ? line : line - begin);
        }
        for (const std::string& c : file.comments)
          demand(now.find(c) != std::string::npos || own.find(c) != std::string::npos, "a remark is lost" + said());
        if (entry && !change.value.empty() && own.find('\n') == std::string::npos)
          for (const std::string& c : file.comments)
            demand(now.find(c) != std::string::npos, "a remark is lost" + said());
        const std::size_t lines_of_entry =
            entry ? static_cast<std::size_t>(std::count(own.begin(), own.end(), '\n')) + 1 : 1;
        demand(kept(before, after) + lines_of_entry + 1 >= before.size(), "other lines are changed" + said());
        if (change.value.empty() && !entry) demand(now == file.text, "nothing to take away, and yet a change" + said());
        ++(change.value.empty() ? (entry ? taken : nothing) : entry ? changed : added);
      },
      [&] {
        return fmt::format(
            "{} added, {} changed, {} taken away, {} with nothing to do; {} lists line by line, {} left alone", added,
            changed, taken, nothing, lists, left);
      });
}
