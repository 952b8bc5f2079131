#include <algorithm>

#include "text/decode.h"

namespace v2v::text {
namespace {

struct ProgrammeReader {
  Reader& reader;
  std::vector<std::string> priorities{}, workflows{};

  template <class Put>
  void each(const Node& node, std::string_view key, const char* wanted, Put put) {
    if (node.kind != Node::map) return wrong_type(reader, node, key, wanted);
    for (const auto& entry : node.entries)
      if (entry.key != "note") put(entry);
  }

  void check_priority(const std::string& word, Span where) {
    if (std::find(priorities.begin(), priorities.end(), word) == priorities.end())
      reader.error("unknown-priority", where, "There is no priority " + ticked(word) + ".",
                   reader.meant(word, priorities));
  }

  void shares(const Node& node, std::string_view key, bool of_priorities) {
    double sum = 0;
    bool all = true;
    each(node, key, "a mapping from word to percentage", [&](const Node::Entry& e) {
      if (of_priorities) check_priority(e.key, e.key_where);
      const auto share = percent_in(reader, *e.value, e.key);
      all = all && share;
      sum += share.value_or(0);
    });
    if (all && node.kind == Node::map && (sum < 1 - 1e-9 || sum > 1 + 1e-9))
      reader.error("chances-not-100", node.where,
                   "The shares of `" + std::string(key) + "` sum to " +
                       std::to_string(static_cast<int>(sum * 100 + 0.5)) + "%, not to 100%.");
  }

  void amount(const Node& node, std::string_view key) {
    const auto read = amount_in(reader, node, key);
    if (read && read->plain && !read->plain->priority.empty())
      check_priority(read->plain->priority, span_of(node, read->plain->priority));
  }

  void group(const Node::Entry& e) {
    if (!check_keys(reader, *e.value, Mapping::expected, "expected group " + e.key, e.key_where)) return;
    for (const auto& k : e.value->entries) {
      if (k.key == "workflow") {
        const auto id = id_in(reader, *k.value, k.key, true);
        if (id && std::find(workflows.begin(), workflows.end(), *id) == workflows.end())
          reader.error("unknown-workflow", k.value->where, ticked(*id) + " is not among the programme's workflows.",
                       reader.meant(*id, workflows));
      } else if (k.key == "edition") {
        id_in(reader, *k.value, k.key);
      } else if (k.key == "arrivals") {
        amount(*k.value, k.key);
      } else if (k.key == "priority") {
        shares(*k.value, k.key, true);
      } else if (k.key == "options") {
        each(*k.value, k.key, "a mapping from option to shares",
             [&](const Node::Entry& o) { shares(*o.value, o.key, false); });
      }
    }
  }

  void waiting_list(const Node& node) {
    if (!check_keys(reader, node, Mapping::waiting_list, "the waiting list", node.where)) return;
    if (const Node* order = node.find("order"))
      texts_in(reader, *order, "order", "a list of priority, target and stages");
    if (const Node* stage = node.find("waits-before")) id_in(reader, *stage, "waits-before");
    if (const Node* offer = node.find("offer")) length_in(reader, *offer, "offer");
    if (const Node* free = node.find("keep-free"))
      each(*free, "keep-free", "a mapping from resource to amount",
           [&](const Node::Entry& e) { amount(*e.value, e.key); });
  }

  void read(const Node& root) {
    check_keys(reader, root, Mapping::programme, "a programme", root.entries.front().key_where);
    if (const Node* id = root.find("programme")) id_in(reader, *id, "programme");
    if (const Node* id = root.find("centre")) id_in(reader, *id, "centre");
    if (const Node* period = root.find("period")) days_in(reader, *period, "period");
    if (const Node* list = root.find("workflows"))
      for (const auto& [id, where] : texts_in(reader, *list, "workflows", "a list of workflow ids"))
        workflows.push_back(id);
    if (const Node* list = root.find("patients")) texts_in(reader, *list, "patients", "a list of files or folders");
    if (const Node* weights = root.find("priorities"))
      each(*weights, "priorities", "a mapping from word to weight", [&](const Node::Entry& e) {
        priorities.push_back(e.key);
        const auto text = text_in(reader, *e.value, e.key, "a whole number");
        if (text && (text->size() > 6 || text->find_first_not_of("0123456789") != std::string::npos))
          reader.error("bad-weight", e.value->where, ticked(*text) + " is not a whole number.");
      });
    if (const Node* list = root.find("waiting-list")) waiting_list(*list);
    if (const Node* expected = root.find("expected"))
      each(*expected, "expected", "a mapping from id to its keys", [&](const Node::Entry& e) { group(e); });
  }
};

}  // namespace

void check_programme(Reader& reader, const Node& root) {
  ProgrammeReader{reader}.read(root);
}

}  // namespace v2v::text
