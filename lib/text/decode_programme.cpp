#include <algorithm>

#include "text/decode.h"

namespace v2v::text {
namespace {

struct ProgrammeReader {
  Reader& reader;
  ProgrammeText answer{};
  std::vector<std::string> priorities{};  // the words, as written

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

  std::optional<model::Amount> amount(const Node& node, std::string_view key) {
    auto read = amount_in(reader, node, key);
    if (read && read->plain && !read->plain->priority.empty())
      check_priority(read->plain->priority, span_of(node, read->plain->priority));
    return read;
  }

  void keep_free(const Node::Entry& e) {
    const auto read = amount(*e.value, e.key);
    if (!read) return;
    const auto dot = e.key.find('.');  // PLACE.RESOURCE, or the resource of every place
    const std::string place = dot == std::string::npos ? "" : e.key.substr(0, dot);
    if (read->plain && !read->plain->priority.empty())
      answer.programme.waiting_list.keep_free.push_back(
          {place, e.key.substr(dot == std::string::npos ? 0 : dot + 1), *read->plain, e.key_where});
    else
      reader.error("bad-amount", e.value->where, ticked(e.key) + " is kept free for nobody.",
                   "say for whom: 1 a week for " + (priorities.empty() ? std::string("urgent") : priorities.front()));
  }

  void group(const Node::Entry& e) {
    if (!check_keys(reader, *e.value, Mapping::expected, "expected group " + e.key, e.key_where)) return;
    std::vector<ProgrammeText::Expected> named;  // of the group's workflow, which may stand behind them
    std::optional<std::string> workflow;
    for (const auto& k : e.value->entries) {
      if (k.key == "workflow") {
        workflow = id_in(reader, *k.value, k.key, true);
        const auto& listed = answer.programme.workflows;
        if (workflow && std::find(listed.begin(), listed.end(), *workflow) == listed.end())
          reader.error("unknown-workflow", k.value->where,
                       ticked(*workflow) + " is not among the programme's workflows.", reader.meant(*workflow, listed));
      } else if (k.key == "edition") {
        if (const auto id = id_in(reader, *k.value, k.key)) named.push_back({"", "", *id, {}, k.value->where});
      } else if (k.key == "arrivals") {
        amount(*k.value, k.key);
      } else if (k.key == "priority") {
        shares(*k.value, k.key, true);
      } else if (k.key == "options") {
        each(*k.value, k.key, "a mapping from option to shares", [&](const Node::Entry& o) {
          shares(*o.value, o.key, false);
          for (const auto& v : o.value->entries)
            if (v.key != "note") named.push_back({"", o.key, v.key, o.key_where, v.key_where});
        });
      }
    }
    for (auto& one : named) {
      one.workflow = workflow.value_or("");
      answer.expected.push_back(std::move(one));
    }
  }

  void order(const Node& node) {
    auto& keys = answer.programme.waiting_list.order;
    for (const auto& [word, where] : texts_in(reader, node, "order", "a list of priority, target and stages")) {
      const auto kind = word == "priority" ? model::QueueKey::priority
                        : word == "target" ? model::QueueKey::target
                                           : model::QueueKey::stage;
      keys.push_back({kind, kind == model::QueueKey::stage ? word : "", where});
    }
  }

  void waiting_list(const Node& node) {
    auto& list = answer.programme.waiting_list;
    list.where = node.where;
    if (!check_keys(reader, node, Mapping::waiting_list, "the waiting list", node.where)) return;
    if (const Node* keys = node.find("order")) order(*keys);
    if (const Node* stage = node.find("waits-before"))
      list.waits_before = id_in(reader, *stage, "waits-before").value_or("");
    if (const Node* offer = node.find("offer")) list.offer = length_in(reader, *offer, "offer");
    if (const Node* free = node.find("keep-free"))
      each(*free, "keep-free", "a mapping from resource to amount", [&](const Node::Entry& e) { keep_free(e); });
  }

  void weight(const Node::Entry& e) {
    priorities.push_back(e.key);
    const auto text = text_in(reader, *e.value, e.key, "a whole number");
    if (!text) return;
    if (text->size() > 6 || text->find_first_not_of("0123456789") != std::string::npos)
      return reader.error("bad-weight", e.value->where, ticked(*text) + " is not a whole number.");
    answer.programme.priorities.push_back({e.key, std::stoi(*text)});
  }

  void head(const Node& root) {
    auto& programme = answer.programme;
    const auto* first = &root.entries.front();
    programme.where = first->key_where;
    check_keys(reader, root, Mapping::programme, "a programme", first->key_where);
    if (const Node* id = root.find("programme")) programme.id = id_in(reader, *id, "programme").value_or("");
    if (const Node* title = root.find("title")) programme.title = text_in(reader, *title, "title", "text").value_or("");
    if (programme.title.empty()) programme.title = programme.id;
    answer.centre = programme.where;
    if (const Node* id = root.find("centre")) {
      programme.centre = id_in(reader, *id, "centre").value_or("");
      answer.centre = id->where;
    }
    if (const Node* period = root.find("period"))
      if (const auto days = days_in(reader, *period, "period")) {
        programme.first = days->first;
        programme.last = days->second;
      }
  }

  void read(const Node& root) {
    auto& programme = answer.programme;
    head(root);
    if (const Node* list = root.find("workflows"))
      for (auto& [id, where] : texts_in(reader, *list, "workflows", "a list of workflow ids")) {
        auto& ids = programme.workflows;
        if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
        ids.push_back(id);
        answer.workflows.emplace_back(id, where);
      }
    if (const Node* list = root.find("patients"))
      answer.patients = texts_in(reader, *list, "patients", "a list of files, folders or spreadsheets");
    if (const Node* weights = root.find("priorities"))
      each(*weights, "priorities", "a mapping from word to weight", [&](const Node::Entry& e) { weight(e); });
    if (priorities.empty()) {
      priorities = {"routine"};
      programme.priorities = {{"routine", 1}};
    }
    std::stable_sort(programme.priorities.begin(), programme.priorities.end(),
                     [](const auto& a, const auto& b) { return a.weight > b.weight; });
    if (const Node* list = root.find("waiting-list")) waiting_list(*list);
    if (programme.waiting_list.order.empty())
      programme.waiting_list.order = {{model::QueueKey::priority, "", {}}, {model::QueueKey::target, "", {}}};
    if (const Node* expected = root.find("expected"))
      each(*expected, "expected", "a mapping from id to its keys", [&](const Node::Entry& e) { group(e); });
  }
};

}  // namespace

ProgrammeText decode_programme(Reader& reader, const Node& root) {
  ProgrammeReader programme{reader};
  programme.read(root);
  return std::move(programme.answer);
}

}  // namespace v2v::text
