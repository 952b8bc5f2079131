#include "view/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphviz.hpp>
#include <boost/graph/subgraph.hpp>
#include <functional>
#include <locale>
#include <sstream>

#include "model/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using model::Kind;
using model::Point;
using model::Stage;
using model::Workflow;

/// A node: a stage, or a numbered day that something is counted from.
struct Node {
  std::string id, title, length, condition;
  const Stage* stage = nullptr;
  bool day_zero = false;
};
enum class Tie { after, ends_after, gate, stretch };
struct Edge {
  std::size_t from = 0, to = 0;
  std::string label;
  Tie tie = Tie::after;
};
struct Picture {
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::map<std::string, std::size_t, std::less<>> index;
};

class Painter {
 public:
  Painter(const Workflow& workflow, const GraphFacts& facts) : workflow_(workflow), facts_(facts) {
    for (const auto& s : workflow.stages) {
      picture.index.emplace(s.id, picture.nodes.size());
      Node node{s.id, s.title.empty() ? s.id : s.title, "", "", &s, s.id == workflow.day_zero};
      if (const auto* takes = s.takes ? value(*s.takes) : nullptr) node.length = "takes " + model::to_string(*takes);
      if (const auto* lasts = s.lasts ? value(*s.lasts) : nullptr) node.length = "lasts " + model::to_string(*lasts);
      if (!s.when.atoms.empty()) node.condition = "when " + model::to_string(s.when);
      picture.nodes.push_back(std::move(node));
    }
    for (const auto& s : workflow.stages) tie(s);
  }
  Picture picture;

 private:
  template <class T>
  const T* value(const model::Varied<T>& varied) const {
    const auto* found = model::chosen(varied, [&](const std::string& by) -> std::string {
      if (by == "edition") return facts_.edition;
      if (const auto it = facts_.options.find(by); it != facts_.options.end()) return it->second;
      const auto* option = workflow_.option(by);
      return option && !option->values.empty() ? option->values.front() : "";
    });
    return found ? &found->value : nullptr;
  }

  std::size_t node_of(const Point& point) {
    std::string id = point.stage;
    if (id.empty()) id = fmt::format("{} {}", model::word(point.period), point.number);
    const auto [it, added] = picture.index.emplace(id, picture.nodes.size());
    if (added) picture.nodes.push_back({id, id, "", "", nullptr, false});
    return it->second;
  }

  void add(const Point& from, std::size_t to, std::string wait, Tie tie) {
    const auto at = node_of(from);
    // Which visit, which end and how far from it stand before the wait; the stage itself is the node.
    auto bare = model::to_string(from);
    const bool plain_name = bare == from.stage || from.stage.empty();
    if (!plain_name) wait = wait.empty() ? bare : bare + ": " + wait;
    picture.edges.push_back({at, to, std::move(wait), tie});
  }

  void tie(const Stage& s) {
    const auto to = picture.index.find(s.id)->second;
    const auto links = [&](const std::vector<model::Link>& list, Tie tie, std::string_view prefix) {
      for (const auto& link : list) {
        const auto* wait = value(link.wait);
        std::string text = wait ? model::to_string(*wait) : link.wait.rule;
        // `any` is what a link says when it says nothing more.
        if (text == "any") text.clear();
        if (!prefix.empty()) text = text.empty() ? std::string(prefix) : fmt::format("{} {}", prefix, text);
        add(link.from, to, text, tie);
      }
    };
    links(s.after, Tie::after, "");
    links(s.ends_after, Tie::ends_after, "ends");
    for (const auto& gate : s.gates) add(point_at(gate), to, "gate", Tie::gate);
    const auto stretch = [&](const Point* point, std::string_view word) {
      if (!point || point->stage.empty()) return;
      const auto said = model::to_string(*point);
      const auto label = said == point->stage ? std::string(word) : fmt::format("{} {}", word, said);
      picture.edges.push_back({node_of(*point), to, label, Tie::stretch});
    };
    if (s.from) stretch(value(*s.from), "from");
    if (s.until) stretch(value(*s.until), "until");
    if (s.begins)
      if (const auto* begins = value(*s.begins))
        add(begins->after, to, "begins " + model::to_string(begins->spread), Tie::stretch);
    if (s.falls_on)
      if (const auto* placed = value(*s.falls_on); placed && workflow_.stage(workflow_.day_zero)) {
        std::string text;
        for (const auto& p : *placed) text += (text.empty() ? "" : ", ") + model::to_string(p);
        if (s.id != workflow_.day_zero) add(point_at(workflow_.day_zero), to, text, Tie::stretch);
      }
  }

  static Point point_at(const std::string& stage) {
    Point point;
    point.stage = stage;
    return point;
  }

  const Workflow& workflow_;
  const GraphFacts& facts_;
};

/// Text in a DOT label: Boost escapes quotes, backslashes are ours.
std::string dot_text(std::string_view text) {
  std::string out;
  for (const char c : plain(text)) out += c == '\\' ? "\\\\" : std::string(1, c);
  return out;
}

using Attributes = std::map<std::string, std::string>;

Attributes node_attributes(const Node& node) {
  Attributes a;
  std::string label = dot_text(node.title);
  if (node.title != node.id && node.stage) label += "\\n" + dot_text(node.id);
  if (!node.length.empty()) label += "\\n" + dot_text(node.length);
  if (!node.condition.empty()) label += "\\n" + dot_text(node.condition);
  a["label"] = label;
  a["shape"] = "box";
  if (!node.stage) {
    a["shape"] = "plaintext";
    return a;
  }
  switch (node.stage->kind) {
    case Kind::appointment:
      a["style"] = "rounded";
      break;
    case Kind::work:
      break;
    case Kind::stay:
      a["shape"] = "component";
      break;
    case Kind::restriction:
      a["shape"] = "note";
      break;
    case Kind::event:
      a["shape"] = "ellipse";
      break;
  }
  if (node.day_zero) a["peripheries"] = "2";
  if (!node.condition.empty()) a["style"] = a["style"].empty() ? "dashed" : a["style"] + ",dashed";
  return a;
}

Attributes edge_attributes(const Edge& edge) {
  Attributes a;
  if (!edge.label.empty()) a["label"] = dot_text(edge.label);
  if (edge.tie == Tie::gate) a["style"] = "dashed";
  if (edge.tie == Tie::stretch) a["style"] = "dotted";
  if (edge.tie == Tie::ends_after) a["arrowhead"] = "empty";
  return a;
}

std::string mermaid_text(std::string_view text) {
  std::string out;
  for (const char c : plain(text)) {
    // Mermaid knows its entities by number: #35; is #.
    if (std::string_view("\"#&<>;`|[]{}()\\").find(c) != std::string_view::npos)
      out += fmt::format("#{};", static_cast<int>(c));
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string dot(const Workflow& workflow, const GraphFacts& facts) {
  using namespace boost;
  using VertexProperty = property<vertex_attribute_t, Attributes>;
  using EdgeProperty = property<edge_index_t, int, property<edge_attribute_t, Attributes>>;
  using GraphProperty =
      property<graph_name_t, std::string,
               property<graph_graph_attribute_t, Attributes,
                        property<graph_vertex_attribute_t, Attributes, property<graph_edge_attribute_t, Attributes>>>>;
  // Bidirectional, because its edges are kept in the order in which they were added.
  using Graph = subgraph<adjacency_list<vecS, vecS, bidirectionalS, VertexProperty, EdgeProperty, GraphProperty>>;

  const auto picture = Painter(workflow, facts).picture;
  Graph graph(picture.nodes.size());
  get_property(graph, graph_name) = workflow.id;
  auto& all = get_property(graph, graph_graph_attribute);
  all["rankdir"] = "LR";
  all["label"] = dot_text(workflow.title.empty() ? workflow.id : workflow.title);
  all["labelloc"] = "t";
  all["fontname"] = get_property(graph, graph_vertex_attribute)["fontname"] =
      get_property(graph, graph_edge_attribute)["fontname"] = "sans-serif";
  get_property(graph, graph_edge_attribute)["fontsize"] = "10";

  std::map<model::Phase, Graph*> phases;
  const auto cluster = [&](Graph& in, const std::string& name, std::string_view label) -> Graph& {
    auto& sub = in.create_subgraph();
    get_property(sub, graph_name) = "cluster_" + name;
    get_property(sub, graph_graph_attribute)["label"] = dot_text(label);
    return sub;
  };
  for (const auto& s : workflow.stages)
    if (!phases.count(s.phase)) phases[s.phase] = nullptr;
  for (auto& [phase, sub] : phases) sub = &cluster(graph, std::string(model::word(phase)), model::title(phase));
  // A stage with parts is a cluster that holds itself and its parts; parts may have parts.
  std::map<std::string, Graph*> wholes;
  const std::function<Graph&(const Stage&)> home = [&](const Stage& s) -> Graph& {
    const auto* whole = s.whole.empty() ? nullptr : workflow.stage(s.whole);
    Graph& outer = whole ? home(*whole) : *phases.at(s.phase);
    if (s.parts.empty()) return outer;
    auto& own = wholes[s.id];
    if (!own) own = &cluster(outer, "parts of " + s.id, s.title.empty() ? s.id : s.title);
    return *own;
  };
  for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
    put(get(vertex_attribute, graph), i, node_attributes(picture.nodes[i]));
    if (const auto* s = picture.nodes[i].stage) add_vertex(i, home(*s));
  }
  for (const auto& e : picture.edges) {
    const auto [at, added] = add_edge(e.from, e.to, graph);
    if (added) put(get(edge_attribute, graph), at, edge_attributes(e));
  }
  std::ostringstream out;
  out.exceptions(std::ios::badbit);  // else a graph cut short where memory ran out would look whole
  out.imbue(std::locale::classic());
  write_graphviz(out, graph);
  return out.str();
}

std::string mermaid(const Workflow& workflow, const GraphFacts& facts) {
  const auto picture = Painter(workflow, facts).picture;
  std::string out = "flowchart LR\n";
  // Ids of our own: a stage may be called `end`, which Mermaid takes for the end of a subgraph.
  const auto node = [&](std::size_t i, int indent) {
    const auto& n = picture.nodes[i];
    std::string text = mermaid_text(n.title);
    if (n.stage && n.title != n.id) text += "<br/>" + mermaid_text(n.id);
    if (!n.length.empty()) text += "<br/>" + mermaid_text(n.length);
    if (!n.condition.empty()) text += "<br/>" + mermaid_text(n.condition);
    std::string_view open = "([", close = "])";
    switch (n.stage ? n.stage->kind : Kind::work) {
      case Kind::appointment:
        break;
      case Kind::work:
        open = "[", close = "]";
        break;
      case Kind::stay:
        open = "[[", close = "]]";
        break;
      case Kind::restriction:
        open = "[/", close = "/]";
        break;
      case Kind::event:
        open = "((", close = "))";
        break;
    }
    if (n.day_zero) open = "{{", close = "}}";
    out += fmt::format("{:{}}n{}{}\"{}\"{}\n", "", indent, i, open, text, close);
  };
  const std::function<void(const Stage&, int)> stage = [&](const Stage& s, int indent) {
    const auto i = picture.index.find(s.id)->second;
    if (s.parts.empty()) return node(i, indent);
    out +=
        fmt::format("{:{}}subgraph parts{}[\"{}\"]\n", "", indent, i, mermaid_text(s.title.empty() ? s.id : s.title));
    node(i, indent + 2);
    for (const auto& part : workflow.stages)
      if (part.whole == s.id) stage(part, indent + 2);
    out += fmt::format("{:{}}end\n", "", indent);
  };
  for (int p = 0; p <= static_cast<int>(model::Phase::follow_up); ++p) {
    const auto phase = static_cast<model::Phase>(p);
    bool begun = false;
    for (const auto& s : workflow.stages) {
      if (s.phase != phase || !s.whole.empty()) continue;
      if (!std::exchange(begun, true)) out += fmt::format("  subgraph phase{}[\"{}\"]\n", p, model::title(phase));
      stage(s, 4);
    }
    if (begun) out += "  end\n";
  }
  for (std::size_t i = 0; i < picture.nodes.size(); ++i)
    if (!picture.nodes[i].stage) node(i, 2);
  for (const auto& e : picture.edges) {
    const auto arrow = e.tie == Tie::gate || e.tie == Tie::stretch ? "-.->" : "-->";
    const auto label = e.label.empty() ? "" : fmt::format("|\"{}\"|", mermaid_text(e.label));
    out += fmt::format("  n{} {}{} n{}\n", e.from, arrow, label, e.to);
  }
  return out;
}

}  // namespace v2v::view
